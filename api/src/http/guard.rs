//! What a document costs, counted before anything else looks at it.
//!
//! The library's own depth and complexity checks expand every fragment spread again and again, so
//! that a kilobyte of fragments can burn seconds; here each fragment is measured once.

use async_graphql::parser::{
    parse_query,
    types::{ExecutableDocument, OperationType, Selection, SelectionSet},
};
use async_graphql::{Positioned, Value, Variables};
use std::collections::HashMap;

/// Bounds of one document.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Lexical tokens.
    pub tokens: usize,
    /// Fields after expansion, list sizes multiplied in.
    pub nodes: u64,
    /// Nesting after expansion.
    pub depth: u64,
    /// Aliases in the document.
    pub aliases: usize,
    /// Directives in the document.
    pub directives: usize,
    /// Fields at the root of an operation.
    pub root_fields: u64,
    /// Whether the schema may be asked for; in production it is served as a file instead.
    pub introspection: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024,
            tokens: 2_000,
            nodes: 20_000,
            depth: 14,
            aliases: 15,
            directives: 50,
            root_fields: 10,
            introspection: false,
        }
    }
}

/// Why a document is refused. None of these echoes the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GuardError {
    /// Too many bytes or tokens.
    #[error("查询文本过长 / The document is too large.")]
    TooLarge,
    /// Too deep, too wide, too many aliases or directives, or fragments in a circle.
    #[error("查询过于复杂 / The document asks for too much.")]
    TooComplex,
    /// It asks for the schema where that is off.
    #[error("此处不提供架构查询，请使用 /schema.graphql / Introspection is off; the schema is at /schema.graphql.")]
    Introspection,
    /// Not a document.
    #[error("查询文本无效 / The document is not valid GraphQL.")]
    Invalid,
}

impl GuardError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "DOCUMENT_TOO_LARGE",
            Self::TooComplex => "DOCUMENT_TOO_COMPLEX",
            Self::Introspection => "INTROSPECTION_OFF",
            Self::Invalid => "DOCUMENT_INVALID",
        }
    }
}

/// Checks a document and parses it.
///
/// # Errors
/// [`GuardError`], within time linear in the document.
pub fn check(query: &str, variables: &Variables, limits: &Limits) -> Result<ExecutableDocument, GuardError> {
    if query.len() > limits.bytes || tokens(query, limits.tokens) > limits.tokens {
        return Err(GuardError::TooLarge);
    }
    if nesting(query) > 64 {
        return Err(GuardError::TooComplex);
    }
    let document = parse_query(query).map_err(|_| GuardError::Invalid)?;
    measure(&document, variables, limits)?;
    Ok(document)
}

/// Checks a document that is parsed already.
///
/// # Errors
/// [`GuardError`], within time linear in the document.
pub fn measure(document: &ExecutableDocument, variables: &Variables, limits: &Limits) -> Result<(), GuardError> {
    let mut count = Count {
        document,
        variables,
        limits,
        fragments: HashMap::new(),
        aliases: 0,
        directives: 0,
    };
    for (_, operation) in document.operations.iter() {
        count.directives += operation.node.directives.len();
        let (nodes, depth, width) = count.set(&operation.node.selection_set.node, 0)?;
        if nodes > limits.nodes || depth > limits.depth || width > limits.root_fields {
            return Err(GuardError::TooComplex);
        }
    }
    let names: Vec<_> = document.fragments.keys().cloned().collect();
    for name in names {
        count.fragment(name.as_str(), 0)?;
    }
    if count.aliases > limits.aliases || count.directives > limits.directives {
        return Err(GuardError::TooComplex);
    }
    Ok(())
}

/// The kind of the operation that would run.
pub fn operation_type(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    document
        .operations
        .iter()
        .find(|(known, _)| name.is_none() || known.map(|known| known.as_str()) == name)
        .map(|(_, operation)| operation.node.ty)
}

/// Lexical tokens, roughly: words, numbers, strings, punctuation. Stops soon after `most`.
fn tokens(query: &str, most: usize) -> usize {
    let mut count = 0;
    let mut in_word = false;
    let mut in_string = false;
    let mut escaped = false;
    for byte in query.bytes() {
        if count > most {
            break;
        }
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        let word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
        if word {
            count += usize::from(!in_word);
        } else if byte == b'"' {
            in_string = true;
            count += 1;
        } else if !byte.is_ascii_whitespace() && byte != b',' {
            count += 1;
        }
        in_word = word;
    }
    count
}

