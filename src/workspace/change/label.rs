//! Changes in words, for undo.

use super::super::Workspace;
use super::Change;
use crate::model::case::AmendmentDecision;
use crate::model::{CaseId, MilestoneDecision, SourceId};

/// What a change does, for “Undo: …”.
pub fn label(change: &Change, before: &Workspace) -> String {
    let file = |case: &CaseId, id: &SourceId| {
        let source = before.case(*case).and_then(|c| c.sources.iter().find(|s| s.id == *id));
        source.map_or_else(|| "file".to_owned(), |s| s.name.clone())
    };
    match change {
        Change::AddSources { sources, .. } => match sources.as_slice() {
            [one] => format!("open {}", one.name),
            many => format!("open {} files", many.len()),
        },
        Change::RemoveSource { case, source } => format!("remove {}", file(case, source)),
        Change::RemoveCase { .. } => "remove the case".to_owned(),
        Change::RenameCase { .. } => "rename the case".to_owned(),
        Change::SetZone { case, source, zone: Some(zone), .. } => {
            format!("assert {zone} for {}", file(case, source))
        }
        Change::SetZone { case, source, zone: None, .. } => {
            format!("take back the zone of {}", file(case, source))
        }
        Change::SetAbbreviation { case, source, abbreviation, zone: Some(zone), .. } => {
            format!("read {abbreviation} as {zone} in {}", file(case, source))
        }
        Change::SetAbbreviation { case, source, abbreviation, zone: None, .. } => {
            format!("take back what {abbreviation} means in {}", file(case, source))
        }
        Change::SetClockOffset { case, source, .. } => {
            format!("set the clock offset of {}", file(case, source))
        }
        Change::SetReading { case, source, .. } => format!("read {} anew", file(case, source)),
        Change::ReadRecords { read } => format!("read {} anew", read.file.name),
        Change::AddEvents { events, .. } => match events.len() {
            1 => "add an event".to_owned(),
            n => format!("add {n} events"),
        },
        Change::RemoveEvent { .. } => "remove a hand-written event".to_owned(),
        Change::EditEvent { .. } => "correct an event".to_owned(),
        Change::DecideMilestone { milestone, decision, .. } => match decision {
            Some(MilestoneDecision::At { .. }) => format!("set “{}”", milestone.label()),
            Some(MilestoneDecision::None { .. }) => format!("rule out “{}”", milestone.label()),
            None => format!("take back “{}”", milestone.label()),
        },
        Change::SetFacts { .. } => "change the facts".to_owned(),
        Change::CountOrders { count: Some(count), .. } => format!("count the orders of {}", count.name),
        Change::CountOrders { count: None, .. } => "remove the count of orders".to_owned(),
        Change::SetPaper { case, paper } => match before.case(*case) {
            Some(case) => paper.change(&case.paper),
            None => "change the report".to_owned(),
        },
        Change::SetAsOf { .. } => "set the end of the record".to_owned(),
        Change::SetMetric { present: true, .. } => "add a metric".to_owned(),
        Change::SetMetric { present: false, .. } => "remove a metric".to_owned(),
        Change::DecideFinding { .. } => "decide on a finding".to_owned(),
        Change::NoteFinding { .. } => "note on a finding".to_owned(),
        Change::AddActions { actions, .. } => match actions.len() {
            1 => "add an action item".to_owned(),
            n => format!("add {n} action items"),
        },
        Change::EditAction { .. } => "change an action item".to_owned(),
        Change::RemoveAction { .. } => "remove an action item".to_owned(),
        Change::TrackActions { from, .. } => format!("take over the status of {from}"),
        Change::OpenPlan { name, .. } | Change::OpenWord { name, .. } => format!("open the plan {name}"),
        Change::RemovePlan => "remove the plan".to_owned(),
        Change::OpenRules { name, .. } => format!("use the rules of {name}"),
        Change::OpenTemplate { name, .. } => format!("use the template {name}"),
        Change::RemoveTemplate { of } => {
            format!("use the built-in template of “{}”", of.label())
        }
        Change::RemoveRules => "use the rules that come with Floodmark".to_owned(),
        Change::DecideAmendments { amendments, decision, .. } => match (decision, amendments.len()) {
            (Some(AmendmentDecision::Accepted { .. }), 1) => "accept an amendment".to_owned(),
            (Some(AmendmentDecision::Accepted { .. }), n) => format!("accept {n} amendments"),
            (Some(AmendmentDecision::Rejected), 1) => "reject an amendment".to_owned(),
            (Some(AmendmentDecision::Rejected), n) => format!("reject {n} amendments"),
            (None, 1) => "take back an amendment".to_owned(),
            (None, n) => format!("take back {n} amendments"),
        },
        Change::WritePlan { .. } => "write the new plan".to_owned(),
        Change::SetTopic { topic: Some(topic), .. } => {
            format!("say that a section is about “{}”", topic.label())
        }
        Change::SetTopic { topic: None, .. } => "take back what a section is about".to_owned(),
        Change::CommentAmendment { .. } => "comment on an amendment".to_owned(),
        Change::OwnAmendment { .. } => "say who carries an amendment".to_owned(),
        Change::ChooseAmendment { .. } => "choose between amendments".to_owned(),
        Change::SetThreshold { threshold, value: Some(value) } => {
            format!("set “{}” to {}", threshold.label(), threshold.words(*value))
        }
        Change::SetThreshold { threshold, value: None } => {
            format!("take back the threshold “{}”", threshold.label())
        }
        Change::KeepPreset { name, mapping: Some(_) } => format!("keep the preset {name}"),
        Change::KeepPreset { name, mapping: None } => format!("forget the preset {name}"),
        Change::TakeMerged { .. } => "take over what participants wrote".to_owned(),
        Change::Meeting { step, .. } => step.label(),
        Change::Exercise { step, .. } => step.label(),
        Change::ShowRoles { on: true, .. } => "show roles instead of names".to_owned(),
        Change::ShowRoles { on: false, .. } => "show names again".to_owned(),
        Change::SetRole { .. } => "set a role".to_owned(),
        Change::Restore { .. } => "open a workspace".to_owned(),
        Change::Clear => "start again".to_owned(),
    }
}
