//! Exact fractions for thresholds, means and shares.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use num_integer::Integer;
use serde::{Serialize, Serializer};
use thiserror::Error;

/// A fraction in lowest terms with a positive denominator. Never rounded.
///
/// Comparison works for all values; the arithmetic says `None` when a result would leave 128 bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ratio {
    numerator: i128,
    denominator: i128,
}

/// Why a text is no fraction.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{0:?} is neither a decimal number nor a fraction")]
pub struct RatioError(pub String);

impl Ratio {
    /// Zero.
    pub const ZERO: Self = Self::integer(0);
    /// One half.
    pub const HALF: Self = Self {
        numerator: 1,
        denominator: 2,
    };
    /// Two thirds.
    pub const TWO_THIRDS: Self = Self {
        numerator: 2,
        denominator: 3,
    };
    /// Three quarters.
    pub const THREE_QUARTERS: Self = Self {
        numerator: 3,
        denominator: 4,
    };

    /// A whole number.
    pub const fn integer(value: i64) -> Self {
        Self {
            numerator: value as i128,
            denominator: 1,
        }
    }

    /// `numerator / denominator` in lowest terms; `None` if the denominator is zero or a part is
    /// the smallest 128-bit number, which has no opposite.
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        let common = numerator.gcd(&denominator) * denominator.signum();
        Some(Self {
            numerator: numerator / common,
            denominator: denominator / common,
        })
    }

    /// The part above the line; bears the sign.
    pub const fn numerator(self) -> i128 {
        self.numerator
    }

    /// The part below the line; positive.
    pub const fn denominator(self) -> i128 {
        self.denominator
    }

    /// The sum, unless it leaves 128 bits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let common = self.denominator.gcd(&other.denominator);
        let left = self.numerator.checked_mul(other.denominator / common)?;
        let right = other.numerator.checked_mul(self.denominator / common)?;
        let below = self.denominator.checked_mul(other.denominator / common)?;
        Self::new(left.checked_add(right)?, below)
    }

    /// The difference, unless it leaves 128 bits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self {
            numerator: -other.numerator,
            ..other
        })
    }

    /// The product, unless it leaves 128 bits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        let cross = Self::new(self.numerator, other.denominator)?;
        let other = Self::new(other.numerator, self.denominator)?;
        Self::new(
            cross.numerator.checked_mul(other.numerator)?,
            cross.denominator.checked_mul(other.denominator)?,
        )
    }

    /// The quotient; `None` for division by zero or beyond 128 bits.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        self.checked_mul(Self::new(other.denominator, other.numerator)?)
    }

    /// The largest whole number that is not above it.
    pub fn floor(self) -> i128 {
        Integer::div_floor(&self.numerator, &self.denominator)
    }

    /// The smallest whole number that is not below it.
    pub fn ceil(self) -> i128 {
        Integer::div_ceil(&self.numerator, &self.denominator)
    }
}

impl Ord for Ratio {
    /// Compares whole parts, then the remainders turned upside down (Euclid), so that nothing is
    /// ever multiplied and nothing can overflow.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.numerator, self.denominator);
        let (mut c, mut d) = (other.numerator, other.denominator);
        let mut swapped = false;
        loop {
            let (whole_left, rest_left) = a.div_mod_floor(&b);
            let (whole_right, rest_right) = c.div_mod_floor(&d);
            let order = match whole_left.cmp(&whole_right) {
                Ordering::Equal if rest_left != 0 && rest_right != 0 => {
                    (a, b, c, d) = (b, rest_left, d, rest_right);
                    swapped = !swapped;
                    continue;
                }
                // One of the remainders is zero; the other one is larger.
                Ordering::Equal => rest_left.signum().cmp(&rest_right.signum()),
                order => order,
            };
            return if swapped { order.reverse() } else { order };
        }
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.denominator == 1 {
            write!(f, "{}", self.numerator)
        } else {
            write!(f, "{}/{}", self.numerator, self.denominator)
        }
    }
}

impl FromStr for Ratio {
    type Err = RatioError;

    /// Reads `12`, `-0.25` (also with a decimal comma) or `2/3`.
    ///
    /// # Errors
    /// [`RatioError`] for anything else, also for numbers beyond 128 bits.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text.trim()).ok_or_else(|| RatioError(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Ratio> {
    if let Some((above, below)) = text.split_once('/') {
        return Ratio::new(above.trim().parse().ok()?, below.trim().parse().ok()?);
    }
    let (whole, decimals) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = decimals.trim_end_matches('0');
    let sign_free = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let written = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !written(sign_free) || !written(decimals) || (sign_free.is_empty() && decimals.is_empty()) {
        return None;
    }
    let below = 10_i128.checked_pow(u32::try_from(digits.len()).ok()?)?;
    let above = format!("{whole}{digits}");
    let above = if sign_free.is_empty() && digits.is_empty() {
        0
    } else {
        above.parse().ok()?
    };
    Ratio::new(above, below)
}

impl Serialize for Ratio {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ratio(text: &str) -> Ratio {
        text.parse().unwrap()
    }

    #[test]
    fn decimals_and_fractions_are_read_exactly() {
        assert_eq!(ratio("100000.0"), Ratio::integer(100_000));
        assert_eq!(ratio("0,25"), ratio("1/4"));
        assert_eq!(ratio("-1.5"), ratio("-3/2"));
        assert_eq!(ratio(".0"), Ratio::ZERO);
        for text in [
            "",
            ".",
            "-",
            "1.2.3",
            "1/0",
            "x",
            "1e3",
            "99999999999999999999999999999999999999999",
        ] {
            assert!(text.parse::<Ratio>().is_err(), "{text}");
        }
    }

    #[test]
    fn large_fractions_compare_without_overflow() {
        let close = Ratio::new(i128::MAX - 1, i128::MAX).unwrap();
        let closer = Ratio::new(i128::MAX - 2, i128::MAX - 1).unwrap();
        assert!(closer < close);
        assert_eq!(close.checked_add(closer), None);
    }

    proptest! {
        #[test]
        fn order_and_arithmetic_agree(a in -999i128..999, b in 1i128..99, c in -999i128..999, d in 1i128..99) {
            let (left, right) = (Ratio::new(a, b).unwrap(), Ratio::new(c, d).unwrap());
            prop_assert_eq!(left.cmp(&right), (a * d).cmp(&(c * b)));
            let difference = left.checked_sub(right).unwrap();
            prop_assert_eq!(difference.cmp(&Ratio::ZERO), left.cmp(&right));
            prop_assert_eq!(difference.checked_add(right).unwrap(), left);
            if c != 0 {
                prop_assert_eq!(left.checked_mul(right).unwrap().checked_div(right).unwrap(), left);
            }
            prop_assert!(Ratio::integer(i64::try_from(left.floor()).unwrap()) <= left);
            prop_assert!(left <= Ratio::integer(i64::try_from(left.ceil()).unwrap()));
        }
    }
}
