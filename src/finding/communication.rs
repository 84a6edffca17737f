//! Notices, updates and support: who was told, how often, and where they could turn.

use super::CaseView;
use super::draft::{Limit, Rule, capital, count, lasted, once, quote, utc, when};
use super::evidence::certain_order;
use super::scan::{Hit, Scan, ids, told};
use super::words::Topic;
use crate::language::{inside, known};
use crate::model::{Duration, Duty, Family, Finding, Milestone, Severity, Span, Theme, Threshold, Timestamp};
use crate::say;
use Milestone::{
    AuthorityNotified, Aware, Closed, Contained, Detected, Eradicated, IndividualsNotified, PublicDisclosure,
    Recovered, SupportOpened,
};

pub(super) const NOTIFY: Rule = Rule {
    name: "notify-affected-parties",
    title: "Notify affected parties",
    family: Family::Communication,
    duty: Some(Duty::NotifyAffectedParties),
    looks_at: "The times of notices to people, authorities and the public: their order, and the time from awareness and \
          from detection until people were told, against the thresholds; events that speak of a late notice.",
    why: "People who know can protect themselves; NIST SP 800-61r3 (CSF 2.0 RS.CO-02) asks to notify those affected, and \
          EDPB Guidelines 9/2022 ask to tell people directly and in plain words.",
    question: "Who was waiting for word from us, and what kept it from going out sooner or saying more?",
    change: "Who tells customers, partners and regulators, in what order, with a template for each.",
    thresholds: &[Threshold::Notice, Threshold::NoticeDetected],
};

/// Customers, partners, regulators: when, and in what order.
pub(super) fn notify_affected_parties(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let parties = [IndividualsNotified, AuthorityNotified, PublicDisclosure];
    let mut events = view.behind(&parties);
    let told: Vec<String> = parties
        .iter()
        .filter_map(|m| view.at(m).map(|moment| format!("{} {}", inside(m.label()), when(&moment))))
        .collect();
    let told = if told.is_empty() {
        say!("No notice to anybody has a time").to_owned()
    } else {
        say!("On record: {told}", told = told.join("; "))
    };
    let mut themes: Vec<Theme> = Vec::new();
    let mut reasons: Vec<String> = Vec::new();
    let individuals = view.at(&IndividualsNotified);
    if let (Some(public), Some(people)) = (view.at(&PublicDisclosure), individuals)
        && certain_order(&public, &people) == Some(true)
    {
        themes.push(Theme::PoorCommunication);
        reasons.push(say!("the public knew before the people affected were told").to_owned());
    }
    let start = view.first_of(&[Aware, Detected]);
    let took = start.as_ref().and_then(|(from, _)| Some((from, view.took(from, &IndividualsNotified)?)));
    let late = |from: &Milestone, limit: Limit| {
        view.took(from, &IndividualsNotified)
            .filter(|took| limit.over(took) == Some(true))
            .map(|took| (from.clone(), took))
    };
    let late = start
        .as_ref()
        .and_then(|(from, _)| late(from, view.within(Threshold::Notice)))
        .or_else(|| late(&Detected, view.within(Threshold::NoticeDetected)));
    if let Some((from, took)) = late {
        themes.push(Theme::LateNotification);
        reasons.push(say!(
            "the people affected were told {took} after “{from}”",
            took = lasted(&took),
            from = inside(from.label())
        ));
    }
    if let Some(first) = scan.theme(Theme::LateNotification).first() {
        themes.push(Theme::LateNotification);
        let quote = quote(view, first.position);
        reasons.push(say!("the record speaks of a late notice: {quote}", quote));
        events.push(first.id);
    }
    themes.dedup();
    once(&mut events);
    if !reasons.is_empty() {
        let severity =
            if themes.contains(&Theme::LateNotification) { Severity::High } else { Severity::Medium };
        let claim = say!("{told}. To look at: {reasons}.", told, reasons = reasons.join("; "));
        return NOTIFY.gap(severity, &themes, claim, events);
    }
    match (individuals, view.case.facts.personal_data) {
        (Some(_), _) => {
            let claim = match took {
                Some((from, took)) => {
                    let (took, from) = (lasted(&took), inside(from.label()));
                    say!("{told}, {took} after “{from}”.", told, took, from)
                }
                None => format!("{told}."),
            };
            NOTIFY.shown(claim, events)
        }
        (None, Some(false)) => NOTIFY.shown(
            say!("{told}. No personal data were affected, so that no notice to people was due.", told),
            events,
        ),
        (None, _) if view.milestones.is_none(&IndividualsNotified) => NOTIFY.not_shown(
            say!("{told}. A notice to the people affected did not apply or is not known.", told),
            events,
        ),
        (None, _) => {
            let by = utc(view.as_of);
            let claim = say!("{told}. No notice to the people affected is on record by {by}.", told, by);
            Finding { severity: Severity::Medium, ..NOTIFY.not_shown(claim, events) }
        }
    }
}

