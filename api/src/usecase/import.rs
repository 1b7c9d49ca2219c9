//! Importing areas: divisions from `code,parent_code,tier,name`, blocks from
//! `code,parent_code,name,kind,households`. The whole file goes in, or nothing of it.

use super::{App, Failure};
use crate::store::entity::area;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use std::{collections::HashMap, io::Read};
use uuid::Uuid;
use yiting_domain::area::{AreaPath, BlockKind, Tier};

/// What is wrong with one line. Lines are counted from 1, the header being the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadLine {
    /// Line number.
    pub line: u64,
    /// What is wrong.
    pub reason: String,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// New areas.
    pub added: usize,
    /// Areas whose name, kind or households changed.
    pub updated: usize,
    /// Areas that stood as they are.
    pub unchanged: usize,
}

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// Lines that do not fit.
    #[error("{} lines do not fit", .0.len())]
    Lines(Vec<BadLine>),
    /// The database or the file failed.
    #[error(transparent)]
    Failure(#[from] Failure),
}

/// One area of a file.
#[derive(Clone, Debug)]
struct Line {
    number: u64,
    code: String,
    parent: Option<String>,
    tier: Tier,
    name: String,
    kind: Option<BlockKind>,
    households: Option<i64>,
}

/// The most bad lines that are reported.
pub(super) const MOST_REPORTED: usize = 100;

