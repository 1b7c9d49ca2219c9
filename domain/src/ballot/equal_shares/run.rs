//! One run of equal shares with a given initial share, up to a spending limit.
//!
//! Amounts are counted in an *account unit* of 1/voters minor unit, so that shares and costs are
//! whole at the start, and kept as intervals of fixed-point numbers rounded outwards. An interval
//! that cannot decide a comparison is never guessed at: the exact values in [`Ledger`] decide it.

mod account;

use std::cmp::Ordering;

use super::exact::{Ledger, Linear};
use crate::ballot::budget::{BudgetError, BudgetPoll, Satisfaction};
use crate::ballot::tie::TieOrder;
use num_integer::Integer;

/// Nobody has anything left here.
const BROKE: u32 = 0;
/// The initial share, nothing spent yet.
const START: u32 = 1;

/// All voters who have paid for the same purchases have the same money.
#[derive(Clone, Copy, Debug)]
struct Purse {
    parent: u32,
    purchase: u32,
    points: u64,
    low: i128,
    high: i128,
}

/// Supporters of a project with the same purse and points.
#[derive(Clone, Copy, Debug)]
struct Share {
    purse: u32,
    points: u64,
    people: u64,
}

/// What a project would cost its supporters now.
#[derive(Clone, Debug)]
struct Offer {
    project: usize,
    /// Who can pay the price.
    rich: Vec<Share>,
    /// Who gives all.
    poor: Vec<Share>,
    /// Points of the rich.
    points: u64,
    /// Price per point.
    price: (i128, i128),
    /// Price per satisfaction.
    rho: (i128, i128),
}

/// Who paid for a purchase, kept for the explanations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Payer {
    pub(super) group: u32,
    purse: u32,
    points: u64,
    pub(super) gave_all: bool,
}

/// A project that was bought.
#[derive(Clone, Debug)]
pub(super) struct Purchase {
    pub(super) project: usize,
    rest: Linear,
    points: u64,
    price: (i128, i128),
    pub(super) payers: Vec<Payer>,
}

/// What is the same in every run over one poll.
pub(super) struct Setting<'a> {
    pub(super) poll: &'a BudgetPoll,
    satisfaction: Satisfaction,
    ties: &'a TieOrder,
    /// Projects that may be bought: with support, with a cost, within the budget.
    pub(super) eligible: Vec<usize>,
    /// Binary digits after the point.
    pub(super) shift: u32,
}

impl<'a> Setting<'a> {
    /// # Errors
    /// [`BudgetError::TooLarge`] if amounts, voters and points together leave no room.
    pub(super) fn new(
        poll: &'a BudgetPoll,
        satisfaction: Satisfaction,
        increment: u64,
        ties: &'a TieOrder,
    ) -> Result<Self, BudgetError> {
        let fits = |project: &usize| {
            let cost = poll.costs[*project];
            cost > 0 && cost <= poll.budget && !poll.supporters[*project].is_empty()
        };
        let eligible: Vec<usize> = (0..poll.costs.len()).filter(fits).collect();
        // No share ever exceeds what buys everything, plus one increment.
        let all: u128 = eligible.iter().map(|&project| u128::from(poll.costs[project])).sum();
        let most = (all + u128::from(increment) + u128::from(poll.budget)) * u128::from(poll.voters.max(1));
        let bound = |&project: &usize| {
            let highest = poll.supporters[project].last().map_or(0, |(points, _)| *points);
            u128::from(poll.support(project)) * u128::from(highest)
        };
        let points = eligible.iter().map(bound).max().unwrap_or(1);
        let digits = |number: u128| u128::BITS - number.leading_zeros();
        let shift = 122_u32
            .checked_sub(digits(most) + digits(points))
            .filter(|&shift| shift >= 8)
            .ok_or(BudgetError::TooLarge)?;
        Ok(Self {
            poll,
            satisfaction,
            ties,
            eligible,
            shift: shift.min(64),
        })
    }
}

/// The state of a run, and its result.
pub(super) struct Run<'a> {
    setting: &'a Setting<'a>,
    share: i128,
    purses: Vec<Purse>,
    /// Purse of every group of voters.
    purse_of: Vec<u32>,
    pub(super) purchases: Vec<Purchase>,
    pub(super) spent: u64,
    ledger: Ledger,
    /// Scratch: people per purse.
    people: Vec<u64>,
    record: bool,
}

