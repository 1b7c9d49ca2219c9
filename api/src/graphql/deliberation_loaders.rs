//! Batches about ballots, consultations, rounds and their electorates.

use super::loaders::{Loaded, Rows, fault};
use crate::{
    store::{
        ballots, consultations, electorates,
        entity::{
            ballot, ballot_paper, consultation, consultation_result, consultation_statement, electorate,
            procedure_template, round,
        },
        procedures, rounds,
    },
    usecase::consultation::{Progress, next_statements},
};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;
use yiting_domain::refusal::Refusal;

/// A ballot by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BallotBy(pub Uuid);

/// Persons who have voted in a ballot.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TurnoutOf(pub Uuid);

/// Whether the viewer has voted in a ballot.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct VotedIn(pub Uuid);

/// The paper votes of a ballot that wait for a second of the staff.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PapersOf(pub Uuid);

/// What a ballot is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct BallotProposals(pub Uuid);

/// A frozen electorate by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ElectorateBy(pub Uuid);

/// Whether the viewer stands in a frozen electorate.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct EntriesIn(pub Uuid);

/// A consultation by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConsultationBy(pub Uuid);

/// A round by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RoundBy(pub Uuid);

/// The newest versions of a platform's own procedure templates.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ProceduresOf(pub Uuid);

/// What a consultation is about.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ConsultationProposals(pub Uuid);

/// The statements of a consultation, at most five hundred.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatementsOf(pub Uuid);

/// The auditors of a sealed ballot who have given their keys.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct AuditorsOf(pub Uuid);

/// The statement that the viewer is shown next in a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NextIn(pub Uuid);

/// What was computed of a consultation.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ResultOf(pub Uuid);

impl Loader<BallotBy> for Rows {
    type Value = ballot::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[BallotBy]) -> Loaded<BallotBy, ballot::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = ballots::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|row| (BallotBy(row.id), row)).collect())
    }
}

impl Loader<TurnoutOf> for Rows {
    type Value = i64;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[TurnoutOf]) -> Loaded<TurnoutOf, i64> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = ballots::turnouts(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|(id, count)| (TurnoutOf(id), count)).collect())
    }
}

impl Loader<VotedIn> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[VotedIn]) -> Loaded<VotedIn, bool> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let voted = ballots::voted_in(self.app.db.reader(), &ids, viewer.pseudonym.0).await?;
        Ok(voted.into_iter().map(|id| (VotedIn(id), true)).collect())
    }
}

impl Loader<PapersOf> for Rows {
    type Value = Vec<ballot_paper::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[PapersOf]) -> Loaded<PapersOf, Vec<ballot_paper::Model>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<PapersOf, Vec<ballot_paper::Model>> = HashMap::new();
        for row in ballots::waiting_papers(self.app.db.reader(), &ids).await? {
            found.entry(PapersOf(row.ballot_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<BallotProposals> for Rows {
    type Value = Vec<Uuid>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[BallotProposals]) -> Loaded<BallotProposals, Vec<Uuid>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<BallotProposals, Vec<Uuid>> = HashMap::new();
        for (ballot, proposal) in ballots::proposals_of(self.app.db.reader(), &ids).await? {
            found.entry(BallotProposals(ballot)).or_default().push(proposal);
        }
        Ok(found)
    }
}

impl Loader<ElectorateBy> for Rows {
    type Value = electorate::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ElectorateBy]) -> Loaded<ElectorateBy, electorate::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = electorates::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|row| (ElectorateBy(row.id), row)).collect())
    }
}

impl Loader<EntriesIn> for Rows {
    type Value = bool;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[EntriesIn]) -> Loaded<EntriesIn, bool> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = electorates::entries_of(self.app.db.reader(), &ids, viewer.pseudonym).await?;
        Ok(rows.into_iter().map(|(id, _)| (EntriesIn(id), true)).collect())
    }
}

impl Loader<ConsultationBy> for Rows {
    type Value = consultation::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ConsultationBy]) -> Loaded<ConsultationBy, consultation::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = consultations::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|row| (ConsultationBy(row.id), row)).collect())
    }
}

impl Loader<RoundBy> for Rows {
    type Value = round::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[RoundBy]) -> Loaded<RoundBy, round::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = rounds::by_ids(self.app.db.reader(), &ids).await?;
        Ok(rows.into_iter().map(|row| (RoundBy(row.id), row)).collect())
    }
}

impl Loader<ProceduresOf> for Rows {
    type Value = Vec<procedure_template::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ProceduresOf]) -> Loaded<ProceduresOf, Self::Value> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<ProceduresOf, Self::Value> = HashMap::new();
        for row in procedures::newest_of(self.app.db.reader(), &ids).await? {
            found.entry(ProceduresOf(row.area_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<ConsultationProposals> for Rows {
    type Value = Vec<Uuid>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ConsultationProposals]) -> Loaded<ConsultationProposals, Vec<Uuid>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<ConsultationProposals, Vec<Uuid>> = HashMap::new();
        for (id, proposal) in consultations::proposals_of(self.app.db.reader(), &ids).await? {
            found.entry(ConsultationProposals(id)).or_default().push(proposal);
        }
        Ok(found)
    }
}

impl Loader<StatementsOf> for Rows {
    type Value = Vec<consultation_statement::Model>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[StatementsOf]) -> Loaded<StatementsOf, Self::Value> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<StatementsOf, Self::Value> = HashMap::new();
        for row in consultations::statements_of(self.app.db.reader(), &ids).await? {
            found.entry(StatementsOf(row.consultation_id)).or_default().push(row);
        }
        Ok(found)
    }
}

impl Loader<AuditorsOf> for Rows {
    type Value = Vec<Uuid>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[AuditorsOf]) -> Loaded<AuditorsOf, Vec<Uuid>> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let mut found: HashMap<AuditorsOf, Vec<Uuid>> = HashMap::new();
        for row in ballots::auditors(self.app.db.reader(), &ids).await? {
            found.entry(AuditorsOf(row.ballot_id)).or_default().push(row.pseudonym);
        }
        Ok(found)
    }
}

impl Loader<NextIn> for Rows {
    type Value = std::result::Result<Progress, Refusal>;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[NextIn]) -> Loaded<NextIn, Self::Value> {
        let Some(viewer) = &self.viewer else {
            return Ok(HashMap::new());
        };
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let found = next_statements(&self.app, viewer, &ids).await.map_err(fault)?;
        Ok(found.into_iter().map(|(id, next)| (NextIn(id), next)).collect())
    }
}

impl Loader<ResultOf> for Rows {
    type Value = consultation_result::Model;
    type Error = Arc<DbErr>;
    async fn load(&self, keys: &[ResultOf]) -> Loaded<ResultOf, consultation_result::Model> {
        let ids: Vec<Uuid> = keys.iter().map(|k| k.0).collect();
        let rows = consultations::results(self.app.db.reader(), &ids).await?;
        Ok(rows
            .into_iter()
            .map(|row| (ResultOf(row.consultation_id), row))
            .collect())
    }
}
