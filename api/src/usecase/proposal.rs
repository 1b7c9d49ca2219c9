//! Commands to proposals.

pub use super::ask::{Ask, Moderation};
use super::{
    App, Failure, Request,
    ask::{Named, check_words},
    change::{Change, Outcome, entry, store},
    upload::{self, How},
    wechat::words::{self, Heard},
};
use crate::store::{
    areas, comments,
    contents::{self, NewText},
    idempotency::{self, Claim},
    proposals,
    proposals::Stored,
    uploads::Spot,
    voices,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use std::collections::HashMap;
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::{AreaId, ProposalId, Pseudonym, TopicId},
    instant::Instant,
    people::Actor,
    proposal::{Command, Event, Facts, PhotoPlace, Proposal, decide, draft},
    refusal::Refusal,
};

/// How often a collision of two writers is tried again.
pub(crate) const ATTEMPTS: usize = 6;

/// Retries a transaction that met another writer.
macro_rules! retrying {
    ($body:expr) => {{
        let mut attempt = 0;
        loop {
            attempt += 1;
            match $body.await {
                Err(failure) if attempt < ATTEMPTS && Failure::is_collision(&failure) => {}
                other => break other,
            }
        }
    }};
}
pub(crate) use retrying;

/// A proposal to be drafted.
#[derive(Clone, Debug)]
pub struct NewDraft {
    /// Its id, fresh.
    pub id: ProposalId,
    /// Where.
    pub home: Uuid,
    /// The title.
    pub title: NewText,
    /// The text.
    pub body: NewText,
    /// The topic, if known.
    pub topic: Option<TopicId>,
    /// Assisted entry: for whom staff write.
    pub on_behalf_of: Option<Pseudonym>,
    /// Pictures, in their order.
    pub photos: Vec<Uuid>,
}

/// What comes with a command: its new texts, and pictures.
#[derive(Clone, Debug, Default)]
pub struct Enclosed {
    /// The texts that it names.
    pub texts: Vec<NewText>,
    /// The pictures at its place from now on; `None` leaves them as they are.
    pub photos: Option<Vec<Uuid>>,
}

impl From<Vec<NewText>> for Enclosed {
    fn from(texts: Vec<NewText>) -> Self {
        Self { texts, photos: None }
    }
}

impl NewDraft {
    /// The proposal that the event begins.
    ///
    /// # Errors
    /// [`Refusal::Internal`] for any other event.
    pub fn stored(&self, event: &Event, district: AreaId, now: Instant) -> Result<Stored, Refusal> {
        Ok(Stored {
            state: Proposal::from_draft(self.id, event, now).ok_or(Refusal::Internal)?,
            number: None,
            district,
            title: self.title.words().to_owned(),
            created_at: now,
            touched_at: now,
        })
    }
}

/// Drafts a proposal.
///
/// # Errors
/// Refusals of [`draft`]; faults.
pub async fn create(app: &App, actor: &Actor, request: &Request, new: &NewDraft) -> Result<Outcome, Failure> {
    retrying!(try_create(app, actor, request, new))
}

async fn try_create(app: &App, actor: &Actor, request: &Request, new: &NewDraft) -> Result<Outcome, Failure> {
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let area = areas::by_id(&tx, new.home).await?.ok_or(Refusal::BadTarget)?;
    let district = area.district_id.map(AreaId).ok_or(Refusal::BadTarget)?;
    let home = areas::reference(&area).ok_or(Refusal::BadTarget)?;
    if let Some(resident) = new.on_behalf_of
        && !voices::known(&tx, resident).await?
    {
        return Err(Refusal::NotFound.into());
    }
    check_topic(&tx, district, new.topic).await?;
    let event = draft(
        Some(actor),
        home,
        new.title.reference.clone(),
        new.body.reference.clone(),
        new.topic,
        new.on_behalf_of,
    )?;
    contents::insert(&tx, &[new.title.clone(), new.body.clone()], now).await?;
    let mut stored = new.stored(&event, district, now)?;
    let policy = app.policy(&tx, district.0).await?;
    proposals::insert(&tx, &stored, app.policy_for(&policy, &stored.state)).await?;
    proposals::add_text(&tx, &stored.state, now).await?;
    let followed = Event::Followed {
        by: stored.state.proponent,
    };
    let mut change = Change::new(app, &tx, Some(actor.pseudonym), now);
    change.entries.push(entry(Some(actor.pseudonym), &stored, &event)?);
    let mut further = vec![followed];
    if !new.photos.is_empty() {
        let spot = Spot::of_proposal(new.id.0, &PhotoPlace::Text);
        let photos = upload::attach(&tx, actor, &spot, &new.photos, How::Instead, now).await?;
        further.push(Event::PhotosAttached {
            place: PhotoPlace::Text,
            photos,
        });
    }
    change.fold(&mut stored, further, &HashMap::new()).await?;
    let outcome = change.finish(vec![stored]).await?;
    store_result(&tx, actor, request, &outcome).await?;
    tx.commit().await?;
    Ok(outcome)
}

