//! What a plan says of the limits of rules: where it names a rule with its limit, with another, with a vague word or with none.

use super::named::{Mention, binds, line_at, named_on};
use super::read::Plan;
use super::read::target::{Length, lengths};
use super::words::{Word, holds, words, words_at};
use crate::obligation::{Obligation, Recipient};
use std::collections::BTreeSet;
use std::ops::Range;

/// Words in place of a limit.
const VAGUE: &[&str] = &[
    "without undue delay",
    "without delay",
    "as soon as possible",
    "as soon as practicable",
    "immediately",
    "promptly",
    "unverzüglich",
];

/// Whether a line speaks of telling such a recipient.
fn tells(line: &str, recipient: Recipient) -> bool {
    let words = words(line);
    let patterns: &[&str] = match recipient {
        Recipient::Authority => {
            &["authority", "authorities", "regulator*", "supervisory", "ico", "dpa", "aufsichtsbehörde"]
        }
        Recipient::Cert => &["cert", "csirt", "national+contact"],
        Recipient::Individuals => {
            &["customers", "individuals", "data+subject*", "people+affected", "affected+people"]
        }
        Recipient::Customers => &["business+customer*", "controller*"],
        Recipient::Market => &["market", "investor*", "media"],
        Recipient::CardBrands => &["acquirer*", "card+brand*", "payment+processor*"],
        Recipient::Insurer => &["insurer*", "insurance"],
    };
    let says = ["notif*", "tell*", "report*", "inform*", "contact*", "melde*"];
    patterns.iter().any(|p| holds(&words, p)) && says.iter().any(|p| holds(&words, p))
}

/// The vague word of a line that states no limit.
fn vague(line: &str) -> Option<&'static str> {
    let small = line.to_lowercase();
    let found = VAGUE.iter().find(|v| small.contains(**v))?;
    bounds(line).is_empty().then_some(*found)
}

/// Words before a length of time that is no limit: something is kept for so long, or comes after it, or again and again.
const NO_LIMIT: [&str; 20] = [
    "for",
    "every",
    "each",
    "after",
    "last",
    "past",
    "previous",
    "least",
    "older",
    "longer",
    "keep",
    "retain",
    "für",
    "alle",
    "jede",
    "nach",
    "mindestens",
    "seit",
    "since",
    "store",
];

/// Words of what is kept for a time.
const KEPT: [&str; 6] = ["keep", "kept", "retain", "retained", "store", "stored"];

/// The lengths of time in a line that may be limits, in order.
///
/// ```
/// use floodmark::plan::limit::bounds;
/// let minutes = |line: &str| bounds(line).iter().map(|l| l.minutes).collect::<Vec<_>>();
/// assert_eq!(minutes("Tell them within 72 hours, and keep the logs for 90 days."), [72 * 60]);
/// assert_eq!(minutes("no later than 24 hours; not for longer than 2 days; at least 3 days"), [24 * 60]);
/// assert_eq!(minutes("spätestens nach 72 Stunden; at the latest after 2 days"), [72 * 60, 48 * 60]);
/// assert_eq!(minutes("Tell them in no longer than 72 hours. Keep the logs no longer than 90 days."), [72 * 60]);
/// ```
pub fn bounds(line: &str) -> Vec<Length> {
    let words = words_at(line);
    let is_limit = |length: &Length| {
        let before: Vec<&str> =
            words.iter().filter(|w| w.range.end <= length.range.start).map(|w| &*w.text).collect();
        // What is kept no longer than a time is told by nobody within it.
        let keeps = || {
            let sentence = line.get(..length.range.start).and_then(|t| t.rsplit(['.', ';']).next());
            words_at(sentence.unwrap_or_default()).iter().any(|w| KEPT.contains(&&*w.text))
        };
        let before = before
            .iter()
            .rev()
            .skip_while(|w| matches!(**w, "the" | "a" | "an" | "about" | "another" | "first"));
        match before.copied().take(3).collect::<Vec<_>>().as_slice() {
            ["than", "later" | "less", ..]
            | ["than", "more", "no" | "not"]
            | ["after", "latest", ..]
            | ["nach", "spätestens", ..] => true,
            ["than", "longer", "no" | "not"] => !keeps(),
            ["than", ..] => false,
            [word, ..] => !NO_LIMIT.contains(word),
            [] => true,
        }
    };
    lengths(line, &words).into_iter().filter(is_limit).collect()
}

