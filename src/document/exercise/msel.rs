//! The master scenario events list: every inject with its time, what is told and what is expected.

use super::{ExerciseInput, PackPart};
use crate::document::timeline_csv::{row, text};
use crate::document::{Document, plain};
use crate::model::exercise::Inject;

/// The columns for a spreadsheet, after those of HSEEP.
const COLUMNS: [&str; 11] = [
    "number",
    "exercise_time",
    "since_start",
    "minutes_of_play",
    "title",
    "description",
    "question",
    "duty",
    "expected_actions",
    "method",
    "notes",
];

/// When it comes in minutes of play, where the clock is never moved.
fn minutes(input: &ExerciseInput<'_>, inject: &Inject) -> f64 {
    let passed = inject.at.since(input.setup.start).as_seconds().max(0.0);
    passed / f64::from(input.setup.pace.max(1)) / 60.0
}

fn expected(inject: &Inject) -> String {
    let one = |e: &crate::model::exercise::Expected| format!("{} ({})", e.text, e.basis.label());
    inject.expected.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// As CSV; text that a spreadsheet would take for a formula is made harmless.
pub fn msel_csv(input: &ExerciseInput<'_>) -> String {
    let mut out = String::new();
    row(&COLUMNS.map(str::to_owned), &mut out);
    for (n, inject) in input.setup.injects.iter().enumerate() {
        let cells = [
            (n + 1).to_string(),
            inject.at.to_string(),
            inject.at.since(input.setup.start).to_string(),
            format!("{:.1}", minutes(input, inject)),
            text(&inject.title),
            text(&inject.told),
            text(&inject.prompt),
            inject.duty.label().to_owned(),
            text(&expected(inject)),
            "On the screen".to_owned(),
            String::new(),
        ];
        row(&cells, &mut out);
    }
    out
}

/// As a document.
pub(super) fn list(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::EventsList);
    document.paragraph(format!(
        "{} from {} to {}, at {} times the pace of the wall.",
        crate::document::words::count(input.setup.injects.len(), "inject", "injects"),
        input.at(input.setup.start),
        input.at(input.setup.end),
        input.setup.pace
    ));
    let line = |(n, inject): (usize, &Inject)| {
        vec![
            plain((n + 1).to_string()),
            plain(input.at(inject.at)),
            plain(format!("{:.0}", minutes(input, inject))),
            plain(inject.title.clone()),
            plain(inject.told.replace('\n', " · ")),
            plain(inject.duty.label()),
            plain(expected(inject).replace('\n', " · ")),
        ]
    };
    let rows = input.setup.injects.iter().enumerate().map(line).collect();
    let columns = ["No.\t", "Exercise time\t", "Minute of play\t", "Inject", "Told", "Duty", "Expected"];
    document.table("Master scenario events list", &columns, rows);
    document
}
