//! Times that a plan promises: limits such as “within 60 minutes”, and the rhythm of updates.

use crate::model::{Duty, MetricId, Milestone};
use crate::plan::read::Topic;
use crate::plan::words::{Word, holds, is, words_at};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A length of time in a text.
#[derive(Clone, PartialEq, Debug)]
pub struct Length {
    /// In minutes; a month counts as 30 days, five working days as a week.
    pub minutes: u32,
    /// The bytes of number and unit.
    pub range: Range<usize>,
    /// The words that it is made of, as numbers.
    pub words: Range<usize>,
}

const NUMBERS: &[(&str, f64)] = &[
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("sixty", 60.0),
    ("ninety", 90.0),
];

fn number(word: &str) -> Option<f64> {
    let spoken = NUMBERS.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
    spoken.or_else(|| {
        let digits = word.starts_with(|c: char| c.is_ascii_digit());
        digits.then(|| word.replace(',', ".").parse().ok()).flatten()
    })
}

fn unit(word: &str) -> Option<f64> {
    Some(match word {
        "m" | "min" | "mins" | "minute" | "minutes" | "minuten" => 1.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "stunde" | "stunden" => 60.0,
        "d" | "day" | "days" | "tag" | "tage" | "tagen" => 1440.0,
        "week" | "weeks" | "woche" | "wochen" => 10_080.0,
        "month" | "months" => 43_200.0,
        _ => return None,
    })
}

