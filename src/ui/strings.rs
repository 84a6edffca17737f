//! Words and numbers as they stand on the screen. Plain functions, so that they are tested on the host.

pub use crate::language::{count, decimal, number};
use crate::model::{Milestone, Moment, Precision, Span, Timestamp, Zone};
use crate::say;

/// What the page promises, wherever it is said.
pub const STAYS: &str = "Nothing you open leaves this tab";

/// A size in bytes as people read it: `38.3 MB`, with 1 MB = 1,000,000 bytes.
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => count(bytes, "byte", "bytes"),
        1_000..1_000_000 => format!("{} kB", decimal(bytes as f64 / 1e3, 1)),
        1_000_000..1_000_000_000 => format!("{} MB", decimal(bytes as f64 / 1e6, 1)),
        _ => format!("{} GB", decimal(bytes as f64 / 1e9, 1)),
    }
}

/// The offset of a zone at an instant: `+01:00`, `−05:00`; `UTC` for none.
pub fn offset(zone: Zone, at: Timestamp) -> String {
    let seconds = zone.offset_at(at);
    if seconds == 0 {
        return "UTC".to_owned();
    }
    let minutes = seconds.unsigned_abs() / 60;
    format!("{}{:02}:{:02}", if seconds < 0 { '−' } else { '+' }, minutes / 60, minutes % 60)
}

/// A zone with its offset at an instant: `Europe/Berlin (+01:00)`, `UTC`.
pub fn zone_at(zone: Zone, at: Timestamp) -> String {
    match zone {
        Zone::Utc => "UTC".to_owned(),
        Zone::Fixed(_) => format!("UTC{zone}"),
        Zone::Named(_) => format!("{zone} ({})", offset(zone, at)),
    }
}

/// A moment in a column whose header states the zone: `2026-03-16 09:48:30`, `about 2026-03-16 09 h`, `2026-03-16`.
pub fn moment_cell(moment: &Moment, zone: Zone) -> String {
    let local = |at: Timestamp| zone.local(at);
    match moment.precision {
        Precision::Exact => {
            let time = local(moment.earliest).format("%Y-%m-%d %H:%M:%S").to_string();
            match moment.earliest.0.rem_euclid(1_000_000) {
                0 => time,
                micros => format!("{time}.{:03}", micros / 1000),
            }
        }
        Precision::Repeated => {
            say!("{time} twice", time = local(moment.earliest).format("%Y-%m-%d %H:%M:%S"))
        }
        Precision::Hour => say!("about {format} h", format = local(moment.middle()).format("%Y-%m-%d %H")),
        Precision::Day => say!("{format}, some time", format = local(moment.earliest).format("%Y-%m-%d")),
        Precision::Month => say!("{format}, some day", format = local(moment.earliest).format("%Y-%m")),
    }
}

/// A moment with its zone, to stand alone in a sentence.
pub fn moment(moment: &Moment, zone: Zone) -> String {
    format!("{} {}", moment_cell(moment, zone), zone_at(zone, moment.earliest))
}

/// How finely a moment is known, in words; empty when it is exact.
pub fn precision(precision: Precision) -> &'static str {
    match precision {
        Precision::Exact => "",
        Precision::Repeated => "the clock showed this time twice",
        Precision::Hour => "known to the hour",
        Precision::Day => "known to the day",
        Precision::Month => "known to the month",
    }
}

/// The time of day on this device's clock: `14:02`.
pub fn clock(at: Timestamp, zone: Zone) -> String {
    zone.local(at).format("%H:%M").to_string()
}

/// A file's span of time in a zone: `2026-03-08 18:04 – 2026-03-20 09:00`, one date when it is the same day, one time in the same minute.
pub fn span(ends: [Timestamp; 2], zone: Zone) -> String {
    let [from, to] = ends.map(|t| zone.local(t));
    let minute = |at: chrono::NaiveDateTime| at.format("%Y-%m-%d %H:%M").to_string();
    if minute(from) == minute(to) {
        minute(from)
    } else if from.date() == to.date() {
        format!("{} – {}", minute(from), to.format("%H:%M"))
    } else {
        format!("{} – {}", minute(from), minute(to))
    }
}

/// A hash as it is shown in a table: its first eight digits.
pub fn short_hash(sha256: &str) -> &str {
    sha256.get(..8).unwrap_or(sha256)
}

