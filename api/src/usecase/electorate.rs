//! Freezing who has a vote.

use super::{App, Failure};
use crate::store::{electorates, entity::electorate, voices};
use sea_orm::ConnectionTrait;
use uuid::Uuid;
use yiting_domain::{
    area::AreaRef,
    electorate::{ElectorateKind, Member},
    id::Pseudonym,
    refusal::Refusal,
};

/// Freezes an electorate in the transaction of the step that opens. `listed` names the members of a
/// kind that is not drawn from the register, and is empty otherwise.
///
/// # Errors
/// [`Refusal::Invalid`] for a list where none belongs, for none where one does, or for a name that
/// nobody bears.
pub async fn freeze(
    app: &App,
    on: &impl ConnectionTrait,
    district: Uuid,
    area: &AreaRef,
    kind: ElectorateKind,
    listed: &[Pseudonym],
) -> Result<electorate::Model, Failure> {
    if kind.is_listed() == listed.is_empty() {
        return Err(Refusal::Invalid.into());
    }
    let members = if kind.is_listed() {
        for who in listed {
            if !voices::known(on, *who).await? {
                return Err(Refusal::Invalid.into());
            }
        }
        let mut members: Vec<Member> = listed
            .iter()
            .map(|who| Member {
                pseudonym: *who,
                unit: String::new(),
                exclusive_area: 0,
            })
            .collect();
        members.sort_unstable();
        members.dedup();
        members
    } else {
        electorates::draw(on, kind, &area.path).await?
    };
    Ok(electorates::freeze(on, app.fresh_id(), district, &area.path, kind, &members, app.now()).await?)
}
