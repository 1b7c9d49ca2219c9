//! The cases of a district in memory: what is kept of them, and the log's end that is not folded yet.
//!
//! Every question first reads the log from where the view ends, so an answer always rests on all that was
//! committed before it was asked. That is one statement when nothing happened meanwhile.

use super::{
    super::{App, Failure},
    fold::{Folding, fold_stretch, read, subjects},
};
use crate::store::{
    areas::{self, DistrictPolicy},
    indicators, log,
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, RwLock},
};
use uuid::Uuid;
use yiting_domain::{
    area::AreaPath,
    id::ProposalId,
    indicator::{Case, Rules, Table},
    instant::Instant,
    refusal::Refusal,
};

/// How many entries are read at a time.
const PAGE: u64 = 2_000;

/// How many entries may wait when a view is loaded.
const BEHIND: i64 = 10_000;

/// From how many cases on that are ahead of what is kept the view looks whether what is kept has come up.
const AHEAD: usize = 500;

/// How long a view is kept that nobody asks, in milliseconds.
const IDLE_MS: i64 = 15 * 60_000;

/// The views of all districts that somebody has asked about.
#[derive(Clone, Default)]
pub struct Views {
    by_district: Arc<Mutex<HashMap<Uuid, Arc<View>>>>,
    /// By district and sealed month: on what it rested when it last came out as stated.
    compared: Arc<Mutex<HashMap<(Uuid, String), String>>>,
}

impl Views {
    /// The view of a district, up to date.
    ///
    /// # Errors
    /// [`Refusal::NotFound`]; faults of the database.
    pub async fn fresh(&self, app: &App, district: Uuid) -> Result<Arc<View>, Failure> {
        let view = {
            let mut views = self.by_district.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(views.entry(district).or_default())
        };
        view.refresh(app, district).await?;
        Ok(view)
    }

    /// Whether a sealed month came out as stated on this basis before.
    pub(super) fn compared(&self, district: Uuid, month: &str, basis: &str) -> bool {
        let compared = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        compared
            .get(&(district, month.to_owned()))
            .is_some_and(|known| known == basis)
    }

    /// Remembers that it does.
    pub(super) fn compare(&self, district: Uuid, month: &str, basis: String) {
        let mut compared = self.compared.lock().unwrap_or_else(PoisonError::into_inner);
        compared.insert((district, month.to_owned()), basis);
    }

    /// Drops views that nobody has asked for a quarter of an hour.
    pub fn sweep(&self, now: Instant) {
        let mut views = self.by_district.lock().unwrap_or_else(PoisonError::into_inner);
        views.retain(|_, view| {
            let asked = *view.asked.lock().unwrap_or_else(PoisonError::into_inner);
            now.millis().saturating_sub(asked) < IDLE_MS
        });
    }
}

/// The cases of a district.
#[derive(Default)]
pub struct View {
    asked: Mutex<i64>,
    loading: tokio::sync::Mutex<Ahead>,
    loaded: RwLock<Option<Loaded>>,
}

struct Loaded {
    table: Table,
    policy: Arc<DistrictPolicy>,
    size: i64,
}

/// Cases that rest on entries which what is kept does not have yet.
#[derive(Default)]
struct Ahead(HashMap<ProposalId, (Case, i64)>);

fn rules(policy: &DistrictPolicy) -> Rules<'_> {
    Rules {
        calendar: &policy.calendar,
        books: &policy.books,
        instead: None,
    }
}

impl View {
    /// Looks at the cases.
    ///
    /// # Errors
    /// [`Refusal::Internal`] before they are loaded.
    pub fn look<T>(&self, with: impl FnOnce(&Table) -> T) -> Result<T, Failure> {
        self.look_with(|table, _| with(table))
    }

    /// Looks at the cases and the rules of the district.
    ///
    /// # Errors
    /// As [`View::look`].
    pub fn look_with<T>(&self, with: impl FnOnce(&Table, &DistrictPolicy) -> T) -> Result<T, Failure> {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        let loaded = loaded.as_ref().ok_or(Refusal::Internal)?;
        Ok(with(&loaded.table, &loaded.policy))
    }

    /// Looks at all cases, on a thread where that may take its time.
    ///
    /// # Errors
    /// As [`View::look`].
    pub async fn compute<T, F>(self: &Arc<Self>, with: F) -> Result<T, Failure>
    where
        T: Send + 'static,
        F: FnOnce(&Table, &DistrictPolicy) -> T + Send + 'static,
    {
        let view = Arc::clone(self);
        let done = tokio::task::spawn_blocking(move || view.look_with(with)).await;
        done.map_err(anyhow::Error::from)?
    }

