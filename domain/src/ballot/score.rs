//! Scores from 0 to 5: the highest mean among the options that enough people scored.

use serde::Serialize;

use super::BallotError;
use super::ratio::Ratio;
use super::tie::TieOrder;

/// Highest score that can be given.
pub const HIGHEST: u8 = 5;

/// A vote that scores some options; who leaves an option out says nothing about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreBallot {
    /// How many people voted exactly so.
    pub weight: u64,
    /// Option and its score from 0 to [`HIGHEST`], each option once.
    pub scores: Vec<(usize, u8)>,
}

/// How one option was scored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// The option.
    pub option: usize,
    /// How many people scored it.
    pub count: u64,
    /// The exact mean; `None` if nobody scored it.
    pub mean: Option<Ratio>,
    /// Whether enough people scored it to be ranked by its mean.
    pub counted: bool,
}

/// All options, best first: by mean those that at least `minimum` people scored, then the others,
/// also by mean. Equal means go by `ties`.
///
/// # Errors
/// [`BallotError`] for an option that does not exist or stands twice, and for a score above
/// [`HIGHEST`].
pub fn rank(
    options: usize,
    ballots: &[ScoreBallot],
    minimum: u64,
    ties: &TieOrder,
) -> Result<Vec<Scored>, BallotError> {
    let mut sums = vec![0_u128; options];
    let mut counts = vec![0_u64; options];
    let mut seen = vec![0_usize; options];
    for (index, ballot) in ballots.iter().enumerate() {
        for &(option, score) in &ballot.scores {
            let mark = seen
                .get_mut(option)
                .ok_or(BallotError::NoSuchOption { ballot: index, option })?;
            if std::mem::replace(mark, index + 1) == index + 1 {
                return Err(BallotError::Repeated { ballot: index, option });
            }
            if score > HIGHEST {
                return Err(BallotError::ScoreTooHigh { ballot: index, score });
            }
            counts[option] = counts[option]
                .checked_add(ballot.weight)
                .ok_or(BallotError::TooManyVotes)?;
            sums[option] += u128::from(ballot.weight) * u128::from(score);
        }
    }
    let scored = |option: usize| Scored {
        option,
        count: counts[option],
        mean: i128::try_from(sums[option])
            .ok()
            .and_then(|sum| Ratio::new(sum, i128::from(counts[option]))),
        counted: counts[option] >= minimum.max(1),
    };
    let mut ranking: Vec<Scored> = (0..options).map(scored).collect();
    ranking.sort_by(|a, b| {
        let keys = (b.counted, b.mean).cmp(&(a.counted, a.mean));
        keys.then_with(|| ties.compare(a.option, b.option))
    });
    Ok(ranking)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_mean_wins_among_those_scored_often_enough() {
        let ballot = |weight, scores: &[(usize, u8)]| ScoreBallot {
            weight,
            scores: scores.to_vec(),
        };
        let ballots = [
            ballot(2, &[(0, 4), (1, 3)]),
            ballot(1, &[(0, 3), (2, 5)]),
            ballot(1, &[(1, 5)]),
        ];
        let ranking = rank(4, &ballots, 3, &TieOrder::as_listed(4)).unwrap();
        let order: Vec<_> = ranking.iter().map(|scored| scored.option).collect();
        assert_eq!(order, [0, 1, 2, 3]);
        assert_eq!(ranking[0].mean, Ratio::new(11, 3));
        assert_eq!(ranking[1].mean, ranking[0].mean);
        assert!(!ranking[2].counted);
        let ties = TieOrder::by_text(&["b", "a", "c", "d"]);
        assert_eq!(rank(4, &ballots, 3, &ties).unwrap()[0].option, 1);
        let high = BallotError::ScoreTooHigh { ballot: 0, score: 6 };
        assert_eq!(rank(1, &[ballot(1, &[(0, 6)])], 0, &ties), Err(high));
    }
}
