//! Which messages of a Slack export become events, and the counts that tell beforehand what a choice would do.

use super::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Which messages of a Slack export become events. Unless a person says otherwise, those of every channel that are
/// marked or speak of the response, replies and those of apps among them, without notices.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SlackChoice {
    /// Of which channels.
    pub channels: SlackChannels,
    /// Whether all messages of these channels are taken, not only those that are marked or speak of the response.
    pub unmarked: bool,
    /// Whether replies in threads are taken.
    pub replies: bool,
    /// Whether messages of apps and bots are taken.
    pub bots: bool,
    /// Whether what Slack itself writes of who joined, left or renamed is taken, marked or not.
    pub notices: bool,
    /// Of which time.
    pub span: SlackSpan,
}

impl Default for SlackChoice {
    fn default() -> Self {
        let (channels, span) = (SlackChannels::default(), SlackSpan::default());
        SlackChoice { channels, unmarked: false, replies: true, bots: true, notices: false, span }
    }
}

/// A stretch of time that may be open at both ends: usually all of it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SlackSpan {
    /// The first instant of it.
    pub from: Option<Timestamp>,
    /// The last instant of it.
    pub until: Option<Timestamp>,
}

impl SlackSpan {
    /// Whether an instant is in it.
    pub fn has(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at <= until)
    }

    /// How many of these instants, which are in order, are in it.
    fn count(&self, times: &[Timestamp]) -> u64 {
        let before = self.from.map_or(0, |from| times.partition_point(|at| *at < from));
        let up_to = self.until.map_or(times.len(), |until| times.partition_point(|at| *at <= until));
        up_to.saturating_sub(before) as u64
    }
}

/// Channels of a Slack export by name. The messages of a day file, which does not name its channel, are in the channel
/// of the empty name.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SlackChannels {
    /// All of them.
    #[default]
    All,
    /// These alone.
    Only(BTreeSet<String>),
    /// All but these.
    Except(BTreeSet<String>),
}

impl SlackChannels {
    /// From a list of channels with whether each is chosen; one without a name is all that the list does not name.
    ///
    /// ```
    /// # use floodmark::model::slack::SlackChannels;
    /// let row = |name: &str, chosen| (Some(name.to_owned()), chosen);
    /// let only = SlackChannels::of([row("ops", true), row("talk", false)]);
    /// assert!(only.has("ops") && !only.has("talk") && !only.has_others());
    /// let except = SlackChannels::of([row("ops", true), row("talk", false), (None, true)]);
    /// assert!(except.has("ops") && !except.has("talk") && except.has_others());
    /// assert_eq!(SlackChannels::of([row("ops", true)]), SlackChannels::All);
    /// ```
    pub fn of(list: impl IntoIterator<Item = (Option<String>, bool)>) -> SlackChannels {
        let (mut chosen, mut left, mut others) = (BTreeSet::new(), BTreeSet::new(), None);
        for (name, is_chosen) in list {
            match name {
                None => others = Some(is_chosen),
                Some(name) if is_chosen => drop(chosen.insert(name)),
                Some(name) => drop(left.insert(name)),
            }
        }
        match others {
            None | Some(true) if left.is_empty() => SlackChannels::All,
            Some(true) => SlackChannels::Except(left),
            None | Some(false) => SlackChannels::Only(chosen),
        }
    }

    /// Whether a channel is among them.
    pub fn has(&self, channel: &str) -> bool {
        match self {
            SlackChannels::All => true,
            SlackChannels::Only(these) => these.contains(channel),
            SlackChannels::Except(these) => !these.contains(channel),
        }
    }

    /// Whether the channels are among them that it does not name.
    pub fn has_others(&self) -> bool {
        !matches!(self, SlackChannels::Only(_))
    }

    /// The channels that it names, chosen or not.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        let these = match self {
            SlackChannels::All => None,
            SlackChannels::Only(these) | SlackChannels::Except(these) => Some(these),
        };
        these.into_iter().flatten().map(String::as_str)
    }
}

/// What a message is, as far as a choice looks at it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct SlackMessage {
    /// Slack wrote it itself, of who joined, left or renamed.
    pub notice: bool,
    /// An app or a bot wrote it.
    pub bot: bool,
    /// It is a reply in a thread.
    pub reply: bool,
    /// Somebody marked it, or it speaks of the response.
    pub marked: bool,
}

/// Why a message is left out: the first reason that holds, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SlackLeftOut {
    /// Its channel is not among those chosen.
    Channel,
    /// It is of another time.
    Time,
    /// It is a notice.
    Notice,
    /// It is of an app or a bot.
    Bot,
    /// It is a reply.
    Reply,
    /// It is unmarked, and without a word of the response.
    Unmarked,
}