async fn check_topic(tx: &DatabaseTransaction, district: AreaId, topic: Option<TopicId>) -> Result<(), Failure> {
    match topic {
        Some(wanted) if !areas::topics(tx, district.0).await?.iter().any(|t| t.id == wanted.0) => {
            Err(Refusal::Invalid.into())
        }
        _ => Ok(()),
    }
}

/// Gives a command to a proposal.
///
/// # Errors
/// The refusals of [`decide`], [`Refusal::VersionConflict`], [`Refusal::IdempotencyConflict`];
/// faults.
pub async fn act(
    app: &App,
    actor: &Actor,
    request: &Request,
    proposal: ProposalId,
    if_version: Option<u64>,
    ask: &Ask,
    enclosed: &Enclosed,
) -> Result<Outcome, Failure> {
    let heard = hear(app, actor, proposal, ask, &enclosed.texts).await?;
    retrying!(try_act(
        app, actor, request, proposal, if_version, ask, enclosed, &heard
    ))
}

/// What WeChat says of the words that a resident is about to publish.
async fn hear(app: &App, actor: &Actor, proposal: ProposalId, ask: &Ask, texts: &[NewText]) -> Result<Heard, Failure> {
    let Some(scene) = ask.publishes().filter(|_| app.checks_words) else {
        return Ok(Heard::NotAsked);
    };
    let reader = app.db.reader();
    let standing = match ask.hands_in() {
        true => {
            let found = proposals::by_ids(reader, &[proposal.0]).await?;
            // Whoever may not see it will be told so; its words are no business of theirs till then.
            match found
                .get(&proposal.0)
                .filter(|stored| stored.state.is_proponent(actor.pseudonym))
            {
                Some(stored) => contents::words(reader, &[stored.state.title.id.0, stored.state.body.id.0]).await?,
                None => HashMap::new(),
            }
        }
        false => HashMap::new(),
    };
    let mut words: Vec<&str> = standing.values().map(String::as_str).collect();
    words.extend(texts.iter().map(NewText::words));
    words::ask(app, actor.person.0, scene, &words).await
}

#[expect(clippy::too_many_arguments, reason = "one attempt at one command")]
async fn try_act(
    app: &App,
    actor: &Actor,
    request: &Request,
    proposal: ProposalId,
    if_version: Option<u64>,
    ask: &Ask,
    enclosed: &Enclosed,
    heard: &Heard,
) -> Result<Outcome, Failure> {
    let texts = enclosed.texts.as_slice();
    let now = app.now();
    let tx = app.db.begin().await?;
    if let Claim::Done(result) = idempotency::claim(&tx, actor.person.0, &request.key, &request.hash, now).await?? {
        return recall(&result);
    }
    let (mut stored, mut target) = lock_both(&tx, proposal, ask).await?;
    if if_version.is_some_and(|version| version != stored.state.version) {
        return Err(Refusal::VersionConflict.into());
    }
    contents::insert(&tx, texts, now).await?;
    let policy = app.policy(&tx, stored.district.0).await?;
    let mut facts = voices::facts(&tx, actor.pseudonym, &[&stored.state])
        .await?
        .remove(&proposal)
        .unwrap_or_default();
    facts.parent = areas::platform_above(&tx, &stored.state.custodian().path).await?;
    if let Some(other) = &target {
        facts.supports_target |= other.state.is_proponent(actor.pseudonym);
    }
    let mut command = ask.ready(&facts, named(&tx, proposal, ask, target.as_ref()).await?)?;
    let standing = match command {
        Command::Submit { .. } => contents::words(&tx, &[stored.state.title.id.0, stored.state.body.id.0]).await?,
        _ => HashMap::new(),
    };
    let standing: Vec<&str> = standing.values().map(String::as_str).collect();
    check_words(&mut command, &standing, texts, heard)?;
    check_names(&tx, &command, stored.district).await?;
    let mut decided = decide(
        &stored.state,
        &command,
        Some(actor),
        &facts,
        app.policy_for(&policy, &stored.state),
        now,
    )?;
    if let Some(photos) = &enclosed.photos {
        let (place, how) = photo_place(&command)?;
        let spot = Spot::of_proposal(proposal.0, &place);
        let photos = upload::attach(&tx, actor, &spot, photos, how, now).await?;
        decided.here.push(Event::PhotosAttached { place, photos });
    }
    let words: HashMap<Uuid, String> = texts
        .iter()
        .map(|text| (text.reference.id.0, text.words().to_owned()))
        .collect();
    let outcome = store(
        app,
        &tx,
        Some(actor.pseudonym),
        &mut stored,
        &mut target,
        decided,
        &words,
        now,
    )
    .await?;
    store_result(&tx, actor, request, &outcome).await?;
    tx.commit().await?;
    Ok(outcome)
}

