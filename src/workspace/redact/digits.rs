//! What is told by its digits: payment cards, bank accounts, telephone numbers, numbers of orders and tickets.

use super::kind::Kind;
use super::structural::Hit;
use std::ops::Range;

/// A run of digits, by position.
struct Group<'a> {
    range: Range<usize>,
    text: &'a str,
}

/// What a text holds, by position.
pub fn find(text: &str) -> Vec<Hit> {
    let groups = groups(text);
    let mut hits = vec![];
    let mut n = 0;
    while n < groups.len() {
        let rest = groups.get(n..).unwrap_or_default();
        // Our own telephone numbers begin so, and nobody's do.
        if let [code, _, ..] = rest
            && code.text == "999"
            && text.get(..code.range.start).is_some_and(|before| before.ends_with('+'))
        {
            n += 2;
            continue;
        }
        let hit = card(text, rest)
            .or_else(|| iban(text, rest))
            .or_else(|| phone(text, rest))
            .or_else(|| number(text, rest));
        match hit {
            Some((hit, taken)) => {
                hits.push(hit);
                n += taken;
            }
            None => n += 1,
        }
    }
    hits
}

fn groups(text: &str) -> Vec<Group<'_>> {
    let bytes = text.as_bytes();
    let mut groups = vec![];
    let mut at = 0;
    while at < bytes.len() {
        if !bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        groups.push(Group { range: start..at, text: text.get(start..at).unwrap_or_default() });
    }
    groups
}

/// What stands between two groups.
fn between<'a>(text: &'a str, a: &Group<'_>, b: &Group<'_>) -> &'a str {
    text.get(a.range.end..b.range.start).unwrap_or_default()
}

/// Whether a letter, a point with a digit or the like stands at a place, so that a number goes on there.
fn bound(text: &str, range: &Range<usize>) -> bool {
    let before = text.get(..range.start).and_then(|t| t.chars().next_back());
    let after = text.get(range.end..).and_then(|t| t.chars().next());
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !joins(before) && !joins(after)
}

/// The groups in which cards are written.
const WRITTEN: [&[usize]; 5] = [&[4, 4, 4, 4], &[4, 6, 5], &[4, 4, 4, 4, 3], &[4, 4, 4, 1], &[4, 6, 4]];

