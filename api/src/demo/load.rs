//! Loading the demo into an empty database.

use super::{
    begins,
    corpus::Dice,
    ends, history,
    ledger::{Deed, Ledger},
    opens, season,
    world::{self, World},
};
use crate::{
    store::{log, proposals},
    usecase::{App, Failure},
};
use yiting_domain::instant::Instant;

/// The seed of the invented year: the same demo twice has the same log root.
pub const SEED: u64 = 310_105;

/// What was loaded.
pub struct Loaded {
    /// The district with its people.
    pub world: World,
    /// Rows stored at once.
    pub rows: u64,
    /// Proposals.
    pub proposals: u64,
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
    /// Whether rounds are held, before the year and on its last morning.
    pub season: bool,
    /// Whether the steps of the year are remembered.
    pub record: bool,
}

/// Builds the world, lives through autumn, year and morning, and stores all. The application's clock must
/// be one that can be set and stand at [`opens`], or without a season at [`begins`]; its random source a
/// seeded one. `told` hears the name of each phase when it is over.
///
/// # Errors
/// Faults.
pub async fn load(app: &App, wish: Wish, mut told: impl FnMut(&str)) -> Result<Loaded, Failure> {
    debug_assert_eq!(app.now(), if wish.season { opens() } else { begins() });
    let mut dice = Dice::new(SEED);
    let (world, mut ledger) = world::build(app, &mut dice).await?;
    told("world");
    let mut rows = 0;
    let mut until = ends();
    if wish.season {
        rows += store(app, ledger).await?;
        season::autumn(app, &world, begins()).await?;
        told("autumn");
        ledger = world.go_on(app).await?;
        until = until.plus_millis(-season::MORNING_MS);
    }
    if wish.record {
        ledger.start_recording();
    }
    history::live(&mut ledger, &world, &mut dice, wish.proposals, until)?;
    told("year");
    let deeds = ledger.recorded();
    rows += store(app, ledger).await?;
    told("rows");
    if wish.season {
        season::morning(app, &world, ends()).await?;
        told("morning");
    }
    Ok(Loaded {
        proposals: proposals::count(app.db.reader()).await?,
        entries: log::frontier(app.db.reader(), world.places.district.id).await?.size(),
        world,
        rows,
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
