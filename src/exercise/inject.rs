//! Injects, cut from the timeline where something changed for those who responded.

use super::known::Known;
use crate::finding::CaseView;
use crate::model::exercise::{Basis, Expected, Inject, Setup};
use crate::model::{Duty, EventId, Milestone, Span, Timestamp};
use crate::plan::read::{Plan, Step, Topic, meaning};
use crate::plan::words::{holds, words};
use Milestone::*;

/// The roles that are proposed.
pub const ROLES: [&str; 6] = [
    "Incident commander",
    "Operations",
    "Development",
    "Data protection officer",
    "Customer service",
    "Management",
];

/// So many steps of the plan an inject asks for at most.
const STEPS: usize = 5;
/// So many questions from outside become injects.
const ASKED: usize = 4;
/// The longest exercise that is proposed: what comes later is told in the debrief.
const LONGEST: Span = Span::seconds(30 * 86_400);

/// An inject that a milestone gives: when it becomes known, what is asked, which duty that probes, and what was reached next.
struct Cut {
    at: Milestone,
    title: &'static str,
    prompt: &'static str,
    duty: Duty,
    next: Milestone,
}

const fn cut(at: Milestone, title: &'static str, prompt: &'static str, duty: Duty, next: Milestone) -> Cut {
    Cut { at, title, prompt, duty, next }
}

const CUTS: [Cut; 10] = [
    cut(
        FirstSignal,
        "A first sign",
        "What could this be? What do you check, and whom do you tell?",
        Duty::IdentifyAndIsolate,
        Detected,
    ),
    cut(
        Detected,
        "It is confirmed",
        "Is this an incident, and how severe? Who decides, who is called, and how do you reach them?",
        Duty::EngageResponseTeam,
        Declared,
    ),
    cut(
        Declared,
        "The team is together",
        "What do you secure before anything is changed? Who does it, and where does it go?",
        Duty::PreserveEvidence,
        EvidencePreserved,
    ),
    cut(
        Aware,
        "Data of people are affected",
        "Which rules and contracts apply, from which moment, and until when?",
        Duty::KnowObligations,
        AuthorityNotified,
    ),
    cut(
        Contained,
        "The spread has stopped",
        "Who must hear where things stand, how often, and from whom? When is the next word due?",
        Duty::RegularUpdates,
        Eradicated,
    ),
    cut(
        EvidencePreserved,
        "Copies are made",
        "What do you remove now, in which order, and how do you know that nothing is left?",
        Duty::IdentifyAndIsolate,
        Eradicated,
    ),
    cut(
        Eradicated,
        "The systems are clean",
        "What do you report to the authority, by when, and what do you say of what is not known yet?",
        Duty::TimelyReporting,
        AuthorityNotified,
    ),
    cut(
        Recovered,
        "Service is back",
        "Where do those turn who are worried? Who answers, and with which words?",
        Duty::SupportChannels,
        SupportOpened,
    ),
    cut(
        AuthorityNotified,
        "The authority has been told",
        "Whom of those affected do you tell, when, what do you advise, and what do you leave out?",
        Duty::NotifyAffectedParties,
        IndividualsNotified,
    ),
    cut(
        IndividualsNotified,
        "Those affected have been told",
        "Who belongs at the review, when is it held, and what is brought to it?",
        Duty::PostMortem,
        ReviewHeld,
    ),
];

/// Who asks, with the duty that it probes; patterns as for [`holds`].
const ASKERS: [(&str, &[&str], Duty); 5] = [
    ("A journalist asks", &["journalist*", "reporter", "press", "newspaper"], Duty::NotifyAffectedParties),
    ("The authority asks", &["regulator*", "authority", "dpa", "supervisory"], Duty::TimelyReporting),
    (
        "A partner asks",
        &["acquirer", "processor", "partner", "bank", "insurer", "supplier"],
        Duty::KnowObligations,
    ),
    ("Customers ask", &["customer*", "shopper*", "client*"], Duty::SupportChannels),
    ("Management asks", &["management", "director", "board"], Duty::RegularUpdates),
];
const ASKS: &[&str] = &["ask*", "want*", "request*", "demand*", "enquir*", "inquir*"];

