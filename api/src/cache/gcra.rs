//! The in-process limiter: GCRA over a bounded map.

use super::{MicrosClock, RateRefusal};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Keys remembered before the most recovered ones are forgotten; about 10 MB.
const MAX_KEYS: usize = 100_000;

/// The interval between units and the depth of the bucket, both in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    /// What this request adds.
    pub increment: u64,
    /// What may be outstanding at most.
    pub depth: u64,
}

/// A rate of zero, or not a number, allows nothing: a mistake in configuration must not open a door.
pub(super) fn shape(cost: u32, burst: u32, per_second: f64) -> Option<Shape> {
    if !(per_second.is_finite() && per_second > 0.0) || cost > burst {
        return None;
    }
    // Slower than one a day is as good as one a day, and keeps the sums far from overflow.
    let interval = (1_000_000.0 / per_second).clamp(1.0, 86_400_000_000.0).round() as u64;
    Some(Shape {
        increment: interval.saturating_mul(u64::from(cost)),
        depth: interval.saturating_mul(u64::from(burst)),
    })
}

/// A refusal that lasts; told as one minute, since there is no right moment.
pub(super) const NEVER: RateRefusal = RateRefusal::TooFast { retry_after_ms: 60_000 };

/// Rounds up, so that a client that waits as told passes.
pub(super) fn too_fast(wait_micros: u64) -> RateRefusal {
    RateRefusal::TooFast {
        retry_after_ms: wait_micros.div_ceil(1000).max(1),
    }
}

/// Limits kept in this process.
pub(super) struct Limiter {
    clock: MicrosClock,
    /// Per key the theoretical arrival time: when its allowance is full again.
    arrivals: Mutex<HashMap<String, u64>>,
}

impl Limiter {
    pub fn new(clock: MicrosClock) -> Self {
        Self {
            clock,
            arrivals: Mutex::new(HashMap::new()),
        }
    }

    pub fn check(&self, key: &str, cost: u32, burst: u32, per_second: f64) -> Result<(), RateRefusal> {
        let shape = shape(cost, burst, per_second).ok_or(NEVER)?;
        let now = (self.clock)();
        // A poisoned lock holds a usable map: every write below is a single insert.
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let start = arrivals.get(key).copied().unwrap_or(now).max(now);
        let next = start.saturating_add(shape.increment);
        let outstanding = next - now;
        if outstanding > shape.depth {
            return Err(too_fast(outstanding - shape.depth));
        }
        if arrivals.len() >= MAX_KEYS && !arrivals.contains_key(key) {
            forget(&mut arrivals, now);
        }
        arrivals.insert(key.to_owned(), next);
        Ok(())
    }
}

/// Drops what has recovered; failing that, the tenth nearest to it. Those lose the least.
fn forget(arrivals: &mut HashMap<String, u64>, now: u64) {
    arrivals.retain(|_, arrival| *arrival > now);
    if arrivals.len() < MAX_KEYS {
        return;
    }
    let mut times: Vec<u64> = arrivals.values().copied().collect();
    let (_, cut, _) = times.select_nth_unstable(MAX_KEYS / 10);
    let cut = *cut;
    arrivals.retain(|_, arrival| *arrival > cut);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    #[test]
    fn a_bucket_empties_refills_and_tells_the_wait_exactly() {
        let now = Arc::new(AtomicU64::new(5_000_000));
        let read = Arc::clone(&now);
        let limiter = Limiter::new(Arc::new(move || read.load(Ordering::SeqCst)));
        for _ in 0..3 {
            limiter.check("k", 1, 3, 2.0).unwrap();
        }
        let refused = RateRefusal::TooFast { retry_after_ms: 500 };
        assert_eq!(limiter.check("k", 1, 3, 2.0), Err(refused));
        assert_eq!(limiter.check("k", 1, 3, 2.0), Err(refused), "a refusal costs nothing");
        now.fetch_add(499_999, Ordering::SeqCst);
        assert_eq!(
            limiter.check("k", 1, 3, 2.0),
            Err(RateRefusal::TooFast { retry_after_ms: 1 })
        );
        now.fetch_add(1, Ordering::SeqCst);
        limiter.check("k", 1, 3, 2.0).unwrap();
        limiter.check("other", 3, 3, 2.0).unwrap();
        assert_eq!(limiter.check("fresh", 4, 3, 2.0), Err(NEVER));
        for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(limiter.check("fresh", 1, 3, rate), Err(NEVER), "{rate}");
        }
        // A clock that steps back must not lock anybody out for longer than the bucket.
        now.store(0, Ordering::SeqCst);
        assert!(limiter.check("fresh", 1, 3, 2.0).is_ok());
    }

    #[test]
    fn the_map_is_bounded() {
        let limiter = Limiter::new(Arc::new(|| 0));
        for number in 0..(MAX_KEYS + 20_000) {
            let rate = if number % 2 == 0 { 1.0 } else { 2.0 };
            limiter.check(&number.to_string(), 1, 1, rate).unwrap();
        }
        assert!(limiter.arrivals.lock().unwrap().len() <= MAX_KEYS);
    }
}
