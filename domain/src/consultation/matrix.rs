//! Who voted how on which statement, in one order that no arrival, machine or thread can change.
//!
//! Participants and statements are sorted by key, each row by statement. Everything that is computed
//! later walks these orders and no other, so equal votes give equal bits.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use uuid::Uuid;

use crate::log::Digest;

/// Most statements in one consultation. The co-votes take 8 bytes per pair of statements, so this
/// bounds them at 134 MB.
pub const MAX_STATEMENTS: usize = 4096;

/// Most participants in one consultation.
pub const MAX_PARTICIPANTS: usize = 4_000_000;

/// Keeps this hash apart from all others in the product; changes when the canonical form does.
const DOMAIN: &[u8] = b"yiting/votes/v1\0";

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u128);

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id.as_u128())
            }
        }

        impl From<$name> for Uuid {
            fn from(key: $name) -> Self {
                Self::from_u128(key.0)
            }
        }

        impl fmt::Display for $name {
            /// Decimal.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl Serialize for $name {
            /// A decimal string: JSON readers lose digits of large numbers.
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                text.parse().map(Self).map_err(|_| de::Error::custom("a key is a decimal string"))
            }
        }
    };
}

key! {
    /// A participant: a UUID in the product, a number in a file. Never published.
    ParticipantKey
}
key! {
    /// A statement: a UUID in the product, a number in a file. Public.
    StatementKey
}

/// One person's answer to one statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Vote {
    /// 反对, -1
    Disagree,
    /// 跳过, 0: seen, without taking a side.
    Pass,
    /// 赞成, 1
    Agree,
}

impl Vote {
    /// 1, 0 or -1.
    pub const fn value(self) -> i32 {
        match self {
            Self::Agree => 1,
            Self::Pass => 0,
            Self::Disagree => -1,
        }
    }
}

/// Why votes do not make a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MatrixError {
    /// Two votes of one person on one statement; which one counts must be decided before.
    #[error("participant {participant} has two votes on statement {statement}")]
    TwoVotes {
        /// The person.
        participant: ParticipantKey,
        /// The statement.
        statement: StatementKey,
    },
    /// More than [`MAX_STATEMENTS`].
    #[error("{0} statements; at most {MAX_STATEMENTS} are supported")]
    TooManyStatements(usize),
    /// More than [`MAX_PARTICIPANTS`].
    #[error("{0} participants; at most {MAX_PARTICIPANTS} are supported")]
    TooManyParticipants(usize),
}

/// One person's votes: index of the statement and the vote, ascending by index.
pub type Row = Vec<(u32, Vote)>;

/// The sparse vote matrix, participants by statements. Equal votes make equal matrices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Matrix {
    participants: Vec<ParticipantKey>,
    statements: Vec<StatementKey>,
    rows: Vec<Row>,
}

/// A vote that was set or taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// Who.
    pub participant: ParticipantKey,
    /// On what.
    pub statement: StatementKey,
    /// The vote that counts from now on; `None` when there is none any more.
    pub vote: Option<Vote>,
}

impl Matrix {
    /// The matrix of `votes`, which may come in any order.
    ///
    /// `participants` and `statements` name those who have to be there even without a vote; whoever
    /// appears in a vote is there anyway. Repeats are harmless.
    ///
    /// # Errors
    /// [`MatrixError`]: two votes of one person on one statement, or too many of either.
    pub fn new(
        participants: impl IntoIterator<Item = ParticipantKey>,
        statements: impl IntoIterator<Item = StatementKey>,
        votes: impl IntoIterator<Item = (ParticipantKey, StatementKey, Vote)>,
    ) -> Result<Self, MatrixError> {
        let mut votes: Vec<_> = votes.into_iter().collect();
        votes.sort_unstable();
        for pair in votes.windows(2) {
            if let [(participant, statement, _), (other, same, _)] = *pair
                && participant == other
                && statement == same
            {
                return Err(MatrixError::TwoVotes { participant, statement });
            }
        }
        let mut people: Vec<_> = participants
            .into_iter()
            .chain(votes.iter().map(|vote| vote.0))
            .collect();
        people.sort_unstable();
        people.dedup();
        let mut columns: Vec<_> = statements.into_iter().chain(votes.iter().map(|vote| vote.1)).collect();
        columns.sort_unstable();
        columns.dedup();
        check_size(people.len(), columns.len())?;
        let mut rows = vec![Row::new(); people.len()];
        let mut person = 0;
        for (participant, statement, vote) in votes {
            while people.get(person).is_some_and(|key| *key < participant) {
                person += 1;
            }
            if let (Some(row), Ok(column)) = (rows.get_mut(person), columns.binary_search(&statement)) {
                row.push((column as u32, vote));
            }
        }
        Ok(Self {
            participants: people,
            statements: columns,
            rows,
        })
    }

    /// The participants, ascending; a participant's index is the place in this list.
    pub fn participants(&self) -> &[ParticipantKey] {
        &self.participants
    }

