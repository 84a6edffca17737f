//! What a plan covers: which duties, roles, contacts, targets, obligations, templates and dates it has, lacks, or has out
//! of date. Each line leads to the section that it speaks of.

use crate::language::{known, look};
use crate::model::{Duration, Duty, MetricId, Moment, Timestamp};
use crate::obligation::Obligation;
use crate::plan::kept::{kept, spoken};
use crate::plan::limit::{Stated, limit_minutes, stated, untimed, vague_lines};
use crate::plan::named::{Mention, binds, mentions, own};
use crate::plan::read::block::{Block, BlockKind, Row};
use crate::plan::read::{Plan, Topic, revision, topics_around};
use crate::plan::words::{holds, words, words_at};
use crate::say;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// How a plan stands to one thing that it should have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum State {
    /// It has it.
    Has,
    /// It has it, and it no longer holds.
    OutOfDate,
    /// It lacks it.
    Lacks,
}

impl State {
    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            State::Has => "Has",
            State::OutOfDate => "Out of date",
            State::Lacks => "Lacks",
        }
    }
}

/// What kind of thing a plan should have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Subject {
    /// A section for a duty of the chapter.
    Duty,
    /// A role.
    Role,
    /// Somebody to reach, and a deputy.
    Contact,
    /// A target time.
    Target,
    /// A rule that applies, with its limit.
    Obligation,
    /// A text that is ready to be sent.
    Template,
    /// The days of review and exercise.
    Review,
}

impl Subject {
    /// The name on screen, of many.
    pub fn label(self) -> &'static str {
        match self {
            Subject::Duty => "Duties",
            Subject::Role => "Roles",
            Subject::Contact => "Contacts",
            Subject::Target => "Targets",
            Subject::Obligation => "Obligations",
            Subject::Template => "Templates",
            Subject::Review => "Review and exercise",
        }
    }
}

/// One thing that a plan should have.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Line {
    /// What kind of thing.
    pub subject: Subject,
    /// Its name.
    pub name: String,
    /// Whether the plan has it.
    pub state: State,
    /// Why, in one sentence.
    pub because: String,
    /// The section that speaks of it, as a number in [`Plan::sections`].
    pub section: Option<usize>,
}

/// What a plan is held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The day of looking.
    pub today: NaiveDate,
    /// The rules as they stand for a case, in the English that plans are read by; none without a case.
    pub obligations: &'a [Obligation],
    /// The same in the language of what is made, whose limits the reasons name; where there are none, as above.
    pub said: &'a [Obligation],
    /// How long each thing took, a pair for each case that tells.
    pub took: &'a [(MetricId, Duration)],
}

/// What a plan has, lacks, and has out of date, by subject.
pub fn coverage(plan: &Plan, against: &Against<'_>) -> Vec<Line> {
    let mut lines = duties(plan);
    lines.extend(roles(plan));
    lines.extend(contacts(plan));
    lines.extend(targets(plan, against.took));
    lines.extend(obligations(plan, against.obligations, against.said));
    lines.extend(templates(plan));
    lines.extend(review(plan, against.today));
    lines
}

fn line(subject: Subject, name: &str, state: State, because: String, section: Option<usize>) -> Line {
    Line { subject, name: name.to_owned(), state, because, section }
}

fn titled(plan: &Plan, section: Option<usize>) -> String {
    let title = section.and_then(|s| plan.sections.get(s)).map_or("", |s| s.title.as_str());
    if title.is_empty() { say!("the text").to_owned() } else { format!("“{title}”") }
}

fn duties(plan: &Plan) -> Vec<Line> {
    let place = |duty: Duty| {
        let topic = Topic::Duty(duty);
        let first = plan.sections.iter().position(|s| s.topics.first().is_some_and(|(t, _)| *t == topic));
        first.or_else(|| plan.sections.iter().position(|s| s.is_about(topic)))
    };
    let of = |duty: &Duty| {
        let section = place(*duty);
        let holds_words = |s: usize| {
            let range = plan.sections.get(s).map(|s| s.range.clone()).unwrap_or_default();
            let inside = |b: &&Block| {
                range.contains(&b.range.start)
                    && !matches!(b.kind, BlockKind::Heading { .. } | BlockKind::Rule)
            };
            plan.blocks.iter().filter(inside).any(|b| !b.text().trim().is_empty())
        };
        let (state, because) = match section {
            None => (State::Lacks, say!("No section speaks of it.").to_owned()),
            Some(s) if !holds_words(s) => {
                let section = titled(plan, section);
                (State::Lacks, say!("{section} has a heading and nothing under it.", section))
            }
            Some(_) => (State::Has, say!("In {section}.", section = titled(plan, section))),
        };
        line(Subject::Duty, look(duty.label()), state, because, section)
    };
    Duty::ALL.iter().map(of).collect()
}

