//! How long things take, when some are not over yet: the product-limit estimator.
//!
//! - Estimate: Kaplan and Meier 1958, "Nonparametric estimation from incomplete observations", JASA 53.
//!   At equal times events come before censorings, as there.
//! - Variance: Greenwood 1926, "The natural duration of cancer".
//! - Bands: 95 %, on the log(-log) scale, so that they stay between 0 and 1 (Kalbfleisch and Prentice 2002,
//!   "The statistical analysis of failure time data", section 1.4).
//! - Median: the first time at which at most half are left; its interval are the times at which the bands
//!   are (Brookmeyer and Crowley 1982, "A confidence interval for the median survival time").
//!
//! Times are whole hours, begun ones counted: what took 61 minutes took two.

use super::wilson::{Z95, exact};
use crate::instant::Instant;

const HOUR_MS: i64 = 3_600_000;
const MOST_HOURS: u32 = u32::MAX >> 1;

/// Times of a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survival {
    /// Hours, doubled, and one more where the end was not seen: in order, events come before censorings.
    times: Vec<u32>,
    /// How many ended.
    events: u64,
}

/// The curve right after a time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// Hours.
    pub hours: u32,
    /// How many were still waiting right before.
    pub at_risk: u64,
    /// How many ended at that time.
    pub events: u64,
    /// How many were last seen at that time.
    pub censored: u64,
    /// The share that waits longer.
    pub share: f64,
    /// Greenwood's sum, by which the bands are as wide as they are.
    variance: f64,
}

impl Step {
    /// The ends of the band, `s^exp(±z·σ/|log s|)` with σ² by Greenwood; `None` where the share is 0 or 1.
    pub fn band(&self) -> Option<(f64, f64)> {
        Some((self.end(1.0)?, self.end(-1.0)?))
    }

    fn end(&self, sign: f64) -> Option<f64> {
        if self.share <= 0.0 || self.share >= 1.0 {
            return None;
        }
        let log = self.share.ln();
        let spread = Z95 * self.variance.sqrt() / log.abs();
        Some((log * (sign * spread).exp()).exp())
    }

    /// Products of fractions such as 3/4 · 2/3 may come out a little above the half that they are.
    fn is_half(share: f64) -> bool {
        share <= 0.5 + 1e-12
    }
}

/// When at most half are left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Median {
    /// The hours; `None` where more than half still wait.
    pub hours: Option<u32>,
    /// The lower end of its interval; `None` where its band stays above one half.
    pub low: Option<u32>,
    /// The upper end.
    pub high: Option<u32>,
}

impl Median {
    /// Walks down no further than it must, and computes no band that is not asked for: a district's figures in
    /// groups ask for hundreds of medians and show no curve. The lower band lies below the curve and the upper
    /// one above, so they reach the half in this order.
    fn of(steps: impl Iterator<Item = Step>) -> Self {
        let mut median = Self::default();
        for step in steps {
            let half = |end: Option<f64>| Step::is_half(end.unwrap_or(step.share));
            if median.low.is_none() && half(step.end(1.0)) {
                median.low = Some(step.hours);
            }
            if median.hours.is_none() && Step::is_half(step.share) {
                median.hours = Some(step.hours);
            }
            if median.hours.is_some() && half(step.end(-1.0)) {
                median.high = Some(step.hours);
                break;
            }
        }
        median
    }
}

/// A curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    /// All times at which something ended or was last seen.
    pub steps: Vec<Step>,
    /// How many there were.
    pub subjects: u64,
    /// How many ended.
    pub events: u64,
}

impl Survival {
    /// Adds what began at `from` and ended at `done`, or was last seen at `seen`.
    pub fn add(&mut self, from: Instant, done: Option<Instant>, seen: Instant) {
        let until = done.unwrap_or(seen).millis();
        let hours = until.saturating_sub(from.millis()).max(0).saturating_add(HOUR_MS - 1) / HOUR_MS;
        // No time outlasts what the field holds, some 245 000 years.
        let hours = u32::try_from(hours).unwrap_or(MOST_HOURS).min(MOST_HOURS);
        self.times.push(hours << 1 | u32::from(done.is_none()));
        self.events += u64::from(done.is_some());
    }

    /// How many there are.
    pub fn subjects(&self) -> u64 {
        exact_len(self.times.len())
    }

    /// How many ended.
    pub const fn events(&self) -> u64 {
        self.events
    }

    /// The estimate.
    pub fn curve(mut self) -> Curve {
        self.sort();
        Curve {
            subjects: self.subjects(),
            events: self.events,
            steps: steps(&self.times).collect(),
        }
    }

    /// The median of the estimate.
    pub fn median(mut self) -> Median {
        self.sort();
        Median::of(steps(&self.times))
    }

    /// By counting where there are about as many times as hours: a year has 8 760 of these, and a district more
    /// cases than that.
    fn sort(&mut self) {
        let most = self.times.iter().copied().max().unwrap_or(0) as usize;
        if most > 4 * self.times.len() {
            self.times.sort_unstable();
            return;
        }
        let mut counts = vec![0_u32; most + 1];
        for time in &self.times {
            counts[*time as usize] += 1;
        }
        self.times.clear();
        for (time, count) in (0..).zip(counts) {
            self.times.extend(std::iter::repeat_n(time, count as usize));
        }
    }
}

