//! The address: which page, which case, which event. View state only, never what a case contains.
//!
//! The part after `#` reads `/timeline?case=3&event=s2:41`. What is not understood is left out, so that an address
//! of a later version still opens the right page.

use crate::model::{CaseId, EventId};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A page of the shell.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Page {
    /// What to do first, and the cases of the workspace.
    #[default]
    Start,
    /// The files of a case.
    Sources,
    /// Its events in order.
    Timeline,
    /// Milestones and metrics.
    Response,
    /// Which rules apply, what was due and what was sent.
    Obligations,
    /// What the rules saw.
    Findings,
    /// The response plan.
    Plan,
    /// The post-mortem.
    Report,
    /// All cases and their statistics.
    Cases,
    /// The retrospective meeting on a case.
    Meeting,
    /// An exercise on a case.
    Exercise,
    /// How things work.
    Help,
    /// Preferences of this device.
    Settings,
}

impl Page {
    /// All pages, in the order of the flow.
    pub const ALL: [Page; 13] = [
        Page::Start,
        Page::Sources,
        Page::Timeline,
        Page::Response,
        Page::Obligations,
        Page::Findings,
        Page::Plan,
        Page::Report,
        Page::Cases,
        Page::Meeting,
        Page::Exercise,
        Page::Help,
        Page::Settings,
    ];

    /// The name in the address.
    pub fn id(self) -> &'static str {
        match self {
            Page::Start => "start",
            Page::Sources => "sources",
            Page::Timeline => "timeline",
            Page::Response => "response",
            Page::Obligations => "obligations",
            Page::Findings => "findings",
            Page::Plan => "plan",
            Page::Report => "report",
            Page::Cases => "cases",
            Page::Meeting => "meeting",
            Page::Exercise => "exercise",
            Page::Help => "help",
            Page::Settings => "settings",
        }
    }

    /// The name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Page::Start => "Start",
            Page::Sources => "Sources",
            Page::Timeline => "Timeline",
            Page::Response => "Response",
            Page::Obligations => "Obligations",
            Page::Findings => "Findings",
            Page::Plan => "Plan",
            Page::Report => "Report",
            Page::Cases => "Cases",
            Page::Meeting => "Meeting",
            Page::Exercise => "Exercise",
            Page::Help => "Help",
            Page::Settings => "Settings",
        }
    }

    /// Whether it shows one case and is empty without.
    pub fn needs_case(self) -> bool {
        matches!(
            self,
            Page::Sources
                | Page::Timeline
                | Page::Response
                | Page::Obligations
                | Page::Findings
                | Page::Report
                | Page::Meeting
                | Page::Exercise
        )
    }
}

/// What the address says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Route {
    /// The page.
    pub page: Page,
    /// The open case; without, the first one.
    pub case: Option<CaseId>,
    /// The event in the drawer.
    pub event: Option<EventId>,
}

impl Route {
    /// Reads the part of an address from `#` on.
    ///
    /// ```
    /// use floodmark::model::CaseId;
    /// use floodmark::ui::route::{Page, Route};
    /// let route = Route::parse("#/timeline?case=3");
    /// assert_eq!(route, Route { page: Page::Timeline, case: Some(CaseId(3)), event: None });
    /// assert_eq!(route.to_string(), "#/timeline?case=3");
    /// ```
    pub fn parse(hash: &str) -> Route {
        let rest = hash.trim_start_matches('#').trim_start_matches('/');
        let (name, query) = rest.split_once('?').unwrap_or((rest, ""));
        let mut route = Route::default();
        if let Some(page) = Page::ALL.into_iter().find(|p| p.id() == name) {
            route.page = page;
        }
        for pair in query.split('&') {
            match pair.split_once('=') {
                Some(("case", n)) => route.case = n.parse().ok().map(CaseId),
                Some(("event", id)) => route.event = id.parse().ok(),
                _ => {}
            }
        }
        route
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#/{}", self.page.id())?;
        let mut mark = '?';
        if let Some(case) = self.case {
            write!(f, "{mark}case={}", case.0)?;
            mark = '&';
        }
        if let Some(event) = self.event {
            write!(f, "{mark}event={event}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::SourceId;
    use proptest::prelude::*;

    #[test]
    fn an_address_that_nobody_understands_opens_start() {
        for hash in ["", "#", "#/", "#/nowhere?case=x&&event=41&=", "#?#/?", "#/%00"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
    }

    proptest! {
        #[test]
        fn an_address_reads_back_what_it_writes(
            page in 0..Page::ALL.len(),
            case in proptest::option::of(any::<u32>()),
            event in proptest::option::of(any::<(u32, u32)>()),
        ) {
            let event = event.map(|(source, row)| EventId { source: SourceId(source), row });
            let route = Route { page: Page::ALL[page], case: case.map(CaseId), event };
            prop_assert_eq!(Route::parse(&route.to_string()), route);
        }

        #[test]
        fn no_address_can_break_it(hash in "\\PC{0,80}") {
            let _ = Route::parse(&hash);
        }
    }
}
