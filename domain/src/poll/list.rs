//! The published list: the one thing from which a ballot is counted again.

use super::{Choice, Outcome, Rule, Secrecy, TallyError, canonical_of, digest_of, tally};
use crate::{
    id::Pseudonym,
    log::{
        Digest, Tree,
        merkle::{leaf_hash, root_of},
    },
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use thiserror::Error;
use uuid::Uuid;

/// The only version of the list so far.
pub const LIST_VERSION: u8 = 1;

/// The frozen electorate as it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// Votes there are to be had.
    pub votes: u64,
    /// For owners: all exclusive area in hundredths of m²; 0 otherwise.
    pub area: u64,
    /// Digest of the list of members.
    pub digest: Digest,
}

/// The head of the district's log at closing, which orders ties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreeHead {
    /// Entries.
    pub size: u64,
    /// Root.
    pub root: Digest,
}

impl TreeHead {
    /// The bytes that go into the tie order: `size:root`.
    pub fn bytes(&self) -> Vec<u8> {
        format!("{}:{}", self.size, self.root).into_bytes()
    }
}

/// One ballot of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What the voter's receipt hashes to ([`mark`]); orders the list, unrelated to arrival.
    pub mark: Digest,
    /// The choice; absent in sealed ballots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// Sealed ballots: the commitment to the choice, whose salt the auditors have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<Digest>,
    /// Open ballots: who voted so, by consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voter: Option<Pseudonym>,
    /// Owners: exclusive area in hundredths of m² behind the vote; 0 otherwise.
    pub area: u64,
    /// Open ballots: came on paper.
    pub paper: bool,
}

/// What opens one commitment of a sealed ballot; for the auditors.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// Which entry.
    pub mark: Digest,
    /// The salt, 64 hexadecimal digits.
    pub salt: Digest,
    /// The choice.
    pub choice: Choice,
}

/// Everything that a recount needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotList {
    /// [`LIST_VERSION`].
    pub version: u8,
    /// The ballot.
    pub ballot: Uuid,
    /// What was fixed before it opened.
    pub rule: Rule,
    /// Who had a vote.
    pub electorate: Electorate,
    /// What orders ties.
    pub tree_head: TreeHead,
    /// All ballots by mark.
    pub entries: Vec<Entry>,
    /// Sealed ballots: all choices, sorted, tied to no entry.
    pub choices: Vec<Choice>,
    /// How many came on paper.
    pub paper_votes: u64,
}

impl BallotList {
    /// The choices that count, with the area behind each.
    pub fn votes(&self) -> Vec<(&Choice, u64)> {
        if self.rule.secrecy == Secrecy::Sealed {
            return self.choices.iter().map(|choice| (choice, 0)).collect();
        }
        let voted = |entry: &'_ Entry| entry.area;
        self.entries
            .iter()
            .filter_map(|entry| Some((entry.choice.as_ref()?, voted(entry))))
            .collect()
    }

    /// Leaves of the tree over the entries.
    ///
    /// # Errors
    /// [`Fault::Form`] for an entry that has no canonical form.
    fn leaves(&self) -> Result<Vec<Digest>, Fault> {
        let leaf = |entry: &Entry| canonical_of(entry).map(|text| leaf_hash(text.as_bytes()));
        self.entries
            .iter()
            .map(|entry| leaf(entry).map_err(|_| Fault::Form))
            .collect()
    }
}

/// A list with its digests and result: the file that is exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// The list.
    pub list: BallotList,
    /// SHA-256 of the list's canonical JSON.
    pub list_digest: Digest,
    /// Root of the Merkle tree (RFC 6962) over the entries.
    pub root: Digest,
    /// The outcome as it was found at closing.
    pub result: serde_json::Value,
    /// SHA-256 of the result's canonical JSON.
    pub result_digest: Digest,
}

