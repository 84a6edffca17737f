//! What the columns of a table can be, and what a mapping says of them.

use crate::language::known;
use crate::model::source::Columns;
use crate::model::{Mapping, Milestone};
use crate::say;

/// What a column can be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Time,
    Text,
    Kind,
    Actor,
    Asset,
    Tags,
    KnownAt,
    Id,
    Title,
    Groups,
    Of(Milestone),
}

impl Role {
    pub(super) fn label(&self) -> String {
        match self {
            Role::Time => say!("Time").to_owned(),
            Role::Text => say!("Text").to_owned(),
            Role::Kind => say!("Kind of event").to_owned(),
            Role::Actor => say!("Actor").to_owned(),
            Role::Asset => say!("Asset").to_owned(),
            Role::Tags => say!("Tags").to_owned(),
            Role::KnownAt => say!("Known at").to_owned(),
            Role::Id => say!("Identifier").to_owned(),
            Role::Title => say!("Title").to_owned(),
            Role::Groups => say!("Groups").to_owned(),
            Role::Of(milestone) => known(milestone.label()),
        }
    }

    pub(super) fn hint(&self) -> &'static str {
        match self {
            Role::Time => "needed; date and clock may stand in two columns",
            Role::Text => "needed; what happened, from up to five columns",
            Role::Kind => "",
            Role::Actor => "who did it",
            Role::Asset => "what it happened to",
            Role::Tags => "separated by commas, semicolons or bars",
            Role::KnownAt => "when the responders knew",
            Role::Id => "of the incident",
            Role::Title => "",
            Role::Groups => "severity, team, type: what incidents are compared by",
            Role::Of(_) => "",
        }
    }

    /// How many columns may be joined for it.
    pub(super) fn most(&self) -> usize {
        match self {
            Role::Time | Role::KnownAt => 2,
            Role::Text => 5,
            Role::Kind | Role::Actor | Role::Asset | Role::Tags => 3,
            Role::Groups => 6,
            Role::Id | Role::Title | Role::Of(_) => 1,
        }
    }

    /// Whether it may be a text that is the same in every row.
    pub(super) fn constant(&self) -> bool {
        matches!(self, Role::Text | Role::Kind | Role::Actor | Role::Asset | Role::Tags)
    }
}

pub(super) fn roles(mapping: &Mapping) -> Vec<Role> {
    match mapping {
        Mapping::Events(_) => {
            use Role::{Actor, Asset, Kind, KnownAt, Tags, Text, Time};
            vec![Time, Text, Kind, Actor, Asset, Tags, KnownAt]
        }
        Mapping::Incidents(_) => [Role::Id, Role::Title, Role::Groups]
            .into_iter()
            .chain(Milestone::ALL.into_iter().map(Role::Of))
            .collect(),
    }
}

pub(super) fn columns(mapping: &Mapping, role: &Role) -> Vec<String> {
    let found = match (mapping, role) {
        (Mapping::Events(m), Role::Time) => Some(&m.time),
        (Mapping::Events(m), Role::Text) => Some(&m.text),
        (Mapping::Events(m), Role::Kind) => Some(&m.kind),
        (Mapping::Events(m), Role::Actor) => Some(&m.actor),
        (Mapping::Events(m), Role::Asset) => Some(&m.asset),
        (Mapping::Events(m), Role::Tags) => Some(&m.tags),
        (Mapping::Events(m), Role::KnownAt) => Some(&m.known_at),
        (Mapping::Incidents(m), Role::Id) => Some(&m.id),
        (Mapping::Incidents(m), Role::Title) => Some(&m.title),
        (Mapping::Incidents(m), Role::Groups) => Some(&m.groups),
        (Mapping::Incidents(m), Role::Of(milestone)) => m.milestones.get(milestone),
        _ => None,
    };
    found.map(|c| c.0.clone()).unwrap_or_default()
}

pub(super) fn choose(mapping: &mut Mapping, role: &Role, chosen: Vec<String>) {
    let chosen = Columns(chosen);
    match (mapping, role) {
        (Mapping::Events(m), Role::Time) => m.time = chosen,
        (Mapping::Events(m), Role::Text) => m.text = chosen,
        (Mapping::Events(m), Role::Kind) => m.kind = chosen,
        (Mapping::Events(m), Role::Actor) => m.actor = chosen,
        (Mapping::Events(m), Role::Asset) => m.asset = chosen,
        (Mapping::Events(m), Role::Tags) => m.tags = chosen,
        (Mapping::Events(m), Role::KnownAt) => m.known_at = chosen,
        (Mapping::Incidents(m), Role::Id) => m.id = chosen,
        (Mapping::Incidents(m), Role::Title) => m.title = chosen,
        (Mapping::Incidents(m), Role::Groups) => m.groups = chosen,
        (Mapping::Incidents(m), Role::Of(milestone)) => {
            if chosen.0.is_empty() {
                m.milestones.remove(milestone);
            } else {
                m.milestones.insert(milestone.clone(), chosen);
            }
        }
        _ => {}
    }
}

pub(super) fn day_first(mapping: &Mapping) -> Option<bool> {
    match mapping {
        Mapping::Events(m) => m.day_first,
        Mapping::Incidents(m) => m.day_first,
    }
}

/// What keeps the file from being read with this mapping.
pub(super) fn missing(mapping: &Mapping) -> Option<&'static str> {
    match mapping {
        Mapping::Events(m) if m.time.0.is_empty() => Some("Choose the column of the time."),
        Mapping::Events(m) if m.text.0.is_empty() => Some("Choose the column of the text."),
        Mapping::Incidents(m) if m.milestones.is_empty() => {
            Some("Choose the column of at least one milestone.")
        }
        _ => None,
    }
}