impl<'a> Run<'a> {
    /// Buys until nobody can pay for anything, or until more than `limit` minor units are spent
    /// (then the run is over and its result is of no use). `share` is everybody's initial share in
    /// account units. With `record` it is kept who paid for what.
    pub(super) fn complete(setting: &'a Setting<'a>, share: i128, limit: u64, record: bool) -> Self {
        let fixed = share << setting.shift;
        let purse = |low| Purse {
            parent: BROKE,
            purchase: 0,
            points: 0,
            low,
            high: low,
        };
        let mut run = Self {
            setting,
            share,
            purses: vec![purse(0), purse(fixed)],
            purse_of: vec![START; setting.poll.groups.len()],
            purchases: Vec::new(),
            spent: 0,
            ledger: Ledger::new(),
            people: Vec::new(),
            record,
        };
        // Prices only rise, so that an old price is a lower bound of the present one.
        let mut open: Vec<(i128, usize)> = setting.eligible.iter().map(|&project| (0, project)).collect();
        while run.spent <= limit {
            open.sort_unstable();
            let mut best: Option<Offer> = None;
            for slot in &mut open {
                if best.as_ref().is_some_and(|best| slot.0 > best.rho.1) {
                    break;
                }
                let Some(offer) = run.offer(slot.1) else {
                    slot.0 = i128::MAX;
                    continue;
                };
                slot.0 = offer.rho.0;
                if best.as_ref().is_none_or(|best| run.better(&offer, best)) {
                    best = Some(offer);
                }
            }
            let Some(best) = best else {
                break;
            };
            open.retain(|slot| slot.0 != i128::MAX && slot.1 != best.project);
            run.buy(best);
        }
        run
    }

    /// Supporters of a project by purse and points, without those who are broke.
    fn shares(&mut self, project: usize) -> Vec<Share> {
        let poll = self.setting.poll;
        self.people.resize(self.purses.len(), 0);
        let mut shares: Vec<Share> = Vec::new();
        for alike in poll.supporters[project].chunk_by(|a, b| a.0 == b.0) {
            let begin = shares.len();
            for &(points, group) in alike {
                let purse = self.purse_of[group as usize];
                if purse == BROKE {
                    continue;
                }
                let people = &mut self.people[purse as usize];
                if *people == 0 {
                    shares.push(Share {
                        purse,
                        points,
                        people: 0,
                    });
                }
                *people += poll.groups[group as usize].weight;
            }
            for share in &mut shares[begin..] {
                share.people = std::mem::take(&mut self.people[share.purse as usize]);
            }
        }
        shares
    }

    /// The price at which the supporters can buy the project; `None` if they cannot.
    fn offer(&mut self, project: usize) -> Option<Offer> {
        let cost = self.cost(project) << self.setting.shift;
        let mut offer = Offer {
            project,
            rich: self.shares(project),
            poor: Vec::new(),
            points: 0,
            price: (0, 0),
            rho: (0, 0),
        };
        offer.points = offer.rich.iter().map(|share| share.points * share.people).sum();
        let mut rest = (cost, cost);
        while offer.points > 0 {
            let points = i128::from(offer.points);
            offer.price = (
                Integer::div_floor(&rest.0, &points),
                Integer::div_ceil(&rest.1, &points),
            );
            // Whoever has less than the price gives all, which raises the price for the others.
            let (known, all) = (offer.poor.len(), offer.rich.len());
            let mut kept = 0;
            for index in 0..all {
                let share = offer.rich[index];
                if self.is_poor(&offer, known, share) {
                    offer.poor.push(share);
                } else {
                    offer.rich[kept] = share;
                    kept += 1;
                }
            }
            offer.rich.truncate(kept);
            if kept == all {
                let satisfaction = self.satisfaction(project);
                offer.rho = (
                    Integer::div_floor(&offer.price.0, &satisfaction),
                    Integer::div_ceil(&offer.price.1, &satisfaction),
                );
                return Some(offer);
            }
            for share in &offer.poor[known..] {
                let purse = self.purses[share.purse as usize];
                rest.0 -= purse.high * i128::from(share.people);
                rest.1 -= purse.low * i128::from(share.people);
                offer.points -= share.points * share.people;
            }
        }
        None
    }

    fn is_poor(&mut self, offer: &Offer, known: usize, share: Share) -> bool {
        let purse = self.purses[share.purse as usize];
        let points = i128::from(share.points);
        if purse.high < offer.price.0 * points {
            return true;
        }
        if purse.low >= offer.price.1 * points {
            return false;
        }
        // money × points of the rich  <  rest × own points?
        let mut sum = self.combination();
        self.add_money(&mut sum, share.purse, i128::from(offer.points));
        sum.0 -= self.cost(offer.project) * points;
        for poor in &offer.poor[..known] {
            self.add_money(&mut sum, poor.purse, i128::from(poor.people) * points);
        }
        self.catch_up();
        self.ledger.sign(&linear(sum)).is_lt()
    }

