//! What those are handed who run and judge the exercise.

use super::{Concealed, ExerciseInput, PackPart, labelled, lines, timed, told};
use crate::document::{Block, Document, Run, blank, plain};
use crate::model::Duty;
use crate::model::exercise::{Expected, Inject};

fn expected(document: &mut Document, inject: &Inject) {
    let one = |e: &Expected| vec![Run::Strong(format!("{}: ", e.basis.label())), Run::Text(e.text.clone())];
    if inject.expected.is_empty() {
        document.paragraph("The plan says nothing of this, and the record does not show what was done: note what the teams come up with.");
    }
    document.list(inject.expected.iter().map(one).collect());
}

/// The injects stand on pages of their own.
fn new_part(document: &mut Document, input: &ExerciseInput<'_>) {
    if !input.setup.injects.is_empty() {
        document.blocks.push(Block::PageBreak);
    }
}

/// The facilitator guide.
pub(super) fn facilitator(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::FacilitatorGuide);
    document.heading(2, "Before it starts");
    lines(
        &mut document,
        &[
            "Hand out the situation manual and the participant handout; keep everything else.",
            "Put the participants’ screen on the projector and the second window on your own.",
            "Give each team a name, and say who writes for it.",
            "Read the rules aloud: what is tried is the plan, not people.",
        ],
    );
    document.heading(2, "Course");
    document.list(vec![
        labelled("Clock", format!("{} to {}", input.at(input.setup.start), input.at(input.setup.end))),
        labelled(
            "Pace",
            format!("{} times the wall, about {} when never moved", input.setup.pace, input.takes()),
        ),
        labelled(
            "At an inject",
            if input.setup.stops {
                "the clock stops; run it on once all have answered"
            } else {
                "the clock runs on; halt it where talk is worth more than time"
            },
        ),
        labelled("Keys", "space runs and halts the clock, N goes to the next inject, E to the next event"),
    ]);
    new_part(&mut document, input);
    for (n, inject) in input.setup.injects.iter().enumerate() {
        document.heading(2, &format!("Inject {}: {}", n + 1, inject.title));
        document.list(vec![
            labelled("When", format!("{} ({})", input.at(inject.at), input.since_start(inject.at))),
            labelled("Duty", inject.duty.label()),
        ]);
        document.heading(3, "Told");
        told(&mut document, inject);
        document.heading(3, "Ask");
        document.paragraph(inject.prompt.clone());
        document.heading(3, "Expected");
        expected(&mut document, inject);
        if let Some(Concealed { hidden, history, .. }) = input.hidden.iter().find(|c| c.inject == inject.id) {
            if !hidden.is_empty() {
                document.heading(3, "Hidden at this time");
                let line = |(moment, text): &(_, String)| timed(&input.moment(moment), text);
                document.list(hidden.iter().map(line).collect());
            }
            if !history.is_empty() {
                document.heading(3, "What was done in the case");
                document.list(history.iter().map(|text| plain(text.clone())).collect());
            }
        }
    }
    new_part(&mut document, input);
    document.heading(2, "Looking back together");
    lines(
        &mut document,
        &[
            "What did you expect at this point, and why did that make sense with what you knew?",
            "Which step of the plan helped? Which was missing, unclear or in the wrong place?",
            "What would you have wanted to know earlier, and what would have told you?",
        ],
    );
    document
}

/// The evaluator guide.
pub(super) fn evaluator(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::EvaluatorGuide);
    document.heading(2, "What you do");
    lines(
        &mut document,
        &[
            "Watch, listen and write down what is said and done, with the time on the clock of the exercise. Do not help.",
            "For each expected action say whether it was covered: yes, partly or no. What Floodmark proposes from the words of an answer is a proposal.",
            "Write about the plan, the tools and the way of working, never about a person.",
            "Note what surprised you, and what a team did that nobody expected and that worked.",
        ],
    );
    document.heading(2, "What is compared");
    lines(
        &mut document,
        &[
            "Time from detection to declaring, securing evidence, containing and telling: the team, the plan’s target, the case.",
            "Order: evidence is secured before the attacker’s means are removed.",
            "Coverage of the duties that injects probe.",
        ],
    );
    new_part(&mut document, input);
    for (n, inject) in input.setup.injects.iter().enumerate() {
        document.heading(2, &format!("Inject {}: {}", n + 1, inject.title));
        document.list(vec![
            labelled("When", input.at(inject.at)),
            labelled("Duty", inject.duty.label()),
            labelled("Asked", inject.prompt.clone()),
        ]);
        document.heading(3, "Look for");
        expected(&mut document, inject);
    }
    let silent: Vec<&str> =
        Duty::ALL.iter().filter(|d| !input.probed.contains(d)).map(|d| d.label()).collect();
    if !silent.is_empty() {
        document.heading(2, "Not probed");
        document.paragraph(format!("No inject of this exercise probes: {}.", silent.join(", ")));
    }
    document
}

/// The evaluation forms, a page a duty.
pub(super) fn forms(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::EvaluationForms);
    document.table("Filled in by", &["Evaluator", "Team", "Session"], vec![vec![blank(), blank(), blank()]]);
    for duty in input.probed {
        document.blocks.push(Block::PageBreak);
        document.heading(2, duty.label());
        let injects = input.setup.injects.iter().filter(|inject| inject.duty == *duty);
        let row = |inject: &Inject, e: &Expected| {
            vec![
                plain(inject.title.clone()),
                plain(e.text.clone()),
                plain("☐\u{a0}yes ☐\u{a0}partly ☐\u{a0}no"),
                blank(),
                blank(),
            ]
        };
        let rows: Vec<_> =
            injects.flat_map(|inject| inject.expected.iter().map(move |e| row(inject, e))).collect();
        let columns = ["Inject", "Expected action", "Covered", "Time", "What was seen"];
        match rows.is_empty() {
            true => document
                .paragraph("No action is expected by the plan or the record; write down what was done."),
            false => document.table(&format!("{}: expected actions", duty.label()), &columns, rows),
        }
        document.heading(3, "Rating of the duty");
        lines(
            &mut document,
            &[
                "☐ Performed without challenges",
                "☐ Performed with some challenges",
                "☐ Performed with major challenges",
                "☐ Could not be performed",
            ],
        );
        document.heading(3, "Strengths and areas for improvement");
        let rows = (0..3).map(|_| vec![blank(), blank(), blank()]).collect();
        document.table("Observations", &["What was seen", "Why it matters", "What would help"], rows);
    }
    document
}
