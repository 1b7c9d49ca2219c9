//! Preference ballots in `.HIL` files, the older sibling of [`super::blt`]: the same numbers, with
//! all names and the title on one line at the end.

use super::FileError;
use super::blt::{self, PreferenceFile};

/// Reads a file. Line ends mean nothing in either format, so that one grammar reads both.
///
/// # Errors
/// [`FileError`] for the first line that cannot be understood.
pub fn parse(text: &str) -> Result<PreferenceFile, FileError> {
    blt::parse(text)
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_on_one_line_are_read() {
        let file = super::parse("2 1\n1 2 0\n0\n\"1\" \"2\" \"a77\"\n").unwrap();
        assert_eq!((file.candidates.len(), file.title.as_str()), (2, "a77"));
    }
}