    /// The statements, ascending; a statement's index is the place in this list.
    pub fn statements(&self) -> &[StatementKey] {
        &self.statements
    }

    /// The rows, in the order of [`Matrix::participants`].
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Number of votes, passes included.
    pub fn votes(&self) -> usize {
        self.rows.iter().map(Vec::len).sum()
    }

    /// Votes that a participant needs to be placed on the map: `min(7, statements)`, at least 1
    /// (Small et al. 2021, section on participant filtering).
    pub fn votes_needed(&self) -> usize {
        self.statements.len().clamp(1, 7)
    }

    /// The same without the statements on which fewer than `least` people voted, and without whoever voted
    /// on nothing else. What is computed and published of a consultation starts from this.
    pub fn without_rare(&self, least: usize) -> Self {
        let mut voters = vec![0_usize; self.statements.len()];
        for (statement, _) in self.rows.iter().flatten() {
            voters[*statement as usize] += 1;
        }
        let kept = || voters.iter().map(|voters| *voters >= least);
        let mut places = Vec::with_capacity(voters.len());
        let mut next = 0_u32;
        for keep in kept() {
            places.push(keep.then_some(next));
            next += u32::from(keep);
        }
        let statements = self.statements.iter().zip(kept()).filter(|(_, keep)| *keep);
        let rows = self.rows.iter().map(|row| -> Row {
            row.iter()
                .filter_map(|(statement, vote)| Some((places[*statement as usize]?, *vote)))
                .collect()
        });
        let (participants, rows) = self
            .participants
            .iter()
            .copied()
            .zip(rows)
            .filter(|(_, row)| !row.is_empty())
            .unzip();
        Self {
            participants,
            statements: statements.map(|(key, _)| *key).collect(),
            rows,
        }
    }

    /// Indices of the participants with enough votes, ascending.
    pub fn eligible(&self) -> Vec<u32> {
        let needed = self.votes_needed();
        (0_u32..)
            .zip(&self.rows)
            .filter(|(_, row)| row.len() >= needed)
            .map(|(index, _)| index)
            .collect()
    }

    /// SHA-256 of the canonical form: `"yiting/votes/v1\0"`, number of participants, number of
    /// statements, the statements' keys, then for each participant the number of votes and each
    /// vote as index of the statement and one byte (0 disagree, 1 pass, 2 agree). Numbers are 32
    /// bits, keys 128 bits, big-endian. Participants' keys are left out: a list of votes that is
    /// published without names, in this order, has the same digest and the same result.
    pub fn digest(&self) -> Digest {
        let mut hash = Sha256::new();
        hash.update(DOMAIN);
        hash.update((self.participants.len() as u32).to_be_bytes());
        hash.update((self.statements.len() as u32).to_be_bytes());
        for key in &self.statements {
            hash.update(key.0.to_be_bytes());
        }
        let mut bytes = Vec::new();
        for row in &self.rows {
            bytes.clear();
            bytes.extend_from_slice(&(row.len() as u32).to_be_bytes());
            for &(statement, vote) in row {
                bytes.extend_from_slice(&statement.to_be_bytes());
                bytes.push(vote as u8);
            }
            hash.update(&bytes);
        }
        Digest(hash.finalize().into())
    }

    /// Applies changed votes; of several on one pair the last counts. New participants and
    /// statements are added, nobody is removed. Returns which rows were other before.
    ///
    /// # Errors
    /// [`MatrixError`] when there would be too many; nothing is changed then.
    pub fn apply(&mut self, changes: &[Change]) -> Result<Applied, MatrixError> {
        let people: BTreeSet<_> = changes
            .iter()
            .map(|c| c.participant)
            .filter(|key| self.participants.binary_search(key).is_err())
            .collect();
        let columns: BTreeSet<_> = changes
            .iter()
            .map(|c| c.statement)
            .filter(|key| self.statements.binary_search(key).is_err())
            .collect();
        check_size(
            self.participants.len() + people.len(),
            self.statements.len() + columns.len(),
        )?;
        if !columns.is_empty() {
            self.add_statements(&columns);
        }
        if !people.is_empty() {
            self.add_participants(&people);
        }
        let mut wanted: BTreeMap<usize, BTreeMap<u32, Option<Vote>>> = BTreeMap::new();
        for change in changes {
            if let (Ok(person), Ok(column)) = (
                self.participants.binary_search(&change.participant),
                self.statements.binary_search(&change.statement),
            ) {
                wanted.entry(person).or_default().insert(column as u32, change.vote);
            }
        }
        let mut before = Vec::with_capacity(wanted.len());
        for (person, votes) in wanted {
            let Some(row) = self.rows.get_mut(person) else { continue };
            let old = row.clone();
            for (column, vote) in votes {
                match (row.binary_search_by_key(&column, |cell| cell.0), vote) {
                    (Ok(at), Some(vote)) => row[at].1 = vote,
                    (Ok(at), None) => drop(row.remove(at)),
                    (Err(at), Some(vote)) => row.insert(at, (column, vote)),
                    (Err(_), None) => {}
                }
            }
            if old != *row {
                before.push((person as u32, old));
            }
        }
        Ok(Applied {
            before,
            statements_added: !columns.is_empty(),
        })
    }

