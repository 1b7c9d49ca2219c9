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

/// Times of a cohort.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survival {
    /// Hours and whether it then ended (1) or was only no longer seen (0); events first after sorting.
    times: Vec<(u32, bool)>,
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
    /// The lower end of the band; `None` where the share is 0 or 1.
    pub low: Option<f64>,
    /// The upper end of the band.
    pub high: Option<f64>,
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
        self.times
            .push((u32::try_from(hours).unwrap_or(u32::MAX), done.is_none()));
    }

    /// Adds what another cohort has.
    pub fn merge(&mut self, other: &Self) {
        self.times.extend_from_slice(&other.times);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.times.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.times.is_empty()
    }

    /// The estimate.
    pub fn curve(mut self) -> Curve {
        self.times.sort_unstable();
        let subjects = exact_len(self.times.len());
        let (mut at_risk, mut share, mut variance, mut all) = (subjects, 1.0, 0.0, 0);
        let mut steps = Vec::new();
        for same in self.times.chunk_by(|a, b| a.0 == b.0) {
            let events = exact_len(same.iter().filter(|(_, censored)| !censored).count());
            let censored = exact_len(same.len()) - events;
            if events > 0 {
                let (d, n) = (exact(events), exact(at_risk));
                share *= (n - d) / n;
                variance += d / (n * (n - d));
            }
            let band = band(share, variance);
            steps.push(Step {
                hours: same[0].0,
                at_risk,
                events,
                censored,
                share,
                low: band.map(|(low, _)| low),
                high: band.map(|(_, high)| high),
            });
            at_risk -= events + censored;
            all += events;
        }
        Curve {
            steps,
            subjects,
            events: all,
        }
    }
}

/// `exp(-exp(log(-log s) ± z·σ/|log s|))` with σ² by Greenwood.
fn band(share: f64, variance: f64) -> Option<(f64, f64)> {
    if share <= 0.0 || share >= 1.0 {
        return None;
    }
    let log = share.ln();
    let spread = Z95 * variance.sqrt() / log.abs();
    let centre = (-log).ln();
    Some(((-(centre + spread).exp()).exp(), (-(centre - spread).exp()).exp()))
}

fn exact_len(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

impl Curve {
    /// The hours at which at most half are left; `None` where more than half still wait.
    pub fn median(&self) -> Option<u32> {
        self.first(|step| Some(step.share))
    }

    /// The interval of the median; an end is `None` where its band stays above one half.
    pub fn median_interval(&self) -> (Option<u32>, Option<u32>) {
        (
            self.first(|step| step.low.or(Some(step.share))),
            self.first(|step| step.high.or(Some(step.share))),
        )
    }

    fn first(&self, of: impl Fn(&Step) -> Option<f64>) -> Option<u32> {
        // Products of fractions such as 3/4 · 2/3 may come out a little above the half that they are.
        let half = |step: &&Step| of(step).is_some_and(|share| share <= 0.5 + 1e-12);
        self.steps.iter().find(half).map(|step| step.hours)
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
        let mut survival = Survival::default();
        for (hours, ended) in times {
            let then = Instant::from_millis(hours * HOUR_MS);
            survival.add(Instant::from_millis(0), ended.then_some(then), then);
        }
        survival.curve()
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
        assert_eq!(curve.median(), Some(23));
        // Greenwood's standard error at 23 weeks is 0.1346; the log(-log) band follows from it.
        let step = curve.at(23).unwrap();
        let spread = Z95 * 0.1346 / (step.share * step.share.ln().abs());
        let low = (-((-step.share.ln()).ln() + spread).exp()).exp();
        assert!((step.low.unwrap() - low).abs() < 5e-4, "{step:?}");
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
        assert_eq!(survival.times, [(2, false), (0, false)]);
    }

    proptest! {
        #[test]
        fn curves_fall_within_their_bands(times in prop::collection::vec((0_i64..50, any::<bool>()), 0..80)) {
            let curve = of(&times);
            let mut before = 1.0;
            for step in &curve.steps {
                prop_assert!(step.share <= before && step.share >= 0.0);
                if let (Some(low), Some(high)) = (step.low, step.high) {
                    prop_assert!(0.0 <= low && low <= step.share && step.share <= high && high <= 1.0);
                }
                before = step.share;
            }
            let (low, high) = curve.median_interval();
            if let Some(median) = curve.median() {
                prop_assert!(low.is_none_or(|low| low <= median));
                prop_assert!(high.is_none_or(|high| high >= median));
            }
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
