//! Tally sheets of Debian's votes: `V: 1-32`, one rank per option, `-` for an option not ranked.
//!
//! Ranks are digits, then letters (A for 10). Names of options stand in lines such as
//! `Option 1---->: Name`. Debian drops options that miss the quorum or lose to the default option
//! before it looks for a winner; the sheet says nothing of that and neither does this parser: all
//! options are ranked alike, the default option among them.

use super::{Fault, FileError};
use crate::ballot::schulze::RankedBallot;

/// A tally sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DebianTally {
    /// Names of the options; numbers where the sheet has none.
    pub options: Vec<String>,
    /// One ballot a line.
    pub ballots: Vec<RankedBallot>,
}

/// Reads a sheet. Lines that are neither names nor votes are passed over.
///
/// # Errors
/// [`FileError`] for a vote with another number of ranks than options or with a strange rank, and
/// when there is no vote at all.
pub fn parse(text: &str) -> Result<DebianTally, FileError> {
    let mut names: Vec<String> = Vec::new();
    let mut ballots: Vec<RankedBallot> = Vec::new();
    let mut last = 1;
    for (line, row) in (1..).zip(text.lines()) {
        last = line;
        if let Some(vote) = row.trim_start().strip_prefix("V:") {
            // Some sheets add the voter behind the ranks.
            let ranks = vote.split_whitespace().next().unwrap_or_default();
            let ranks = ranks
                .chars()
                .map(|rank| read(rank, line))
                .collect::<Result<Vec<_>, _>>()?;
            let options = ballots.first().map_or(names.len(), |ballot| ballot.ranks.len());
            let unknown = options == 0 && !ranks.is_empty();
            if ranks.len() != options && !unknown {
                let found = ranks.len();
                return Err(Fault::Ranks { found, options }.at(line));
            }
            ballots.push(RankedBallot { weight: 1, ranks });
        } else if let Some((number, name)) = option(row) {
            if number != names.len() + 1 || !ballots.is_empty() {
                return Err(Fault::Unexpected(format!("Option {number}")).at(line));
            }
            names.push(name.to_owned());
        }
    }
    let options = ballots.first().ok_or(Fault::Missing("V:").at(last))?.ranks.len();
    if names.is_empty() {
        names = (1..=options).map(|number| number.to_string()).collect();
    }
    Ok(DebianTally {
        options: names,
        ballots,
    })
}

fn read(rank: char, line: usize) -> Result<Option<u32>, FileError> {
    match rank {
        '-' => Ok(None),
        _ => match rank.to_digit(36) {
            Some(rank @ 1..) => Ok(Some(rank)),
            _ => Err(Fault::Unexpected(rank.to_string()).at(line)),
        },
    }
}

/// `  |/  Option 3------->: Steve McIntyre`.
fn option(row: &str) -> Option<(usize, &str)> {
    let (_, rest) = row.split_once("Option ")?;
    let (number, name) = rest.split_once(">:")?;
    Some((number.trim_end_matches('-').parse().ok()?, name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ranks_and_gaps_are_read() {
        let text = "     Option 1--->: A\n   /  Option 2-->: None of the above\n   |/\nV: 1-\nV: 21\n";
        let tally = parse(text).unwrap();
        assert_eq!(tally.options, ["A", "None of the above"]);
        assert_eq!(tally.ballots[0].ranks, [Some(1), None]);
        assert_eq!(parse("V: A1\n").unwrap().options, ["1", "2"]);
    }

    #[test]
    fn a_short_vote_and_a_strange_rank_are_refused() {
        assert_eq!(
            parse("V: 12\nV: 1\n").unwrap_err(),
            Fault::Ranks { found: 1, options: 2 }.at(2)
        );
        assert_eq!(parse("V: 1*\n").unwrap_err(), Fault::Unexpected("*".into()).at(1));
        assert_eq!(parse("V: 10\n").unwrap_err(), Fault::Unexpected("0".into()).at(1));
        assert_eq!(parse("nothing").unwrap_err(), Fault::Missing("V:").at(1));
        assert!(parse("Option 2->: B\n").is_err());
    }
}
