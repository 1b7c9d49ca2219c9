//! Importing a register of residents: `block_code,household,name,phone,exclusive_area`, the area in
//! m² with at most two decimals. The whole file goes in, or nothing of it; a second import updates.

use super::{
    App, Failure,
    import::{BadLine, ImportFailure, Imported, MOST_REPORTED},
    record::record,
    residents::{Settlement, enroll, sealed_context, settle},
};
use crate::{
    identity::sealed::normal_phone,
    store::{
        areas,
        entity::{area, person, residence},
        people,
    },
};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use serde_json::json;
use std::{
    collections::{BTreeMap, HashMap},
    io::Read,
};
use uuid::Uuid;
use yiting_domain::area::{AreaRef, Tier};

/// One line of the register.
struct Line {
    number: u64,
    block: String,
    household: String,
    name: String,
    phone: Option<String>,
    /// Hundredths of m².
    exclusive_area: Option<i64>,
}

/// A block with the people that the register put there before, by household and name.
struct Block {
    row: area::Model,
    place: AreaRef,
    known: HashMap<(String, String), person::Model>,
    changed: usize,
}

/// Imports a register.
///
/// # Errors
/// All bad lines at once, or a fault; in both cases nothing was stored.
pub async fn import(app: &App, input: impl Read) -> Result<Imported, ImportFailure> {
    let lines = parse(input)?;
    let tx = app.db.begin().await.map_err(Failure::from)?;
    let mut blocks: BTreeMap<String, Option<Block>> = BTreeMap::new();
    let mut bad = Vec::new();
    let mut done = Imported::default();
    let mut seen = HashMap::new();
    for line in &lines {
        if !blocks.contains_key(&line.block) {
            let block = open(app, &tx, &line.block).await?;
            blocks.insert(line.block.clone(), block);
        }
        let same = (line.block.clone(), line.household.clone(), line.name.clone());
        let problem = match blocks.get_mut(&line.block).and_then(Option::as_mut) {
            None => Some(format!("«{}» is no block or finer area", line.block)),
            Some(_) if seen.contains_key(&same) => seen
                .get(&same)
                .map(|first| format!("the same person stands in line {first} already")),
            Some(block) => put(app, &tx, block, line, &mut done).await?,
        };
        seen.entry(same).or_insert(line.number);
        if let Some(reason) = problem {
            bad.push(BadLine {
                line: line.number,
                reason,
            });
        }
        if bad.len() >= MOST_REPORTED {
            break;
        }
    }
    if !bad.is_empty() {
        return Err(ImportFailure::Lines(bad));
    }
    for block in blocks.values().flatten().filter(|block| block.changed > 0) {
        let body = json!({"area": block.place.id, "how": "import", "persons": block.changed});
        record(app, &tx, &block.row, None, "residence.imported", block.row.id, body).await?;
    }
    tx.commit().await.map_err(Failure::from)?;
    Ok(done)
}

async fn open(app: &App, tx: &DatabaseTransaction, code: &str) -> Result<Option<Block>, Failure> {
    let Some(row) = areas::by_code(tx, code).await? else {
        return Ok(None);
    };
    let Some(place) = areas::reference(&row).filter(|place| place.tier >= Tier::Block) else {
        return Ok(None);
    };
    let before = residence::Entity::find()
        .find_also_related(person::Entity)
        .filter(residence::Column::AreaId.eq(row.id))
        .filter(residence::Column::How.eq("import"))
        .filter(residence::Column::EndedAt.is_null())
        .all(tx)
        .await?;
    let mut known = HashMap::new();
    for (home, who) in before {
        let Some(who) = who else { continue };
        let Some(sealed) = &who.real_name_sealed else { continue };
        let name = app
            .field_key
            .open(sealed, &sealed_context("real_name", who.id))
            .map_err(anyhow::Error::from)?;
        known.insert((home.household.unwrap_or_default(), name), who);
    }
    Ok(Some(Block {
        row,
        place,
        known,
        changed: 0,
    }))
}

