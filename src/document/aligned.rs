//! Plan against actual: the plan's steps in their order beside what happened in order of time, and which shows which. The
//! table of the report and the two columns of the page are made of the same pairs.

use super::words::{count, moment, quoted};
use super::{Block, Rests, Run, Sentence, plain};
use crate::finding::{CaseView, Standing, StepTaken, against_plan};
use crate::language::{inside, known, look};
use crate::metric;
use crate::model::{Duration, EventId, Milestone, Moment, Span, Timestamp, Zone};
use crate::say;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;

/// Columns longer than this are read as a table: lines over several screens show no order.
const MOST_DRAWN: usize = 120;
/// More pieces of lines than this, one for each row that a line crosses, are no picture either: the reverse of the plan's order
/// has many.
const MOST_PIECES: usize = 1_500;
/// Two columns and what connects them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Aligned {
    /// What the plan asks for, in its order.
    pub asked: Vec<Asked>,
    /// What happened, in order of time.
    pub happened: Vec<Happened>,
}

/// A step of the plan.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Asked {
    /// Its text.
    pub text: String,
    /// The title of its section.
    pub section: String,
    /// Where it begins in the text of the plan, in bytes.
    pub start: usize,
    /// The plan's target for what it leads to.
    pub target: Option<Span>,
    /// How long that took.
    pub took: Option<Duration>,
    /// How it stands.
    pub standing: Standing,
    /// What shows it, as a place in [`Aligned::happened`]; none where nothing does.
    pub shown_by: Option<usize>,
}

/// Something that happened: an event of a step with the milestones that rest on it, or a milestone that no such event shows.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Happened {
    /// When.
    pub at: Moment,
    /// The text of the event in quotes; empty where only the milestone is known.
    pub text: String,
    /// The event, or the one that the milestone rests on first.
    pub event: Option<EventId>,
    /// The milestones that were reached with it.
    pub milestones: Vec<Milestone>,
    /// Whether a step or a section of the plan asks for it.
    pub planned: bool,
}

/// The plan beside what the record shows; none without a plan, or where none of its steps can be held against the record.
pub fn aligned(view: &CaseView<'_>) -> Option<Aligned> {
    let against = against_plan(view).filter(|a| !a.steps.is_empty())?;
    let text = |id: EventId| view.timeline.find(id).map(|event| quoted(event.text)).unwrap_or_default();
    let reached = |milestone: &Milestone, at: Moment, planned: bool| Happened {
        at,
        text: String::new(),
        event: view.milestones.get(milestone).and_then(|held| held.events.first().copied()),
        milestones: vec![milestone.clone()],
        planned,
    };
    let of_step = |step: &StepTaken| match (step.event, &step.milestone) {
        (Some(id), _) => Some(Happened {
            at: step.moment?,
            text: text(id),
            event: Some(id),
            milestones: vec![],
            planned: true,
        }),
        (None, Some(milestone)) => Some(reached(milestone, step.moment?, true)),
        (None, None) => None,
    };
    let shown: Vec<Option<Happened>> = against.steps.iter().map(of_step).collect();
    let unplanned = against.unplanned.iter().map(|(milestone, at)| reached(milestone, *at, false));
    let happened = each_once(shown.iter().flatten().cloned().chain(unplanned).collect());
    let asked = against.steps.into_iter().zip(&shown).map(|(step, shown)| Asked {
        text: step.text,
        section: step.section,
        start: step.start,
        target: step.target,
        took: step.took,
        standing: step.standing,
        shown_by: shown.as_ref().and_then(|shown| happened.iter().position(|h| h.holds(shown))),
    });
    let asked = asked.collect();
    Some(Aligned { asked, happened })
}

/// What happened in order of time, each event and each milestone once: several steps may be shown by one event or by one
/// milestone, and a milestone may rest on the very event of a step.
fn each_once(mut all: Vec<Happened>) -> Vec<Happened> {
    all.sort_by(in_time);
    let mut once: Vec<Happened> = vec![];
    for what in all {
        // What may hold it stands right before it: the event of a step comes before the milestones of the same time.
        let same = |held: &&mut Happened| held.time() == what.time() && held.event == what.event;
        match once.last_mut().filter(same) {
            Some(held) if held.holds(&what) => {}
            Some(held) if !held.text.is_empty() && what.text.is_empty() => {
                held.milestones.extend(what.milestones)
            }
            _ => once.push(what),
        }
    }
    once
}

/// The order of time; what happened at once stands in one order too, an event of a step before milestones alone.
fn in_time(a: &Happened, b: &Happened) -> Ordering {
    let key = |h: &Happened| (h.time(), h.event, h.text.is_empty());
    key(a).cmp(&key(b)).then_with(|| a.milestones.cmp(&b.milestones))
}

