//! Which parts of a text fit a query, in the senses in which the engines find it.
//!
//! Works on the text itself, as it is read from the database, so that neither engine has to keep it.

use super::analysis::{Analyser, Folded, Script, Term, Token, initials, readings, units};
use std::ops::Range;

/// Longer texts are only read to here, in bytes.
const TEXT_LENGTH: usize = 100_000;
/// First letters are only marked in texts of a title's length, in characters: in a longer one they stand everywhere.
const TITLE_LENGTH: usize = 100;
/// At most so many marks.
const MARKS: usize = 500;

/// The parts of a text that fit a query: bytes of the original, in order, apart from each other.
pub fn marks(text: &str, query: &str, analyser: &Analyser) -> Vec<Range<usize>> {
    let text = &text[..text.floor_char_boundary(TEXT_LENGTH)];
    let folded = Folded::of(text);
    let units = units(&folded.text());
    let terms = analyser.terms(query, false);
    let telling = terms.iter().any(|term| !term.stop);
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, term) in terms.iter().enumerate().filter(|(_, term)| !term.stop || !telling) {
        let next = terms.get(at + 1).filter(|next| next.chars.start == term.chars.end);
        found.extend(places(term, next, &units, folded.chars.len()));
        if found.len() > 4 * MARKS {
            break;
        }
    }
    let mut marks: Vec<Range<usize>> = found
        .into_iter()
        .map(|chars| folded.origin(chars))
        .filter(|bytes| !bytes.is_empty())
        .collect();
    marks.sort_unstable_by_key(|mark| (mark.start, mark.end));
    let mut merged: Vec<Range<usize>> = Vec::with_capacity(marks.len());
    for mark in marks {
        match merged.last_mut() {
            Some(last) if mark.start <= last.end => last.end = last.end.max(mark.end),
            _ => merged.push(mark),
        }
    }
    merged.truncate(MARKS);
    merged
}

/// Where a word of the query stands, in folded characters.
fn places(term: &Term, next: Option<&Term>, units: &[Token], length: usize) -> Vec<Range<usize>> {
    // One or two digits fit only with what they count, as they are searched.
    if let Some(counted) = next.filter(|_| term.script == Script::Digits && term.chars.len() < 3) {
        let first = counted.text.chars().next().map(String::from).unwrap_or_default();
        return units
            .windows(2)
            .filter(|pair| pair[0].text == term.text && pair[1].text == first && touch(&pair[0], &pair[1]))
            .map(|pair| pair[0].chars.clone())
            .collect();
    }
    let mut found = rows(units, &term.text);
    // The parts apart, if the word itself is not there.
    if found.is_empty() {
        found.extend(
            term.pieces
                .iter()
                .filter(|piece| piece.chars().count() > 1)
                .flat_map(|piece| rows(units, piece)),
        );
    }
    found.extend(term.synonyms.iter().flat_map(|other| rows(units, other)));
    if term.slips > 0 {
        let slipped = |unit: &&Token| unit.script == Script::Letters && near(&term.text, &unit.text, term.slips);
        found.extend(units.iter().filter(slipped).map(|unit| unit.chars.clone()));
    }
    for spelling in &term.syllables {
        found.extend(runs(units, spelling.len(), |unit, at| {
            unit.text
                .chars()
                .next()
                .is_some_and(|one| readings(one).contains(&spelling[at]))
        }));
    }
    if term.initials && length <= TITLE_LENGTH {
        let letters: Vec<char> = term.text.chars().collect();
        found.extend(runs(units, letters.len(), |unit, at| {
            unit.text
                .chars()
                .next()
                .is_some_and(|one| initials(one).contains(&letters[at]))
        }));
    }
    found
}

fn touch(left: &Token, right: &Token) -> bool {
    left.chars.end == right.chars.start
}

/// Where a row of units stands that reads like a folded text.
fn rows(all: &[Token], text: &str) -> Vec<Range<usize>> {
    let wanted = units(text);
    runs(all, wanted.len(), |unit, at| unit.text == wanted[at].text)
}

/// Rows of so many units side by side of which each fits.
fn runs(all: &[Token], length: usize, fits: impl Fn(&Token, usize) -> bool) -> Vec<Range<usize>> {
    if length == 0 {
        return Vec::new();
    }
    all.windows(length)
        .filter(|row| row.iter().enumerate().all(|(at, unit)| fits(unit, at)))
        .filter(|row| row.windows(2).all(|pair| touch(&pair[0], &pair[1])))
        .map(|row| row[0].chars.start..row[length - 1].chars.end)
        .collect()
}

/// Whether two words differ in at most so many letters; two that were exchanged are one slip (optimal string
/// alignment, the restricted distance of Damerau and Levenshtein).
fn near(left: &str, right: &str, slips: u8) -> bool {
    let (left, right): (Vec<char>, Vec<char>) = (left.chars().collect(), right.chars().collect());
    let slips = usize::from(slips);
    if left.len().abs_diff(right.len()) > slips {
        return false;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, one) in left.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, other) in right.iter().enumerate() {
            let mut cost = (last[column] + usize::from(one != other))
                .min(last[column + 1] + 1)
                .min(line[column] + 1);
            if row > 0 && column > 0 && *one == right[column - 1] && left[row - 1] == *other {
                cost = cost.min(before[column - 1] + 1);
            }
            line.push(cost);
        }
        before = std::mem::replace(&mut last, line);
    }
    last.last().is_some_and(|&distance| distance <= slips)
}