/// What a step may begin with, and with it a clause of its own.
const VERBS: [&str; 58] = [
    "activate",
    "ask",
    "assemble",
    "assess",
    "block",
    "call",
    "change",
    "check",
    "close",
    "collect",
    "contact",
    "convene",
    "copy",
    "decide",
    "declare",
    "determine",
    "disable",
    "document",
    "engage",
    "escalate",
    "establish",
    "evaluate",
    "hire",
    "hold",
    "inform",
    "investigate",
    "isolate",
    "keep",
    "log",
    "notify",
    "open",
    "patch",
    "post",
    "preserve",
    "publish",
    "record",
    "remove",
    "report",
    "reset",
    "restore",
    "review",
    "rotate",
    "save",
    "secure",
    "send",
    "shut",
    "start",
    "stop",
    "suspend",
    "switch",
    "take",
    "tell",
    "turn",
    "update",
    "verify",
    "wait",
    "warn",
    "write",
];

/// The clauses of a line, by their bytes: what is done at once is not told at once.
fn clauses(line: &str) -> Vec<Range<usize>> {
    let words = words_at(line);
    let gap = |n: usize| {
        let before = n.checked_sub(1).and_then(|n| words.get(n)).map_or(0, |w| w.range.end);
        words.get(n).and_then(|w| line.get(before..w.range.start)).unwrap_or_default()
    };
    let word = |n: usize| words.get(n).map_or("", |w| &*w.text);
    let mut starts = vec![0];
    for n in 1..words.len() {
        let capital = words
            .get(n)
            .and_then(|w| line.get(w.range.clone()))
            .is_some_and(|w| w.starts_with(char::is_uppercase));
        let parted = gap(n).contains([';', '!', '?']) || gap(n).contains('.') && capital;
        let mut at = n;
        if VERBS.contains(&word(n)) && !gap(n).contains(',') {
            while at > 1
                && matches!(word(at - 1), "then" | "immediately" | "promptly" | "unverzüglich" | "also")
            {
                at -= 1;
            }
        }
        let joined = gap(at).contains(',') || matches!(word(at - 1), "and" | "then" | "or" | "und");
        if parted || VERBS.contains(&word(n)) && joined {
            starts.extend(words.get(at).map(|w| w.range.start));
        }
    }
    starts.push(line.len());
    let mut all: Vec<Range<usize>> = vec![];
    for pair in starts.windows(2) {
        let [from, to] = [pair.first(), pair.last()].map(|at| at.copied().unwrap_or_default());
        // A vague word alone belongs to what follows it behind a comma, else to what it follows.
        let text = |r: &Range<usize>| line.get(r.clone()).unwrap_or_default().trim();
        let alone = |text: &str| {
            let text = text.trim_end_matches([',', '.', ';', '!', '?']).to_lowercase();
            let text =
                ["do so ", "do this "].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(&text);
            VAGUE.contains(&text)
        };
        let opens = |r: &Range<usize>| alone(text(r)) && (r.start == 0 || text(r).ends_with(','));
        let follows = alone(text(&(from..to))) && !text(&(from..to)).ends_with(',');
        match all.last_mut().filter(|last| follows || opens(last)) {
            Some(last) => last.end = to,
            None => all.push(from..to),
        }
    }
    all
}

