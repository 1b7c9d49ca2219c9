//! Preference ballots in `.blt` files: candidates and seats, ballots, names, title.
//!
//! Source: Hill, Wichmann and Woodall, "Algorithm 123: Single Transferable Vote by Meek's Method",
//! Computer Journal 30 (1987), appendix. `5 3`, then a line for each ballot `weight candidates… 0`,
//! a lone `0`, the names in quotation marks, the title. Negative numbers before the ballots are
//! withdrawn candidates. What follows `#` on a line is a comment.

use super::{Fault, FileError};
use crate::ballot::stv::PreferenceBallot;

/// An election with preference ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreferenceFile {
    /// Seats to fill.
    pub seats: usize,
    /// Names of the candidates.
    pub candidates: Vec<String>,
    /// Candidates who withdrew, by index.
    pub withdrawn: Vec<usize>,
    /// The ballots; an empty one is no valid vote.
    pub ballots: Vec<PreferenceBallot>,
    /// What the file calls the election.
    pub title: String,
}

/// Reads a file.
///
/// # Errors
/// [`FileError`] for the first line that cannot be understood.
pub fn parse(text: &str) -> Result<PreferenceFile, FileError> {
    let mut tokens = Tokens::new(text);
    let candidates = tokens.count("candidates")?;
    let seats = tokens.count("seats")?;
    let mut file = PreferenceFile {
        seats,
        candidates: Vec::new(),
        withdrawn: Vec::new(),
        ballots: Vec::new(),
        title: String::new(),
    };
    loop {
        let weight = tokens.number("weight")?;
        if weight == 0 {
            break;
        }
        if weight < 0 {
            let candidate = usize::try_from(weight.unsigned_abs()).unwrap_or(usize::MAX);
            file.withdrawn.push(tokens.candidate(candidate, candidates)?);
            continue;
        }
        let mut order = Vec::new();
        loop {
            match tokens.count("preference")? {
                0 => break,
                number => {
                    let candidate = tokens.candidate(number, candidates)?;
                    if order.contains(&candidate) {
                        return Err(Fault::Repeated(number.to_string()).at(tokens.line));
                    }
                    order.push(candidate);
                }
            }
        }
        file.ballots.push(PreferenceBallot {
            weight: weight.unsigned_abs(),
            order,
        });
    }
    for _ in 0..candidates {
        file.candidates
            .push(tokens.name()?.ok_or(Fault::Missing("name").at(tokens.line))?);
    }
    file.title = tokens.name()?.unwrap_or_default();
    match tokens.next()? {
        None => Ok(file),
        Some(Token::Bare(text)) => Err(Fault::Unexpected(text.to_owned()).at(tokens.line)),
        Some(Token::Quoted(text)) => Err(Fault::Unexpected(text).at(tokens.line)),
    }
}

enum Token<'a> {
    Bare(&'a str),
    Quoted(String),
}

struct Tokens<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            rest: text.strip_prefix('\u{feff}').unwrap_or(text),
            line: 1,
        }
    }

    /// Takes `length` bytes, a place between characters.
    fn take(&mut self, length: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(length);
        self.line += taken.bytes().filter(|&byte| byte == b'\n').count();
        self.rest = rest;
        taken
    }

    /// The next token; old files end with the control character SUB, which counts as space.
    fn next(&mut self) -> Result<Option<Token<'a>>, FileError> {
        let blank = |char: char| char.is_whitespace() || char == '\u{1a}';
        loop {
            let start = self.rest.find(|char| !blank(char)).unwrap_or(self.rest.len());
            self.take(start);
            if !self.rest.starts_with('#') {
                break;
            }
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        if let Some(inside) = self.rest.strip_prefix('"') {
            let end = inside.find('"').ok_or(Fault::Unclosed.at(self.line))?;
            let text = inside.get(..end).unwrap_or_default().to_owned();
            self.take(end + 2);
            return Ok(Some(Token::Quoted(text)));
        }
        let end = self.rest.find(|char| blank(char) || char == '"' || char == '#');
        Ok(Some(Token::Bare(self.take(end.unwrap_or(self.rest.len())))))
    }

    fn number(&mut self, field: &'static str) -> Result<i64, FileError> {
        let text = match self.next()? {
            None => return Err(Fault::Missing(field).at(self.line)),
            Some(Token::Bare(text)) => text.to_owned(),
            Some(Token::Quoted(text)) => text,
        };
        let parsed = text.parse();
        parsed.map_err(|_| Fault::Number { field, text }.at(self.line))
    }

    fn count(&mut self, field: &'static str) -> Result<usize, FileError> {
        let number = self.number(field)?;
        let text = || number.to_string();
        usize::try_from(number).map_err(|_| Fault::Number { field, text: text() }.at(self.line))
    }

    fn candidate(&self, number: usize, candidates: usize) -> Result<usize, FileError> {
        let known = (1..=candidates).contains(&number);
        known
            .then(|| number - 1)
            .ok_or_else(|| Fault::NoSuchOption(number.to_string()).at(self.line))
    }

    fn name(&mut self) -> Result<Option<String>, FileError> {
        match self.next()? {
            None => Ok(None),
            Some(Token::Quoted(text)) => Ok(Some(text)),
            Some(Token::Bare(text)) => Err(Fault::Unexpected(text.to_owned()).at(self.line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ballots_names_and_withdrawals_are_read() {
        let file = parse("3 2 # seats\n-2\n4 1 3 0\n1 0\n0\n\"A\"\n\"B b\"\n\"C\"\n\"T\"\n\u{1a}\n").unwrap();
        assert_eq!((file.seats, file.withdrawn), (2, vec![1]));
        assert_eq!(file.candidates, ["A", "B b", "C"]);
        assert_eq!(file.title, "T");
        assert_eq!(file.ballots.len(), 2);
        assert_eq!((file.ballots[0].weight, &file.ballots[0].order), (4, &vec![0, 2]));
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        assert_eq!(
            parse("2 1\n1 3 0\n").unwrap_err(),
            Fault::NoSuchOption("3".into()).at(2)
        );
        assert_eq!(parse("2 1\n1 2 2 0\n").unwrap_err(), Fault::Repeated("2".into()).at(2));
        assert_eq!(parse("2 1\n1 2=1 0\n").unwrap_err().line, 2);
        assert_eq!(parse("2 1\n0\n\"A\"\n").unwrap_err(), Fault::Missing("name").at(4));
        assert_eq!(parse("2 1\n0\n\"A\n").unwrap_err(), Fault::Unclosed.at(3));
        assert_eq!(
            parse("1 1\n0\n\"A\" \"T\" 9").unwrap_err(),
            Fault::Unexpected("9".into()).at(3)
        );
        assert!(parse("99999999999999999999 1").is_err());
    }
}
