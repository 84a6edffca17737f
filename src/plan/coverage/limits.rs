//! What a plan promises, held against what cases took and what rules say: targets and obligations.

use super::{Line, State, Subject, line, named_in, titled};
use crate::language::known;
use crate::model::{Duration, Duty, MetricId};
use crate::obligation::Obligation;
use crate::plan::kept::{kept, spoken};
use crate::plan::limit::{Stated, limit_minutes, stated, untimed, vague_lines};
use crate::plan::named::{Mention, binds, mentions, own};
use crate::plan::read::block::Block;
use crate::plan::read::{Plan, Topic};
use crate::say;

pub(super) fn targets(plan: &Plan, took: &[(MetricId, Duration)]) -> Vec<Line> {
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

pub(super) fn obligations(plan: &Plan, all: &[Obligation], said: &[Obligation]) -> Vec<Line> {
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
