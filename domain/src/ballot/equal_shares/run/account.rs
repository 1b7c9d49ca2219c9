//! What a finished run can tell: who paid how much, and what is left.

use num_integer::Integer;
use num_traits::ToPrimitive;

use super::{Linear, Run, linear};

impl Run<'_> {
    /// How many people a group of voters is.
    pub(in super::super) fn weight(&self, group: u32) -> u64 {
        self.setting.poll.groups[group as usize].weight
    }

    /// Cuts an amount, given as an interval and exactly, to whole minor units.
    fn floor(&mut self, interval: (i128, i128), exact: impl FnOnce(&Self) -> Linear) -> i128 {
        let voters = self.setting.poll.voters.max(1);
        let unit = i128::from(voters) << self.setting.shift;
        let low = Integer::div_floor(&interval.0, &unit);
        if low == Integer::div_floor(&interval.1, &unit) {
            return low;
        }
        self.catch_up();
        let exact = exact(self);
        self.ledger.floor(&exact, voters).to_i128().unwrap_or(low)
    }

    /// What the supporters of a project still have, in whole minor units, cut.
    pub(in super::super) fn left(&mut self, project: usize) -> u64 {
        let shares = self.shares(project);
        let mut interval = (0, 0);
        for share in &shares {
            let purse = self.purses[share.purse as usize];
            interval.0 += purse.low * i128::from(share.people);
            interval.1 += purse.high * i128::from(share.people);
        }
        let left = self.floor(interval, |run| {
            let mut sum = run.combination();
            for share in &shares {
                run.add_money(&mut sum, share.purse, i128::from(share.people));
            }
            linear(sum)
        });
        u64::try_from(left).unwrap_or(0)
    }

    /// Highest payment per point for a purchase, in minor units, rounded up.
    pub(in super::super) fn price(&mut self, number: usize) -> u64 {
        let (low, high) = self.purchases[number].price;
        let below = self.floor((-high, -low), |_| Linear {
            constant: 0,
            terms: vec![(number, -1)],
        });
        u64::try_from(-below).unwrap_or(0)
    }

    /// What the supporters of `project` paid for a purchase, in whole minor units, cut. `supports`
    /// says of a group of voters whether it does.
    pub(in super::super) fn paid(&mut self, number: usize, supports: impl Fn(u32) -> bool) -> u64 {
        let purchase = &self.purchases[number];
        let mut interval = (0, 0);
        let mut payers = Vec::new();
        for payer in purchase.payers.iter().filter(|payer| supports(payer.group)) {
            let people = i128::from(self.setting.poll.groups[payer.group as usize].weight);
            let points = i128::from(payer.points);
            let purse = self.purses[payer.purse as usize];
            let (low, high) = match payer.gave_all {
                true => (purse.low, purse.high),
                false => (purchase.price.0 * points, purchase.price.1 * points),
            };
            interval.0 += low * people;
            interval.1 += high * people;
            payers.push((*payer, people));
        }
        let paid = self.floor(interval, |run| {
            let mut sum = run.combination();
            for (payer, people) in &payers {
                if payer.gave_all {
                    run.add_money(&mut sum, payer.purse, *people);
                } else {
                    sum.1[number] += people * i128::from(payer.points);
                }
            }
            linear(sum)
        });
        u64::try_from(paid).unwrap_or(0)
    }
}
