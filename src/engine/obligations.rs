//! The page Obligations: what the facts select, the ledger, the chart of clocks, what another start would change.

use super::analysis::CaseAnalysis;
use super::protocol::QueryError;
use super::response::milestone_row;
use super::view::{LedgerEntry, MilestoneRow, ObligationsView, RuleView};
use crate::chart::Chart;
use crate::document::{Block, Rests, Run, plain, rule_blocks, rule_sources, words};
use crate::finding::CaseView;
use crate::language::{self, known};
use crate::model::{Milestone, Span, Timestamp, Zone};
use crate::obligation::{Obligation, Pack, Question, SENSITIVITY, Verdict, applicable, due_if};
use crate::say;

/// Everything on the page.
pub fn view(analysis: &CaseAnalysis, zone: Zone) -> ObligationsView {
    let (pack, all) = (analysis.pack(), &analysis.judgement().obligations);
    let case = analysis.view(&[]);
    let mut on: Vec<&Obligation> = applicable(all).collect();
    on.sort_by_key(|o| (o.due.is_none(), o.due));
    let off =
        all.iter().filter(|o| !o.selected).map(|o| (o.rule.clone(), o.title.clone(), o.because.clone()));
    ObligationsView {
        head: head(pack, all),
        own_rules: analysis.rules.is_some(),
        facts: analysis.case.facts.clone(),
        effects: effects(all),
        milestones: milestones(analysis, pack, &on),
        ledger: on.iter().map(|o| entry(analysis, &case, pack, o, &on, zone)).collect(),
        off: off.collect(),
        clocks: Chart::clocks(all, &analysis.milestones, zone),
        sensitivity: sensitivity(analysis, &case, pack, &on, zone),
    }
}

/// One rule in full.
pub fn rule(analysis: &CaseAnalysis, id: &str) -> Result<RuleView, QueryError> {
    let pack = analysis.pack();
    let rule = pack.rule(id).ok_or(QueryError::NoSuchRule)?;
    Ok(RuleView { blocks: rule_blocks(rule, pack) })
}

/// All rules with where they were read.
pub fn rules(pack: &Pack) -> RuleView {
    RuleView { blocks: rule_sources(pack) }
}

fn head(pack: &Pack, all: &[Obligation]) -> String {
    let count = |wanted: Option<bool>| all.iter().filter(|o| o.selected && o.applies == wanted).count();
    let off = all.iter().filter(|o| !o.selected).count();
    say!(
        "{apply} of {all} rules apply, {may} may apply, {off} are not selected. Pack {pack}, reviewed on {day}.",
        apply = count(Some(true)),
        all = all.len(),
        may = count(None),
        off,
        pack = pack.version,
        day = pack.reviewed_on
    )
}

/// What each answer does: how many rules it rules out, how many wait for it, and which these are.
fn effects(all: &[Obligation]) -> Vec<(Question, String, Vec<String>)> {
    const EACH: [Question; 11] = [
        Question::Place,
        Question::PersonalData,
        Question::Risk,
        Question::HighRisk,
        Question::Residents,
        Question::People,
        Question::Sector,
        Question::Processor,
        Question::DataTypes,
        Question::Contracts,
        Question::Threshold,
    ];
    let words = |question: Question| {
        let of = |answer: Option<bool>| {
            all.iter().filter(|o| o.applies == answer && o.question == Some(question)).count()
        };
        let rules = |n: usize| words::count(n, say!("rule"), say!("rules"));
        match (of(Some(false)), of(None)) {
            (0, 0) => say!("Decides nothing here.").to_owned(),
            (0, open) => say!("{rules} wait for it.", rules = rules(open)),
            (out, 0) => say!("Rules out {rules}.", rules = rules(out)),
            (out, open) => {
                say!("Rules out {rules}; {others} wait for it.", rules = rules(out), others = rules(open))
            }
        }
    };
    let touched = |question: Question| {
        let touched = all.iter().filter(|o| o.applies != Some(true) && o.question == Some(question));
        touched.map(|o| format!("{}: {}", o.title, o.because)).collect()
    };
    EACH.into_iter().map(|q| (q, words(q), touched(q))).collect()
}

