//! Votes from a file: the participants-votes table of a Polis export, and the result for it.

use std::collections::BTreeMap;

use serde::Serialize;
use thiserror::Error;

use super::matrix::{Matrix, MatrixError, ParticipantKey, StatementKey, Vote};
use super::stability::Claim;
use super::summary::{Context, Statement, Summary, compute as compute_matrix};

/// Columns of an export that say nothing about votes.
const OTHER: [&[u8]; 5] = [b"group-id", b"n-comments", b"n-votes", b"n-agree", b"n-disagree"];

/// Why a file is not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct FileError {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Reason {
    /// There is no header.
    #[error("the file is empty")]
    Empty,
    /// No column of this name.
    #[error("there is no column \"participant\"")]
    NoParticipantColumn,
    /// A column is neither known nor a statement's number.
    #[error("column {0} has a name that is no number of a statement")]
    UnknownColumn(usize),
    /// Two columns for one statement, or two columns of participants.
    #[error("column {0} repeats an earlier one")]
    RepeatedColumn(usize),
    /// A line with more or fewer cells than the header.
    #[error("{found} cells where the header has {expected}")]
    CellCount {
        /// Cells of the header.
        expected: u64,
        /// Cells of this line.
        found: u64,
    },
    /// The participant is no number.
    #[error("the participant is no number")]
    BadParticipant,
    /// The participant appeared before.
    #[error("participant {0} appears twice")]
    RepeatedParticipant(u64),
    /// A cell is neither 1, 0, -1 nor empty.
    #[error("the vote in column {0} is neither 1, 0, -1 nor empty")]
    BadVote(usize),
    /// Too many people or statements.
    #[error(transparent)]
    Matrix(#[from] MatrixError),
    /// Not readable as CSV.
    #[error("not readable as CSV")]
    Csv,
}

/// The groups of a file's participants.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FileResult {
    /// Number of groups; 0 when none are claimed.
    pub k: u8,
    /// Whether groups are claimed, or why not.
    pub claim: Claim,
    /// Group of each participant of the file by its number, from 0; `null` without one.
    pub participants: BTreeMap<u64, Option<u8>>,
    /// The statements' numbers.
    pub statements: Vec<Statement>,
    /// The whole published result.
    pub summary: Summary,
}

/// Reads a table with the columns `participant` and one per statement, named by its number; the cells
/// are 1 (agree), -1 (disagree), 0 (pass) or empty (not seen). The other columns of a Polis export are
/// ignored, a byte order mark too.
///
/// # Errors
/// [`FileError`] with the line, for anything that is not such a table.
pub fn parse(text: impl AsRef<[u8]>) -> Result<Matrix, FileError> {
    let bytes = text.as_ref();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    let mut record = csv::ByteRecord::new();
    let mut header: Option<Vec<Column>> = None;
    let mut participants = BTreeMap::new();
    let mut votes = Vec::new();
    let mut start = 0;
    while reader
        .read_byte_record(&mut record)
        .map_err(|error| csv_error(bytes, &error, start))?
    {
        start = record.position().map_or(start, csv::Position::byte);
        let at = |reason| FileError {
            line: line_at(bytes, start),
            reason,
        };
        let Some(columns) = &header else {
            header = Some(read_header(&record).map_err(at)?);
            continue;
        };
        let person = columns
            .iter()
            .zip(&record)
            .find(|(column, _)| **column == Column::Participant);
        let person = person
            .and_then(|(_, cell)| number(cell))
            .ok_or_else(|| at(Reason::BadParticipant))?;
        let key = ParticipantKey(u128::from(person));
        if participants.insert(key, ()).is_some() {
            return Err(at(Reason::RepeatedParticipant(person)));
        }
        for (index, (column, cell)) in columns.iter().zip(&record).enumerate() {
            let Column::Statement(statement) = column else { continue };
            let vote = match cell.trim_ascii() {
                b"" => continue,
                b"1" => Vote::Agree,
                b"0" => Vote::Pass,
                b"-1" => Vote::Disagree,
                _ => return Err(at(Reason::BadVote(index + 1))),
            };
            votes.push((key, *statement, vote));
        }
    }
    let Some(columns) = header else {
        return Err(FileError {
            line: 1,
            reason: Reason::Empty,
        });
    };
    let statements = columns.iter().filter_map(|column| match column {
        Column::Statement(key) => Some(*key),
        Column::Participant | Column::Other => None,
    });
    Matrix::new(participants.into_keys(), statements, votes).map_err(|error| FileError {
        line: line_at(bytes, start),
        reason: error.into(),
    })
}

