//! Proposals from the evidence, each with its reasons.
//!
//! Every event is scored for every milestone by what its text says, who acts and what sort of record it is
//! ([`super::lexicon`]). The best few of each milestone are then weighed against each other: a containment before
//! any detection is hardly one ([`super::order`]). What stays below [`BAR`] is not proposed: a missing proposal is
//! seen and filled in, a wrong one is believed.

use super::Proposal;
use super::lexicon::{self, Prefer, profiles};
use super::order;
use super::role::{Cast, Kind, Role};
use super::words::{Match, Phrases, Words};
use crate::model::{EventId, Milestone, Moment};
use crate::timeline::{EventView, Timeline};
use std::collections::{BTreeMap, VecDeque};
use std::sync::LazyLock;

/// The confidence below which nothing is proposed.
pub(super) const BAR: f64 = 0.4;
/// The confidence below which nothing stands among the alternatives.
const ALTERNATIVE_BAR: f64 = 0.25;
/// How many proposals of one milestone are given.
const MOST: usize = 6;
/// How many candidates of one milestone are kept while events are read.
const KEPT: usize = 48;
/// What words alone can reach; only a tag that names the milestone says more.
const CEILING: f64 = 0.85;

/// What a containment keeps after which the attacker still acts, and how many of the attacker's last acts tell.
const ATTACKED: f64 = 0.8;
const LAST_ATTACKS: usize = 64;
/// What the best can reach where another event fits nearly as well, and how near that is.
const CONTESTED: f64 = 0.7;
const CLOSE: f64 = 0.15;
/// What words can reach where the source itself doubts the time.
const DOUBTED: f64 = 0.65;

/// What the evidence suggests for each milestone, best first. Implausible times are never proposed, nor milestones
/// that the record states by itself; those bound the others.
///
/// ```
/// use floodmark::milestone::propose;
/// use floodmark::model::{HandEvent, Milestone, RowTime, Timestamp};
/// use floodmark::timeline::Timeline;
/// let told = |text: &str, time: &str| HandEvent {
///     time: RowTime::utc(time.parse().unwrap()), known_at: None, text: text.into(), kind: String::new(),
///     actor: String::new(), asset: String::new(), tags: vec![], words: text.into(), written: Timestamp(0), removed: false,
/// };
/// let hand = [
///     told("Customer reports card misuse", "2026-03-16T08:12:40Z"),
///     told("Checkout off, IP blocked, sessions revoked", "2026-03-16T09:48:30Z"),
/// ];
/// let proposals = propose(&Timeline::build(vec![], &hand, &Default::default()), &Default::default());
/// assert_eq!(proposals[&Milestone::Contained][0].moment.earliest.to_string(), "2026-03-16T09:48:30Z");
/// ```
pub fn propose(
    timeline: &Timeline,
    stated: &BTreeMap<Milestone, (Moment, EventId)>,
) -> BTreeMap<Milestone, Vec<Proposal>> {
    let mut proposing = Proposing::new(timeline);
    let plausible = timeline.plausible();
    for event in plausible.filter_map(|position| timeline.event(position as u32)) {
        proposing.read(&event);
    }
    proposing.finish(stated)
}

/// Proposals under way, for a timeline that is read in steps. [`propose`] takes them all at once.
pub struct Proposing {
    scorer: Scorer,
    /// By profile: its best candidates so far.
    kept: Vec<Vec<Candidate>>,
    notices: Vec<(Milestone, Candidate)>,
}

impl Proposing {
    /// Before any event of the timeline is read.
    pub fn new(timeline: &Timeline) -> Self {
        Proposing {
            scorer: Scorer::new(timeline),
            kept: profiles().map(|_| Vec::new()).collect(),
            notices: Vec::new(),
        }
    }

    /// Takes the next event, whose time is plausible, in the order of the timeline.
    pub fn read(&mut self, event: &EventView<'_>) {
        self.scorer.score(event, &mut self.kept, &mut self.notices);
    }

    /// The proposals, once all events were read.
    pub fn finish(
        self,
        stated: &BTreeMap<Milestone, (Moment, EventId)>,
    ) -> BTreeMap<Milestone, Vec<Proposal>> {
        let mut lists: BTreeMap<Milestone, Vec<Candidate>> = BTreeMap::new();
        for (profile, candidates) in profiles().zip(self.kept) {
            lists.insert(
                profile.milestone.clone(),
                prefer(candidates, profile.prefer, profile.milestone == Milestone::Detected),
            );
        }
        if let Some(contained) = lists.get_mut(&Milestone::Contained) {
            for candidate in contained.iter_mut().filter(|c| !c.named) {
                if self.scorer.attacks.iter().any(|attack| attack.earliest > candidate.moment.latest) {
                    candidate.confidence *= ATTACKED;
                    candidate.reasons.push("but the attacker acts after it".to_owned());
                }
            }
        }
        for (milestone, candidate) in self.notices {
            lists.entry(milestone).or_default().push(candidate);
        }
        order::weigh(&mut lists, stated);
        lists
            .into_iter()
            .filter(|(milestone, _)| !stated.contains_key(milestone))
            .filter_map(|(milestone, candidates)| Some((milestone, proposals(candidates)?)))
            .collect()
    }
}

