//! Tables and sentences whose numbers open: to what they mean, what they were computed from, and the events or cases that they
//! rest on. A document shows the table or the sentences alone; the page opens each number of a table, and a sentence as a whole.

use super::words::quoted;
use super::{Block, plain};
use crate::finding::CaseView;
use crate::metric;
use crate::model::{CaseId, Duration, EventId, Milestone, Timestamp};
use crate::say;
use serde::{Deserialize, Serialize};

/// More cases or events than this are not listed under a number: the table of all incidents and the timeline have them.
const MOST: usize = 50;

/// A table, or sentences (a list, a paragraph, a note), with what the numbers mean.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Explained {
    /// The table or the sentences.
    pub shown: Block,
    /// What the numbers of each column, or of each sentence, mean and how they are computed, a line each; empty for what does
    /// not open.
    pub columns: Vec<String>,
    /// Which parts of what they rest on the numbers of each column, or of each sentence, take in; all where there are none.
    pub takes: Vec<Vec<Part>>,
    /// What the numbers of each row rest on; of sentences one for all of them, or one each.
    pub rows: Vec<Rests>,
}

/// A sentence, with what its numbers mean and the parts of the cases that they take in. One without a meaning does not open.
pub(crate) type Sentence<'a> = (String, &'a str, &'a [Part]);

/// The part that an event or a case has in the numbers of its row.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// A case with an exact value.
    Exact,
    /// A case that had not ended by the end of its record.
    Open,
    /// A case known only within a range.
    Range,
    /// A case that says nothing of it.
    Out,
    /// An event on which an end of a stretch of time rests.
    End,
    /// An event inside a stretch of time.
    Between,
}

impl Part {
    /// The part of a case by how far its value is known.
    fn of(duration: &Duration) -> Part {
        match duration {
            Duration::Exact { .. } => Part::Exact,
            Duration::RightCensored { .. } => Part::Open,
            Duration::Range { .. } => Part::Range,
            Duration::Unknown { .. } => Part::Out,
        }
    }
}

/// An event or a case on which a number rests.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Rest<Id> {
    /// Which.
    pub id: Id,
    /// The text of the event, or the title of the case with its value.
    pub said: String,
    /// Its part in the numbers.
    pub part: Part,
}

/// What the numbers of a row rest on.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
pub struct Rests {
    /// Its own definition and its inputs, a sentence each.
    pub told: Vec<String>,
    /// The events: the first [`MOST`] of each part.
    pub events: Vec<Rest<EventId>>,
    /// The cases: the first [`MOST`] of each part.
    pub cases: Vec<Rest<CaseId>>,
    /// How many events and cases there are of each part, with those that are not listed.
    pub counts: Vec<(Part, usize)>,
}

impl Rests {
    /// On what is told alone.
    pub(crate) fn told<const N: usize>(told: [String; N]) -> Rests {
        Rests { told: told.into_iter().filter(|sentence| !sentence.is_empty()).collect(), ..Rests::default() }
    }

    /// Counts one more of a part; whether it is still to be listed.
    fn counts(&mut self, part: Part) -> bool {
        match self.counts.iter_mut().find(|(of, _)| *of == part) {
            Some((_, n)) => {
                *n += 1;
                *n <= MOST
            }
            None => {
                self.counts.push((part, 1));
                true
            }
        }
    }