fn in_roles(plan: &Plan, block: &Block) -> bool {
    block.section.is_some_and(|s| topics_around(plan, s).any(|t| t == Topic::Roles))
}

/// The first block of the plan with a line that holds a pattern, those about roles and contacts before others.
fn named<'a>(plan: &'a Plan, patterns: &[&str]) -> Option<&'a Block> {
    let own = own(plan);
    let found: Vec<&Block> = plan
        .spoken()
        .lines(patterns)
        .into_iter()
        .filter_map(|(block, _)| plan.blocks.get(block))
        .filter(|b| own(b))
        .collect();
    found.iter().find(|b| in_roles(plan, b)).or(found.first()).copied()
}

const ROLES: &[(&str, &[&str])] = &[
    (
        "Incident lead",
        &["incident+lead", "incident+commander", "incident+manager", "commander", "coordinator"],
    ),
    ("Operations", &["operations", "engineer*", "administrator*", "subject+matter+expert*"]),
    ("Data protection and legal", &["data+protection+officer", "dpo", "privacy+officer", "legal", "counsel"]),
    ("Communication", &["communication", "communications", "spokes*", "public+relations", "liaison"]),
    ("Customer service", &["customer+service", "customer+support", "support+team", "help+desk"]),
];

fn named_in(plan: &Plan, section: Option<usize>) -> String {
    say!("Named in {section}.", section = titled(plan, section))
}

fn roles(plan: &Plan) -> Vec<Line> {
    let of = |(name, patterns): &(&'static str, &[&str])| match named(plan, patterns) {
        Some(Block { section, .. }) => {
            line(Subject::Role, look(name), State::Has, named_in(plan, *section), *section)
        }
        None => {
            let because = say!("Nobody of this role is named.").to_owned();
            line(Subject::Role, look(name), State::Lacks, because, None)
        }
    };
    ROLES.iter().map(of).collect()
}

const CONTACTS: &[(&str, &[&str])] = &[
    ("Web host", &["web+host", "hosting", "host provider", "cloud+provider"]),
    ("Payment processor or acquirer", &["payment+processor", "acquirer", "acquiring", "card+brand*", "bank"]),
    ("Insurer", &["insurer", "insurance"]),
    ("Authority", &["supervisory+authority", "regulator*", "data+protection+authority", "authorities"]),
];

const DEPUTY: &[&str] =
    &["deput*", "backup+contact", "alternate*", "stand+in", "substitute*", "stellvertret*"];

/// Whether a cell still waits for what belongs there: empty, or a name in square brackets.
pub(super) fn open(text: &str) -> bool {
    let text = text.trim();
    text.is_empty()
        || (text.starts_with('[') && text.ends_with(']'))
        || matches!(text, "-" | "–" | "TBD" | "TODO" | "n/a")
}

/// Who stands in for somebody, by a table of roles and contacts.
#[derive(Clone, Debug)]
pub struct Deputy<'a> {
    /// For whom, as the first cell of the row says.
    pub of: String,
    /// The section of the table.
    pub section: Option<usize>,
    /// The row.
    pub row: &'a Row,
    /// The column of deputies, from 0.
    pub column: usize,
    /// Whether the cell still waits for a name.
    pub is_open: bool,
}

