//! Proposals about what seems to be the same matter: candidates of the index, compared one by one.

use super::{super::App, Failure, within_patience};
use crate::{
    search::{
        Probe, Scope,
        similar::{self, Likeness, Text},
    },
    store::{areas, proposals::Stored},
};
use std::sync::Arc;
use uuid::Uuid;
use yiting_domain::area::{AreaPath, Tier};

/// How many candidates are compared.
const CANDIDATES: usize = 40;

/// A text for which others about the same matter are looked for.
pub struct Draft {
    /// Title, or its beginning.
    pub title: String,
    /// Body, so far.
    pub body: String,
    /// Where it is raised.
    pub place: AreaPath,
    /// Leave this one out.
    pub except: Option<Uuid>,
}

/// A proposal about what seems to be the same matter.
pub struct Similar {
    /// The proposal.
    pub proposal: Arc<Stored>,
    /// How much alike, and why.
    pub likeness: Likeness,
}

/// Ids of what shares much with a text, near its place.
///
/// # Errors
/// [`yiting_domain::refusal::Refusal::SearchUnavailable`].
pub async fn candidates(app: &App, draft: &Draft, scope: Scope) -> Result<Vec<Uuid>, Failure> {
    let probe = Probe {
        title: draft.title.clone(),
        body: draft.body.clone(),
        scope,
        below: near(app, &draft.place).await?,
        except: draft.except,
        first: CANDIDATES,
    };
    within_patience(app.search.candidates(&probe)).await
}

/// The neighborhood of a place, or the place itself where it lies above all neighborhoods: what lies further away is
/// another committee's, and another matter even where the words are the same.
async fn near(app: &App, place: &AreaPath) -> Result<Option<String>, Failure> {
    let paths = place.lineage().iter().map(|path| path.as_str().to_owned()).collect();
    let rows = areas::by_paths(app.db.reader(), paths).await?;
    let neighborhood = rows.values().find(|row| row.tier == Tier::Neighborhood.name());
    Ok(Some(
        neighborhood.map_or_else(|| place.as_str().to_owned(), |row| row.path.clone()),
    ))
}

/// Those that are about the same matter, most alike first.
pub fn compare(app: &App, draft: &Draft, others: Vec<(Arc<Stored>, String)>, most: usize) -> Vec<Similar> {
    let text = Text {
        title: draft.title.clone(),
        body: draft.body.clone(),
        place: draft.place.as_str().to_owned(),
    };
    let mut alike: Vec<Similar> = others
        .into_iter()
        .map(|(proposal, body)| {
            let other = Text {
                title: proposal.title.clone(),
                body,
                place: proposal.state.home.path.as_str().to_owned(),
            };
            let likeness = similar::compare(&text, &other, &app.analyser);
            Similar { proposal, likeness }
        })
        .filter(|similar| similar.likeness.score >= similar::ALIKE)
        .collect();
    alike.sort_by(|a, b| {
        b.likeness
            .score
            .total_cmp(&a.likeness.score)
            .then(b.proposal.state.id.cmp(&a.proposal.state.id))
    });
    alike.truncate(most);
    alike
}
