//! Pabulib budget elections (`.pb`): sections META, PROJECTS and VOTES, fields between semicolons.
//!
//! Source: Faliszewski et al., "Participatory Budgeting: Data, Tools, and Analysis" (2023),
//! section 3. Fields that begin with a quotation mark end with one, a doubled mark inside stands
//! for itself, and text after the closing mark belongs to the field. Numbers may have a decimal
//! point or comma.

use std::collections::{BTreeSet, HashMap};

use super::{Fault, FileError};
use crate::ballot::ratio::Ratio;

/// How people voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VoteType {
    /// Any number of projects.
    Approval,
    /// One project.
    ChooseOne,
    /// A fixed sum of points.
    Cumulative,
    /// Points without a fixed sum.
    Scoring,
    /// Projects in order, the best first.
    Ordinal,
}

/// A project on the ballot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PbProject {
    /// Its id, unique in the file.
    pub id: String,
    /// Its name; empty if the file has none.
    pub name: String,
    /// Its cost in units of the currency.
    pub cost: Ratio,
    /// Whether it was really funded, if the file says so.
    pub selected: Option<bool>,
}

/// A budget election.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PbFile {
    /// All keys and values of META in order.
    pub meta: Vec<(String, String)>,
    /// What may be spent, in units of the currency.
    pub budget: Ratio,
    /// How people voted.
    pub vote_type: VoteType,
    /// The projects in the order of the file.
    pub projects: Vec<PbProject>,
    /// One vote a person: projects (by index) in the order of the vote, with points; approvals and
    /// places in an order have one point each.
    pub votes: Vec<Vec<(usize, Ratio)>>,
}

impl PbFile {
    /// The value of a META key.
    pub fn meta(&self, key: &str) -> Option<&str> {
        find(&self.meta, key)
    }
}

fn find<'a>(meta: &'a [(String, String)], key: &str) -> Option<&'a str> {
    let found = meta.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
    found.map(|(_, value)| value.as_str())
}

/// Reads a file.
///
/// # Errors
/// [`FileError`] for the first line that cannot be understood, for votes on unknown projects, and
/// when there are other numbers of projects or votes than the file announces.
pub fn parse(text: &str) -> Result<PbFile, FileError> {
    let records = records(text)?;
    let last = records.last().map_or(1, |record| record.line);
    let mut meta = Vec::new();
    let mut projects = Vec::new();
    let mut ids = HashMap::new();
    let mut votes = Vec::new();
    let mut vote_type = None;
    let mut section = Section::Nothing;
    let mut columns: Option<Vec<String>> = None;
    for record in &records {
        if let Some(next) = Section::named(record) {
            if next == Section::Votes {
                vote_type = Some(kind(&meta, record.line)?);
            }
            (section, columns) = (next, None);
            continue;
        }
        let Some(columns) = &columns else {
            if section == Section::Nothing {
                return Err(Fault::Missing("META").at(record.line));
            }
            columns = Some(record.fields.iter().map(|field| field.trim().to_lowercase()).collect());
            continue;
        };
        match section {
            Section::Nothing => {}
            Section::Meta => {
                let [key, value, ..] = &record.fields[..] else {
                    return Err(Fault::Missing("value").at(record.line));
                };
                meta.push((key.trim().to_owned(), value.trim().to_owned()));
            }
            Section::Projects => {
                let project = project(record, columns)?;
                if ids.insert(project.id.clone(), projects.len()).is_some() {
                    return Err(Fault::Repeated(project.id).at(record.line));
                }
                projects.push(project);
            }
            Section::Votes => {
                let kind = vote_type.ok_or(Fault::Missing("vote_type").at(record.line))?;
                votes.push(vote(record, columns, kind, &ids)?);
            }
        }
    }
    let vote_type = vote_type.ok_or(Fault::Missing("VOTES").at(last))?;
    let budget = find(&meta, "budget").ok_or(Fault::Missing("budget").at(last))?;
    let budget = amount(budget, "budget", last)?;
    announced(&meta, "num_projects", projects.len(), last)?;
    announced(&meta, "num_votes", votes.len(), last)?;
    Ok(PbFile {
        budget,
        vote_type,
        projects,
        votes,
        meta,
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Nothing,
    Meta,
    Projects,
    Votes,
}

impl Section {
    fn named(record: &Record) -> Option<Self> {
        let (first, rest) = record.fields.split_first()?;
        if rest.iter().any(|field| !field.trim().is_empty()) {
            return None;
        }
        match first.trim().to_ascii_lowercase().as_str() {
            "meta" => Some(Self::Meta),
            "projects" => Some(Self::Projects),
            "votes" => Some(Self::Votes),
            _ => None,
        }
    }
}

fn kind(meta: &[(String, String)], line: usize) -> Result<VoteType, FileError> {
    let text = find(meta, "vote_type").ok_or(Fault::Missing("vote_type").at(line))?;
    match text.to_ascii_lowercase().as_str() {
        "approval" => Ok(VoteType::Approval),
        "choose-1" => Ok(VoteType::ChooseOne),
        "cumulative" => Ok(VoteType::Cumulative),
        "scoring" => Ok(VoteType::Scoring),
        "ordinal" => Ok(VoteType::Ordinal),
        _ => Err(Fault::VoteType(text.to_owned()).at(line)),
    }
}

fn announced(meta: &[(String, String)], what: &'static str, found: usize, line: usize) -> Result<(), FileError> {
    let Some(text) = find(meta, what) else {
        return Ok(());
    };
    let number = |_| Fault::Number {
        field: what,
        text: text.to_owned(),
    };
    let announced = text.parse().map_err(|error| number(error).at(line))?;
    if announced == found {
        Ok(())
    } else {
        Err(Fault::Count { what, announced, found }.at(line))
    }
}

fn amount(text: &str, field: &'static str, line: usize) -> Result<Ratio, FileError> {
    let number = || {
        let text = text.to_owned();
        Fault::Number { field, text }.at(line)
    };
    let value: Ratio = text.parse().map_err(|_| number())?;
    if value < Ratio::ZERO {
        return Err(number());
    }
    Ok(value)
}

/// The value in a column; empty and `none` are no value.
fn value<'a>(record: &'a Record, columns: &[String], names: &[&str]) -> Option<&'a str> {
    let column = columns.iter().position(|column| names.contains(&column.as_str()))?;
    let text = record.fields.get(column)?.trim();
    (!text.is_empty() && !text.eq_ignore_ascii_case("none")).then_some(text)
}