/// The deputies of all tables of roles and contacts that have a column for them.
pub fn deputies(plan: &Plan) -> Vec<Deputy<'_>> {
    let says = |text: &str| DEPUTY.iter().any(|p| holds(&words(text), p));
    let own = own(plan);
    let mut all = vec![];
    for block in plan.blocks.iter().filter(|b| own(b) && in_roles(plan, b)) {
        let BlockKind::Table { header, rows } = &block.kind else { continue };
        let Some(column) = header.cells.iter().position(|c| says(&c.text())) else { continue };
        for row in rows {
            let of = row.cells.first().map(|c| c.text().trim().to_owned()).unwrap_or_default();
            let is_open = open(&row.cells.get(column).map(|c| c.text()).unwrap_or_default());
            all.extend((!of.is_empty()).then_some(Deputy {
                of,
                section: block.section,
                row,
                column,
                is_open,
            }));
        }
    }
    all
}

fn contacts(plan: &Plan) -> Vec<Line> {
    let mut lines: Vec<Line> = CONTACTS
        .iter()
        .map(|(name, patterns)| match named(plan, patterns) {
            Some(Block { section, .. }) => {
                line(Subject::Contact, look(name), State::Has, named_in(plan, *section), *section)
            }
            None => line(
                Subject::Contact,
                look(name),
                State::Lacks,
                say!("The plan does not say how they are reached.").to_owned(),
                None,
            ),
        })
        .collect();
    let own = own(plan);
    let section = plan.blocks.iter().find(|b| own(b) && in_roles(plan, b)).and_then(|b| b.section);
    let deputies = deputies(plan);
    let told = !deputies.is_empty();
    for deputy in deputies {
        let (state, because) = if deputy.is_open {
            (State::Lacks, say!("Its deputy is not filled in.").to_owned())
        } else {
            (State::Has, say!("It has a deputy.").to_owned())
        };
        lines.push(line(
            Subject::Contact,
            &say!("Deputy: {of}", of = deputy.of),
            state,
            because,
            deputy.section,
        ));
    }
    if !told {
        let found = named(plan, DEPUTY);
        lines.push(match found {
            Some(Block { section, .. }) => line(
                Subject::Contact,
                say!("Deputies"),
                State::Has,
                say!("Spoken of in {section}.", section = titled(plan, *section)),
                *section,
            ),
            None => line(
                Subject::Contact,
                say!("Deputies"),
                State::Lacks,
                say!("No role has a deputy for when it is away.").to_owned(),
                section,
            ),
        });
    }
    lines
}

fn targets(plan: &Plan, took: &[(MetricId, Duration)]) -> Vec<Line> {
    let wanted = [
        MetricId::TimeToDeclare,
        MetricId::TimeToContain,
        MetricId::TimeToRecover,
        MetricId::TimeToNotifyAuthority,
        MetricId::TimeToNotifyIndividuals,
    ];
    let mut lines = vec![];
    let further = plan.targets.iter().map(|t| t.metric.clone()).filter(|m| !wanted.contains(m));
    let mut all: Vec<MetricId> = wanted.iter().cloned().chain(further).collect();
    let mut seen: Vec<MetricId> = vec![];
    all.retain(|m| {
        !seen.contains(m) && {
            seen.push(m.clone());
            true
        }
    });
    for metric in all {
        let label = known(metric.label());
        let Some(target) = plan.targets.iter().find(|t| t.metric == metric) else {
            lines.push(line(
                Subject::Target,
                &label,
                State::Lacks,
                say!("The plan sets no target for it.").to_owned(),
                None,
            ));
            continue;
        };
        let limit = spoken(i64::from(target.minutes));
        let stand = kept(&metric, target.minutes, took);
        let other = plan.targets.iter().find(|t| t.metric == metric && t.minutes != target.minutes);
        let (state, because) = if stand.never() {
            (State::OutOfDate, say!("{limit}, which no case kept: {took}.", limit, took = stand.words()))
        } else if stand.easily(target.minutes) {
            let took = stand.words();
            (State::OutOfDate, say!("{limit}, which every case kept with ease: {took}.", limit, took))
        } else if let Some(other) = other {
            let there = titled(plan, Some(other.section));
            let other = spoken(i64::from(other.minutes));
            (State::OutOfDate, say!("{limit} here and {other} in {there}.", limit, other, there))
        } else if stand.cases > 0 {
            let (kept, cases) = (stand.kept, stand.cases);
            (State::Has, say!("{limit}; {kept} of {cases} cases kept it.", limit, kept, cases))
        } else {
            (State::Has, format!("{limit}."))
        };
        lines.push(line(Subject::Target, &label, state, because, Some(target.section)));
    }
    let section_at = |at: usize| plan.sections.iter().rposition(|s| s.range.start <= at);
    lines.push(match &plan.cadence_minutes {
        Some((minutes, range)) => {
            let words = say!("Every {time}.", time = spoken(i64::from(*minutes)));
            line(Subject::Target, say!("Rhythm of updates"), State::Has, words, section_at(range.start))
        }
        None => line(
            Subject::Target,
            say!("Rhythm of updates"),
            State::Lacks,
            say!("The plan promises no rhythm.").to_owned(),
            None,
        ),
    });
    lines
}

