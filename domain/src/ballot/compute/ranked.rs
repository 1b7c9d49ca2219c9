//! Rankings from tally sheets and preference files.

use serde::Serialize;

use super::{ComputeError, RankedRule};
use crate::ballot::BallotError;
use crate::ballot::file::blt::{self, PreferenceFile};
use crate::ballot::file::{FileError, debian};
use crate::ballot::schulze::{self, RankedBallot};
use crate::ballot::stv::{self, PreferenceBallot, StvResult};
use crate::ballot::tie::TieOrder;

/// The result of a count of rankings. Candidates are named by index into `candidates`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RankedResult {
    /// Names of the candidates.
    pub candidates: Vec<String>,
    /// Seats that were filled.
    pub seats: usize,
    /// Ballots that were read.
    pub ballots: u64,
    /// Names of the elected, the first first.
    pub elected: Vec<String>,
    /// Schulze: all candidates, best first, ties by number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Vec<usize>>,
    /// Schulze: candidates in groups of equals, best first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groups: Option<Vec<Vec<usize>>>,
    /// Schulze: how many prefer the one to the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairwise: Option<Vec<Vec<u64>>>,
    /// Transferable vote: the record of the count.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<StvResult>,
}

/// Rankings as either kind of file has them.
struct Rankings {
    candidates: Vec<String>,
    seats: usize,
    withdrawn: Vec<usize>,
    ballots: RankingKind,
}

enum RankingKind {
    Ranks(Vec<RankedBallot>),
    Orders(Vec<PreferenceBallot>),
}

/// Counts a Debian tally sheet (lines `V: …`) or a `.blt` or `.HIL` file. `seats` overrides what
/// the file says; a Debian sheet has one seat.
///
/// # Errors
/// [`ComputeError`] if the file cannot be read or counted.
pub fn ranked(text: &str, rule: RankedRule, seats: Option<usize>) -> Result<RankedResult, ComputeError> {
    let Rankings {
        candidates,
        seats: stated,
        withdrawn,
        ballots,
    } = rankings(text)?;
    let seats = seats.unwrap_or(stated);
    let ties = TieOrder::as_listed(candidates.len());
    let cast = match &ballots {
        RankingKind::Ranks(ballots) => ballots.len() as u64,
        RankingKind::Orders(ballots) => ballots
            .iter()
            .fold(0, |sum: u64, ballot| sum.saturating_add(ballot.weight)),
    };
    let mut result = RankedResult {
        seats,
        ballots: cast,
        elected: Vec::new(),
        order: None,
        groups: None,
        pairwise: None,
        count: None,
        candidates,
    };
    let elected: Vec<usize> = match rule {
        RankedRule::Schulze => {
            let counted = schulze::count(result.candidates.len(), &ranks(&result, ballots), &ties)?;
            BallotError::check_seats(seats, counted.order.len().saturating_sub(withdrawn.len()))?;
            let standing = counted.order.iter().filter(|candidate| !withdrawn.contains(candidate));
            let elected = standing.take(seats).copied().collect();
            result.order = Some(counted.order);
            result.groups = Some(counted.groups);
            result.pairwise = Some(counted.pairwise);
            elected
        }
        RankedRule::Stv => {
            let orders = orders(ballots)?;
            let counted = stv::count(result.candidates.len(), seats, &orders, &withdrawn, &ties)?;
            let elected = counted.elected.clone();
            result.count = Some(counted);
            elected
        }
    };
    let named = elected.iter().map(|&candidate| result.candidates[candidate].clone());
    result.elected = named.collect();
    Ok(result)
}

fn rankings(text: &str) -> Result<Rankings, FileError> {
    if text.lines().any(|line| line.trim_start().starts_with("V:")) {
        let debian::DebianTally { options, ballots } = debian::parse(text)?;
        return Ok(Rankings {
            candidates: options,
            seats: 1,
            withdrawn: Vec::new(),
            ballots: RankingKind::Ranks(ballots),
        });
    }
    let PreferenceFile {
        seats,
        candidates,
        withdrawn,
        ballots,
        ..
    } = blt::parse(text)?;
    Ok(Rankings {
        candidates,
        seats,
        withdrawn,
        ballots: RankingKind::Orders(ballots),
    })
}

fn ranks(result: &RankedResult, ballots: RankingKind) -> Vec<RankedBallot> {
    match ballots {
        RankingKind::Ranks(ballots) => ballots,
        RankingKind::Orders(ballots) => {
            let ballot = |ballot: &PreferenceBallot| RankedBallot {
                weight: ballot.weight,
                ..RankedBallot::from_order(result.candidates.len(), &ballot.order)
            };
            ballots.iter().map(ballot).collect()
        }
    }
}

fn orders(ballots: RankingKind) -> Result<Vec<PreferenceBallot>, ComputeError> {
    let ballots = match ballots {
        RankingKind::Orders(ballots) => return Ok(ballots),
        RankingKind::Ranks(ballots) => ballots,
    };
    let order = |(number, ballot): (usize, &RankedBallot)| {
        let mut placed: Vec<(u32, usize)> = Vec::new();
        for (option, rank) in ballot.ranks.iter().enumerate() {
            placed.extend(rank.map(|rank| (rank, option)));
        }
        placed.sort_unstable();
        if placed.windows(2).any(|pair| pair[0].0 == pair[1].0) {
            return Err(ComputeError::EqualRanks(number));
        }
        Ok(PreferenceBallot {
            weight: ballot.weight,
            order: placed.into_iter().map(|(_, option)| option).collect(),
        })
    };
    (1..).zip(&ballots).map(order).collect()
}