    /// Whether `offer` is bought rather than `best`.
    fn better(&mut self, offer: &Offer, best: &Offer) -> bool {
        if offer.rho.1 < best.rho.0 || offer.rho.0 > best.rho.1 {
            return offer.rho.1 < best.rho.0;
        }
        self.catch_up();
        let value = |offer: &Offer| self.ledger.value(&self.rest(offer));
        let divisor = |offer: &Offer| i128::from(offer.points) * self.satisfaction(offer.project);
        let (left, right) = (value(offer) * divisor(best), value(best) * divisor(offer));
        let tie = self.setting.ties.compare(offer.project, best.project);
        left.cmp(&right).then(tie) == Ordering::Less
    }

    fn buy(&mut self, mut offer: Offer) {
        let number = self.purchases.len();
        let mut next: Vec<(u64, u32, u32)> = Vec::with_capacity(offer.rich.len() + offer.poor.len());
        for share in &offer.poor {
            next.push((share.points, share.purse, BROKE));
        }
        for share in &offer.rich {
            let purse = self.purses[share.purse as usize];
            let points = i128::from(share.points);
            let low = (purse.low - offer.price.1 * points).max(0);
            let high = purse.high - offer.price.0 * points;
            let to = if high == 0 {
                BROKE
            } else {
                self.purses.push(Purse {
                    parent: share.purse,
                    purchase: u32::try_from(number).unwrap_or(u32::MAX),
                    points: share.points,
                    low,
                    high,
                });
                u32::try_from(self.purses.len() - 1).unwrap_or(BROKE)
            };
            next.push((share.points, share.purse, to));
        }
        next.sort_unstable();
        let poll = self.setting.poll;
        let mut payers = Vec::new();
        offer.poor.sort_unstable_by_key(|share| (share.points, share.purse));
        for &(points, group) in &poll.supporters[offer.project] {
            let purse = self.purse_of[group as usize];
            if let Ok(found) = next.binary_search_by(|step| (step.0, step.1).cmp(&(points, purse))) {
                self.purse_of[group as usize] = next[found].2;
                if self.record {
                    let poor = |share: &Share| (share.points, share.purse).cmp(&(points, purse));
                    payers.push(Payer {
                        group,
                        purse,
                        points,
                        gave_all: offer.poor.binary_search_by(poor).is_ok(),
                    });
                }
            }
        }
        let rest = self.rest(&offer);
        self.spent = self.spent.saturating_add(poll.costs[offer.project]);
        self.purchases.push(Purchase {
            project: offer.project,
            rest,
            points: offer.points,
            price: offer.price,
            payers,
        });
    }

    /// Cost in account units.
    fn cost(&self, project: usize) -> i128 {
        i128::from(self.setting.poll.costs[project]) * i128::from(self.setting.poll.voters)
    }

    /// Satisfaction per point.
    fn satisfaction(&self, project: usize) -> i128 {
        match self.setting.satisfaction {
            Satisfaction::Cost => i128::from(self.setting.poll.costs[project]),
            Satisfaction::Cardinality => 1,
        }
    }

    /// What the rich have to pay, exactly.
    fn rest(&self, offer: &Offer) -> Linear {
        let mut sum = self.combination();
        sum.0 = self.cost(offer.project);
        for share in &offer.poor {
            self.add_money(&mut sum, share.purse, -i128::from(share.people));
        }
        linear(sum)
    }

    fn combination(&self) -> (i128, Vec<i128>) {
        (0, vec![0; self.purchases.len()])
    }

    /// Adds `factor` times the money in a purse.
    fn add_money(&self, sum: &mut (i128, Vec<i128>), mut purse: u32, factor: i128) {
        if purse == BROKE {
            return;
        }
        sum.0 += self.share * factor;
        while purse != START {
            let Purse {
                parent,
                purchase,
                points,
                ..
            } = self.purses[purse as usize];
            sum.1[purchase as usize] -= factor * i128::from(points);
            purse = parent;
        }
    }

    fn catch_up(&mut self) {
        for purchase in &self.purchases[self.ledger.len()..] {
            self.ledger.push(&purchase.rest, purchase.points);
        }
    }
}

fn linear((constant, factors): (i128, Vec<i128>)) -> Linear {
    let terms = factors.into_iter().enumerate().filter(|(_, factor)| *factor != 0);
    Linear {
        constant,
        terms: terms.collect(),
    }
}
