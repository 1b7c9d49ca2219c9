//! The published result of a consultation and the private state beside it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::covotes::CoVotes;
use super::disclosure::{Published, Sizes, published, told};
use super::grouping::{Grouping, divide};
use super::matrix::{Matrix, ParticipantKey, StatementKey};
use super::projection::{Axes, Point};
use super::representative::{Bridging, Representative, Side, bridging, consensus, representative};
use super::spread::{Background, Spread, spread};
use super::stability::{Claim, MIN_PEOPLE, MIN_STABILITY, stability};
use super::tally::{Counts, MIN_CELL, coarse, rounded, tally};
use super::words::{Names, Words, of_group, of_result};
use crate::area::BlockKind;
use crate::id::AreaId;
use crate::log::Digest;

/// Name and version of the algorithm. Any change to a published number changes it.
pub const ALGORITHM: &str = "yiting-groups/2";

/// What is known beside the votes.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Where participants live.
    pub backgrounds: BTreeMap<ParticipantKey, Background>,
    /// Texts of the statements, for the explanations.
    pub texts: BTreeMap<StatementKey, String>,
}

/// The published result. It names no participant, and tells counts over people by the rule of
/// [`super::disclosure`]: in steps of five, the true count being up to four more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// [`ALGORITHM`]
    pub algorithm: String,
    /// SHA-256 of the canonical votes, [`Matrix::digest`]. Whoever publishes a result but not its votes has
    /// to blind it first: the votes of a few people on a few statements can be tried out.
    pub digest: Digest,
    /// Digest of the result before, whose groups this one continues.
    pub follows: Option<Digest>,
    /// Participants, in steps of five.
    pub participants: u32,
    /// Participants with enough votes for a place on the map, in steps of five.
    pub eligible: u32,
    /// Whether groups are claimed.
    pub claim: Claim,
    /// Number of groups; 0 when none are claimed.
    pub k: u8,
    /// Mean silhouette of the division, -1 to 1.
    pub silhouette: Option<f64>,
    /// Mean agreement with the divisions of resamples, -1 to 1, also where it was too low.
    pub stability: Option<f64>,
    /// The groups.
    pub groups: Vec<Group>,
    /// The statements, in the order of their keys.
    pub statements: Vec<Statement>,
    /// Statements on which the groups agree although they differ otherwise, best first.
    pub bridging: Vec<Bridging>,
    /// Members per group and block.
    pub blocks: Spread<AreaId>,
    /// Members per group and kind of block.
    pub block_kinds: Spread<BlockKind>,
    /// The map: squares in which at least five members of one group stand, ordered by where they lie;
    /// empty when no groups are claimed.
    pub map: Vec<Place>,
    /// The result in words.
    pub words: Words,
}

impl Summary {
    /// The same with explanations that call these statements by their words. What is stored names them by
    /// number only, so that words which are hidden later are gone at once.
    pub fn worded(&self, texts: &BTreeMap<StatementKey, String>) -> Self {
        let keys: Vec<StatementKey> = self.statements.iter().map(|statement| statement.statement).collect();
        let names = Names { keys: &keys, texts };
        let groups = (1..).zip(&self.groups).map(|(number, group)| Group {
            words: of_group(number, group.size, &group.representative, &names),
            ..group.clone()
        });
        Self {
            groups: groups.collect(),
            words: of_result(
                self.claim,
                self.eligible as usize,
                usize::from(self.k),
                &self.bridging,
                &names,
            ),
            ..self.clone()
        }
    }
}

/// A group.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Members, at least five, in steps of five.
    pub size: u32,
    /// Mean place of the members, rounded to hundredths.
    pub centre: Point,
    /// What it stands for.
    pub representative: Vec<Representative>,
    /// The same in words.
    pub words: Words,
}

/// A statement's numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Which one.
    pub statement: StatementKey,
    /// All votes, in steps of five; `None` where they would give a few people away.
    pub total: Option<Counts>,
    /// Votes of each group's members, likewise.
    pub groups: Vec<Option<Counts>>,
    /// Group-informed consensus for and against, 0 to 1, of the told counts; `None` unless all are told.
    pub consensus: Option<Consensus>,
}

/// Group-informed consensus of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consensus {
    /// Product of the groups' smoothed agreement.
    pub agree: f64,
    /// Product of the groups' smoothed disagreement.
    pub disagree: f64,
}

/// A square of the map with the members of one group in it. No single person has a place there: where
/// somebody stands follows from the votes, and with few statements the votes from the place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Middle of the square on the first axis.
    pub x: f64,
    /// Middle of the square on the second axis.
    pub y: f64,
    /// Side of the square: people who stand too thinly for small squares are gathered in larger ones.
    pub width: f64,
    /// Group, from 0.
    pub group: u8,
    /// Members in it, at least five, in steps of five.
    pub people: u32,
}

