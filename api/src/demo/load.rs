//! Loading the demo into an empty database.

use super::{
    begins,
    corpus::Dice,
    history,
    ledger::{Deed, Ledger},
    world::{self, World},
};
use crate::usecase::{App, Failure};
use yiting_domain::instant::Instant;

/// The seed of the invented year: the same demo twice has the same log root.
pub const SEED: u64 = 310_105;

/// What was loaded.
pub struct Loaded {
    /// The district with its people.
    pub world: World,
    /// Rows stored.
    pub rows: u64,
    /// Proposals.
    pub proposals: usize,
    /// Entries in the log.
    pub entries: u64,
    /// The steps of the year, where they were to be recorded.
    pub deeds: Vec<(Instant, Deed)>,
}

/// How much of a year, and how.
#[derive(Clone, Copy, Debug)]
pub struct Wish {
    /// About how many proposals.
    pub proposals: usize,
    /// Whether the steps are remembered.
    pub record: bool,
}

/// Builds the world, lives through the year, and stores both. The application's clock must be one
/// that can be set and stand at [`begins`], its random source a seeded one. `told` hears the name of
/// each phase when it is over.
///
/// # Errors
/// Faults.
pub async fn load(app: &App, wish: Wish, mut told: impl FnMut(&str)) -> Result<Loaded, Failure> {
    debug_assert_eq!(app.now(), begins());
    let mut dice = Dice::new(SEED);
    let (world, mut ledger) = world::build(app, &mut dice).await?;
    told("world");
    if wish.record {
        ledger.start_recording();
    }
    history::live(&mut ledger, &world, &mut dice, wish.proposals)?;
    told("year");
    let deeds = ledger.recorded();
    let (proposals, entries) = (ledger.all().count(), ledger.entries());
    let rows = store(app, ledger).await?;
    told("rows");
    Ok(Loaded {
        world,
        rows,
        proposals,
        entries,
        deeds,
    })
}

async fn store(app: &App, ledger: Ledger) -> Result<u64, Failure> {
    let tx = app.db.begin().await?;
    let rows = ledger.store_all(&tx).await?;
    tx.commit().await?;
    app.forget_policies();
    Ok(rows)
}
