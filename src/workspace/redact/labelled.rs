//! Secrets that are told by the word before them: `password: hunter2`, `Authorization: Bearer …`.
//!
//! Prose speaks of passwords without telling one, so a common word is no value, and without a sign between word and value
//! only what no word looks like is one.

use super::kind::Kind;
use super::structural::Hit;
use super::vocabulary::is_common;
use std::ops::Range;

/// Words that a secret follows, in small letters; what stands before them in one word with them does not matter.
const WORDS: [&str; 13] = [
    "password",
    "passwd",
    "passphrase",
    "passwort",
    "kennwort",
    "pwd",
    "secret",
    "token",
    "api key",
    "api_key",
    "api-key",
    "apikey",
    "authorization",
];

/// A piece without a sign before it is looked at up to so many bytes: what is longer is told by its disorder, if by anything.
const UNTOLD: usize = 64;

/// How a header says what kind of credential follows.
const SCHEMES: [&str; 4] = ["bearer", "basic", "token", "digest"];

/// The secrets of a text that a word tells, by position and without overlaps.
pub fn find(text: &str) -> Vec<Hit> {
    let small = text.to_ascii_lowercase();
    let ends = |word: &'static str| small.match_indices(word).map(|(at, _)| at + word.len());
    let mut ends: Vec<usize> = WORDS.into_iter().flat_map(ends).collect();
    ends.sort_unstable();
    let mut ranges: Vec<Range<usize>> = vec![];
    for from in ends {
        // A word inside a secret tells none.
        if ranges.last().is_none_or(|last| last.end <= from) {
            let found = text.get(from..).and_then(value);
            ranges.extend(found.map(|range| from + range.start..from + range.end));
        }
    }
    let hit = |range: Range<usize>| {
        let key = text.get(range.clone()).unwrap_or_default();
        Hit::new(range, Kind::Secret, key)
    };
    ranges.into_iter().map(hit).collect()
}

/// The value in what follows a word, where one does.
fn value(rest: &str) -> Option<Range<usize>> {
    if rest.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let blank = |c: char| matches!(c, ' ' | '\t' | '"' | '\'' | '`');
    let after = rest.trim_start_matches(blank);
    let behind = after.trim_start_matches([':', '=', '>']);
    let told = behind.len() < after.len();
    let mut value = piece(rest, behind.trim_start_matches(blank), if told { rest.len() } else { UNTOLD })?;
    if told && SCHEMES.contains(&rest.get(value.clone())?.to_ascii_lowercase().as_str()) {
        let next = rest.get(value.end..)?;
        value = piece(rest, next.trim_start_matches(blank), rest.len())?;
    }
    let text = rest.get(value.clone())?;
    is_value(text, told).then_some(value)
}

/// The first piece of what is left of a text, by its place in the text; none where it goes on for more than so many bytes.
fn piece(text: &str, left: &str, most: usize) -> Option<Range<usize>> {
    let from = text.len() - left.len();
    let ends = |c: char| c.is_whitespace() || "\"'`,;&<>(){}|“”".contains(c);
    let near = left.get(..left.floor_char_boundary(most.saturating_add(1)))?;
    let whole = left.get(..near.find(ends).unwrap_or(near.len()))?.trim_end_matches(['.', ':']);
    (!whole.is_empty() && whole.len() <= most).then(|| from..from + whole.len())
}

/// Whether a piece is a secret; `told`: a sign between the word and it says so.
fn is_value(text: &str, told: bool) -> bool {
    let letters = text.chars().any(char::is_alphabetic);
    let digits = text.bytes().any(|b| b.is_ascii_digit());
    // What stands in the place of something was replaced before.
    let ours = |kind: &Kind| {
        let rest = text.strip_prefix(kind.stem()).filter(|_| !kind.stem().is_empty());
        rest.is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    };
    if Kind::ALL.iter().any(ours) || text.chars().count() < 3 {
        return false;
    }
    if told {
        return (letters || digits) && !is_common(&text.to_lowercase());
    }
    letters && digits && text.len() > 5 && text.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_before_it_makes_a_value_a_secret() {
        let digest = "d41d8cd98f00b204e9800998ecf8427e";
        let table = [
            ("password: hunter2, then he left", "hunter2"),
            ("DB_PASSWORD=correct-horse", "correct-horse"),
            ("{\"password\": \"s3cr.et!\"}", "s3cr.et!"),
            ("clientSecret => 'Ab1/x+='", "Ab1/x+="),
            ("the token a1b2c3d4 was in the log", "a1b2c3d4"),
            ("X-Api-Key: qwertzuiop.", "qwertzuiop"),
            ("Authorization: Bearer abc.def-123", "abc.def-123"),
            ("authorization: basic amRvZTpodW50ZXIy", "amRvZTpodW50ZXIy"),
            ("Passwort: Gänseblümchen", "Gänseblümchen"),
        ];
        let digests = [format!("secret {digest}"), format!("api key: {digest}")];
        let digests = digests.iter().map(|text| (text.as_str(), digest));
        for (text, secret) in table.into_iter().chain(digests) {
            let found: Vec<String> = find(text).into_iter().map(|hit| hit.key).collect();
            assert_eq!(found, [secret], "{text}");
        }
    }

    #[test]
    fn long_texts_take_time_in_proportion_to_their_length() {
        for piece in ["password:", "token-", "secret ", "api_key=\"", "pwd: *** "] {
            let text = piece.repeat(40_000);
            assert!(find(&text).len() <= 40_000, "{piece}");
        }
    }

    #[test]
    fn prose_about_passwords_tells_none() {
        for text in [
            "the password was reset",
            "Password: reset for all administrators",
            "Passwords: 12 were changed; API keys rotated, the secret is out",
            "token expired at 09:48:30",
            "Secret: nobody knew of it",
            "password of wp_support1 unchanged",
            "password=secret-1, token: digest-3",
            "password: ********",
            "pwd:",
            "a token",
        ] {
            assert_eq!(find(text), [], "{text}");
        }
    }
}