/// A clock offset that a person typed: `+90`, `-2m`, `1h 30m`, `00:01:30`; a bare number is seconds.
///
/// ```
/// use floodmark::model::Span;
/// use floodmark::ui::strings::parse_offset;
/// assert_eq!(parse_offset("-2m 30s"), Some(Span::seconds(-150)));
/// assert_eq!(parse_offset("90"), Some(Span::seconds(90)));
/// assert_eq!(parse_offset("01:00:00"), Some(Span::seconds(3600)));
/// assert_eq!(parse_offset("soon"), None);
/// ```
pub fn parse_offset(text: &str) -> Option<Span> {
    let text = text.trim();
    let (sign, rest) = match text.strip_prefix(['-', '−']) {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest.is_empty() {
        return None;
    }
    let seconds = if rest.contains(':') {
        rest.split(':').try_fold(0_i64, |sum, part| {
            sum.checked_mul(60)?.checked_add(i64::from(part.trim().parse::<u16>().ok()?))
        })?
    } else {
        let (mut sum, mut digits) = (0_i64, String::new());
        let mut chars = rest.chars().filter(|c| !c.is_whitespace()).peekable();
        while let Some(c) = chars.next() {
            if c.is_ascii_digit() {
                digits.push(c);
                continue;
            }
            let factor = match c.to_ascii_lowercase() {
                'd' => 86_400,
                'h' => 3_600,
                'm' => 60,
                's' => 1,
                _ => return None,
            };
            // `min` and `sec` say the same as `m` and `s`.
            while chars.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
                chars.next();
            }
            sum = sum.checked_add(digits.parse::<i64>().ok()?.checked_mul(factor)?)?;
            digits.clear();
        }
        if digits.is_empty() { sum } else { sum.checked_add(digits.parse().ok()?)? }
    };
    // A clock that is off by more than a century is no clock.
    (seconds <= 3_200_000_000).then(|| Span::seconds(sign * seconds))
}

/// An offset as [`parse_offset`] reads it back, rounded to whole seconds: `-2m 13s`, `1h`.
///
/// ```
/// use floodmark::model::Span;
/// use floodmark::ui::strings::{offset_text, parse_offset};
/// assert_eq!(offset_text(Span::seconds(-133)), "-2m 13s");
/// assert_eq!(parse_offset(&offset_text(Span::seconds(90_061))), Some(Span::seconds(90_061)));
/// ```
pub fn offset_text(offset: Span) -> String {
    let seconds = (offset.0 as f64 / 1e6).round() as i64;
    let mut rest = seconds.unsigned_abs();
    let mut parts = vec![];
    for (unit, size) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
        if rest >= size {
            parts.push(format!("{}{unit}", rest / size));
            rest %= size;
        }
    }
    match parts.as_slice() {
        [] => "0".to_owned(),
        _ => format!("{}{}", if seconds < 0 { "-" } else { "" }, parts.join(" ")),
    }
}

/// A length with its sign: `+2 min 13 s`, `−1 h`, `0 s`.
pub fn signed(span: Span) -> String {
    match span.0 {
        0 => span.to_string(),
        n if n > 0 => format!("+{span:#}"),
        n => format!("−{:#}", Span(n.saturating_neg())),
    }
}

/// What an estimated offset says of a clock beside another one.
pub fn clock_against(offset: Span, spread: Span) -> String {
    match offset.0 {
        n if n.abs() <= spread.0 => say!("the clocks agree within ± {spread}", spread),
        n if n > 0 => say!("this clock was {offset} slow", offset = format_args!("{:#}", offset)),
        n => say!("this clock was {offset} fast", offset = format_args!("{:#}", Span(n.saturating_neg()))),
    }
}

/// Why an estimated offset should be looked at twice; none when nothing speaks against it.
pub fn offset_doubt(offset: Span, pairs: u32, agree: u32) -> Option<&'static str> {
    let quarter = 15 * crate::model::time::MINUTE;
    let beside = offset.0.abs().rem_euclid(quarter).min(quarter - offset.0.abs().rem_euclid(quarter));
    if offset.0.abs() >= 2 * quarter && beside <= 5 * crate::model::time::SECOND {
        Some(
            "A difference of whole hours is more often a wrong time zone than a wrong clock: check the zone first.",
        )
    } else if agree * 2 <= pairs {
        Some("Most pairs do not agree: these may not be the same events.")
    } else if agree < 3 {
        Some("Fewer than three pairs are little evidence: look at each.")
    } else {
        None
    }
}

