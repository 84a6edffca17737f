//! Roles in the place of names: in every answer to the page, and in every document, in one place each.
//!
//! The workspace has the names and nothing else. What crosses to the page is written with roles ([`masked`]), each marked
//! ([`marks`]), so that what the page sends back is about the people again ([`Engine::restored`], [`Engine::heard`]).

pub mod marks;
pub mod masked;

use super::events::{AT_ONCE, CaseEvents};
use super::{Answer, Command, Engine, Originals, Query, QueryError};
use crate::model::{Case, CaseId, Finding};
use crate::workspace::redact::{Cast, Casting, Place, texts_of_case};
use masked::In;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// Names and roles of a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RolesView {
    /// Whether roles are shown.
    pub on: bool,
    /// Who is named: name, role, what Floodmark proposes.
    pub people: Vec<(String, String, String)>,
    /// How many more there are.
    pub more: usize,
}

/// So many lines the table has.
const SHOWN: usize = 200;

/// What was found of the people of the cases.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The names in the events of a case.
    named: BTreeMap<CaseId, (Rc<CaseEvents>, Casting)>,
    /// Everybody in a case, for the state of it that this was made of.
    casts: BTreeMap<CaseId, (Arc<Case>, Rc<Cast>)>,
}

/// The names in the events of a case; of a large one all who act, and those in as many texts as are read at once.
fn named(events: &CaseEvents) -> Casting {
    let mut casting = Casting::default();
    let tables = || {
        let pairs = events.sources().iter().zip(&events.evidence);
        pairs.filter_map(|(source, evidence)| evidence.as_ref()?.table(source))
    };
    for table in tables() {
        let mut seen = vec![false; table.pool().len()];
        for row in 0..table.len() as u32 {
            let [_, actor, _] = table.pool_numbers(row);
            if let Some(seen) = seen.get_mut(actor as usize).filter(|seen| !**seen) {
                *seen = true;
                casting.actor(table.actor(row));
            }
        }
    }
    let mut left = AT_ONCE as u32;
    for table in tables() {
        let rows = left.min(table.len() as u32);
        (0..rows).for_each(|row| casting.text(table.text(row)));
        left -= rows;
    }
    casting
}

/// Everybody whom a case names.
fn cast(case: &Case, mut casting: Casting) -> Cast {
    case.actions.iter().for_each(|item| casting.person(&item.what.owner));
    case.owners.values().for_each(|owner| casting.person(owner));
    case.meeting.ballots.keys().for_each(|voter| casting.person(voter));
    let mut texts = vec![];
    // A role that somebody gave is no name.
    let mut of = Case { roles: Default::default(), ..case.clone() };
    texts_of_case(&mut of, &mut |place, text| match place {
        Place::Actor => casting.actor(text),
        Place::Event | Place::Note | Place::Action | Place::Fact | Place::Title => texts.push(text.clone()),
        _ => {}
    });
    texts.iter().for_each(|text| casting.text(text));
    casting.cast(&case.roles)
}

/// A value with roles in the place of names, without marks.
pub(super) fn through<T: Serialize + DeserializeOwned + Default>(cast: Option<&Cast>, value: T) -> T {
    let Some(cast) = cast else { return value };
    let show = |text: &str, _| cast.show(text, |_, role| role.to_owned());
    let bytes = masked::to_postcard(&value, Some(&show)).unwrap_or_default();
    // Rather nothing than a name.
    postcard::from_bytes(&bytes).unwrap_or_default()
}

/// What action items are written from, with roles in the place of names.
pub(super) fn in_items(cast: &Cast, case: &Case, findings: &[Finding]) -> (Case, Vec<Finding>) {
    let mut case = case.clone();
    texts_of_case(&mut case, &mut |_, text| *text = cast.plain(text));
    let findings = findings.iter().map(|f| Finding { claim: cast.plain(&f.claim), ..f.clone() });
    (case, findings.collect())
}

impl Engine {
    /// Everybody whom a case names, and their roles.
    pub(super) fn cast(&self, id: CaseId) -> Option<Rc<Cast>> {
        let case = self.workspace().case(id)?;
        if let Some((of, cast)) = self.people.borrow().casts.get(&id)
            && Arc::ptr_eq(of, case)
        {
            return Some(cast.clone());
        }
        let events = self.events(id)?;
        let mut known = self.people.borrow_mut();
        let before = known.named.get(&id).filter(|(of, _)| Rc::ptr_eq(of, &events));
        let casting = before.map_or_else(|| named(&events), |(_, casting)| casting.clone());
        let made = Rc::new(cast(case, casting.clone()));
        known.named.insert(id, (events, casting));
        known.casts.insert(id, (case.clone(), made.clone()));
        Some(made)
    }

    /// The roles that are shown in a case; none while names are.
    pub(super) fn roles(&self, id: CaseId) -> Option<Rc<Cast>> {
        // Every answer asks this: while names are shown, nobody is looked for in the events.
        let on = self.workspace().case(id)?.roles.on;
        on.then(|| self.cast(id)).flatten().filter(|cast| !cast.is_empty())
    }

