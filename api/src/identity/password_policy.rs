//! What a new password must be.

/// Longest password taken, in characters; more only costs hashing time.
pub const MAX_CHARACTERS: usize = 128;

/// Passwords that pass the length rules and are still tried first. All lower case.
const COMMON: &[&str] = &[
    "password",
    "password1",
    "password12",
    "password123",
    "password1234",
    "password@123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssw0rd1",
    "p@ssw0rd123",
    "p@ssword1",
    "p@ssword123",
    "passw0rd!",
    "password!",
    "password1!",
    "admin123",
    "admin@123",
    "admin123456",
    "admin@123456",
    "admin888",
    "admin12345678",
    "administrator",
    "administrator1",
    "root@123",
    "root123456",
    "qwerty123",
    "qwerty@123",
    "qwerty123456",
    "qwertyuiop",
    "qwertyuiop123",
    "qwertyuiop[]",
    "asdfghjkl123",
    "1qaz2wsx",
    "1qaz@wsx",
    "1qaz!qaz",
    "1qaz2wsx3edc",
    "1qaz2wsx3edc4rfv",
    "!qaz2wsx",
    "!qaz@wsx",
    "zaq12wsx",
    "zaq1@wsx",
    "q1w2e3r4",
    "q1w2e3r4t5y6",
    "qazwsx123",
    "qazwsxedcrfv",
    "abc@123",
    "abc@1234",
    "abc@12345",
    "abc@123456",
    "abcd@1234",
    "abcd1234!",
    "abc123456",
    "abc12345678",
    "abc123!@#",
    "abcd123456",
    "aa123456",
    "aa123456!",
    "aa@123456",
    "a123456789",
    "aa123456789",
    "a1234567890",
    "asd@123456",
    "woaini1314",
    "woaini520",
    "woaini1314520",
    "woaini520520",
    "woaiwojia123",
    "iloveyou",
    "iloveyou123",
    "iloveyou1234",
    "5201314520",
    "52013145201314",
    "letmein123",
    "letmein12345",
    "welcome1",
    "welcome@123",
    "welcome123",
    "changeme123",
    "changeme1234",
    "default123",
    "huawei@123",
    "huawei12#$",
    "h3c@123456",
    "taobao123456",
    "weixin123456",
    "wechat123456",
    "shequ123456",
    "shequ@123",
    "jiedao123456",
    "juweihui123",
    "juweihui@123",
    "yiting123456",
    "yiting@123",
    "dragon123456",
    "monkey123456",
    "football1234",
    "sunshine1234",
    "princess1234",
    "superman1234",
    "test@123",
    "test123456",
];

/// What is wrong with a proposed password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Under 8 characters, or under 12 with fewer than three kinds of characters.
    #[error("password too short or too plain")]
    TooWeak,
    /// Over [`MAX_CHARACTERS`].
    #[error("password too long")]
    TooLong,
    /// On the list of common passwords, or a run such as `123456789012` or `abababababab`.
    #[error("password too common")]
    Common,
}

/// Checks a password that somebody wants to set.
pub fn policy(password: &str) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length > MAX_CHARACTERS {
        return Err(PasswordProblem::TooLong);
    }
    if !(length >= 12 || (length >= 8 && kinds(password) >= 3)) {
        return Err(PasswordProblem::TooWeak);
    }
    let lower = password.to_lowercase();
    if COMMON.contains(&lower.as_str()) || is_run(&lower) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

/// Small, capital, digit, and everything else (marks and Han alike).
fn kinds(password: &str) -> usize {
    let mut seen = [false; 4];
    for letter in password.chars() {
        let kind = match letter {
            'a'..='z' => 0,
            'A'..='Z' => 1,
            '0'..='9' => 2,
            _ => 3,
        };
        seen[kind] = true;
    }
    seen.iter().filter(|found| **found).count()
}

/// Repeats with a period of at most four, and steps of one up or down (9 to 0 counts as up).
fn is_run(lower: &str) -> bool {
    let letters: Vec<char> = lower.chars().collect();
    let repeats =
        (1..=4).any(|period| letters.len() > period && letters.iter().skip(period).zip(&letters).all(|(a, b)| a == b));
    let steps = |by: i64| {
        letters.windows(2).all(|pair| match pair {
            ['9', '0'] => by == 1,
            ['0', '9'] => by == -1,
            [a, b] => i64::from(u32::from(*b)) - i64::from(u32::from(*a)) == by,
            _ => true,
        })
    };
    repeats || steps(1) || steps(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_refuses_the_weak_and_the_common() {
        use PasswordProblem as P;
        for good in [
            "correct horse",
            "Tr0ub4dor",
            "三人行必有我师焉择善而从",
            "居委会abc12",
            "aB3$efgh",
        ] {
            assert_eq!(policy(good), Ok(()), "{good}");
        }
        for weak in ["", "short", "abcdefgh", "abcd1234", "Ab1$", "小区小区小区小区"] {
            assert_eq!(policy(weak), Err(P::TooWeak), "{weak}");
        }
        for common in [
            "P@ssw0rd",
            "Password1234",
            "Admin@123",
            "1QAZ2wsx3edc",
            "123456789012",
            "aaaaaaaaaaaa",
            "abababababab",
            "abcdefghijkl",
            "987654321098",
            "12341234123412",
        ] {
            assert_eq!(policy(common), Err(P::Common), "{common}");
        }
        assert_eq!(policy(&"x7".repeat(65)), Err(P::TooLong));
    }

    #[test]
    fn every_common_entry_is_lower_case_and_once() {
        let unique: std::collections::HashSet<_> = COMMON.iter().collect();
        assert_eq!(unique.len(), COMMON.len());
        assert!(COMMON.iter().all(|entry| entry.to_lowercase() == **entry));
    }
}