impl Aligned {
    /// Whether it is short enough for two columns with lines between them.
    pub fn is_drawn(&self) -> bool {
        let pieces = |(n, step): (usize, &Asked)| step.shown_by.map_or(0, |shown| shown.abs_diff(n) + 1);
        self.asked.len().max(self.happened.len()) <= MOST_DRAWN
            && self.asked.iter().enumerate().map(pieces).sum::<usize>() <= MOST_PIECES
    }

    /// As a table, with what is to be said of it: a row for each step, then one for each thing that is not in the plan.
    pub fn blocks(&self, zone: Zone) -> Vec<Block> {
        let columns = [
            say!("Section"),
            say!("The plan asks for"),
            say!("The record shows"),
            say!("When"),
            say!("Against the target"),
            say!("Standing"),
        ];
        let row = |cells: [String; 5], standing: &str| {
            let mut row = cells.map(plain).to_vec();
            row.push(vec![Run::Strong(standing.to_owned())]);
            row
        };
        let none = || "–".to_owned();
        let steps = self.asked.iter().map(|step| {
            let shown = step.shown_by.and_then(|n| self.happened.get(n));
            let (what, when) = shown.map_or((none(), none()), |h| (h.words(), moment(&h.at, zone)));
            row(
                [step.section.clone(), step.text.clone(), what, when, against_target(step)],
                look(step.standing.label()),
            )
        });
        let unplanned = self.happened.iter().filter(|h| !h.planned);
        let further = unplanned.map(|h| {
            row([none(), none(), h.words(), moment(&h.at, zone), String::new()], say!("Not in the plan"))
        });
        let table = Block::table(
            say!("Each step of the plan, and what the record shows of it"),
            &columns,
            steps.chain(further).collect(),
        );
        vec![table, self.remarks()]
    }

    fn remarks(&self) -> Block {
        let of = |standing| self.asked.iter().filter(|s| s.standing == standing).count();
        let counts: Vec<String> = Standing::ALL
            .into_iter()
            .filter(|standing| of(*standing) > 0)
            .map(|standing| say!("{n} {standing}", n = of(standing), standing = inside(standing.label())))
            .collect();
        let of_steps = say!(
            "Of {steps}: {counts}.",
            steps = count(self.asked.len(), say!("step"), say!("steps")),
            counts = counts.join(", ")
        );
        let each_once = say!("Each row of the table counts once, by its standing.");
        let mut told: Vec<Sentence<'_>> = vec![
            (of_steps, each_once, &[]),
            (say!("A step is matched by its words, or by the milestone that it leads to: “stage reached”. “Not in the record” is a question for the meeting, not a failure.")
                .to_owned(), "", &[]),
        ];
        let shown = self.happened.iter().filter(|h| h.planned).filter_map(|h| Some((h.event?, h.words())));
        let mut rests = vec![Rests::default().on_events(shown); 2];
        let further = || self.happened.iter().filter(|h| !h.planned);
        if further().next().is_some() {
            let text = say!(
                "{milestones} reached that neither a step nor a section of the plan asks for: “not in the plan”.",
                milestones = count(further().count(), say!("milestone was"), say!("milestones were"))
            );
            told.push((text, each_once, &[]));
            rests.push(Rests::default().on_events(further().filter_map(|h| Some((h.event?, h.words())))));
        }
        Block::sentences(told, rests)
    }
}

impl Happened {
    /// The ends of its time: an event and a milestone that rests on it may name it in different precision.
    fn time(&self) -> [Timestamp; 2] {
        [self.at.earliest, self.at.latest]
    }

    /// Whether this is where something stands: the same event, or the same milestone at the same time.
    fn holds(&self, what: &Happened) -> bool {
        let event = self.event == what.event && self.text == what.text;
        let milestones = what.milestones.iter().all(|m| self.milestones.contains(m));
        self.time() == what.time() && if what.milestones.is_empty() { event } else { milestones }
    }

    fn words(&self) -> String {
        let reached = self.milestones.iter().map(|m| say!("“{label}” was reached", label = known(m.label())));
        let text = Some(self.text.clone()).filter(|text| !text.is_empty());
        text.into_iter().chain(reached).collect::<Vec<_>>().join("; ")
    }
}

