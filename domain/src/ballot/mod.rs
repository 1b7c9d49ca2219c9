//! Ballots: one file per voting rule, all of them exact and without any choice of their own.
//!
//! Options are indices into the list that the caller keeps (a server's typed ids, a file's
//! candidates); votes may be given one by one or with a weight, the number of people who voted
//! exactly so. No rule depends on the order of the votes, and every tie is broken by a
//! [`tie::TieOrder`] that was announced beforehand.

pub mod approval;
pub mod approval_shares;
pub mod budget;
pub mod compute;
pub mod equal_shares;
pub mod explain;
pub mod file;
pub mod greedy_budget;
pub mod owners;
pub mod ratio;
pub mod schulze;
pub mod score;
pub mod stv;
pub mod threshold;
pub mod tie;

use thiserror::Error;

/// How many tied committees are listed at most before a count gives up.
pub const MAX_COMMITTEES: usize = 20_000;

/// Why votes cannot be counted. Ballots and options are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BallotError {
    /// A vote names an option that is not on the ballot.
    #[error("ballot {ballot}: there is no option {option}")]
    NoSuchOption {
        /// Index of the vote.
        ballot: usize,
        /// The option as given.
        option: usize,
    },
    /// A vote names an option twice.
    #[error("ballot {ballot}: option {option} stands twice")]
    Repeated {
        /// Index of the vote.
        ballot: usize,
        /// The option.
        option: usize,
    },
    /// A ranked vote does not have one rank for every option.
    #[error("ballot {ballot}: {length} ranks for {options} options")]
    WrongLength {
        /// Index of the vote.
        ballot: usize,
        /// Ranks found.
        length: usize,
        /// Options on the ballot.
        options: usize,
    },
    /// A score is higher than the highest.
    #[error("ballot {ballot}: {score} is above the highest score")]
    ScoreTooHigh {
        /// Index of the vote.
        ballot: usize,
        /// The score.
        score: u8,
    },
    /// More seats than options.
    #[error("{seats} seats for {options} options")]
    TooManySeats {
        /// Seats to fill.
        seats: usize,
        /// Options that stand.
        options: usize,
    },
    /// More votes than the count has room for.
    #[error("too many votes to be counted")]
    TooManyVotes,
    /// More committees tie than are worth listing.
    #[error("more than {MAX_COMMITTEES} committees tie")]
    TooManyTies,
}

impl BallotError {
    const fn check_seats(seats: usize, options: usize) -> Result<(), Self> {
        if seats > options {
            return Err(Self::TooManySeats { seats, options });
        }
        Ok(())
    }
}
