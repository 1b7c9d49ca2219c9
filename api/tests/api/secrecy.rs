//! An attack on closed secret ballots by somebody who has all of the database, the server's secrets, and
//! for sealed ballots the voter's receipt. It succeeds while the ballot is open, so it could be seen to.

use crate::world::{Engine, World, global, key, on_both};
use hmac::{Hmac, KeyInit, Mac};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use uuid::Uuid;
use yiting::{
    identity::{auditors::public_key, hex},
    usecase::ballot as usecase,
};
use yiting_domain::{
    log::Digest,
    people::{Actor, Role},
    poll::{Choice, commitment, mark},
};

const VOTE: &str = "mutation($i: CastVoteInput!) { castVote(input: $i) { receipt } }";

/// A voter with all that the attacker knows of them: ids, keys of requests, receipt.
struct Voter {
    actor: Actor,
    key: String,
    receipt: String,
    choice: Choice,
}

/// Every row of every table, each column as text. Binary columns are hexadecimal.
async fn dump(world: &World) -> Vec<(String, Vec<String>)> {
    let db = world.app.db.reader();
    let backend = db.get_database_backend();
    let postgres = backend == DbBackend::Postgres;
    let tables = if postgres {
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    } else {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    };
    let texts = async |sql: String| -> Vec<String> {
        let rows = db
            .query_all_raw(Statement::from_string(backend, sql))
            .await
            .expect("rows");
        rows.iter()
            .map(|row| {
                row.try_get_by_index::<Option<String>>(0)
                    .expect("text")
                    .unwrap_or_default()
            })
            .collect()
    };
    let mut all = Vec::new();
    for table in texts(tables.to_owned()).await {
        let columns = texts(if postgres {
            format!("SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'")
        } else {
            format!("SELECT name FROM pragma_table_info('{table}')")
        })
        .await;
        let plain = |column: &String| {
            if postgres {
                format!("replace(coalesce(\"{column}\"::text, ''), chr(31), '')")
            } else {
                format!(
                    "CASE typeof(\"{column}\") WHEN 'blob' THEN lower(hex(\"{column}\")) ELSE coalesce(CAST(\"{column}\" AS text), '') END"
                )
            }
        };
        let separator = if postgres {
            " || chr(31) || "
        } else {
            " || char(31) || "
        };
        let row = columns.iter().map(plain).collect::<Vec<_>>().join(separator);
        for row in texts(format!("SELECT {row} FROM \"{table}\"")).await {
            all.push((
                table.clone(),
                row.split('\u{1f}').map(|one| one.replace('-', "")).collect(),
            ));
        }
    }
    assert!(all.len() > 20, "the dump is empty");
    all
}

/// The objects in a JSON text that say one thing each: those without lists inside.
fn objects(value: &Value, found: &mut Vec<Vec<String>>) -> bool {
    match value {
        Value::Array(items) => {
            for item in items {
                objects(item, found);
            }
            false
        }
        Value::Object(fields) => {
            // All of them are looked through, whatever the first says.
            let plain_ones = fields.values().filter(|field| objects(field, found)).count();
            let small = plain_ones == fields.len();
            if small {
                found.push(fields.values().map(plain).collect());
            }
            small
        }
        _ => true,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.replace('-', ""),
        other => other.to_string(),
    }
}

fn keyed(key: &[u8], parts: &[&[u8]]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    hex(&mac.finalize().into_bytes())
}