    /// How many entries of the log the cases rest on.
    pub fn size(&self) -> i64 {
        let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
        loaded.as_ref().map_or(0, |loaded| loaded.size)
    }

    async fn refresh(&self, app: &App, district: Uuid) -> Result<(), Failure> {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) = app.clock.unmoved().millis();
        let mut ahead = self.loading.lock().await;
        let policy = app.policy(app.db.reader(), district).await?;
        let size = self.look(|_| ()).is_ok().then(|| self.size());
        let from = match size {
            Some(size) => {
                self.judge(&policy);
                size
            }
            None => self.load(app, district, &policy).await?,
        };
        let followed = self.follow(app, district, from, &mut ahead.0).await;
        if followed.is_err() {
            // What stopped half way is loaded again.
            ahead.0.clear();
            *self.loaded.write().unwrap_or_else(PoisonError::into_inner) = None;
        }
        followed
    }

    /// Computes the clocks again when the calendar or a profile has changed.
    fn judge(&self, policy: &Arc<DistrictPolicy>) {
        let same = |known: &Arc<DistrictPolicy>| {
            Arc::ptr_eq(known, policy) || (known.calendar == policy.calendar && known.books == policy.books)
        };
        let settled = {
            let loaded = self.loaded.read().unwrap_or_else(PoisonError::into_inner);
            loaded.as_ref().is_none_or(|loaded| same(&loaded.policy))
        };
        if settled {
            return;
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = loaded.as_mut() {
            loaded.table.judge(rules(policy));
            loaded.policy = Arc::clone(policy);
        }
    }

    /// Loads what is kept, and says how many entries it rests on at least.
    async fn load(&self, app: &App, district: Uuid, policy: &Arc<DistrictPolicy>) -> Result<i64, Failure> {
        let db = app.db.reader();
        let row = areas::by_id(db, district).await?.ok_or(Refusal::NotFound)?;
        let atlas = indicators::atlas(db, &AreaPath::parse(row.path)?).await?;
        // What has waited for long is kept first; a short end of the log is folded in memory.
        while let Some(head) = log::head(db, district).await?
            && head.size - indicators::folded(db, district).await? > BEHIND
            && fold_stretch(app, district).await? > 0
        {}
        // Read before the cases: those may be further, and each says itself how far it is.
        let size = indicators::folded(db, district).await?;
        let mut table = Table::new(atlas);
        let mut after = Uuid::nil();
        loop {
            let rows = indicators::cases_after(db, district, after).await?;
            let Some(last) = rows.last().map(|row| row.case_id) else {
                break;
            };
            for row in &rows {
                table.put(&read(row)?, rules(policy));
            }
            after = last;
        }
        let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
        *loaded = Some(Loaded {
            table,
            policy: Arc::clone(policy),
            size,
        });
        Ok(size)
    }

    /// Folds the end of the log.
    async fn follow(
        &self,
        app: &App,
        district: Uuid,
        mut from: i64,
        ahead: &mut HashMap<ProposalId, (Case, i64)>,
    ) -> Result<(), Failure> {
        let db = app.db.reader();
        loop {
            let rows = log::page(db, district, from, PAGE).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            from = last.seq + 1;
            let mut folding = Folding::default();
            let subjects = subjects(&rows);
            let missing = |id: &&Uuid| !ahead.contains_key(&ProposalId(**id));
            let unknown: Vec<Uuid> = subjects.iter().filter(missing).copied().collect();
            if !unknown.is_empty() {
                folding.know(indicators::cases(db, &unknown).await?)?;
            }
            for id in &subjects {
                if let Some((case, size)) = ahead.remove(&ProposalId(*id)) {
                    folding.put(case, size);
                }
            }
            for row in &rows {
                folding.fold(row)?;
            }
            {
                let mut loaded = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
                let loaded = loaded.as_mut().ok_or(Refusal::Internal)?;
                for (case, size) in folding.into_cases() {
                    loaded.table.put(&case, rules(&loaded.policy));
                    ahead.insert(case.id, (case, size));
                }
                loaded.size = from;
            }
            if ahead.len() > AHEAD {
                let kept = indicators::folded(db, district).await?;
                ahead.retain(|_, (_, size)| *size > kept);
            }
        }
    }
}
