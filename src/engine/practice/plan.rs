//! The example's plan, many times over, read, amended and written in an engine of its own, for whoever looks at a plan and is
//! about to open a larger one.

use crate::engine::roles::masked::to_postcard;
use crate::engine::{Answer, Command, Engine, Query};
use crate::example;
use crate::import;
use crate::model::case::AmendmentDecision;
use crate::model::{CaseId, Timestamp};
use crate::workspace::{Change, Target};
use chrono::NaiveDate;

/// So many times the example's plan is read at once: as much as takes some tens of milliseconds.
const TIMES: usize = 12;
/// How often it is read. Browsers compile well what ran over some megabytes.
const ROUNDS: u32 = 25;

/// Practice, in steps of some tens of milliseconds.
#[derive(Debug, Default)]
pub struct PlanPractice {
    desk: Option<Desk>,
    done: u32,
}

/// An engine with the example's case, and the changes to its plan that nobody has decided on.
#[derive(Debug)]
struct Desk {
    engine: Engine,
    undecided: Vec<String>,
}

impl PlanPractice {
    /// Reads the plan, accepts what is proposed for it, or writes its next version; false once there was enough practice.
    pub fn step(&mut self) -> bool {
        let at = self.done % 3;
        self.done += 1;
        // Whatever comes of it, nobody waits for it.
        let _ = match (at, &mut self.desk) {
            (1, Some(desk)) => desk.accept(),
            (2, Some(desk)) => desk.write(),
            _ => {
                self.desk = Desk::open();
                Some(())
            }
        };
        self.done < 3 * ROUNDS
    }
}

impl Desk {
    /// The case with the plan.
    fn open() -> Option<Desk> {
        let mut desk = Desk { engine: Engine::new(), undecided: vec![] };
        let mut sources = vec![];
        for (name, text) in example::files() {
            let reading = example::reading(name);
            let imported = import::read_all(name, text.as_bytes(), Some(&reading)).ok()?;
            sources.push(desk.engine.supply(name, reading, imported));
        }
        desk.apply(Change::AddSources { target: Target::NewCase, sources })?;
        let text = example::plan().repeat(TIMES);
        desk.apply(Change::OpenPlan { name: "practice.md".to_owned(), text })?;
        desk.look()?;
        Some(desk)
    }

    fn accept(&mut self) -> Option<()> {
        let amendments = std::mem::take(&mut self.undecided);
        let decision = Some(AmendmentDecision::Accepted { text: None });
        self.apply(Change::DecideAmendments { case: CASE, amendments, decision })?;
        self.look()
    }

    fn write(&mut self) -> Option<()> {
        let approver = "practice".to_owned();
        let query = Query::PlanDraft { case: CASE, date: day()?, approver, version: None, exercised: None };
        let Answer::PlanDraft(draft) = self.ask(query)? else { return None };
        let (text, edits, stamp) = (draft.text, draft.edits, Some(draft.stamp));
        self.apply(Change::WritePlan { case: CASE, text, edits, stamp })?;
        self.look()
    }

    /// Applies a change and puts it down as in the journal.
    fn apply(&mut self, change: Change) -> Option<()> {
        let command: Command = change.into();
        self.engine.apply(&command, Timestamp(0)).ok()?;
        std::hint::black_box(serde_json::to_string(&command).ok()?);
        Some(())
    }

    fn ask(&self, query: Query) -> Option<Answer> {
        let answer = self.engine.answer(&query, &()).ok()?;
        // As it would cross to the page.
        std::hint::black_box(to_postcard(&answer, None).ok()?);
        Some(answer)
    }

    /// Asks for what the page shows.
    fn look(&mut self) -> Option<()> {
        self.ask(Query::Overview)?;
        self.ask(Query::Head { case: CASE })?;
        let Answer::Plan(view) = self.ask(Query::Plan { case: Some(CASE), date: day()? })? else {
            return None;
        };
        self.ask(Query::PlanPaper { edition: view.edition })?;
        let open = view.amendments.into_iter().filter(|row| row.decision.is_none());
        self.undecided = open.map(|row| row.amendment.id).collect();
        Some(())
    }
}

/// The only case there is.
const CASE: CaseId = CaseId(0);

fn day() -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(2026, 3, 24)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_reads_accepts_and_writes_and_practice_ends() {
        let mut desk = Desk::open().unwrap();
        assert!(!desk.undecided.is_empty(), "the example's findings ask for changes");
        desk.accept().unwrap();
        assert_eq!(desk.undecided, Vec::<String>::new());
        desk.write().unwrap();
        assert_eq!(desk.engine.workspace().plan.as_ref().unwrap().versions.len(), 2);
        let mut practice = PlanPractice { desk: None, done: 3 * ROUNDS - 3 };
        assert!(practice.step() && practice.step() && !practice.step());
    }
}