fn card(text: &str, groups: &[Group<'_>]) -> Option<(Hit, usize)> {
    let first = groups.first()?;
    let whole = |taken: usize| {
        let used = groups.get(..taken)?;
        let range = first.range.start..used.last()?.range.end;
        let digits: String = used.iter().map(|g| g.text).collect();
        let issued = digits.starts_with(['3', '4', '5', '6', '2']);
        (issued && (13..=19).contains(&digits.len()) && luhn(&digits) && bound(text, &range))
            .then(|| (Hit::new(range, Kind::Card, digits), taken))
    };
    if first.text.len() >= 13 {
        return whole(1);
    }
    let joined = |sizes: &&[usize]| {
        let used = groups.get(..sizes.len()).unwrap_or_default();
        let alike = used.len() == sizes.len() && used.iter().zip(*sizes).all(|(g, n)| g.text.len() == *n);
        alike
            && used.windows(2).all(|w| match w {
                [a, b] => {
                    let mut gap = between(text, a, b).chars();
                    gap.next().is_some_and(|c| is_blank(c) || c == '-' || c == '.') && gap.next().is_none()
                }
                _ => false,
            })
    };
    // The longest way to write it first.
    let mut fitting: Vec<usize> = WRITTEN.iter().filter(|sizes| joined(sizes)).map(|s| s.len()).collect();
    fitting.sort_unstable();
    fitting.into_iter().rev().find_map(whole)
}

/// A blank, also one at which no line ends, as pages and word processors set them between digits.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// An international bank account number, by its check digits: `DE89 3704 0044 0532 0130 00`.
fn iban(text: &str, groups: &[Group<'_>]) -> Option<(Hit, usize)> {
    let check = groups.first()?;
    let start = check.range.start.checked_sub(2)?;
    let country = text.get(start..check.range.start)?;
    if check.text.len() < 2 || !country.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let mut key = String::new();
    let mut longest = None;
    for (at, c) in text.get(start..)?.char_indices() {
        if c.is_ascii_digit() || c.is_ascii_uppercase() {
            key.push(c);
        } else if !is_blank(c) {
            break;
        }
        let range = start..start + at + c.len_utf8();
        if key.len() > 34 {
            break;
        }
        if key.len() >= 15 && !is_blank(c) && is_checked(&key) && bound(text, &range) {
            longest = Some((range, key.clone()));
        }
    }
    let (range, key) = longest?;
    let taken = groups.iter().take_while(|group| group.range.start < range.end).count();
    Some((Hit::new(range, Kind::Number, key), taken))
}

/// Whether the check digits of an account number fit: ISO 7064, modulo 97.
fn is_checked(iban: &str) -> bool {
    let (head, account) = iban.split_at_checked(4).unwrap_or_default();
    let digits = account.chars().chain(head.chars()).filter_map(|c| c.to_digit(36));
    digits.fold(0, |rest, n| (rest * if n > 9 { 100 } else { 10 } + n) % 97) == 1
}

/// Luhn's test.
///
/// ```
/// use floodmark::workspace::redact::luhn;
/// assert!(luhn("4111111111111111"));
/// assert!(!luhn("4111111111111112"));
/// ```
pub fn luhn(digits: &str) -> bool {
    let doubled = |(n, byte): (usize, u8)| {
        let digit = u32::from(byte.wrapping_sub(b'0'));
        match n % 2 {
            0 => digit,
            _ if digit > 4 => digit * 2 - 9,
            _ => digit * 2,
        }
    };
    digits.bytes().rev().enumerate().map(doubled).sum::<u32>() % 10 == 0
}

fn phone(text: &str, groups: &[Group<'_>]) -> Option<(Hit, usize)> {
    let first = groups.first()?;
    let before = text.get(..first.range.start)?;
    let plus = before.ends_with('+');
    let parenthesis = before.ends_with('(');
    let mut taken = 1;
    while let Some([a, b]) = groups.get(taken - 1..=taken) {
        let gap = between(text, a, b);
        let joins = |c: char| is_blank(c) || "-()./".contains(c);
        if gap.is_empty() || gap.chars().count() > 3 || !gap.chars().all(joins) {
            break;
        }
        taken += 1;
        let digits: usize = groups.get(..taken)?.iter().map(|g| g.text.len()).sum();
        if digits > 15 {
            taken -= 1;
            break;
        }
    }
    let used = groups.get(..taken)?;
    let sizes: Vec<usize> = used.iter().map(|g| g.text.len()).collect();
    let digits: String = used.iter().map(|g| g.text).collect();
    let gaps =
        |wanted: &str| used.windows(2).all(|w| matches!(w, [a, b] if wanted.contains(between(text, a, b))));
    let international = plus && (8..=15).contains(&digits.len());
    // (030) 901820, (555) 010-0199
    let area = parenthesis
        && (3..=5).contains(&first.text.len())
        && (8..=12).contains(&digits.len())
        && text.get(first.range.end..)?.starts_with(')');
    // 555-010-0199
    let american = sizes == [3, 3, 4] && gaps("-.");
    // 030 901820, 0171/1234567
    let national = first.text.starts_with('0')
        && (3..=6).contains(&first.text.len())
        && (8..=12).contains(&digits.len())
        && taken > 1
        && used.get(1).is_some_and(|g| g.text.len() >= 3);
    // 0049 30 901820
    let abroad = first.text.strip_prefix("00").is_some_and(|code| !code.is_empty() && !code.starts_with('0'))
        && first.text.len() <= 6
        && (10..=15).contains(&digits.len())
        && taken > 1;
    if !(international || area || american || national || abroad) {
        return None;
    }
    let start = first.range.start - usize::from(plus || parenthesis);
    let range = start..used.last()?.range.end;
    let key = if plus { format!("+{digits}") } else { digits };
    bound(text, &range).then(|| (Hit::new(range, Kind::Phone, key), taken))
}

/// Words that a number of something comes after.
const NUMBERED: [&str; 14] = [
    "order",
    "orders",
    "ticket",
    "case",
    "invoice",
    "customer",
    "account",
    "ref",
    "reference",
    "booking",
    "payment",
    "user",
    "id",
    "no",
];

fn number(text: &str, groups: &[Group<'_>]) -> Option<(Hit, usize)> {
    let group = groups.first()?;
    let before = text.get(..group.range.start)?;
    let after = text.get(group.range.end..)?;
    let mut range = group.range.clone();
    let mut key = group.text.to_owned();
    // A ticket such as OPS-311; known identifiers of weaknesses and techniques are nobody's.
    if let Some(project) = before.strip_suffix('-') {
        let from = project
            .rfind(|c: char| !c.is_ascii_uppercase())
            .map_or(0, |n| n + project.get(n..).and_then(|t| t.chars().next()).map_or(1, char::len_utf8));
        let name = project.get(from..)?;
        let common =
            ["CVE", "CWE", "SHA", "ISO", "UTF", "RFC", "TA", "MS", "GHSA", "PCI", "XXXX"].contains(&name);
        if (2..=10).contains(&name.len()) && !common && !after.starts_with('-') {
            range.start = from;
            key = format!("{name}-{}", group.text);
            return bound(text, &range).then(|| (Hit::new(range, Kind::Number, key), 1));
        }
        return None;
    }
    let decimal = before.ends_with(['.', ',', ':', '/', '_', '+', '$', '€', '£'])
        || after.starts_with([':', '%', '/'])
        || [".", ","].iter().any(|point| {
            after.strip_prefix(*point).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        });
    if decimal || !bound(text, &range) {
        return None;
    }
    let word = before.trim_end_matches([' ', '#', ':', '.']).rsplit(|c: char| !c.is_alphanumeric()).next()?;
    let numbered = NUMBERED.contains(&word.to_lowercase().as_str());
    let hash = before.ends_with('#') && group.text.len() >= 2;
    // A round number is an amount.
    let long = group.text.len() >= 6 && !group.text.ends_with("000");
    let enough = hash || long || numbered && group.text.len() >= 4;
    enough.then(|| (Hit::new(range, Kind::Number, key), 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_things_are_told_from_amounts_and_times() {
        let found = |text: &str| -> Vec<(Kind, String)> {
            find(text).into_iter().map(|hit| (hit.kind, hit.key)).collect()
        };
        let number = |key: &str| vec![(Kind::Number, key.to_owned())];
        assert_eq!(found("Order 47106 paid"), number("47106"));
        assert_eq!(found("see OPS-311"), number("OPS-311"));
        assert_eq!(found("customer id 88123411"), number("88123411"));
        for plain in [
            "CVE-2024-3094",
            "652 orders in scope",
            "384000 sites",
            "2018-09-05 21:58:00",
            "GBP 183.39 million",
            "release 5.4.2 at 06:00",
            "1.5e-05",
        ] {
            assert_eq!(found(plain), vec![], "{plain}");
        }
        let phone = |key: &str| vec![(Kind::Phone, key.to_owned())];
        assert_eq!(found("(030) 901820"), phone("030901820"));
        assert_eq!(found("555-010-0199"), phone("5550100199"));
        assert_eq!(found("fax 0171/1234567."), phone("01711234567"));
        assert_eq!(found("dial 0049 30 1234567"), phone("0049301234567"));
        assert_eq!(found("+49\u{a0}30\u{202f}901820"), phone("+4930901820"));
    }

    #[test]
    fn cards_and_accounts_are_found_however_their_digits_are_set() {
        let found = |text: &str| -> Vec<(Kind, String)> {
            find(text).into_iter().map(|hit| (hit.kind, hit.key)).collect()
        };
        for card in ["4111 1111 1111 1111", "4111.1111.1111.1111", "4111\u{a0}1111\u{a0}1111\u{a0}1111"] {
            assert_eq!(found(card), [(Kind::Card, "4111111111111111".to_owned())], "{card}");
        }
        let account = |key: &str| vec![(Kind::Number, key.to_owned())];
        assert_eq!(found("IBAN DE89 3704 0044 0532 0130 00, then"), account("DE89370400440532013000"));
        assert_eq!(found("GB29NWBK60161331926819 paid"), account("GB29NWBK60161331926819"));
        assert_eq!(found("to NL91 ABNA 0417 1643 00 AND MORE"), account("NL91ABNA0417164300"));
        // Check digits that do not fit make none of it an account.
        assert!(found("DE88 3704 0044 0532 0130 00").iter().all(|(_, key)| !key.starts_with("DE")));
    }
}
