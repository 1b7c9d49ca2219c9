//! From memory into the database: everything in one transaction.

use super::Ledger;
use crate::{
    store::{
        bulk,
        entity::{
            comment, content, follow, log_entry, log_head, membership, note, notice, objection, outbox, person,
            proposal, proposal_counter, proposal_text, rating, residence, supervision, support,
        },
        log,
        outbox::Topic,
        proposals,
    },
    usecase::Failure,
};
use sea_orm::{DatabaseTransaction, EntityTrait};

impl Ledger {
    /// Stores all rows in the order in which they refer to each other, and answers how many.
    ///
    /// # Errors
    /// Faults; nothing is stored then.
    pub async fn store_all(self, tx: &DatabaseTransaction) -> Result<u64, Failure> {
        let mut rows = Vec::with_capacity(self.proposals.len());
        for p in self.proposals.values() {
            rows.push(proposals::row(p, self.policy_of(&p.state))?);
        }
        let mut later = Vec::with_capacity(self.waiting.len());
        for ((from, _), happened) in &self.waiting {
            later.push(outbox::Model {
                id: self.fresh_id(),
                topic: Topic::Proposal.name().to_owned(),
                payload: serde_json::to_string(happened).map_err(anyhow::Error::from)?,
                available_at: from.millis(),
                attempts: 0,
            });
        }
        let head = log::head_row(self.district, &self.frontier)?;
        let district_id = self.district.0;
        let counters = self.numbers.into_iter().map(|(year, last)| proposal_counter::Model {
            district_id,
            year,
            last,
        });
        let mut stored = 0;
        stored += bulk::insert::<person::Entity>(tx, self.people.persons).await?;
        stored += bulk::insert::<membership::Entity>(tx, self.people.memberships).await?;
        stored += bulk::insert::<residence::Entity>(tx, self.people.residences).await?;
        stored += bulk::insert::<content::Entity>(tx, self.contents).await?;
        stored += bulk::insert::<proposal::Entity>(tx, rows).await?;
        for counter in counters {
            proposal_counter::Entity::delete_by_id((district_id, counter.year))
                .exec(tx)
                .await?;
            stored += bulk::insert::<proposal_counter::Entity>(tx, [counter]).await?;
        }
        stored += bulk::insert::<proposal_text::Entity>(tx, self.texts).await?;
        stored += bulk::insert::<support::Entity>(tx, self.supports.into_values()).await?;
        stored += bulk::insert::<follow::Entity>(tx, self.follows.into_values()).await?;
        stored += bulk::insert::<objection::Entity>(tx, self.objections).await?;
        stored += bulk::insert::<rating::Entity>(tx, self.ratings.into_values()).await?;
        stored += bulk::insert::<supervision::Entity>(tx, self.cards.into_values()).await?;
        // Ids rise with time, so an answer comes after what it answers.
        stored += bulk::insert::<comment::Entity>(tx, self.comments.into_values()).await?;
        stored += bulk::insert::<note::Entity>(tx, self.notes).await?;
        stored += bulk::insert::<notice::Entity>(tx, self.notices).await?;
        stored += bulk::insert::<log_entry::Entity>(tx, self.entries).await?;
        // A season before the year left its own.
        log_head::Entity::delete_by_id(district_id).exec(tx).await?;
        stored += bulk::insert::<log_head::Entity>(tx, [head]).await?;
        stored += bulk::insert::<outbox::Entity>(tx, later).await?;
        Ok(stored)
    }
}
