//! Exact values behind the fixed-point intervals.
//!
//! The price of purchase *j* is `t_j = (cost - money of those who gave all) / points of the rest`,
//! and everybody's money is the initial share minus a whole multiple of earlier prices. So every
//! amount is a whole-number combination of the prices, and the prices form a triangular system.
//! Keeping all of them over one common denominator needs whole numbers only.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};

/// `constant + Σ factor × price of purchase`, in the smallest unit of account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Linear {
    pub(super) constant: i128,
    pub(super) terms: Vec<(usize, i128)>,
}

/// Prices of all purchases so far, computed when somebody asks for an exact answer.
#[derive(Debug)]
pub(super) struct Ledger {
    denominator: BigInt,
    prices: Vec<BigInt>,
}

impl Ledger {
    pub(super) fn new() -> Self {
        Self {
            denominator: BigInt::one(),
            prices: Vec::new(),
        }
    }

    /// Purchases known so far.
    pub(super) fn len(&self) -> usize {
        self.prices.len()
    }

    /// Adds the next purchase: `rest` is shared by `points` points.
    pub(super) fn push(&mut self, rest: &Linear, points: u64) {
        let rest = self.value(rest);
        let points = BigInt::from(points);
        let common = rest.gcd(&points);
        let finer = &points / &common;
        if !finer.is_one() {
            self.denominator *= &finer;
            self.prices.iter_mut().for_each(|price| *price *= &finer);
        }
        self.prices.push(rest / common);
    }

    /// The exact value, over the common denominator.
    pub(super) fn value(&self, linear: &Linear) -> BigInt {
        let mut sum = &self.denominator * linear.constant;
        for &(purchase, factor) in &linear.terms {
            if let Some(price) = self.prices.get(purchase) {
                sum += price * factor;
            }
        }
        sum
    }

    /// Whether the value is below, at or above zero.
    pub(super) fn sign(&self, linear: &Linear) -> Ordering {
        if linear.terms.is_empty() {
            return linear.constant.cmp(&0);
        }
        self.value(linear).cmp(&BigInt::zero())
    }

    /// The value divided by `unit`, cut to a whole number downwards.
    pub(super) fn floor(&self, linear: &Linear, unit: u64) -> BigInt {
        self.value(linear).div_floor(&(&self.denominator * unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_that_depend_on_earlier_prices_are_exact() {
        let mut ledger = Ledger::new();
        let linear = |constant, terms: &[(usize, i128)]| Linear {
            constant,
            terms: terms.to_vec(),
        };
        // t0 = 10/3, t1 = (7 - t0) / 2 = 11/6.
        ledger.push(&linear(10, &[]), 3);
        ledger.push(&linear(7, &[(0, -1)]), 2);
        assert_eq!(ledger.sign(&linear(-11, &[(1, 6)])), Ordering::Equal);
        assert_eq!(ledger.sign(&linear(-11, &[(1, 5), (0, 1)])), Ordering::Greater);
        assert_eq!(ledger.floor(&linear(0, &[(0, 2)]), 2), BigInt::from(3));
        assert_eq!(ledger.floor(&linear(0, &[(0, -1)]), 1), BigInt::from(-4));
    }
}
