//! What a case tells for a notice, each thing in sentences; what it does not tell is `None`.

use super::Content;
use super::NoticeInput;
use crate::document::words::{count, moment};
use crate::milestone::Status;
use crate::model::case::FindingDecision;
use crate::model::facts::Particular;
use crate::model::finding::Outcome;
use crate::model::{Duration, Finding, Milestone, Theme};
use crate::obligation::{Obligation, Verdict};
use Milestone::{
    Aware, Compromise, Contained, Detected, Eradicated, EvidencePreserved, ExposureStarted, Recovered,
    SupportOpened,
};

impl NoticeInput<'_> {
    /// A person's own words.
    pub(super) fn said(&self, particular: Particular) -> Option<String> {
        let text = self.view.case.facts.said.get(&particular)?.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// When a milestone was, with a word where nobody has confirmed it.
    pub(super) fn at(&self, milestone: &Milestone) -> Option<String> {
        let held = self.view.milestones.get(milestone)?;
        let about = if held.status == Status::Proposed { " (not confirmed)" } else { "" };
        Some(format!("{}{about}", moment(&held.moment?, self.zone)))
    }

    /// Milestones with their times, those that have one.
    fn times(&self, of: &[(Milestone, &str)]) -> Vec<String> {
        of.iter().filter_map(|(m, words)| Some(format!("{words} {}.", self.at(m)?))).collect()
    }

    /// The time from the beginning of the exposure, else of the compromise, to the containment.
    pub(super) fn window(&self) -> Option<String> {
        let from = self.at(&ExposureStarted).or_else(|| self.at(&Compromise))?;
        Some(match self.at(&Contained) {
            Some(to) => format!("from {from} to {to}"),
            None => format!("since {from}; the record does not show an end"),
        })
    }

    /// What the case tells of something.
    pub(super) fn known(&self, content: Content) -> Option<Vec<String>> {
        let facts = &self.view.case.facts;
        let said = |particular| self.said(particular).map(|text| vec![text]);
        let some = |all: Vec<String>| (!all.is_empty()).then_some(all);
        match content {
            Content::Organisation => said(Particular::Organisation),
            Content::Contact => said(Particular::Contact),
            Content::Categories => said(Particular::Categories),
            Content::Consequences => said(Particular::Consequences),
            Content::Advice => said(Particular::Advice),
            Content::Nature => said(Particular::WhatHappened),
            Content::Dates => some(self.times(&[
                (Compromise, "Began:"),
                (ExposureStarted, "Data or systems exposed from:"),
                (Detected, "Discovered:"),
                (Aware, "Certain that personal data were affected:"),
                (Contained, "Contained:"),
                (Recovered, "Service restored:"),
            ])),
            Content::Cause => some(self.causes()),
            Content::Data => {
                some(facts.data_types.clone()).map(|kinds| vec![format!("{}.", kinds.join(", "))])
            }
            Content::People | Content::Records => facts.records_affected.map(|n| {
                let mut told = vec![format!("About {n} in all.")];
                let places = facts.residents.iter().map(|(place, n)| format!("{place}: {n}."));
                told.extend(places);
                told
            }),
            Content::Measures => {
                let done = self.times(&[
                    (Contained, "The incident was contained on"),
                    (EvidencePreserved, "Evidence was secured on"),
                    (Eradicated, "The means of the attacker were removed on"),
                    (Recovered, "Service was restored on"),
                    (SupportOpened, "A support channel was opened on"),
                ]);
                some(self.said(Particular::Measures).into_iter().chain(done).collect())
            }
            Content::Delay => some(self.delays()),
            Content::Services => None,
        }
    }

    /// What the record shows to have made it possible: claims of the findings that stand.
    fn causes(&self) -> Vec<String> {
        const CAUSES: [Theme; 6] = [
            Theme::ThirdParty,
            Theme::CredentialHygiene,
            Theme::MissingPatch,
            Theme::Segmentation,
            Theme::AssetInventory,
            Theme::LoggingGap,
        ];
        let dismissed = |f: &Finding| {
            matches!(self.view.case.findings.get(&f.rule), Some(FindingDecision::Dismissed { .. }))
        };
        let is_cause = |f: &&Finding| {
            f.outcome == Outcome::Gap && f.themes.iter().any(|t| CAUSES.contains(t)) && !dismissed(f)
        };
        self.findings.iter().filter(is_cause).take(3).map(|f| f.claim.clone()).collect()
    }

    /// The documented reasons of notices that are late or not on record, with their rules.
    fn delays(&self) -> Vec<String> {
        let reasons = &self.view.case.facts.delay_reasons;
        let of = self.obligations().filter(|o| is_late(o));
        of.filter_map(|o| Some(format!("{}: {}", o.title, reasons.get(&o.rule)?))).collect()
    }

    /// The obligations that apply or may.
    pub(super) fn obligations(&self) -> impl Iterator<Item = &Obligation> {
        crate::obligation::applicable(self.view.obligations)
    }

    /// Whether a notice to one of these recipients is past its limit at the end of the record, or was sent late.
    pub(super) fn is_late(&self, of: impl Fn(&Obligation) -> bool) -> bool {
        self.obligations().any(|o| of(o) && is_late(o))
    }

    /// How long it took from one milestone to the other, in words, where that is known.
    pub(super) fn metric(&self, id: &crate::model::MetricId) -> Option<String> {
        let metric = self.view.metrics.iter().find(|m| m.id == *id)?;
        (!matches!(metric.duration, Duration::Unknown { .. }))
            .then(|| format!("{}: {}.", metric.id.label(), crate::metric::note(metric)))
    }

    /// How much the record holds, in words.
    pub(super) fn record(&self) -> String {
        count(self.view.timeline.len(), "event", "events")
    }
}

/// Whether a notice was sent after its limit, or is not on record as sent and the limit is past.
fn is_late(o: &Obligation) -> bool {
    match o.verdict {
        Verdict::Late | Verdict::LateWithReason => true,
        Verdict::NotSent => !o.unassigned,
        _ => false,
    }
}
