//! A case without the names in it: what is found, what stands in its place, and what is still there afterwards.
//!
//! All texts of a case are read once by a [`Scan`], which then gives a [`Redaction`]: one replacement for each thing, the
//! same wherever it stands, and no two things under one. Replacements are told by their form (`Person 3`, `host-2`,
//! `site-1.test`, addresses of documentation ranges), so that what was replaced once is left alone the next time.
//!
//! Nothing is drawn by chance: numbers follow the order in which things come, so that the same case gives the same share,
//! and a case that has grown keeps those it had.

mod addresses;
mod cast;
mod casting;
mod dates;
mod digits;
mod kind;
mod labelled;
mod matcher;
mod names;
mod residue;
mod structural;
mod visit;
mod vocabulary;

pub use cast::{Cast, Person};
pub use casting::Casting;
pub use digits::luhn;
pub use kind::{Audience, Kind, Place};
pub use residue::{Residue, residue};
pub use visit::{dates_of_case, moved, texts_of_case};

use addresses::is_kept;
use dates::Dates;
use matcher::Matcher;
use names::{Name, Names};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::net::IpAddr;
use std::ops::Range;
use structural::Hit;

/// How a person wants a share.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// For whom.
    pub audience: Audience,
    /// By how many weeks dates move; none for what the audience has.
    pub weeks: Option<i32>,
    /// Things that are not treated as the audience has it, as [`Replacement::original`] names them.
    pub switched: BTreeSet<String>,
    /// A person's own replacements.
    pub own: BTreeMap<String, String>,
    /// What a person wants replaced beside what is found, and what it is.
    pub added: BTreeMap<String, Kind>,
}

/// One thing and what stands in its place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Replacement {
    /// What it is.
    pub kind: Kind,
    /// As it was first written.
    pub original: String,
    /// What stands in its place.
    pub replacement: String,
    /// Whether it is replaced.
    pub on: bool,
    /// How often it was seen.
    pub count: u32,
    /// Where.
    pub places: BTreeSet<Place>,
}

/// Reads the texts of a case.
#[derive(Debug, Default)]
pub struct Scan {
    names: Names,
    /// What is told by its form, each once, in the order in which it came: kind, key, as first written.
    found: Vec<(Kind, String, String)>,
    seen: HashSet<(Kind, String)>,
    kept: HashSet<IpAddr>,
    ours: HashSet<String>,
    years: BTreeSet<i32>,
}

impl Scan {
    /// Takes a text.
    pub fn read(&mut self, place: Place, text: &str) {
        if text.is_empty() {
            return;
        }
        let mut hits = structural::find(text);
        let inside: Vec<Hit> =
            hits.iter().filter(|hit| hit.kind == Kind::Url).flat_map(|hit| inside(text, hit)).collect();
        let skip: Vec<Range<usize>> = hits.iter().map(|hit| hit.range.clone()).collect();
        hits.extend(inside);
        for hit in &hits {
            self.take(hit, text);
        }
        match place {
            Place::Actor | Place::Asset => {
                // “attacker (203.0.113.66)”: an address is no login.
                let mut named = text.to_owned();
                for range in skip.iter().rev() {
                    named.replace_range(range.clone(), ",");
                }
                self.names.actor(&named, place == Place::Actor);
            }
            Place::Event | Place::Note | Place::Action | Place::Fact => self.names.text(text, &skip, true),
            Place::Title => {
                self.names.text(text, &skip, false);
                if hits.is_empty() {
                    self.names.title(text);
                }
            }
            Place::Plan => self.names.text(text, &skip, false),
            // Names of files and tags have any words; names that are known otherwise are found in them.
            Place::Tag | Place::File => {}
        }
    }

    /// Takes a year in which something of the case happened.
    pub fn year(&mut self, year: i32) {
        self.years.insert(year);
    }