/// Puts one line in; the inner value is what is wrong with it.
async fn put(
    app: &App,
    tx: &DatabaseTransaction,
    block: &mut Block,
    line: &Line,
    done: &mut Imported,
) -> Result<Option<String>, Failure> {
    let key = (line.household.clone(), line.name.clone());
    let who = match block.known.get(&key) {
        Some(who) => who.clone(),
        None => {
            if let Some(index) = line.phone.as_deref().and_then(|phone| app.blind_key.phone_index(phone))
                && people::by_phone_index(tx, &index).await?.is_some()
            {
                return Ok(Some("the phone number belongs to somebody else".to_owned()));
            }
            enroll(app, tx, &line.name, line.phone.as_deref()).await?
        }
    };
    let before = home_of(tx, who.id, block.row.id).await?;
    let settlement = Settlement {
        home: &block.place,
        how: "import",
        household: Some(&line.household),
        exclusive_area: line.exclusive_area,
        by: None,
    };
    settle(app, tx, &who, &settlement).await?;
    let same = before.as_ref().map(|home| home.exclusive_area);
    match same {
        None => done.added += 1,
        Some(area) if line.exclusive_area.is_none() || area == line.exclusive_area => {
            done.unchanged += 1;
            return Ok(None);
        }
        Some(_) => done.updated += 1,
    }
    block.changed += 1;
    Ok(None)
}

async fn home_of(tx: &DatabaseTransaction, who: Uuid, area: Uuid) -> Result<Option<residence::Model>, Failure> {
    Ok(residence::Entity::find()
        .filter(residence::Column::PersonId.eq(who))
        .filter(residence::Column::AreaId.eq(area))
        .filter(residence::Column::EndedAt.is_null())
        .one(tx)
        .await?)
}

fn parse(input: impl Read) -> Result<Vec<Line>, ImportFailure> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(input);
    let header = reader.headers().map_err(|e| Failure::Fault(e.into()))?.clone();
    let column = |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    let (Some(block), Some(household), Some(name)) = (column("block_code"), column("household"), column("name")) else {
        let reason = "the header must name block_code, household and name".to_owned();
        return Err(ImportFailure::Lines(vec![BadLine { line: 1, reason }]));
    };
    let (phone, size) = (column("phone"), column("exclusive_area"));
    let (mut lines, mut bad) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let (number, line) = match &record {
            Ok(record) => {
                let number = record.position().map_or(0, csv::Position::line);
                let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
                let line = read_line(
                    number,
                    [Some(block), Some(household), Some(name), phone, size].map(field),
                );
                (number, line)
            }
            Err(error) => (
                error.position().map_or(0, csv::Position::line),
                Err("it is not UTF-8 text of comma-separated fields".to_owned()),
            ),
        };
        match line {
            Ok(line) => lines.push(line),
            Err(reason) => bad.push(BadLine { line: number, reason }),
        }
        if bad.len() >= MOST_REPORTED {
            break;
        }
    }
    if bad.is_empty() {
        Ok(lines)
    } else {
        Err(ImportFailure::Lines(bad))
    }
}

fn read_line(number: u64, [block, household, name, phone, size]: [&str; 5]) -> Result<Line, String> {
    if household.is_empty() || household.chars().count() > 40 {
        return Err("the household must have 1 to 40 characters".to_owned());
    }
    if name.is_empty() || name.chars().count() > 40 || name.chars().any(char::is_control) {
        return Err("the name must have 1 to 40 characters".to_owned());
    }
    let phone = match phone {
        "" => None,
        text => Some(normal_phone(text).ok_or_else(|| "the phone number is not one".to_owned())?),
    };
    let exclusive_area = match size {
        "" => None,
        text => Some(hundredths(text).ok_or_else(|| format!("«{text}» is not an area in m²"))?),
    };
    Ok(Line {
        number,
        block: block.to_owned(),
        household: household.to_owned(),
        name: name.to_owned(),
        phone,
        exclusive_area,
    })
}

/// Reads `88`, `88.5` or `88.50` m² exactly, up to 1 000 000 m².
fn hundredths(text: &str) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty()
        || whole.len() > 7
        || part.len() > 2
        || !(whole.bytes().chain(part.bytes())).all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let size = whole.parse::<i64>().ok()? * 100 + format!("{part:0<2}").parse::<i64>().ok()?;
    (1..=100_000_000).contains(&size).then_some(size)
}

#[cfg(test)]
mod tests {
    use super::hundredths;

    #[test]
    fn an_area_is_read_exactly_or_not_at_all() {
        assert_eq!(hundredths("88"), Some(8_800));
        assert_eq!(hundredths("88.5"), Some(8_850));
        assert_eq!(hundredths("88.05"), Some(8_805));
        for bad in ["", "0", "-1", "88.555", ".5", "1e3", "99999999", "八十"] {
            assert_eq!(hundredths(bad), None, "{bad}");
        }
    }
}
