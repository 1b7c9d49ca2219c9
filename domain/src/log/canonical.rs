//! JSON in the one form of RFC 8785 (JSON Canonicalization Scheme).

use serde_json::{Map, Number, Value};
use thiserror::Error;

/// Nesting beyond which a value is refused; the same limit at which serde_json stops reading.
pub const MAX_DEPTH: usize = 127;

/// The largest integer that a reader with IEEE 754 doubles keeps: 2^53 - 1.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Why a value has no canonical form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum CanonicalError {
    /// NaN or an infinity, which JSON cannot write.
    #[error("a number is not finite")]
    NotFinite,
    /// An integer beyond 2^53 - 1. RFC 8785 would round it; a log must not change a number, so
    /// such values are written as strings by the caller.
    #[error("the integer {0} is beyond what every JSON reader keeps exactly")]
    UnsafeInteger(String),
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("the value is nested too deeply")]
    TooDeep,
}

/// The canonical text of `value`. Integers are exact; fractions are written as ECMAScript does.
///
/// # Errors
/// [`CanonicalError`].
pub fn to_string(value: &Value) -> Result<String, CanonicalError> {
    let mut out = String::new();
    write(value, MAX_DEPTH, &mut out)?;
    Ok(out)
}

fn write(value: &Value, depth: usize, out: &mut String) -> Result<(), CanonicalError> {
    match value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(number) => write_number(number, out)?,
        Value::String(text) => write_text(text, out),
        Value::Array(items) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write(item, depth, out)?;
            }
            out.push(']');
        }
        Value::Object(members) => {
            let depth = depth.checked_sub(1).ok_or(CanonicalError::TooDeep)?;
            write_object(members, depth, out)?;
        }
    }
    Ok(())
}

fn write_object(members: &Map<String, Value>, depth: usize, out: &mut String) -> Result<(), CanonicalError> {
    let mut sorted: Vec<(&String, &Value)> = members.iter().collect();
    // By UTF-16 code units (3.2.3), which differs from the order of UTF-8 above U+FFFF.
    sorted.sort_by(|(a, _), (b, _)| a.encode_utf16().cmp(b.encode_utf16()));
    out.push('{');
    for (index, (name, value)) in sorted.into_iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        write_text(name, out);
        out.push(':');
        write(value, depth, out)?;
    }
    out.push('}');
    Ok(())
}

/// RFC 8785, 3.2.2.2: the short escapes, `\u00xx` in lower case for other controls, all else as is.
fn write_text(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            control if control < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            other => out.push(other),
        }
    }
    out.push('"');
}

fn write_number(number: &Number, out: &mut String) -> Result<(), CanonicalError> {
    let integer = match (number.as_u64(), number.as_i64()) {
        (Some(unsigned), _) => Some((unsigned, unsigned.to_string())),
        (None, Some(signed)) => Some((signed.unsigned_abs(), signed.to_string())),
        (None, None) => None,
    };
    match integer {
        Some((size, text)) if size > MAX_SAFE_INTEGER => Err(CanonicalError::UnsafeInteger(text)),
        Some((_, text)) => {
            out.push_str(&text);
            Ok(())
        }
        None => {
            let value = number.as_f64().ok_or(CanonicalError::NotFinite)?;
            out.push_str(&es_number(value)?);
            Ok(())
        }
    }
}

/// `Number::toString` of ECMAScript (ECMA-262, 6.1.6.1.20), as RFC 8785, 3.2.2.3 asks for.
///
/// # Errors
/// [`CanonicalError::NotFinite`] for NaN and the infinities.
pub fn es_number(value: f64) -> Result<String, CanonicalError> {
    if !value.is_finite() {
        return Err(CanonicalError::NotFinite);
    }
    // Also negative zero, which ECMAScript writes without its sign.
    if value == 0.0 {
        return Ok("0".to_owned());
    }
    let (digits, exponent) = shortest_digits(value.abs());
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    // Position of the decimal point, counted from the first digit: n in the standard.
    let point = exponent.saturating_add(1);
    let zeros = |n: i32| "0".repeat(usize::try_from(n).unwrap_or(0));
    let body = if count <= point && point <= 21 {
        format!("{digits}{}", zeros(point - count))
    } else if 0 < point && point <= 21 {
        let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
        format!("{whole}.{fraction}")
    } else if -6 < point && point <= 0 {
        format!("0.{}{digits}", zeros(-point))
    } else {
        let sign = if point > 0 { '+' } else { '-' };
        let power = (point - 1).unsigned_abs();
        let (first, rest) = digits.split_at(1);
        let dot = if rest.is_empty() { "" } else { "." };
        format!("{first}{dot}{rest}e{sign}{power}")
    };
    let minus = if value < 0.0 { "-" } else { "" };
    Ok(format!("{minus}{body}"))
}