    fn take(&mut self, hit: &Hit, text: &str) {
        let written = text.get(hit.range.clone()).unwrap_or_default();
        match hit.kind {
            Kind::Account => return self.names.account(written),
            Kind::Ip => {
                if let Ok(address) = hit.key.parse::<IpAddr>()
                    && is_kept(address)
                {
                    self.kept.insert(address);
                    return;
                }
            }
            Kind::Domain | Kind::Email | Kind::Url if is_our_address(&hit.key) => {
                self.ours.insert(hit.key.clone());
                return;
            }
            _ => {}
        }
        if self.seen.insert((hit.kind, hit.key.clone())) {
            self.found.push((hit.kind, hit.key.clone(), written.to_owned()));
        }
        // The domain of an address has a replacement of its own.
        if let Some((_, host)) = hit.key.split_once('@').filter(|_| hit.kind == Kind::Email)
            && self.seen.insert((Kind::Domain, host.to_owned()))
        {
            self.found.push((Kind::Domain, host.to_owned(), host.to_owned()));
        }
    }

    /// Gives each thing its replacement. `weeks`: what the audience has where a person wants no other.
    pub fn finish(self, wish: &Wish, weeks: i64) -> Redaction {
        let Scan { names, found, kept, mut ours, years, .. } = self;
        let (mut names, own_names) = names.finish();
        add(&mut names, &wish.added);
        ours.extend(own_names);
        let mut giving =
            Giving { ours, next: BTreeMap::new(), sites: BTreeMap::new(), labels: BTreeMap::new() };
        let mut all = vec![];
        let mut index = HashMap::new();
        let on = |kind: Kind, original: &str| {
            let replaced = wish.added.contains_key(original) || kind.is_replaced_for(wish.audience);
            replaced != wish.switched.contains(original)
        };
        for Name { kind, written, .. } in &names {
            let replacement = giving.numbered(*kind);
            all.push(Replacement {
                kind: *kind,
                replacement: wish.own.get(written).cloned().unwrap_or(replacement),
                on: on(*kind, written),
                original: written.clone(),
                count: 0,
                places: BTreeSet::new(),
            });
        }
        let ips: Vec<IpAddr> =
            found.iter().filter(|f| f.0 == Kind::Ip).filter_map(|f| f.1.parse().ok()).collect();
        let addresses = addresses::replacements(&ips, &kept);
        for (kind, key, written) in found {
            let replacement = match kind {
                Kind::Ip => {
                    let replaced = key.parse().ok().and_then(|address| addresses.get(&address));
                    replaced.map_or_else(|| key.clone(), IpAddr::to_string)
                }
                Kind::Domain => giving.domain(&key),
                Kind::Email => giving.email(&key),
                Kind::Url => giving.address(&key),
                other => giving.numbered(other),
            };
            index.insert((kind, key), all.len());
            all.push(Replacement {
                kind,
                replacement: wish.own.get(&written).cloned().unwrap_or(replacement),
                on: on(kind, &written),
                original: written,
                count: 0,
                places: BTreeSet::new(),
            });
        }
        let weeks = match wish.audience {
            _ if wish.weeks.is_some() => wish.weeks.map_or(0, i64::from),
            Audience::Training => weeks,
            Audience::Regulator | Audience::Internal => 0,
        };
        let dates = Dates { weeks, years };
        Redaction { matcher: Matcher::new(&names), all, index, dates, moved: BTreeMap::new() }
    }
}

/// Adds what a person wants replaced to the names that were found.
fn add(names: &mut Vec<Name>, added: &BTreeMap<String, Kind>) {
    for (written, kind) in added {
        let words: Vec<String> = names::words(written).iter().map(|w| w.text.to_owned()).collect();
        // What is numbered needs a word before the number.
        let kind = if kind.stem().is_empty() { Kind::Name } else { *kind };
        if !words.is_empty() && !names.iter().any(|name| name.words == words) {
            names.push(Name { kind, written: written.clone(), words });
        }
    }
}

