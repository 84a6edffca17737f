//! The sections that people read first.

use super::ReportInput;
use crate::chart::Chart;
use crate::document::words::{count, instant, margin, moment};
use crate::document::{
    Block, Document, NOT_LEGAL_ADVICE, Run, course, orders, plain, severity, techniques, whatif,
};
use crate::finding::scenarios;
use crate::metric::{self, Metric};
use crate::milestone::Status;
use crate::model::case::{AmendmentDecision, FindingDecision};
use crate::model::finding::{Outcome, Severity};
use crate::model::{Duty, Finding, MetricId, Milestone};
use crate::obligation::{self, Verdict};
use crate::plan::coverage::{self, Against, State};

/// How a milestone or metric stands, in a word.
fn standing(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "confirmed",
        Status::Stated => "stated by the record",
        Status::Proposed => "proposed, not confirmed",
        Status::None => "not known",
    }
}

/// A metric's value in words, with “proposed” where a person has not confirmed both ends.
fn value(metric: &Metric) -> String {
    let words = metric::note(metric);
    match metric.basis {
        Status::Proposed => format!("{words} (proposed)"),
        _ => words,
    }
}

pub fn summary(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.heading(2, "Executive summary");
    let at = |m: Milestone| {
        let held = view.milestones.get(&m)?;
        let proposed = if held.status == Status::Proposed { " (proposed)" } else { "" };
        held.moment.map(|at| format!("{}{proposed}", moment(&at, input.zone)))
    };
    let mut sentences = vec![];
    let started = at(Milestone::ExposureStarted).or_else(|| at(Milestone::Compromise));
    if let Some(at) = started {
        sentences.push(format!("The incident began on {at}."));
    }
    if let Some(at) = at(Milestone::Detected) {
        sentences.push(format!("It was detected on {at}."));
    }
    match at(Milestone::Contained) {
        Some(at) => sentences.push(format!("It was contained on {at}.")),
        None if view.milestones.is_none(&Milestone::Contained) => {}
        None => sentences.push("The record does not show that it was contained.".to_owned()),
    }
    let metric = |id: MetricId| view.metrics.iter().find(|m| m.id == id);
    for id in [MetricId::TimeToContain, MetricId::Exposure] {
        if let Some(metric) = metric(id).filter(|m| m.duration.min().is_some()) {
            sentences.push(format!("{}: {}.", metric.id.label(), value(metric)));
        }
    }
    let gaps = input.findings.iter().filter(|f| f.outcome == Outcome::Gap && f.duty.is_some()).count();
    let shown = Duty::ALL
        .len()
        .min(input.findings.iter().filter(|f| f.outcome == Outcome::Shown && is_duty_rule(f)).count());
    sentences.push(format!(
        "Of the eleven duties of the response, the record shows {shown}; {} to discuss.",
        count(gaps, "gap is", "gaps are")
    ));
    document.paragraph(sentences.join(" "));
    let top =
        input.findings.iter().filter(|f| f.severity == Severity::High && standing_finding(input, f)).take(5);
    document.list(top.map(|f| plain(f.claim.clone())).collect());
}

/// Whether a finding is the one rule of its duty.
fn is_duty_rule(finding: &Finding) -> bool {
    finding.duty.is_some_and(|d| d.id().replace('_', "-") == finding.rule)
}

/// Whether a finding is told under the contributing factors, not under its duty.
fn is_factor(finding: &Finding) -> bool {
    !is_duty_rule(finding) && !finding.themes.is_empty() && finding.outcome == Outcome::Gap
}

fn standing_finding(input: &ReportInput<'_>, finding: &Finding) -> bool {
    !matches!(input.view.case.findings.get(&finding.rule), Some(FindingDecision::Dismissed { .. }))
}

pub fn impact(input: &ReportInput<'_>, document: &mut Document) {
    let facts = &input.view.case.facts;
    document.heading(2, "Impact");
    let list = |items: &[String]| if items.is_empty() { "not stated".to_owned() } else { items.join(", ") };
    let yes = |fact: Option<bool>| match fact {
        Some(true) => "yes",
        Some(false) => "no",
        None => "not stated",
    };
    let rows = [
        (
            "People or records affected",
            facts.records_affected.map_or("not stated".to_owned(), |n| n.to_string()),
        ),
        ("Kinds of data", list(&facts.data_types)),
        ("Where affected people live", list(&facts.jurisdictions)),
        ("Personal data affected", yes(facts.personal_data).to_owned()),
        ("Contracts with notification terms", list(&facts.contracts)),
    ];
    let rows = rows.into_iter().map(|(name, value)| vec![plain(name), plain(value)]).collect();
    document.table("What was affected, as stated on Response", &["Fact", "Stated"], rows);
    let severe = severity::blocks(&input.view, false);
    if !severe.is_empty() {
        document.heading(3, "Severity for the people affected");
        document.blocks.extend(severe);
    }
    if let Some(count) = &input.view.case.orders {
        document.heading(3, "Affected customers");
        document.blocks.extend(orders::blocks(count, input.view.milestones, input.zone));
    }
}