fn obligations(plan: &Plan, all: &[Obligation], said: &[Obligation]) -> Vec<Line> {
    // Without a rule nothing is looked for in the lines of what may be a long plan.
    if !all.iter().any(binds) {
        return vec![];
    }
    let mentions = mentions(plan, all);
    let own = own(plan);
    let block = |at: usize| plan.blocks.get(at).filter(|b| own(b));
    let unbounded: Vec<(&Block, String)> =
        vague_lines(plan).into_iter().filter_map(|(at, line)| Some((block(at)?, line))).collect();
    let of = |(o, mention): (&Obligation, &Option<Mention>)| {
        let limit = said.iter().find(|other| other.rule == o.rule).map_or(&o.limit, |said| &said.limit);
        let pack = &o.pack;
        let row = match mention {
            Some(Mention::Line { block: at, text }) => block(*at).map(|block| (block, text.as_str())),
            _ => None,
        };
        let named = mention.is_some();
        let minutes = limit_minutes(o);
        let told = unbounded.iter().find_map(|(block, line)| {
            let word = untimed(line, o.recipient_kind)?;
            Some((*block, line.get(word)?.to_lowercase()))
        });
        let (state, because, section) = match (row, minutes) {
            (Some((block, l)), Some(_)) => {
                let (state, words) = match stated(l, o, all, &mentions) {
                    Stated::Missing => {
                        (State::OutOfDate, say!("Named without its limit; the rule says {limit}.", limit))
                    }
                    Stated::Unclear => (
                        State::OutOfDate,
                        say!(
                            "Named beside limits of which none is the rule’s; the rule says {limit} (rules of {pack}).",
                            limit,
                            pack
                        ),
                    ),
                    Stated::Holds => {
                        let section = titled(plan, block.section);
                        (State::Has, say!("{limit}, in {section}.", limit, section))
                    }
                    Stated::Other { minutes: says, .. } => {
                        let says = spoken(i64::from(says));
                        let words = say!(
                            "The plan says {says}; the rule says {limit} (rules of {pack}).",
                            says,
                            limit,
                            pack
                        );
                        (State::OutOfDate, words)
                    }
                };
                (state, words, block.section)
            }
            (Some((block, _)), None) => (State::Has, named_in(plan, block.section), block.section),
            (None, Some(_)) if told.is_some() => {
                let (block, word) = told.map_or((None, String::new()), |(b, word)| (Some(b), word));
                let section = block.and_then(|b| b.section);
                let there = titled(plan, section);
                let words = say!("{there} says “{word}”; the rule says {limit}.", there, word, limit);
                (State::OutOfDate, words, section)
            }
            _ if named => (State::Has, say!("Named in the text.").to_owned(), None),
            _ => {
                let place = plan.sections.iter().position(|s| s.is_about(Topic::Duty(Duty::KnowObligations)));
                (
                    State::Lacks,
                    say!("It applies to this case and the plan does not name it: {limit}.", limit),
                    place,
                )
            }
        };
        line(Subject::Obligation, &o.title, state, because, section)
    };
    all.iter().zip(&mentions).filter(|(o, _)| binds(o)).map(of).collect()
}

const TEMPLATES: &[(&str, &[&str], Duty)] = &[
    (
        "Notice to people affected",
        &[
            "template* customer*",
            "template* individual*",
            "template* people",
            "dear customer*",
            "notice template*",
            "template* notice*",
            "template* notification*",
        ],
        Duty::NotifyAffectedParties,
    ),
    (
        "Notice to the authority",
        &[
            "template* authority",
            "template* regulator*",
            "form* authority",
            "template* supervisory",
            "regulatory* template*",
        ],
        Duty::TimelyReporting,
    ),
    (
        "Status update",
        &[
            "template* update*",
            "update* template*",
            "template* status",
            "status template*",
            "template* internal",
        ],
        Duty::RegularUpdates,
    ),
];

