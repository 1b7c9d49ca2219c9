//! A small district with people of every role, and a way to speak for each of them.

use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};
use uuid::Uuid;
use yiting::{
    cli::bootstrap,
    config::Config,
    demo::people,
    graphql::{Language, Viewer, YitingSchema},
    jobs,
    store::{Database, areas, entity::area},
    usecase::{
        App, clockwork,
        context::{Clock, Entropy},
        import, round,
    },
};
use yiting_domain::{
    clock::SlaProfile,
    instant::Instant,
    people::{Actor, Role},
};
use yiting_e2e::{Folder, postgres::Postgres};

/// District, two streets, two neighborhoods each, two blocks each. `n1` has the blocks `b1`, `b2`.
const AREAS: &str = "code,parent_code,tier,name,kind,households
310199,,district,试验区,,
310199001,310199,street,东街,,
310199002,310199,street,西街,,
310199001001,310199001,neighborhood,一居,,
310199001002,310199001,neighborhood,二居,,
310199002001,310199002,neighborhood,三居,,
310199001001001,310199001001,block,一村,public_sold,300
310199001001002,310199001001,block,二村,ordinary_commodity,200
310199001002001,310199001002,block,三村,resettlement,100
310199002001001,310199002001,block,四村,garden_house,50
";

/// Short names of the areas.
const NAMES: &[(&str, &str)] = &[
    ("d", "310199"),
    ("s1", "310199001"),
    ("s2", "310199002"),
    ("n1", "310199001001"),
    ("n2", "310199001002"),
    ("n3", "310199002001"),
    ("b1", "310199001001001"),
    ("b2", "310199001001002"),
    ("b3", "310199001002001"),
    ("b4", "310199002001001"),
];