/// The bytes of the vague word in the clause of a line that speaks of telling such a recipient; none where the line states a
/// limit.
///
/// ```
/// use floodmark::obligation::Recipient;
/// use floodmark::plan::limit::untimed;
/// let word = |line: &'static str| untimed(line, Recipient::Authority).and_then(|r| line.get(r));
/// assert_eq!(word("Notify the supervisory authority without undue delay."), Some("without undue delay"));
/// assert_eq!(word("Without undue delay, notify the authority."), Some("Without undue delay"));
/// assert_eq!(word("Take the shop offline, and immediately inform the authority."), Some("immediately"));
/// assert_eq!(word("Immediately isolate the shop and inform the authority."), None);
/// assert_eq!(word("Tell customers as soon as possible; tell the authority."), None);
/// assert_eq!(word("Notify the authority. Do so without undue delay."), Some("without undue delay"));
/// assert_eq!(word("Notify the authority: without undue delay"), Some("without undue delay"));
/// assert_eq!(word("Immediately: isolate the shop and inform the authority."), None);
/// ```
pub fn untimed(line: &str, recipient: Recipient) -> Option<Range<usize>> {
    vague(line)?;
    clauses(line).into_iter().find_map(|clause| {
        let text = line.get(clause.clone()).filter(|text| tells(text, recipient))?.to_ascii_lowercase();
        let found = VAGUE.iter().filter_map(|word| Some((text.find(word)?, word.len()))).min()?;
        let start = clause.start + found.0;
        Some(start..start + found.1)
    })
}

/// The limit of a rule in minutes, where it is a number.
pub fn limit_minutes(obligation: &Obligation) -> Option<u32> {
    lengths(&obligation.limit, &words_at(&obligation.limit)).first().map(|l| l.minutes)
}

/// The lines that say something vague in place of a limit, in order: the block of each, and the line. Only those are looked at
/// that hold the words: a plan may have tens of thousands of lines.
pub fn vague_lines(plan: &Plan) -> Vec<(usize, String)> {
    let places: BTreeSet<(usize, usize)> =
        VAGUE.iter().flat_map(|words| plan.spoken().may_hold(words)).collect();
    let lines = places.into_iter().filter_map(|(block, n)| Some((block, line_at(plan, block, n)?)));
    lines.filter(|(_, line)| vague(line).is_some()).collect()
}

/// The least and the most of the limit of a rule in minutes: the same, but for one that is a range, such as “3 to 5 days”.
fn limit_range(obligation: &Obligation) -> Option<(u32, u32)> {
    let words = words_at(&obligation.limit);
    let most = lengths(&obligation.limit, &words).into_iter().next()?;
    let lead = lead(&obligation.limit, &most).and_then(|at| obligation.limit.get(at..most.range.start));
    let number = |text: &str| words_at(text).first().and_then(|w| w.text.parse::<f64>().ok());
    let whole = obligation.limit.get(most.range.clone()).and_then(number);
    let share = lead.and_then(number).zip(whole).map_or(1.0, |(least, most)| least / most);
    Some(((f64::from(most.minutes) * share).round() as u32, most.minutes))
}

/// Where a range begins whose end is a length of time: at the “24” of “24 to 48 hours”; none where it is a length alone.
fn lead(text: &str, length: &Length) -> Option<usize> {
    let words = words_at(text);
    let before = words.get(..length.words.start)?;
    let digits = |w: &&Word<'_>| w.text.chars().all(|c| c.is_ascii_digit());
    let dashed = |w: &Word<'_>| {
        let gap = text.get(w.range.end..length.range.start).unwrap_or_default().trim();
        matches!(gap, "-" | "–" | "—" | "\u{2011}")
    };
    match before {
        [.., least, to] if matches!(&*to.text, "to" | "bis") => Some(least).filter(digits),
        [.., least] if dashed(least) => Some(least).filter(digits),
        _ => None,
    }
    .map(|least| least.range.start)
}

