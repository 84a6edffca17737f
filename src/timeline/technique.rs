//! The ATT&CK techniques that an event names, by identifier alone: no name is looked up or guessed.

use super::EventView;
use memchr::memchr2_iter;

/// The identifiers in the tags and the text of an event, each once, in order.
pub fn named_techniques(event: &EventView<'_>) -> Vec<String> {
    let mut named = vec![];
    for tag in &event.tags {
        techniques(tag, true, &mut named);
    }
    techniques(event.text, false, &mut named);
    named.sort();
    named.dedup();
    named
}

/// The identifiers in a text: `T`, four figures, and perhaps a full stop or slash and three more, alone as a word. Tags may
/// write them small (`attack.t1136`).
pub fn techniques(text: &str, tag: bool, named: &mut Vec<String>) {
    let bytes = text.as_bytes();
    let figure = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let word = |at: usize| bytes.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    for at in memchr2_iter(b'T', if tag { b't' } else { b'T' }, bytes) {
        if at > 0 && (word(at - 1) || bytes.get(at - 1) == Some(&b'-')) {
            continue;
        }
        if !(1..=4).all(|n| figure(at + n)) {
            continue;
        }
        let sub = matches!(bytes.get(at + 5), Some(b'.' | b'/'))
            && (6..=8).all(|n| figure(at + n))
            && !word(at + 9);
        let four = text.get(at + 1..at + 5).unwrap_or_default();
        // Those of ICS begin at T0800, those of Enterprise and Mobile at T1001.
        let known = four.parse().is_ok_and(|n: u32| (800..900).contains(&n) || (1001..2000).contains(&n));
        if !known || !sub && word(at + 5) {
            continue;
        }
        named.push(match text.get(at + 6..at + 9).filter(|_| sub) {
            Some(three) => format!("T{four}.{three}"),
            None => format!("T{four}"),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, tag: bool) -> Vec<String> {
        let mut named = vec![];
        techniques(text, tag, &mut named);
        named
    }

    #[test]
    fn identifiers_are_found_as_words_alone() {
        assert_eq!(found("PowerShell (T1059.001), then T1105.", false), ["T1059.001", "T1105"]);
        assert_eq!(found("attack.mitre.org/techniques/T1059/001", false), ["T1059.001"]);
        assert_eq!(found("attack.t1136", true), ["T1136"]);
        let none: [&str; 6] =
            ["2026-03-12T2345", "order T10591", "AT1059", "t1059", "ticket T0001", "REQ-T1059"];
        for text in none {
            assert!(found(text, false).is_empty(), "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}|[Tt0-9./_ é-]{0,30}") {
            for id in found(&text, true) {
                proptest::prop_assert!(id.len() == 5 || id.len() == 9);
            }
        }
    }
}
