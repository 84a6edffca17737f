//! Who is named in a case, and which role each has: what the sources say beside a name, what a person says, or a number in
//! the order in which people come, so that the same case gives the same.

use super::cast::{Cast, Entry, Person};
use super::kind::Kind;
use super::matcher::Matcher;
use super::names::{MOST, Name, Names, words};
use super::vocabulary::{is_common, is_given, is_role};
use crate::model::Roles;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Gathers the names of a case: first who acts, then texts, so that who is known is found in them.
#[derive(Clone, Debug, Default)]
pub struct Casting {
    names: Names,
    /// Who acts in events, as it stands, each once.
    actors: Vec<String>,
    /// Who owns an action or votes: somebody, whatever the name looks like.
    people: Vec<String>,
    seen: HashSet<String>,
}

impl Casting {
    /// Takes who acts in an event, or who took part.
    pub fn actor(&mut self, value: &str) {
        if value.is_empty() || self.actors.len() >= MOST || !self.seen.insert(value.to_owned()) {
            return;
        }
        for pair in words(value).windows(2) {
            let [initial, family] = pair else { continue };
            let capital = |text: &str| text.chars().next().is_some_and(char::is_uppercase);
            // “J. Lindqvist”: an initial alone is told from no abbreviation.
            if initial.text.chars().count() == 1
                && [initial, family].iter().all(|w| capital(w.text))
                && value.get(initial.range.end..family.range.start) == Some(". ")
                && let Some(written) = value.get(initial.range.start..family.range.end)
            {
                self.names.add(Kind::Person, written);
            }
        }
        self.names.actor(value, true);
        self.actors.push(value.to_owned());
    }

    /// Takes somebody who owns an action, votes or the like.
    pub fn person(&mut self, value: &str) {
        self.actor(value);
        if self.people.len() < MOST && !self.people.iter().any(|known| known == value) {
            self.people.push(value.to_owned());
        }
    }

    /// Takes a text.
    pub fn text(&mut self, text: &str) {
        self.names.text(text, &[], true);
    }

    /// Gives everybody a role. `choice`: what a person said of roles.
    pub fn cast(self, choice: &Roles) -> Cast {
        let Casting { names, actors, people, .. } = self;
        let (found, _) = names.finish();
        let (told, acting) = told_roles(&found, &actors);
        let (_, asked) = told_roles(&found, &people);
        let is_person = |n: usize, name: &Name| {
            let given = name.words.first().is_some_and(|first| is_given(first));
            match name.kind {
                _ if asked.contains(&n) => true,
                Kind::Person => true,
                // A single word that acts may be a firm, unless a role stands beside it.
                Kind::Organisation => name.words.len() == 1 && told.contains_key(&n),
                Kind::Account => given && acting.contains(&n),
                // A given name alone, unless it is a common word too.
                Kind::Name => name.words.len() == 1 && given && name.written.chars().count() > 1,
                _ => false,
            }
        };
        let mut cast = Draft::default();
        for (n, name) in found.iter().enumerate() {
            let role = told.get(&n).cloned().unwrap_or_default();
            if is_person(n, name) {
                cast.add(name, role, acting.contains(&n));
            } else if acting.contains(&n)
                && matches!(name.kind, Kind::Organisation | Kind::Account)
                && name.written.starts_with(char::is_alphabetic)
            {
                cast.others.push(name.clone());
            }
        }
        cast.finish(choice)
    }
}

/// Who is named in values of those who act, by place among the names, and the role that stands beside each.
fn told_roles(found: &[Name], values: &[String]) -> (BTreeMap<usize, String>, BTreeSet<usize>) {
    let matcher = Matcher::of_words(found);
    let (mut told, mut named) = (BTreeMap::new(), BTreeSet::new());
    for value in values {
        let here = matcher.find(value);
        named.extend(here.iter().map(|(_, n)| *n));
        if let [(range, n)] = here.as_slice() {
            let (before, after) = value.split_at(range.start);
            let after = after.get(range.len()..).unwrap_or_default();
            let beside = |text: &str| {
                let role = text.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
                let plain = |w: &str| is_role(w) || is_common(&w.to_lowercase());
                let words = words(&role);
                (words.iter().any(|w| is_role(w.text)) && words.iter().all(|w| plain(w.text))).then_some(role)
            };
            if let Some(role) = beside(after).or_else(|| beside(before)) {
                told.entry(*n).or_insert(role);
            }
        }
    }
    (told, named)
}