/// Which database a test runs on.
#[derive(Clone, Copy, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Runs a test on both databases.
macro_rules! on_both {
    ($($name:ident => $body:ident;)*) => {
        mod on_sqlite { $(#[test] fn $name() { crate::world::run(super::$body(crate::world::Engine::Sqlite)) })* }
        mod on_postgres { $(#[test] fn $name() { crate::world::run(super::$body(crate::world::Engine::Postgres)) })* }
    };
}
pub(crate) use on_both;

/// Runs a future to its end on a runtime of one thread, as each of the server's workers has.
pub fn run(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        // On the heap: a test is one long state machine.
        .block_on(Box::pin(test));
}

/// The world of one test.
pub struct World {
    pub app: App,
    pub schema: YitingSchema,
    pub areas: HashMap<&'static str, area::Model>,
    pub topic: Uuid,
    pub unit: Uuid,
    _kept: Kept,
}

/// What a test keeps until its end: its folder, and the cluster that all share.
pub struct Kept {
    folder: Folder,
    _cluster: Option<Arc<Postgres>>,
}

impl std::ops::Deref for Kept {
    type Target = Folder;
    fn deref(&self) -> &Folder {
        &self.folder
    }
}

/// An application over an empty database.
pub async fn empty(engine: Engine, at: Instant, seed: u64) -> (App, Kept) {
    empty_with(engine, at, seed, &[]).await
}

/// The same with some settings of its own.
pub async fn empty_with(engine: Engine, at: Instant, seed: u64, settings: &[(&'static str, &str)]) -> (App, Kept) {
    let folder = Folder::new("api");
    let cluster = matches!(engine, Engine::Postgres).then(Postgres::shared);
    let db = match engine {
        Engine::Sqlite => Database::sqlite_unsynced(&folder.0).await.expect("SQLite"),
        Engine::Postgres => {
            let url = cluster
                .as_ref()
                .expect("a cluster")
                .database(&format!("api_{:016x}", rand_name()));
            Database::postgres(&url, 8).await.expect("PostgreSQL")
        }
    };
    db.migrate().await.expect("the schema");
    let app = over_with(db, &folder, at, seed, settings);
    let kept = Kept {
        folder,
        _cluster: cluster,
    };
    (app, kept)
}

/// An application over this database whose clock stands.
pub fn over(db: Database, folder: &Folder, at: Instant, seed: u64) -> App {
    over_with(db, folder, at, seed, &[])
}

fn over_with(db: Database, folder: &Folder, at: Instant, seed: u64, settings: &[(&'static str, &str)]) -> App {
    let mut config = Config::load(None, |_| None).expect("the defaults are sound");
    config.set("YITING_SECRET", "5a".repeat(32));
    for (name, value) in settings {
        config.set(name, (*value).to_owned());
    }
    bootstrap::assemble(&config, &folder.0, db, Clock::manual(at), Entropy::seeded(seed)).expect("parts")
}

impl World {
    /// A district in an empty database; its clock stands on a working day.
    pub async fn open(engine: Engine) -> Self {
        Self::open_with(engine, &[]).await
    }

    /// The working day on which its clock stands.
    pub fn monday() -> Instant {
        Instant::shanghai_midnight("2026-06-01".parse().expect("a day")).plus_millis(9 * 3_600_000)
    }

    /// The same with some settings of its own.
    pub async fn open_with(engine: Engine, settings: &[(&'static str, &str)]) -> Self {
        let (app, kept) = empty_with(engine, Self::monday(), 1, settings).await;
        import::import(&app, AREAS.as_bytes(), |_, _| {}).await.expect("areas");
        let mut areas = HashMap::new();
        for (name, code) in NAMES {
            let row = areas::by_code(app.db.reader(), code).await.expect("a query");
            areas.insert(*name, row.expect("an area"));
        }
        let (topic, unit) = catalogue(&app, areas["d"].id).await;
        Self {
            schema: yiting::graphql::schema(app.clone(), true),
            app,
            areas,
            topic,
            unit,
            _kept: kept,
        }
    }

    /// The same, where one person may have as many open proposals as a test needs.
    pub async fn with_room(engine: Engine) -> Self {
        use sea_orm::{ActiveValue::Set, EntityTrait};
        use yiting::store::entity::sla_profile;
        let world = Self::open(engine).await;
        let profile = SlaProfile {
            version: 2,
            open_proposals_limit: 100_000,
            ..SlaProfile::standard()
        };
        for tier in ["neighborhood", "block"] {
            sla_profile::Entity::insert(sla_profile::ActiveModel {
                district_id: Set(world.areas["d"].id),
                tier: Set(tier.to_owned()),
                version: Set(2),
                effective_from: Set(0),
                body: Set(serde_json::to_string(&profile).expect("JSON")),
            })
            .exec_without_returning(world.app.db.reader())
            .await
            .expect("a profile");
        }
        world.app.forget_policies();
        world
    }

    /// Another instance over the same database, as a second server would be.
    pub fn twin(&self) -> App {
        over(self.app.db.clone(), &self._kept, self.app.now(), 2)
    }

    /// Where the database of this world has its files, on SQLite.
    pub fn folder(&self) -> &std::path::Path {
        &self._kept.0
    }

    /// The global id of an area.
    pub fn area(&self, name: &str) -> String {
        global(b'A', self.areas[name].id)
    }

    /// Somebody with a phone and nothing else.
    pub async fn person(&self, name: &str) -> Actor {
        let (id, _) = people::add(&self.app, name.to_owned(), None).await.expect("a person");
        people::load(&self.app, id).await.expect("an actor")
    }

    /// A verified resident.
    pub async fn resident(&self, name: &str, block: &str) -> Actor {
        let who = self.person(name).await;
        let verifier = self.staff(Role::DistrictOfficer, "d").await;
        let input =
            json!({"clientMutationId": key(), "person": global(b'U', who.pseudonym.0), "area": self.area(block)});
        let query = "mutation($i: VerifyResidentInput!) { verifyResident(input: $i) { clientMutationId } }";
        self.ask(Some(&verifier), query, json!({"i": input}))
            .await
            .expect("verified");
        people::load(&self.app, who.person.0).await.expect("an actor")
    }

    /// Somebody with one role.
    pub async fn staff(&self, role: Role, place: &str) -> Actor {
        let unit = (role == Role::Implementer).then_some(self.unit);
        people::add_with_role(&self.app, role.zh().to_owned(), role, &self.areas[place], unit)
            .await
            .expect("a member")
    }

    /// Runs a document; the error is the code of the first refusal.
    pub async fn ask(&self, who: Option<&Actor>, query: &str, variables: Value) -> Result<Value, String> {
        let viewer = Viewer::new(
            &self.app,
            who.map(|actor| (actor.clone(), Uuid::nil())),
            Language::Chinese,
            "test-request".to_owned(),
            "127.0.0.1".to_owned(),
        );
        let request = Request::new(query)
            .variables(Variables::from_json(variables))
            .data(viewer);
        // On the heap: a long story would overflow the stack of a test's thread.
        let answer = serde_json::to_value(Box::pin(self.schema.execute(request)).await).expect("JSON");
        match answer["errors"][0]["extensions"]["code"].as_str() {
            Some(code) => Err(code.to_owned()),
            None if answer.get("errors").is_some() => panic!("{query}\n{answer:#}"),
            None => Ok(answer["data"].clone()),
        }
    }

    /// What a subscription tells.
    pub fn watch(&self, query: &str, variables: Value) -> impl futures_util::Stream<Item = Value> + Unpin {
        let viewer = Viewer::new(
            &self.app,
            None,
            Language::Chinese,
            "test-request".to_owned(),
            "127.0.0.1".to_owned(),
        );
        let request = Request::new(query)
            .variables(Variables::from_json(variables))
            .data(viewer);
        let told = futures_util::StreamExt::map(self.schema.execute_stream(request), |answer| {
            serde_json::to_value(answer).expect("JSON")
        });
        Box::pin(told)
    }

    /// Gives a mutation with an input of that type.
    pub async fn give(&self, who: Option<&Actor>, mutation: &str, input: &Value) -> Result<Value, String> {
        let kind = self.input_type(mutation);
        let query = format!("mutation($i: {kind}!) {{ {mutation}(input: $i) {{ clientMutationId }} }}");
        let mut input = input.clone();
        input["clientMutationId"] = json!(key());
        self.ask(who, &query, json!({"i": input})).await
    }

    /// Statements that a document costs, after its answer was checked to hold no error.
    pub async fn cost(&self, who: Option<&Actor>, query: &str, variables: Value) -> (u64, Value) {
        let before = self.app.db.statements.get();
        let answer = self.ask(who, query, variables).await.expect("no refusal");
        (self.app.db.statements.get() - before, answer)
    }

    /// The type of a mutation's input, from the schema itself.
    fn input_type(&self, mutation: &str) -> String {
        let sdl = sdl();
        let line = sdl
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with(&format!("{mutation}(input: ")))
            .unwrap_or_else(|| panic!("there is no mutation {mutation}"));
        let rest = &line[mutation.len() + "(input: ".len()..];
        rest[..rest.find('!').expect("a required input")].to_owned()
    }

    /// Moves the clock by whole days; what falls due is done.
    pub async fn pass_days(&self, days: i64) {
        self.app.clock.advance(days * 86_400_000);
        self.settle().await;
    }

    /// Lets clocks and outbox do what is due.
    pub async fn settle(&self) {
        while round::run_due(&self.app, 100).await.expect("rounds") > 0 {}
        while clockwork::run_due(&self.app, 100).await.expect("clocks") > 0 {}
        while jobs::deliver_some(&self.app).await.expect("outbox") > 0 {}
    }
}

/// The schema, printed once.
pub fn sdl() -> Arc<str> {
    static SDL: OnceLock<Arc<str>> = OnceLock::new();
    Arc::clone(SDL.get_or_init(|| yiting::graphql::sdl().into()))
}

/// A fresh idempotency key.
pub fn key() -> String {
    yiting_e2e::client::key()
}

fn rand_name() -> u64 {
    let digits = key();
    u64::from_str_radix(&digits[4..20], 16).expect("hexadecimal digits")
}

/// A global id.
pub fn global(tag: u8, id: Uuid) -> String {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let mut bytes = vec![tag];
    bytes.extend(id.as_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

async fn catalogue(app: &App, district: Uuid) -> (Uuid, Uuid) {
    use sea_orm::{ActiveValue::Set, EntityTrait};
    use yiting::store::entity::{topic, unit};
    let (topic_id, unit_id) = (app.fresh_id(), app.fresh_id());
    topic::Entity::insert(topic::ActiveModel {
        id: Set(topic_id),
        district_id: Set(district),
        code: Set("lifts".to_owned()),
        category: Set("整治建设类".to_owned()),
        name_zh: Set("加装电梯".to_owned()),
        name_en: Set("Lifts".to_owned()),
        position: Set(0),
    })
    .exec_without_returning(app.db.reader())
    .await
    .expect("a topic");
    unit::Entity::insert(unit::ActiveModel {
        id: Set(unit_id),
        district_id: Set(district),
        name: Set("房管所".to_owned()),
    })
    .exec_without_returning(app.db.reader())
    .await
    .expect("a unit");
    (topic_id, unit_id)
}
