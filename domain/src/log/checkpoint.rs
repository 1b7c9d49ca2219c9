//! The body of a checkpoint in the form of C2SP tlog-checkpoint, without its signatures.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use super::merkle::Digest;

/// What the operator signs: this log had this many entries and this root.
///
/// Extension lines, which the specification discourages, are neither written nor accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Digest,
}

/// Why a text is no checkpoint body.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CheckpointError {
    /// The origin is empty or holds white space, a control character or a plus sign, which a
    /// signature line cannot carry as its key name.
    #[error("{0:?} cannot be the origin of a log")]
    Origin(String),
    /// The body is not exactly three lines, each with its line end.
    #[error("a checkpoint body has three lines, each with a line end")]
    Lines,
    /// The size is no decimal number below 2^64 without leading zeros.
    #[error("{0:?} is not a tree size")]
    Size(String),
    /// The root is not 32 bytes in standard base64 with padding.
    #[error("{0:?} is not a root hash in base64")]
    Root(String),
}

impl Checkpoint {
    /// A checkpoint of the log named `origin`.
    ///
    /// # Errors
    /// [`CheckpointError::Origin`] if the name cannot stand in a signed note.
    pub fn new(origin: &str, size: u64, root: Digest) -> Result<Self, CheckpointError> {
        let unfit = |c: char| c.is_whitespace() || c.is_control() || c == '+';
        if origin.is_empty() || origin.contains(unfit) {
            return Err(CheckpointError::Origin(origin.to_owned()));
        }
        Ok(Self {
            origin: origin.to_owned(),
            size,
            root,
        })
    }

    /// The name of the log, unique among all logs.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Number of entries.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// Root of the tree.
    pub const fn root(&self) -> Digest {
        self.root
    }
}

impl fmt::Display for Checkpoint {
    /// The exact bytes that are signed: three lines, each with a line end.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let root = encode_base64(&self.root.0);
        writeln!(f, "{}\n{}\n{root}", self.origin, self.size)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Reads a body; what is accepted is written back byte for byte the same.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let body = text.strip_suffix('\n').ok_or(CheckpointError::Lines)?;
        let lines: Vec<&str> = body.split('\n').collect();
        let [origin, size_text, root_text] = lines[..] else {
            return Err(CheckpointError::Lines);
        };
        let size = size_text
            .parse::<u64>()
            .ok()
            // A plus sign or leading zeros would give one tree two texts.
            .filter(|size| size.to_string() == size_text)
            .ok_or_else(|| CheckpointError::Size(size_text.to_owned()))?;
        let root = decode_base64(root_text)
            .and_then(|bytes| <[u8; 32]>::try_from(bytes).ok())
            .ok_or_else(|| CheckpointError::Root(root_text.to_owned()))?;
        Self::new(origin, size, Digest(root))
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Standard base64 with padding (RFC 4648, section 4).
fn encode_base64(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |n: usize| u32::from(chunk.get(n).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for n in 0..4 {
            let index = (bits >> (18 - 6 * n)) as usize & 63;
            let letter = ALPHABET.get(index).copied().unwrap_or(b'=');
            out.push(char::from(if n > chunk.len() { b'=' } else { letter }));
        }
    }
    out
}

/// The inverse of [`encode_base64`]; refuses every other spelling of the same bytes.
fn decode_base64(text: &str) -> Option<Vec<u8>> {
    let (quads, []) = text.as_bytes().as_chunks::<4>() else {
        return None;
    };
    let mut out = Vec::with_capacity(quads.len() * 3);
    for quad in quads {
        let mut bits = 0u32;
        for letter in quad {
            let value = match letter {
                b'=' => 0,
                _ => ALPHABET.iter().position(|known| known == letter)?,
            };
            bits = bits << 6 | u32::try_from(value).ok()?;
        }
        let [_, bytes @ ..] = bits.to_be_bytes();
        let padding = quad.iter().filter(|letter| **letter == b'=').count();
        out.extend(bytes.iter().take(3usize.saturating_sub(padding)));
    }
    // Misplaced padding and stray bits do not survive the way back.
    (encode_base64(&out) == text).then_some(out)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::merkle::{empty_root, leaf_hash};
    use super::*;

    const BODY: &str = "yiting.example/log/110105\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";

    #[test]
    fn a_body_is_written_as_the_specification_shows() {
        let checkpoint = Checkpoint::new("yiting.example/log/110105", 0, empty_root()).unwrap();
        assert_eq!(checkpoint.to_string(), BODY);
        assert_eq!(BODY.parse(), Ok(checkpoint));
    }

    #[test]
    fn a_body_with_a_second_spelling_is_refused() {
        let refused = |from: &str, to: &str| {
            assert_ne!(BODY, BODY.replacen(from, to, 1));
            BODY.replacen(from, to, 1).parse::<Checkpoint>().unwrap_err()
        };
        assert_eq!(refused("\n0\n", "\n00\n"), CheckpointError::Size("00".into()));
        assert_eq!(refused("\n0\n", "\n+1\n"), CheckpointError::Size("+1".into()));
        assert_eq!(refused("\n0\n", "\n\n"), CheckpointError::Size(String::new()));
        assert!(matches!(refused("FU=", "FV="), CheckpointError::Root(_)));
        assert!(matches!(refused("FU=", "F=="), CheckpointError::Root(_)));
        assert!(matches!(refused("47DE", "4=DE"), CheckpointError::Root(_)));
        assert!(matches!(refused("47DE", ""), CheckpointError::Root(_)));
        assert_eq!(refused("FU=\n", "FU="), CheckpointError::Lines);
        assert_eq!(refused("FU=\n", "FU=\nextension\n"), CheckpointError::Lines);
        assert!(matches!(refused("FU=\n", "FU=\r\n"), CheckpointError::Root(_)));
        assert!(matches!(refused("/log", " log"), CheckpointError::Origin(_)));
        assert!(matches!(refused("/log", "+log"), CheckpointError::Origin(_)));
    }

    #[test]
    fn base64_follows_the_examples_of_rfc_4648() {
        let examples = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ];
        for (plain, coded) in examples {
            assert_eq!(encode_base64(plain.as_bytes()), coded);
            assert_eq!(decode_base64(coded).unwrap(), plain.as_bytes());
        }
    }

    proptest! {
        #[test]
        fn every_checkpoint_reads_back_as_itself(size: u64, seed: [u8; 8]) {
            let checkpoint = Checkpoint::new("a", size, leaf_hash(&seed)).unwrap();
            prop_assert_eq!(checkpoint.to_string().parse(), Ok(checkpoint));
        }

        #[test]
        fn arbitrary_text_is_refused_or_reads_back_the_same(text: String) {
            if let Ok(checkpoint) = text.parse::<Checkpoint>() {
                prop_assert_eq!(checkpoint.to_string(), text);
            }
        }
    }
}
