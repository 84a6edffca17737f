//! The people of a case and the roles under which they are shown.
//!
//! A blameless review speaks of the on-call engineer. All who are named are known by the detectors of a share
//! ([`super::names`]); a role is what the sources say beside a name, as in “J. Lindqvist (operations)”, or what a person
//! says ([`super::casting`]). Words that tell a role, firms and logins that
//! are no names are left as they are, unless a person gives them a role.

use super::kind::Kind;
use super::matcher::Matcher;
use super::names::{Name, begins_sentence, words};
use super::vocabulary::{is_common, is_role};
use std::collections::BTreeMap;
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

/// Somebody with the other ways in which the sources write the name, and what they say beside it.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub person: Person,
    pub also: Vec<String>,
    pub told: String,
}

/// The people of a case, and what is shown in the place of their names.
#[derive(Debug, Default)]
pub struct Cast {
    entries: Vec<Entry>,
    matcher: Matcher,
    /// Whose the names of the matcher are.
    whose: Vec<Vec<usize>>,
}

impl Cast {
    /// What is looked for: names as they are written, and the given or the family's name alone.
    pub(super) fn new(entries: Vec<Entry>) -> Cast {
        let mut whose: BTreeMap<Vec<String>, Vec<usize>> = BTreeMap::new();
        for (n, Entry { person, also, .. }) in entries.iter().enumerate() {
            if person.role.is_empty() {
                continue;
            }
            for written in also.iter().chain([&person.name]) {
                let parts: Vec<String> = words(written).iter().map(|w| w.text.to_owned()).collect();
                // Of what no person's name is in all likelihood no part is one.
                let parted = parts.len() > 1 && !person.proposed.is_empty();
                let is_alone = |w: &&String| {
                    parted && w.chars().count() > 2 && !is_common(&w.to_lowercase()) && !is_role(w)
                };
                let alone: Vec<Vec<String>> =
                    parts.iter().filter(is_alone).map(|w| vec![w.clone()]).collect();
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
        Cast { entries, matcher: Matcher::of_words(&names), whose: whose.into_values().collect() }
    }

    /// Several casts as one, for what is shown of several cases.
    pub fn together<'a>(casts: impl IntoIterator<Item = &'a Cast>) -> Cast {
        Cast::new(casts.into_iter().flat_map(|cast| cast.entries.iter().cloned()).collect())
    }

    /// Everybody: people in the order in which the case names them, then who may be none.
    pub fn people(&self) -> impl ExactSizeIterator<Item = &Person> {
        self.entries.iter().map(|entry| &entry.person)
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
        let of = self.whose.get(name).into_iter().flatten().filter_map(|n| self.entries.get(*n));
        of.map(|entry| entry.person.name.len()).all(|length| length > range.len())
    }

    /// The role of a name, and where what it stands for ends: a role that stands behind the name is part of it.
    fn role(&self, name: usize, text: &str, range: &Range<usize>) -> Option<(String, usize)> {
        let of = self.whose.get(name)?;
        let mut roles: Vec<&str> = vec![];
        for n in of {
            let role = self.entries.get(*n)?.person.role.as_str();
            if !roles.contains(&role) {
                roles.push(role);
            }
        }
        // Of two who have the name alone, either may be meant.
        let role = roles.join(" or ");
        let rest = text.get(range.end..).unwrap_or_default();
        let told = of.first().and_then(|n| self.entries.get(*n)).map(|entry| &entry.told);
        let told = told.filter(|told| !told.is_empty());
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
        for person in self.people().filter(|p| !p.role.is_empty()) {
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
    use super::super::Casting;
    use super::*;
    use crate::model::Roles;

    fn cast(actors: &[&str], people: &[&str], texts: &[&str], said: &[(&str, &str)]) -> Cast {
        let mut casting = Casting::default();
        actors.iter().for_each(|actor| casting.actor(actor));
        people.iter().for_each(|person| casting.person(person));
        texts.iter().for_each(|text| casting.text(text));
        let said = said.iter().map(|(name, role)| ((*name).to_owned(), (*role).to_owned())).collect();
        casting.cast(&Roles { on: true, settled: true, said })
    }

    fn roles(cast: &Cast) -> Vec<(&str, &str)> {
        cast.people().map(|p| (p.name.as_str(), p.role.as_str())).collect()
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
            ("Mark Brown saw it", "Responder 2 saw it"),
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
