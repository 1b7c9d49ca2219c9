//! Rebuilding every proposal from the log alone, and comparing it with the tables.

use super::{App, Failure};
use crate::store::{
    areas, contents,
    entity::{comment, follow, log_entry, proposal, rating, support},
    log, proposals,
    traces::shown,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;
use yiting_domain::{
    id::{CommentId, ProposalId},
    instant::Instant,
    log::{Digest, ENTRY_VERSION, Entry, Frontier, HashAlgorithm, Salt, commitment},
    proposal::{CommentState, Event, MergeChoice, Proposal},
};

/// How many entries are read at a time.
const PAGE: u64 = 2_000;

/// What the check found in one district.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The district's code.
    pub district: String,
    /// Entries in the log.
    pub entries: u64,
    /// The Merkle tree head.
    pub root: Digest,
    /// Proposals rebuilt.
    pub proposals: usize,
    /// What does not fit; empty when all does.
    pub problems: Vec<String>,
}

#[derive(Default)]
struct Rebuilt {
    states: BTreeMap<Uuid, Proposal>,
    supporters: BTreeMap<Uuid, BTreeSet<Uuid>>,
    followers: BTreeMap<Uuid, BTreeSet<Uuid>>,
    /// By proposal: author and state of each comment.
    comments: BTreeMap<Uuid, BTreeMap<Uuid, (Uuid, CommentState)>>,
    /// By proposal: score and person of each rating, by stay.
    ratings: BTreeMap<Uuid, BTreeMap<(i64, Uuid), i64>>,
}

impl Rebuilt {
    fn fold(&mut self, row: &log_entry::Model) -> Result<(), String> {
        if !row.kind.starts_with("proposal.") {
            return Ok(());
        }
        let event: Event = serde_json::from_str(&row.body).map_err(|e| e.to_string())?;
        if event.kind() != row.kind {
            return Err("the kind is not that of the body".to_owned());
        }
        let (id, at) = (row.subject, Instant::from_millis(row.at));
        let supporters = self.supporters.entry(id).or_default();
        match &event {
            Event::Supported { by } | Event::SupportMoved { supporter: by, .. } => {
                supporters.insert(by.0);
            }
            Event::SupportRevoked { by }
            | Event::MergeChosen {
                supporter: by,
                choice: MergeChoice::Withdraw,
                ..
            } => {
                supporters.remove(&by.0);
            }
            Event::Followed { by } => {
                self.followers.entry(id).or_default().insert(by.0);
            }
            Event::Unfollowed { by } => {
                self.followers.entry(id).or_default().remove(&by.0);
            }
            Event::Commented {
                id: comment,
                by,
                checked,
                ..
            } => {
                let state = if *checked {
                    CommentState::Visible
                } else {
                    CommentState::Pending
                };
                let comments = self.comments.entry(id).or_default();
                comments.insert(comment.0, (by.0, state));
            }
            Event::CommentChecked { id: comment, pass, .. } => self.moderate(id, *comment, shown(*pass)),
            Event::CommentHidden { id: comment, .. } => self.moderate(id, *comment, CommentState::Hidden),
            Event::CommentAppealed { id: comment, .. } => self.moderate(id, *comment, CommentState::Appealed),
            Event::CommentAppealDecided {
                id: comment, restore, ..
            } => self.moderate(id, *comment, shown(*restore)),
            Event::Rated { by, score, .. } => {
                let stay = self.states.get(&id).map_or(0, |p| p.links.len());
                let key = (i64::try_from(stay).unwrap_or(i64::MAX), by.0);
                self.ratings.entry(id).or_default().insert(key, i64::from(*score));
            }
            _ => {}
        }
        match self.states.get_mut(&id) {
            Some(state) => state.evolve(&event, at),
            None => {
                let state = Proposal::from_draft(ProposalId(id), &event, at).ok_or("the first event drafts nothing")?;
                self.states.insert(id, state);
            }
        }
        Ok(())
    }

    fn moderate(&mut self, proposal: Uuid, comment: CommentId, state: CommentState) {
        if let Some(entry) = self.comments.entry(proposal).or_default().get_mut(&comment.0) {
            entry.1 = state;
        }
    }
}

/// Checks every district's log and tables.
///
/// # Errors
/// Faults of the database; what does not fit stands in [`Checked::problems`].
pub async fn check(app: &App) -> Result<Vec<Checked>, Failure> {
    let db = app.db.reader();
    let mut results = Vec::new();
    for head in log::heads(db).await? {
        let code = areas::by_id(db, head.district_id)
            .await?
            .map(|row| row.code)
            .unwrap_or_default();
        let mut problems = Vec::new();
        let mut frontier = Frontier::default();
        let mut rebuilt = Rebuilt::default();
        let mut expected: i64 = 0;
        loop {
            let rows = log::page(db, head.district_id, expected, PAGE).await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                if row.seq != expected {
                    problems.push(format!("sequence {expected} is missing"));
                }
                match leaf_of(&code, &row) {
                    Ok(leaf) if leaf.to_string() == row.leaf => {
                        frontier.push(leaf);
                    }
                    Ok(leaf) => {
                        problems.push(format!("entry {}: the leaf hash does not fit", row.seq));
                        frontier.push(leaf);
                    }
                    Err(error) => problems.push(format!("entry {}: {error}", row.seq)),
                }
                if let Err(error) = rebuilt.fold(&row) {
                    problems.push(format!("entry {}: {error}", row.seq));
                }
                expected = row.seq + 1;
            }
        }
        let stored: Option<Frontier> = serde_json::from_str(&head.frontier).ok();
        if stored.as_ref() != Some(&frontier) || u64::try_from(head.size).ok() != Some(frontier.size()) {
            problems.push("the tree head is not that of the entries".to_owned());
        }
        compare(app, head.district_id, &rebuilt, &mut problems).await?;
        results.push(Checked {
            district: code,
            entries: frontier.size(),
            root: frontier.root(),
            proposals: rebuilt.states.len(),
            problems,
        });
    }
    results.sort_by(|a, b| a.district.cmp(&b.district));
    Ok(results)
}