/// The set-up that a case suggests: the clock from the first sign to the last notice, an inject where something changed.
pub fn propose(view: &CaseView<'_>, known: &Known) -> Setup {
    let mut setup = Setup {
        roles: ROLES.map(str::to_owned).to_vec(),
        objective:
            "Practise the plan on a past incident: what is known, who decides, in which order, and by when."
                .to_owned(),
        ..Setup::default()
    };
    let all = known.all();
    let (Some((first, _)), Some((last, _))) = (all.first(), all.last()) else { return setup };
    let start = [FirstSignal, Detected, Declared].iter().find_map(|m| known_at(view, known, m));
    setup.start = start.map_or(*first, |(at, _)| at);
    // What comes after the last notice is told in the debrief.
    let told = [Recovered, AuthorityNotified, IndividualsNotified, PublicDisclosure, SupportOpened];
    let told = told.iter().filter_map(|m| known_at(view, known, m)).map(|(at, _)| at).max();
    let end = told.filter(|at| *at > setup.start).unwrap_or(*last);
    setup.end = end.min(setup.start.plus(LONGEST));
    for of in &CUTS {
        // Where no first sign is told, detection is the first.
        let Some((at, events)) = known_at(view, known, &of.at) else { continue };
        let expected = expected(view, of.duty, Some(&of.next), at);
        add(&mut setup, view, known, (at, of.title, of.prompt, of.duty), &events, expected);
    }
    midway(&mut setup, view, known);
    askers(&mut setup, view, known);
    let prompt =
        "What would you change in the plan before the next incident, and which training or tool was missing?";
    let end = setup.end;
    let expected = [Duty::UpdatePlan, Duty::TrainingAndResources]
        .into_iter()
        .flat_map(|duty| expected_of_plan(view.plan, duty, None))
        .take(STEPS)
        .collect();
    add(&mut setup, view, known, (end, "Looking back", prompt, Duty::UpdatePlan), &[], expected);
    setup.injects.retain(|inject| inject.at >= setup.start && inject.at <= setup.end);
    setup.sort();
    spread(&mut setup);
    for (n, inject) in setup.injects.iter_mut().enumerate() {
        inject.id = n as u32 + 1;
    }
    setup.next_inject = setup.injects.len() as u32 + 1;
    setup
}

/// Injects of one time follow each other by a minute, so that each is played by itself; the end moves with the last.
fn spread(setup: &mut Setup) {
    let mut last = None::<Timestamp>;
    for inject in &mut setup.injects {
        if let Some(last) = last.filter(|last| inject.at <= *last) {
            inject.at = last.plus(Span::seconds(60));
        }
        last = Some(inject.at);
    }
    setup.end = setup.end.max(last.unwrap_or(setup.end));
}

/// When a milestone became known, with the events that told it.
fn known_at(view: &CaseView<'_>, known: &Known, milestone: &Milestone) -> Option<(Timestamp, Vec<EventId>)> {
    let held = view.milestones.get(milestone)?;
    let moment = held.moment?;
    let told = held.events.iter().filter_map(|id| Some((known.of_event(view.timeline, *id)?, *id)));
    let mut told: Vec<(Timestamp, EventId)> = told.collect();
    told.sort_unstable();
    let at = told.first().map_or(moment.latest, |(at, _)| (*at).max(moment.latest));
    let events = told.into_iter().filter(|(from, _)| *from <= at).map(|(_, id)| id).take(2).collect();
    at.is_plausible().then_some((at, events))
}

/// Adds an inject that tells of events, or of the last thing that became known.
fn add(
    setup: &mut Setup,
    view: &CaseView<'_>,
    known: &Known,
    (at, title, prompt, duty): (Timestamp, &str, &str, Duty),
    events: &[EventId],
    expected: Vec<Expected>,
) {
    let mut events = events.to_vec();
    if events.is_empty() {
        let last = known.at(at).last().and_then(|(_, position)| view.timeline.id(*position));
        events.extend(last);
    }
    let texts: Vec<&str> = events.iter().filter_map(|id| Some(view.timeline.find(*id)?.text)).collect();
    setup.injects.push(Inject {
        id: setup.next_inject,
        at,
        title: title.to_owned(),
        told: texts.join("\n"),
        prompt: prompt.to_owned(),
        duty,
        expected,
        events,
    });
    setup.next_inject += 1;
}