/// An event that may be a milestone.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub moment: Moment,
    pub event: EventId,
    pub confidence: f64,
    pub reasons: Vec<String>,
    /// A tag or kind names the milestone.
    pub named: bool,
    /// Somebody else did or said it: a customer, a researcher, a partner.
    pub outside: bool,
    /// The source itself doubts its time.
    pub doubted: bool,
}

/// Adds to the candidate that the meaning of the milestone asks for, among those about as good as the best.
///
/// Before that, what words alone say is cut at [`CEILING`]: many phrases make one account wordier than another, not
/// more true.
fn prefer(mut candidates: Vec<Candidate>, prefer: Prefer, own: bool) -> Vec<Candidate> {
    let most = if prefer == Prefer::Strongest { 0.94 } else { CEILING };
    for candidate in candidates.iter_mut().filter(|c| !c.named) {
        candidate.confidence = candidate.confidence.min(most);
    }
    let best = candidates.iter().map(|c| c.confidence).fold(0.0, f64::max);
    let any_named = candidates.iter().any(|c| c.named);
    let mut near: Vec<&mut Candidate> = candidates
        .iter_mut()
        .filter(|c| c.named == any_named && c.confidence >= (best - 0.2).max(ALTERNATIVE_BAR))
        .collect();
    // What others suspect is a signal; that the organisation sees it is its detection, where the record has both.
    if own && near.iter().any(|c| !c.outside) {
        near.retain(|c| !c.outside);
    }
    near.sort_by_key(|c| (c.moment.earliest, c.moment.latest));
    let alone = near.len() == 1;
    let (chosen, why) = match prefer {
        Prefer::First => (near.into_iter().next(), "the first of its kind"),
        Prefer::Last => (near.into_iter().next_back(), "the last of its kind"),
        Prefer::Strongest => (None, ""),
    };
    if let Some(chosen) = chosen {
        chosen.confidence += 0.12;
        chosen.reasons.push(if alone { "the only one of its kind" } else { why }.to_owned());
    }
    candidates
}

/// The candidates as proposals: same moments together, best first; nothing when even the best is below the bar.
fn proposals(mut candidates: Vec<Candidate>) -> Option<Vec<Proposal>> {
    candidates.sort_by(|a, b| b.confidence.total_cmp(&a.confidence).then(a.event.cmp(&b.event)));
    let named = candidates.first().is_some_and(|c| c.named);
    let mut proposals: Vec<Proposal> = Vec::new();
    for candidate in candidates.into_iter().filter(|c| c.confidence >= ALTERNATIVE_BAR) {
        if let Some(same) = proposals.iter_mut().find(|p| p.moment == candidate.moment) {
            if !same.events.contains(&candidate.event) && same.events.len() < 5 {
                same.events.push(candidate.event);
            }
        } else if proposals.len() < MOST {
            let ceiling = match candidate {
                Candidate { named: true, .. } => 0.97,
                Candidate { doubted: true, .. } => DOUBTED,
                _ => CEILING,
            };
            proposals.push(Proposal {
                moment: candidate.moment,
                confidence: (candidate.confidence.min(ceiling) * 100.0).round() / 100.0,
                reasons: candidate.reasons,
                events: vec![candidate.event],
            });
        }
    }
    if let [best, rivals @ ..] = proposals.as_mut_slice()
        && best.confidence > CONTESTED
        && !named
        && rivals.iter().any(|rival| rival.confidence + CLOSE > best.confidence)
    {
        best.confidence = CONTESTED;
        best.reasons.push("but another event fits nearly as well".to_owned());
    }
    proposals.first().is_some_and(|p| p.confidence >= BAR).then_some(proposals)
}

/// The lexicon made ready.
struct Ready {
    phrases: Phrases,
    /// By phrase: the profile that it speaks for, and how strongly; `None` for aftermath and negation.
    meanings: Vec<Option<(usize, f64)>>,
    aftermath: usize,
    /// The first of the phrases of negation, which are the last of all.
    negation: usize,
    assets: Phrases,
    asset_meanings: Vec<(usize, f64)>,
}