fn leaf_of(code: &str, row: &log_entry::Model) -> Result<Digest, String> {
    let entry = Entry {
        version: ENTRY_VERSION,
        hash: HashAlgorithm::Sha256,
        district: code.to_owned(),
        seq: u64::try_from(row.seq).map_err(|e| e.to_string())?,
        at: Instant::from_millis(row.at),
        actor: row.actor.unwrap_or_default(),
        kind: row.kind.clone(),
        subject: row.subject,
        body: serde_json::from_str(&row.body).map_err(|e| e.to_string())?,
    };
    entry.leaf().map_err(|e| e.to_string())
}

async fn compare(app: &App, district: Uuid, rebuilt: &Rebuilt, problems: &mut Vec<String>) -> Result<(), Failure> {
    let db = app.db.reader();
    let rows: Vec<Uuid> = proposal::Entity::find()
        .select_only()
        .column(proposal::Column::Id)
        .filter(proposal::Column::DistrictId.eq(district))
        .into_tuple()
        .all(db)
        .await?;
    for id in rows.iter().filter(|id| !rebuilt.states.contains_key(id)) {
        problems.push(format!("proposal {id} stands in the tables but not in the log"));
    }
    let ids: Vec<Uuid> = rebuilt.states.keys().copied().collect();
    for chunk in ids.chunks(200) {
        let stored = proposals::by_ids(db, chunk).await?;
        let supports = support::Entity::find()
            .filter(support::Column::ProposalId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        let follows = follow::Entity::find()
            .filter(follow::Column::ProposalId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        let mut supporters: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        for row in supports {
            supporters.entry(row.proposal_id).or_default().insert(row.pseudonym);
        }
        let mut followers: BTreeMap<Uuid, BTreeSet<Uuid>> = BTreeMap::new();
        for row in follows {
            followers.entry(row.proposal_id).or_default().insert(row.pseudonym);
        }
        let spoken = comment::Entity::find()
            .filter(comment::Column::ProposalId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        let mut comments: BTreeMap<Uuid, BTreeMap<Uuid, (Uuid, CommentState)>> = BTreeMap::new();
        for row in spoken {
            match CommentState::parse(&row.state) {
                Some(state) => {
                    let of = comments.entry(row.proposal_id).or_default();
                    of.insert(row.id, (row.author, state));
                }
                None => problems.push(format!("comment {}: there is no state «{}»", row.id, row.state)),
            }
        }
        let rated = rating::Entity::find()
            .filter(rating::Column::ProposalId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        let mut ratings: BTreeMap<Uuid, BTreeMap<(i64, Uuid), i64>> = BTreeMap::new();
        for row in rated {
            let of = ratings.entry(row.proposal_id).or_default();
            of.insert((row.stay, row.pseudonym), row.score);
        }
        let none = BTreeSet::new();
        let texts: Vec<Uuid> = chunk
            .iter()
            .filter_map(|id| rebuilt.states.get(id))
            .flat_map(|p| [p.title.id.0, p.body.id.0])
            .collect();
        let words = contents::rows(db, &texts).await?;
        for id in chunk {
            let Some(state) = rebuilt.states.get(id) else { continue };
            match stored.get(id) {
                None => problems.push(format!("proposal {id} stands in the log but not in the tables")),
                Some(row) if row.state != *state => problems.push(format!("proposal {id}: the tables differ")),
                Some(row) => {
                    let title = words.get(&state.title.id.0).map(|row| row.words.as_str());
                    if title != Some(row.title.as_str()) {
                        problems.push(format!("proposal {id}: the title is not the committed one"));
                    }
                }
            }
            for text in [&state.title, &state.body] {
                let fits = words.get(&text.id.0).is_some_and(|row| {
                    parse_salt(&row.salt).is_some_and(|salt| commitment::verify(&text.commitment, &salt, &row.words))
                });
                if !fits {
                    problems.push(format!("proposal {id}: a text does not open its commitment"));
                }
            }
            if supporters.get(id).unwrap_or(&none) != rebuilt.supporters.get(id).unwrap_or(&none) {
                problems.push(format!("proposal {id}: the supporters differ"));
            }
            if followers.get(id).unwrap_or(&none) != rebuilt.followers.get(id).unwrap_or(&none) {
                problems.push(format!("proposal {id}: the followers differ"));
            }
            if comments.get(id) != rebuilt.comments.get(id) {
                problems.push(format!("proposal {id}: the comments differ"));
            }
            if ratings.get(id) != rebuilt.ratings.get(id) {
                problems.push(format!("proposal {id}: the ratings differ"));
            }
        }
    }
    Ok(())
}

fn parse_salt(hex: &str) -> Option<Salt> {
    serde_json::from_value(serde_json::Value::String(hex.to_owned())).ok()
}