/// The fewest decimal digits that read back as `value`, and the exponent of the first one.
///
/// Rust's exponent form already holds the shortest digits nearest to the value. It differs from
/// ECMAScript in one case: exactly between two candidates, ECMAScript takes the even one.
fn shortest_digits(value: f64) -> (String, i32) {
    let (digits, exponent) = scientific(&format!("{value:e}"));
    let odd = digits.bytes().last().is_some_and(|last| last % 2 == 1);
    if odd && let Some(even) = even_neighbour(value, &digits) {
        let (first, rest) = even.split_at(1);
        if format!("{first}.{rest}e{exponent}").parse() == Ok(value) {
            return (even, exponent);
        }
    }
    (digits, exponent)
}

/// The other candidate, if `value` lies exactly between it and `digits`.
fn even_neighbour(value: f64, digits: &str) -> Option<String> {
    // No double has more than 767 significant digits, so this expansion is exact.
    let (expansion, _) = scientific(&format!("{value:.767e}"));
    let (below, half) = expansion.split_at_checked(digits.len())?;
    if half.trim_end_matches('0') != "5" {
        return None;
    }
    let (head, last) = digits.split_at_checked(digits.len().checked_sub(1)?)?;
    let last: u8 = last.parse().ok()?;
    let even = if below == digits {
        last + 1
    } else {
        last.checked_sub(1)?
    };
    // A carry would leave fewer digits, which would then have been the shortest.
    (even < 10).then(|| format!("{head}{even}"))
}

/// Digits and exponent of Rust's exponent form.
fn scientific(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let digits = mantissa.chars().filter(char::is_ascii_digit).collect();
    (digits, exponent.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn the_first_example_of_the_rfc_comes_out_as_printed() {
        let value = json!({
            "numbers": [333_333_333.333_333_3, 1e30, 4.50, 2e-3, 1e-27],
            "string": "\u{20ac}$\u{000f}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"/",
            "literals": [null, true, false]
        });
        assert_eq!(
            to_string(&value).unwrap(),
            concat!(
                r#"{"literals":[null,true,false],"#,
                r#""numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"#,
                r#""string":"€$\u000f\nA'B\"\\\\\"/"}"#
            )
        );
    }

    #[test]
    fn members_are_sorted_by_utf_16_as_in_the_rfc() {
        let value = json!({
            "\u{20ac}": "Euro Sign", "\r": "Carriage Return",
            "\u{fb33}": "Hebrew Letter Dalet With Dagesh", "1": "One",
            "\u{1f600}": "Emoji: Grinning Face", "\u{80}": "Control",
            "\u{f6}": "Latin Small Letter O With Diaeresis"
        });
        let text = to_string(&value).unwrap();
        let places: Vec<_> = ["Carriage Return", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
            .map(|name| text.find(name).unwrap())
            .into();
        assert!(places.is_sorted(), "{text}");
    }

    #[test]
    fn numbers_follow_appendix_b_of_the_rfc() {
        for (bits, expected) in [
            (0x0000_0000_0000_0000, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x8000_0000_0000_0001, "-5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0xc340_0000_0000_0000, "-9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"),
            (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
            (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5553, "333333333.3333332"),
            (0x41b3_de43_5555_5554, "333333333.33333325"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
            (0x41b3_de43_5555_5556, "333333333.3333334"),
            (0x41b3_de43_5555_5557, "333333333.33333343"),
            (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
            (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
        ] {
            assert_eq!(es_number(f64::from_bits(bits)).unwrap(), expected);
        }
        for bits in [0x7fff_ffff_ffff_ffff, 0x7ff0_0000_0000_0000] {
            let value = f64::from_bits(bits);
            assert_eq!(es_number(value), Err(CanonicalError::NotFinite));
        }
    }

    #[test]
    fn integers_are_exact_up_to_the_safe_limit_and_refused_beyond() {
        let safe = 9_007_199_254_740_991_i64;
        let text = to_string(&json!([safe, -safe, 0, -1])).unwrap();
        assert_eq!(text, "[9007199254740991,-9007199254740991,0,-1]");
        for beyond in [json!(safe + 1), json!(-safe - 1), json!(u64::MAX), json!(i64::MIN)] {
            assert!(matches!(to_string(&beyond), Err(CanonicalError::UnsafeInteger(_))));
        }
    }

    #[test]
    fn nesting_is_limited_to_what_can_be_read_back() {
        let nested = |depth| (0..depth).fold(json!(1), |inner, _| json!([inner]));
        let text = to_string(&nested(MAX_DEPTH)).unwrap();
        assert!(serde_json::from_str::<Value>(&text).is_ok());
        assert_eq!(to_string(&nested(MAX_DEPTH + 1)), Err(CanonicalError::TooDeep));
    }

    proptest! {
        #[test]
        fn every_finite_double_reads_back_as_itself(value: f64) {
            if value.is_finite() {
                prop_assert_eq!(es_number(value).unwrap().parse::<f64>().unwrap(), value);
            }
        }

        #[test]
        fn every_text_reads_back_as_itself(text: String) {
            let written = to_string(&Value::String(text.clone())).unwrap();
            prop_assert_eq!(serde_json::from_str::<String>(&written).unwrap(), text);
        }
    }
}