pub fn key_events(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.heading(2, "Timeline");
    document.blocks.push(Block::Figure(Box::new(Chart::phases(
        view.milestones,
        view.obligations,
        view.as_of,
        input.zone,
    ))));
    let mut held: Vec<_> = view.milestones.0.iter().filter_map(|(m, h)| Some((h.moment?, m, h))).collect();
    held.sort_by_key(|(at, m, _)| (at.earliest, (*m).clone()));
    let rows = held.into_iter().map(|(at, milestone, held)| {
        let event = held.events.first().and_then(|id| input.reference(*id)).unwrap_or_default();
        let text = held.events.first().and_then(|id| view.timeline.find(*id).map(|e| e.text.to_owned()));
        vec![
            plain(moment(&at, input.zone)),
            vec![Run::Strong(milestone.label())],
            plain(text.unwrap_or_default()),
            plain(standing(held.status)),
            plain(event),
        ]
    });
    let rows = rows.collect();
    document.table(
        "Milestones",
        &["Time", "Milestone", "What the record says", "Standing", "Evidence"],
        rows,
    );
    let duration = crate::model::Span::seconds(2 * 3600);
    let silences = view.timeline.silences(duration);
    let start = view.milestones.moment(&Milestone::Detected).map(|m| m.earliest);
    let end = view.milestones.moment(&Milestone::Recovered).map_or(view.as_of, |m| m.latest);
    let longest = silences
        .iter()
        .filter(|s| start.is_some_and(|start| s.from >= start) && s.to <= end)
        .max_by_key(|s| s.length());
    if let Some(silence) = longest {
        document.paragraph(format!(
            "The longest silence in the record between detection and recovery lasted {}, from {}.",
            silence.length(),
            instant(silence.from, input.zone)
        ));
    }
    let named = techniques::blocks(input.scan, view.timeline, input.zone);
    if !named.is_empty() {
        document.heading(3, "ATT&CK techniques that the record names");
        document.blocks.extend(named);
    }
}

pub fn metrics(input: &ReportInput<'_>, document: &mut Document) {
    let view = &input.view;
    document.heading(2, "Time metrics");
    document.paragraph(
        "The same incident has several times to contain; each is an interval between two milestones.",
    );
    let target = |id: &MetricId| {
        let target = view.plan.and_then(|p| p.targets.iter().find(|t| t.metric == *id));
        target.map(|t| crate::model::Span::seconds(i64::from(t.minutes) * 60).to_string()).unwrap_or_default()
    };
    let seconds =
        |span: Option<crate::model::Span>| span.map(|s| format!("{}", s.as_seconds())).unwrap_or_default();
    let rows = view.metrics.iter().map(|m| {
        vec![
            plain(m.id.label()),
            plain(metric::note(m)),
            plain(seconds(m.duration.min())),
            plain(seconds(m.duration.max())),
            plain(format!("{} → {}", m.from.label(), m.to.label())),
            plain(target(&m.id)),
            plain(standing(m.basis)),
        ]
    });
    let columns = ["Metric", "Value", "Least, s\t", "Most, s\t", "From → to", "Target", "Standing"];
    document.table("How long each thing took", &columns, rows.collect());
    let parts = view.containment();
    let spent = course::time_spent(view, parts.as_ref(), input.zone);
    if !spent.is_empty() {
        document.heading(3, "Where the time to contain went");
        document.blocks.extend(spent);
    }
    let amendments: Vec<_> = input.amendments.iter().map(|(a, _)| a).collect();
    let ranking = whatif::ranking(&scenarios(view, parts.as_ref()), &amendments, &view.case.amendments);
    if !ranking.is_empty() {
        document.heading(3, "What would have brought containment forward");
        document.blocks.extend(ranking);
    }
}

/// The duties of a section of the report.
const SECTIONS: [(&str, &[Duty]); 3] = [
    (
        "Response against the duties",
        &[Duty::IdentifyAndIsolate, Duty::EngageResponseTeam, Duty::PreserveEvidence],
    ),
    ("Communication", &[Duty::NotifyAffectedParties, Duty::RegularUpdates, Duty::SupportChannels]),
    ("Review and improvement", &[Duty::PostMortem, Duty::UpdatePlan, Duty::TrainingAndResources]),
];

