//! Deliberation in the demo: rounds of every procedure, with people who come, speak and vote.
//!
//! Unlike the year, which is kept in memory and stored at once, a season goes through the use cases
//! themselves, day by day: an autumn before the year whose rounds are over when it begins, and the
//! morning on which the demo is served, whose rounds have just begun.

mod learned;
mod play;
mod script;
mod voices;

use super::{corpus::Dice, world::World};
use crate::{
    jobs,
    store::contents::NewText,
    usecase::{App, Failure, Request, ask::Ask, ballot, clockwork, consultation, meeting, proposal, round},
};
use play::Play;
use script::{AUTUMN, MORNING, Story};
use uuid::Uuid;
use yiting_domain::{
    id::{ProposalId, TopicId},
    instant::Instant,
    people::Actor,
    proposal::TextRef,
};

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// How many days the autumn has. The longest procedure with its implementation and evaluation takes 90,
/// over the holidays of October.
pub const AUTUMN_DAYS: i64 = 120;

/// How long before the demo's moment its morning begins, in milliseconds.
pub const MORNING_MS: i64 = HOUR;

/// The people of a neighborhood and its committee.
struct Place {
    area: Uuid,
    director: Actor,
    worker: Actor,
    residents: Vec<Actor>,
}

struct Season<'a> {
    app: &'a App,
    world: &'a World,
    dice: Dice,
    serial: u64,
    texts: Vec<NewText>,
    /// Entries of the directory with who they are.
    experts: Vec<(Uuid, Actor)>,
}

/// Lives through the autumn, from where the clock stands to the beginning of the year.
///
/// # Errors
/// Faults, and refusals: in a season nobody tries what is not allowed.
pub async fn autumn(app: &App, world: &World, until: Instant) -> Result<(), Failure> {
    let mut season = Season::new(app, world, "autumn");
    let mut plays = season.cast(AUTUMN, 0);
    season.list_experts().await?;
    let mut course = season.announce_course().await?;
    let mut day = 0;
    while app.now() < until {
        // When offices are open, when people meet, and when all have gone home.
        for hour in [10, 19, 22] {
            let midnight = Instant::shanghai_midnight(app.now().shanghai_date());
            season.stand_at(midnight.plus_millis(hour * HOUR + HOUR / 4)).await?;
            for play in &mut plays {
                if day >= play.begins {
                    play.advance(&mut season).await?;
                }
            }
            course = season.attend_course(course).await?;
            season.jobs().await?;
        }
        day += 1;
        let midnight = Instant::shanghai_midnight(app.now().shanghai_date());
        season.stand_at(midnight.plus_millis(DAY).min(until)).await?;
    }
    Ok(())
}

/// Lives through the morning until `until`: rounds begin, and the first people take part.
///
/// # Errors
/// As [`autumn`].
pub async fn morning(app: &App, world: &World, until: Instant) -> Result<(), Failure> {
    let mut season = Season::new(app, world, "morning");
    let skipped = AUTUMN.len();
    let mut plays = season.cast(MORNING, skipped);
    season.make_own_template(plays.last().map(|play| &play.place)).await?;
    let steps = 10;
    let step = (until.millis() - app.now().millis()) / steps;
    for _ in 1..steps {
        for play in &mut plays {
            play.advance(&mut season).await?;
        }
        season.stand_at(app.now().plus_millis(step)).await?;
    }
    season.stand_at(until).await?;
    while consultation::run_touched(app, 100).await? > 0 {}
    Ok(())
}

impl<'a> Season<'a> {
    fn new(app: &'a App, world: &'a World, label: &str) -> Self {
        Self {
            app,
            world,
            dice: Dice::new(super::load::SEED).fork(label),
            serial: 0,
            texts: Vec::new(),
            experts: Vec::new(),
        }
    }

    /// Gives each story a neighborhood with people of its own.
    fn cast(&mut self, stories: &'static [Story], skip: usize) -> Vec<Play> {
        let cast = &self.world.cast;
        let mut places: Vec<Place> = Vec::new();
        for neighborhood in &self.world.places.neighborhoods {
            let blocks = cast.blocks.iter();
            let here = blocks.filter(|block| neighborhood.blocks.iter().any(|known| known.id == block.area.id));
            let residents: Vec<Actor> = here.flat_map(|block| block.residents.iter().cloned()).collect();
            let desk = cast.desks.get(&neighborhood.area.path);
            if let Some(desk) = desk.filter(|_| !residents.is_empty()) {
                places.push(Place {
                    area: neighborhood.area.id,
                    director: desk.director.clone(),
                    worker: desk.worker.clone().unwrap_or_else(|| desk.director.clone()),
                    residents,
                });
            }
        }
        let begins = (0..).map(|number| number * 2);
        let pairs = places.into_iter().skip(skip).zip(stories).zip(begins);
        pairs
            .map(|((place, story), begins)| Play::new(place, story, begins))
            .collect()
    }

    async fn stand_at(&mut self, at: Instant) -> Result<(), Failure> {
        let ahead = at.millis() - self.app.now().millis();
        if ahead > 0 {
            self.app.clock.advance(ahead);
        }
        self.jobs().await
    }

    /// Lets the clock's jobs do all that is due.
    async fn jobs(&mut self) -> Result<(), Failure> {
        loop {
            let app = self.app;
            let mut done = clockwork::run_due(app, 1_000).await?;
            done += round::run_due(app, 100).await?;
            done += ballot::run_due(app, 100).await?;
            done += consultation::run_due(app, 100).await?;
            done += meeting::run_due(app, 100).await?;
            done += jobs::deliver_some(app).await?;
            if done == 0 {
                return Ok(());
            }
        }
    }

    fn request(&mut self) -> Request {
        self.serial += 1;
        Request {
            key: format!("season-{}-{}", self.app.now().millis(), self.serial),
            hash: String::new(),
        }
    }

    fn text(&mut self, words: &str) -> Result<TextRef, Failure> {
        let text = self.app.seal(words, 5_000)?;
        let reference = text.reference.clone();
        self.texts.push(text);
        Ok(reference)
    }

    /// Gives a command with the texts that were prepared for it.
    async fn give(&mut self, who: &Actor, id: ProposalId, ask: impl Into<Ask>) -> Result<(), Failure> {
        let (request, texts) = (self.request(), std::mem::take(&mut self.texts));
        proposal::act(self.app, who, &request, id, None, &ask.into(), &texts.into()).await?;
        Ok(())
    }

    fn topic(&self, code: &str) -> Option<TopicId> {
        let known = self.world.places.topics.iter().find(|(_, known)| known == code);
        known.map(|(id, _)| TopicId(*id))
    }
}