/// The letters that set a milestone after `M`, with the milestone.
pub const MILESTONE_LETTERS: [(char, Milestone); 18] = [
    ('c', Milestone::Compromise),
    ('x', Milestone::ExposureStarted),
    ('s', Milestone::FirstSignal),
    ('d', Milestone::Detected),
    ('k', Milestone::Acknowledged),
    ('l', Milestone::Declared),
    ('a', Milestone::Aware),
    ('v', Milestone::EvidencePreserved),
    ('t', Milestone::Contained),
    ('e', Milestone::Eradicated),
    ('r', Milestone::Recovered),
    ('z', Milestone::Closed),
    ('u', Milestone::AuthorityNotified),
    ('i', Milestone::IndividualsNotified),
    ('p', Milestone::PublicDisclosure),
    ('o', Milestone::SupportOpened),
    ('w', Milestone::ReviewHeld),
    ('n', Milestone::PlanUpdated),
];

/// The letter of a source by its place in the case: A to Z, then AA. `H` stands apart for what was written by hand.
pub fn source_letter(place: Option<u32>) -> String {
    let Some(mut n) = place else { return "✎".to_owned() };
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + (n % 26) as u8));
        if n < 26 {
            return text;
        }
        n = n / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ZoneOrigin;

    #[test]
    fn each_milestone_has_a_letter_of_its_own() {
        for (n, (letter, milestone)) in MILESTONE_LETTERS.iter().enumerate() {
            assert_eq!(*milestone, Milestone::ALL[n]);
            assert!(MILESTONE_LETTERS[n + 1..].iter().all(|(l, _)| l != letter), "{letter}");
        }
    }

    #[test]
    fn a_moment_never_looks_more_precise_than_it_is() {
        let berlin: Zone = "Europe/Berlin".parse().unwrap();
        let at: Timestamp = "2026-03-16T09:48:30Z".parse().unwrap();
        let exact = Moment::exact(at);
        assert_eq!(moment_cell(&exact, Zone::Utc), "2026-03-16 09:48:30");
        assert_eq!(moment(&exact, berlin), "2026-03-16 10:48:30 Europe/Berlin (+01:00)");
        let of = |p| Moment::from_local(at.naive_utc(), p, Zone::Utc, ZoneOrigin::Stated).unwrap();
        assert_eq!(moment_cell(&of(Precision::Day), Zone::Utc), "2026-03-16, some time");
        assert_eq!(moment_cell(&of(Precision::Month), Zone::Utc), "2026-03, some day");
        assert_eq!(moment_cell(&of(Precision::Hour), Zone::Utc), "about 2026-03-16 09 h");
    }

    #[test]
    fn numbers_and_sizes_read_easily() {
        assert_eq!(number(0), "0");
        assert_eq!(number(1_000_000), "1,000,000");
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(38_300_000), "38.3 MB");
    }

    #[test]
    fn sources_have_letters_and_hands_have_a_pen() {
        let letters = [0, 25, 26, 51, 52, 701, 702].map(|n| source_letter(Some(n)));
        assert_eq!(letters, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
        assert_eq!(source_letter(None), "✎");
    }

    #[test]
    fn an_estimate_says_how_far_to_trust_it() {
        let seconds = Span::seconds;
        assert_eq!(clock_against(seconds(133), seconds(1)), "this clock was 2 min 13 s slow");
        assert_eq!(clock_against(seconds(-133), seconds(1)), "this clock was 2 min 13 s fast");
        assert_eq!(clock_against(seconds(1), seconds(2)), "the clocks agree within ± 2 s");
        assert_eq!(offset_doubt(seconds(133), 9, 8), None);
        assert!(offset_doubt(seconds(3_601), 9, 9).unwrap().contains("time zone"));
        assert!(offset_doubt(seconds(133), 9, 4).unwrap().contains("do not agree"));
        assert!(offset_doubt(seconds(133), 2, 2).unwrap().contains("Fewer than three"));
        assert_eq!(signed(seconds(-90)), "−1 min 30 s");
    }

    #[test]
    fn an_offset_is_read_as_it_is_written() {
        assert_eq!(parse_offset("1h 30min"), Some(Span::seconds(5_400)));
        assert_eq!(parse_offset("−90s"), Some(Span::seconds(-90)));
        for text in ["", "-", "h", "1x", "99999999999999999999", "1:a"] {
            assert_eq!(parse_offset(text), None, "{text}");
        }
    }
}