/// Reads a file and checks each line by itself.
fn parse(input: impl Read) -> Result<Vec<Line>, ImportFailure> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(input);
    let mut bad = Vec::new();
    let header = reader.headers().map_err(|e| Failure::Fault(e.into()))?.clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|field| field.trim_start_matches('\u{feff}') == name)
    };
    let (Some(code), Some(parent), Some(name)) = (column("code"), column("parent_code"), column("name")) else {
        let reason = "the header must name code, parent_code and name".to_owned();
        return Err(ImportFailure::Lines(vec![BadLine { line: 1, reason }]));
    };
    let (tier, kind, households) = (column("tier"), column("kind"), column("households"));
    let mut lines = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                bad.push(BadLine {
                    line,
                    reason: "it is not UTF-8 text of comma-separated fields".to_owned(),
                });
                continue;
            }
        };
        let number = record.position().map_or(0, csv::Position::line);
        let field = |at: Option<usize>| at.and_then(|at| record.get(at)).unwrap_or("");
        match read_line(
            number,
            field(Some(code)),
            field(Some(parent)),
            field(Some(name)),
            field(tier),
            field(kind),
            field(households),
        ) {
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

fn read_line(
    number: u64,
    code: &str,
    parent: &str,
    name: &str,
    tier: &str,
    kind: &str,
    households: &str,
) -> Result<Line, String> {
    // Resident groups and buildings carry a suffix of their own after the block's digits.
    let shaped = (2..=32).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !shaped {
        return Err(format!("the code «{code}» must be 2 to 32 digits, letters or dashes"));
    }
    let tier = match tier {
        "" => Tier::Block,
        text => Tier::parse(text).ok_or_else(|| format!("there is no tier «{text}»"))?,
    };
    let digits = match tier {
        Tier::District => Some(6),
        Tier::Street => Some(9),
        Tier::Neighborhood => Some(12),
        Tier::Block => Some(15),
        _ => None,
    };
    if digits.is_some_and(|length| code.len() != length || !code.bytes().all(|b| b.is_ascii_digit())) {
        return Err(format!(
            "the code «{code}» does not have the {} digits of a {}",
            digits.unwrap_or(0),
            tier.name()
        ));
    }
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(char::is_control) {
        return Err("the name must have 1 to 80 characters".to_owned());
    }
    let kind = match kind {
        "" if tier == Tier::Block => return Err("a block needs its kind".to_owned()),
        "" => None,
        text => Some(BlockKind::parse(text).ok_or_else(|| format!("there is no kind of block «{text}»"))?),
    };
    let households = match households {
        "" => None,
        text => match text.parse::<i64>() {
            Ok(count) if (0..=100_000).contains(&count) => Some(count),
            _ => return Err(format!("«{text}» is not a number of households")),
        },
    };
    let parent = (!parent.is_empty()).then(|| parent.to_owned());
    Ok(Line {
        number,
        code: code.to_owned(),
        parent,
        tier,
        name: name.to_owned(),
        kind,
        households,
    })
}

struct Known {
    id: Uuid,
    path: AreaPath,
    tier: Tier,
    district: Option<Uuid>,
    children: i64,
    grown: bool,
    parent: Option<String>,
    row: Option<(String, Option<String>, Option<i64>)>,
}

/// How many rows go into one statement: below the parameter limits of both engines.
const CHUNK: usize = 1_000;

/// Imports a file. A second import of the same file changes nothing. `progress` is told how many
/// lines are done of how many.
///
/// # Errors
/// All bad lines at once, or a fault; in both cases nothing was stored.
pub async fn import(
    app: &App,
    input: impl Read,
    mut progress: impl FnMut(usize, usize),
) -> Result<Imported, ImportFailure> {
    let mut lines = parse(input)?;
    // Parents before children, whatever the order of the file.
    lines.sort_by_key(|line| (line.tier, line.code.len()));
    let tx = app.db.begin().await.map_err(Failure::from)?;
    let mut known = load_known(&tx, &lines).await?;
    let mut bad = Vec::new();
    let mut done = Imported::default();
    let mut fresh: Vec<area::ActiveModel> = Vec::with_capacity(CHUNK);
    let mut roots = count_roots(&tx).await?;
    let mut seen: HashMap<String, u64> = HashMap::with_capacity(lines.len());
    let total = lines.len();
    for (index, line) in lines.iter().enumerate() {
        if let Some(first) = seen.insert(line.code.clone(), line.number) {
            bad.push(BadLine {
                line: line.number,
                reason: format!("the code stands in line {first} already"),
            });
        } else if let Err(reason) = place(app, &tx, line, &mut known, &mut roots, &mut fresh, &mut done).await? {
            bad.push(BadLine {
                line: line.number,
                reason,
            });
        }
        if bad.len() >= MOST_REPORTED {
            break;
        }
        if fresh.len() >= CHUNK {
            flush(&tx, &mut fresh).await?;
            progress(index + 1, total);
        }
    }
    if !bad.is_empty() {
        bad.sort_by_key(|b| b.line);
        return Err(ImportFailure::Lines(bad));
    }
    flush(&tx, &mut fresh).await?;
    for parent in known.values().filter(|k| k.grown) {
        area::Entity::update(area::ActiveModel {
            id: Set(parent.id),
            children: Set(parent.children),
            ..Default::default()
        })
        .exec(&tx)
        .await
        .map_err(Failure::from)?;
    }
    tx.commit().await.map_err(Failure::from)?;
    progress(total, total);
    Ok(done)
}

async fn flush(tx: &DatabaseTransaction, fresh: &mut Vec<area::ActiveModel>) -> Result<(), Failure> {
    if !fresh.is_empty() {
        area::Entity::insert_many(std::mem::take(fresh))
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

async fn count_roots(tx: &DatabaseTransaction) -> Result<i64, Failure> {
    use sea_orm::PaginatorTrait;
    let count = area::Entity::find()
        .filter(area::Column::ParentId.is_null())
        .count(tx)
        .await?;
    Ok(i64::try_from(count).unwrap_or(i64::MAX))
}

/// The live areas that the file names, as itself or as a parent.
async fn load_known(tx: &DatabaseTransaction, lines: &[Line]) -> Result<HashMap<String, Known>, Failure> {
    let mut codes: Vec<&str> = lines
        .iter()
        .flat_map(|l| std::iter::once(l.code.as_str()).chain(l.parent.as_deref()))
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let mut known = HashMap::with_capacity(codes.len());
    let mut above: HashMap<Uuid, String> = HashMap::new();
    let mut parents: Vec<(String, Uuid)> = Vec::new();
    for chunk in codes.chunks(CHUNK) {
        let rows = area::Entity::find()
            .filter(area::Column::Code.is_in(chunk.iter().copied()))
            .filter(area::Column::ValidTo.is_null())
            .limit(None)
            .all(tx)
            .await?;
        for row in rows {
            let (Ok(path), Some(tier)) = (AreaPath::parse(row.path.clone()), Tier::parse(&row.tier)) else {
                continue;
            };
            above.insert(row.id, row.code.clone());
            parents.extend(row.parent_id.map(|id| (row.code.clone(), id)));
            known.insert(
                row.code,
                Known {
                    id: row.id,
                    path,
                    tier,
                    district: row.district_id,
                    children: row.children,
                    grown: false,
                    parent: None,
                    row: Some((row.name, row.kind, row.households)),
                },
            );
        }
    }
    for (code, parent) in parents {
        if let Some(area) = known.get_mut(&code) {
            area.parent = above.get(&parent).cloned();
        }
    }
    Ok(known)
}

async fn place(
    app: &App,
    tx: &DatabaseTransaction,
    line: &Line,
    known: &mut HashMap<String, Known>,
    roots: &mut i64,
    fresh: &mut Vec<area::ActiveModel>,
    done: &mut Imported,
) -> Result<Result<(), String>, Failure> {
    let kind = line.kind.map(|kind| kind.name().to_owned());
    if let Some(standing) = known.get(&line.code) {
        if standing.tier != line.tier {
            return Ok(Err(format!("the code belongs to a {} already", standing.tier.name())));
        }
        // Moving an area would move old cases with it; a changed tree gets new codes.
        if let (Some(stands), Some(wanted)) = (&standing.parent, &line.parent)
            && stands != wanted
        {
            return Ok(Err(format!("the code stands below «{stands}» already")));
        }
        let (name, old_kind, households) = standing.row.clone().unwrap_or_default();
        let wanted = (
            line.name.clone(),
            kind.or(old_kind.clone()),
            line.households.or(households),
        );
        if wanted == (name, old_kind, households) {
            done.unchanged += 1;
        } else {
            area::Entity::update(area::ActiveModel {
                id: Set(standing.id),
                name: Set(wanted.0),
                kind: Set(wanted.1),
                households: Set(wanted.2),
                ..Default::default()
            })
            .exec(tx)
            .await?;
            done.updated += 1;
        }
        return Ok(Ok(()));
    }
    let id = app.fresh_id();
    let parent = match &line.parent {
        // A district file may begin at the district: its parent is then not in the tree.
        Some(code) => match known.get_mut(code) {
            Some(parent) if parent.tier >= line.tier && line.tier != Tier::Region => {
                return Ok(Err(format!("the parent «{code}» is a {}", parent.tier.name())));
            }
            Some(parent) => Some(parent),
            None if line.tier <= Tier::District => None,
            None => return Ok(Err(format!("the parent «{code}» is not known"))),
        },
        None if line.tier <= Tier::District => None,
        None => return Ok(Err("a parent code is needed".to_owned())),
    };
    let (path, parent_id, above) = match parent {
        Some(parent) => {
            let ordinal = u64::try_from(parent.children).unwrap_or(0);
            parent.children += 1;
            parent.grown = true;
            (parent.path.child(ordinal), Some(parent.id), parent.district)
        }
        None => {
            let ordinal = u64::try_from(*roots).unwrap_or(0);
            *roots += 1;
            (AreaPath::root(ordinal), None, None)
        }
    };
    let district = if line.tier == Tier::District { Some(id) } else { above };
    fresh.push(area::ActiveModel {
        id: Set(id),
        path: Set(path.as_str().to_owned()),
        parent_id: Set(parent_id),
        district_id: Set(district),
        tier: Set(line.tier.name().to_owned()),
        code: Set(line.code.clone()),
        name: Set(line.name.clone()),
        kind: Set(kind),
        households: Set(line.households),
        children: Set(0),
        valid_from: Set(app.now().millis()),
        valid_to: Set(None),
    });
    known.insert(
        line.code.clone(),
        Known {
            id,
            path,
            tier: line.tier,
            district,
            children: 0,
            grown: false,
            parent: line.parent.clone(),
            row: None,
        },
    );
    done.added += 1;
    Ok(Ok(()))
}
