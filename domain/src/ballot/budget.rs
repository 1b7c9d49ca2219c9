//! What a budget ballot is about: projects with costs, and votes of approval or points.

use std::collections::BTreeMap;

use serde::Serialize;
use thiserror::Error;

use super::explain::Reason;

/// Largest budget and largest cost, in minor units.
pub const MAX_MONEY: u64 = 1_000_000_000_000_000;
/// Most points that one person can give to one project.
pub const MAX_POINTS: u64 = 1_000_000;
/// Most people.
pub const MAX_VOTERS: u64 = 1 << 40;

/// A vote over projects.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BudgetBallot {
    /// How many people voted exactly so.
    pub weight: u64,
    /// Project and points, each project once; an approval is one point. No points, no support.
    pub points: Vec<(usize, u64)>,
}

impl BudgetBallot {
    /// One person's approvals.
    pub fn approval(projects: impl IntoIterator<Item = usize>) -> Self {
        Self {
            weight: 1,
            points: projects.into_iter().map(|project| (project, 1)).collect(),
        }
    }
}

/// How much a voter gains from a funded project that has the voter's support.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Satisfaction {
    /// What the project costs (times the points given to it).
    Cost,
    /// One (times the points given to it).
    Cardinality,
}

/// Why a budget ballot cannot be counted. Ballots and projects are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BudgetError {
    /// A budget or cost is above [`MAX_MONEY`].
    #[error("an amount is above {MAX_MONEY} minor units")]
    TooMuchMoney,
    /// More than [`MAX_VOTERS`].
    #[error("too many voters")]
    TooManyVoters,
    /// More than [`MAX_POINTS`] for one project on one ballot.
    #[error("ballot {ballot}: more than {MAX_POINTS} points for one project")]
    TooManyPoints {
        /// Index of the vote.
        ballot: usize,
    },
    /// A vote names a project that is not on the ballot.
    #[error("ballot {ballot}: there is no project {project}")]
    NoSuchProject {
        /// Index of the vote.
        ballot: usize,
        /// The project as given.
        project: usize,
    },
    /// A vote names a project twice.
    #[error("ballot {ballot}: project {project} stands twice")]
    Repeated {
        /// Index of the vote.
        ballot: usize,
        /// The project.
        project: usize,
    },
    /// Amounts, voters and points together leave no room for exact arithmetic in 128 bits.
    #[error("amounts times voters times points are too large to be counted")]
    TooLarge,
    /// An increment of nothing would never end.
    #[error("the increment of the budget must be above zero")]
    NoIncrement,
}

/// People who voted alike.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) weight: u64,
    /// Project and points, by project.
    pub(super) points: Vec<(usize, u64)>,
}

/// A budget ballot that can be counted: every rule gives the same result for the same poll, in
/// whatever order the votes came.
#[derive(Clone, Debug)]
pub struct BudgetPoll {
    pub(super) budget: u64,
    pub(super) costs: Vec<u64>,
    pub(super) groups: Vec<Group>,
    /// For every project its supporters as (points, group), sorted.
    pub(super) supporters: Vec<Vec<(u64, u32)>>,
    pub(super) voters: u64,
}

impl BudgetPoll {
    /// Gathers the votes. All amounts are in minor units (fen). Who votes for nothing still has an
    /// equal share of the budget.
    ///
    /// # Errors
    /// [`BudgetError`] for amounts, points or numbers above the limits and for projects that do
    /// not exist or stand twice on a ballot.
    pub fn new(
        budget: u64,
        costs: Vec<u64>,
        ballots: impl IntoIterator<Item = BudgetBallot>,
    ) -> Result<Self, BudgetError> {
        if budget > MAX_MONEY || costs.iter().any(|&cost| cost > MAX_MONEY) {
            return Err(BudgetError::TooMuchMoney);
        }
        let mut voters = 0_u64;
        let mut alike: BTreeMap<Vec<(usize, u64)>, u64> = BTreeMap::new();
        for (index, BudgetBallot { weight, mut points }) in ballots.into_iter().enumerate() {
            points.sort_unstable();
            for pair in points.windows(2) {
                if pair[0].0 == pair[1].0 {
                    return Err(BudgetError::Repeated {
                        ballot: index,
                        project: pair[0].0,
                    });
                }
            }
            if let Some(&(project, _)) = points.iter().find(|(project, _)| *project >= costs.len()) {
                return Err(BudgetError::NoSuchProject { ballot: index, project });
            }
            if points.iter().any(|&(_, given)| given > MAX_POINTS) {
                return Err(BudgetError::TooManyPoints { ballot: index });
            }
            voters = voters
                .checked_add(weight)
                .filter(|&voters| voters <= MAX_VOTERS)
                .ok_or(BudgetError::TooManyVoters)?;
            points.retain(|&(_, given)| given > 0);
            if weight > 0 {
                *alike.entry(points).or_insert(0) += weight;
            }
        }
        let groups: Vec<Group> = alike
            .into_iter()
            .map(|(points, weight)| Group { weight, points })
            .collect();
        let mut supporters = vec![Vec::new(); costs.len()];
        for (number, group) in (0..).zip(&groups) {
            for &(project, points) in &group.points {
                supporters[project].push((points, number));
            }
        }
        supporters.iter_mut().for_each(|list| list.sort_unstable());
        Ok(Self {
            budget,
            costs,
            groups,
            supporters,
            voters,
        })
    }

    /// What may be spent, in minor units.
    pub const fn budget(&self) -> u64 {
        self.budget
    }

    /// Cost of every project, in minor units.
    pub fn costs(&self) -> &[u64] {
        &self.costs
    }

    /// Everybody who voted.
    pub const fn voters(&self) -> u64 {
        self.voters
    }

    /// How many people support `project`.
    pub fn support(&self, project: usize) -> u64 {
        let weight = |&(_, group): &(u64, u32)| self.groups[group as usize].weight;
        self.supporters[project].iter().map(weight).sum()
    }

    /// Points of all people for `project`; with approvals the same as [`Self::support`].
    pub fn points(&self, project: usize) -> u128 {
        let given = |&(points, group): &(u64, u32)| u128::from(points) * u128::from(self.groups[group as usize].weight);
        self.supporters[project].iter().map(given).sum()
    }
}

/// Which projects are funded, and for each why or why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BudgetOutcome {
    /// Funded projects in the order in which they were chosen.
    pub selected: Vec<usize>,
    /// What they cost together, in minor units.
    pub spent: u64,
    /// For every project why it is funded or not.
    pub reasons: Vec<Reason>,
    /// By how many increments the voters' shares were raised; 0 without completion.
    pub increments: u64,
}