/// Where the pictures that come with a command belong.
fn photo_place(command: &Command) -> Result<(PhotoPlace, How), Refusal> {
    match command {
        Command::Edit { .. } | Command::Resubmit { .. } => Ok((PhotoPlace::Text, How::Instead)),
        Command::Report { task, .. } => Ok((PhotoPlace::Report { task: *task }, How::Beside)),
        Command::Comment { id, .. } => Ok((PhotoPlace::Comment { comment: *id }, How::Instead)),
        _ => Err(Refusal::Invalid),
    }
}

/// Locks the proposal and, for a merge, the other one, in the order of their ids so that two
/// merges cannot wait for each other.
async fn lock_both(
    tx: &DatabaseTransaction,
    proposal: ProposalId,
    ask: &Ask,
) -> Result<(Stored, Option<Stored>), Failure> {
    let named = match ask {
        Ask::Merge { into, .. } => Some(*into),
        Ask::Ready(command) if matches!(**command, Command::ChooseAfterMerge { .. }) => {
            proposals::by_ids(tx, &[proposal.0])
                .await?
                .get(&proposal.0)
                .and_then(|p| p.state.merge.as_ref().map(|m| m.into))
        }
        _ => None,
    };
    let mut ids = vec![proposal.0];
    ids.extend(named.map(|id| id.0));
    ids.sort_unstable();
    ids.dedup();
    let mut locked = HashMap::new();
    for id in ids {
        if let Some(row) = proposals::by_id_locked(tx, id).await? {
            locked.insert(id, row);
        }
    }
    let target = match named {
        Some(id) if id == proposal => return Err(Refusal::BadTarget.into()),
        Some(id) => Some(locked.remove(&id.0).ok_or(Refusal::BadTarget)?),
        None => None,
    };
    Ok((locked.remove(&proposal.0).ok_or(Refusal::NotFound)?, target))
}

/// The rows that an ask names, locked where they may change meanwhile.
async fn named(
    tx: &DatabaseTransaction,
    proposal: ProposalId,
    ask: &Ask,
    target: Option<&Stored>,
) -> Result<Named, Failure> {
    let area = match ask.area() {
        Some(id) => areas::by_id(tx, id.0)
            .await?
            .filter(|row| row.valid_to.is_none())
            .as_ref()
            .and_then(areas::reference),
        None => None,
    };
    let comment = match ask.comment() {
        Some(id) => comments::of_locked(tx, proposal.0, id).await?,
        None => None,
    };
    Ok(Named {
        target: target.map(|p| p.state.clone()),
        area,
        comment,
    })
}

/// Topics, units and comments that a command names must exist in this district.
async fn check_names(tx: &DatabaseTransaction, command: &Command, district: AreaId) -> Result<(), Failure> {
    match command {
        Command::Accept { topic, lead_reviewer } => {
            check_topic(tx, district, Some(*topic)).await?;
            if !voices::known(tx, *lead_reviewer).await? {
                return Err(Refusal::Invalid.into());
            }
        }
        Command::Edit { topic: Some(topic), .. } => check_topic(tx, district, Some(*topic)).await?,
        Command::Form { tasks, .. } => {
            let units = areas::units(tx, district.0).await?;
            if tasks
                .iter()
                .any(|task| !units.iter().any(|unit| unit.id == task.unit.0))
            {
                return Err(Refusal::Invalid.into());
            }
        }
        _ => {}
    }
    Ok(())
}

fn recall(result: &str) -> Result<Outcome, Failure> {
    serde_json::from_str(result).map_err(|error| Failure::Fault(error.into()))
}

async fn store_result(
    tx: &impl ConnectionTrait,
    actor: &Actor,
    request: &Request,
    outcome: &Outcome,
) -> Result<(), Failure> {
    let result = serde_json::to_string(outcome).map_err(anyhow::Error::from)?;
    Ok(idempotency::complete(tx, actor.person.0, &request.key, &result).await?)
}

/// The facts of one viewer about several proposals, with the platforms above their custodians: six
/// statements, however many proposals.
pub async fn facts_of(
    on: &impl ConnectionTrait,
    viewer: Option<&Actor>,
    proposals: &[&Proposal],
) -> Result<HashMap<ProposalId, Facts>, Failure> {
    let mut facts = match viewer {
        Some(actor) => voices::facts(on, actor.pseudonym, proposals).await?,
        None => proposals.iter().map(|p| (p.id, Facts::default())).collect(),
    };
    let lines: Vec<AreaPath> = proposals.iter().flat_map(|p| p.custodian().path.lineage()).collect();
    let mut paths: Vec<String> = lines.iter().map(|p| p.as_str().to_owned()).collect();
    paths.sort_unstable();
    paths.dedup();
    let rows = areas::by_paths(on, paths).await?;
    for p in proposals {
        let mut above = p.custodian().path.lineage();
        above.pop();
        let parent = above
            .iter()
            .rev()
            .filter_map(|path| rows.get(path.as_str()))
            .filter_map(areas::reference)
            .find(|area| area.tier.has_platform());
        if let Some(found) = facts.get_mut(&p.id) {
            found.parent = parent;
        }
    }
    Ok(facts)
}