/// The voters whose choices the attacker finds, with these.
async fn attack(world: &World, ballot: Uuid, voters: &[Voter], with_receipts: bool) -> BTreeMap<usize, String> {
    let rows = dump(world).await;
    // What the server's secret opens of the database, whatever place it was sealed for.
    let places = ["ballot.key", "ballot.openings"].map(|place| format!("{place}/{ballot}"));
    let columns = rows.iter().flat_map(|(_, columns)| columns);
    // Sealed text is base64, in which the dashes that were taken out matter; it is read again as it stands.
    let sealed: Vec<String> = sealed(world).await;
    let opened: Vec<String> = sealed
        .iter()
        .flat_map(|text| {
            places
                .iter()
                .filter_map(|place| world.app.field_key.open(text, place).ok())
        })
        .collect();
    let mut keys: BTreeSet<Vec<u8>> = BTreeSet::from([vec![0x5a; 32], "5a".repeat(32).into_bytes()]);
    let mut facts: Vec<Vec<String>> = Vec::new();
    for text in columns.clone().chain(&opened) {
        if text.len() == 64 && text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            keys.insert(text.clone().into_bytes());
            keys.insert(
                (0..32)
                    .filter_map(|at| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok())
                    .collect(),
            );
        }
        if let Ok(value) = serde_json::from_str::<Value>(text) {
            objects(&value, &mut facts);
        }
    }
    facts.extend(rows.iter().map(|(_, columns)| columns.clone()));
    let known: HashSet<&str> = facts.iter().flatten().map(String::as_str).collect();
    let salts: Vec<Digest> = known.iter().filter_map(|text| text.parse().ok()).collect();
    let choices: Vec<Choice> = ["YES", "NO", "ABSTAIN"]
        .iter()
        .map(|answer| serde_json::from_value(json!({"answer": answer})).expect("a choice"))
        .collect();
    let written: Vec<(String, &Choice)> = choices
        .iter()
        .map(|choice| (choice.canonical().expect("canonical"), choice))
        .collect();
    let mut found = BTreeMap::new();
    for (number, voter) in voters.iter().enumerate() {
        let (person, pseudonym) = (voter.actor.person.0, voter.actor.pseudonym);
        let mut names: Vec<Vec<u8>> = Vec::new();
        for id in [person, pseudonym.0] {
            names.push(id.as_bytes().to_vec());
            names.push(id.to_string().into_bytes());
        }
        names.push(voter.key.clone().into_bytes());
        if with_receipts {
            names.push(voter.receipt.clone().into_bytes());
        }
        let mut tokens: HashSet<String> =
            HashSet::from([person.simple().to_string(), pseudonym.0.simple().to_string()]);
        let mut marks = Vec::new();
        if with_receipts {
            marks = (0..3).map(|unit| mark(ballot, &voter.receipt, unit)).collect();
            tokens.extend(marks.iter().map(ToString::to_string));
        }
        for name in &names {
            tokens.insert(hex(&Sha256::digest(name)));
            for key in &keys {
                tokens.insert(keyed(key, &[name]));
                for label in [b"voter".as_slice(), b"receipt", b"request", b"paper"] {
                    tokens.insert(keyed(key, &[label, name]));
                }
                for other in &names {
                    // A receipt that follows from a request gives its mark.
                    let receipt: String = keyed(key, &[b"receipt", name, other]).chars().take(32).collect();
                    tokens.insert(mark(ballot, &receipt, 0).to_string());
                }
            }
        }
        for fact in &facts {
            let about = fact.iter().any(|text| tokens.contains(text));
            let says = written.iter().find(|(text, _)| fact.contains(text));
            if let (true, Some((text, _))) = (about, says) {
                found.insert(number, text.clone());
            }
        }
        // Commitments are tried with every number that is stored.
        for (mark, salt) in marks.iter().flat_map(|mark| salts.iter().map(move |salt| (mark, salt))) {
            for (text, choice) in &written {
                let made = commitment(salt, mark, choice).expect("a commitment").to_string();
                if known.contains(made.as_str()) {
                    found.insert(number, text.clone());
                }
            }
        }
    }
    found
}

/// Everything in the database that was sealed with the server's key.
async fn sealed(world: &World) -> Vec<String> {
    let db = world.app.db.reader();
    let sql = "SELECT key_sealed FROM ballot UNION ALL SELECT openings_sealed FROM ballot UNION ALL SELECT secret_sealed FROM consultation";
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .expect("rows");
    rows.iter()
        .filter_map(|row| row.try_get_by_index::<Option<String>>(0).expect("text"))
        .collect()
}

