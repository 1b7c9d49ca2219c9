//! The next statement for a member, and the votes without names.

use super::{
    super::{App, Failure},
    Keys, groups,
    groups::Routing,
};
use crate::store::{consultations, electorates, entity::consultation_statement};
use std::{
    collections::{HashMap, HashSet},
    fmt::Write as _,
};
use uuid::Uuid;
use yiting_domain::{
    consultation::{
        Candidate, InquiryAction, InquiryState, StatementKey, StatementState, next_statement as draw,
        stability::MIN_PEOPLE,
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

/// Draws the statement that a member is shown next in each of these consultations, never one with a vote
/// of the member: five statements of SQL, however many consultations. Where the member may not vote the
/// answer is the refusal of [`yiting_domain::consultation::Inquiry::may`]; what is not there is left out.
///
/// Votes and extremity are those of the last computation, a few seconds old; a statement that is newer
/// counts as unseen, which puts it first.
///
/// # Errors
/// Faults.
pub async fn next_statements(
    app: &App,
    actor: &Actor,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Result<Progress, Refusal>>, Failure> {
    let on = app.db.reader();
    let rows = consultations::by_ids(on, ids).await?;
    let lists: Vec<Uuid> = rows.iter().filter_map(|row| row.electorate_id).collect();
    let entries = electorates::entries_of(on, &lists, actor.pseudonym).await?;
    let member: HashSet<Uuid> = entries.into_iter().map(|(list, _)| list).collect();
    let mut shown: HashMap<Uuid, Vec<consultation_statement::Model>> = HashMap::new();
    for statement in consultations::statements_of(on, ids).await? {
        if statement.state == StatementState::Visible.name() {
            shown.entry(statement.consultation_id).or_default().push(statement);
        }
    }
    let mut voters = Vec::with_capacity(rows.len());
    for row in &rows {
        voters.push(Keys::of(app, row)?.of_person(actor.pseudonym));
    }
    let votes = consultations::votes_by(on, ids, &voters).await?;
    let own: HashSet<Uuid> = votes.into_iter().map(|vote| vote.statement_id).collect();
    let mut routings: HashMap<Uuid, Routing> = HashMap::new();
    for result in consultations::results(on, ids).await? {
        let routing = result.routing.and_then(|text| serde_json::from_str(&text).ok());
        routings.insert(result.consultation_id, routing.unwrap_or_default());
    }
    let mut found = HashMap::new();
    for row in rows {
        let member = row.electorate_id.is_some_and(|list| member.contains(&list));
        let may = consultations::inquiry(&row)?.may(InquiryAction::Vote, Some(actor), member, app.now());
        let shown = shown.remove(&row.id).unwrap_or_default();
        let routing = routings.remove(&row.id).unwrap_or_default();
        found.insert(row.id, may.map(|()| next_of(app, shown, &routing, &own)));
    }
    Ok(found)
}

fn next_of(app: &App, shown: Vec<consultation_statement::Model>, routing: &Routing, own: &HashSet<Uuid>) -> Progress {
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
    Progress {
        next: number.and_then(|number| shown.into_iter().find(|one| key(one.number) == number)),
        voted: voted.len(),
        total,
    }
}

/// The votes of a closed consultation as the table that [`yiting_domain::consultation::file`] reads:
/// one line for each participant under a number that follows the random keys, one column for each
/// statement with votes of at least five people under its number. Whoever computes it again gets the
/// published groups. A line can be one person's only, which is why publication is announced before
/// anybody votes ([`yiting_domain::consultation::Settings::opened`]).
///
/// # Errors
/// [`Refusal::NotFound`] before the closing, where it was not laid down that votes are published, and
/// where too few took part for groups to be claimed at all.
pub async fn votes_file(app: &App, id: Uuid) -> Result<String, Failure> {
    let on = app.db.reader();
    let row = consultations::by_ids(on, &[id]).await?.into_iter().next();
    let row = row.ok_or(Refusal::NotFound)?;
    let inquiry = consultations::inquiry(&row)?;
    if inquiry.state != InquiryState::Closed || !inquiry.settings.publishes_votes() {
        return Err(Refusal::NotFound.into());
    }
    let matrix = groups::published(on, &row).await?;
    if matrix.participants().len() < MIN_PEOPLE {
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
