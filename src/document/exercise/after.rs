//! The after-action report with its improvement plan.

use super::{Concealed, ExerciseInput, PackPart, Played, labelled, timed};
use crate::document::words::count;
use crate::document::{Block, Document, blank, plain};
use crate::exercise::{DutyScore, TeamScore, points};
use crate::model::exercise::{Rating, Said};
use crate::model::{Duty, Span};

/// The columns of an improvement plan, after HSEEP.
const IMPROVEMENT: [&str; 7] = [
    "Capability",
    "Issue / area for improvement",
    "Corrective action",
    "Capability element",
    "Point of contact",
    "Start date",
    "Completion date",
];

/// The element of a capability, as HSEEP has them, that a duty mostly rests on.
fn element(duty: Duty) -> &'static str {
    match duty {
        Duty::PreserveEvidence | Duty::SupportChannels => "Equipment",
        Duty::TrainingAndResources => "Training",
        Duty::PostMortem => "Exercise",
        Duty::EngageResponseTeam => "Organization",
        _ => "Planning",
    }
}

/// The report.
pub(super) fn report(input: &ExerciseInput<'_>) -> Document {
    let mut document = input.document(PackPart::AfterAction);
    document.heading(2, "Overview");
    document.paragraph(input.setup.objective.clone());
    if input.played.is_empty() {
        document.note("No session was played yet: the figures below follow once teams have answered.");
    }
    let line = |p: &Played<'_>| {
        let teams: Vec<&str> = p.session.teams.iter().map(|t| t.name.as_str()).collect();
        labelled(&p.session.name, format!("{}, begun {}", teams.join(", "), input.at(p.session.began)))
    };
    document.list(input.played.iter().map(line).collect());
    for played in input.played {
        session(&mut document, input, played);
    }
    over_sessions(&mut document, input);
    document.heading(2, "What was hidden");
    for inject in &input.setup.injects {
        let Some(Concealed { hidden, history, .. }) = input.hidden.iter().find(|c| c.inject == inject.id)
        else {
            continue;
        };
        document.heading(3, &format!("{}: {}", input.at(inject.at), inject.title));
        if hidden.is_empty() {
            document.paragraph("Nothing that had happened was hidden.");
        }
        document.list(hidden.iter().map(|(moment, text)| timed(&input.moment(moment), text)).collect());
        document.list(history.iter().map(|text| labelled("In the case", text.clone())).collect());
    }
    improvement(&mut document, input);
    document
}

fn session(document: &mut Document, input: &ExerciseInput<'_>, played: &Played<'_>) {
    document.heading(2, &played.session.name);
    if let Some(chart) = played.chart {
        document.blocks.push(Block::Figure(Box::new(chart.clone())));
    }
    let mut columns = vec!["Stretch".to_owned(), "History\t".to_owned(), "Plan\t".to_owned()];
    columns.extend(played.session.teams.iter().map(|team| format!("{}\t", team.name)));
    let took = |span: &Option<Span>| plain(span.map_or_else(|| "not reached".to_owned(), |s| s.to_string()));
    let rows = played.intervals.iter().map(|i| {
        let history = crate::chart::history_words(&i.history);
        let target = i.target.map_or_else(|| "none".to_owned(), |t| t.to_string());
        let mut row = vec![plain(i.label()), plain(history), plain(target)];
        row.extend(i.teams.iter().map(took));
        row
    });
    document.blocks.push(Block::table("How long each stretch took", &columns, rows.collect()));
    let mut columns = vec!["Duty".to_owned()];
    columns.extend(played.scores.iter().map(|score| format!("{}\t", score.team)));
    let cell = |score: &TeamScore, duty: Duty| {
        let found = score.duties.iter().find(|d| d.duty == duty).filter(|d| d.of > 0);
        // The plan may be silent on what an inject probes.
        let none = if input.probed.contains(&duty) { "nothing expected" } else { "not probed" };
        plain(found.map_or_else(|| none.to_owned(), |d| points(d.halves, d.of, d.proposed)))
    };
    let rows = Duty::ALL.iter().map(|duty| {
        let mut row = vec![plain(duty.label())];
        row.extend(played.scores.iter().map(|score| cell(score, *duty)));
        row
    });
    document.blocks.push(Block::table("Expected actions covered", &columns, rows.collect()));
    for score in played.scores {
        let order = match score.evidence_first {
            Some(true) => "Evidence was secured before anything was removed.",
            Some(false) => "The attacker’s means were removed before evidence was secured.",
            None => "Neither evidence nor removal was recorded.",
        };
        document.heading(3, &score.team);
        document.paragraph(order);
        let Some(team) = played.session.team(&score.team) else { continue };
        let said = team.answers.iter().map(|a| {
            let kind = if a.said == Said::Decision { "Decision, " } else { "" };
            labelled(&format!("{kind}{}", input.at(a.exercise)), a.text.clone())
        });
        document.list(said.collect());
    }
}

fn over_sessions(document: &mut Document, input: &ExerciseInput<'_>) {
    if input.played.len() < 2 {
        return;
    }
    document.heading(2, "Over the sessions");
    let row = |(played, score): (&Played<'_>, &TeamScore)| {
        let (halves, of, proposed) = score.total();
        let order = match score.evidence_first {
            Some(true) => "yes",
            Some(false) => "no",
            None => "not recorded",
        };
        vec![
            plain(played.session.name.clone()),
            plain(score.team.clone()),
            plain(points(halves, of, proposed)),
            plain(order),
        ]
    };
    let all = input.played.iter().flat_map(|p| p.scores.iter().map(move |s| (p, s)));
    let rows = all.map(row).collect();
    document.table("Results", &["Session", "Team", "Covered\t", "Evidence first"], rows);
}

/// What was not covered becomes a line each, for a person to finish.
fn improvement(document: &mut Document, input: &ExerciseInput<'_>) {
    document.heading(2, "Improvement plan");
    let mut rows = vec![];
    for duty in Duty::ALL {
        let short: Vec<&TeamScore> = input
            .played
            .iter()
            .flat_map(|p| p.scores)
            .filter(|s| s.duties.iter().any(|d: &DutyScore| d.duty == *duty && d.halves < 2 * d.of))
            .collect();
        let mut issues: Vec<String> = vec![];
        for score in short {
            let of = score.injects.iter().filter(|i| i.duty == *duty).flat_map(|i| &i.expected);
            for expected in of.filter(|e| e.rating() != Rating::Yes) {
                let issue = format!("Not covered by every team: {}", expected.text);
                if !issues.contains(&issue) {
                    issues.push(issue);
                }
            }
        }
        for issue in issues.into_iter().take(4) {
            rows.push(vec![
                plain(duty.label()),
                plain(issue),
                blank(),
                plain(element(*duty)),
                blank(),
                blank(),
                blank(),
            ]);
        }
    }
    let late = input.played.iter().flat_map(|p| {
        p.intervals.iter().filter_map(|i| {
            let target = i.target?;
            let teams = i.teams.iter().flatten().filter(|took| **took > target).count();
            (teams > 0).then(|| (i.label(), target, teams, i.teams.len()))
        })
    });
    for (label, target, teams, of) in late {
        rows.push(vec![
            plain("Targets of the plan"),
            plain(format!("{label} took longer than {target} in {teams} of {}", count(of, "team", "teams"))),
            blank(),
            plain("Planning"),
            blank(),
            blank(),
            blank(),
        ]);
    }
    if rows.is_empty() {
        rows.push((0..IMPROVEMENT.len()).map(|_| blank()).collect());
    }
    document.table("Improvement plan", &IMPROVEMENT, rows);
}