/// What is wrong with a published list.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// A version that is not known here.
    #[error("list version {0} is not known")]
    Version(u8),
    /// Something has no canonical form.
    #[error("the list has no canonical form")]
    Form,
    /// The digest is another list's.
    #[error("the digest of the list does not match: {0}")]
    ListDigest(Digest),
    /// The root is another list's.
    #[error("the root over the entries does not match: {0}")]
    Root(Digest),
    /// The digest is another result's.
    #[error("the digest of the result does not match: {0}")]
    ResultDigest(Digest),
    /// Entries out of order or twice.
    #[error("entry {0} is out of order or stands twice")]
    Order(usize),
    /// An entry holds what its kind of secrecy forbids or lacks what it demands.
    #[error("entry {0} does not fit the secrecy of the ballot")]
    Secrecy(usize),
    /// More ballots than votes.
    #[error("{found} ballots for {votes} votes")]
    TooMany {
        /// Ballots.
        found: usize,
        /// Votes there are to be had.
        votes: u64,
    },
    /// The votes cannot be counted.
    #[error(transparent)]
    Tally(#[from] TallyError),
    /// Counting gives something else.
    #[error("the recount gives another result than the published one")]
    Result,
    /// No entry belongs to the receipt.
    #[error("no entry belongs to this receipt")]
    NoSuchReceipt,
    /// An opening does not open its commitment, or the openings are not the choices counted.
    #[error("opening {0} does not open its commitment or the openings are not what was counted")]
    Opening(usize),
}

/// How the list shows a receipt: SHA-256(`"yiting/ballot/receipt/v1"` || 0 || ballot || receipt ||
/// `/` || number). One vote may count in several units; each has its number, from 0.
pub fn mark(ballot: Uuid, receipt: &str, number: u32) -> Digest {
    let mut hash = Sha256::new();
    hash.update(b"yiting/ballot/receipt/v1\0");
    hash.update(ballot.as_bytes());
    hash.update(receipt.trim().as_bytes());
    hash.update(format!("/{number}"));
    Digest(hash.finalize().into())
}

/// The commitment to a sealed choice: SHA-256(`"yiting/ballot/choice/v1"` || 0 || salt || mark ||
/// canonical choice).
///
/// # Errors
/// [`Fault::Form`].
pub fn commitment(salt: &Digest, mark: &Digest, choice: &Choice) -> Result<Digest, Fault> {
    let text = choice.canonical().map_err(|_| Fault::Form)?;
    let mut hash = Sha256::new();
    hash.update(b"yiting/ballot/choice/v1\0");
    hash.update(salt.0);
    hash.update(mark.0);
    hash.update(text.as_bytes());
    Ok(Digest(hash.finalize().into()))
}

/// Orders a list, counts it and gives it its digests.
///
/// # Errors
/// [`Fault`] for a list that nobody could count again.
pub fn publish(mut list: BallotList) -> Result<(Published, Outcome), Fault> {
    list.entries.sort_unstable_by_key(|entry| entry.mark);
    list.choices.sort_unstable();
    let outcome = tally(&list)?;
    let result = serde_json::to_value(&outcome).map_err(|_| Fault::Form)?;
    let published = Published {
        list_digest: digest_of(&list).map_err(|_| Fault::Form)?,
        root: root_of(&list.leaves()?),
        result_digest: digest_of(&result).map_err(|_| Fault::Form)?,
        result,
        list,
    };
    verify(&published)?;
    Ok((published, outcome))
}

/// Checks digests, order and form, counts again and compares.
///
/// # Errors
/// [`Fault`], the first found.
pub fn verify(published: &Published) -> Result<Outcome, Fault> {
    let list = &published.list;
    if list.version != LIST_VERSION {
        return Err(Fault::Version(list.version));
    }
    let digest = digest_of(list).map_err(|_| Fault::Form)?;
    if digest != published.list_digest {
        return Err(Fault::ListDigest(digest));
    }
    let root = root_of(&list.leaves()?);
    if root != published.root {
        return Err(Fault::Root(root));
    }
    let digest = digest_of(&published.result).map_err(|_| Fault::Form)?;
    if digest != published.result_digest {
        return Err(Fault::ResultDigest(digest));
    }
    for (index, pair) in list.entries.windows(2).enumerate() {
        if pair[0].mark >= pair[1].mark {
            return Err(Fault::Order(index + 1));
        }
    }
    let sealed = list.rule.secrecy == Secrecy::Sealed;
    for (index, entry) in list.entries.iter().enumerate() {
        let hidden = list.rule.secrecy == Secrecy::Open || (entry.voter.is_none() && !entry.paper);
        if entry.choice.is_some() == sealed || entry.commitment.is_some() != sealed || !hidden {
            return Err(Fault::Secrecy(index));
        }
    }
    if sealed != (list.choices.len() == list.entries.len() && (sealed || list.choices.is_empty()))
        && !(list.entries.is_empty() && list.choices.is_empty())
    {
        return Err(Fault::Secrecy(list.entries.len()));
    }
    if list.entries.len() as u64 > list.electorate.votes {
        return Err(Fault::TooMany {
            found: list.entries.len(),
            votes: list.electorate.votes,
        });
    }
    let outcome = tally(list)?;
    let again = serde_json::to_value(&outcome).map_err(|_| Fault::Form)?;
    if again == published.result {
        Ok(outcome)
    } else {
        Err(Fault::Result)
    }
}

