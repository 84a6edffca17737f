//! What participants are handed: the situation manual and the handout. Both are written from what is known at the start alone.

use super::{ExerciseInput, PackPart, labelled, lines, timed};
use crate::document::{Document, Run, blank, plain};
use crate::model::Duty;

/// What is asked of a duty in general, without a word of the case.
fn question(duty: Duty) -> &'static str {
    match duty {
        Duty::IdentifyAndIsolate => {
            "How do you find out what is affected, and how do you keep it from spreading?"
        }
        Duty::EngageResponseTeam => "Who declares an incident, and who is called in which order?",
        Duty::PreserveEvidence => "What is secured before anything is changed, and where does it go?",
        Duty::NotifyAffectedParties => "Who is told when their data or money is concerned, and by whom?",
        Duty::RegularUpdates => "How often does management hear of it, and from whom?",
        Duty::SupportChannels => "Where do those turn who are worried, and who answers?",
        Duty::KnowObligations => "Which rules and contracts apply, and from which moment?",
        Duty::TimelyReporting => "Which reports have a deadline, and who sees to them?",
        Duty::PostMortem => "Who belongs at the review?",
        Duty::UpdatePlan => "How do lessons get into the plan?",
        Duty::TrainingAndResources => "Which skills and tools does the plan take for granted?",
    }
}

fn known(document: &mut Document, input: &ExerciseInput<'_>) {
    document.paragraph(format!("The clock starts at {}.", input.at(input.setup.start)));
    let items: Vec<Vec<Run>> =
        input.at_start.iter().rev().map(|(at, text)| timed(&input.at(*at), text)).collect();
    if items.is_empty() {
        document.paragraph("Nothing unusual is known.");
    }
    document.list(items);
}

fn rules(document: &mut Document, input: &ExerciseInput<'_>) {
    let pace = format!(
        "The clock of the exercise runs {} times as fast as the one on the wall; the facilitator may halt it or move it on.",
        input.setup.pace
    );
    let rules = [
        "Nobody is tested: what is tried is the plan, and how we work together.",
        "Act on what is on the screen. What is not there is not known yet.",
        &pace,
        "Say what you do, who does it and by when; write it down as your answer. Tick the steps of the plan as you take them.",
        "Nothing leaves the room: no calls, mails or changes on real systems.",
        "There is no single right answer. The scenario is as it was; do not argue with it.",
    ];
    lines(document, &rules);
}

fn roles(document: &mut Document, input: &ExerciseInput<'_>) {
    let rows = input.setup.roles.iter().map(|role| vec![plain(role.clone()), blank(), blank()]).collect();
    document.table("Who plays what", &["Role", "Name", "Deputy"], rows);
}

/// The situation manual.
pub(super) fn manual(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::SituationManual);
    document.heading(2, "Overview");
    document.paragraph(input.setup.objective.clone());
    document.list(vec![
        labelled("Kind", "Tabletop exercise on a past incident, replayed with what was known at the time"),
        labelled(
            "Takes",
            format!("about {} at the pace that is set, and half as long again to look back", input.takes()),
        ),
        labelled(
            "After it",
            "Hot wash with all teams, then the after-action report with its improvement plan",
        ),
    ]);
    document.heading(2, "Objectives");
    let objectives = input.probed.iter().map(|duty| labelled(duty.label(), question(*duty))).collect();
    document.list(objectives);
    document.heading(2, "Roles");
    roles(&mut document, input);
    document.heading(2, "Rules");
    rules(&mut document, input);
    document.heading(2, "The situation when the clock starts");
    known(&mut document, input);
    document.heading(2, "The plan at hand");
    match input.plan_name {
        None => document.paragraph(
            "There is no response plan: say what you would do, and note where a plan would have helped.",
        ),
        Some(name) => {
            document.paragraph(format!("Bring the response plan ({name}). Its sections with steps:"));
            let section = |(title, steps): &(String, Vec<String>)| {
                plain(format!("{title}: {}", crate::document::words::count(steps.len(), "step", "steps")))
            };
            document.list(input.plan.iter().map(section).collect());
        }
    }
    document
}

/// The handout.
pub(super) fn handout(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::Handout);
    document.heading(2, "Your role");
    roles(&mut document, input);
    document.heading(2, "What you know");
    known(&mut document, input);
    document.heading(2, "How it goes");
    rules(&mut document, input);
    document.heading(2, "Your notes");
    let rows = (0..8).map(|_| (0..4).map(|_| blank()).collect()).collect();
    document.table("Decisions and answers", &["Time", "What we know", "What we do", "Who, by when"], rows);
    document
}
