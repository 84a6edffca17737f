//! What a case tells, as a template is handed it.

use super::context::{
    ActionLine, AmendmentLine, Context, ExerciseSaid, FindingLine, InjectLine, LedgerLine, MeetingSaid,
    MetricLine, MilestoneLine, SourceLine, StatedFacts, Told,
};
use super::{Job, TemplateFile};
use crate::document::actions::checklist;
use crate::document::exercise::{ExerciseInput, PackPart};
use crate::document::notice::{Content, Notice, NoticeInput, told};
use crate::document::report::{self, ReportInput};
use crate::document::words::{instant, instants, moment, sentence};
use crate::document::{Block, Document};
use crate::metric;
use crate::model::Zone;
use crate::model::meeting::EntryKind;
use crate::obligation;
use chrono::NaiveDate;

/// The report by a template.
pub(crate) fn report_job(input: &ReportInput<'_>, template: &TemplateFile) -> Job {
    let paper = &input.view.case.paper;
    let on = paper.order().into_iter().filter(|section| !paper.is_off(*section));
    let parts: Vec<(String, Vec<Block>)> = on
        .map(|section| {
            let mut part = Document::default();
            report::place(input, section, &mut part);
            (section.id().to_owned(), part.blocks)
        })
        .collect();
    let cover = report::cover(input);
    let context = context(input, &cover, &parts);
    Job { template: template.clone(), context, cover, parts }
}

/// A notice by a template; its sections are what stands under each of its headings, by their names.
pub(crate) fn notice_job(
    input: &ReportInput<'_>,
    from: &NoticeInput<'_>,
    notice: &Notice,
    template: &TemplateFile,
) -> Job {
    let (cover, parts) = by_headings(&notice.document);
    let mut context = context(input, &cover, &parts);
    let tell = |content| told(from, content);
    context.told = Told {
        organisation: tell(Content::Organisation),
        nature: tell(Content::Nature),
        dates: tell(Content::Dates),
        cause: tell(Content::Cause),
        data: tell(Content::Data),
        people: tell(Content::People),
        categories: tell(Content::Categories),
        records: tell(Content::Records),
        consequences: tell(Content::Consequences),
        measures: tell(Content::Measures),
        advice: tell(Content::Advice),
        contact: tell(Content::Contact),
        delay: tell(Content::Delay),
    };
    context.missing = notice.missing.iter().map(|content| content.words().to_owned()).collect();
    Job { template: template.clone(), context, cover, parts }
}

/// A document that is written whole, as what stands under its title and under each of its headings, by their names.
fn by_headings(document: &Document) -> (Document, Vec<(String, Vec<Block>)>) {
    let mut parts: Vec<(String, Vec<Block>)> = vec![("opening".to_owned(), vec![])];
    for block in &document.blocks {
        if let Block::Heading { level: 2, id, .. } = block {
            parts.push((id.clone(), vec![]));
        }
        if let Some((_, blocks)) = parts.last_mut() {
            blocks.push(block.clone());
        }
    }
    (Document { blocks: vec![], ..document.clone() }, parts)
}

/// The minutes by a template.
pub(crate) fn minutes_job(input: &ReportInput<'_>, minutes: &Document, template: &TemplateFile) -> Job {
    let (cover, parts) = by_headings(minutes);
    let mut context = context(input, &cover, &parts);
    let case = input.view.case;
    let of = |kind: EntryKind| {
        let entries = case.meeting.entries.iter().filter(|e| e.kind == kind);
        entries.map(|e| sentence(&e.text)).collect()
    };
    let held = cover.meta.iter().find(|(name, _)| name == "Held");
    context.meeting = MeetingSaid {
        held: held.map(|(_, held)| held.clone()).unwrap_or_default(),
        took_part: case.facts.review_teams.clone(),
        decisions: of(EntryKind::Decision),
        surprises: of(EntryKind::Surprise),
        questions: of(EntryKind::Question),
        parked: of(EntryKind::Parked),
    };
    Job { template: template.clone(), context, cover, parts }
}

/// The checklist of action items by a template.
pub(crate) fn actions_job(input: &ReportInput<'_>, checklist: &Document, template: &TemplateFile) -> Job {
    let (cover, parts) = by_headings(checklist);
    let context = context(input, &cover, &parts);
    Job { template: template.clone(), context, cover, parts }
}

/// A document of the exercise pack by a template. It is handed nothing of the case that the document does not say itself: what
/// participants read must not give away what they are to find out.
pub(crate) fn exercise_job(
    input: &ExerciseInput<'_>,
    part: PackPart,
    document: &Document,
    template: &TemplateFile,
) -> Job {
    let (cover, parts) = by_headings(document);
    let hidden = part.is_open();
    let injects = input.setup.injects.iter().filter(|_| !hidden).map(|inject| InjectLine {
        time: instant(inject.at, input.zone),
        title: inject.title.clone(),
        told: inject.told.clone(),
        question: inject.prompt.clone(),
        duty: inject.duty.label().to_owned(),
    });
    let context = Context {
        title: cover.title.clone(),
        case: if hidden { &input.setup.name } else { input.title }.to_owned(),
        date: input.date.to_string(),
        zone: input.zone.to_string(),
        sections: parts.iter().map(|(name, _)| name.clone()).collect(),
        exercise: ExerciseSaid {
            name: input.setup.name.clone(),
            reader: part.reader().to_owned(),
            objective: input.setup.objective.clone(),
            injects: injects.collect(),
        },
        ..Context::default()
    };
    Job { template: template.clone(), context, cover, parts }
}