/// The milestones that the page can set: awareness, and of the rules that are selected the notices, the receipts, and
/// what their clocks and their order depend on.
fn milestones(analysis: &CaseAnalysis, pack: &Pack, on: &[&Obligation]) -> Vec<MilestoneRow> {
    let hold = ["law_enforcement_hold_started", "law_enforcement_hold_ended"]
        .map(|n| Milestone::Legal(n.to_owned()));
    let of = on.iter().flat_map(|o| {
        let (sent, received) = (Milestone::Sent(o.rule.clone()), Milestone::Received(o.rule.clone()));
        let rule = pack.rule(&o.rule).map(crate::obligation::Rule::milestones);
        rule.into_iter().flatten().chain([sent, received])
    });
    let mut all: Vec<Milestone> = hold.into_iter().chain([Milestone::Aware]).chain(of).collect();
    all.extend(on.iter().filter_map(|o| o.recipient_kind.milestone()));
    all.sort();
    all.dedup();
    all.into_iter().map(|m| milestone_row(analysis, m)).collect()
}

fn interval(pair: Option<[Timestamp; 2]>, zone: Zone) -> Option<String> {
    pair.map(|[a, b]| match a == b {
        true => words::instant(a, zone),
        false => between(&words::instant(a, zone), &words::instant(b, zone)),
    })
}

fn between(a: &str, b: &str) -> String {
    say!("between {a} and {b}", a, b)
}

fn margin(o: &Obligation) -> Option<String> {
    let one = |s: i64| {
        let span = Span::seconds(s.saturating_abs());
        match (s < 0, o.not_before) {
            (true, true) => say!("{span} too early", span),
            (true, false) => say!("{span} late", span),
            (false, _) => say!("{span} to spare", span),
        }
    };
    o.margin_seconds.map(|[a, b]| match a == b {
        true => one(a),
        false => between(&one(a), &one(b)),
    })
}

/// The look of a verdict: good, bad, attention, open, off.
fn look(o: &Obligation) -> &'static str {
    match o.verdict {
        Verdict::NotInForce => "off",
        _ if !o.is_decided() => "open",
        Verdict::OnTime | Verdict::OnTimeLenient => "good",
        Verdict::Late | Verdict::NotSent => "bad",
        Verdict::LateWithReason | Verdict::TooEarly => "attention",
        _ => "open",
    }
}

fn entry(
    analysis: &CaseAnalysis,
    case: &CaseView<'_>,
    pack: &Pack,
    o: &Obligation,
    on: &[&Obligation],
    zone: Zone,
) -> LedgerEntry {
    let starts = o.starts.as_ref().map(|m| known(m.label())).unwrap_or_default();
    let mut fields = vec![(say!("Recipient").to_owned(), o.recipient.clone())];
    let mut field = |label: &str, value: Option<String>| {
        fields.extend(value.map(|value| (label.to_owned(), value)));
    };
    field(say!("Limit"), Some(o.limit.clone()));
    field(say!("Clock starts at"), Some(starts));
    field(say!("Clock starts"), interval(o.trigger, zone).or(Some(say!("not known").to_owned())));
    let due = match (o.not_before, o.due_lenient.is_some()) {
        (true, _) => say!("Not before"),
        (_, true) => say!("Due, strict reading"),
        _ => say!("Due"),
    };
    field(due, interval(o.due, zone));
    field(say!("Due, lenient reading"), interval(o.due_lenient, zone));
    field(say!("Benchmark"), o.benchmark.clone());
    field(say!("Sent"), interval(o.sent, zone).or(Some(say!("not in the record").to_owned())));
    field(say!("Received"), interval(o.received, zone));
    field(say!("Margin"), margin(o));
    let held = o.recipient_kind.milestone().filter(|_| o.sent.is_none()).and_then(|told| {
        let held = analysis.milestones.get(&told)?;
        Some((told, held.moment?, held.events.first().copied()))
    });
    let rule = pack.rule(&o.rule);
    // The notice of another rule is set at that rule, where it has an entry.
    let elsewhere = |m: &Milestone| matches!(m, Milestone::Sent(rule) if on.iter().any(|o| o.rule == *rule));
    let (starts, depends_on): (Vec<Milestone>, Vec<Milestone>) = rule
        .map(crate::obligation::Rule::milestones)
        .unwrap_or_default()
        .into_iter()
        .filter(|m| !elsewhere(m))
        .partition(|m| o.starts.as_ref() == Some(m));
    LedgerEntry {
        rule: o.rule.clone(),
        title: o.title.clone(),
        citation: say!(
            "{citation} · rule {rule} · pack {pack}",
            citation = o.citation,
            rule = o.rule,
            pack = o.pack
        ),
        look: look(o).to_owned(),
        verdict: o.words(),
        because: o.because.clone(),
        fields,
        notes: o.notes.clone(),
        rests: Rests::default().on_milestones(case, &o.stands_on(&analysis.milestones)),
        starts: starts.into_iter().next(),
        depends_on,
        receipt: rule.is_some_and(|r| r.computation.receipt),
        notice: held,
        excuse: rule.and_then(|r| r.late_excuse.as_ref()).map(|e| e.words.clone()),
        threshold: rule.is_some_and(|r| r.conditions.needs.threshold),
        contract: rule.is_some_and(|r| r.contract.is_some()),
    }
}