/// Sides of the squares of the map, in the unit of [`Point`].
const WIDTHS: [f64; 5] = [0.25, 0.5, 1.0, 2.0, 4.0];

/// Gathers people in the smallest squares that hold five of their group; who stands too far from all others
/// is not drawn.
fn squares(places: &[Point], labels: &[u8]) -> Vec<Place> {
    let mut left: Vec<(u8, Point)> = labels.iter().copied().zip(places.iter().copied()).collect();
    let mut map = Vec::new();
    for width in WIDTHS {
        let square = |group: u8, place: Point| (group, place.map(|p| (p / width).floor() as i64));
        let mut counts: BTreeMap<(u8, [i64; 2]), u32> = BTreeMap::new();
        for (group, place) in &left {
            *counts.entry(square(*group, *place)).or_default() += 1;
        }
        counts.retain(|_, people| *people >= MIN_CELL);
        left.retain(|(group, place)| !counts.contains_key(&square(*group, *place)));
        map.extend(counts.into_iter().map(|((group, [x, y]), people)| Place {
            x: (x as f64 + 0.5) * width,
            y: (y as f64 + 0.5) * width,
            width,
            group,
            people: told(people),
        }));
    }
    map.sort_by(|a, b| {
        a.x.total_cmp(&b.x)
            .then(a.y.total_cmp(&b.y))
            .then(a.group.cmp(&b.group))
    });
    map
}

/// Who stood where in which group when groups were last claimed. Private: it names participants. With
/// it the next computation keeps groups and their numbers steady.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Digest of the votes then.
    pub digest: Digest,
    /// Key, group and place (rounded to thousandths) of each eligible participant, ascending by key.
    pub members: Vec<(ParticipantKey, u8, Point)>,
}

/// A computation: what is published and what is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// For everybody.
    pub summary: Summary,
    /// For the next computation; that of the last claimed groups when none are claimed now.
    pub standing: Option<Standing>,
    /// Group of each participant of the matrix; `None` for who has none.
    pub labels: Vec<Option<u8>>,
    /// For [`super::routing`]: extremity of each statement.
    pub extremity: Vec<f64>,
}

/// Computes the result of `matrix` from nothing.
pub fn compute(matrix: &Matrix, context: &Context) -> Computed {
    compute_after(matrix, &CoVotes::new(matrix), context, None)
}

/// Computes the result of `matrix` as the successor of `before`. `covotes` have to be those of the
/// matrix. Equal arguments give equal bits, on every machine.
pub fn compute_after(matrix: &Matrix, covotes: &CoVotes, context: &Context, before: Option<&Standing>) -> Computed {
    let eligible = matrix.eligible();
    let mut axes = Axes::new(covotes);
    let mut places = axes.places(matrix, &eligible);
    if let Some(before) = before {
        face_as_before(&mut axes, &mut places, matrix, &eligible, before);
    }
    let labels_before = before.map(|before| labels_before(matrix, &eligible, before));
    let division = (eligible.len() >= MIN_PEOPLE)
        .then(|| divide(&places, labels_before.as_deref()))
        .flatten();
    let stability = division.as_ref().map(|d| stability(matrix, &eligible, &d.labels, d.k));
    let claim = match stability {
        None if eligible.len() < MIN_PEOPLE => Claim::TooFewPeople,
        None => Claim::NoDivision,
        Some(value) if value < MIN_STABILITY => Claim::NotStable,
        Some(_) => Claim::Groups,
    };
    let claimed = division.filter(|_| claim == Claim::Groups);
    let mut labels = vec![None; matrix.rows().len()];
    if let Some(division) = &claimed {
        eligible
            .iter()
            .zip(&division.labels)
            .for_each(|(index, label)| labels[*index as usize] = Some(*label));
    }
    let standing = match &claimed {
        Some(division) => Some(standing(matrix, &eligible, division, &places)),
        None => before.cloned(),
    };
    let summary = summarise(
        matrix,
        context,
        &Outcome {
            eligible,
            places,
            claim,
            stability,
            claimed,
            labels: &labels,
            before,
        },
    );
    Computed {
        summary,
        standing,
        labels,
        extremity: axes.extremity(),
    }
}

struct Outcome<'a> {
    eligible: Vec<u32>,
    places: Vec<Point>,
    claim: Claim,
    stability: Option<f64>,
    claimed: Option<Grouping>,
    labels: &'a [Option<u8>],
    before: Option<&'a Standing>,
}