fn check_width(record: &Record, columns: &[String]) -> Result<(), FileError> {
    let found = record.fields.len();
    let surplus = record.fields.iter().skip(columns.len());
    if surplus.into_iter().all(|field| field.trim().is_empty()) {
        return Ok(());
    }
    let columns = columns.len();
    Err(Fault::Fields { found, columns }.at(record.line))
}

fn project(record: &Record, columns: &[String]) -> Result<PbProject, FileError> {
    check_width(record, columns)?;
    let id = record.fields.first().map_or("", |id| id.trim());
    if id.is_empty() {
        return Err(Fault::Missing("project_id").at(record.line));
    }
    let cost = value(record, columns, &["cost"]).ok_or(Fault::Missing("cost").at(record.line))?;
    Ok(PbProject {
        id: id.to_owned(),
        name: value(record, columns, &["name"]).unwrap_or_default().to_owned(),
        cost: amount(cost, "cost", record.line)?,
        selected: value(record, columns, &["selected"]).map(|text| text != "0"),
    })
}

fn vote(
    record: &Record,
    columns: &[String],
    kind: VoteType,
    ids: &HashMap<String, usize>,
) -> Result<Vec<(usize, Ratio)>, FileError> {
    check_width(record, columns)?;
    let list = |name: &str| -> Vec<&str> {
        let parts = value(record, columns, &[name]).unwrap_or_default().split(',');
        parts.map(str::trim).filter(|part| !part.is_empty()).collect()
    };
    let named = list("vote");
    let with_points = matches!(kind, VoteType::Cumulative | VoteType::Scoring);
    let points: Vec<Ratio> = if with_points {
        let read = |text: &&str| amount(text, "points", record.line);
        list("points").iter().map(read).collect::<Result<_, _>>()?
    } else {
        vec![Ratio::integer(1); named.len()]
    };
    if points.len() != named.len() {
        let (options, points) = (named.len(), points.len());
        return Err(Fault::Points { options, points }.at(record.line));
    }
    let mut seen = BTreeSet::new();
    let mut vote = Vec::with_capacity(named.len());
    for (id, points) in named.into_iter().zip(points) {
        let unknown = || Fault::NoSuchOption(id.to_owned()).at(record.line);
        let project = *ids.get(id).ok_or_else(unknown)?;
        if seen.insert(project) {
            vote.push((project, points));
        } else if with_points {
            return Err(Fault::Repeated(id.to_owned()).at(record.line));
        }
    }
    Ok(vote)
}

struct Record {
    line: usize,
    fields: Vec<String>,
}