pub(super) const POOR: Rule = Rule {
    name: "poor-communication",
    title: "Word that came late, thin or from others",
    family: Family::Communication,
    duty: Some(Duty::NotifyAffectedParties),
    looks_at: "Events that speak of notices that were thin, changed or confusing, or of others who spoke first. A gap \
          where one does.",
    why: "What people hear from others first, or cannot understand, costs trust that the notice was meant to keep; NIST SP \
          800-61r3 (CSF 2.0 RS.CO, RC.CO-04) asks to share information with those affected and with the public by agreed \
          ways and words.",
    question: "What did people read or hear first, and what would they have needed to read?",
    change: "Who speaks first, with which facts, and how corrections are made.",
    thresholds: &[],
};

/// Notices that came late, thin or wrong, or others who spoke first, as the record says.
pub(super) fn poor_communication(view: &CaseView<'_>, scan: &Scan) -> Option<Finding> {
    let mut hits: Vec<&Hit> =
        scan.theme(Theme::PoorCommunication).iter().chain(scan.of(Topic::Press)).collect();
    hits.sort_by_key(|h| h.position);
    hits.dedup_by_key(|h| h.position);
    told(
        view,
        &hits,
        &POOR,
        Theme::PoorCommunication,
        say!("of word that came late, thin, changed or first from others"),
    )
}

pub(super) const UPDATES: Rule = Rule {
    name: "regular-updates",
    title: "Regular updates",
    family: Family::Communication,
    duty: Some(Duty::RegularUpdates),
    looks_at: "Events that tell somebody something, from detection to the end of the response: the longest silence \
          between them against the cadence that was promised, in the facts or in the plan.",
    why: "Silence is filled by others, and interrupts those who work; NIST SP 800-61r3 (CSF 2.0 RS.CO-03) asks to share \
          information as planned, and RC.CO-03 to tell of progress.",
    question: "Who needed to hear from us while we worked, and what would have made the next update easy to send?",
    change: "A cadence of updates, who sends them, to whom, and what they say when there is no news.",
    thresholds: &[],
};

/// Cadence against what was promised, and the longest silence.
pub(super) fn regular_updates(view: &CaseView<'_>, scan: &Scan) -> Finding {
    let promised = view
        .case
        .facts
        .update_cadence_minutes
        .or(view.plan.and_then(|p| p.cadence_minutes.as_ref().map(|(n, _)| *n)));
    let promise = match promised {
        Some(minutes) => say!("every {span}", span = Span::seconds(i64::from(minutes) * 60)),
        None => say!("none on record").to_owned(),
    };
    let Some(detected) = view.at(&Detected) else {
        return UPDATES.not_shown(
            say!("Detection has no time, so that no cadence can be told; promised: {promise}.", promise),
            vec![],
        );
    };
    let end = [Contained, Eradicated, Recovered, Closed, IndividualsNotified]
        .iter()
        .filter_map(|m| Some(view.at(m)?.latest))
        .max()
        .unwrap_or(view.as_of)
        .max(detected.latest);
    let updates = scan.within(Topic::Update, [detected.earliest, end]);
    let events = ids(updates.iter().copied());
    if updates.is_empty() {
        let claim = say!(
            "No update is on record between detection and {end}; promised: {promise}.",
            end = utc(end),
            promise
        );
        return UPDATES.not_shown(claim, events);
    }
    let (silence, after) = longest_silence(detected.latest, &updates, end);
    let silence_words = match after {
        _ if silence == Span::ZERO => {
            say!("the times are too imprecise to tell how long any silence lasted").to_owned()
        }
        None => say!("the longest silence lasted at least {silence}, from detection on", silence),
        Some(hit) => {
            let quote = quote(view, hit.position);
            say!("the longest silence lasted at least {silence}, after {quote}", silence, quote)
        }
    };
    let claim = say!(
        "{updates} from detection to {end}; {silence}. Promised: {promise}.",
        updates = capital(&count(updates.len(), "one update", "updates")),
        end = utc(end),
        silence = silence_words,
        promise
    );
    match promised.map(Limit::promised) {
        Some(limit) if limit.over(&Duration::Exact { value: silence }) == Some(true) => {
            UPDATES.gap(Severity::Medium, &[Theme::PoorCommunication], claim, events)
        }
        Some(_) => UPDATES.shown(claim, events),
        None => UPDATES.not_shown(claim, events),
    }
}