/// The bytes of a length of time in a text with the range that it ends, where it does.
///
/// ```
/// use floodmark::plan::limit::{bounds, whole};
/// let of = |line: &'static str| &line[whole(line, &bounds(line)[0])];
/// assert_eq!(of("Tell them within 24 to 48 hours."), "24 to 48 hours");
/// assert_eq!(of("Tell them within 24–48 hours."), "24–48 hours");
/// assert_eq!(of("Tell them in step 2, within 48 hours."), "48 hours");
/// ```
pub fn whole(text: &str, length: &Length) -> Range<usize> {
    lead(text, length).unwrap_or(length.range.start)..length.range.end
}

/// The limit of a rule as a plan states it: what a contract of the case sets is a contract in the plan, and of a range its end,
/// since nobody can keep two limits.
///
/// ```
/// use floodmark::obligation::Obligation;
/// use floodmark::plan::limit::written;
/// let rule = Obligation { limit: "24 hours (the case’s contract)".into(), ..Obligation::default() };
/// assert_eq!(written(&rule), "24 hours (by contract)");
/// let range = Obligation { limit: "3 to 5 days".into(), ..Obligation::default() };
/// assert_eq!(written(&range), "5 days");
/// ```
pub fn written(obligation: &Obligation) -> String {
    let limit = &obligation.limit;
    let most = lengths(limit, &words_at(limit)).into_iter().next();
    let range = most.and_then(|most| Some(lead(limit, &most)?..most.range.start));
    let end =
        range.and_then(|range| Some(format!("{}{}", limit.get(..range.start)?, limit.get(range.end..)?)));
    end.as_ref().unwrap_or(limit).replace("the case’s contract", "by contract")
}

/// How a line that names a rule stands to the rule's limit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stated {
    /// It states it.
    Holds,
    /// It states none, or those of other rules that it names alone.
    Missing,
    /// It states another.
    Other {
        /// That limit, in minutes.
        minutes: u32,
        /// Its number among the [`bounds`] of the line.
        nth: usize,
    },
    /// It states others, and does not say which of them is the rule's.
    Unclear,
}