/// What stands inside a web address, by its place in the text.
fn inside(text: &str, hit: &Hit) -> Vec<Hit> {
    let address = text.get(hit.range.clone()).unwrap_or_default();
    let mut found = structural::find_inside(address);
    for inner in &mut found {
        inner.range = inner.range.start + hit.range.start..inner.range.end + hit.range.start;
    }
    found
}

/// Whether an address is one of our replacements.
fn is_our_address(key: &str) -> bool {
    let host = key.split("://").nth(1).unwrap_or(key);
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split('/').next().unwrap_or(host);
    host.strip_suffix(".test").and_then(|rest| rest.rsplit('.').next()).is_some_and(|label| {
        label.strip_prefix("site-").is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
    })
}

/// Gives replacements away.
struct Giving {
    /// Those that stand in the texts already.
    ours: HashSet<String>,
    next: BTreeMap<Kind, u32>,
    /// By registered domain.
    sites: BTreeMap<String, String>,
    /// By domain and label.
    labels: BTreeMap<(String, String), String>,
}

/// Labels that tell what a host does and not whose it is.
const LABELS: [&str; 22] = [
    "www", "cdn", "mail", "api", "shop", "blog", "app", "admin", "status", "support", "m", "static",
    "assets", "img", "login", "sso", "auth", "smtp", "ftp", "ns1", "ns2", "mx",
];

impl Giving {
    fn number(&mut self, kind: Kind) -> u32 {
        let next = self.next.entry(kind).or_default();
        *next += 1;
        *next
    }

    fn numbered(&mut self, kind: Kind) -> String {
        loop {
            let n = self.number(kind);
            let replacement = match kind {
                Kind::Card => format!("{}{n:04}", kind.stem()),
                Kind::Phone => format!("{}{n:07}", kind.stem()),
                _ => format!("{}{n}", kind.stem()),
            };
            if !self.ours.contains(&replacement) {
                return replacement;
            }
        }
    }

    /// A domain: what is registered becomes a site, what stands before it stays where it names nobody.
    fn domain(&mut self, domain: &str) -> String {
        let labels: Vec<&str> = domain.split('.').collect();
        let second = ["co", "com", "org", "net", "gov", "ac", "edu", "or", "ne", "gob", "gouv"];
        let of_three =
            matches!(labels.as_slice(), [.., middle, top] if top.len() == 2 && second.contains(middle));
        let registered = labels.len().saturating_sub(if of_three && labels.len() > 2 { 3 } else { 2 });
        let (before, own) = labels.split_at(registered);
        let own = own.join(".");
        let site = match self.sites.get(&own) {
            Some(site) => site.clone(),
            None => loop {
                let site = format!("site-{}.test", self.number(Kind::Domain));
                if !self.ours.iter().any(|ours| ours.ends_with(&site)) {
                    self.sites.insert(own.clone(), site.clone());
                    break site;
                }
            },
        };
        let mut replaced: Vec<String> = vec![];
        for label in before {
            if LABELS.contains(label) {
                replaced.push((*label).to_owned());
                continue;
            }
            let used = self.labels.keys().filter(|(of, _)| *of == own).count();
            let key = (own.clone(), (*label).to_owned());
            replaced.push(self.labels.entry(key).or_insert_with(|| format!("sub-{}", used + 1)).clone());
        }
        replaced.push(site);
        replaced.join(".")
    }

    fn email(&mut self, key: &str) -> String {
        let host = key.split_once('@').map_or("", |(_, host)| host);
        let host = self.domain(host);
        format!("user-{}@{host}", self.number(Kind::Email))
    }

    /// A web address: its scheme, the replacement of its host, and a number for the page.
    fn address(&mut self, key: &str) -> String {
        let (scheme, rest) = key.split_once("://").unwrap_or(("", key));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let path = rest.get(authority.len()..).unwrap_or_default();
        let host = structural::plain(authority.rsplit('@').next().unwrap_or_default());
        let host = host.split(':').next().unwrap_or_default().trim_end_matches('.');
        let host = self.domain(host);
        let number = self.number(Kind::Url);
        match path {
            "" => format!("{scheme}://{host}"),
            _ => format!("{scheme}://{host}/page-{number}"),
        }
    }
}

