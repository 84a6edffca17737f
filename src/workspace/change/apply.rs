//! Applying a change: the workspace after it.

use super::super::{PlanVersion, RulesFile, Workspace, actions, exercise, meeting, plan, records};
use super::sources::{add_sources, edit_source, edit_times};
use super::{Change, ChangeError};
use crate::document::template::{Of, TemplateFile};
use crate::model::case::AmendmentDecision;
use crate::model::{Case, CaseId, EventId, SourceId, Timestamp};
use crate::obligation::Pack;
use crate::plan::change::owner_of;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The workspace after a change. The given one is untouched; unchanged cases are shared.
///
/// # Errors
/// [`ChangeError`] when the change names something that is not there.
pub fn apply(workspace: &Workspace, change: &Change, at: Timestamp) -> Result<Workspace, ChangeError> {
    let mut next = workspace.clone();
    match change {
        Change::AddSources { target, sources } => add_sources(&mut next, *target, sources, at)?,
        Change::RemoveSource { case, source } => edit(&mut next, *case, |c| {
            let before = c.sources.len();
            c.sources.retain(|s| s.id != *source);
            c.event_edits.retain(|id, _| id.source != *source);
            if c.sources.len() == before { Err(ChangeError::NoSuchSource) } else { Ok(()) }
        })?,
        Change::RemoveCase { case } => {
            next.case(*case).ok_or(ChangeError::NoSuchCase(case.0))?;
            next.cases.retain(|c| c.id != *case);
        }
        Change::RenameCase { case, title } => edit(&mut next, *case, |c| {
            c.title = title.trim().to_owned();
            Ok(())
        })?,
        Change::SetZone { case, source, zone, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| s.zone = *zone)?;
        }
        Change::SetAbbreviation { case, source, abbreviation, zone, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| {
                set(&mut s.abbreviations, abbreviation.name().to_owned(), *zone);
            })?;
        }
        Change::SetClockOffset { case, source, offset, whole_file } => {
            edit_times(&mut next, (*case, *source, *whole_file), |s| s.clock_offset = *offset)?;
        }
        Change::SetReading { case, source, reading, rows } => {
            edit_source(&mut next, *case, *source, |s| s.reading = reading.clone())?;
            edit(&mut next, *case, |c| {
                follow(c, *source, rows);
                Ok(())
            })?;
        }
        Change::ReadRecords { read } => records::read(&mut next, read, at)?,
        Change::AddEvents { case, events } => edit(&mut next, *case, |c| {
            c.hand_events.extend(events.iter().cloned());
            if events.is_empty() { Err(ChangeError::Nothing) } else { Ok(()) }
        })?,
        Change::RemoveEvent { case, row } => edit(&mut next, *case, |c| {
            let event = c.hand_events.get_mut(*row as usize).ok_or(ChangeError::NoSuchEvent)?;
            event.removed = true;
            Ok(())
        })?,
        Change::EditEvent { case, event, edit: correction } => edit(&mut next, *case, |c| {
            set(&mut c.event_edits, *event, correction.clone());
            Ok(())
        })?,
        Change::DecideMilestone { case, milestone, decision } => edit(&mut next, *case, |c| {
            set(&mut c.milestones, milestone.clone(), decision.clone());
            Ok(())
        })?,
        Change::SetFacts { case, facts } => edit(&mut next, *case, |c| {
            c.facts = (**facts).clone();
            Ok(())
        })?,
        Change::CountOrders { case, count } => edit(&mut next, *case, |c| {
            let count = count.as_deref().cloned();
            if c.orders == count {
                return Err(ChangeError::Nothing);
            }
            c.orders = count;
            Ok(())
        })?,
        Change::SetAsOf { case, as_of } => edit(&mut next, *case, |c| {
            c.as_of = *as_of;
            Ok(())
        })?,
        Change::SetMetric { case, metric, present } => edit(&mut next, *case, |c| {
            let changed = if *present { c.metrics.insert(metric.clone()) } else { c.metrics.remove(metric) };
            if changed { Ok(()) } else { Err(ChangeError::Nothing) }
        })?,
        Change::DecideFinding { case, rule, decision } => edit(&mut next, *case, |c| {
            set(&mut c.findings, rule.clone(), decision.clone());
            Ok(())
        })?,
        Change::NoteFinding { case, rule, note } => edit(&mut next, *case, |c| {
            set(&mut c.notes, rule.clone(), (!note.trim().is_empty()).then(|| note.clone()));
            Ok(())
        })?,
        Change::SetPaper { case, paper } => edit(&mut next, *case, |c| {
            if c.paper == **paper {
                return Err(ChangeError::Nothing);
            }
            c.paper = (**paper).clone();
            Ok(())
        })?,
        Change::AddActions { case, actions } => {
            edit(&mut next, *case, |c| actions::add(c, actions, at))?;
        }
        Change::EditAction { case, action, what, status } => {
            edit(&mut next, *case, |c| actions::change(c, action, what, *status, at))?;
        }
        Change::RemoveAction { case, action } => edit(&mut next, *case, |c| {
            let before = c.actions.len();
            c.actions.retain(|item| item.id != *action);
            if c.actions.len() == before { Err(ChangeError::NoSuchAction) } else { Ok(()) }
        })?,
        Change::TrackActions { tracked, .. } => actions::track(&mut next, tracked, at)?,
        Change::OpenPlan { name, text } => {
            next.plan = Some(Arc::new(plan::opened(next.plan.as_deref(), name, text, None, at)));
        }
        Change::OpenWord { name, text, file } => {
            let file = Some(file.clone());
            next.plan = Some(Arc::new(plan::opened(next.plan.as_deref(), name, text, file, at)));
        }
        Change::RemovePlan => {
            next.plan.take().ok_or(ChangeError::NoPlan)?;
        }
        Change::OpenRules { name, text } => {
            Pack::parse(text).map_err(|e| ChangeError::Rules(e.to_string()))?;
            next.rules = Some(Arc::new(RulesFile { name: name.clone(), text: text.clone() }));
        }
        Change::OpenTemplate { name, text } => {
            let of = match Of::named(text) {
                Some(of) => of.map_err(|e| ChangeError::Template(format!("{name}: {e}")))?,
                None => {
                    return Err(ChangeError::Template(format!(
                        "{name} is no template; its first line says which document it is of"
                    )));
                }
            };
            let file = TemplateFile { name: name.clone(), text: text.clone() };
            next.templates.insert(of.id().to_owned(), Arc::new(file));
        }
        Change::RemoveTemplate { of } => {
            next.templates.remove(of.id()).ok_or(ChangeError::Nothing)?;
        }
        Change::RemoveRules => {
            next.rules.take().ok_or(ChangeError::Nothing)?;
        }
        Change::DecideAmendments { case, amendments, decision } => edit(&mut next, *case, |c| {
            for id in amendments {
                set(&mut c.amendments, id.clone(), decision.clone());
            }
            Ok(())
        })?,
        Change::SetTopic { section, topic } => {
            let plan = next.plan.as_mut().ok_or(ChangeError::NoPlan)?;
            if plan.topics.get(section) == topic.as_ref() {
                return Err(ChangeError::Nothing);
            }
            set(&mut Arc::make_mut(plan).topics, section.clone(), *topic);
        }
        Change::CommentAmendment { case, amendment, comment } => edit(&mut next, *case, |c| {
            let comment = comment.trim();
            set(&mut c.comments, amendment.clone(), (!comment.is_empty()).then(|| comment.to_owned()));
            Ok(())
        })?,
        Change::OwnAmendment { case, amendment, owner } => edit(&mut next, *case, |c| {
            let owner = owner.trim();
            set(&mut c.owners, amendment.clone(), (!owner.is_empty()).then(|| owner.to_owned()));
            without_proposed(c);
            Ok(())
        })?,
        Change::ChooseAmendment { case, keep, reject } => edit(&mut next, *case, |c| {
            let kept = c.amendments.get(keep).filter(|d| matches!(d, AmendmentDecision::Accepted { .. }));
            let kept = kept.cloned().unwrap_or(AmendmentDecision::Accepted { text: None });
            c.amendments.insert(keep.clone(), kept);
            for id in reject.iter().filter(|id| *id != keep) {
                c.amendments.insert(id.clone(), AmendmentDecision::Rejected);
            }
            Ok(())
        })?,
        Change::WritePlan { case, text, edits, stamp } => {
            next.case(*case).ok_or(ChangeError::NoSuchCase(case.0))?;
            let plan = next.plan.as_mut().ok_or(ChangeError::NoPlan)?;
            if plan.text() == text {
                return Err(ChangeError::Nothing);
            }
            let (edits, stamp) = (edits.clone(), stamp.clone());
            let version = PlanVersion {
                text: text.clone(),
                written: at,
                case: Some(*case),
                edits,
                stamp,
                ..PlanVersion::default()
            };
            Arc::make_mut(plan).versions.push(version);
        }
        Change::SetThreshold { threshold, value } => {
            if let Some(value) = value.filter(|value| !threshold.allows(*value)) {
                return Err(ChangeError::Threshold { threshold: *threshold, value });
            }
            next.thresholds.set(*threshold, *value);
            if next.thresholds == workspace.thresholds {
                return Err(ChangeError::Nothing);
            }
        }
        Change::KeepPreset { name, mapping } => {
            set(&mut next.presets, name.trim().to_owned(), mapping.clone());
            if next.presets == workspace.presets {
                return Err(ChangeError::Nothing);
            }
        }
        Change::TakeMerged { case, merged } => edit(&mut next, *case, |c| {
            let mut merged: Case =
                serde_json::from_str(merged).map_err(|e| ChangeError::Merged(e.to_string()))?;
            without_proposed(&mut merged);
            if *c == merged || merged.id != c.id {
                return Err(ChangeError::Nothing);
            }
            *c = merged;
            Ok(())
        })?,
        Change::Meeting { case, step } => edit(&mut next, *case, |c| meeting::step(c, step, at))?,
        Change::Exercise { case, step } => edit(&mut next, *case, |c| exercise::step(c, step, at))?,
        Change::ShowRoles { case, on } => edit(&mut next, *case, |c| {
            if (c.roles.on, c.roles.settled) == (*on, true) {
                return Err(ChangeError::Nothing);
            }
            (c.roles.on, c.roles.settled) = (*on, true);
            Ok(())
        })?,
        Change::SetRole { case, name, role } => edit(&mut next, *case, |c| {
            let before = c.roles.said.clone();
            let role = role.as_ref().map(|role| role.trim().to_owned());
            set(&mut c.roles.said, name.trim().to_owned(), role);
            if name.trim().is_empty() || c.roles.said == before {
                return Err(ChangeError::Nothing);
            }
            Ok(())
        })?,
        Change::Restore { workspace } => {
            next = (**workspace).clone();
            let named = next.cases.iter_mut().filter(|case| !case.owners.is_empty());
            named.for_each(|case| without_proposed(Arc::make_mut(case)));
        }
        Change::Clear => next = Workspace::default(),
    }
    Ok(next)
}

/// Forgets owners of amendments whom these propose by themselves: nobody decided on them, and earlier programs kept them.
fn without_proposed(case: &mut Case) {
    case.owners.retain(|amendment, owner| owner != owner_of(amendment));
}

fn set<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    };
}

pub(in crate::workspace) fn edit(
    workspace: &mut Workspace,
    id: CaseId,
    change: impl FnOnce(&mut Case) -> Result<(), ChangeError>,
) -> Result<(), ChangeError> {
    let missing = ChangeError::NoSuchCase(id.0);
    let n = workspace.cases.binary_search_by_key(&id, |c| c.id).map_err(|_| missing.clone())?;
    change(Arc::make_mut(workspace.cases.get_mut(n).ok_or(missing)?))
}

/// Lets decisions follow the rows of a source that is read in another way. A milestone whose row is gone keeps its time.
pub(in crate::workspace) fn follow(case: &mut Case, source: SourceId, rows: &BTreeMap<u32, Option<u32>>) {
    let moved = |id: EventId| match rows.get(&id.row) {
        Some(row) if id.source == source => row.map(|row| EventId { source, row }),
        _ => Some(id),
    };
    case.rename_events(moved);
}