/// Made once: there may be thousands of cases, each of few events.
static READY: LazyLock<Ready> = LazyLock::new(|| {
    let mut texts: Vec<&str> = Vec::new();
    let mut meanings = Vec::new();
    let mut assets: Vec<&str> = Vec::new();
    let mut asset_meanings = Vec::new();
    for (number, profile) in profiles().enumerate() {
        for (phrase, weight) in profile.text {
            texts.push(phrase);
            meanings.push(Some((number, *weight)));
        }
        for (phrase, weight) in profile.asset {
            assets.push(phrase);
            asset_meanings.push((number, *weight));
        }
    }
    let aftermath = texts.len();
    let negation = aftermath + 1;
    texts.push(lexicon::AFTERMATH);
    texts.extend(lexicon::NEGATION);
    meanings.resize(texts.len(), None);
    Ready {
        phrases: Phrases::new(texts.into_iter()).repeating(negation),
        meanings,
        aftermath,
        negation,
        assets: Phrases::new(assets.into_iter()),
        asset_meanings,
    }
});

/// Scores events; keeps what it needs between them.
struct Scorer {
    ready: &'static Ready,
    cast: Cast,
    words: Words,
    asset_words: Words,
    /// When the attacker acted last.
    attacks: VecDeque<Moment>,
}

impl Scorer {
    fn new(timeline: &Timeline) -> Scorer {
        Scorer {
            ready: &READY,
            cast: Cast::of(timeline),
            words: Words::default(),
            asset_words: Words::default(),
            attacks: VecDeque::new(),
        }
    }

    fn score(
        &mut self,
        event: &EventView<'_>,
        kept: &mut [Vec<Candidate>],
        notices: &mut Vec<(Milestone, Candidate)>,
    ) {
        let found = self.ready.phrases.find(event.text, &mut self.words);
        let (kind, by_kind) = self.cast.kind(event.kind);
        let names = names(event, by_kind);
        // Most rows of a large log speak for nothing at all.
        let mut speaks = 0_u32;
        for m in &found {
            if let Some(Some((profile, _))) = self.ready.meanings.get(m.phrase) {
                speaks |= 1 << profile;
            }
        }
        if speaks == 0 && names.is_empty() && matches!(kind, Kind::Other | Kind::Machine) {
            return;
        }
        let role = self.cast.role(event.actor, event.text);
        if role == Role::Attacker && !event.tags.iter().any(|tag| lexicon::BACKGROUND_TAGS.contains(tag)) {
            if self.attacks.len() == LAST_ATTACKS {
                self.attacks.pop_front();
            }
            self.attacks.push_back(event.moment);
        }
        let assets = self.ready.assets.find(event.asset, &mut self.asset_words);
        let doubt = self.doubt(event, kind, &found);
        for (number, profile) in profiles().enumerate() {
            let named = names.iter().find(|(m, _)| *m == profile.milestone);
            let by_kind = profile.kinds.iter().find(|(k, _)| *k == kind).map_or(0.0, |(_, w)| *w);
            if named.is_none() && speaks & (1 << number) == 0 && by_kind <= 0.0 {
                continue;
            }
            let said = if speaks & (1 << number) == 0 { vec![] } else { self.said(number, &found) };
            let by_role = profile.roles.iter().find(|(r, _)| *r == role).map_or(0.0, |(_, w)| *w);
            let by_asset = assets
                .iter()
                .filter_map(|m| self.ready.asset_meanings.get(m.phrase))
                .find(|(of, _)| *of == number)
                .map_or(0.0, |(_, weight)| *weight);
            let mut confidence = by_kind;
            for (n, (weight, _)) in said.iter().take(4).enumerate() {
                // The strongest phrase counts fully, others by a third; what speaks against always fully.
                confidence += if n == 0 || *weight < 0.0 { *weight } else { weight / 3.0 };
            }
            if confidence > 0.0 {
                confidence += by_role + by_asset;
                for (_, weight) in profile.tags.iter().filter(|(tag, _)| event.tags.contains(tag)) {
                    confidence += weight;
                }
                confidence *= doubt.iter().map(|(factor, _)| factor).product::<f64>();
            }
            if named.is_some() {
                confidence = 0.95;
            }
            let Some(list) = kept.get_mut(number).filter(|list| wants(list, confidence, profile.prefer))
            else {
                continue;
            };
            let mut reasons: Vec<String> = named.map(|(_, name)| name.clone()).into_iter().collect();
            for (_, m) in said.iter().take(2).filter(|(weight, _)| *weight > 0.0) {
                reasons.push(format!("the text says “{}”", cut(self.words.stretch(event.text, m.words))));
            }
            if by_kind >= 0.1 {
                reasons.push(format!("its kind is “{}”", cut(event.kind)));
            }
            if by_asset > 0.0 {
                reasons.push(format!("it concerns “{}”", cut(event.asset)));
            }
            if by_role >= 0.1 && !event.actor.is_empty() {
                reasons.push(format!("by “{}”", cut(event.actor)));
            }
            for (tag, _) in profile.tags.iter().filter(|(tag, _)| event.tags.contains(tag)) {
                reasons.push(format!("tagged {tag}"));
            }
            reasons.extend(doubt.iter().map(|(_, why)| why.clone()));
            reasons.dedup();
            let (moment, named, outside) = (event.moment, named.is_some(), role == Role::Outside);
            let doubted = event.tags.iter().any(|tag| lexicon::DOUBT_TAGS.contains(tag));
            let event = event.id;
            keep(list, Candidate { moment, event, confidence, reasons, named, outside, doubted });
        }
        for (milestone, name) in names {
            if matches!(milestone, Milestone::Sent(_)) && notices.len() < 1_000 {
                let (moment, event, reasons) = (event.moment, event.id, vec![name]);
                let confidence = 0.95;
                let [named, outside, doubted] = [true, false, false];
                notices.push((
                    milestone,
                    Candidate { moment, event, confidence, reasons, named, outside, doubted },
                ));
            }
        }
    }