/// How a line stands to the limit of a rule that it names, which is a number. `rules`: all, with where the plan names them;
/// without that only those are looked at that the line names in other words.
///
/// ```
/// use floodmark::obligation::Obligation;
/// use floodmark::plan::limit::{Stated, stated};
/// let rule = |citation: &str, limit: &str| Obligation {
///     rule: citation.to_lowercase(),
///     citation: citation.to_owned(),
///     limit: limit.to_owned(),
///     applies: Some(true),
///     ..Obligation::default()
/// };
/// let rules = [rule("Art. 33", "72 hours"), rule("NIS2 Art. 23", "24 hours")];
/// let of = |n: usize, line: &str| stated(line, &rules[n], &rules, &[]);
/// assert_eq!(of(0, "Art. 33: within 72 hours"), Stated::Holds);
/// assert_eq!(of(0, "Art. 33: within 48 hours"), Stated::Other { minutes: 48 * 60, nth: 0 });
/// assert_eq!(of(0, "Art. 33: within 48 hours, in full within 5 days"), Stated::Unclear);
/// assert_eq!(of(1, "Art. 33 (72 hours), NIS2 Art. 23"), Stated::Missing);
/// // Each length is that of the rule that nothing parts it from.
/// let both = "within 48 hours (Art. 33), within 12 hours (NIS2 Art. 23)";
/// assert_eq!(of(0, both), Stated::Other { minutes: 48 * 60, nth: 0 });
/// assert_eq!(of(1, both), Stated::Other { minutes: 12 * 60, nth: 1 });
/// assert_eq!(of(1, "Art. 33, NIS2 Art. 23: within 48 hours"), Stated::Unclear);
/// // Whatever lies in a range keeps it.
/// let range = [rule("APPI Art. 26", "3 to 5 days")];
/// let of = |line: &str| stated(line, &range[0], &range, &[]);
/// assert_eq!((of("APPI Art. 26: within 4 days"), of("APPI Art. 26: 3 to 5 days")), (Stated::Holds, Stated::Holds));
/// assert_eq!(of("APPI Art. 26: within 2 to 7 days"), Stated::Other { minutes: 7 * 1440, nth: 0 });
/// ```
pub fn stated(line: &str, rule: &Obligation, rules: &[Obligation], mentions: &[Option<Mention>]) -> Stated {
    let all = bounds(line);
    let limit = limit_range(rule);
    if all.is_empty() {
        return Stated::Missing;
    }
    if all.iter().any(|l| limit.is_some_and(|(least, most)| (least..=most).contains(&l.minutes))) {
        return Stated::Holds;
    }
    let others = beside(line, rule, rules, mentions);
    let theirs = |l: &Length| others.iter().any(|o| limit_minutes(o) == Some(l.minutes));
    if all.iter().all(theirs) {
        return Stated::Missing;
    }
    if let ([only], []) = (all.as_slice(), others.as_slice()) {
        return Stated::Other { minutes: only.minutes, nth: 0 };
    }
    let names = named_on(line, rules);
    // The rules of which nothing parts a length.
    let near = |length: &Length| -> BTreeSet<&str> {
        let joined = |at: &Range<usize>| {
            let (from, to) = (at.end.min(length.range.end), at.start.max(length.range.start));
            !parts(line.get(from..to).unwrap_or_default())
        };
        names.iter().filter(|(_, at)| joined(at)).map(|(o, _)| o.rule.as_str()).collect()
    };
    let near: Vec<BTreeSet<&str>> = all.iter().map(near).collect();
    let own = |of: &Obligation| -> Vec<usize> {
        let only = |names: &BTreeSet<&str>| names.len() == 1 && names.contains(of.rule.as_str());
        near.iter().enumerate().filter(|(_, names)| only(names)).map(|(n, _)| n).collect()
    };
    // A rule without a length of its own may share that of its neighbour.
    let served = |other: &&Obligation| {
        let limit = limit_minutes(other);
        limit.is_none() || all.iter().any(|l| Some(l.minutes) == limit) || own(other).len() == 1
    };
    // One that is nobody's may be meant as well.
    let whose = || all.iter().zip(&near).all(|(length, names)| names.len() == 1 || theirs(length));
    match own(rule).as_slice() {
        [nth] if whose() && others.iter().all(served) => {
            all.get(*nth).map_or(Stated::Unclear, |l| Stated::Other { minutes: l.minutes, nth: *nth })
        }
        _ => Stated::Unclear,
    }
}

/// Whether words part what stands before them from what stands behind.
fn parts(between: &str) -> bool {
    let and = |w: &str| matches!(w, "and" | "or" | "but" | "while" | "und" | "oder");
    between.contains([',', ';', '.', '!', '?']) || words(between).iter().any(|w| and(w))
}

/// The other rules that the line of a rule names: in other words, or the plan nowhere else.
pub fn beside<'a>(
    line: &str,
    rule: &Obligation,
    rules: &'a [Obligation],
    mentions: &[Option<Mention>],
) -> Vec<&'a Obligation> {
    let names = named_on(line, rules);
    let own: Vec<&Range<usize>> =
        names.iter().filter(|(o, _)| o.rule == rule.rule).map(|(_, at)| at).collect();
    let mention = |of: &Obligation| {
        let place = rules.iter().position(|o| o.rule == of.rule)?;
        mentions.get(place)?.as_ref()
    };
    let here = mention(rule);
    let named = |other: &Obligation| {
        here.is_some() && mention(other) == here
            || names.iter().any(|(o, at)| o.rule == other.rule && !own.contains(&at))
    };
    rules.iter().filter(|o| binds(o) && o.rule != rule.rule && named(o)).collect()
}