/// The longest stretch that certainly passed without an update, and the update that it followed.
fn longest_silence<'h>(start: Timestamp, updates: &[&'h Hit], end: Timestamp) -> (Span, Option<&'h Hit>) {
    let (mut longest, mut after) = (Span::ZERO, None);
    let (mut last, mut by) = (start, None);
    for update in updates {
        let silence = update.moment.earliest.since(last);
        if silence > longest {
            (longest, after) = (silence, by);
        }
        if update.moment.latest >= last {
            (last, by) = (update.moment.latest, Some(*update));
        }
    }
    let silence = end.since(last);
    if silence > longest { (silence, by) } else { (longest, after) }
}

pub(super) const SUPPORT: Rule = Rule {
    name: "support-channels",
    title: "Support channels",
    family: Family::Communication,
    duty: Some(Duty::SupportChannels),
    looks_at: "When the support channel opened, against the first notice to the people affected, else to the public. A \
          gap where the notice certainly came first.",
    why: "A notice raises questions at once; EDPB Guidelines 9/2022 and GDPR Art. 34(2) ask for a contact point in the notice.",
    question: "Where did people turn with their questions, and who answered them?",
    change: "A support channel that is staffed and tested before the first notice goes out.",
    thresholds: &[],
};

/// Opened, when, before or after the notice.
pub(super) fn support_channels(view: &CaseView<'_>) -> Finding {
    let notice = view.first_of(&[IndividualsNotified, PublicDisclosure]);
    let events = view.behind(&[SupportOpened, IndividualsNotified]);
    let Some(opened) = view.at(&SupportOpened) else {
        let claim = match &notice {
            Some((milestone, moment)) => {
                let (milestone, when) = (known(milestone.label()), when(moment));
                say!("“{milestone}” was {when}; no support channel is on record.", milestone, when)
            }
            None => {
                say!("Neither a notice to the people affected nor a support channel is on record.").to_owned()
            }
        };
        return SUPPORT.not_shown(claim, events);
    };
    let open = say!("A support channel was open from {when}", when = when(&opened));
    let Some((milestone, moment)) = notice else {
        return SUPPORT.shown(say!("{open}; no notice is on record to hold it against.", open), events);
    };
    let name = inside(milestone.label());
    let when = when(&moment);
    match certain_order(&moment, &opened) {
        Some(true) => {
            let late = lasted(&Duration::between(&moment, &opened));
            let claim = say!("{open}, {late} after “{name}” ({when}).", open, late, name, when);
            SUPPORT.gap(Severity::Medium, &[Theme::PoorCommunication], claim, events)
        }
        Some(false) => SUPPORT.shown(say!("{open}, before “{name}” ({when}).", open, name, when), events),
        None if opened == moment && opened.is_exact() => {
            SUPPORT.shown(say!("{open}, together with “{name}”.", open, name), events)
        }
        None => {
            let claim = say!("{open}; whether before “{name}” ({when}) is uncertain.", open, name, when);
            Finding { severity: Severity::Low, ..SUPPORT.shown(claim, events) }
        }
    }
}
