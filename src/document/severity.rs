//! The severity of a breach by ENISA's method, in words and a table: the same on the page and in the report.

use super::words::quoted;
use super::{Block, Rests, Run, not_legal_advice, plain};
use crate::finding::CaseView;
use crate::language::{self, look};
use crate::model::facts::BreachFactor;
use crate::obligation::severity::{
    Band, MANY_PEOPLE, QUESTIONS, Question, SOURCE, Suggestion, score, suggestions,
};
use crate::say;
use crate::timeline::EventView;

/// Quarters as a decimal number: `0.75`.
fn number(quarters: i32) -> String {
    let hundredths = quarters * 25;
    let sign = if quarters < 0 { "−" } else { "" };
    format!("{sign}{}{}{:02}", hundredths.abs() / 100, language::language().decimal(), hundredths.abs() % 100)
}

/// One number, or the least and the most.
fn range([least, most]: [i32; 2]) -> String {
    if least == most {
        number(least)
    } else {
        say!("{from} to {to}", from = number(least), to = number(most))
    }
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
        true => say!(
            "Severity {score} ({band}): {meaning}.",
            score = range(score.total),
            band = least.words().0,
            meaning = least.words().1
        ),
        false => say!(
            "Severity between {least} and {most}: {low} to {high}, while {open} of 7 factors have no answer.",
            least = number(score.total[0]),
            most = number(score.total[1]),
            low = least.words().0,
            high = most.words().0,
            open = score.open.len()
        ),
    };
    let parts = say!(
        " DPC {context} × EI {identification} + CB {circumstances}. Low below 2, medium from 2, high from 3, very high from 4. ",
        context = range(score.context),
        identification = range(score.identification),
        circumstances = range(score.circumstances)
    );
    let rows = QUESTIONS.iter().map(|question| row(view, question, &suggested));
    let columns =
        [say!("Factor"), say!("Answer"), say!("Value\t"), say!("What the case suggests"), say!("Meaning")];
    let table = Block::table(say!("Factors of the severity, as answered"), &columns, rows.collect());
    let value = say!(
        "The value that the method gives to this answer: the score is DPC × EI + CB, where CB is the sum of the circumstances."
    );
    let tied: Vec<Rests> = QUESTIONS.iter().map(|question| rests(view, question)).collect();
    let ties = tied.iter().flat_map(|rests| rests.events.iter().map(|e| (e.id, e.said.clone())));
    let all = Rests::default().on_events(ties);
    let [people, hidden] = flags(view);
    let counted = say!(
        "A flag beside the score, which it does not change: whether more than {many} people are affected. The number is the answer to “How many people are affected in all?” on the page Obligations.",
        many = MANY_PEOPLE
    );
    let answered =
        say!("A flag beside the score, which it does not change. It is the answer to the question.");
    let mut notes = vec![(people, counted.as_str()), (hidden, answered)];
    if !facts.breach_note.is_empty() {
        notes.push((say!("Reasons given: {reasons}", reasons = facts.breach_note), ""));
    }
    notes.push((not_legal_advice().to_owned(), ""));
    let asked = QUESTIONS.iter().zip(&tied).find(|(q, _)| q.factor == BreachFactor::Unintelligible);
    let behind =
        vec![Rests::told([format!("{SOURCE}.")]), asked.map(|(_, rests)| rests.clone()).unwrap_or_default()];
    vec![
        Block::explained_by(
            Block::Paragraph(vec![
                Run::Strong(verdict),
                Run::Text(parts),
                Run::Emphasis(format!("{SOURCE}.")),
            ]),
            &[(value, &[])],
            vec![all],
        ),
        Block::explained(table, &["", "", value, "", ""], tied),
        Block::sentences(notes.into_iter().map(|(said, meaning)| (said, meaning, &[][..])).collect(), behind),
    ]
}

fn row(view: &CaseView<'_>, question: &Question, suggested: &[Suggestion]) -> Vec<Vec<Run>> {
    let words = |value: i8| question.answers.iter().find(|(v, _)| *v == value).map(|(_, words)| look(words));
    let answer =
        view.case.facts.breach.get(&question.factor).and_then(|value| Some((*value, words(*value)?)));
    let suggestion = suggested.iter().find(|s| s.factor == question.factor).map(|s| {
        let event = s.events.first().and_then(|id| view.timeline.find(*id));
        let told = event.map(|e| format!(" ({})", named(&e)));
        format!("{}: {}{}", words(s.answer).unwrap_or_default(), s.because, told.unwrap_or_default())
    });
    let value = match (question.factor, answer) {
        (_, None) | (BreachFactor::Unintelligible, _) => "–".to_owned(),
        (_, Some((value, _))) => number(i32::from(value)),
    };
    let ties = view.case.facts.breach_events.get(&question.factor).into_iter().flatten();
    let ties = ties.filter_map(|id| view.timeline.find(*id));
    let ties: Vec<String> = ties.map(|e| named(&e)).collect();
    let mut answered = plain(answer.map_or(say!("not answered"), |(_, words)| words));
    if !ties.is_empty() {
        answered.push(Run::Text(say!("; rests on {events}", events = ties.join(", "))));
    }
    vec![
        plain(look(question.words)),
        answered,
        plain(value),
        plain(suggestion.unwrap_or_else(|| say!("nothing; a person decides").to_owned())),
        plain(look(question.meaning)),
    ]
}

/// An event by its number and its text.
fn named(event: &EventView<'_>) -> String {
    say!("event {number}: {text}", number = event.position + 1, text = quoted(event.text))
}

/// What the value of an answer rests on: its question, and the events that a person tied to it.
fn rests(view: &CaseView<'_>, question: &Question) -> Rests {
    let facts = &view.case.facts;
    let ties = facts.breach_events.get(&question.factor).into_iter().flatten();
    let events = ties.filter_map(|id| view.timeline.find(*id)).map(|e| (e.id, quoted(e.text)));
    let told = format!("{}: {}", look(question.words), look(question.meaning));
    Rests::told([told, format!("{SOURCE}.")]).on_events(events)
}

/// The two flags that stand beside the score.
fn flags(view: &CaseView<'_>) -> [String; 2] {
    let (facts, many) = (&view.case.facts, MANY_PEOPLE);
    let people = match facts.records_affected {
        None => {
            say!("Flag not known: whether more than {many} people are affected has not been stated.", many)
        }
        Some(n) if n > many => say!(
            "Flag: {n} people are affected, more than {many}; the overall severity should be considered higher.",
            n,
            many
        ),
        Some(n) => say!("No flag for numbers: {n} people are affected, not more than {many}.", n, many),
    };
    let hidden = match facts.breach.get(&BreachFactor::Unintelligible) {
        None => say!("Flag not known: whether the data were unintelligible to others has not been answered."),
        Some(0) => say!("No flag for unintelligible data."),
        Some(_) => {
            say!(
                "Flag: the data were unintelligible to others; the overall severity may be considered lower."
            )
        }
    };
    [people, hidden.to_owned()]
}
