//! The people of a case and the roles under which they are shown.
//!
//! A blameless review speaks of the on-call engineer. All who are named are known by the detectors of a share
//! ([`super::names`]); a role is what the sources say beside a name, as in “J. Lindqvist (operations)”, or what a person
//! says; where nothing is known, a number in the order in which people come. Words that tell a role, firms and logins that
//! are no names are left as they are, unless a person gives them a role.

use super::kind::Kind;
use super::matcher::Matcher;
use super::names::{MOST, Name, Names, begins_sentence, words};
use super::vocabulary::{is_common, is_given, is_role};
use crate::model::Roles;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// Somebody whom a case names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// The name as it was first written.
    pub name: String,
    /// What is shown in its place; empty where the name stays.
    pub role: String,
    /// What Floodmark proposes; empty where it is no person's name in all likelihood.
    pub proposed: String,
}

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
        let mut holders: HashMap<&str, u32> = HashMap::new();
        people.iter().for_each(|p| *holders.entry(p.told.as_str()).or_default() += 1);
        let shared = |told: &str| holders.get(told).is_some_and(|n| *n > 1);
        let mut numbers: BTreeMap<String, u32> = BTreeMap::new();
        let mut numbered = |stem: &str| {
            let n = numbers.entry(stem.to_owned()).or_default();
            *n += 1;
            format!("{stem} {n}")
        };
        let mut cast = Cast { on: choice.on, ..Cast::default() };
        let said = |name: &str| choice.said.get(name).cloned();
        for person in &people {
            let proposed = match (person.told.as_str(), person.acts) {
                ("", true) => numbered("Responder"),
                ("", false) => numbered("Person"),
                (told, _) if shared(told) => numbered(told),
                (told, _) => told.to_owned(),
            };
            let name = person.name.written.clone();
            let role = said(&name).unwrap_or_else(|| proposed.clone());
            cast.people.push(Person { name, role, proposed });
            cast.told.push(person.told.clone());
        }
        for other in &others {
            let name = other.written.clone();
            let role = said(&name).unwrap_or_default();
            cast.people.push(Person { name, role, proposed: String::new() });
        }
        let known: HashSet<String> = cast.people.iter().map(|p| p.name.clone()).collect();
        let more = choice.said.iter().filter(|(name, _)| !known.contains(*name));
        cast.people.extend(more.map(|(name, role)| Person {
            name: name.clone(),
            role: role.clone(),
            proposed: String::new(),
        }));
        cast.match_names(&people);
        cast
    }
}

/// The people of a case, and what is shown in the place of their names.
#[derive(Debug, Default)]
pub struct Cast {
    /// Whether roles are shown.
    pub on: bool,
    /// Everybody, in the order in which the case names them.
    pub people: Vec<Person>,
    /// What the sources say beside the first of them.
    told: Vec<String>,
    matcher: Matcher,
    /// Whose the names of the matcher are.
    whose: Vec<Vec<usize>>,
}

