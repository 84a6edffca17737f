//! How a person wants the report of a case: which sections, in which order, and what they say in words of their own.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A section of the report.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// What happened, in a paragraph.
    Summary,
    /// What and whom it touched.
    Impact,
    /// The key events.
    Timeline,
    /// How long each thing took.
    Metrics,
    /// How it was known, and how it could have been.
    Detection,
    /// The response beside the plan: isolate, engage, preserve.
    Response,
    /// Who was told, when, how often.
    Communication,
    /// What rules and contracts ask.
    Ledger,
    /// What contributed to it.
    Factors,
    /// What went well, poorly, and by luck.
    Lessons,
    /// The findings and what is done about them.
    Actions,
    /// What changes in the plan.
    Changes,
    /// Training and tools.
    Training,
    /// What nobody can answer yet.
    Questions,
    /// The files of the case with their hashes.
    Evidence,
    /// All events.
    Events,
    /// Definitions, method and data quality.
    Method,
}

impl Section {
    /// All of them, in the order in which they stand unless a person moves them.
    pub const ALL: [Section; 17] = [
        Section::Summary,
        Section::Impact,
        Section::Timeline,
        Section::Metrics,
        Section::Detection,
        Section::Response,
        Section::Communication,
        Section::Ledger,
        Section::Factors,
        Section::Lessons,
        Section::Actions,
        Section::Changes,
        Section::Training,
        Section::Questions,
        Section::Evidence,
        Section::Events,
        Section::Method,
    ];

    /// Its name in templates and files.
    pub fn id(self) -> &'static str {
        match self {
            Section::Summary => "summary",
            Section::Impact => "impact",
            Section::Timeline => "timeline",
            Section::Metrics => "metrics",
            Section::Detection => "detection",
            Section::Response => "response",
            Section::Communication => "communication",
            Section::Ledger => "ledger",
            Section::Factors => "factors",
            Section::Lessons => "lessons",
            Section::Actions => "actions",
            Section::Changes => "changes",
            Section::Training => "training",
            Section::Questions => "questions",
            Section::Evidence => "evidence",
            Section::Events => "events",
            Section::Method => "method",
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            Section::Summary => "Executive summary",
            Section::Impact => "Impact",
            Section::Timeline => "Timeline",
            Section::Metrics => "Time metrics",
            Section::Detection => "Detection",
            Section::Response => "Response against the plan",
            Section::Communication => "Communication",
            Section::Ledger => "Legal ledger",
            Section::Factors => "Contributing factors",
            Section::Lessons => "What went well, poorly, and by luck",
            Section::Actions => "Findings and action items",
            Section::Changes => "Plan changes",
            Section::Training => "Training and tools",
            Section::Questions => "Open questions",
            Section::Evidence => "Appendix A: Evidence manifest",
            Section::Events => "Appendix B: Full timeline",
            Section::Method => "Appendix C: Definitions, method and data quality",
        }
    }

    /// Whether it starts on a page of its own.
    pub fn is_appendix(self) -> bool {
        matches!(self, Section::Evidence | Section::Events | Section::Method)
    }
}

/// Words that a person wrote for a section.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnWords {
    /// Markdown, byte for byte.
    pub text: String,
    /// They stand in place of what is computed, not after it.
    pub instead: bool,
}

/// What a person said of a section.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SectionSetting {
    /// It is left out.
    pub off: bool,
    /// Their own words.
    pub own: Option<OwnWords>,
}

/// What stands on the cover where a person says it; empty for what is usual.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Cover {
    /// How far the report has come.
    pub status: String,
    /// Its version.
    pub version: String,
    /// How it is to be handled.
    pub handling: String,
}

/// How a person wants the report of a case.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The order, where a person changed it; what it does not name stands after what it usually follows.
    pub order: Vec<Section>,
    /// What was said of sections.
    pub sections: BTreeMap<Section, SectionSetting>,
    /// What stands on the cover.
    pub cover: Cover,
}

impl Paper {
    /// All sections in order, those left out too.
    ///
    /// ```
    /// use floodmark::model::paper::{Paper, Section};
    /// let paper = Paper { order: vec![Section::Impact, Section::Summary], ..Paper::default() };
    /// assert_eq!(paper.order()[..3], [Section::Impact, Section::Summary, Section::Timeline]);
    /// ```
    pub fn order(&self) -> Vec<Section> {
        let mut order: Vec<Section> = vec![];
        for section in &self.order {
            if !order.contains(section) {
                order.push(*section);
            }
        }
        if order.is_empty() {
            return Section::ALL.to_vec();
        }
        let moved = order.clone();
        let mut after = None;
        for section in Section::ALL {
            if !moved.contains(&section) {
                // After everything up to the last of its usual forerunners, so that a few moved ones stay where they are.
                let at = |s: &Section| order.iter().position(|o| o == s).map(|n| n + 1);
                let usual = Section::ALL.iter().take_while(|s| **s != section);
                let place = usual.filter_map(at).max().or(after).unwrap_or(0);
                order.insert(place.min(order.len()), section);
                after = Some(place + 1);
            }
        }
        order
    }

    /// Whether a section is left out.
    pub fn is_off(&self, section: Section) -> bool {
        self.sections.get(&section).is_some_and(|s| s.off)
    }

    /// A person's own words for a section.
    pub fn own(&self, section: Section) -> Option<&OwnWords> {
        self.sections.get(&section)?.own.as_ref().filter(|own| !own.text.trim().is_empty())
    }

    /// With a section switched on or off.
    #[must_use]
    pub fn switched(mut self, section: Section, on: bool) -> Paper {
        self.sections.entry(section).or_default().off = !on;
        self.tidy()
    }

    /// With a section moved by some places.
    #[must_use]
    pub fn moved(mut self, section: Section, by: isize) -> Paper {
        let mut order = self.order();
        if let Some(from) = order.iter().position(|s| *s == section) {
            let to = from.saturating_add_signed(by).min(order.len() - 1);
            let section = order.remove(from);
            order.insert(to, section);
        }
        self.order = if order == Section::ALL { vec![] } else { order };
        self
    }

    /// With a person's own words for a section; none takes them away.
    #[must_use]
    pub fn worded(mut self, section: Section, own: Option<OwnWords>) -> Paper {
        self.sections.entry(section).or_default().own = own.filter(|own| !own.text.trim().is_empty());
        self.tidy()
    }

    fn tidy(mut self) -> Paper {
        self.sections.retain(|_, setting| *setting != SectionSetting::default());
        self
    }

    /// What makes the difference to an older setting, for “Undo: …”.
    pub fn change(&self, before: &Paper) -> String {
        for section in Section::ALL {
            if self.is_off(section) != before.is_off(section) {
                return match self.is_off(section) {
                    true => format!("leave out “{}”", section.title()),
                    false => format!("take in “{}”", section.title()),
                };
            }
            if self.own(section) != before.own(section) {
                return match self.own(section) {
                    Some(_) => format!("write “{}”", section.title()),
                    None => format!("take back the words of “{}”", section.title()),
                };
            }
        }
        if self.order() != before.order() {
            return "move a section of the report".to_owned();
        }
        "change the cover of the report".to_owned()
    }
}