pub fn response(input: &ReportInput<'_>, document: &mut Document) {
    let followed = course::plan_followed(&input.view, input.zone);
    if !followed.is_empty() {
        document.heading(2, "Plan against actual");
        document.blocks.extend(followed);
    }
    for (title, duties) in SECTIONS {
        document.heading(2, title);
        for duty in duties {
            document.heading(3, duty.label());
            for finding in of_duty(input, *duty) {
                write_finding(input, finding, document);
            }
        }
    }
}

fn of_duty<'a>(input: &'a ReportInput<'_>, duty: Duty) -> impl Iterator<Item = &'a Finding> {
    let here = move |f: &&Finding| f.duty == Some(duty) && !is_factor(f) && standing_finding(input, f);
    input.findings.iter().filter(here)
}

fn write_finding(input: &ReportInput<'_>, finding: &Finding, document: &mut Document) {
    let mut runs =
        vec![Run::Strong(format!("{}. ", finding.outcome.label())), Run::Text(finding.claim.clone())];
    runs.push(Run::Text(" ".to_owned()));
    runs.extend(input.evidence(&finding.events));
    document.blocks.push(Block::Paragraph(runs));
    if finding.outcome != Outcome::Shown && !finding.question.is_empty() {
        let question = vec![Run::Emphasis("To ask: ".to_owned()), Run::Text(finding.question.clone())];
        document.blocks.push(Block::Paragraph(question));
    }
    for measure in finding.measures.iter().filter(|m| m.is_set()) {
        let words = vec![Run::Emphasis("Threshold: ".to_owned()), Run::Text(format!("{}.", measure.words()))];
        document.blocks.push(Block::Paragraph(words));
    }
    if let Some(note) = input.view.case.notes.get(&finding.rule) {
        document
            .blocks
            .push(Block::Paragraph(vec![Run::Emphasis("Note: ".to_owned()), Run::Text(note.clone())]));
    }
}

/// A verdict in words.
pub fn verdict(verdict: Verdict) -> &'static str {
    verdict.label()
}

pub fn ledger(input: &ReportInput<'_>, document: &mut Document) {
    document.heading(2, "Legal ledger");
    let pair = |pair: Option<[crate::model::Timestamp; 2]>| match pair {
        None => String::new(),
        Some([a, b]) if a == b => instant(a, input.zone),
        Some([a, b]) => format!("{} to {}", instant(a, input.zone), instant(b, input.zone)),
    };
    let applicable: Vec<_> = obligation::applicable(input.view.obligations).collect();
    let open = obligation::open_questions(input.view.obligations);
    if applicable.is_empty() && open.is_empty() {
        document.paragraph("No rule of the pack applies by the facts that are stated.");
    }
    if !open.is_empty() {
        document.paragraph("Questions that are still open, with the number of rules that wait for each:");
        let ask = |(_, because, rules): &(_, &str, usize)| plain(format!("{because} ({rules})"));
        document.list(open.iter().map(ask).collect());
    }
    if !applicable.is_empty() {
        let rows = applicable.iter().map(|o| {
            vec![
                vec![Run::Text(format!("{} ", o.title)), Run::Code(o.rule.clone())],
                plain(o.recipient.clone()),
                plain(match (&o.starts, o.trigger) {
                    (Some(starts), None) => format!("at “{}”", starts.label()),
                    (_, trigger) => pair(trigger),
                }),
                plain(if o.due.is_some() { pair(o.due) } else { o.limit.clone() }),
                plain(pair(o.sent)),
                plain(o.margin_seconds.map(margin).unwrap_or_default()),
                plain(verdict(o.verdict)),
                plain(o.citation.clone()),
            ]
        });
        let columns = ["Rule", "Recipient", "Clock starts", "Due", "Sent", "Margin\t", "Verdict", "Citation"];
        document.table("Due, sent and margin of each rule", &columns, rows.collect());
        if let Some(clocks) = Chart::clocks(input.view.obligations, input.view.milestones, input.zone) {
            document.blocks.push(Block::Figure(Box::new(clocks)));
        }
        // What several rules share stands once, with the rules that it is of.
        let mut notes: Vec<(&String, Vec<&str>)> = vec![];
        for o in &applicable {
            for note in std::iter::once(&o.because).chain(&o.notes) {
                match notes.iter_mut().find(|(known, _)| *known == note) {
                    Some((_, rules)) if rules.last() == Some(&o.rule.as_str()) => {}
                    Some((_, rules)) => rules.push(&o.rule),
                    None => notes.push((note, vec![&o.rule])),
                }
            }
        }
        let item = |(note, rules): (&String, Vec<&str>)| {
            let of = match rules.len() {
                n if n == applicable.len() => String::new(),
                1..=3 => format!(" ({})", rules.join(", ")),
                n => format!(" ({n} rules)"),
            };
            plain(format!("{note}{of}"))
        };
        document.list(notes.into_iter().map(item).collect());
    }
    for duty in [Duty::KnowObligations, Duty::TimelyReporting] {
        document.heading(3, duty.label());
        for finding in of_duty(input, duty) {
            write_finding(input, finding, document);
        }
    }
    document.note(NOT_LEGAL_ADVICE);
}