impl Cast {
    /// Several casts as one, for what is shown of several cases.
    pub fn together<'a>(casts: impl IntoIterator<Item = &'a Cast>) -> Cast {
        let mut all = Cast { on: true, ..Cast::default() };
        for cast in casts {
            all.told.resize(all.people.len(), String::new());
            all.people.extend(cast.people.iter().cloned());
            all.told.extend(cast.told.iter().cloned());
        }
        all.match_names(&[]);
        all
    }

    /// What is looked for: names as they are written, and the given or the family's name alone.
    fn match_names(&mut self, drafted: &[Drafted]) {
        let mut whose: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (n, person) in self.people.iter().enumerate().filter(|(_, p)| !p.role.is_empty()) {
            let own = [person.name.as_str()].into_iter();
            let also =
                drafted.get(n).into_iter().flat_map(|d| d.also.iter().map(|name| name.written.as_str()));
            for written in own.chain(also) {
                let parts: Vec<String> = words(written).iter().map(|w| w.text.to_owned()).collect();
                let alone = parts.iter().filter(|w| w.chars().count() > 2 && !is_common(&w.to_lowercase()));
                let alone: Vec<Vec<String>> = match person.proposed.is_empty() || parts.len() < 2 {
                    true => vec![],
                    false => alone.filter(|w| !is_role(w)).map(|w| vec![w.clone()]).collect(),
                };
                for words in alone.into_iter().chain([parts]) {
                    let of = whose.entry(words).or_default();
                    if !of.contains(&n) {
                        of.push(n);
                    }
                }
            }
        }
        let name =
            |words: &Vec<String>| Name { kind: Kind::Person, written: words.join(" "), words: words.clone() };
        let names: Vec<Name> = whose.keys().map(name).collect();
        self.matcher = Matcher::of_words(&names);
        self.whose = whose.into_values().collect();
    }

    /// Whether nobody is shown by a role.
    pub fn is_empty(&self) -> bool {
        self.whose.is_empty()
    }

    /// A text as it is shown. `with`: writes a role in the place of what stood there.
    pub fn show(&self, text: &str, mut with: impl FnMut(&str, &str) -> String) -> Option<String> {
        if !text.bytes().any(|b| b.is_ascii_alphabetic() || b >= 0x80) {
            return None;
        }
        let found = self.matcher.find(text);
        if found.is_empty() {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (range, name) in found {
            let Some((role, end)) = self.role(name, text, &range) else { continue };
            let (start, end) = address(text, range.start, end);
            // A brown box is not Mr Brown's; in small letters a family's name alone is told in an address only.
            let small = text.get(range.clone()).is_some_and(|name| name.starts_with(char::is_lowercase));
            if small && end == range.end && self.is_part(name, &range) {
                continue;
            }
            let (Some(between), Some(original)) = (text.get(done..start), text.get(start..end)) else {
                continue;
            };
            out.push_str(between);
            // A sentence begins with a capital; a name alone is no sentence.
            let whole = start == 0 && end == text.len();
            let role = if !whole && begins_sentence(text, start) { capital(&role) } else { role };
            out.push_str(&with(original, &role));
            done = end;
        }
        out.push_str(text.get(done..).unwrap_or_default());
        Some(out)
    }

    /// The text with roles in the place of names.
    pub fn plain(&self, text: &str) -> String {
        self.show(text, |_, role| role.to_owned()).unwrap_or_else(|| text.to_owned())
    }

    /// Whether a name of the matcher, which stands in some bytes, is but a part of the names of those who have it.
    fn is_part(&self, name: usize, range: &Range<usize>) -> bool {
        let of = self.whose.get(name).into_iter().flatten().filter_map(|n| self.people.get(*n));
        of.map(|person| person.name.len()).all(|length| length > range.len())
    }

    /// The role of a name, and where what it stands for ends: a role that stands behind the name is part of it.
    fn role(&self, name: usize, text: &str, range: &Range<usize>) -> Option<(String, usize)> {
        let of = self.whose.get(name)?;
        let mut roles: Vec<&str> = vec![];
        for n in of {
            let role = self.people.get(*n)?.role.as_str();
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        // Of two who have the name alone, either may be meant.
        let role = roles.join(" or ");
        let rest = text.get(range.end..).unwrap_or_default();
        let told = of.first().and_then(|n| self.told.get(*n)).filter(|told| !told.is_empty());
        let behind = told.filter(|told| {
            let inner = rest.strip_prefix(" (").and_then(|rest| rest.get(..told.len()));
            inner.is_some_and(|inner| inner.eq_ignore_ascii_case(told))
                && rest.get(told.len() + 2..).is_some_and(|r| r.starts_with(')'))
        });
        Some((role, range.end + behind.map_or(0, |told| told.len() + 3)))
    }

    /// What else a search may mean: words of a role stand for the names that it is shown for.
    pub fn searches(&self, text: &str) -> Vec<String> {
        let asked: Vec<String> = text.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let mut all = vec![];
        for person in self.people.iter().filter(|p| !p.role.is_empty()) {
            let role = person.role.to_lowercase();
            let left: Vec<&str> = asked.iter().map(String::as_str).filter(|w| !role.contains(w)).collect();
            if left.len() == asked.len()
                || !asked.iter().any(|w| w.chars().count() > 2 && role.contains(w.as_str()))
            {
                continue;
            }
            // “S. Moreau” is also written “Moreau”.
            let name = words(&person.name).into_iter().map(|w| w.text).filter(|w| w.chars().count() > 1);
            all.push(left.into_iter().chain(name).collect::<Vec<_>>().join(" "));
        }
        all.truncate(MOST_SEARCHES);
        all
    }
}

/// So many names one search looks for: each costs a look at all events.
const MOST_SEARCHES: usize = 12;

/// A mail address in which a name stands gives way as a whole: half of one is nobody's.
fn address(text: &str, start: usize, end: usize) -> (usize, usize) {
    let Some(domain) = text.get(end..).and_then(|rest| rest.strip_prefix('@')) else { return (start, end) };
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
    let domain = domain.get(..domain.find(|c| !inside(c)).unwrap_or(domain.len())).unwrap_or_default();
    let before = text.get(..start).unwrap_or_default();
    let own = before.trim_end_matches(|c| inside(c) || matches!(c, '_' | '+'));
    (own.len(), end + 1 + domain.trim_end_matches('.').len())
}

fn capital(role: &str) -> String {
    let mut letters = role.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cast(actors: &[&str], people: &[&str], texts: &[&str], said: &[(&str, &str)]) -> Cast {
        let mut casting = Casting::default();
        actors.iter().for_each(|actor| casting.actor(actor));
        people.iter().for_each(|person| casting.person(person));
        texts.iter().for_each(|text| casting.text(text));
        let said = said.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect();
        casting.cast(&Roles { on: true, said })
    }

    fn roles(cast: &Cast) -> Vec<(&str, &str)> {
        cast.people.iter().map(|p| (p.name.as_str(), p.role.as_str())).collect()
    }

    #[test]
    fn a_role_is_what_stands_beside_the_name_or_a_number() {
        let actors = [
            "J. Lindqvist (operations)",
            "A. Brandt (operations)",
            "M. Okafor (support)",
            "Priya Nair",
            "incident commander",
            "attacker (203.0.113.66)",
            "Kestrel Outfitters",
            "security engineer Dana Reyes",
        ];
        let cast = cast(&actors, &["Zoltan", "web team"], &["Brian Krebs breaks the story"], &[]);
        let expected = [
            ("J. Lindqvist", "operations 1"),
            ("A. Brandt", "operations 2"),
            ("M. Okafor", "support"),
            ("Priya Nair", "Responder 1"),
            ("Dana Reyes", "security engineer"),
            ("Zoltan", "Responder 2"),
            ("Brian Krebs", "Person 1"),
            ("Kestrel Outfitters", ""),
        ];
        assert_eq!(roles(&cast), expected);
    }

    #[test]
    fn names_give_way_to_roles_as_whole_words_and_the_longest_first() {
        let actors = ["Priya Nair", "J. Lindqvist (operations)", "Mark Brown", "Ann"];
        let said = [("Priya Nair", "the on-call engineer"), ("Ann", "the DPO")];
        let cast = cast(&actors, &[], &["Lindqvist told Jonas Lindqvist"], &said);
        for (text, shown) in [
            ("Priya Nair", "the on-call engineer"),
            (
                "Priya's shell and PRIYA NAIR’s laptop",
                "The on-call engineer's shell and the on-call engineer’s laptop",
            ),
            ("Asked J. Lindqvist (operations), then Lindqvist.", "Asked operations, then operations."),
            ("J. Lindqvist (operations)", "operations"),
            ("Ann told Annika; ann did not", "The DPO told Annika; ann did not"),
            ("mail to priya.nair@kestrel.example.", "mail to the on-call engineer."),
            ("m.lindqvist@x.example wrote", "Operations wrote"),
            ("The mark on the brown box; Nairobi", "The mark on the brown box; Nairobi"),
            ("Mark Brown saw it", "Responder 1 saw it"),
            ("", ""),
        ] {
            assert_eq!(cast.plain(text), shown, "{text}");
        }
    }

    #[test]
    fn who_shares_a_name_may_be_either_and_what_is_left_empty_stays() {
        let cast = cast(&["Anna Berg", "Anna Holm", "Dora Weiss"], &[], &[], &[("Dora Weiss", "")]);
        assert_eq!(
            cast.plain("Anna asked Anna Holm and Dora Weiss"),
            "Responder 1 or Responder 2 asked Responder 2 and Dora Weiss"
        );
    }

    #[test]
    fn a_search_for_a_role_looks_for_the_names() {
        let cast = cast(&["L. Brekke (customer service)", "H. Tveit (operations)"], &[], &[], &[]);
        assert_eq!(cast.searches("Service checks"), ["checks Brekke"]);
        assert_eq!(cast.searches("Brekke"), Vec::<String>::new());
    }
}