/// Reads a table as [`parse`] does and computes its groups.
///
/// # Errors
/// As [`parse`].
pub fn compute(text: impl AsRef<[u8]>) -> Result<FileResult, FileError> {
    let matrix = parse(text)?;
    let computed = compute_matrix(&matrix, &Context::default());
    // Keys were read as 64 bits, so nothing is cut off here.
    let numbers = matrix.participants().iter().map(|key| key.0 as u64);
    Ok(FileResult {
        k: computed.summary.k,
        claim: computed.summary.claim,
        participants: numbers.zip(computed.labels).collect(),
        statements: computed.summary.statements.clone(),
        summary: computed.summary,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    Participant,
    Other,
    Statement(StatementKey),
}

fn read_header(record: &csv::ByteRecord) -> Result<Vec<Column>, Reason> {
    let mut columns = Vec::with_capacity(record.len());
    let mut seen = std::collections::BTreeSet::new();
    for (index, cell) in record.iter().enumerate() {
        let name = cell.trim_ascii();
        let column = if name == b"participant" {
            Column::Participant
        } else if OTHER.contains(&name) {
            Column::Other
        } else {
            Column::Statement(StatementKey(u128::from(
                number(name).ok_or(Reason::UnknownColumn(index + 1))?,
            )))
        };
        let key = match column {
            Column::Participant => None,
            Column::Statement(key) => Some(key),
            Column::Other => {
                columns.push(column);
                continue;
            }
        };
        if !seen.insert(key) {
            return Err(Reason::RepeatedColumn(index + 1));
        }
        columns.push(column);
    }
    if seen.contains(&None) {
        Ok(columns)
    } else {
        Err(Reason::NoParticipantColumn)
    }
}

fn number(cell: &[u8]) -> Option<u64> {
    let cell = cell.trim_ascii();
    let plain = !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    plain.then(|| std::str::from_utf8(cell).ok()?.parse().ok()).flatten()
}

/// The line, from 1, of the record that begins at `start` or after the line ends there. The reader's own
/// count falls behind in files with CR LF.
fn line_at(bytes: &[u8], start: u64) -> u64 {
    let start = usize::try_from(start).unwrap_or(bytes.len()).min(bytes.len());
    let ends = bytes[start..]
        .iter()
        .take_while(|byte| matches!(byte, b'\r' | b'\n'))
        .count();
    let before = &bytes[..start + ends];
    let lone = before
        .windows(2)
        .filter(|pair| pair[0] == b'\r' && pair[1] != b'\n')
        .count();
    let last = usize::from(before.last() == Some(&b'\r'));
    (1 + lone + last + before.iter().filter(|byte| **byte == b'\n').count()) as u64
}

fn csv_error(bytes: &[u8], error: &csv::Error, start: u64) -> FileError {
    let line = line_at(bytes, error.position().map_or(start, csv::Position::byte));
    let reason = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Reason::CellCount {
            expected: *expected_len,
            found: *len,
        },
        _ => Reason::Csv,
    };
    FileError { line, reason }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_fault_is_told_with_its_line() {
        let error = |text: &str| parse(text).unwrap_err().to_string();
        assert_eq!(error(""), "line 1: the file is empty");
        assert_eq!(error("group-id,1\n"), "line 1: there is no column \"participant\"");
        assert_eq!(
            error("participant,x\n"),
            "line 1: column 2 has a name that is no number of a statement"
        );
        assert_eq!(error("participant,1,01\n"), "line 1: column 3 repeats an earlier one");
        assert_eq!(
            error("participant,1\n1,1\n2\n"),
            "line 3: 1 cells where the header has 2"
        );
        assert_eq!(error("participant,1\n+1,1\n"), "line 2: the participant is no number");
        assert_eq!(
            error("participant,1\n1,1\n1,1\n"),
            "line 3: participant 1 appears twice"
        );
        assert_eq!(
            error("participant,1\r\n1,2\r\n"),
            "line 2: the vote in column 2 is neither 1, 0, -1 nor empty"
        );
    }

    #[test]
    fn a_small_file_gives_counts_but_no_groups() {
        let result = compute("participant,group-id,4,2\n7,0,1,-1\n3,,,0\n").unwrap();
        assert_eq!((result.k, result.claim), (0, Claim::TooFewPeople));
        let json = serde_json::to_value(&result).unwrap();
        assert_eq!(json["participants"], serde_json::json!({"3": null, "7": null}));
        assert_eq!(json["statements"][0]["statement"], "2");
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(bytes: Vec<u8>) {
            let _ = parse(&bytes);
        }

        #[test]
        fn no_table_makes_the_computation_panic(
            text in "(\u{feff})?participant(,[0-9]{1,2}){0,8}(\n[0-9]{1,3}(,(1|0|-1|)){0,8}){0,30}\n?"
        ) {
            let _ = compute(&text);
        }
    }
}
