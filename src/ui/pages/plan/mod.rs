//! Plan: the response plan as a document, with each proposed change beside the words that it changes.

mod amendment;
mod coverage;
mod empty;
mod keys;
mod list;
mod outline;
mod paper;
mod redline;
mod versions;
mod write;

use super::desk::{Desk, ask, ask_still, desk, loaded};
use crate::engine::Query;
use crate::engine::view::{AmendmentRow, PlanPaper, PlanView};
use crate::model::case::AmendmentDecision;
use crate::platform::clock;
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::Change;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the parts of the page share.
#[derive(Clone, Copy)]
pub(super) struct Table {
    desk: Desk,
    view: Signal<Arc<PlanView>>,
    /// The document, once it is there.
    paper: Memo<Option<Arc<PlanPaper>>>,
    /// The amendments that land at each block, by the block's number.
    landing: Memo<BTreeMap<usize, Vec<String>>>,
    /// The byte of the plan that is gone to.
    wanted: RwSignal<Option<usize>>,
    /// What is being written on an amendment.
    writing: RwSignal<Option<(String, Writing)>>,
}

/// What a person writes on the card of an amendment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Writing {
    /// Its wording.
    Wording,
    /// A comment.
    Comment,
    /// Who carries it.
    Owner,
}

impl Table {
    /// One amendment as it stands.
    fn row(self, id: &str) -> Option<AmendmentRow> {
        self.view.with(|v| v.amendments.iter().find(|a| a.amendment.id == id).cloned())
    }

    /// Decides on amendments.
    fn decide(self, amendments: Vec<String>, decision: Option<AmendmentDecision>) {
        // What is half written on the card of another stays open.
        let decided = |(id, _): &(String, Writing)| amendments.contains(id);
        if self.writing.with_untracked(|w| w.as_ref().is_some_and(decided)) {
            self.writing.set(None);
        }
        if let Some(case) = self.desk.open_case_id() {
            self.desk.apply(Change::DecideAmendments { case, amendments, decision });
        }
    }

    /// Accepts one as it is proposed; one that is accepted stays as it is, in whose words ever.
    fn accept(self, id: String) {
        let accepted = |d: &AmendmentDecision| matches!(d, AmendmentDecision::Accepted { .. });
        if !self.decision(&id).as_ref().is_some_and(accepted) {
            self.decide(vec![id], Some(AmendmentDecision::Accepted { text: None }));
        }
    }

    /// Rejects one, or takes back what was decided on it. A person's own wording goes with that, which is said.
    fn drop_to(self, id: String, decision: Option<AmendmentDecision>) {
        let before = self.decision(&id);
        if before == decision {
            return;
        }
        self.decide(vec![id], decision);
        if matches!(before, Some(AmendmentDecision::Accepted { text: Some(_) })) {
            self.desk.tell(false, "Your wording is put aside", "Undo brings it back");
        }
    }

    /// What is decided on one now.
    fn decision(self, id: &str) -> Option<AmendmentDecision> {
        let of = |v: &Arc<PlanView>| {
            v.amendments.iter().find(|a| a.amendment.id == id).and_then(|a| a.decision.clone())
        };
        self.view.with_untracked(of)
    }

    /// Accepts what contradicts nothing that stands; of those that do, a person chooses.
    fn accept_all(self, amendments: Vec<String>) {
        let (torn, clear): (Vec<String>, Vec<String>) = self.view.with_untracked(|v| {
            let torn =
                |id: &String| v.amendments.iter().any(|a| a.amendment.id == *id && !a.conflicts.is_empty());
            amendments.into_iter().partition(torn)
        });
        if !torn.is_empty() {
            let left = if torn.len() == 1 {
                say!("1 amendment").to_owned()
            } else {
                say!("{n} amendments", n = torn.len())
            };
            self.desk.tell(
                false,
                say!("{left} left to choose", left),
                "They contradict others: choose one of them on its card",
            );
        }
        if !clear.is_empty() {
            self.decide(clear, Some(AmendmentDecision::Accepted { text: None }));
        }
    }

    /// Takes one of those that contradict each other.
    fn choose(self, keep: String, reject: Vec<String>) {
        if let Some(case) = self.desk.open_case_id() {
            self.desk.apply(Change::ChooseAmendment { case, keep, reject });
        }
    }

