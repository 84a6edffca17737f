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
}

impl Default for SlackChoice {
    fn default() -> Self {
        let channels = SlackChannels::default();
        SlackChoice { channels, unmarked: false, replies: true, bots: true, notices: false }
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
    /// let talk = SlackMessage::default();
    /// assert_eq!(SlackChoice::default().leaves_out("ops", talk), Some(SlackLeftOut::Unmarked));
    /// assert_eq!(SlackChoice { unmarked: true, ..SlackChoice::default() }.leaves_out("ops", talk), None);
    /// ```
    pub fn leaves_out(&self, channel: &str, message: SlackMessage) -> Option<SlackLeftOut> {
        self.leaves(self.channels.has(channel), message)
    }

    fn leaves(&self, chosen: bool, message: SlackMessage) -> Option<SlackLeftOut> {
        if !chosen {
            Some(SlackLeftOut::Channel)
        } else if message.notice {
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

/// The messages of one channel, counted by what they are.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SlackCount {
    /// How many there are of each kind.
    pub kinds: BTreeMap<SlackMessage, u64>,
    /// The earliest and latest time.
    pub span: Option<[Timestamp; 2]>,
}

impl SlackCount {
    /// Counts a message.
    pub fn add(&mut self, message: SlackMessage, at: Timestamp) {
        *self.kinds.entry(message).or_default() += 1;
        self.widen([at, at]);
    }

    /// Adds the messages of another channel.
    pub fn merge(&mut self, other: &SlackCount) {
        for (message, n) in &other.kinds {
            *self.kinds.entry(*message).or_default() += n;
        }
        if let Some(span) = other.span {
            self.widen(span);
        }
    }

    fn widen(&mut self, [from, to]: [Timestamp; 2]) {
        let [first, last] = self.span.unwrap_or([from, to]);
        self.span = Some([first.min(from), last.max(to)]);
    }

    /// All of its messages.
    pub fn messages(&self) -> u64 {
        self.kinds.values().sum()
    }

    /// How many of them a choice takes, where the channel is among those chosen or not.
    pub fn taken(&self, choice: &SlackChoice, chosen: bool) -> u64 {
        let taken = self.kinds.iter().filter(|(message, _)| choice.leaves(chosen, **message).is_none());
        taken.map(|(_, n)| n).sum()
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
        let mut of_others = SlackCount::default();
        beyond.iter().for_each(|(_, count)| of_others.merge(count));
        SlackCounts { channels, others: beyond.len() as u64, of_others }
    }

    /// How many messages of all channels a choice takes. A choice that names a channel among the others is counted as
    /// if it did not; under the choice by which the file was read there is none.
    pub fn taken(&self, choice: &SlackChoice) -> u64 {
        let one = |(name, count): &(String, SlackCount)| count.taken(choice, choice.channels.has(name));
        self.channels.iter().map(one).sum::<u64>()
            + self.of_others.taken(choice, choice.channels.has_others())
    }

    /// How many messages there are.
    pub fn messages(&self) -> u64 {
        self.channels.iter().map(|(_, count)| count.messages()).sum::<u64>() + self.of_others.messages()
    }
}
