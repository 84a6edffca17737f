//! The one table of what can be done by name: it drives the keys, the command palette and the sheet of keys.

use super::route::Page;
use crate::language::look;
use crate::model::order;

/// Something that can be done from anywhere or on one page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// Shows a page.
    Go(Page),
    /// Chooses files to open.
    Open,
    /// Chooses a folder whose files are opened.
    OpenFolder,
    /// Saves the workspace as a file.
    Save,
    /// Goes back one change.
    Undo,
    /// Does an undone change again.
    Redo,
    /// Puts the cursor into the search of the timeline.
    Search,
    /// Opens the command palette.
    Palette,
    /// Opens the sheet of keys.
    Sheet,
    /// Chooses the zone of times on screen.
    Zone,
    /// Loads the invented example.
    Example,
    /// Renames the open case.
    Rename,
    /// Changes between light and dark.
    Theme,
    /// Closes what is open: dialog, drawer.
    Close,
    /// Moves to the next event.
    Next,
    /// Moves to the event before.
    Previous,
    /// Opens the event in the drawer.
    Detail,
    /// Gives each of the events a row that the row stands for.
    Unfold,
    /// Takes these rows back.
    Fold,
    /// Shows the event's row as it stands in its file.
    Original,
    /// Stars the event.
    Star,
    /// Sets a milestone on the event; a letter follows.
    Milestone,
    /// Adds an event by hand.
    AddEvent,
    /// Pastes lines with times.
    PasteLines,
    /// Filters by what is selected.
    FilterBy,
    /// Takes all filters away.
    ClearFilter,
    /// Moves to the next amendment.
    NextAmendment,
    /// Moves to the amendment before.
    PreviousAmendment,
    /// Accepts the amendment.
    AcceptAmendment,
    /// Changes the wording of the amendment.
    EditAmendment,
    /// Rejects the amendment.
    RejectAmendment,
    /// Comments on the amendment.
    CommentAmendment,
    /// Says who carries the amendment that has the focus.
    OwnAmendment,
    /// Runs the clock of the exercise, or halts it.
    RunClock,
    /// Moves the clock to the next inject.
    NextInject,
    /// Moves the clock to the next event that becomes known.
    NextKnown,
    /// Lets the next team answer.
    NextTeam,
}

/// Where an entry applies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Everywhere.
    Everywhere,
    /// On Timeline.
    Timeline,
    /// On Plan.
    Plan,
    /// On Exercise.
    Exercise,
}

/// One line of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// In words, as on a button.
    pub label: &'static str,
    /// Its keys, such as `Mod+Z`; `Mod` is Ctrl, or ⌘ on a Mac. The first is shown beside its name.
    pub keys: &'static [&'static str],
    /// Where it applies.
    pub scope: Scope,
}

