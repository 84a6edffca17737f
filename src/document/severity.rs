//! The severity of a breach by ENISA's method, in words and a table: the same on the page and in the report.

use super::words::quoted;
use super::{Block, NOT_LEGAL_ADVICE, Rests, Run, plain};
use crate::finding::CaseView;
use crate::model::facts::BreachFactor;
use crate::obligation::severity::{
    Band, MANY_PEOPLE, QUESTIONS, Question, SOURCE, Suggestion, score, suggestions,
};

/// Quarters as a decimal number: `0.75`.
fn number(quarters: i32) -> String {
    let hundredths = quarters * 25;
    format!("{}{}.{:02}", if quarters < 0 { "−" } else { "" }, hundredths.abs() / 100, hundredths.abs() % 100)
}

/// One number, or the least and the most.
fn range([least, most]: [i32; 2]) -> String {
    if least == most { number(least) } else { format!("{} to {}", number(least), number(most)) }
}

/// The score with its factors; `unasked` tells whether it is shown where nobody has answered anything.
pub fn blocks(view: &CaseView<'_>, unasked: bool) -> Vec<Block> {
    let facts = &view.case.facts;
    if facts.breach.is_empty() && !unasked {
        return vec![];
    }
    let suggested = suggestions(facts, view.milestones);
    let score = score(&facts.breach);
    let (least, most) = (Band::of(score.total[0]), Band::of(score.total[1]));
    let verdict = match least == most {
        true => format!("Severity {} ({}): {}.", range(score.total), least.words().0, least.words().1),
        false => format!(
            "Severity between {} and {}: {} to {}, while {} of 7 factors have no answer.",
            number(score.total[0]),
            number(score.total[1]),
            least.words().0,
            most.words().0,
            score.open.len()
        ),
    };
    let parts = format!(
        " DPC {} × EI {} + CB {}. Low below 2, medium from 2, high from 3, very high from 4. ",
        range(score.context),
        range(score.identification),
        range(score.circumstances)
    );
    let rows = QUESTIONS.iter().map(|question| row(view, question, &suggested));
    let columns = ["Factor", "Answer", "Value\t", "What the case suggests", "Meaning"];
    let table = Block::table("Factors of the severity, as answered", &columns, rows.collect());
    let value = "The value that the method gives to this answer: the score is DPC × EI + CB, where CB is the sum of the circumstances.";
    let rests = QUESTIONS.iter().map(|question| rests(view, question)).collect();
    let mut notes = flags(view);
    if !facts.breach_note.is_empty() {
        notes.push(format!("Reasons given: {}", facts.breach_note));
    }
    notes.push(NOT_LEGAL_ADVICE.to_owned());
    vec![
        Block::Paragraph(vec![Run::Strong(verdict), Run::Text(parts), Run::Emphasis(format!("{SOURCE}."))]),
        Block::explained(table, &["", "", value, "", ""], rests),
        Block::list(notes.into_iter().map(plain).collect()),
    ]
}

fn row(view: &CaseView<'_>, question: &Question, suggested: &[Suggestion]) -> Vec<Vec<Run>> {
    let words = |value: i8| question.answers.iter().find(|(v, _)| *v == value).map(|(_, words)| *words);
    let answer =
        view.case.facts.breach.get(&question.factor).and_then(|value| Some((*value, words(*value)?)));
    let suggestion = suggested.iter().find(|s| s.factor == question.factor).map(|s| {
        let event = s.events.first().and_then(|id| view.timeline.find(*id));
        let told = event.map(|e| format!(" (event {}: {})", e.position + 1, quoted(e.text)));
        format!("{}: {}{}", words(s.answer).unwrap_or_default(), s.because, told.unwrap_or_default())
    });
    let value = match (question.factor, answer) {
        (_, None) | (BreachFactor::Unintelligible, _) => "–".to_owned(),
        (_, Some((value, _))) => number(i32::from(value)),
    };
    let ties = view.case.facts.breach_events.get(&question.factor).into_iter().flatten();
    let ties = ties.filter_map(|id| view.timeline.find(*id));
    let ties: Vec<String> = ties.map(|e| format!("event {}: {}", e.position + 1, quoted(e.text))).collect();
    let mut answered = plain(answer.map_or("not answered", |(_, words)| words));
    if !ties.is_empty() {
        answered.push(Run::Text(format!("; rests on {}", ties.join(", "))));
    }
    vec![
        plain(question.words),
        answered,
        plain(value),
        plain(suggestion.unwrap_or_else(|| "nothing; a person decides".to_owned())),
        plain(question.meaning),
    ]
}

/// What the value of an answer rests on: its question, and the events that a person tied to it.
fn rests(view: &CaseView<'_>, question: &Question) -> Rests {
    let facts = &view.case.facts;
    let ties = facts.breach_events.get(&question.factor).into_iter().flatten();
    let events = ties.filter_map(|id| view.timeline.find(*id)).map(|e| (e.id, quoted(e.text)));
    let told = format!("{}: {}", question.words, question.meaning);
    Rests::told([told, format!("{SOURCE}.")]).on_events(events)
}

/// The two flags that stand beside the score.
fn flags(view: &CaseView<'_>) -> Vec<String> {
    let facts = &view.case.facts;
    let people = match facts.records_affected {
        None => format!(
            "Flag not known: whether more than {MANY_PEOPLE} people are affected has not been stated."
        ),
        Some(n) if n > MANY_PEOPLE => format!(
            "Flag: {n} people are affected, more than {MANY_PEOPLE}; the overall severity should be considered higher."
        ),
        Some(n) => format!("No flag for numbers: {n} people are affected, not more than {MANY_PEOPLE}."),
    };
    let hidden = match facts.breach.get(&BreachFactor::Unintelligible) {
        None => "Flag not known: whether the data were unintelligible to others has not been answered.",
        Some(0) => "No flag for unintelligible data.",
        Some(_) => {
            "Flag: the data were unintelligible to others; the overall severity may be considered lower."
        }
    };
    vec![people, hidden.to_owned()]
}
