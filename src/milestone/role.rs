//! Who acts in an event, and what sort of record it is, told from their names.

use super::lexicon::named;
use super::words::{Phrases, Words};
use crate::model::Milestone;
use crate::timeline::Timeline;
use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

/// Who acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Attacker,
    /// The responders or the organisation itself.
    Own,
    /// A tool that watches.
    Tool,
    /// Customers, researchers, partners, the press.
    Outside,
    /// A regulator, the police, a court.
    Authority,
    Unknown,
}

/// What sort of record it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kind {
    Alert,
    Decision,
    Message,
    Publication,
    /// A row that a system wrote of itself, such as a file's time or a log line.
    Machine,
    Other,
}

/// Words for authorities, also as recipients.
pub(super) const AUTHORITIES: &str = "regulator*|ico|authority|authorities|supervisory|dpa|cnil|commissioner*|ftc|fbi|\
     police|occ|sec|hhs|ocr|ncsc|bsi|bfdi|aepd|garante|doj|justice|secret|prosecutor*|attorney|attorneys|ag|court|senate|\
     congress|parliament|enis*|cisa|law|interpol|europol|ombuds*|datenschutzbeh*";

const ROLES: [(&str, Role); 5] = [
    (
        "attacker*|intruder*|adversar*|hacker*|suspect|actor|threat|malicious|criminal*|thief|thieves|fraudster*|skimmer",
        Role::Attacker,
    ),
    (AUTHORITIES, Role::Authority),
    (
        "siem|edr|xdr|ids|ips|waf|antivirus|sensor*|monitor*|detector|alerting|splunk|crowdstrike|defender|sentinel|fireeye|pagerduty",
        Role::Tool,
    ),
    (
        "customer*|user*|researcher*|journalist*|reporter|press|media|newspaper|third|outside|external|plaintiff*|\
         supplier|partner*|bank|acquirer|processor|broker|volunteer*|bloggers|foreign|downstream|reseller",
        Role::Outside,
    ),
    (
        "soc|security|incident|responder*|response|ir|csirt|cert|team|ops|operations|call|analyst|engineer*|admin*|it|\
         ciso|cto|ceo|cfo|dpo|legal|counsel|comms|communications|support|owner|developer*|devops|sre|helpdesk|management|\
         board|we|our|us|forensic*|commander|lead|hosting|host",
        Role::Own,
    ),
];

const KINDS: [(&str, Kind); 5] = [
    ("alert*|alarm*|detection|paged", Kind::Alert),
    ("decision|decided", Kind::Decision),
    ("message*|sent|mail|email|notification|letter|call", Kind::Message),
    (
        "modification|creation|metadata|accessed|access|recorded|executed|visited|connection|inode|content|written|change|changed",
        Kind::Machine,
    ),
    ("publication|published|press|disclosure|announcement|statement", Kind::Publication),
];

/// What follows one who is acted upon.
const PASSIVE: [&str; 8] = ["told", "was", "were", "are", "is", "been", "to", "and"];

/// What follows a word that only says of which trade somebody else is: “security firm”.
const TRADE: [&str; 4] = ["firm", "company", "vendor", "researchers"];

/// What those do who are not of the organisation and saw something.
const SPEAKS: &str = "report|reports|reported|post|posts|posted|complain|complains|complained|tell|tells|told|warn|warns|\
     warned|say|says|said|claim|claims|claimed|write|writes|wrote|ask|asks|asked|question|questions|questioned|notice|\
     notices|noticed|see|sees|saw|contacts|contacted|calls|called|flags|flagged";

