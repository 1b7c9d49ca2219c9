//! Published formats of elections. Parsers take text, never panic, and say which line is wrong.

pub mod abc;
pub mod blt;
pub mod debian;
pub mod hil;
pub mod pb;

use thiserror::Error;

/// Why a file was refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {reason}")]
pub struct FileError {
    /// Line number, from 1; the last line for what is missing.
    pub line: usize,
    /// What is wrong there.
    pub reason: Fault,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The bytes are no UTF-8.
    #[error("the text is not UTF-8")]
    NotUtf8,
    /// Something that the format needs is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value is no number of the needed kind.
    #[error("{field}: {text:?} is not a valid number")]
    Number {
        /// What the value is for.
        field: &'static str,
        /// The value as read.
        text: String,
    },
    /// A quoted text does not end.
    #[error("a quotation mark is not closed")]
    Unclosed,
    /// More values than there are columns.
    #[error("{found} fields for {columns} columns")]
    Fields {
        /// Values found.
        found: usize,
        /// Columns of the section.
        columns: usize,
    },
    /// A vote names an option that is not on the ballot.
    #[error("there is no option {0:?}")]
    NoSuchOption(String),
    /// Something that must be unique stands twice.
    #[error("{0:?} stands twice")]
    Repeated(String),
    /// Points do not match the options voted for.
    #[error("{points} points for {options} options")]
    Points {
        /// Options voted for.
        options: usize,
        /// Points given.
        points: usize,
    },
    /// Another number of lines than the file announces.
    #[error("{what}: {announced} announced, {found} found")]
    Count {
        /// What was counted.
        what: &'static str,
        /// As announced.
        announced: usize,
        /// As found.
        found: usize,
    },
    /// A vote ranks another number of options than the others.
    #[error("{found} ranks for {options} options")]
    Ranks {
        /// Ranks found.
        found: usize,
        /// Options on the ballot.
        options: usize,
    },
    /// A kind of vote that is not known here.
    #[error("{0:?} is not a supported kind of vote")]
    VoteType(String),
    /// Something that has no place here.
    #[error("unexpected {0:?}")]
    Unexpected(String),
    /// The line is no JSON of the expected form.
    #[error("{0}")]
    Json(String),
}

impl Fault {
    pub(crate) const fn at(self, line: usize) -> FileError {
        FileError { line, reason: self }
    }
}

/// The text of a file without its byte order mark.
///
/// # Errors
/// [`Fault::NotUtf8`] with the line of the first wrong byte.
pub fn decode(bytes: &[u8]) -> Result<&str, FileError> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or_default();
        Fault::NotUtf8.at(1 + good.iter().filter(|&&byte| byte == b'\n').count())
    })?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn all(text: &str) {
        let _ = pb::parse(text);
        let _ = debian::parse(text);
        let _ = blt::parse(text);
        let _ = hil::parse(text);
        let _ = abc::parse(text);
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_parser_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let _ = decode(&bytes);
            all(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn no_mixture_of_familiar_pieces_makes_a_parser_panic(
            pieces in prop::collection::vec(0_usize..23, 0..40),
        ) {
            let known = [
                "META\n", "PROJECTS\n", "VOTES\n", "key;value\n", "project_id;cost\n", "voter_id;vote;points\n",
                "budget;10\n", "vote_type;cumulative\n", "a;1\n", "v;a,a;1\n", "\n", "\r\n", ";", "\"", "V: 1-2\n",
                "Option 3-->: x\n", "3 2\n", "-1 ", "1 2 3 0\n", "0\n", "\"name\"\n",
                "{\"num_cand\":2,\"committeesize\":1,\"profile\":[[0]]}\n", "9999999999999999999 ",
            ];
            let text: String = pieces.iter().map(|&index| known[index]).collect();
            all(&text);
        }
    }

    #[test]
    fn a_wrong_byte_is_reported_with_its_line() {
        assert_eq!(decode(b"a\nb\xff"), Err(Fault::NotUtf8.at(2)));
        assert_eq!(decode(b"\xef\xbb\xbfa"), Ok("a"));
    }
}