const fn entry(action: Action, label: &'static str, keys: &'static [&'static str], scope: Scope) -> Entry {
    Entry { action, label, keys, scope }
}

use Scope::{Everywhere, Exercise, Plan, Timeline};

/// The table, in the order in which the sheet shows it.
pub const TABLE: &[Entry] = &[
    entry(Action::Palette, "Find a command…", &["Mod+K"], Everywhere),
    entry(Action::Sheet, "Show the keys", &["?"], Everywhere),
    entry(Action::Search, "Search the timeline", &["/"], Everywhere),
    entry(Action::Open, "Open files…", &["Mod+O"], Everywhere),
    entry(Action::OpenFolder, "Open a folder…", &[], Everywhere),
    entry(Action::Save, "Save the workspace as a file", &["Mod+S"], Everywhere),
    entry(Action::Undo, "Undo", &["Mod+Z"], Everywhere),
    entry(Action::Redo, "Redo", &["Mod+Shift+Z", "Mod+Y"], Everywhere),
    entry(Action::Zone, "Choose the time zone…", &[], Everywhere),
    entry(Action::Rename, "Rename this case", &[], Everywhere),
    entry(Action::Example, "Try an example", &[], Everywhere),
    entry(Action::Theme, "Switch between light and dark", &[], Everywhere),
    entry(Action::Close, "Close what is open", &["Escape"], Everywhere),
    entry(Action::Go(Page::Start), "Go to Start", &[], Everywhere),
    entry(Action::Go(Page::Sources), "Go to Sources", &["1"], Everywhere),
    entry(Action::Go(Page::Timeline), "Go to Timeline", &["2"], Everywhere),
    entry(Action::Go(Page::Response), "Go to Response", &["3"], Everywhere),
    entry(Action::Go(Page::Obligations), "Go to Obligations", &["4"], Everywhere),
    entry(Action::Go(Page::Findings), "Go to Findings", &["5"], Everywhere),
    entry(Action::Go(Page::Plan), "Go to Plan", &["6"], Everywhere),
    entry(Action::Go(Page::Report), "Go to Report", &["7"], Everywhere),
    entry(Action::Go(Page::Cases), "Go to Cases", &["8"], Everywhere),
    entry(Action::Go(Page::Meeting), "Go to Meeting", &["9"], Everywhere),
    entry(Action::Go(Page::Exercise), "Go to Exercise", &["0"], Everywhere),
    entry(Action::Go(Page::Help), "Go to Help", &[], Everywhere),
    entry(Action::Go(Page::Settings), "Go to Settings", &[], Everywhere),
    entry(Action::Next, "Next event", &["J", "ArrowDown"], Timeline),
    entry(Action::Previous, "Previous event", &["K", "ArrowUp"], Timeline),
    entry(Action::Detail, "Open the event", &["Enter"], Timeline),
    entry(Action::Unfold, "Show each source's row", &["ArrowRight"], Timeline),
    entry(Action::Fold, "Show one row for all sources", &["ArrowLeft"], Timeline),
    entry(Action::Original, "Show its original row", &["O"], Timeline),
    entry(Action::Star, "Star the event", &["Space"], Timeline),
    entry(Action::Milestone, "Set as milestone…", &["M"], Timeline),
    entry(Action::AddEvent, "Add an event…", &["N"], Timeline),
    entry(Action::PasteLines, "Paste lines with times…", &[], Timeline),
    entry(Action::FilterBy, "Filter by the selected event", &["F"], Timeline),
    entry(Action::ClearFilter, "Clear all filters", &[], Timeline),
    entry(Action::NextAmendment, "Next amendment", &["J"], Plan),
    entry(Action::PreviousAmendment, "Previous amendment", &["K"], Plan),
    entry(Action::AcceptAmendment, "Accept the amendment", &["A"], Plan),
    entry(Action::EditAmendment, "Edit the amendment…", &["E"], Plan),
    entry(Action::RejectAmendment, "Reject the amendment", &["X"], Plan),
    entry(Action::CommentAmendment, "Comment on the amendment…", &["C"], Plan),
    entry(Action::OwnAmendment, "Say who carries the amendment…", &["O"], Plan),
    entry(Action::RunClock, "Run or halt the clock", &["Space"], Exercise),
    entry(Action::NextInject, "Go to the next inject", &["N"], Exercise),
    entry(Action::NextKnown, "Go to the next event", &["E"], Exercise),
    entry(Action::NextTeam, "Let the next team answer", &["T"], Exercise),
];

/// A key as it was pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pressed<'a> {
    /// As `KeyboardEvent.key` has it.
    pub key: &'a str,
    /// Ctrl or ⌘.
    pub command: bool,
    /// Shift.
    pub shift: bool,
    /// Alt, which no entry uses.
    pub alt: bool,
}

#[cfg(target_arch = "wasm32")]
impl<'a> Pressed<'a> {
    /// The key of an event, as `key` has it.
    pub fn of(key: &'a str, event: &web_sys::KeyboardEvent) -> Pressed<'a> {
        let command = event.ctrl_key() || event.meta_key();
        Pressed { key, command, shift: event.shift_key(), alt: event.alt_key() }
    }
}

impl Pressed<'_> {
    /// Whether this is what `keys` asks for.
    pub fn is(&self, keys: &str) -> bool {
        let (mut command, mut shift, mut name) = (false, false, keys);
        // A lone `+` is a key of its own.
        while let Some((modifier, rest)) = name.split_once('+').filter(|(_, rest)| !rest.is_empty()) {
            match modifier {
                "Mod" => command = true,
                "Shift" => shift = true,
                _ => return false,
            }
            name = rest;
        }
        let name = if name == "Space" { " " } else { name };
        // Shift is part of typing `?`; it counts with Ctrl, and with letters.
        let counts = command || name.chars().all(char::is_alphabetic);
        !self.alt
            && self.command == command
            && (!counts || self.shift == shift)
            && self.key.to_lowercase() == name.to_lowercase()
    }
}

/// Whether keys are pressed without Ctrl or ⌘, so that typing could press them by mistake.
pub fn is_single(keys: &str) -> bool {
    !keys.starts_with("Mod+") && keys != "Escape"
}