    /// Keeps a comment, or who carries it.
    fn keep(self, amendment: String, what: Writing, text: String) {
        self.writing.set(None);
        let Some(case) = self.desk.open_case_id() else { return };
        self.desk.apply(match what {
            Writing::Owner => Change::OwnAmendment { case, amendment, owner: text },
            _ => Change::CommentAmendment { case, amendment, comment: text },
        });
    }

    /// The amendments that nobody has decided on, in a section or in all.
    fn undecided(self, section: Option<usize>) -> Vec<String> {
        self.view.with(|v| {
            let within = |a: &&AmendmentRow| section.is_none() || a.section == section;
            let open = v.amendments.iter().filter(|a| a.decision.is_none()).filter(within);
            open.map(|a| a.amendment.id.clone()).collect()
        })
    }
}

/// The page Plan.
pub fn open() -> AnyView {
    let desk = desk();
    let answer = ask::<PlanView>(move || {
        let date = clock::today(desk.zone.get());
        Some(Query::Plan { case: desk.open_case_id(), date })
    });
    let edition = move || answer.with(|a| a.as_ref().and_then(|a| a.as_ref().ok()).map(|v| v.edition));
    let edition = Memo::new(move |_| edition());
    let paper = ask_still::<PlanPaper>(move || edition.get().map(|edition| Query::PlanPaper { edition }));
    let paper = Memo::new(move |_| paper.with(|a| a.as_ref().and_then(|a| a.as_ref().ok()).cloned()));
    // Changes land in the text that they are for alone: while a new one comes, all stays as it is, and is drawn once.
    let stands = Memo::new(move |before: Option<&Option<Result<Arc<PlanView>, UserError>>>| {
        let now = answer.get();
        let Some(Some(Ok(_))) = before else { return now };
        let other = paper.with(|p| p.as_ref().is_some_and(|p| Some(p.edition) != edition.get()));
        if other && matches!(now, Some(Ok(_))) { before.cloned().flatten() } else { now }
    });
    let missing = Memo::new(move |_| stands.with(|a| matches!(a, Some(Err(_)))));
    live(move || {
        if missing.get() {
            return empty::empty(desk);
        }
        loaded(stands.into(), move |view| page(desk, view, paper))
    })
}

/// The amendments that land at each block.
fn landing(view: &PlanView) -> BTreeMap<usize, Vec<String>> {
    let mut map: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for a in &view.amendments {
        map.entry(a.block).or_default().push(a.amendment.id.clone());
    }
    map
}

fn page(desk: Desk, view: Signal<Arc<PlanView>>, paper: Memo<Option<Arc<PlanPaper>>>) -> AnyView {
    let landing = Memo::new(move |_| view.with(|v| landing(v)));
    let table =
        Table { desk, view, paper, landing, wanted: RwSignal::new(None), writing: RwSignal::new(None) };
    keys::listen(table);
    // What another page asked for; after this one stands on the screen.
    Effect::new(move |_| {
        if let Some(start) = desk.plan_at.get() {
            desk.plan_at.set(None);
            paper::go_to(table, start);
        }
    });
    let head = Memo::new(move |_| {
        view.with(|v| (v.title.clone(), v.name.clone(), v.versions.last().map(versions::current)))
    });
    let open = Memo::new(move |_| table.undecided(None));
    let counts = move || {
        view.with(|v| match v.amendments.len() {
            0 => say!("No amendment: the plan has what the findings ask for, or there is no case open.")
                .to_owned(),
            n => say!("{n} amendments, {open} to decide", n, open = open.with(Vec::len)),
        })
    };
    view! {
        <div class="page plan">
            <header class="page-head">
                <h1>{live(move || head.with(|h| if h.0.is_empty() { say!("Plan").to_owned() } else { h.0.clone() }))}</h1>
                <p>{live(move || head.with(|(_, name, version)| match version {
                    Some(v) => format!("{name}, {v}"),
                    None => name.clone(),
                }))}</p>
                <p role="status">{counts}</p>
                <div class="plan-actions">
                    {live(move || {
                        let count = open.with(Vec::len);
                        (count > 0).then(|| view! {
                            <button type="button" aria-disabled=read_only() class="button" on:click=move |_| {
                                table.accept_all(open.get_untracked());
                            }>{say!("Accept all ({count})", count)}</button>
                        }.into_any())
                    })}
                    {empty::open_another(desk)}
                </div>
            </header>
            {write::panel(table)}
            {coverage::panel(table)}
            {list::panel(table)}
            <div class="plan-desk">
                {outline::outline(table)}
                {paper::paper(table)}
            </div>
        </div>
    }
    .into_any()
}