    /// The phrases that speak for a profile, strongest first.
    fn said<'m>(&self, number: usize, found: &'m [Match]) -> Vec<(f64, &'m Match)> {
        let mut said: Vec<(f64, &Match)> = found
            .iter()
            .filter_map(|m| match self.ready.meanings.get(m.phrase) {
                Some(Some((of, weight))) if *of == number => Some((*weight, m)),
                _ => None,
            })
            .map(|(weight, m)| {
                // “not”, “plans to”, “whether” within the three words before, between, or right after.
                let denied = found.iter().any(|n| {
                    n.phrase >= self.ready.negation
                        && n.words[0] <= m.words[1] + 1
                        && n.words[0] + 4 > m.words[0]
                });
                (if denied { weight * 0.3 } else { weight }, m)
            })
            .collect();
        said.sort_by(|a, b| b.0.total_cmp(&a.0));
        said
    }

    /// What makes the event less likely a milestone of this response at all.
    fn doubt(&self, event: &EventView<'_>, kind: Kind, found: &[Match]) -> Vec<(f64, String)> {
        let mut doubt = Vec::new();
        if let Some(m) = found.iter().find(|m| m.phrase == self.ready.aftermath) {
            let stretch = cut(self.words.stretch(event.text, m.words));
            doubt.push((0.35, format!("but “{stretch}” sounds like the aftermath")));
        }
        if kind == Kind::Machine {
            doubt.push((0.55, format!("but “{}” is a system's own record", cut(event.kind))));
        }
        for tag in &event.tags {
            if lexicon::BACKGROUND_TAGS.contains(tag) {
                doubt.push((0.4, format!("but it is tagged {tag}")));
            } else if lexicon::DOUBT_TAGS.contains(tag) {
                doubt.push((0.85, format!("but it is tagged {tag}")));
            }
        }
        doubt
    }
}

/// The milestones that tags or the kind name outright.
fn names(event: &EventView<'_>, by_kind: Option<Milestone>) -> Vec<(Milestone, String)> {
    let mut names: Vec<(Milestone, String)> = Vec::new();
    for tag in &event.tags {
        let Some(name) = tag.strip_prefix("milestone:") else { continue };
        if matches!(name, "notification" | "notified" | "notice") {
            let text = event.text.to_lowercase();
            let people = ["customer", "individual", "people", "patient", "user", "employee"];
            let to = if people.iter().any(|p| text.contains(p)) {
                Milestone::IndividualsNotified
            } else {
                Milestone::AuthorityNotified
            };
            names.push((to, format!("tagged {tag}")));
        } else if let Some(milestone) = lexicon::named(name) {
            names.push((milestone, format!("tagged {tag}")));
        }
    }
    if let Some(milestone) = by_kind {
        names.push((milestone, format!("its kind is “{}”", event.kind)));
    }
    names
}

/// Whether a candidate of this confidence would be kept. Events come in order, so that among equals later ones win
/// only where the last is asked for.
fn wants(list: &[Candidate], confidence: f64, prefer: Prefer) -> bool {
    let least = || list.iter().map(|c| c.confidence).fold(f64::INFINITY, f64::min);
    confidence >= ALTERNATIVE_BAR
        && (list.len() < KEPT || confidence > least() || (confidence == least() && prefer == Prefer::Last))
}

/// Keeps a candidate, in place of the least one where the list is full.
fn keep(list: &mut Vec<Candidate>, candidate: Candidate) {
    if list.len() >= KEPT {
        let worst = list.iter().enumerate().min_by(|a, b| a.1.confidence.total_cmp(&b.1.confidence));
        if let Some(n) = worst.map(|(n, _)| n) {
            list.remove(n);
        }
    }
    list.push(candidate);
}

/// At most 60 characters.
fn cut(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or(text)),
        None => text.to_owned(),
    }
}