    /// The roles that are shown in what is of no single case.
    pub(super) fn roles_of_all(&self) -> Option<Rc<Cast>> {
        let on = self.workspace().cases.iter().filter(|case| case.roles.on);
        let casts: Vec<Rc<Cast>> = on.filter_map(|case| self.roles(case.id)).collect();
        match casts.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(Rc::new(Cast::together(several.iter().map(Rc::as_ref)))),
        }
    }

    /// The roles that the answer to a query shows; none where it shows names.
    pub fn mask(&self, query: &Query) -> Option<Rc<Cast>> {
        match query.case() {
            Some(case) => self.roles(case),
            None => self.roles_of_all(),
        }
    }

    /// A text as the page is shown it.
    pub(super) fn marked(&self, cast: Option<&Cast>, text: &str) -> Option<String> {
        cast?.show(text, |original, role| self.marks.borrow_mut().mark(original, role))
    }

    /// A message to the page, with the roles of an answer ([`Engine::mask`]).
    ///
    /// # Errors
    /// When it holds what postcard cannot express.
    pub fn packed<T: Serialize>(&self, message: &T, mask: &Cast) -> Result<Vec<u8>, postcard::Error> {
        let show = |text: &str, place| match place {
            In::Text => self.marked(Some(mask), text),
            In::Chart => mask.show(text, |_, role| role.to_owned()),
        };
        masked::to_postcard(message, Some(&show))
    }

    /// An answer as the page is shown it.
    ///
    /// # Errors
    /// As [`Engine::answer`].
    pub fn shown(&self, query: &Query, originals: &dyn Originals) -> Result<Answer, QueryError> {
        let query = self.heard(query.clone());
        let answer = self.answer(&query, originals)?;
        let Some(mask) = self.mask(&query) else { return Ok(answer) };
        let unwritable = |e: postcard::Error| QueryError::Unwritable(e.to_string());
        postcard::from_bytes(&self.packed(&answer, &mask).map_err(unwritable)?).map_err(unwritable)
    }

    /// A command as it is meant: about people, where the page was shown roles.
    pub fn restored(&self, command: Command) -> Command {
        let marks = self.marks.borrow();
        if marks.is_empty() {
            return command;
        }
        let Ok(json) = serde_json::to_string(&command) else { return command };
        let inner = |text: &str| {
            let quoted = serde_json::Value::from(text).to_string();
            quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
        };
        let restored = marks.restore(&json, inner);
        if restored == json {
            return command;
        }
        serde_json::from_str(&restored).unwrap_or(command)
    }

    /// What was chosen where files say different things, by the places as the merging names them.
    pub(super) fn unmarked_places(&self, choices: BTreeMap<String, String>) -> BTreeMap<String, String> {
        let marks = self.marks.borrow();
        let plain = |text: String| marks.restore(&text, str::to_owned);
        choices.into_iter().map(|(place, file)| (plain(place), plain(file))).collect()
    }

    /// A question as it is meant: values to filter by are those of the data, and who looks for a role looks for the names too.
    pub fn heard(&self, mut query: Query) -> Query {
        let marks = self.marks.borrow();
        let back = |text: &mut String| {
            if !text.is_ascii() {
                *text = marks.restore(text, str::to_owned);
            }
        };
        let case = query.case();
        match &mut query {
            Query::Rows { filter, .. }
            | Query::Histogram { filter, .. }
            | Query::Locate { filter, .. }
            | Query::Awareness { filter, .. }
            | Query::TimelinePart { filter, .. } => {
                let lists = [&mut filter.kinds, &mut filter.actors, &mut filter.assets, &mut filter.tags];
                lists.into_iter().flatten().for_each(back);
                back(&mut filter.text);
                let roles = case.filter(|_| !filter.text.is_empty()).and_then(|case| self.roles(case));
                filter.or_text = roles.map(|cast| cast.searches(&filter.text)).unwrap_or_default();
            }
            Query::Merge { choices, .. } => *choices = self.unmarked_places(std::mem::take(choices)),
            Query::Refusals { reason: Some(reason), .. } => back(reason),
            _ => {}
        }
        query
    }

    /// Names and roles of a case.
    pub(super) fn roles_view(&self, id: CaseId) -> Result<RolesView, QueryError> {
        let missing = QueryError::NoSuchCase(id.0);
        let on = self.workspace().case(id).ok_or(missing.clone())?.roles.on;
        let cast = self.cast(id).ok_or(missing)?;
        let people = cast.people();
        let line =
            |p: &crate::workspace::redact::Person| (p.name.clone(), p.role.clone(), p.proposed.clone());
        let more = people.len().saturating_sub(SHOWN);
        Ok(RolesView { on, people: people.take(SHOWN).map(line).collect(), more })
    }
}
