//! Approval profiles as one line of JSON: `{"num_cand": 6, "committeesize": 3, "profile": [[0, 2]]}`.

use serde::Deserialize;

use super::{Fault, FileError};
use crate::ballot::approval::ApprovalBallot;

/// Candidates that a profile may have at most; every one of them takes memory.
pub const MAX_CANDIDATES: usize = 100_000;

/// An approval profile; other keys are ignored.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AbcProfile {
    /// Name of the profile, empty if it has none.
    #[serde(default)]
    pub id: String,
    /// Number of candidates.
    pub num_cand: usize,
    /// Seats.
    pub committeesize: usize,
    /// Approved candidates of every voter, from 0.
    pub profile: Vec<Vec<usize>>,
}

impl AbcProfile {
    /// One ballot a voter.
    pub fn ballots(&self) -> Vec<ApprovalBallot> {
        self.profile
            .iter()
            .map(|approved| ApprovalBallot::single(approved.as_slice()))
            .collect()
    }
}

/// Reads one profile from each line that is not empty.
///
/// # Errors
/// [`FileError`] for the first line that is no profile, and when there is none.
pub fn parse(text: &str) -> Result<Vec<AbcProfile>, FileError> {
    let rows = (1..).zip(text.lines()).filter(|(_, row)| !row.trim().is_empty());
    let profiles = rows
        .map(|(line, row)| parse_line(row, line))
        .collect::<Result<Vec<_>, _>>()?;
    if profiles.is_empty() {
        return Err(Fault::Missing("profile").at(1));
    }
    Ok(profiles)
}

fn parse_line(row: &str, line: usize) -> Result<AbcProfile, FileError> {
    let profile: AbcProfile = serde_json::from_str(row).map_err(|error| Fault::Json(error.to_string()).at(line))?;
    if profile.num_cand > MAX_CANDIDATES {
        let text = profile.num_cand.to_string();
        let field = "num_cand";
        return Err(Fault::Number { field, text }.at(line));
    }
    let unknown = profile
        .profile
        .iter()
        .flatten()
        .find(|&&option| option >= profile.num_cand);
    match unknown {
        Some(option) => Err(Fault::NoSuchOption(option.to_string()).at(line)),
        None => Ok(profile),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_are_read_line_by_line() {
        let row = r#"{"id":"x","num_cand":2,"committeesize":1,"profile":[[0],[]],"results":{}}"#;
        let profiles = parse(&format!("{row}\n\n{row}\n")).unwrap();
        assert_eq!(profiles.len(), 2);
        assert_eq!(profiles[0].ballots()[0].approved, [0]);
        let unknown = row.replace("[0]", "[2]");
        assert_eq!(parse(&unknown).unwrap_err(), Fault::NoSuchOption("2".into()).at(1));
        assert!(matches!(parse("{}").unwrap_err().reason, Fault::Json(_)));
        assert_eq!(parse("\n").unwrap_err(), Fault::Missing("profile").at(1));
    }
}
