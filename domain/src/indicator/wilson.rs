//! The Wilson score interval of a share.

/// The 97.5 % quantile of the standard normal distribution.
pub(super) const Z95: f64 = 1.959_963_984_540_054;

/// The ends of a 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

/// The 95 % interval of `hits` out of `of` (Wilson 1927, "Probable inference, the law of succession, and
/// statistical inference", JASA 22, formula for the score test inverted); `None` of nothing.
pub fn wilson(hits: u64, of: u64) -> Option<Interval> {
    if of == 0 || hits > of {
        return None;
    }
    let (n, p) = (exact(of), exact(hits) / exact(of));
    let z2 = Z95 * Z95;
    let centre = p + z2 / (2.0 * n);
    let spread = Z95 * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z2 / n;
    // At the ends rounding must not leave the share itself outside.
    Some(Interval {
        low: if hits == 0 {
            0.0
        } else {
            ((centre - spread) / scale).max(0.0)
        },
        high: if hits == of {
            1.0
        } else {
            ((centre + spread) / scale).min(1.0)
        },
    })
}

/// A count as a float; exact up to 2⁵³, which no count of people or cases reaches.
#[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
pub(super) const fn exact(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::{exact, wilson};
    use proptest::prelude::*;

    #[test]
    fn known_intervals_come_out() {
        // Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3.
        for (hits, of, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let interval = wilson(hits, of).unwrap();
            assert!((interval.low - low).abs() < 5e-5, "{hits}/{of}: {interval:?}");
            assert!((interval.high - high).abs() < 5e-5, "{hits}/{of}: {interval:?}");
        }
        assert_eq!(wilson(0, 0), None);
        assert_eq!(wilson(3, 2), None);
    }

    proptest! {
        #[test]
        fn the_share_lies_in_its_interval(of in 1_u64..100_000, part in 0.0_f64..=1.0) {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a part of a small count")]
            let hits = ((exact(of) * part) as u64).min(of);
            let interval = wilson(hits, of).unwrap();
            let share = exact(hits) / exact(of);
            prop_assert!(0.0 <= interval.low && interval.low <= share);
            prop_assert!(share <= interval.high && interval.high <= 1.0);
        }
    }
}