/// The deepest nesting of brackets: a recursive parser must not meet a deep document.
fn nesting(query: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    for byte in query.bytes() {
        match byte {
            b'{' | b'[' | b'(' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

struct Count<'a> {
    document: &'a ExecutableDocument,
    variables: &'a Variables,
    limits: &'a Limits,
    /// `None` while a fragment is being measured: meeting it again is a circle.
    fragments: HashMap<String, Option<(u64, u64, u64)>>,
    aliases: usize,
    directives: usize,
}

impl Count<'_> {
    /// Nodes, depth and number of fields of a selection set, everything expanded.
    fn set(&mut self, set: &SelectionSet, level: u64) -> Result<(u64, u64, u64), GuardError> {
        // The document's own nesting is bounded, so this recursion is.
        if level > 64 {
            return Err(GuardError::TooComplex);
        }
        let (mut nodes, mut depth, mut width) = (0u64, 0u64, 0u64);
        for selection in &set.items {
            let (n, d, w) = self.selection(selection, level)?;
            nodes = nodes.saturating_add(n);
            depth = depth.max(d);
            width = width.saturating_add(w);
            if nodes > self.limits.nodes {
                return Err(GuardError::TooComplex);
            }
        }
        Ok((nodes, depth, width))
    }

    fn selection(&mut self, selection: &Positioned<Selection>, level: u64) -> Result<(u64, u64, u64), GuardError> {
        match &selection.node {
            Selection::Field(field) => {
                let field = &field.node;
                if !self.limits.introspection && matches!(field.name.node.as_str(), "__schema" | "__type") {
                    return Err(GuardError::Introspection);
                }
                self.aliases += usize::from(field.alias.is_some());
                self.directives += field.directives.len();
                let (inner, depth, _) = self.set(&field.selection_set.node, level + 1)?;
                let first = field
                    .get_argument("first")
                    .map_or(1, |value| self.number(&value.node).clamp(1, 50));
                // Introspection nests deeper than any screen; it is bounded by its own nodes.
                let depth = if field.name.node.starts_with("__") { 0 } else { depth };
                Ok((inner.saturating_mul(first).saturating_add(1), depth + 1, 1))
            }
            Selection::FragmentSpread(spread) => {
                self.directives += spread.node.directives.len();
                self.fragment(spread.node.fragment_name.node.as_str(), level)
            }
            Selection::InlineFragment(fragment) => {
                self.directives += fragment.node.directives.len();
                self.set(&fragment.node.selection_set.node, level + 1)
            }
        }
    }

    fn fragment(&mut self, name: &str, level: u64) -> Result<(u64, u64, u64), GuardError> {
        match self.fragments.get(name) {
            Some(Some(known)) => return Ok(*known),
            Some(None) => return Err(GuardError::TooComplex),
            None => {}
        }
        let document = self.document;
        let Some(fragment) = document.fragments.get(name) else {
            return Err(GuardError::Invalid);
        };
        self.fragments.insert(name.to_owned(), None);
        self.directives += fragment.node.directives.len();
        let measured = self.set(&fragment.node.selection_set.node, level + 1)?;
        self.fragments.insert(name.to_owned(), Some(measured));
        Ok(measured)
    }

    /// The value of `first`; a variable that was not given counts as the most.
    fn number(&self, value: &async_graphql_value::Value) -> u64 {
        match value {
            async_graphql_value::Value::Number(number) => number.as_u64().unwrap_or(50),
            async_graphql_value::Value::Variable(name) => match self.variables.get(name) {
                Some(Value::Number(number)) => number.as_u64().unwrap_or(50),
                _ => 50,
            },
            _ => 50,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{GuardError, Limits, check};
    use async_graphql::Variables;

    fn outcome(query: &str) -> Result<(), GuardError> {
        check(query, &Variables::default(), &Limits::default()).map(|_| ())
    }

    #[test]
    fn fragment_bombs_of_any_size_are_refused() {
        for levels in 10..=31 {
            let mut query = String::from("{ ...F0 }");
            for level in 0..levels {
                query += &format!(" fragment F{level} on Query {{ ...F{} ...F{} }}", level + 1, level + 1);
            }
            query += &format!(" fragment F{levels} on Query {{ __typename a b c d }}");
            assert_eq!(outcome(&query), Err(GuardError::TooComplex), "2^{levels}");
        }
        for ways in [5usize, 20] {
            let mut query = String::from("{ ...F0 }");
            for level in 0..6 {
                query += &format!(
                    " fragment F{level} on Query {{ {} }}",
                    format!("...F{} ", level + 1).repeat(ways)
                );
            }
            query += " fragment F6 on Query { __typename }";
            assert!(outcome(&query).is_err(), "{ways} ways");
        }
    }

    #[test]
    fn circles_floods_and_depth_are_refused() {
        let circle = "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }";
        assert_eq!(outcome(circle), Err(GuardError::TooComplex));
        let aliases: String = (0..100).map(|i| format!("a{i}: __typename ")).collect();
        assert!(outcome(&format!("{{ {aliases} }}")).is_err());
        let directives = "@include(if: true) ".repeat(60);
        assert!(outcome(&format!("{{ __typename {directives} }}")).is_err());
        let deep = format!("{}{}", "{ a ".repeat(5_000), "}".repeat(5_000));
        assert!(outcome(&deep).is_err());
        let lists = format!("{{ a(b: {}{}) }}", "[".repeat(3_000), "]".repeat(3_000));
        assert!(outcome(&lists).is_err());
        let nested = "{ a(first: 50) { b(first: 50) { c(first: 50) { d } } } }";
        assert_eq!(outcome(nested), Err(GuardError::TooComplex));
        assert_eq!(outcome(&"a".repeat(20_000)), Err(GuardError::TooLarge));
        assert_eq!(outcome("{ ...Missing }"), Err(GuardError::Invalid));
        assert_eq!(outcome("{ a(first: 20) { b c } }"), Ok(()));
    }
}