/// A plan to start from, by a template, which is its text.
pub(crate) fn plan_job(date: NaiveDate, zone: Zone, template: &TemplateFile) -> Job {
    let context = Context { date: date.to_string(), zone: zone.to_string(), ..Context::default() };
    Job { template: template.clone(), context, cover: Document::default(), parts: vec![] }
}

fn context(input: &ReportInput<'_>, cover: &Document, parts: &[(String, Vec<Block>)]) -> Context {
    let (view, zone) = (&input.view, input.zone);
    let case = view.case;
    let said = |name: &str| {
        cover.meta.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut held: Vec<_> = view.milestones.0.iter().filter_map(|(m, h)| Some((h.moment?, m, h))).collect();
    held.sort_by_key(|(at, m, _)| (at.earliest, (*m).clone()));
    let milestones = held.into_iter().map(|(at, milestone, held)| {
        let event = held.events.first();
        MilestoneLine {
            id: milestone.id().to_string(),
            name: milestone.label(),
            time: moment(&at, zone),
            standing: report::standing(held.status).to_owned(),
            text: event.and_then(|id| view.timeline.find(*id)).map(|e| e.text.to_owned()).unwrap_or_default(),
            evidence: event.and_then(|id| input.reference(*id)).unwrap_or_default(),
        }
    });
    let metrics = view.metrics.iter().map(|m| MetricLine {
        id: m.id.id().to_string(),
        name: m.id.label(),
        value: metric::note(m),
        least_seconds: m.duration.min().map(|span| span.as_seconds() as i64),
        most_seconds: m.duration.max().map(|span| span.as_seconds() as i64),
        from: m.from.label(),
        to: m.to.label(),
    });
    let pair = |ends| instants(ends, zone);
    let ledger = obligation::applicable(view.obligations).map(|o| LedgerLine {
        rule: o.rule.clone(),
        title: o.title.clone(),
        recipient: o.recipient.clone(),
        due: if o.due.is_some() { pair(o.due) } else { o.limit.clone() },
        sent: pair(o.sent),
        verdict: o.verdict.label().to_owned(),
        citation: o.citation.clone(),
    });
    let findings = input.findings.iter().filter(|f| report::standing_finding(input, f));
    let findings = findings.map(|f| FindingLine {
        rule: f.rule.clone(),
        outcome: f.outcome.label().to_owned(),
        severity: f.severity.label().to_owned(),
        duty: f.duty.map(|duty| duty.label().to_owned()).unwrap_or_default(),
        claim: f.claim.clone(),
        why: f.why.clone(),
        question: f.question.clone(),
        note: case.notes.get(&f.rule).cloned().unwrap_or_default(),
        evidence: f
            .events
            .iter()
            .take(5)
            .filter_map(|id| input.reference(*id))
            .collect::<Vec<_>>()
            .join("; "),
    });
    let actions = case.actions.iter().map(|item| ActionLine {
        id: item.id.clone(),
        title: item.what.title.clone(),
        owner: item.what.owner.clone(),
        due: item.what.due.map(|due| due.to_string()).unwrap_or_default(),
        status: checklist::standing(item, input.date),
        finding: item.what.finding.clone().unwrap_or_default(),
        effect: item.what.effect.clone(),
    });
    let amendments = input.amendments.iter().map(|(a, decision)| {
        let (text, decided) = report::decided(a, decision.as_ref());
        AmendmentLine {
            section: a.section.clone(),
            text: text.to_owned(),
            reason: a.reason.clone(),
            owner: a.owner.clone(),
            effect: a.effect.clone(),
            decision: decided.to_owned(),
        }
    });
    let sources = input.sources.iter().map(|s| SourceLine {
        name: s.name.clone(),
        format: s.format.clone(),
        zone: s.zone.clone(),
        rows: s.rows,
        events: s.events,
        refused: s.refused,
        sha256: s.sha256.clone(),
    });
    Context {
        title: cover.title.clone(),
        case: input.title.to_owned(),
        status: said("Status"),
        version: said("Version"),
        handling: said("Handling"),
        date: input.date.to_string(),
        zone: zone.to_string(),
        as_of: instant(view.as_of, zone),
        sections: parts.iter().map(|(name, _)| name.clone()).collect(),
        facts: StatedFacts {
            records_affected: case.facts.records_affected,
            data_types: case.facts.data_types.clone(),
            jurisdictions: case.facts.jurisdictions.clone(),
            contracts: case.facts.contracts.clone(),
        },
        told: Told::default(),
        missing: vec![],
        milestones: milestones.collect(),
        metrics: metrics.collect(),
        ledger: ledger.collect(),
        findings: findings.collect(),
        actions: actions.collect(),
        amendments: amendments.collect(),
        sources: sources.collect(),
        meeting: MeetingSaid::default(),
        exercise: ExerciseSaid::default(),
    }
}