pub fn factors(input: &ReportInput<'_>, document: &mut Document) {
    document.heading(2, "Contributing factors");
    let factors: Vec<&Finding> =
        input.findings.iter().filter(|f| is_factor(f) && standing_finding(input, f)).collect();
    if factors.is_empty() {
        document.paragraph("The record names no contributing factor; the review should.");
    }
    for finding in factors {
        write_finding(input, finding, document);
    }
    document.heading(2, "What went well, what went poorly");
    let claims = |outcome: Outcome| -> Vec<Vec<Run>> {
        let of = input
            .findings
            .iter()
            .filter(|f| is_duty_rule(f) && f.outcome == outcome && standing_finding(input, f));
        of.map(|f| plain(f.claim.clone())).collect()
    };
    for (title, outcome, none) in [
        ("Went well", Outcome::Shown, "The record shows none of the duties."),
        ("Went poorly", Outcome::Gap, "The record shows no gap."),
    ] {
        document.heading(3, title);
        match claims(outcome) {
            claims if claims.is_empty() => document.paragraph(none),
            claims => document.list(claims),
        }
    }
}

pub fn changes(input: &ReportInput<'_>, document: &mut Document) {
    document.heading(2, "Findings and plan changes");
    if input.view.plan.is_none() {
        document.paragraph("No response plan was opened, so that no change is proposed.");
        return;
    }
    covered(input, document);
    if input.amendments.is_empty() {
        document.paragraph("The plan already holds what this case teaches; no change is proposed.");
        return;
    }
    let rows = input.amendments.iter().map(|(amendment, decision)| {
        let (text, decided) = match decision {
            Some(AmendmentDecision::Accepted { text }) => {
                (text.as_ref().unwrap_or(&amendment.text), "accepted")
            }
            Some(AmendmentDecision::Rejected) => (&amendment.text, "rejected"),
            None => (&amendment.text, "open"),
        };
        vec![
            plain(amendment.section.clone()),
            plain(text.clone()),
            plain(amendment.reason.clone()),
            amendment.findings.iter().map(|rule| Run::Code(rule.clone())).collect(),
            plain(amendment.owner.clone()),
            plain(amendment.effect.clone()),
            plain(decided),
        ]
    });
    let columns = ["Section", "Change", "Reason", "Finding", "Owner", "Expected effect", "Decision"];
    document.table("Changes to the response plan", &columns, rows.collect());
}

/// What the plan lacks or has out of date.
fn covered(input: &ReportInput<'_>, document: &mut Document) {
    let Some(plan) = input.view.plan else { return };
    let took = input.view.all_took();
    let against = Against { today: input.date, obligations: input.view.obligations, took: &took };
    let lines = coverage::coverage(plan, &against);
    let open: Vec<_> = lines.iter().filter(|l| l.state != State::Has).collect();
    document.paragraph(format!(
        "Of {} things that a response plan should have, the plan has {}.",
        lines.len(),
        lines.len() - open.len()
    ));
    if open.is_empty() {
        return;
    }
    let rows = open.into_iter().map(|l| {
        let section = l.section.and_then(|s| plan.sections.get(s)).map_or("", |s| s.title.as_str());
        vec![
            plain(l.subject.label()),
            plain(l.name.clone()),
            plain(l.state.label()),
            plain(l.because.clone()),
            plain(section),
        ]
    });
    let columns = ["Kind", "What", "State", "Why", "Section"];
    document.table("What the plan lacks or has out of date", &columns, rows.collect());
}

pub fn open_questions(input: &ReportInput<'_>, document: &mut Document) {
    document.heading(2, "Open questions");
    let unknown =
        input.findings.iter().filter(|f| f.outcome == Outcome::NotShown && standing_finding(input, f));
    let questions: Vec<Vec<Run>> =
        unknown.filter(|f| !f.question.is_empty()).map(|f| plain(f.question.clone())).collect();
    match questions.is_empty() {
        true => document.paragraph("None: the record speaks to each duty."),
        false => document.list(questions),
    }
}
