//! Computations ride in the waves of a request like batches of rows: what else is asked meanwhile waits for
//! them, so that a document costs the same number of statements however long they take.

use super::loaders::{Loaded, Rows, fault};
use crate::usecase::indicator::{Figures, Report, Share};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use std::{
    collections::HashMap,
    hash::{Hash, Hasher},
    sync::Arc,
};
use yiting_domain::{
    id::ProposalId,
    indicator::{Curve, Dimension, Group, Indicator, Part},
    instant::Instant,
};

/// What is computed of a report.
#[derive(Clone, PartialEq, Eq, Hash)]
pub enum Wish {
    /// The figures of the whole cohort.
    Figures(Vec<Indicator>),
    /// The figures of groups.
    Groups(Dimension, Vec<Indicator>),
    /// A curve.
    Curve(Indicator),
    /// The cases behind a figure, of a group or of all.
    Cases(Indicator, Part, Option<(Dimension, Group)>),
}

/// A computation of a report.
#[derive(Clone)]
pub struct Computation {
    /// The report.
    pub report: Report,
    /// What of it.
    pub wish: Wish,
}

impl PartialEq for Computation {
    fn eq(&self, other: &Self) -> bool {
        self.report.cohort == other.report.cohort
            && self.report.at == other.report.at
            && self.report.audience == other.report.audience
            && self.wish == other.wish
    }
}
impl Eq for Computation {}
impl Hash for Computation {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.report.cohort.area.hash(state);
        self.report.at.hash(state);
        self.wish.hash(state);
    }
}

/// What came out.
#[derive(Clone)]
pub enum Computed {
    /// Of [`Wish::Figures`].
    Figures(Arc<Figures>),
    /// Of [`Wish::Groups`].
    Groups(Arc<Vec<Share>>),
    /// Of [`Wish::Curve`].
    Curve(Arc<Curve>),
    /// Of [`Wish::Cases`].
    Cases(Arc<Vec<(Instant, ProposalId)>>),
}

impl Loader<Computation> for Rows {
    type Value = Computed;
    type Error = Arc<DbErr>;
    #[expect(
        clippy::mutable_key_type,
        reason = "the view behind a report takes part in neither hash nor comparison"
    )]
    async fn load(&self, keys: &[Computation]) -> Loaded<Computation, Computed> {
        let mut found = HashMap::new();
        // One document asks for few; each looks at all cases.
        for key in keys {
            let report = &key.report;
            let computed = match key.wish.clone() {
                Wish::Figures(wanted) => report
                    .figures(&self.app, wanted)
                    .await
                    .map(Arc::new)
                    .map(Computed::Figures),
                Wish::Groups(by, wanted) => {
                    let shares = report.breakdown(&self.app, by, wanted).await;
                    shares.map(Arc::new).map(Computed::Groups)
                }
                Wish::Curve(of) => report.curve(of).await.map(Arc::new).map(Computed::Curve),
                Wish::Cases(of, part, group) => {
                    let cases = report.cases(of, part, group).await;
                    cases.map(Arc::new).map(Computed::Cases)
                }
            };
            found.insert(key.clone(), computed.map_err(fault)?);
        }
        Ok(found)
    }
}