/// A ballot in which three people voted; the marks of their rows and the ballot's key.
async fn voted(world: &World, more: Value) -> (Uuid, Vec<Voter>, Vec<Vec<u8>>) {
    let director = world.staff(Role::CommitteeDirector, "n1").await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(world.resident("居民", "b1").await);
    }
    let mut input = json!({"clientMutationId": key(), "area": world.area("n1"), "title": "是否加装电梯",
        "legalBasis": "居民自治章程第五条", "kind": "YES_NO", "electorate": "RESIDENTS",
        "closesAt": world.app.now().plus_days(1).rfc3339()});
    input
        .as_object_mut()
        .expect("an object")
        .extend(more.as_object().cloned().unwrap_or_default());
    let announce = "mutation($i: AnnounceBallotInput!) { announceBallot(input: $i) { ballot { id } } }";
    let made = world
        .ask(Some(&director), announce, json!({"i": input}))
        .await
        .expect("announced");
    let id = made["announceBallot"]["ballot"]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let mut voters = Vec::new();
    for (actor, answer) in people.into_iter().zip(["YES", "NO", "ABSTAIN"]) {
        let request = key();
        let input = json!({"i": {"clientMutationId": request, "ballot": id, "answer": answer}});
        let cast = world.ask(Some(&actor), VOTE, input).await.expect("voted");
        voters.push(Voter {
            actor,
            key: request,
            receipt: cast["castVote"]["receipt"].as_str().expect("a receipt").to_owned(),
            choice: serde_json::from_value(json!({"answer": answer})).expect("a choice"),
        });
    }
    let db = world.app.db.reader();
    let sql =
        "SELECT mark FROM ballot_vote UNION ALL SELECT salt FROM ballot_vote UNION ALL SELECT key_sealed FROM ballot";
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .expect("rows");
    let traces = rows
        .iter()
        .map(|row| row.try_get_by_index::<String>(0).expect("text").into_bytes())
        .collect();
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    let ballot = Uuid::from_slice(&URL_SAFE_NO_PAD.decode(&id).expect("an id")[1..]).expect("a UUID");
    (ballot, voters, traces)
}

/// How many of these stand in the files of the database, as bytes.
fn traces_in_files(world: &World, traces: &[Vec<u8>]) -> usize {
    let files = std::fs::read_dir(world.folder()).expect("a folder");
    let bytes: Vec<Vec<u8>> = files
        .filter_map(Result::ok)
        .filter(|file| file.file_name().to_string_lossy().starts_with("yiting.sqlite"))
        // The index of the log holds no content, and cannot be read while it is mapped.
        .filter(|file| !file.file_name().to_string_lossy().ends_with("-shm"))
        .map(|file| std::fs::read(file.path()).expect("a file"))
        .collect();
    let stands = |trace: &&Vec<u8>| {
        bytes
            .iter()
            .any(|file| file.windows(trace.len()).any(|window| window == trace.as_slice()))
    };
    traces.iter().filter(stands).count()
}

async fn close(world: &World) {
    world.app.clock.advance(2 * 86_400_000);
    while usecase::run_due(&world.app, 10).await.expect("closed") > 0 {}
}

async fn nothing_stored_joins_a_voter_to_a_choice(engine: Engine) {
    for (secrecy, auditors_ready) in [("VERIFIABLE", false), ("SEALED", true), ("SEALED", false)] {
        let world = World::open(engine).await;
        let sealed = secrecy == "SEALED";
        let auditors = [world.person("甲").await, world.person("乙").await];
        let named: Vec<String> = auditors.iter().map(|who| global(b'U', who.pseudonym.0)).collect();
        let named = if sealed { named } else { Vec::new() };
        let (ballot, voters, traces) = voted(&world, json!({"secrecy": secrecy, "auditors": named})).await;
        if sealed && auditors_ready {
            for (who, secret) in auditors.iter().zip([[7; 32], [8; 32]]) {
                let input = json!({"ballot": global(b'B', ballot), "publicKey": hex(&public_key(secret))});
                world.give(Some(who), "giveAuditorKey", &input).await.expect("given");
            }
        }
        // The control: with the key still there, all are found, each with the right choice.
        let open = attack(&world, ballot, &voters, sealed).await;
        let right: BTreeMap<usize, String> = voters
            .iter()
            .enumerate()
            .map(|(number, voter)| (number, voter.choice.canonical().expect("canonical")))
            .collect();
        assert_eq!(
            open, right,
            "{secrecy}: the attack does not work even while the ballot is open"
        );
        if matches!(engine, Engine::Sqlite) {
            assert_eq!(traces_in_files(&world, &traces), traces.len());
        }
        close(&world).await;
        let closed = attack(&world, ballot, &voters, sealed).await;
        assert_eq!(closed, BTreeMap::new(), "{secrecy}");
        match engine {
            Engine::Sqlite => assert_eq!(
                traces_in_files(&world, &traces),
                0,
                "old pages or the write-ahead log still hold marks, salts or keys"
            ),
            Engine::Postgres => {
                let db = world.app.db.reader();
                let sql = "SELECT pg_relation_size('ballot_vote')";
                let row = db
                    .query_one_raw(Statement::from_string(DbBackend::Postgres, sql))
                    .await
                    .expect("a row");
                assert_eq!(row.expect("a row").try_get_by_index::<i64>(0).expect("a size"), 0);
            }
        }
    }
}

on_both! {
    nothing_stored_joins_a_voter_to_a_choice_after_closing => nothing_stored_joins_a_voter_to_a_choice;
}