/// Between declaration and containment the harm goes on: how is it stopped?
fn midway(setup: &mut Setup, view: &CaseView<'_>, known: &Known) {
    let at = |m: &Milestone| known_at(view, known, m).map(|(at, _)| at);
    let Some((from, to)) = at(&Declared).or(at(&Detected)).zip(at(&Contained)) else { return };
    if to <= from {
        return;
    }
    let middle = Timestamp(from.0.midpoint(to.0));
    let expected = expected(view, Duty::IdentifyAndIsolate, Some(&Contained), middle);
    let prompt = "How do you stop the harm, what will that cost, and who decides? What else is affected?";
    add(setup, view, known, (middle, "The harm goes on", prompt, Duty::IdentifyAndIsolate), &[], expected);
}

/// Questions from outside, once detected.
fn askers(setup: &mut Setup, view: &CaseView<'_>, known: &Known) {
    let Some((from, _)) = known_at(view, known, &Detected) else { return };
    let mut asked: Vec<&str> = vec![];
    for (at, position) in known.hidden(from) {
        let Some(event) = view.timeline.event(*position) else { continue };
        let said = words(event.text);
        let asks = event.text.trim_end().ends_with('?') || ASKS.iter().any(|p| holds(&said, p));
        if !asks {
            continue;
        }
        // Who asks acts, or stands at the beginning of the sentence.
        let mut who = words(event.actor);
        who.extend(said.into_iter().take(3));
        let of = ASKERS.iter().find(|(_, patterns, _)| patterns.iter().any(|p| holds(&who, p)));
        let Some((title, _, duty)) = of.filter(|(title, ..)| !asked.contains(title)) else { continue };
        asked.push(title);
        let expected = expected(view, *duty, None, *at);
        let prompt = "What do you answer, who answers, and by when?";
        add(setup, view, known, (*at, title, prompt, *duty), &[event.id], expected);
        if asked.len() == ASKED {
            return;
        }
    }
}

/// What teams are expected to do for a duty after a time: what the plan asks for, and what was done.
fn expected(view: &CaseView<'_>, duty: Duty, next: Option<&Milestone>, after: Timestamp) -> Vec<Expected> {
    let mut expected = expected_of_plan(view.plan, duty, next);
    let done = next.and_then(|next| {
        let held = view.milestones.get(next)?;
        let took = held.moment.filter(|m| m.earliest >= after)?.earliest.since(after);
        let text = held.events.iter().find_map(|id| Some(view.timeline.find(*id)?.text))?;
        Some(Expected { text: format!("{text} (after {took})"), basis: Basis::History })
    });
    expected.extend(done);
    expected
}

/// What the plan asks for: steps that lead to the milestone first, then those of its sections on the duty; where these have
/// none, the section itself.
fn expected_of_plan(plan: Option<&Plan>, duty: Duty, next: Option<&Milestone>) -> Vec<Expected> {
    let Some(plan) = plan else { return vec![] };
    let topic = Topic::Duty(duty);
    let milestones = meaning::leads(plan);
    let leads = |step: &Step| next.is_some() && milestones.get(&step.block) == next;
    let in_section = |section: usize| plan.sections.get(section).is_some_and(|s| s.is_about(topic));
    let of_targets = |section: usize| plan.sections.get(section).is_some_and(|s| s.is_about(Topic::Targets));
    let asks = plan.steps.iter().filter(|step| !of_targets(step.section));
    let (first, second): (Vec<_>, Vec<_>) =
        asks.filter(|s| leads(s) || in_section(s.section)).partition(|s| leads(s));
    let mut texts: Vec<String> = first.into_iter().chain(second).map(|step| step.text.clone()).collect();
    if texts.is_empty() {
        let sections = plan.sections.iter().filter(|s| s.is_about(topic));
        texts.extend(sections.take(2).map(|s| format!("Act as the plan says under “{}”", s.title)));
    }
    texts.truncate(STEPS);
    texts.into_iter().map(|text| Expected { text, basis: Basis::Plan }).collect()
}

/// The steps of a plan under the titles of their sections, as they are at hand in an exercise.
pub fn plan_steps(plan: &Plan) -> Vec<(String, Vec<String>)> {
    let mut out: Vec<(usize, String, Vec<String>)> = vec![];
    for step in &plan.steps {
        let Some(section) = plan.sections.get(step.section) else { continue };
        match out.last_mut().filter(|(of, ..)| *of == step.section) {
            Some((_, _, steps)) => steps.push(step.text.clone()),
            None => out.push((step.section, section.title.clone(), vec![step.text.clone()])),
        }
    }
    out.into_iter().map(|(_, title, steps)| (title, steps)).collect()
}