/// A cast in the making.
#[derive(Default)]
struct Draft {
    people: Vec<Drafted>,
    /// Whose a word of a name may be.
    by_word: HashMap<String, Vec<usize>>,
    /// Firms and logins that act: named to a person, and left as they are.
    others: Vec<Name>,
}

struct Drafted {
    name: Name,
    /// Other ways in which the sources write the name.
    also: Vec<Name>,
    told: String,
    acts: bool,
}

fn small(name: &Name) -> Vec<String> {
    name.words.iter().map(|w| w.to_lowercase()).collect()
}

/// Whether two names may be one person's: “J. Lindqvist”, “Jonas Lindqvist” and “Lindqvist”.
fn alike(a: &[String], b: &[String]) -> bool {
    match (a, b) {
        ([one], many) | (many, [one]) => many.contains(one),
        ([a, .., last], [b, .., same]) => {
            let initial = a.chars().count() == 1 || b.chars().count() == 1;
            last == same && initial && a.chars().next() == b.chars().next()
        }
        _ => false,
    }
}

impl Draft {
    fn add(&mut self, name: &Name, told: String, acts: bool) {
        let words = small(name);
        let near: BTreeSet<usize> =
            words.iter().filter_map(|w| self.by_word.get(w)).flatten().copied().collect();
        let people = &self.people;
        let mut same =
            near.into_iter().filter(|n| people.get(*n).is_some_and(|p| alike(&small(&p.name), &words)));
        let (one, several) = (same.next(), same.next().is_some());
        if several && words.len() == 1 {
            // Either may be meant, and is named so.
            return;
        }
        let place = one.filter(|_| !several).unwrap_or(people.len());
        for word in words {
            self.by_word.entry(word).or_default().push(place);
        }
        if let Some(known) = self.people.get_mut(place) {
            known.also.push(name.clone());
            known.acts |= acts;
            if known.told.is_empty() {
                known.told = told;
            }
            if name.words.len() > known.name.words.len() {
                // The fuller name is the name.
                let fuller = known.also.pop().unwrap_or_else(|| name.clone());
                known.also.push(std::mem::replace(&mut known.name, fuller));
            }
            return;
        }
        self.people.push(Drafted { name: name.clone(), also: vec![], told, acts });
    }

    fn finish(self, choice: &Roles) -> Cast {
        let Draft { people, others, .. } = self;
        let mut holders: HashMap<String, u32> = HashMap::new();
        people.iter().for_each(|p| *holders.entry(p.told.clone()).or_default() += 1);
        let shared = |told: &str| holders.get(told).is_some_and(|n| *n > 1);
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut numbered = |stem: &str| {
            let n = numbers.entry(stem.to_owned()).or_default();
            *n += 1;
            format!("{stem} {n}")
        };
        let said = |name: &str| choice.said.get(name).cloned();
        let mut entries = vec![];
        for person in people {
            let proposed = match (person.told.as_str(), person.acts) {
                ("", true) => numbered("Responder"),
                ("", false) => numbered("Person"),
                (told, _) if shared(told) => numbered(told),
                (told, _) => told.to_owned(),
            };
            let name = person.name.written;
            let role = said(&name).unwrap_or_else(|| proposed.clone());
            let also = person.also.into_iter().map(|name| name.written).collect();
            entries.push(Entry { person: Person { name, role, proposed }, also, told: person.told });
        }
        let known: HashSet<String> = entries.iter().map(|e| e.person.name.clone()).collect();
        let others =
            others.into_iter().map(|other| (said(&other.written).unwrap_or_default(), other.written));
        let others: BTreeMap<String, String> = others.map(|(role, name)| (name, role)).collect();
        let more =
            choice.said.iter().filter(|(name, _)| !known.contains(*name) && !others.contains_key(*name));
        let more = more.map(|(name, role)| (name.clone(), role.clone())).collect::<Vec<_>>();
        entries.extend(others.into_iter().chain(more).map(|(name, role)| Entry {
            person: Person { name, role, proposed: String::new() },
            also: vec![],
            told: String::new(),
        }));
        Cast::new(entries)
    }
}