fn summarise(matrix: &Matrix, context: &Context, outcome: &Outcome) -> Summary {
    let claimed = outcome.claimed.as_ref();
    let k = claimed.map_or(0, |division| division.k);
    let members = |group: usize| {
        let of = |label: &&u8| usize::from(**label) == group;
        claimed.map_or(0, |division| division.labels.iter().filter(of).count() as u32)
    };
    let sizes = Sizes {
        participants: told(matrix.participants().len() as u32),
        eligible: told(outcome.eligible.len() as u32),
        groups: (0..k).map(|group| told(members(group))).collect(),
        complete: matrix.votes_needed() >= matrix.statements().len(),
    };
    // From here on nothing looks at a true count of votes any more.
    let tallies: Vec<Published> = tally(matrix, outcome.labels, k)
        .iter()
        .map(|tally| published(tally, &sizes))
        .collect();
    let bridges = bridging(&tallies);
    let names = Names {
        keys: matrix.statements(),
        texts: &context.texts,
    };
    let groups = claimed.map_or_else(Vec::new, |division| {
        (0..k)
            .map(|group| {
                let size = sizes.groups[group];
                let stands_for = representative(&tallies, group);
                Group {
                    size,
                    centre: division.centres[group].map(coarse),
                    words: of_group(group + 1, size, &stands_for, &names),
                    representative: stands_for,
                }
            })
            .collect()
    });
    let people: Vec<(u8, Background)> = matrix
        .participants()
        .iter()
        .zip(outcome.labels)
        .filter_map(|(key, label)| Some(((*label)?, context.backgrounds.get(key).copied().unwrap_or_default())))
        .collect();
    let (blocks, block_kinds) = spread(&people, k);
    let map = claimed.map_or_else(Vec::new, |division| squares(&outcome.places, &division.labels));
    let statements = matrix.statements().iter().zip(&tallies).map(|(key, tally)| Statement {
        statement: *key,
        total: tally.total,
        groups: tally.groups.clone(),
        consensus: consensus(tally, Side::Agree)
            .zip(consensus(tally, Side::Disagree))
            .map(|(agree, disagree)| Consensus {
                agree: rounded(agree),
                disagree: rounded(disagree),
            }),
    });
    Summary {
        algorithm: ALGORITHM.to_owned(),
        digest: matrix.digest(),
        follows: outcome.before.map(|before| before.digest),
        participants: sizes.participants,
        eligible: sizes.eligible,
        claim: outcome.claim,
        k: k as u8,
        silhouette: claimed.map(|division| coarse(division.silhouette)),
        stability: outcome.stability.map(coarse),
        groups,
        statements: statements.collect(),
        words: of_result(outcome.claim, sizes.eligible as usize, k, &bridges, &names),
        bridging: bridges,
        blocks,
        block_kinds,
        map,
    }
}

fn standing(matrix: &Matrix, eligible: &[u32], division: &Grouping, places: &[Point]) -> Standing {
    let keys = eligible.iter().map(|index| matrix.participants()[*index as usize]);
    let members = keys
        .zip(&division.labels)
        .zip(places)
        .map(|((key, label), place)| (key, *label, place.map(thousandths)));
    Standing {
        digest: matrix.digest(),
        members: members.collect(),
    }
}

/// The members of `before` that are eligible now: place in `eligible` and place in `before.members`.
fn shared(matrix: &Matrix, eligible: &[u32], before: &Standing) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut pairs = Vec::new();
    for (now, index) in eligible.iter().enumerate() {
        let key = matrix.participants()[*index as usize];
        while before.members.get(at).is_some_and(|member| member.0 < key) {
            at += 1;
        }
        if before.members.get(at).is_some_and(|member| member.0 == key) {
            pairs.push((now, at));
        }
    }
    pairs
}

fn labels_before(matrix: &Matrix, eligible: &[u32], before: &Standing) -> Vec<Option<u8>> {
    let mut labels = vec![None; eligible.len()];
    for (now, then) in shared(matrix, eligible, before) {
        labels[now] = Some(before.members[then].1);
    }
    labels
}

fn face_as_before(axes: &mut Axes, places: &mut [Point], matrix: &Matrix, eligible: &[u32], before: &Standing) {
    let shared = shared(matrix, eligible, before);
    let then: Vec<Point> = shared.iter().map(|(_, then)| before.members[*then].2).collect();
    let now: Vec<Point> = shared.iter().map(|(now, _)| places[*now]).collect();
    let signs = axes.face_as_before(&then, &now);
    for place in places {
        *place = [place[0] * signs[0], place[1] * signs[1]];
    }
}

fn thousandths(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
