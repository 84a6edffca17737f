//! Preferences of this device. They are kept where the browser allows it, and nothing breaks where it does not.

use super::state::ZoneChoice;
use crate::language::Language;
use crate::model::Zone;
use crate::ui::view::prelude::*;
use gloo::storage::{LocalStorage as Store, Storage};

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system has it.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The preferences, each kept as it changes.
#[derive(Clone, Copy)]
pub struct Prefs {
    /// Light or dark.
    pub theme: RwSignal<Theme>,
    /// Rows of 36 px in place of 28.
    pub comfortable: RwSignal<bool>,
    /// Whether keys without Ctrl or ⌘ do something.
    pub single_keys: RwSignal<bool>,
    /// The zone in which times are shown.
    pub zone: RwSignal<ZoneChoice>,
}

const THEME: &str = "floodmark.theme";
const DENSITY: &str = "floodmark.comfortable";
const KEYS: &str = "floodmark.single-keys";
const LANGUAGE: &str = "floodmark.language";
const ZONE: &str = "floodmark.zone";

fn kept(key: &str) -> Option<String> {
    Store::raw().get_item(key).ok().flatten()
}

fn keep(key: &str, value: &str) {
    // Where storage is blocked, the choice holds as long as the tab.
    let _ = Store::raw().set_item(key, value);
}

/// Keeps another language and loads the page anew in it; `boot.js` reads what is kept here. The work is journalled.
pub fn choose_language(language: Language) {
    keep(LANGUAGE, language.id());
    let _ = location().reload();
}

impl Prefs {
    /// Reads the preferences and keeps them from then on.
    pub fn load() -> Prefs {
        let theme = match kept(THEME).as_deref() {
            Some("light") => Theme::Light,
            Some("dark") => Theme::Dark,
            _ => Theme::System,
        };
        let zone = match kept(ZONE).as_deref() {
            None | Some("utc") => ZoneChoice::Utc,
            Some("case") => ZoneChoice::Case,
            Some("mine") => ZoneChoice::Mine,
            Some(name) => name.parse::<Zone>().map_or(ZoneChoice::Utc, ZoneChoice::Named),
        };
        let prefs = Prefs {
            theme: RwSignal::new(theme),
            comfortable: RwSignal::new(kept(DENSITY).as_deref() == Some("yes")),
            single_keys: RwSignal::new(kept(KEYS).as_deref() != Some("no")),
            zone: RwSignal::new(zone),
        };
        prefs.follow();
        prefs
    }

    fn follow(self) {
        Effect::new(move |_| {
            let name = match self.theme.get() {
                Theme::System => "system",
                Theme::Light => "light",
                Theme::Dark => "dark",
            };
            keep(THEME, name);
            if let Some(root) = document().document_element() {
                let _ = match name {
                    "system" => root.remove_attribute("data-theme"),
                    name => root.set_attribute("data-theme", name),
                };
            }
        });
        Effect::new(move |_| {
            let comfortable = self.comfortable.get();
            keep(DENSITY, if comfortable { "yes" } else { "no" });
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-density", if comfortable { "comfortable" } else { "dense" });
            }
        });
        Effect::new(move |_| keep(KEYS, if self.single_keys.get() { "yes" } else { "no" }));
        Effect::new(move |_| match self.zone.get() {
            ZoneChoice::Utc => keep(ZONE, "utc"),
            ZoneChoice::Case => keep(ZONE, "case"),
            ZoneChoice::Mine => keep(ZONE, "mine"),
            ZoneChoice::Named(zone) => keep(ZONE, &zone.to_string()),
        });
    }

    /// Whether the page is dark now.
    pub fn is_dark(self) -> bool {
        match self.theme.get() {
            Theme::Light => false,
            Theme::Dark => true,
            Theme::System => {
                let query = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
                query.is_some_and(|q| q.matches())
            }
        }
    }

    /// Changes between light and dark.
    pub fn toggle_theme(self) {
        let dark = untrack(|| self.is_dark());
        self.theme.set(if dark { Theme::Light } else { Theme::Dark });
    }
}
