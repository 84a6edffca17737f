//! What a plan covers: which duties, roles, contacts, targets, obligations, templates and dates it has, lacks, or has out
//! of date. Each line leads to the section that it speaks of.

mod limits;
mod people;
mod review;

pub(super) use people::open;
pub use people::{Deputy, deputies};

use crate::language::look;
use crate::model::{Duration, Duty, MetricId};
use crate::obligation::Obligation;
use crate::plan::named::own;
use crate::plan::read::block::{Block, BlockKind};
use crate::plan::read::{Plan, Topic};
use crate::plan::signs;
use crate::say;
use chrono::NaiveDate;
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
    lines.extend(people::roles(plan));
    lines.extend(people::contacts(plan));
    lines.extend(limits::targets(plan, against.took));
    lines.extend(limits::obligations(plan, against.obligations, against.said));
    lines.extend(templates(plan));
    lines.extend(review::review(plan, against.today));
    lines
}

fn line(subject: Subject, name: &str, state: State, because: String, section: Option<usize>) -> Line {
    Line { subject, name: name.to_owned(), state, because, section }
}

fn titled(plan: &Plan, section: Option<usize>) -> String {
    let title = section.and_then(|s| plan.sections.get(s)).map_or("", |s| s.title.as_str());
    if title.is_empty() { say!("the text").to_owned() } else { format!("“{title}”") }
}

fn named_in(plan: &Plan, section: Option<usize>) -> String {
    say!("Named in {section}.", section = titled(plan, section))
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
    found.iter().find(|b| people::in_roles(plan, b)).or(found.first()).copied()
}

const TEMPLATES: &[(&str, &[&str], Duty)] = &[
    ("Notice to people affected", signs::NOTICE, Duty::NotifyAffectedParties),
    ("Notice to the authority", signs::AUTHORITY_NOTICE, Duty::TimelyReporting),
    ("Status update", signs::STATUS_UPDATE, Duty::RegularUpdates),
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