/// The entry that a pressed key asks for in a scope. `single` tells whether single keys are switched on.
///
/// ```
/// use floodmark::ui::shortcuts::{Action, Pressed, Scope, find};
/// let key = Pressed { key: "z", command: true, shift: false, alt: false };
/// assert_eq!(find(key, Scope::Everywhere, true).map(|e| e.action), Some(Action::Undo));
/// ```
pub fn find(pressed: Pressed<'_>, scope: Scope, single: bool) -> Option<&'static Entry> {
    TABLE.iter().find(|entry| {
        entry.scope == scope && entry.keys.iter().any(|k| (single || !is_single(k)) && pressed.is(k))
    })
}

/// Keys as they are printed, `Ctrl + Z`, or `⌘ Z` on a Mac.
pub fn shown(keys: &str, mac: bool) -> String {
    let name = |part: &str| match part {
        "Mod" => if mac { "⌘" } else { "Ctrl" }.to_owned(),
        "ArrowDown" => "↓".to_owned(),
        "ArrowUp" => "↑".to_owned(),
        "ArrowRight" => "→".to_owned(),
        "ArrowLeft" => "←".to_owned(),
        "Escape" => "Esc".to_owned(),
        other => other.to_owned(),
    };
    keys.split('+').map(name).collect::<Vec<_>>().join(if mac { " " } else { " + " })
}

/// The entries whose words or page begin with what was typed, best first; all for nothing typed.
pub fn search(typed: &str) -> Vec<&'static Entry> {
    let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
    let rank = |entry: &Entry| {
        let label = look(entry.label).to_lowercase();
        let all = words.iter().all(|w| label.split([' ', '…']).any(|part| part.starts_with(w)));
        let inside = words.iter().all(|w| label.contains(w));
        match (all, inside) {
            (true, _) => Some(0),
            (_, true) => Some(1),
            _ => None,
        }
    };
    let mut found: Vec<_> = TABLE.iter().filter_map(|e| rank(e).map(|r| (r, e))).collect();
    order::sort_by_key(&mut found, |(rank, _)| *rank);
    found.into_iter().map(|(_, entry)| entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(key: &str, command: bool, shift: bool) -> Pressed<'_> {
        Pressed { key, command, shift, alt: false }
    }

    #[test]
    fn no_two_entries_that_apply_together_share_a_key() {
        // Pages are shown one at a time, each with what works everywhere.
        for scope in [Timeline, Plan, Exercise] {
            let together = TABLE.iter().filter(|e| e.scope == Everywhere || e.scope == scope);
            let all: Vec<&str> = together.flat_map(|e| e.keys.iter().copied()).collect();
            for (n, keys) in all.iter().enumerate() {
                assert!(!all[n + 1..].contains(keys), "{keys} does two things");
            }
        }
    }

    #[test]
    fn keys_are_found_with_exactly_their_modifiers() {
        let action = |p| find(p, Everywhere, true).map(|e| e.action);
        assert_eq!(action(key("z", true, false)), Some(Action::Undo));
        assert_eq!(action(key("Z", true, true)), Some(Action::Redo));
        assert_eq!(action(key("z", false, false)), None);
        assert_eq!(action(key("?", false, true)), Some(Action::Sheet));
        assert_eq!(action(Pressed { alt: true, ..key("k", true, false) }), None);
        assert_eq!(find(key(" ", false, false), Timeline, true).map(|e| e.action), Some(Action::Star));
    }

    #[test]
    fn single_keys_can_be_switched_off_and_the_others_stay() {
        assert_eq!(find(key("j", false, false), Timeline, false), None);
        assert!(find(key("k", true, false), Everywhere, false).is_some());
        assert!(find(key("Escape", false, false), Everywhere, false).is_some());
    }

    #[test]
    fn the_palette_finds_by_the_start_of_words_first() {
        assert_eq!(search("und").first().map(|e| e.action), Some(Action::Undo));
        assert_eq!(search("go rep").first().map(|e| e.action), Some(Action::Go(Page::Report)));
        assert_eq!(search("").len(), TABLE.len());
        assert!(search("xyzzy").is_empty());
    }

    #[test]
    fn keys_are_printed_as_on_the_keyboard() {
        assert_eq!(shown("Mod+Shift+Z", false), "Ctrl + Shift + Z");
        assert_eq!(shown("Mod+K", true), "⌘ K");
    }
}