    fn add_statements(&mut self, new: &BTreeSet<StatementKey>) {
        let old = std::mem::take(&mut self.statements);
        self.statements = old.iter().chain(new).copied().collect();
        self.statements.sort_unstable();
        let places: Vec<u32> = old
            .iter()
            .map(|key| self.statements.partition_point(|other| other < key) as u32)
            .collect();
        for cell in self.rows.iter_mut().flatten() {
            cell.0 = places[cell.0 as usize];
        }
    }

    fn add_participants(&mut self, new: &BTreeSet<ParticipantKey>) {
        let old = std::mem::take(&mut self.participants)
            .into_iter()
            .zip(std::mem::take(&mut self.rows));
        let mut all: Vec<_> = old.chain(new.iter().map(|key| (*key, Row::new()))).collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        (self.participants, self.rows) = all.into_iter().unzip();
    }
}

/// What [`Matrix::apply`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    /// Index of each changed row, after the change, with its votes before it.
    pub before: Vec<(u32, Row)>,
    /// Whether statements were added, so that indices of statements moved.
    pub statements_added: bool,
}

const fn check_size(participants: usize, statements: usize) -> Result<(), MatrixError> {
    if statements > MAX_STATEMENTS {
        Err(MatrixError::TooManyStatements(statements))
    } else if participants > MAX_PARTICIPANTS {
        Err(MatrixError::TooManyParticipants(participants))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn vote(participant: u128, statement: u128, vote: Vote) -> (ParticipantKey, StatementKey, Vote) {
        (ParticipantKey(participant), StatementKey(statement), vote)
    }

    #[test]
    fn the_digest_of_a_matrix_never_changes() {
        let matrix = Matrix::new([], [], [vote(2, 5, Vote::Agree), vote(1, 7, Vote::Pass)]).unwrap();
        assert_eq!(
            matrix.digest().to_string(),
            "d2ac817cb4877c99f50adb00e4cac9d52167620d7a4780a825b607a6b6effd23"
        );
        let turned = Matrix::new([], [], [vote(1, 7, Vote::Pass), vote(2, 5, Vote::Agree)]).unwrap();
        assert_eq!(matrix, turned);
    }

    #[test]
    fn two_votes_on_one_statement_are_refused() {
        let votes = [vote(1, 7, Vote::Pass), vote(2, 7, Vote::Agree), vote(1, 7, Vote::Agree)];
        let error = Matrix::new([], [], votes).unwrap_err();
        assert_eq!(error.to_string(), "participant 1 has two votes on statement 7");
    }

    #[test]
    fn changed_votes_lead_to_the_matrix_of_the_final_votes() {
        let mut matrix = Matrix::new([], [], [vote(5, 5, Vote::Agree), vote(5, 9, Vote::Pass)]).unwrap();
        let change = |participant, statement, vote| Change {
            participant: ParticipantKey(participant),
            statement: StatementKey(statement),
            vote,
        };
        let applied = matrix
            .apply(&[
                change(3, 7, Some(Vote::Agree)),
                change(5, 9, None),
                change(5, 5, Some(Vote::Pass)),
                change(5, 5, Some(Vote::Disagree)),
                change(3, 5, None),
            ])
            .unwrap();
        assert!(applied.statements_added);
        assert_eq!(applied.before.len(), 2);
        let statements = [5, 7, 9].map(StatementKey);
        let expected = Matrix::new([], statements, [vote(5, 5, Vote::Disagree), vote(3, 7, Vote::Agree)]).unwrap();
        assert_eq!(matrix, expected);
    }

    #[test]
    fn statements_with_few_voters_and_those_who_voted_on_nothing_else_are_left_out() {
        let votes = [
            vote(1, 5, Vote::Agree),
            vote(2, 5, Vote::Pass),
            vote(2, 6, Vote::Agree),
            vote(2, 9, Vote::Disagree),
            vote(3, 9, Vote::Agree),
            vote(4, 6, Vote::Agree),
            vote(5, 7, Vote::Agree),
        ];
        let left = Matrix::new([], [], votes).unwrap().without_rare(2);
        let kept = votes.into_iter().filter(|vote| vote.1.0 != 7);
        assert_eq!(left, Matrix::new([], [], kept).unwrap());
        assert_eq!(left.without_rare(2), left);
    }

    #[test]
    fn seven_votes_are_needed_or_all_when_there_are_fewer_statements() {
        let statements = |count: u128| Matrix::new([], (0..count).map(StatementKey), []).unwrap();
        assert_eq!(statements(0).votes_needed(), 1);
        assert_eq!(statements(3).votes_needed(), 3);
        assert_eq!(statements(300).votes_needed(), 7);
    }
}