/// The lengths of time in a text, in order. Number and unit may be parted by a blank, a dash or emphasis only.
pub fn lengths(text: &str, words: &[Word<'_>]) -> Vec<Length> {
    let mut out = Vec::new();
    let near = |a: &Word<'_>, b: &Word<'_>| {
        let gap = text.get(a.range.end..b.range.start).unwrap_or("\n");
        gap.len() <= 8
            && gap.chars().all(|c| matches!(c, ' ' | '-' | '\u{2011}' | '\u{a0}' | '\u{202f}' | '*' | '_'))
    };
    for (at, word) in words.iter().enumerate() {
        let Some(mut n) = number(&word.text) else { continue };
        let mut from = at;
        // “twenty-four hours”, “forty-five”, “seventy-two”: tens before a small number.
        if let Some(before) = at.checked_sub(1).and_then(|i| words.get(i)) {
            let tens =
                [("twenty", 20.0), ("thirty", 30.0), ("forty", 40.0), ("seventy", 70.0), ("ninety", 90.0)];
            if let Some((_, tens)) = tens.iter().find(|(t, _)| *t == before.text)
                && near(before, word)
                && n < 10.0
            {
                n += tens;
                from = at - 1;
            }
        }
        let Some(mut next) = words.get(at + 1) else { continue };
        if !near(word, next) {
            continue;
        }
        let mut last = at + 1;
        let working = ["business", "working", "calendar"].contains(&&*next.text);
        let five_a_week = working && next.text != "calendar";
        if working {
            let Some(following) = words.get(at + 2) else { continue };
            next = following;
            last = at + 2;
        }
        let Some(size) = unit(&next.text) else { continue };
        let minutes = n * size * if five_a_week { 7.0 / 5.0 } else { 1.0 };
        if minutes >= 1.0 && minutes <= f64::from(u32::MAX) {
            let start = words.get(from).map_or(word.range.start, |w| w.range.start);
            out.push(Length {
                minutes: minutes.round() as u32,
                range: start..next.range.end,
                words: from..last + 1,
            });
        }
    }
    out
}

/// Whether a length is a limit by the words and marks around it.
fn limits(text: &str, words: &[Word<'_>], length: &Length) -> bool {
    let before: Vec<&str> = words
        .get(length.words.start.saturating_sub(3)..length.words.start)
        .unwrap_or_default()
        .iter()
        .map(AsRef::as_ref)
        .collect();
    if matches!(before.last(), Some(&("last" | "past" | "previous" | "every" | "each" | "least" | "for"))) {
        return false;
    }
    let lead = text.get(..length.range.start).unwrap_or("").trim_end_matches([' ', '*', '_', '~', '\u{a0}']);
    if lead.ends_with(['≤', '<', '⩽'])
        || lead.ends_with("<=")
        || lead.ends_with("&le;")
        || lead.ends_with("&lt;")
    {
        return true;
    }
    let cue =
        ["within", "under", "below", "than", "most", "max", "maximum", "exceed", "exceeding", "innerhalb"];
    if before.iter().any(|w| cue.contains(w)) {
        return true;
    }
    let after: Vec<&str> = words
        .get(length.words.end..(length.words.end + 3).min(words.len()))
        .unwrap_or_default()
        .iter()
        .map(AsRef::as_ref)
        .collect();
    after.first().is_some_and(|w| ["deadline", "limit", "clock", "window", "target", "maximum"].contains(w))
        || after.starts_with(&["or", "less"])
        || after.starts_with(&["at", "most"])
        || after.starts_with(&["at", "the", "latest"])
}

/// Which metric is meant, in view of all words around.
type Meant = fn(&[Word<'_>]) -> MetricId;

/// What the words around a limit say that it bounds. Earlier entries win at the same distance. Each stem is one word.
const METRICS: [(Meant, &[&str]); 11] = [
    (
        |_| MetricId::TimeToNotifyAuthority,
        &["authorit*", "regulator*", "dpa", "ico", "supervisory", "commissioner*", "gdpr"],
    ),
    (|_| MetricId::TimeToAcknowledge, &["acknowledg*"]),
    (
        |_| MetricId::TimeToDeclare,
        &["declar*", "escalat*", "engag*", "assembl*", "convene*", "mobilis*", "mobiliz*"],
    ),
    (|_| MetricId::TimeToContain, &["contain*", "isolat*", "quarantin*", "ttc"]),
    (|_| MetricId::TimeToEradicate, &["eradicat*"]),
    (|_| MetricId::TimeToRecover, &["recover*", "restor*", "reopen*"]),
    (|_| MetricId::Dwell, &["dwell", "detection", "detect"]),
    (|_| between(Milestone::Detected, Milestone::EvidencePreserved), &["evidence", "snapshot*", "forensic*"]),
    (
        |_| between(Milestone::IndividualsNotified, Milestone::SupportOpened),
        &["support", "helpline", "hotline"],
    ),
    (review, &["review", "mortem", "postmortem", "retrospective"]),
    (
        |_| MetricId::TimeToNotifyIndividuals,
        &["customer*", "individual*", "subjects", "people", "individuals"],
    ),
];

/// Those stems by their first letter, in the same order: every word of a plan may be one.
static STEMS: LazyLock<BTreeMap<char, Vec<(&'static str, Meant)>>> = LazyLock::new(|| {
    let mut stems: BTreeMap<char, Vec<_>> = BTreeMap::new();
    for (metric, stem) in METRICS.iter().flat_map(|(metric, stems)| stems.iter().map(|s| (*metric, *s))) {
        stems.entry(stem.chars().next().unwrap_or_default()).or_default().push((stem, metric));
    }
    stems
});

fn between(from: Milestone, to: Milestone) -> MetricId {
    MetricId::Custom { from, to }
}

fn review(words: &[Word<'_>]) -> MetricId {
    let from = if holds(words, "clos*") { Milestone::Closed } else { Milestone::Recovered };
    between(from, Milestone::ReviewHeld)
}

/// The metric that a section's limits bound, where their own words do not say.
fn of_topic(topic: Topic, words: &[Word<'_>]) -> Option<MetricId> {
    let Topic::Duty(duty) = topic else { return None };
    Some(match duty {
        Duty::IdentifyAndIsolate => MetricId::TimeToContain,
        Duty::EngageResponseTeam => MetricId::TimeToDeclare,
        Duty::PreserveEvidence => between(Milestone::Detected, Milestone::EvidencePreserved),
        Duty::NotifyAffectedParties => MetricId::TimeToNotifyIndividuals,
        Duty::SupportChannels => between(Milestone::IndividualsNotified, Milestone::SupportOpened),
        Duty::TimelyReporting => MetricId::TimeToNotifyAuthority,
        Duty::PostMortem => review(words),
        _ => return None,
    })
}

/// A limit found in a piece of text.
#[derive(Clone, PartialEq, Debug)]
pub struct Limit {
    /// What it bounds.
    pub metric: MetricId,
    /// In minutes.
    pub minutes: u32,
    /// The bytes of number and unit in the piece.
    pub range: Range<usize>,
}

/// A piece of text (a step, a paragraph, a row) with its words and its lengths of time.
#[derive(Debug)]
pub struct Piece<'a> {
    text: &'a str,
    words: Vec<Word<'a>>,
    lengths: Vec<Length>,
}

impl Piece<'_> {
    /// Takes a text apart.
    pub fn of(text: &str) -> Piece<'_> {
        let words = words_at(text);
        let lengths = lengths(text, &words);
        Piece { text, words, lengths }
    }

    /// The limits that it states, in a section of some topics, the nearest first. `stated` says that lengths in those
    /// bytes are limits without further words, as in the column “Target” of a table.
    pub fn limits(
        &self,
        topics: impl Iterator<Item = Topic> + Clone,
        stated: Option<Range<usize>>,
    ) -> Vec<Limit> {
        let Piece { text, words, lengths } = self;
        let mut out = Vec::new();
        let mut from = 0;
        for length in lengths {
            let in_column =
                stated.as_ref().is_some_and(|s| s.start <= length.range.start && length.range.end <= s.end);
            let authority = words
                .iter()
                .any(|w| ["authority", "supervisory", "regulator", "dpa", "ico"].contains(&&*w.text));
            let statutory = length.minutes == 72 * 60 && authority;
            let limit = in_column || statutory || limits(text, words, length);
            let hint = if limit { metric_near(text, words, length, from, stated.is_some()) } else { None };
            let metric = hint.or_else(|| {
                let topic = topics.clone().find_map(|t| of_topic(t, words));
                topic.filter(|_| limit && (!in_column || topics.clone().next() != Some(Topic::Targets)))
            });
            if let Some(metric) = metric {
                out.push(Limit { metric, minutes: length.minutes, range: length.range.clone() });
            }
            from = length.words.end;
        }
        out
    }

    /// The rhythm of updates that it promises, in minutes, with the bytes of the words that say it.
    pub fn cadence(&self, topics: impl Iterator<Item = Topic>) -> Option<(u32, Range<usize>)> {
        let words = &self.words;
        let is = |word: Option<&Word<'_>>, one_of: &[&str]| word.is_some_and(|w| one_of.contains(&&*w.text));
        let before = |at: usize| at.checked_sub(1).and_then(|i| words.get(i));
        let found = self.lengths.iter().find_map(|length| {
            let every = before(length.words.start).filter(|w| is(Some(w), &["every", "each", "alle"]))?;
            Some((length.minutes, every.range.start..length.range.end))
        });
        let found = found.or_else(|| {
            words.iter().enumerate().find_map(|(at, word)| {
                let after_every = || before(at).filter(|w| is(Some(w), &["every", "each"]));
                let minutes = match &*word.text {
                    "hourly" | "stündlich" => 60,
                    "daily" | "täglich" if is(before(at), &["twice"]) => 720,
                    "daily" | "täglich" => 1440,
                    "hour" if after_every().is_some() => 60,
                    "day" if after_every().is_some() => 1440,
                    _ => return None,
                };
                let start = after_every().map_or(word.range.start, |w| w.range.start);
                Some((minutes, start..word.range.end))
            })
        });
        let found = found.filter(|(minutes, _)| *minutes <= 7 * 1440)?;
        let speaks = UPDATES.iter().any(|p| holds(words, p));
        let about = || topics.into_iter().any(|t| t == Topic::Duty(Duty::RegularUpdates));
        (speaks || about()).then_some(found)
    }
}

/// Words of what is told regularly.
const UPDATES: [&str; 9] = [
    "updates",
    "status",
    "sitrep*",
    "briefing*",
    "brief",
    "stakeholder*",
    "an+update",
    "update+call*",
    "situation+report*",
];

/// The metric named nearest to a length: before it since the last length, else after it in the same sentence.
fn metric_near(text: &str, words: &[Word<'_>], length: &Length, from: usize, row: bool) -> Option<MetricId> {
    let sentence_end = |a: usize, b: usize| {
        let gap = words.get(a).zip(words.get(b)).and_then(|(a, b)| text.get(a.range.end..b.range.start));
        gap.is_some_and(|g| g.contains(['.', ';', '\n']) && g.len() > 1) && !row
    };
    let matches = |at: usize| -> Option<MetricId> {
        let word = words.get(at)?;
        let stems = STEMS.get(&word.text.chars().next()?)?;
        stems.iter().find(|(stem, _)| is(&word.text, stem)).map(|(_, metric)| metric(words))
    };
    let declared = |metric: MetricId| {
        let after = words.get(length.words.end..(length.words.end + 5).min(words.len())).unwrap_or_default();
        let of_declaration =
            holds(after, "declar*") || (row && holds(words, "declar* contain*") && !holds(words, "detect*"));
        if metric == MetricId::TimeToContain && of_declaration {
            MetricId::ResponseTimeToContain
        } else {
            metric
        }
    };
    // In a row the first words name the thing; elsewhere the nearest do.
    let mut before: Vec<usize> = (from..length.words.start).collect();
    if !row {
        before.reverse();
    }
    let mut previous = length.words.start;
    for at in before {
        if !row && sentence_end(at, previous) {
            break;
        }
        if let Some(metric) = matches(at) {
            return Some(declared(metric));
        }
        previous = at;
    }
    let mut previous = length.words.end.saturating_sub(1);
    for at in length.words.end..words.len().min(length.words.end + 24) {
        if sentence_end(previous, at) {
            break;
        }
        // “within 60 minutes of detection” says where the clock starts, not what it bounds.
        let origin = words
            .get(at.saturating_sub(1))
            .is_some_and(|w| ["of", "after", "from", "since"].contains(&&*w.text));
        if let Some(metric) = matches(at).filter(|_| !origin) {
            return Some(declared(metric));
        }
        previous = at;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits_of(text: &str) -> Vec<(String, u32, &str)> {
        Piece::of(text)
            .limits(std::iter::empty(), None)
            .into_iter()
            .map(|l| (l.metric.id(), l.minutes, &text[l.range]))
            .collect()
    }

    #[test]
    fn limits_are_read_with_what_they_bound() {
        assert_eq!(
            limits_of("Contain the incident within **60 minutes** of detection."),
            [("time_to_contain".into(), 60, "60 minutes")]
        );
        assert_eq!(limits_of("Isolate affected systems (≤ 4 h)."), [("time_to_contain".into(), 240, "4 h")]);
        assert_eq!(
            limits_of("Contained within 30 minutes of declaration"),
            [("response_time_to_contain".into(), 30, "30 minutes")]
        );
        assert_eq!(
            limits_of("72 hours to the supervisory authority"),
            [("time_to_notify_authority".into(), 4320, "72 hours")]
        );
        assert_eq!(
            limits_of("Hold the post-mortem within five working days of closure."),
            [("closed→review_held".into(), 7 * 1440, "five working days")]
        );
        assert_eq!(
            limits_of("The on-call engineer acknowledges within 15 minutes and declares within half, at most 30 min.")
                .iter()
                .map(|l| (l.0.as_str(), l.1))
                .collect::<Vec<_>>(),
            [("time_to_acknowledge", 15), ("time_to_declare", 30)]
        );
        assert_eq!(limits_of("Keep logs for 90 days; contain the rest. Export the last 30 days."), []);
        assert_eq!(limits_of("no later than seventy-two hours after awareness, tell the regulator").len(), 1);
    }

    #[test]
    fn a_rhythm_of_updates_is_read() {
        let of = |t: &str| Piece::of(t).cadence(std::iter::empty()).map(|(m, r)| (m, t[r].to_owned()));
        assert_eq!(of("Post a status update every 30 minutes."), Some((30, "every 30 minutes".into())));
        assert_eq!(of("Send updates hourly"), Some((60, "hourly".into())));
        assert_eq!(of("Brief stakeholders every hour"), Some((60, "every hour".into())));
        assert_eq!(of("Test the backups daily"), None);
    }
}