/// Where the entries that belong to a receipt stand.
fn positions(list: &BallotList, receipt: &str) -> Result<Vec<usize>, Fault> {
    let found: Vec<usize> = (0..64)
        // Not until the first gap: where joint owners voted later, some entries are theirs now.
        .filter_map(|number| {
            let wanted = mark(list.ballot, receipt, number);
            list.entries.binary_search_by_key(&wanted, |entry| entry.mark).ok()
        })
        .collect();
    if found.is_empty() {
        Err(Fault::NoSuchReceipt)
    } else {
        Ok(found)
    }
}

/// The entries that belong to a receipt.
///
/// # Errors
/// [`Fault::NoSuchReceipt`] when there is none.
pub fn verify_receipt<'a>(list: &'a BallotList, receipt: &str) -> Result<Vec<&'a Entry>, Fault> {
    let found = positions(list, receipt)?;
    Ok(found.into_iter().filter_map(|at| list.entries.get(at)).collect())
}

/// An entry with its position and the Merkle path from it to the list's root.
pub type Proved<'a> = (usize, &'a Entry, Vec<Digest>);

/// A list with its whole tree, for one who is asked for many receipts: a look-up costs no hash of the list.
pub struct Indexed {
    list: BallotList,
    tree: Tree,
}

impl Indexed {
    /// Hashes the list once.
    ///
    /// # Errors
    /// [`Fault::Form`] for an entry that has no canonical form.
    pub fn new(list: BallotList) -> Result<Self, Fault> {
        let tree = Tree::over(list.leaves()?);
        Ok(Self { list, tree })
    }

    /// The entries that belong to a receipt, each with its position and its Merkle path.
    ///
    /// # Errors
    /// [`Fault::NoSuchReceipt`] when there is none.
    pub fn of_receipt(&self, receipt: &str) -> Result<Vec<Proved<'_>>, Fault> {
        let found = positions(&self.list, receipt)?;
        let entry = |at: usize| Some((at, self.list.entries.get(at)?, self.tree.path(at)?));
        Ok(found.into_iter().filter_map(entry).collect())
    }
}

/// What the auditors of a sealed ballot check: every commitment opens, and the openings are exactly
/// the choices that were counted.
///
/// # Errors
/// [`Fault::Opening`].
pub fn verify_openings(list: &BallotList, openings: &[Opening]) -> Result<(), Fault> {
    let mut sorted: Vec<&Opening> = openings.iter().collect();
    sorted.sort_unstable_by_key(|opening| opening.mark);
    for (index, entry) in list.entries.iter().enumerate() {
        let opens = sorted
            .get(index)
            .filter(|opening| opening.mark == entry.mark)
            .and_then(|opening| commitment(&opening.salt, &opening.mark, &opening.choice).ok());
        if opens.is_none() || opens != entry.commitment {
            return Err(Fault::Opening(index));
        }
    }
    let mut choices: Vec<&Choice> = openings.iter().map(|opening| &opening.choice).collect();
    choices.sort_unstable();
    if choices.len() == list.choices.len() && choices.into_iter().eq(&list.choices) {
        Ok(())
    } else {
        Err(Fault::Opening(openings.len()))
    }
}