/// Splits text into records of fields; empty lines are passed over.
fn records(text: &str) -> Result<Vec<Record>, FileError> {
    let mut records = Vec::new();
    let mut fields = Vec::new();
    let mut field = String::new();
    let (mut line, mut began) = (1, 1);
    // The line on which an open quotation began.
    let mut quoted: Option<usize> = None;
    let mut at_start = true;
    let mut chars = text.strip_prefix('\u{feff}').unwrap_or(text).chars().peekable();
    while let Some(char) = chars.next() {
        line += usize::from(char == '\n');
        if quoted.is_some() {
            match char {
                '"' if chars.next_if_eq(&'"').is_some() => field.push('"'),
                '"' => quoted = None,
                _ => field.push(char),
            }
            continue;
        }
        match char {
            '"' if at_start => quoted = Some(line),
            ';' => fields.push(std::mem::take(&mut field)),
            '\r' if chars.peek().is_none_or(|&next| next == '\n') => continue,
            '\n' => {
                fields.push(std::mem::take(&mut field));
                push(&mut records, began, std::mem::take(&mut fields));
                began = line;
            }
            _ => field.push(char),
        }
        at_start = matches!(char, ';' | '\n');
    }
    if let Some(line) = quoted {
        return Err(Fault::Unclosed.at(line));
    }
    fields.push(field);
    push(&mut records, began, fields);
    Ok(records)
}

fn push(records: &mut Vec<Record>, line: usize, fields: Vec<String>) {
    if fields.iter().any(|field| !field.trim().is_empty()) {
        records.push(Record { line, fields });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "META\nkey;value\nnum_projects;2\nnum_votes;2\nbudget;100,50\nvote_type;";
    const PROJECTS: &str =
        "\nPROJECTS\nproject_id;cost;name;selected\n7;50.5;\"A; \"\"B\"\"\" c;1\n8;20;none;0\nVOTES\n";

    #[test]
    fn quotes_commas_and_windows_line_ends_are_read() {
        let text = format!("{HEAD}approval{PROJECTS}voter_id;vote\nx;7,8\ny;\n").replace('\n', "\r\n");
        let file = parse(&text).unwrap();
        assert_eq!(file.budget, "201/2".parse().unwrap());
        assert_eq!(file.projects[0].name, "A; \"B\" c");
        assert_eq!(file.projects[0].selected, Some(true));
        assert_eq!(file.projects[1].name, "");
        let one = Ratio::integer(1);
        assert_eq!(file.votes, [vec![(0, one), (1, one)], vec![]]);
        assert_eq!(file.meta("BUDGET"), Some("100,50"));
    }

    #[test]
    fn every_kind_of_vote_is_read() {
        for (kind, expected) in [
            ("choose-1", VoteType::ChooseOne),
            ("ordinal", VoteType::Ordinal),
            ("cumulative", VoteType::Cumulative),
            ("scoring", VoteType::Scoring),
        ] {
            let text = format!("{HEAD}{kind}{PROJECTS}voter_id;vote;points\nx;8,7;2,1\ny;7;3\n");
            let file = parse(&text).unwrap();
            assert_eq!(file.vote_type, expected);
            assert_eq!(file.votes[0][0].0, 1);
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_line() {
        let votes =
            |votes: &str| parse(&format!("{HEAD}cumulative{PROJECTS}voter_id;vote;points\n{votes}")).unwrap_err();
        assert_eq!(votes("x;7;1\ny;9;1\n"), Fault::NoSuchOption("9".into()).at(14));
        assert_eq!(votes("x;7,8;1\n"), Fault::Points { options: 2, points: 1 }.at(13));
        assert_eq!(votes("x;7,7;1,2\n"), Fault::Repeated("7".into()).at(13));
        assert_eq!(votes("x;\"7;1\n"), Fault::Unclosed.at(13));
        assert_eq!(votes("x;7;1;9\n"), Fault::Fields { found: 4, columns: 3 }.at(13));
        let count = Fault::Count {
            what: "num_votes",
            announced: 2,
            found: 1,
        };
        assert_eq!(votes("x;7;1\n"), count.at(13));
        let number = Fault::Number {
            field: "points",
            text: "-1".into(),
        };
        assert_eq!(votes("x;7;-1\n"), number.at(13));
        assert_eq!(parse("").unwrap_err(), Fault::Missing("VOTES").at(1));
        assert_eq!(parse("a;b").unwrap_err(), Fault::Missing("META").at(1));
        assert_eq!(
            parse("META\nkey;value\nvote_type;veto\nVOTES\n").unwrap_err(),
            Fault::VoteType("veto".into()).at(4)
        );
    }
}