/// The words of roles, of kinds and of speaking made ready, once for all cases.
static READY: LazyLock<[Phrases; 3]> = LazyLock::new(|| {
    let of = |words: &[&'static str]| Phrases::new(words.iter().copied());
    [of(&ROLES.map(|(words, _)| words)), of(&KINDS.map(|(words, _)| words)), of(&[SPEAKS])]
});

/// Tells roles and kinds; learns from the timeline which actor is the organisation itself.
pub(super) struct Cast {
    roles: &'static Phrases,
    kinds: &'static Phrases,
    speaks: &'static Phrases,
    organisation: Option<String>,
    /// Kinds that many events have: “Detection” on every row of a scanner names no milestone.
    common: BTreeSet<String>,
    seen: HashMap<String, Role>,
    seen_kinds: HashMap<String, (Kind, Option<Milestone>)>,
    words: Words,
}

impl Cast {
    /// Takes as the organisation the actor that no word gives away and that acts most often, if it acts twice at
    /// least and either decides, writes or publishes; “Kestrel security” is then of Kestrel too.
    pub(super) fn of(timeline: &Timeline) -> Cast {
        let facets = timeline.facets();
        let [roles, kinds, speaks] = &*READY;
        let mut cast = Cast {
            roles,
            kinds,
            speaks,
            organisation: None,
            common: facets.kinds.iter().filter(|k| k.count > 3).map(|k| k.value.clone()).collect(),
            seen: HashMap::new(),
            seen_kinds: HashMap::new(),
            words: Words::default(),
        };
        // Bulk logs name accounts as actors, and tell nothing of who is who.
        let candidates: Vec<String> = facets
            .actors
            .iter()
            .filter(|a| a.count >= 2 && a.count <= 500)
            .take(200)
            .map(|a| a.value.clone())
            .filter(|name| cast.named(name) == Role::Unknown)
            .take(3)
            .collect();
        cast.organisation =
            candidates.into_iter().find(|name| {
                let filter = crate::timeline::Filter { actors: vec![name.clone()], ..Default::default() };
                timeline.select(&filter).into_iter().filter_map(|p| timeline.event(p)).any(|e| {
                    matches!(cast.kind(e.kind).0, Kind::Decision | Kind::Message | Kind::Publication)
                })
            });
        cast.seen.clear();
        cast
    }

    fn named(&mut self, actor: &str) -> Role {
        let found = self.roles.find(actor, &mut self.words);
        // The list is in order of how telling a word is: “law enforcement support” is an authority.
        let best = found.iter().map(|m| m.phrase).min();
        best.and_then(|n| ROLES.get(n)).map_or(Role::Unknown, |(_, role)| *role)
    }

    /// The role of an actor; without one, what the first words of the text give away.
    pub(super) fn role(&mut self, actor: &str, text: &str) -> Role {
        if actor.is_empty() {
            let Some((role, next)) = self.subject(text) else { return Role::Unknown };
            // “Regulator notified”: it is acted upon. “Intruder entered” is not.
            let acts = !next.ends_with("ed") && !PASSIVE.contains(&next.as_str());
            let trade = role == Role::Own && TRADE.contains(&next.as_str());
            return if role == Role::Attacker || acts && !trade { role } else { Role::Unknown };
        }
        let known = match self.seen.get(actor) {
            Some(role) => *role,
            None => {
                let first = |name: &str| name.split_whitespace().next().map(str::to_lowercase);
                let own = self.organisation.as_deref().is_some_and(|o| {
                    first(o) == first(actor) && (o == actor || actor.split_whitespace().count() > 1)
                });
                match self.named(actor) {
                    Role::Unknown if own => Role::Own,
                    // “Target CEO”, but not “Target customers”.
                    role => role,
                }
            }
        };
        let role = if known == Role::Unknown { self.introduced(actor, text) } else { known };
        if self.seen.len() < 10_000 {
            self.seen.insert(actor.to_owned(), role);
        }
        if role == Role::Unknown { self.speaker(text) } else { role }
    }

    /// The first words of the text that give a role away, and the word after them.
    fn subject(&mut self, text: &str) -> Option<(Role, String)> {
        let found = self.roles.find(text, &mut self.words);
        let early = found.iter().filter(|m| m.words[0] < 3).min_by_key(|m| m.words[0])?;
        let (_, role) = ROLES.get(early.phrase)?;
        Some((*role, self.words.stretch(text, [early.words[1] + 1; 2]).to_lowercase()))
    }

    /// Where a name says nothing at all, who speaks in the text: “A user posts …” is of nobody in the organisation.
    fn speaker(&mut self, text: &str) -> Role {
        match self.subject(text) {
            Some((Role::Outside, next)) if !self.speaks.find(&next, &mut self.words).is_empty() => {
                Role::Outside
            }
            _ => Role::Unknown,
        }
    }

    /// The role that the text gives a name that says nothing by itself: “Customer Northwind reports …”.
    fn introduced(&mut self, actor: &str, text: &str) -> Role {
        let before = text.find(actor).and_then(|at| text.get(..at));
        match before.and_then(|before| before.split_whitespace().next_back()) {
            Some(word) => self.named(word),
            None => Role::Unknown,
        }
    }

    /// The sort of record that the name of a kind tells of, and the milestone that it names outright.
    pub(super) fn kind(&mut self, kind: &str) -> (Kind, Option<Milestone>) {
        if let Some(known) = self.seen_kinds.get(kind) {
            return known.clone();
        }
        let found = self.kinds.find(kind, &mut self.words);
        let told = found.iter().map(|m| m.phrase).min().and_then(|n| KINDS.get(n));
        let named = (kind.len() <= 30 && !self.common.contains(kind)).then(|| named(kind)).flatten();
        let told = (told.map_or(Kind::Other, |(_, kind)| *kind), named);
        if self.seen_kinds.len() < 10_000 {
            self.seen_kinds.insert(kind.to_owned(), told.clone());
        }
        told
    }
}
