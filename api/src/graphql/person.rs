//! People as others see them: a name of their choice, and masked data for those who verify them.

use super::{
    error::lost,
    loaders::PersonBy,
    node_id::{Kind, encode},
    privacy::{self, Contact},
    viewer::viewer,
};
use async_graphql::{Context, ID, Object, Result};
use uuid::Uuid;

/// A person, by the name under which they stand in the record.
pub struct Person(pub Uuid);

/// A person, by the name under which they stand in the record.
#[Object]
impl Person {
    /// Global id.
    pub async fn id(&self) -> ID {
        encode(Kind::Person, self.0)
    }

    /// The chosen display name; null when the account was closed.
    async fn nickname(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let row = viewer(ctx)
            .loaders
            .load_one(PersonBy(self.0))
            .await
            .map_err(|e| lost(ctx, &e))?;
        Ok(row.filter(|row| row.closed_at.is_none()).map(|row| row.nickname))
    }

    /// Name and phone number, masked, for staff who verify where the person lives; null for all others.
    async fn contact(&self, ctx: &Context<'_>) -> Result<Option<Contact>> {
        privacy::contact(ctx, self.0).await
    }
}
