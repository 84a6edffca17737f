//! What the notice to the people affected said.

use super::CaseView;
use super::draft::{Rule, list, when};
use crate::language::{inside, look};
use crate::model::facts::NoticePart;
use crate::model::{Duty, Family, Finding, Milestone, Severity, Theme};
use crate::say;
use Milestone::{IndividualsNotified, PublicDisclosure};

pub(super) const CONTENT: Rule = Rule {
    name: "notice-content",
    title: "Notice content incomplete",
    family: Family::Communication,
    duty: Some(Duty::NotifyAffectedParties),
    looks_at: "The six parts of a notice, as a person says on Obligations whether the notice to the people affected had them. \
          A gap where one was missing; not in the record where a notice is and nobody has said.",
    why: "A notice is there to let people protect themselves; GDPR Art. 34(2) with Art. 33(3) and EDPB Guidelines 9/2022 ask for \
          the nature of the breach, its likely consequences, the measures, advice and a contact point in plain words.",
    question: "Reading the notice as a customer: what would you still have to ask?",
    change: "A template of the notice with a place for each of its parts.",
    thresholds: &[],
};

/// Which parts the notice had, and which not.
pub(super) fn notice_content(view: &CaseView<'_>) -> Option<Finding> {
    let facts = &view.case.facts;
    let sent = [IndividualsNotified, PublicDisclosure].into_iter().find_map(|m| Some((view.at(&m)?, m)));
    let parts = |said: Option<bool>| -> Vec<String> {
        let is = |part: &NoticePart| facts.notice.get(part).copied() == said;
        NoticePart::ALL.into_iter().filter(is).map(|part| look(part.words()).to_owned()).collect()
    };
    let (missing, open, had) = (parts(Some(false)), parts(None), parts(Some(true)));
    let what = match &sent {
        Some((moment, m)) => {
            say!("The notice (“{name}”, {when})", name = inside(m.label()), when = when(moment))
        }
        None => say!("The notice").to_owned(),
    };
    let events = view.behind(&[IndividualsNotified]);
    if !missing.is_empty() {
        let claim = say!("{notice} did not say {parts}.", notice = what, parts = list(&missing, 6));
        let severity = if missing.len() > 2 { Severity::Medium } else { Severity::Low };
        return Some(CONTENT.gap(severity, &[Theme::PoorCommunication], claim, events));
    }
    if open.is_empty() {
        let claim = say!("{notice} said {parts}.", notice = what, parts = list(&had, 6));
        return Some(CONTENT.shown(claim, events));
    }
    // Without a notice to people there is nothing to ask for, and `notify-affected-parties` says so.
    view.at(&IndividualsNotified)?;
    let claim = say!(
        "{notice} is on record; nobody has said whether it told {parts}.",
        notice = what,
        parts = list(&open, 6)
    );
    Some(CONTENT.not_shown(claim, events))
}