impl SlackChoice {
    /// Why a message of a channel is left out; none: it is taken.
    ///
    /// ```
    /// # use floodmark::model::slack::{SlackChoice, SlackLeftOut, SlackMessage};
    /// # use floodmark::model::Timestamp;
    /// let (talk, at) = (SlackMessage::default(), Timestamp(0));
    /// assert_eq!(SlackChoice::default().leaves_out("ops", at, talk), Some(SlackLeftOut::Unmarked));
    /// assert_eq!(SlackChoice { unmarked: true, ..SlackChoice::default() }.leaves_out("ops", at, talk), None);
    /// ```
    pub fn leaves_out(&self, channel: &str, at: Timestamp, message: SlackMessage) -> Option<SlackLeftOut> {
        if !self.channels.has(channel) {
            Some(SlackLeftOut::Channel)
        } else if !self.span.has(at) {
            Some(SlackLeftOut::Time)
        } else {
            self.leaves(message)
        }
    }

    /// Why a message of a channel and a time that are chosen is left out.
    fn leaves(&self, message: SlackMessage) -> Option<SlackLeftOut> {
        if message.notice {
            (!self.notices).then_some(SlackLeftOut::Notice)
        } else if message.bot && !self.bots {
            Some(SlackLeftOut::Bot)
        } else if message.reply && !self.replies {
            Some(SlackLeftOut::Reply)
        } else {
            (!message.marked && !self.unmarked).then_some(SlackLeftOut::Unmarked)
        }
    }
}

/// The messages of one channel: when each of every kind was written, so that any choice of time can be counted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlackCount {
    /// The times of each kind, in order once they are in [`SlackCounts`].
    kinds: BTreeMap<SlackMessage, Vec<Timestamp>>,
}

impl SlackCount {
    /// Counts a message.
    pub fn add(&mut self, message: SlackMessage, at: Timestamp) {
        self.kinds.entry(message).or_default().push(at);
    }

    /// Adds the messages of another channel.
    fn merge(&mut self, other: SlackCount) {
        for (message, mut times) in other.kinds {
            self.kinds.entry(message).or_default().append(&mut times);
        }
    }

    fn sort(&mut self) {
        self.kinds.values_mut().for_each(|times| times.sort_unstable());
    }

    /// The earliest and latest time.
    pub fn span(&self) -> Option<[Timestamp; 2]> {
        let first = self.kinds.values().filter_map(|times| times.first()).min();
        let last = self.kinds.values().filter_map(|times| times.last()).max();
        Some([*first?, *last?])
    }

    /// All of its messages.
    pub fn messages(&self) -> u64 {
        self.kinds.values().map(|times| times.len() as u64).sum()
    }

    /// How many of them a choice takes, where the channel is among those chosen or not.
    pub fn taken(&self, choice: &SlackChoice, chosen: bool) -> u64 {
        let taken = self.kinds.iter().filter(|(message, _)| chosen && choice.leaves(**message).is_none());
        taken.map(|(_, times)| choice.span.count(times)).sum()
    }
}

/// The channels of an export with their messages, whatever of them was taken.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlackCounts {
    /// The channels, those that the choice names and those with the most messages first; at most
    /// [`SlackCounts::MOST`] that it does not name.
    pub channels: Vec<(String, SlackCount)>,
    /// How many further channels there are.
    pub others: u64,
    /// Their messages, together.
    pub of_others: SlackCount,
}

impl SlackCounts {
    /// As many channels are told one by one; the others are summed up.
    pub const MOST: usize = 200;

    /// Of all channels of an export, under the choice by which it was read.
    pub fn new(counts: BTreeMap<String, SlackCount>, choice: &SlackChoice) -> Self {
        let named: BTreeSet<&str> = choice.channels.named().collect();
        let mut channels: Vec<(String, SlackCount)> = counts.into_iter().collect();
        // The order among equals is that of their names.
        channels.sort_by_key(|(name, count)| (!named.contains(name.as_str()), u64::MAX - count.messages()));
        let first = channels.iter().filter(|(name, _)| named.contains(name.as_str())).count();
        let beyond = channels.split_off(channels.len().min(first + Self::MOST));
        let (mut of_others, others) = (SlackCount::default(), beyond.len() as u64);
        beyond.into_iter().for_each(|(_, count)| of_others.merge(count));
        channels.iter_mut().for_each(|(_, count)| count.sort());
        of_others.sort();
        SlackCounts { channels, others, of_others }
    }

    /// How many messages of all channels a choice takes. A choice that names a channel among the others is counted as
    /// if it did not; under the choice by which the file was read there is none.
    pub fn taken(&self, choice: &SlackChoice) -> u64 {
        let one = |(name, count): &(String, SlackCount)| count.taken(choice, choice.channels.has(name));
        self.channels.iter().map(one).sum::<u64>()
            + self.of_others.taken(choice, choice.channels.has_others())
    }

    /// The earliest and latest time of all channels.
    pub fn span(&self) -> Option<[Timestamp; 2]> {
        let all = self.channels.iter().map(|(_, count)| count).chain([&self.of_others]);
        all.filter_map(SlackCount::span).reduce(|a, b| [a[0].min(b[0]), a[1].max(b[1])])
    }

    /// How many messages there are.
    pub fn messages(&self) -> u64 {
        self.channels.iter().map(|(_, count)| count.messages()).sum::<u64>() + self.of_others.messages()
    }
}
