//! What an index is given of proposals, read from the database in a fixed number of statements.

use super::super::Failure;
use crate::{
    search::Document,
    store::{areas, consultations, contents, meetings, proposals::Stored, search_feed},
};
use chrono::Datelike;
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;
use yiting_domain::{area::Tier, consultation::inquiry::StatementState, meeting::Minutes};

/// The documents of these proposals; those that are not there are left out.
///
/// # Errors
/// Faults.
pub async fn documents(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Document>, Failure> {
    let found = search_feed::rows(on, ids).await?;
    let spoken = voices(on, ids).await?;
    let texts: Vec<Uuid> = found
        .iter()
        .flat_map(|(p, _)| {
            let s = &p.state;
            let resolution = s.resolution.as_ref().map(|resolution| resolution.text.id.0);
            [Some(s.title.id.0), Some(s.body.id.0), resolution]
        })
        .flatten()
        .chain(spoken.values().flatten().map(|voice| voice.content))
        .collect();
    let words = contents::words(on, &texts).await?;
    let lineages: BTreeSet<String> = found
        .iter()
        .flat_map(|(p, _)| p.state.home.path.lineage())
        .map(|path| path.as_str().to_owned())
        .collect();
    let areas = areas::by_paths(on, lineages.into_iter().collect()).await?;
    let topics: BTreeSet<Uuid> = found.iter().filter_map(|(p, _)| p.state.topic.map(|t| t.0)).collect();
    let topics = areas::topics_by_ids(on, &topics.into_iter().collect::<Vec<_>>()).await?;
    let topics: HashMap<Uuid, Vec<String>> = topics
        .into_iter()
        .map(|row| (row.id, vec![row.name_zh, row.name_en]))
        .collect();
    Ok(found
        .iter()
        .map(|(p, due_at)| {
            let s = &p.state;
            let text = |id: Uuid| words.get(&id).cloned().unwrap_or_default();
            let above: Vec<_> = s
                .home
                .path
                .lineage()
                .iter()
                .filter_map(|path| areas.get(path.as_str()))
                .collect();
            // The region above the district would be found in everything.
            let named = above.iter().filter(|area| area.tier != Tier::Region.name());
            Document {
                id: s.id.0,
                number: p.number.clone(),
                title: text(s.title.id.0),
                body: text(s.body.id.0),
                resolution: s.resolution.as_ref().map(|resolution| text(resolution.text.id.0)),
                areas: named.map(|area| area.name.clone()).collect(),
                topic_names: s.topic.and_then(|t| topics.get(&t.0).cloned()).unwrap_or_default(),
                voices: spoken
                    .get(&s.id.0)
                    .into_iter()
                    .flatten()
                    .filter_map(|voice| voice.words(&words))
                    .collect(),
                home: s.home.path.as_str().to_owned(),
                custodian: s.custodian().path.as_str().to_owned(),
                tier: s.custodian().tier.name().to_owned(),
                topic: s.topic.map(|t| t.0),
                state: s.state.name().to_owned(),
                block_kind: above.iter().rev().find_map(|area| area.kind.clone()),
                year: p.created_at.shanghai_date().year(),
                public: yiting_domain::permission::visible(None, s),
                owners: owners(p),
                supports: i64::from(s.supports),
                created_at: p.created_at.millis(),
                due_at: *due_at,
            }
        })
        .collect())
}

/// Who sees it before everybody does.
fn owners(p: &Stored) -> Vec<Uuid> {
    let s = &p.state;
    let mut owners = vec![s.proponent.0];
    owners.extend(s.co_proponents.iter().map(|who| who.0));
    owners.extend(s.assisted_by.map(|who| who.0));
    owners.sort_unstable();
    owners.dedup();
    owners
}

/// A text of others about a proposal that everybody may read.
struct Voice {
    content: Uuid,
    /// Of minutes, the item of the agenda that is about the proposal.
    item: Option<u32>,
}

impl Voice {
    fn words(&self, words: &HashMap<Uuid, String>) -> Option<String> {
        let text = words.get(&self.content)?;
        let Some(item) = self.item else {
            return Some(text.clone());
        };
        let minutes: Minutes = serde_json::from_str(text).ok()?;
        let mut lines = Vec::new();
        for section in &minutes.sections {
            if section.item.is_some_and(|about| about != item) {
                continue;
            }
            lines.push(section.heading.as_str());
            lines.extend(section.contributions.iter().map(|said| said.text.as_str()));
            lines.extend(section.conclusion.as_deref());
        }
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// Visible statements, and the newest published minutes, by proposal.
async fn voices(on: &impl ConnectionTrait, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<Voice>>, Failure> {
    let mut spoken: HashMap<Uuid, Vec<Voice>> = HashMap::new();
    let asked = search_feed::consultations_about(on, ids).await?;
    let consultations: Vec<Uuid> = asked.iter().map(|(consultation, _)| *consultation).collect();
    for row in consultations::statements_of(on, &consultations).await? {
        if row.state != StatementState::Visible.name() {
            continue;
        }
        for (_, proposal) in asked.iter().filter(|(id, _)| *id == row.consultation_id) {
            spoken.entry(*proposal).or_default().push(Voice {
                content: row.content_id,
                item: None,
            });
        }
    }
    let items = search_feed::items_about(on, ids).await?;
    let held: BTreeSet<Uuid> = items.iter().map(|item| item.meeting_id).collect();
    let versions = meetings::minutes_of(on, &held.into_iter().collect::<Vec<_>>()).await?;
    // By version, so that the last one that is published stays.
    let published: HashMap<Uuid, Uuid> = versions
        .iter()
        .filter(|row| row.published_at.is_some())
        .map(|row| (row.meeting_id, row.content_id))
        .collect();
    for item in items {
        let (Some(proposal), Some(content)) = (item.proposal_id, published.get(&item.meeting_id)) else {
            continue;
        };
        spoken.entry(proposal).or_default().push(Voice {
            content: *content,
            item: u32::try_from(item.number).ok(),
        });
    }
    Ok(spoken)
}