    /// And on the events that milestones rest on first, each once.
    pub(crate) fn on_milestones<'a>(
        mut self,
        view: &CaseView<'_>,
        milestones: impl IntoIterator<Item = &'a Milestone>,
    ) -> Rests {
        let ids = milestones.into_iter().filter_map(|m| view.milestones.get(m)?.events.first().copied());
        let mut ids: Vec<EventId> = ids.collect();
        ids.dedup();
        for event in ids.into_iter().filter_map(|id| view.timeline.find(id)) {
            if self.counts(Part::End) {
                self.events.push(Rest { id: event.id, said: quoted(event.text), part: Part::End });
            }
        }
        self
    }

    /// And on the events from one time to another, the second not included.
    pub(crate) fn between(mut self, view: &CaseView<'_>, [from, to]: [Timestamp; 2]) -> Rests {
        for position in view.timeline.between(from, to) {
            if self.counts(Part::Between)
                && let Some(event) = view.timeline.event(position)
            {
                self.events.push(Rest { id: event.id, said: quoted(event.text), part: Part::Between });
            }
        }
        self
    }

    /// Together with what something else rests on.
    pub(crate) fn and(mut self, other: Rests) -> Rests {
        self.told.extend(other.told);
        self.events.extend(other.events);
        self.cases.extend(other.cases);
        for (part, n) in other.counts {
            match self.counts.iter_mut().find(|(of, _)| *of == part) {
                Some((_, count)) => *count += n,
                None => self.counts.push((part, n)),
            }
        }
        self
    }

    /// And on cases, each with its title and its value.
    pub fn over<'a>(mut self, cases: impl IntoIterator<Item = (CaseId, &'a str, &'a Duration)>) -> Rests {
        for (id, title, duration) in cases {
            let part = Part::of(duration);
            if self.counts(part) {
                let value = match part {
                    Part::Out => say!("not known").to_owned(),
                    _ => metric::lasted(duration),
                };
                self.cases.push(Rest { id, said: format!("{title}: {value}"), part });
            }
        }
        self
    }

    /// And on events that bound a stretch of time, each with what it shows.
    pub fn on_events(mut self, events: impl IntoIterator<Item = (EventId, String)>) -> Rests {
        for (id, said) in events {
            if self.counts(Part::End) {
                self.events.push(Rest { id, said, part: Part::End });
            }
        }
        self
    }

    /// What of it the numbers of a column rest on that takes these parts in; all where there are none.
    pub fn taken(&self, takes: &[Part]) -> Rests {
        fn kept<Id: Clone>(all: &[Rest<Id>], takes: &[Part]) -> Vec<Rest<Id>> {
            let taken = all.iter().filter(|rest| takes.is_empty() || takes.contains(&rest.part));
            taken.take(MOST).cloned().collect()
        }
        let mut rests = Rests {
            told: self.told.clone(),
            events: kept(&self.events, takes),
            cases: kept(&self.cases, takes),
            counts: vec![],
        };
        let counts = self.counts.iter().filter(|(part, _)| takes.is_empty() || takes.contains(part));
        rests.counts = counts.copied().collect();
        rests
    }

    /// That not all of what was [`taken`](Rests::taken) is listed, where that is so.
    pub fn cut(&self) -> Option<String> {
        let (all, listed) =
            (self.counts.iter().map(|(_, n)| n).sum::<usize>(), self.events.len() + self.cases.len());
        (all > listed).then(|| match self.cases.is_empty() {
            true => say!("The first {listed} of its {all} events are listed.", listed, all),
            false => say!("The first {listed} of its {all} cases are listed.", listed, all),
        })
    }
}

impl Explained {
    /// What the number in a row and a column rests on.
    pub fn rests(&self, row: usize, column: usize) -> Rests {
        let takes = self.takes.get(column).map(Vec::as_slice).unwrap_or_default();
        self.rows.get(row).map(|rests| rests.taken(takes)).unwrap_or_default()
    }

    /// What the numbers of a sentence rest on.
    pub fn behind(&self, sentence: usize) -> Rests {
        self.rests(sentence.min(self.rows.len().saturating_sub(1)), sentence)
    }

    /// What the numbers of a column or a sentence mean, a sentence each; none for what does not open.
    pub fn meaning(&self, column: usize) -> Vec<String> {
        self.columns.get(column).into_iter().flat_map(|text| text.lines()).map(str::to_owned).collect()
    }
}

impl Block {
    /// A table as [`Block::table`] whose columns open where they have a meaning.
    pub(crate) fn explained(table: Block, columns: &[&str], rows: Vec<Rests>) -> Block {
        Block::explained_by(
            table,
            &columns.iter().map(|meaning| (*meaning, &[][..])).collect::<Vec<_>>(),
            rows,
        )
    }

    /// The same, with the parts that each column takes in; sentences stand for columns where it is no table.
    pub(crate) fn explained_by(shown: Block, columns: &[(&str, &[Part])], rows: Vec<Rests>) -> Block {
        let takes = columns.iter().map(|(_, takes)| takes.to_vec()).collect();
        let columns = columns.iter().map(|(meaning, _)| (*meaning).to_owned()).collect();
        Block::Explained(Box::new(Explained { shown, columns, takes, rows }))
    }

    /// Sentences as a list, each of which opens where it has a meaning: to what it rests on itself, or to what all of them do.
    pub(crate) fn sentences(all: Vec<Sentence<'_>>, rests: Vec<Rests>) -> Block {
        let columns: Vec<_> = all.iter().map(|(_, meaning, takes)| (*meaning, *takes)).collect();
        Block::explained_by(Block::list(all.iter().map(|(said, ..)| plain(said)).collect()), &columns, rests)
    }

    /// The block as a document writes it.
    pub fn as_written(&self) -> &Block {
        match self {
            Block::Explained(explained) => &explained.shown,
            block => block,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn a_number_rests_on_the_cases_that_it_takes_in_however_many_others_come_first() {
        let exact = Duration::Exact { value: Span::seconds(60) };
        let open = Duration::RightCensored { min: Span::seconds(90) };
        let cases: Vec<(CaseId, Duration)> =
            (0..MOST as u32 + 9).map(|n| (CaseId(n), exact)).chain([(CaseId(900), open)]).collect();
        let rests = Rests::default().over(cases.iter().map(|(id, duration)| (*id, "Case", duration)));
        let open = rests.taken(&[Part::Open]);
        assert_eq!(open.cases.iter().map(|case| case.id).collect::<Vec<_>>(), [CaseId(900)]);
        assert_eq!(open.cut(), None);
        let all = rests.taken(&[Part::Exact, Part::Open]);
        assert_eq!(all.cases.len(), MOST);
        assert_eq!(all.cut(), Some(format!("The first {MOST} of its {} cases are listed.", MOST + 10)));
    }
}
