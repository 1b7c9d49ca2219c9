//! Trusted documents: the operations of released SDK versions, known by the SHA-256 of their text.
//!
//! In production residents and anonymous callers run these alone; staff may send text of their own, within
//! the limits of [`super::guard`]. A manifest is a JSON object from hash to text, one for each version;
//! those of released versions are built in, further ones (such as of a client in another language) stand
//! in a folder of the settings as `VERSION.json`. A version can be retired: its clients are asked to
//! update, and what only they sent is no longer run.

use super::guard::{self, GuardError, Limits};
use crate::identity::hex;
use anyhow::{Context, bail};
use async_graphql::{
    Variables,
    parser::types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, OnceLock},
};

// `RELEASED: &[(&str, &str)]`: version and manifest of each release, and of what is being built.
include!(concat!(env!("OUT_DIR"), "/manifests.rs"));

/// A version as `major.minor.patch`.
type Version = (u64, u64, u64);

/// Reads a version; what follows a `-` or `+` is not looked at.
fn version(text: &str) -> Option<Version> {
    let core = text.split(['-', '+']).next()?;
    let mut parts = core.split('.').map(|part| part.parse::<u64>().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

/// Which versions are no longer served.
#[derive(Clone, Debug, Default)]
pub struct Retired {
    exact: Vec<Version>,
    below: Option<Version>,
}

impl Retired {
    /// Reads `0.1.3, <0.1.0`: single versions, and all below one.
    ///
    /// # Errors
    /// A sentence that names what does not fit.
    pub fn parse(list: &[String]) -> anyhow::Result<Self> {
        let mut retired = Self::default();
        for item in list {
            let (below, text) = match item.strip_prefix('<') {
                Some(rest) => (true, rest.trim()),
                None => (false, item.as_str()),
            };
            let Some(version) = version(text) else {
                bail!("YITING_RETIRED_SDK: «{item}» is no version such as 0.1.0 or <0.2.0");
            };
            if below {
                retired.below = retired.below.max(Some(version));
            } else {
                retired.exact.push(version);
            }
        }
        Ok(retired)
    }

    /// Whether clients of this version are turned away. What is no version is not.
    pub fn holds(&self, text: &str) -> bool {
        version(text)
            .is_some_and(|version| self.exact.contains(&version) || self.below.is_some_and(|below| version < below))
    }
}

/// A document that is listed.
pub struct Listed {
    /// The text, as its hash is of.
    pub text: String,
    /// Only retired versions have it.
    pub retired: bool,
    parsed: OnceLock<Option<Parsed>>,
}

struct Parsed {
    document: ExecutableDocument,
    kind: OperationType,
    public: bool,
}

impl Listed {
    /// Parsed when it is first asked for, once.
    fn parsed(&self) -> Option<&Parsed> {
        let parse = || {
            let document = async_graphql::parser::parse_query(&self.text).ok()?;
            let kind = guard::operation_type(&document, None)?;
            let public = kind == OperationType::Query && !personal(&document);
            Some(Parsed { document, kind, public })
        };
        self.parsed.get_or_init(parse).as_ref()
    }

    /// The document, measured with these variables.
    ///
    /// # Errors
    /// [`GuardError`].
    pub fn document(
        &self,
        variables: &Variables,
        limits: &Limits,
    ) -> Result<(ExecutableDocument, OperationType), GuardError> {
        let parsed = self.parsed().ok_or(GuardError::Invalid)?;
        guard::measure(&parsed.document, variables, limits)?;
        Ok((parsed.document.clone(), parsed.kind))
    }

    /// Whether its answer is the same for everybody: a query without a field that speaks of the viewer.
    pub fn public(&self) -> bool {
        self.parsed().is_some_and(|parsed| parsed.public)
    }
}

/// Fields that speak of who asks; `viewer…` does by its name.
const PERSONAL: &[&str] = &["me", "mine", "inbox", "next", "contact"];

/// Whether any field anywhere in a document speaks of who asks.
fn personal(document: &ExecutableDocument) -> bool {
    fn within(set: &SelectionSet) -> bool {
        set.items.iter().any(|item| match &item.node {
            Selection::Field(field) => {
                let name = field.node.name.node.as_str();
                name.starts_with("viewer") || PERSONAL.contains(&name) || within(&field.node.selection_set.node)
            }
            Selection::InlineFragment(fragment) => within(&fragment.node.selection_set.node),
            // Every fragment is looked at below.
            Selection::FragmentSpread(_) => false,
        })
    }
    let operations = document.operations.iter().map(|(_, one)| &one.node.selection_set.node);
    let fragments = document.fragments.values().map(|one| &one.node.selection_set.node);
    operations.chain(fragments).any(within)
}

/// All manifests together.
#[derive(Clone)]
pub struct Documents {
    listed: Arc<HashMap<String, Listed>>,
    retired: Retired,
    /// Whether everybody may send text of their own.
    pub free: bool,
}

/// The SHA-256 of a text, as manifests have it.
pub fn hash(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

impl Documents {
    /// The built-in manifests and those of a folder.
    ///
    /// # Errors
    /// A sentence that names the file and what is wrong.
    pub fn load(folder: Option<&Path>, retired: Retired, free: bool) -> anyhow::Result<Self> {
        let mut listed = HashMap::new();
        for (version, manifest) in RELEASED {
            enter(&mut listed, version, manifest, &retired)
                .with_context(|| format!("the built-in manifest of {version}"))?;
        }
        if let Some(folder) = folder {
            let entries = std::fs::read_dir(folder)
                .with_context(|| format!("YITING_MANIFESTS: the folder {} cannot be read", folder.display()))?;
            for entry in entries {
                let path = entry?.path();
                let Some(version) = path
                    .file_name()
                    .and_then(|name| name.to_str())
                    .and_then(|name| name.strip_suffix(".json"))
                else {
                    continue;
                };
                let manifest = std::fs::read_to_string(&path)
                    .with_context(|| format!("the manifest {} cannot be read", path.display()))?;
                enter(&mut listed, version, &manifest, &retired)
                    .with_context(|| format!("the manifest {}", path.display()))?;
            }
        }
        Ok(Self {
            listed: Arc::new(listed),
            retired,
            free,
        })
    }

    /// The document of a hash.
    pub fn get(&self, hash: &str) -> Option<&Listed> {
        self.listed.get(hash)
    }

    /// Whether clients of this SDK version are asked to update.
    pub fn is_retired(&self, version: Option<&str>) -> bool {
        version.is_some_and(|version| self.retired.holds(version))
    }
}

fn enter(listed: &mut HashMap<String, Listed>, version: &str, manifest: &str, retired: &Retired) -> anyhow::Result<()> {
    let entries: HashMap<String, String> = serde_json::from_str(manifest).context("is no object of texts by hash")?;
    let retired = retired.holds(version);
    for (name, text) in entries {
        if hash(&text) != name {
            bail!("holds a text under {name}, which is not its hash");
        }
        let known = listed.entry(name).or_insert_with(|| Listed {
            text,
            retired: true,
            parsed: OnceLock::new(),
        });
        known.retired &= retired;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Documents, RELEASED, Retired, hash};
    use crate::graphql;
    use async_graphql::parser::{parse_schema, types::OperationType};

    fn retired(text: &str) -> anyhow::Result<Retired> {
        let items: Vec<String> = text.split(',').map(|item| item.trim().to_owned()).collect();
        Retired::parse(&items)
    }

    #[test]
    fn versions_are_retired_one_by_one_or_below_another() {
        let some = retired("0.1.3, <0.1.0, <0.0.9").unwrap();
        for version in ["0.1.3", "0.0.99", "0.0.1", "0.1.3-beta"] {
            assert!(some.holds(version), "{version}");
        }
        for version in ["0.1.0", "0.1.4", "1.0.0", "", "latest", "0.1", "0.0.1.1", "-1.0.0"] {
            assert!(!some.holds(version), "{version}");
        }
        for wrong in ["0.1", "<", "newest", "1.2.3.4"] {
            let error = retired(wrong).unwrap_err().to_string();
            assert!(error.contains("YITING_RETIRED_SDK"), "{error}");
        }
    }

    #[test]
    fn what_only_retired_versions_have_is_retired() {
        let (folder, shared, old) = (
            yiting_e2e::Folder::new("manifests"),
            "{ __typename }",
            "{ a: __typename }",
        );
        let write = |version: &str, texts: &[&str]| {
            let object: serde_json::Map<_, _> = texts.iter().map(|text| (hash(text), (*text).into())).collect();
            let text = serde_json::Value::Object(object).to_string();
            std::fs::write(folder.0.join(format!("{version}.json")), text).unwrap();
        };
        write("0.0.1", &[shared, old]);
        write("0.0.2", &[shared]);
        let documents = Documents::load(Some(&folder.0), retired("0.0.1").unwrap(), false).unwrap();
        assert!(!documents.get(&hash(shared)).unwrap().retired);
        assert!(documents.get(&hash(old)).unwrap().retired);
        assert!(documents.get(&hash("{ b: __typename }")).is_none());
        std::fs::write(folder.0.join("0.0.3.json"), r#"{"abc": "{ __typename }"}"#).unwrap();
        assert!(Documents::load(Some(&folder.0), Retired::default(), false).is_err());
    }

    /// The manifests of old versions must go on running: a field that they ask for may not go.
    #[test]
    fn every_document_of_every_release_parses_and_names_fields_of_the_schema() {
        let sdl = graphql::sdl();
        parse_schema(&sdl).expect("a schema");
        let documents = Documents::load(None, Retired::default(), false).unwrap();
        let mut public = 0;
        for (version, manifest) in RELEASED {
            let entries: std::collections::HashMap<String, String> = serde_json::from_str(manifest).unwrap();
            assert!(entries.len() > 50, "{version}");
            for (name, text) in entries {
                let listed = documents.get(&name).unwrap();
                let parsed = listed.parsed().unwrap_or_else(|| panic!("{version}: {text}"));
                public += usize::from(parsed.public);
                if parsed.public {
                    assert_eq!(parsed.kind, OperationType::Query);
                    assert!(!text.contains("viewer"), "{text}");
                }
                let root = parsed.document.operations.iter().next().unwrap().1;
                for item in &root.node.selection_set.node.items {
                    if let async_graphql::parser::types::Selection::Field(field) = &item.node {
                        let name = field.node.name.node.as_str();
                        let there = sdl.contains(&format!("\t{name}(")) || sdl.contains(&format!("\t{name}:"));
                        assert!(there, "{version}: {name} is gone");
                    }
                }
            }
        }
        assert!(public >= 5, "{public} public queries");
    }
}