/// Due times if another milestone had started the clock, side by side.
fn sensitivity(
    analysis: &CaseAnalysis,
    case: &CaseView<'_>,
    pack: &Pack,
    on: &[&Obligation],
    zone: Zone,
) -> Vec<Block> {
    let (rows, rests): (Vec<Vec<Vec<Run>>>, Vec<Rests>) = on
        .iter()
        .filter(|o| o.verdict != Verdict::NotInForce && o.due.is_some())
        .filter_map(|o| {
            let rule = pack.rule(&o.rule)?;
            let of = |m: &Milestone| {
                let facts = &analysis.case.facts;
                let one =
                    due_if(rule, std::slice::from_ref(m), facts, &analysis.milestones, o, analysis.as_of)
                        .pop()?;
                let due = interval(Some(one.due), zone)?;
                let due = if o.not_before { say!("not before {due}", due) } else { due };
                let due = if one.own { say!("{due} (its own start)", due) } else { due };
                Some(format!("{due}: {}", words::small(language::look(one.verdict.label()))))
            };
            // A clock that another notice or a decision starts does not move with these.
            let moves = match o.starts.as_ref()? {
                Milestone::Legal(name) => {
                    ["discovered", "determined_breach", "reasonably_believes", "suspected", "occurred"]
                        .contains(&name.as_str())
                }
                Milestone::Sent(_) | Milestone::Received(_) => false,
                Milestone::AuthorityNotified | Milestone::IndividualsNotified => false,
                _ => true,
            };
            moves.then(|| {
                let cells =
                    SENSITIVITY.iter().map(|m| plain(of(m).unwrap_or_else(|| say!("no time").to_owned())));
                let told = [
                    format!("{}: {}.", o.citation, o.limit),
                    say!("The rule’s own entry says how it is counted.").to_owned(),
                ];
                let rests = Rests::told(told).on_milestones(case, &SENSITIVITY);
                (std::iter::once(plain(o.title.clone())).chain(cells).collect::<Vec<_>>(), rests)
            })
        })
        .unzip();
    if rows.is_empty() {
        return vec![];
    }
    let columns: Vec<String> = std::iter::once(say!("Rule").to_owned())
        .chain(SENSITIVITY.iter().map(|m| known(m.label())))
        .collect();
    let meaning = say!(
        "When the notice would have been due if the clock of the rule had started at this milestone, and what the notice on record would then be."
    );
    let table = Block::table(say!("Due times if the clock had started at another milestone"), &columns, rows);
    let meanings: Vec<&str> = std::iter::once("").chain(SENSITIVITY.iter().map(|_| meaning)).collect();
    vec![Block::explained(table, &meanings, rests)]
}
