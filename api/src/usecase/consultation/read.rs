//! The next statement for a member, and the votes without names.

use super::{
    super::{App, Failure},
    Keys, groups,
    groups::Routing,
};
use crate::store::{consultations, electorates, entity::consultation_statement};
use std::{collections::HashSet, fmt::Write as _};
use uuid::Uuid;
use yiting_domain::{
    consultation::{
        Candidate, InquiryAction, InquiryState, StatementKey, StatementState, next_statement as draw, tally::MIN_CELL,
    },
    people::Actor,
    refusal::Refusal,
};

/// How far a member has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Progress {
    /// The statement to be shown now; `None` when the member has voted on all.
    pub next: Option<consultation_statement::Model>,
    /// Statements with a vote of the member.
    pub voted: usize,
    /// Statements that are shown.
    pub total: usize,
}

/// Draws the statement that a member is shown next, never one with a vote of the member.
///
/// Votes and extremity are those of the last computation, a few seconds old; a statement that is newer
/// counts as unseen, which puts it first.
///
/// # Errors
/// [`Refusal::NotFound`], and those of [`yiting_domain::consultation::Inquiry::may`] for voting.
pub async fn next_statement(app: &App, actor: &Actor, id: Uuid) -> Result<Progress, Failure> {
    let on = app.db.reader();
    let row = consultations::by_ids(on, &[id]).await?.into_iter().next();
    let row = row.ok_or(Refusal::NotFound)?;
    let lists: Vec<Uuid> = row.electorate_id.into_iter().collect();
    let member = !electorates::entries_of(on, &lists, actor.pseudonym).await?.is_empty();
    consultations::inquiry(&row)?.may(InquiryAction::Vote, Some(actor), member, app.now())?;
    let mut shown = consultations::statements_of(on, &[id]).await?;
    shown.retain(|statement| statement.state == StatementState::Visible.name());
    let voter = Keys::of(app, &row)?.of_person(actor.pseudonym);
    let own: HashSet<Uuid> = consultations::votes_by(on, &[voter])
        .await?
        .into_iter()
        .map(|vote| vote.statement_id)
        .collect();
    let result = consultations::results(on, &[id]).await?.into_iter().next();
    let routing: Routing = result
        .and_then(|result| serde_json::from_str(result.routing.as_deref()?).ok())
        .unwrap_or_default();
    let key = |number: i64| StatementKey(u128::try_from(number).unwrap_or_default());
    let candidates: Vec<Candidate> = shown
        .iter()
        .map(|statement| {
            let (counts, extremity) = routing.get(&statement.number).copied().unwrap_or_default();
            Candidate {
                statement: key(statement.number),
                counts,
                extremity,
            }
        })
        .collect();
    let voted: HashSet<StatementKey> = shown
        .iter()
        .filter(|statement| own.contains(&statement.id))
        .map(|statement| key(statement.number))
        .collect();
    // 53 random bits: as many as fit a number between 0 and 1.
    let bits = u64::from_be_bytes(app.entropy.bytes()) >> 11;
    let number = draw(
        &candidates,
        |one| voted.contains(&one),
        bits as f64 / (1_u64 << 53) as f64,
    );
    let total = shown.len();
    Ok(Progress {
        next: number.and_then(|number| shown.into_iter().find(|one| key(one.number) == number)),
        voted: voted.len(),
        total,
    })
}

/// The votes of a closed consultation as the table that [`yiting_domain::consultation::file`] reads:
/// one line for each participant under a number that follows the random keys, one column for each
/// statement under its number. Whoever computes it again gets the published groups.
///
/// # Errors
/// [`Refusal::NotFound`] before the closing, where it was laid down that votes are not published, and
/// where fewer than five people took part.
pub async fn votes_file(app: &App, id: Uuid) -> Result<String, Failure> {
    let on = app.db.reader();
    let row = consultations::by_ids(on, &[id]).await?.into_iter().next();
    let row = row.ok_or(Refusal::NotFound)?;
    let inquiry = consultations::inquiry(&row)?;
    if inquiry.state != InquiryState::Closed || !inquiry.settings.publish_votes {
        return Err(Refusal::NotFound.into());
    }
    let matrix = groups::matrix(on, &row).await?;
    if matrix.participants().len() < MIN_CELL as usize {
        return Err(Refusal::NotFound.into());
    }
    let mut text = String::from("participant");
    for statement in matrix.statements() {
        let _ = write!(text, ",{statement}");
    }
    text.push('\n');
    for (number, votes) in (1..).zip(matrix.rows()) {
        let number: u64 = number;
        let _ = write!(text, "{number}");
        let mut votes = votes.iter().peekable();
        for column in 0_u32.. {
            if column as usize >= matrix.statements().len() {
                break;
            }
            text.push(',');
            if let Some((_, vote)) = votes.next_if(|(at, _)| *at == column) {
                let _ = write!(text, "{}", vote.value());
            }
        }
        text.push('\n');
    }
    Ok(text)
}