/// The most telling stretch of a text, of at most so many characters, and the marks within it; both in bytes of
/// the whole text. A mark at its border is cut. Without marks it is the beginning.
pub fn fragment(text: &str, marks: &[Range<usize>], length: usize) -> (Range<usize>, Vec<Range<usize>>) {
    let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let count = borders.len() - 1;
    if count <= length {
        return (0..text.len(), within(marks, &(0..text.len())));
    }
    let place = |byte: usize| borders.partition_point(|&border| border < byte);
    let lead = length / 5;
    let mut best = (0..borders[length], 0);
    for mark in marks {
        let start = begin(text, &borders, place(mark.start), lead).min(count - length);
        let window = borders[start]..borders[start + length];
        let inside = within(marks, &window);
        // Different words tell more than the same one again.
        let mut texts: Vec<&str> = inside.iter().filter_map(|mark| text.get(mark.clone())).collect();
        texts.sort_unstable();
        texts.dedup();
        let worth = 100 * texts.iter().map(|text| text.len()).sum::<usize>() + inside.len();
        if worth > best.1 {
            best = (window, worth);
        }
    }
    let inside = within(marks, &best.0);
    (best.0, inside)
}

/// Where a stretch begins that shows a mark: behind the last stop before it, if that is near.
fn begin(text: &str, borders: &[usize], mark: usize, lead: usize) -> usize {
    let first = mark.saturating_sub(lead);
    (first..mark)
        .find(|&at| {
            at > 0 && text[borders[at - 1]..].starts_with(['。', '！', '？', '；', '，', '\n', '.', '!', '?', ';', ','])
        })
        .unwrap_or(first)
}

fn within(marks: &[Range<usize>], window: &Range<usize>) -> Vec<Range<usize>> {
    let cut = marks
        .iter()
        .map(|mark| mark.start.max(window.start)..mark.end.min(window.end));
    cut.filter(|mark| mark.start < mark.end).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked<'a>(text: &'a str, query: &str) -> Vec<&'a str> {
        marks(text, query, &Analyser::default())
            .into_iter()
            .map(|mark| &text[mark])
            .collect()
    }

    #[test]
    fn words_are_marked_in_the_form_in_which_they_stand() {
        assert_eq!(marked("老楼加裝電梯，多部電梯", "电梯"), ["電梯", "電梯"]);
        assert_eq!(marked("拨打１２３４５热线", "12345"), ["１２３４５"]);
        assert_eq!(marked("ＥＶ充电桩", "ev"), ["ＥＶ"]);
    }

    #[test]
    fn synonyms_sounds_and_slips_are_marked() {
        assert_eq!(marked("电动自行车进楼", "电瓶车"), ["电动自行车"]);
        assert_eq!(marked("加装电梯", "dianti"), ["电梯"]);
        assert_eq!(marked("加装电梯", "jzdt"), ["加装电梯"]);
        assert_eq!(marked("Parking lot", "parkign"), ["Parking"]);
    }

    #[test]
    fn function_words_are_not_marked_beside_others() {
        assert_eq!(marked("电梯的按钮坏了", "电梯的"), ["电梯"]);
    }

    #[test]
    fn a_small_number_is_marked_only_with_what_it_counts() {
        assert_eq!(marked("3号楼有3部电梯", "3号楼"), ["3号楼"]);
    }

    #[test]
    fn the_fragment_shows_most_of_the_query() {
        let text = format!(
            "电梯坏了。{}这里说电梯和噪音。{}",
            "很长的一段话没有别的。".repeat(20),
            "后面还有。".repeat(20)
        );
        let found = marks(&text, "电梯 噪音", &Analyser::default());
        let (window, inside) = fragment(&text, &found, 30);
        assert!(text[window.clone()].contains("电梯和噪音"), "{}", &text[window]);
        assert_eq!(inside.len(), 2);
    }

    proptest! {
        #[test]
        fn marks_and_fragments_of_anything_stand_on_borders_in_order(
            text in "[电梯電樓3号aＡ 。é㎡]{0,60}|.{0,40}",
            query in "[电梯楼3号a ]{0,8}|.{0,12}",
            length in 1usize..50,
        ) {
            let found = marks(&text, &query, &Analyser::default());
            let (window, inside) = fragment(&text, &found, length);
            prop_assert!(text.get(window.clone()).is_some_and(|part| part.chars().count() <= length));
            let mut end = None;
            for mark in &found {
                prop_assert!(text.get(mark.clone()).is_some_and(|part| !part.is_empty()));
                prop_assert!(end.is_none_or(|end| mark.start > end));
                end = Some(mark.end);
            }
            prop_assert!(inside.iter().all(|mark| text.get(mark.clone()).is_some()));
            prop_assert!(inside.iter().all(|mark| mark.start >= window.start && mark.end <= window.end));
        }
    }
}