fn templates(plan: &Plan) -> Vec<Line> {
    let of = |(name, patterns, duty): &(&'static str, &[&str], Duty)| match named(plan, patterns) {
        Some(Block { section, .. }) => {
            let there = titled(plan, *section);
            line(Subject::Template, look(name), State::Has, say!("In {section}.", section = there), *section)
        }
        None => {
            let place = plan.sections.iter().position(|s| s.is_about(Topic::Duty(*duty)));
            line(
                Subject::Template,
                look(name),
                State::Lacks,
                say!("No text is ready to be sent.").to_owned(),
                place,
            )
        }
    };
    TEMPLATES.iter().map(of).collect()
}

/// The day that a key of the document control states, with its section.
fn day_stated(plan: &Plan, keys: &[&str]) -> Option<(Option<NaiveDate>, Option<usize>)> {
    let own = own(plan);
    let patterns: Vec<String> = keys.iter().map(|key| key.replace(' ', "+")).collect();
    let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
    for (block, number) in plan.spoken().lines(&patterns) {
        let Some(block) = plan.blocks.get(block).filter(|b| own(b)) else { continue };
        if let Some(text) = block.text().lines().nth(number) {
            let words = words_at(text);
            let all: Vec<&str> = words.iter().map(|w| &*w.text).collect();
            let key = keys.iter().find_map(|key| {
                let key: Vec<&str> = key.split(' ').collect();
                let at = all.windows(key.len()).position(|w| w == key)?;
                words.get(at + key.len() - 1).map(|w| (at, w.range.end))
            });
            // A key stands at the beginning of its line; elsewhere the words are part of a sentence.
            let Some((_, end)) = key.filter(|(at, _)| *at <= 1) else { continue };
            let rest = text.get(end..).unwrap_or("");
            // A moment ends where the next day or month begins.
            let last = |m: Moment| Timestamp(m.latest.0 - 1).naive_utc().date();
            let day = revision::moment(rest).map(last);
            if day.is_some() || open(rest.trim_matches([' ', ':', '|', '*', '_'])) {
                return Some((day, block.section));
            }
        }
    }
    None
}