/// The time that a step took against its target.
fn against_target(step: &Asked) -> String {
    let Some(target) = step.target else { return String::new() };
    let took = match step.took {
        Some(Duration::Unknown { .. }) | None => say!("not known").to_owned(),
        Some(took) => metric::lasted(&took),
    };
    say!("{took}; target {target}", took, target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::testing::{Story, planned};
    use crate::plan::read::read;

    const PLAN: &str = "# Plan\n\n## Contain\n\n1. Switch the checkout off.\n2. Revoke all sessions of administrators.\n3. Take snapshots of the disks.\n\n\
        ## Recover\n\n- Reopen the shop.\n- Order cake.\n\n## Targets\n\n- Contain within 60 minutes of detection.\n";

    fn story() -> Story {
        planned(PLAN)
    }

    #[test]
    fn what_happened_stands_in_order_of_time_and_each_step_knows_what_shows_it() {
        let aligned = story().view(aligned).unwrap();
        let happened: Vec<(String, bool)> = aligned.happened.iter().map(|h| (h.words(), h.planned)).collect();
        assert_eq!(
            happened,
            [
                ("“Declared” was reached".to_owned(), false),
                ("“Disk snapshots taken”".to_owned(), true),
                ("“Contained” was reached".to_owned(), true),
                ("“Checkout switched off”".to_owned(), true),
            ]
        );
        // The lines of the first and the third step cross: it was done before.
        let shown: Vec<Option<usize>> = aligned.asked.iter().map(|a| a.shown_by).collect();
        assert_eq!(shown, [Some(3), Some(2), Some(1), None, None]);
        for step in &aligned.asked {
            assert!(PLAN[step.start..].lines().next().unwrap().contains(&step.text), "{}", step.text);
        }
    }

    #[test]
    fn an_event_on_which_a_milestone_rests_stands_once() {
        let mut story = story();
        let event = crate::model::EventId { source: crate::model::SourceId(0), row: 1 };
        let moment = crate::finding::testing::moment("2026-03-16T11:00:00Z");
        let decided = crate::model::MilestoneDecision::At {
            moment,
            event: Some(event),
            decided: crate::model::Timestamp(0),
        };
        story.case.milestones.insert(Milestone::Contained, decided);
        let aligned = story.view(aligned).unwrap();
        let happened: Vec<String> = aligned.happened.iter().map(Happened::words).collect();
        assert_eq!(
            happened,
            [
                "“Declared” was reached",
                "“Disk snapshots taken”",
                "“Checkout switched off”; “Contained” was reached",
            ]
        );
        let shown: Vec<Option<usize>> = aligned.asked.iter().map(|a| a.shown_by).collect();
        assert_eq!(shown, [Some(2), Some(2), Some(1), None, None]);
    }

    #[test]
    fn the_table_says_what_the_columns_show() {
        let aligned = story().view(aligned).unwrap();
        let blocks = aligned.blocks(Zone::Utc);
        let Block::Table { rows, .. } = &blocks[0] else { panic!("{blocks:?}") };
        let unplanned = aligned.happened.iter().filter(|h| !h.planned).count();
        assert_eq!(rows.len(), aligned.asked.len() + unplanned);
        let cell = |row: &Vec<Vec<Run>>, n: usize| row[n].iter().map(Run::text).collect::<String>();
        for (row, step) in rows.iter().zip(&aligned.asked) {
            let shown = step.shown_by.map_or("–".to_owned(), |n| aligned.happened[n].words());
            let told = [cell(row, 1), cell(row, 2), cell(row, 5)];
            assert_eq!(told, [step.text.clone(), shown, step.standing.label().to_owned()]);
        }
        let last = rows.last().unwrap();
        assert_eq!([cell(last, 2), cell(last, 5)], ["“Declared” was reached", "Not in the plan"]);
    }

    #[test]
    fn a_long_plan_is_read_as_a_table_alone() {
        let mut story = story();
        let steps = "- Order cake for all.\n".repeat(MOST_DRAWN + 1);
        story.plan = Some(read(&PLAN.replace("- Order cake.\n", &steps)));
        let aligned = story.view(aligned).unwrap();
        assert!(!aligned.is_drawn() && !aligned.blocks(Zone::Utc).is_empty());
    }

    #[test]
    fn lines_that_cross_too_often_are_read_as_a_table_alone() {
        let short = story().view(aligned).unwrap();
        assert!(short.is_drawn());
        let of = |place: &dyn Fn(usize) -> usize| {
            let step = |n: usize| Asked { shown_by: Some(place(n)), ..short.asked[0].clone() };
            let happened = vec![short.happened[0].clone(); 100];
            Aligned { asked: (0..100).map(step).collect(), happened }
        };
        assert!(of(&|n| n).is_drawn());
        assert!(!of(&|n| 99 - n).is_drawn(), "5,050 pieces");
    }
}