/// The steps over sorted times, one after another.
fn steps(times: &[u32]) -> impl Iterator<Item = Step> {
    let (mut at_risk, mut share, mut variance) = (exact_len(times.len()), 1.0, 0.0);
    times.chunk_by(|a, b| a >> 1 == b >> 1).map(move |same| {
        let censored = exact_len(same.len() - same.partition_point(|time| time & 1 == 0));
        let events = exact_len(same.len()) - censored;
        if events > 0 {
            let (d, n) = (exact(events), exact(at_risk));
            share *= (n - d) / n;
            variance += d / (n * (n - d));
        }
        let step = Step {
            hours: same[0] >> 1,
            at_risk,
            events,
            censored,
            share,
            variance,
        };
        at_risk -= events + censored;
        step
    })
}

fn exact_len(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

impl Curve {
    /// When at most half are left.
    pub fn median(&self) -> Median {
        Median::of(self.steps.iter().copied())
    }

    /// The step that holds at `hours`: the last one not after it. `None` before the first.
    pub fn at(&self, hours: u32) -> Option<&Step> {
        let after = self.steps.partition_point(|step| step.hours <= hours);
        after.checked_sub(1).map(|last| &self.steps[last])
    }

    /// How many were still waiting at `hours`.
    pub fn at_risk(&self, hours: u32) -> u64 {
        let next = self.steps.partition_point(|step| step.hours < hours);
        self.steps.get(next).map_or(0, |step| step.at_risk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(times: &[(i64, bool)]) -> Curve {
        survival(times).curve()
    }

    fn survival(times: &[(i64, bool)]) -> Survival {
        let mut survival = Survival::default();
        for (hours, ended) in times {
            let then = Instant::from_millis(hours * HOUR_MS);
            survival.add(Instant::from_millis(0), ended.then_some(then), then);
        }
        survival
    }

    #[test]
    fn the_leukaemia_trial_comes_out_as_published() {
        // 6-mercaptopurine, Freireich et al. 1963; estimates and standard errors as in Kalbfleisch and
        // Prentice 2002 (and any textbook): weeks here are hours.
        let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
        let seen = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
        let mut times: Vec<(i64, bool)> = ended.iter().map(|t| (*t, true)).collect();
        times.extend(seen.iter().map(|t| (*t, false)));
        let curve = of(&times);
        let expected = [
            (6, 21, 0.857),
            (7, 17, 0.807),
            (10, 15, 0.753),
            (13, 12, 0.690),
            (16, 11, 0.627),
            (22, 7, 0.538),
            (23, 6, 0.448),
        ];
        for (hours, at_risk, share) in expected {
            let step = curve.at(hours).unwrap();
            assert_eq!((step.hours, step.at_risk), (hours, at_risk));
            assert!((step.share - share).abs() < 5e-4, "{step:?}");
        }
        assert_eq!(curve.median().hours, Some(23));
        // Greenwood's standard error at 23 weeks is 0.1346; the log(-log) band follows from it.
        let step = curve.at(23).unwrap();
        let spread = Z95 * 0.1346 / (step.share * step.share.ln().abs());
        let low = (-((-step.share.ln()).ln() + spread).exp()).exp();
        assert!((step.band().unwrap().0 - low).abs() < 5e-4, "{step:?}");
        assert_eq!(
            (curve.at_risk(24), curve.at_risk(36), curve.subjects, curve.events),
            (5, 0, 21, 9)
        );
    }

    #[test]
    fn hours_that_have_begun_are_counted() {
        let mut survival = Survival::default();
        let at = Instant::from_millis;
        survival.add(at(0), Some(at(HOUR_MS + 1)), at(0));
        survival.add(at(5), Some(at(5)), at(0));
        assert_eq!(survival.times, [4, 0]);
        survival.add(at(0), None, at(HOUR_MS));
        assert_eq!((survival.times.as_slice(), survival.events), ([4, 0, 3].as_slice(), 2));
    }

    proptest! {
        #[test]
        fn curves_fall_within_their_bands(times in prop::collection::vec((0_i64..50, any::<bool>()), 0..80)) {
            let curve = of(&times);
            let mut before = 1.0;
            for step in &curve.steps {
                prop_assert!(step.share <= before && step.share >= 0.0);
                if let Some((low, high)) = step.band() {
                    prop_assert!(0.0 <= low && low <= step.share && step.share <= high && high <= 1.0);
                }
                before = step.share;
            }
            let median = curve.median();
            let first = |of: &dyn Fn(&Step) -> f64| {
                curve.steps.iter().find(|step| of(step) <= 0.5 + 1e-12).map(|step| step.hours)
            };
            prop_assert_eq!(median.hours, first(&|step| step.share));
            prop_assert_eq!(median.low, first(&|step| step.band().map_or(step.share, |(low, _)| low)));
            prop_assert_eq!(median.high, first(&|step| step.band().map_or(step.share, |(_, high)| high)));
            prop_assert_eq!(median, survival(&times).median());
            let seen: u64 = curve.steps.iter().map(|step| step.events + step.censored).sum();
            prop_assert_eq!(seen, u64::try_from(times.len()).unwrap());
        }

        #[test]
        fn without_censoring_the_curve_is_the_share_that_takes_longer(times in prop::collection::vec(0_i64..30, 1..60)) {
            let all: Vec<(i64, bool)> = times.iter().map(|t| (*t, true)).collect();
            let curve = of(&all);
            for step in &curve.steps {
                let longer = times.iter().filter(|t| **t > i64::from(step.hours)).count();
                let share = exact_len_f(longer) / exact_len_f(times.len());
                prop_assert!((step.share - share).abs() < 1e-9);
            }
        }
    }

    fn exact_len_f(length: usize) -> f64 {
        exact(exact_len(length))
    }
}