/// What is replaced in a case, and by what.
#[derive(Debug)]
pub struct Redaction {
    matcher: Matcher,
    /// Names first, in the matcher's order.
    all: Vec<Replacement>,
    index: HashMap<(Kind, String), usize>,
    dates: Dates,
    /// Dates inside texts: as they were, as they are.
    moved: BTreeMap<String, (String, u32, BTreeSet<Place>)>,
}

impl Redaction {
    /// By how many weeks dates move.
    pub fn weeks(&self) -> i64 {
        self.dates.weeks
    }

    /// All things, with how often they were seen so far.
    pub fn replacements(&self) -> Vec<Replacement> {
        let date = |(original, (replacement, count, places)): (&String, &(String, u32, BTreeSet<Place>))| {
            Replacement {
                kind: Kind::Date,
                original: original.clone(),
                replacement: replacement.clone(),
                on: true,
                count: *count,
                places: places.clone(),
            }
        };
        let mut all: Vec<Replacement> = self.all.iter().filter(|r| r.count > 0).cloned().collect();
        all.sort_by_key(|r| r.kind);
        all.extend(self.moved.iter().map(date));
        all
    }

    /// The text as it is shared; what was replaced is counted.
    pub fn replace(&mut self, place: Place, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for (range, with) in self.pieces(text) {
            let original = text.get(range.clone()).unwrap_or_default();
            let Some(between) = text.get(done..range.start) else { continue };
            out.push_str(between);
            done = range.end;
            match with {
                With::Thing(n) => {
                    let Some(thing) = self.all.get_mut(n) else { continue };
                    thing.count += 1;
                    thing.places.insert(place);
                    out.push_str(if thing.on { &thing.replacement } else { original });
                }
                With::Date(moved) => {
                    let seen =
                        self.moved.entry(original.to_owned()).or_insert((moved.clone(), 0, BTreeSet::new()));
                    seen.1 += 1;
                    seen.2.insert(place);
                    out.push_str(&moved);
                }
            }
        }
        out.push_str(text.get(done..).unwrap_or_default());
        out
    }

    /// What is to be replaced in a text, by position and without overlaps.
    fn pieces(&self, text: &str) -> Vec<(Range<usize>, With)> {
        let mut pieces: Vec<(Range<usize>, With)> = vec![];
        let mut add = |range: Range<usize>, with: With| {
            if !pieces.iter().rev().any(|(r, _)| r.start < range.end && range.start < r.end) {
                pieces.push((range, with));
            }
        };
        let thing = |hit: &Hit| self.index.get(&(hit.kind, hit.key.clone())).copied();
        let is_on = |n: usize| self.all.get(n).is_some_and(|thing| thing.on);
        for hit in structural::find(text) {
            match thing(&hit) {
                // What is kept whole may still hold a name, or an address that is not kept.
                Some(n) if !is_on(n) && hit.kind == Kind::Url => {
                    for inner in inside(text, &hit) {
                        if let Some(n) = thing(&inner).filter(|n| is_on(*n)) {
                            add(inner.range, With::Thing(n));
                        }
                    }
                }
                Some(n) if is_on(n) => add(hit.range, With::Thing(n)),
                _ => {}
            }
        }
        for hit in self.dates.find(text) {
            add(hit.range, With::Date(hit.key));
        }
        for (range, name) in self.matcher.find(text) {
            add(range, With::Thing(name));
        }
        // Last, so that what is kept is counted.
        for hit in structural::find(text) {
            if let Some(n) = thing(&hit).filter(|n| !is_on(*n)) {
                add(hit.range, With::Thing(n));
            }
        }
        pieces.sort_by_key(|(range, _)| range.start);
        pieces
    }
}

/// What stands in the place of a piece of text.
enum With {
    /// The replacement of that number.
    Thing(usize),
    /// This date.
    Date(String),
}

#[cfg(test)]
mod tests;