fn review(plan: &Plan, today: NaiveDate) -> Vec<Line> {
    let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
    let control = plan.sections.iter().position(|s| s.is_about(Topic::DocumentControl));
    let past = |name: &'static str, keys: &[&str]| {
        let (state, because, section) = match day_stated(plan, keys) {
            None => (State::Lacks, say!("The plan does not say when.").to_owned(), control),
            Some((None, section)) => (State::Lacks, say!("The day is not filled in.").to_owned(), section),
            Some((Some(day), section)) if day < year_ago => {
                (State::OutOfDate, say!("On {day}, more than a year ago.", day), section)
            }
            Some((Some(day), section)) => (State::Has, say!("On {day}.", day), section),
        };
        line(Subject::Review, name, state, because, section)
    };
    let (state, because, section) = match day_stated(plan, &["next review", "review due", "next reviewed"]) {
        None => (State::Lacks, say!("The plan sets no day.").to_owned(), control),
        Some((None, section)) => (State::Lacks, say!("The day is not filled in.").to_owned(), section),
        Some((Some(day), section)) if day < today => {
            (State::OutOfDate, say!("Due on {day}, which has passed.", day), section)
        }
        Some((Some(day), section)) => (State::Has, say!("Due on {day}.", day), section),
    };
    vec![
        past(
            say!("Last reviewed"),
            &["last reviewed", "last review", "review date", "last updated", "letzte änderung"],
        ),
        past(
            say!("Last exercised"),
            &["last exercised", "last exercise", "last tested", "last test", "test date"],
        ),
        line(Subject::Review, say!("Next review"), state, because, section),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;
    use crate::plan::read::read;

    const PLAN: &str = "# Plan\n\nLast reviewed: 2024-02-01\n\nNext review: 2025-02-01\n\n## Roles and contacts\n\n| Role | Person | Deputy |\n|---|---|---|\n| Incident lead | A role | [name] |\n| Web host | Company | other company |\n\n## Contain\n\n- Isolate the checkout within 60 minutes of detection.\n\n## Notify the authorities\n\n- Notify the supervisory authority without undue delay.\n\n## Regular updates\n";

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 4, 1).unwrap()
    }

    fn looked(plan: &str, obligations: &[Obligation], took: &[(MetricId, Duration)]) -> Vec<Line> {
        coverage(&read(plan), &Against { today: today(), obligations, said: &[], took })
    }

    fn state<'a>(lines: &'a [Line], name: &str) -> (State, &'a str) {
        let found = lines.iter().find(|l| l.name == name).expect(name);
        (found.state, &found.because)
    }

    #[test]
    fn each_thing_is_there_missing_or_out_of_date() {
        let rule = Obligation {
            rule: "gdpr-33".into(),
            title: "Notify the supervisory authority of a breach".into(),
            citation: "GDPR Art. 33(1)".into(),
            applies: Some(true),
            limit: "72 hours".into(),
            ..Obligation::default()
        };
        let lines = looked(PLAN, std::slice::from_ref(&rule), &[]);
        assert_eq!(state(&lines, "Identify and isolate").0, State::Has);
        assert_eq!(
            state(&lines, "Regular updates"),
            (State::Lacks, "“Regular updates” has a heading and nothing under it.")
        );
        assert_eq!(state(&lines, "Support channels").0, State::Lacks);
        assert_eq!(state(&lines, "Incident lead").0, State::Has);
        assert_eq!(state(&lines, "Insurer").0, State::Lacks);
        assert_eq!(state(&lines, "Deputy: Incident lead").0, State::Lacks);
        assert_eq!(state(&lines, "Deputy: Web host").0, State::Has);
        assert_eq!(state(&lines, "Next review"), (State::OutOfDate, "Due on 2025-02-01, which has passed."));
        assert_eq!(state(&lines, "Last reviewed").0, State::OutOfDate);
        assert_eq!(state(&lines, "Last exercised").0, State::Lacks);
        assert_eq!(
            state(&lines, &rule.title),
            (
                State::OutOfDate,
                "“Notify the authorities” says “without undue delay”; the rule says 72 hours."
            )
        );
        // The rule changed: the plan still says the old limit.
        let old = PLAN.replace("without undue delay.", "within 72 hours (GDPR Art. 33(1)).");
        let lines = looked(&old, std::slice::from_ref(&rule), &[]);
        assert_eq!(state(&lines, &rule.title).0, State::Has);
        let changed = Obligation { limit: "96 hours".into(), pack: "2027-01".into(), ..rule.clone() };
        let lines = looked(&old, &[changed], &[]);
        assert_eq!(
            state(&lines, &rule.title),
            (State::OutOfDate, "The plan says 3 days; the rule says 96 hours (rules of 2027-01).")
        );
        let lines = looked("# Plan\n", std::slice::from_ref(&rule), &[]);
        assert_eq!(state(&lines, &rule.title).0, State::Lacks);
    }

    #[test]
    fn cases_say_whether_a_target_is_one() {
        let took = |minutes: &[i64]| -> Vec<(MetricId, Duration)> {
            let exact = |m: &i64| (MetricId::TimeToContain, Duration::Exact { value: Span::seconds(m * 60) });
            minutes.iter().map(exact).collect()
        };
        let label = MetricId::TimeToContain.label();
        let of = |minutes: &[i64]| {
            let lines = looked(PLAN, &[], &took(minutes));
            let (state, because) = state(&lines, &label);
            (state, because.to_owned())
        };
        assert_eq!(of(&[]), (State::Has, "1 hour.".to_owned()));
        assert_eq!(of(&[50, 90, 300]), (State::Has, "1 hour; 1 of 3 cases kept it.".to_owned()));
        assert_eq!(
            of(&[90, 120, 300]),
            (State::OutOfDate, "1 hour, which no case kept: 3 cases took 90 minutes to 5 hours, half of them at most 2 hours.".to_owned())
        );
        assert_eq!(of(&[10, 20, 25]).0, State::OutOfDate);
        assert_eq!(of(&[300, 300]).0, State::Has);
    }
}
