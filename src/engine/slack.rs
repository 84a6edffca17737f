//! What a choice of messages would make of a Slack export, told before the file is read again.

use super::analysis::CaseAnalysis;
use super::protocol::QueryError;
use crate::model::slack::{SlackChannels, SlackChoice, SlackCount};
use crate::model::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

/// What a choice of messages would make of a Slack export: counted while the file was read, so exact.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SlackView {
    /// The choice that this is of.
    pub choice: SlackChoice,
    /// The channels that the choice by which the file is read names, then those with the most messages.
    pub channels: Vec<SlackChannelRow>,
    /// How many further channels there are; where there are any, the last of `channels` is all of them together.
    pub others: u64,
    /// The earliest and latest time of all of them.
    pub span: Option<[Timestamp; 2]>,
    /// All messages with a time.
    pub messages: u64,
    /// How many of them would become events.
    pub taken: u64,
    /// How many of them are events now.
    pub taken_now: u64,
}

/// One channel of a Slack export.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SlackChannelRow {
    /// Its name; empty for that of a day file, which does not name it, and for the further channels together.
    pub name: String,
    /// Whether it is chosen.
    pub chosen: bool,
    /// Its messages.
    pub messages: u64,
    /// How many of them would become events.
    pub taken: u64,
    /// Its earliest and latest time.
    pub span: Option<[Timestamp; 2]>,
}

/// The answer for one source, under the choice by which it is read where no other is tried.
pub(super) fn preview(
    analysis: &CaseAnalysis,
    id: SourceId,
    tried: Option<&SlackChoice>,
) -> Result<SlackView, QueryError> {
    let place = analysis.case.sources.iter().position(|s| s.id == id).ok_or(QueryError::NoSuchSource)?;
    let evidence = analysis.evidence.get(place).and_then(Option::as_ref);
    let counts = evidence.and_then(|e| e.imported.report.slack.as_ref()).ok_or(QueryError::NoSuchSource)?;
    let now = analysis.case.sources.get(place).and_then(|s| s.reading.slack.clone()).unwrap_or_default();
    let choice = tried.unwrap_or(&now);
    let row = |name: &str, count: &SlackCount, chosen: bool| SlackChannelRow {
        name: name.to_owned(),
        chosen,
        messages: count.messages(),
        taken: count.taken(choice, chosen),
        span: count.span(),
    };
    let channels: &SlackChannels = &choice.channels;
    let listed = counts.channels.iter().map(|(name, count)| row(name, count, channels.has(name)));
    let others = (counts.others > 0).then(|| row("", &counts.of_others, channels.has_others()));
    Ok(SlackView {
        choice: choice.clone(),
        channels: listed.chain(others).collect(),
        others: counts.others,
        span: counts.span(),
        messages: counts.messages(),
        taken: counts.taken(choice),
        taken_now: counts.taken(&now),
    })
}
