//! Slack workspace exports: the messages of its channels, of which those that matter to an incident become events.
//!
//! After Slack's help (“How to read Slack data exports”) and slack-export-viewer (slackviewer/message.py). A day file is a
//! list of messages; the ZIP of an export is expanded into one file of JSON lines, first
//! `{"slack_users": […], "slack_channels": […]}`, then each message with its `channel` ([`crate::container`]). `ts` is
//! the time in seconds since 1970, so that no zone is in question.
//!
//! Kept are, unless a person chose otherwise ([`SlackChoice`]), messages that somebody marked (a reaction, a pin, a file,
//! a thread under them) or that speak of the response; joins and other notices are left out. Every message is counted
//! by its channel and by what it is, so that the report tells why each was left out, and what another choice would take.
//! Refused are messages without a time, whatever the choice.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count, join};
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::slack::{SlackCount, SlackCounts, SlackLeftOut, SlackMessage};
use crate::model::{Format, Reading, SlackChoice, Timestamp};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// The messages of an export.
pub const MESSAGES: Known =
    Known { format: Format::SlackExport, shape: Shape::Json(&[]), tell, reader: || Box::<Slack>::default() };

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let message =
        sample.objects(&["type", "ts", "text"]) && (sample.objects(&["user"]) || sample.objects(&["bot_id"]));
    (sample.has(&["slack_users"]) || message).then(|| sign(0.96, "its records are messages of Slack"))?
}

/// What speaks of a response, as beginnings of words.
const WORDS: [&str; 46] = [
    "incident",
    "breach",
    "attack",
    "compromis",
    "malware",
    "skimmer",
    "phish",
    "exploit",
    "vulnerab",
    "suspicious",
    "unauthor",
    "leak",
    "exfil",
    "alert",
    "detect",
    "confirm",
    "declar",
    "escalat",
    "contain",
    "isolat",
    "block",
    "disabl",
    "revok",
    "rotat",
    "reset",
    "patch",
    "quarantin",
    "eradicat",
    "remov",
    "clean",
    "restor",
    "recover",
    "back up",
    "rollback",
    "rolled back",
    "deploy",
    "snapshot",
    "evidence",
    "forensic",
    "notif",
    "regulator",
    "customer",
    "legal",
    "dpo",
    "post-mortem",
    "resolved",
];

/// What Slack writes by itself of who comes and goes.
const HOUSEKEEPING: [&str; 12] = [
    "channel_join",
    "channel_leave",
    "channel_topic",
    "channel_purpose",
    "channel_name",
    "channel_archive",
    "channel_unarchive",
    "group_join",
    "group_leave",
    "bot_add",
    "bot_remove",
    "reminder_add",
];

#[derive(Debug, Default)]
struct Slack {
    /// User id → name.
    users: HashMap<String, String>,
    /// Channel id → name.
    channels: HashMap<String, String>,
    choice: SlackChoice,
    /// The messages by channel.
    counts: BTreeMap<String, SlackCount>,
    left_out: BTreeMap<SlackLeftOut, u64>,
}

impl RecordReader for Slack {
    fn choose(&mut self, reading: &Reading) {
        self.choice = reading.slack.clone().unwrap_or_default();
    }

    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        if let Some(object) = row.object.filter(|object| object.contains_key("slack_users")) {
            self.users.extend(named(object, "slack_users", &["real_name", "name"]));
            self.channels.extend(named(object, "slack_channels", &["name"]));
            return;
        }
        let at = match timestamp::parse(row.get("ts")) {
            Ok(Stated::Plain(time)) => Timestamp(time.micros),
            Ok(Stated::Either { .. }) => {
                return row.refuse(rows, "field `ts`: not the seconds that Slack writes; export it again");
            }
            Err(error) => return row.refuse(rows, format!("field `ts`: {error}")),
        };
        let text = self.plain(row.get("text"));
        let (subtype, thread) = (row.get("subtype"), row.get("thread_ts"));
        let message = SlackMessage {
            notice: HOUSEKEEPING.contains(&subtype),
            bot: subtype == "bot_message" || !row.get("bot_id").is_empty(),
            reply: !thread.is_empty() && thread != row.get("ts"),
            marked: notable(row, &text),
        };
        let channel = row.get("channel");
        match self.counts.get_mut(channel) {
            Some(count) => count.add(message, at),
            None => self.counts.entry(channel.to_owned()).or_default().add(message, at),
        }
        if let Some(reason) = self.choice.leaves_out(channel, at, message) {
            *self.left_out.entry(reason).or_default() += 1;
            return;
        }
        let files: Vec<&str> = row.list("files", "name").collect();
        let said = if text.is_empty() {
            row.first(&["attachments.0.fallback", "attachments.0.text"])
        } else {
            &text
        };
        let attached = if files.is_empty() { String::new() } else { format!("[{}]", files.join(", ")) };
        let told = join(&[said, &attached], " ");
        let user = row.get("user");
        let name = self.users.get(user).map(String::as_str);
        let actor = name.unwrap_or_else(|| {
            row.first(&["user_profile.real_name", "user_profile.display_name", "username", "user", "bot_id"])
        });
        let kind = match message {
            SlackMessage { notice: true, .. } => "notice",
            SlackMessage { bot: true, .. } => "bot message",
            SlackMessage { reply: true, .. } => "reply in a thread",
            _ => "message",
        };
        Draft::at(row, "ts")
            .text(if told.trim().is_empty() { "(a message without text)" } else { told.as_str() })
            .kind(kind)
            .actor(actor)
            .tags((!channel.is_empty()).then(|| format!("#{channel}")))
            .tags(row.list("reactions", "name").map(|name| format!(":{name}:")))
            .push(rows);
    }

    fn finish(&mut self, rows: &mut EventRows) {
        for channel in self.choice.channels.named().filter(|name| !self.counts.contains_key(*name)) {
            rows.say(format!("No message of this file is in the channel “{channel}” that the choice names."));
        }
        let left_out = self.left_out.values().sum::<u64>();
        let counts = SlackCounts::new(std::mem::take(&mut self.counts), &self.choice);
        if left_out > 0 {
            let messages = counts.messages();
            rows.say(format!(
                "Of {}, {} taken and {left_out} left out: {}.",
                count(messages, "message", "messages"),
                count(messages - left_out, "was", "were"),
                reasons(&self.left_out)
            ));
        }
        rows.count_slack(counts);
    }
}

/// Why messages were left out, with how many for each reason.
fn reasons(left_out: &BTreeMap<SlackLeftOut, u64>) -> String {
    let one = |(reason, n): (&SlackLeftOut, &u64)| match reason {
        SlackLeftOut::Channel => format!("{n} of channels that were not chosen"),
        SlackLeftOut::Time => format!("{n} of another time"),
        SlackLeftOut::Notice => format!("{n} of who joined, left or renamed"),
        SlackLeftOut::Bot => format!("{n} of apps and bots"),
        SlackLeftOut::Reply => format!("{n} replies in threads"),
        SlackLeftOut::Unmarked => format!("{n} unmarked and without a word of the response"),
    };
    left_out.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether somebody marked a message, or it speaks of the response.
fn notable(row: &Row<'_>, text: &str) -> bool {
    let marked = ["reactions", "files", "pinned_to"].iter().any(|list| {
        row.names
            .iter()
            .any(|name| name.strip_prefix(list).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')))
    });
    let replies = row.get("reply_count").parse::<u32>().unwrap_or(0) > 0;
    let lower = text.to_lowercase();
    let starts = |word: &str| {
        let bytes = lower.as_bytes();
        lower
            .match_indices(word)
            .any(|(at, _)| at == 0 || !bytes.get(at - 1).is_some_and(u8::is_ascii_alphanumeric))
    };
    marked || replies || WORDS.iter().any(|word| starts(word))
}

/// Id → name of a list of users or channels.
fn named(object: &Map<String, Value>, list: &str, names: &[&str]) -> HashMap<String, String> {
    let entries = object.get(list).and_then(Value::as_array).into_iter().flatten();
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = |entry: &Value| names.iter().find_map(|key| text(entry, key).filter(|name| !name.is_empty()));
    entries.filter_map(|entry| Some((text(entry, "id")?, name(entry)?))).collect()
}

impl Slack {
    /// Text without Slack's marks: `<@U01>`, `<#C01|name>`, `<url|label>`, `<!here>` and the three entities.
    fn plain(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            plain.push_str(rest.get(..at).unwrap_or(""));
            rest = rest.get(at + 1..).unwrap_or("");
            let Some(end) = rest.find('>') else {
                plain.push('<');
                break;
            };
            let inner = rest.get(..end).unwrap_or("");
            rest = rest.get(end + 1..).unwrap_or("");
            let (target, label) = inner.split_once('|').unwrap_or((inner, ""));
            let known = |names: &HashMap<String, String>, id: &str| {
                names.get(id).cloned().unwrap_or_else(|| id.to_owned())
            };
            match target.split_at_checked(1) {
                Some(("@", id)) => plain.push_str(&format!(
                    "@{}",
                    if label.is_empty() { known(&self.users, id) } else { label.to_owned() }
                )),
                Some(("#", id)) => plain.push_str(&format!(
                    "#{}",
                    if label.is_empty() { known(&self.channels, id) } else { label.to_owned() }
                )),
                Some(("!", to)) => plain.push_str(&format!("@{}", to.split('^').next().unwrap_or(to))),
                _ => plain.push_str(if label.is_empty() { target } else { label }),
            }
        }
        plain.push_str(rest);
        plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::import::{Content, Report, read_all};
    use crate::model::slack::{SlackCounts, SlackSpan};
    use crate::model::{EventTable, Format, Reading, SlackChannels, SlackChoice, Timestamp};
    use std::sync::Arc;

    #[test]
    fn a_day_file_keeps_what_was_marked_or_speaks_of_the_response() {
        let text = r#"[{"type":"message","user":"U01","ts":"1773654510.000200","text":"checkout is OFF, WAF rule live","reactions":[{"name":"pushpin","users":["U02"],"count":1}]},
            {"type":"message","user":"U02","ts":"1773654511.000100","text":"thanks","user_profile":{"real_name":"Mia Berg"}},
            {"type":"message","user":"U02","ts":"1773651900.000100","text":"<@U01> I can confirm: &lt;script&gt; in <https://shop.example/checkout.js|checkout.js>","user_profile":{"real_name":"Mia Berg"}},
            {"type":"message","subtype":"channel_join","user":"U03","ts":"1773651901.0","text":"<@U03> has joined"}]"#;
        let (events, report) = events(text, Format::SlackExport);
        assert_eq!(told(&events, 0), "2026-03-16T09:48:30.0002Z checkout is OFF, WAF rule live");
        assert_eq!(events.tags(0).collect::<Vec<_>>(), [":pushpin:"]);
        assert_eq!(told(&events, 1), "2026-03-16T09:05:00.0001Z @U01 I can confirm: <script> in checkout.js");
        assert_eq!((events.actor(1), report.rows), ("Mia Berg", 2));
        assert_eq!(
            report.notes,
            [
                "Of 4 messages, 2 were taken and 2 left out: 1 of who joined, left or renamed, 1 unmarked and without a word of the response."
            ]
        );
    }

    #[test]
    fn a_whole_export_has_names() {
        let text = "{\"slack_users\":[{\"id\":\"U01\",\"name\":\"osei\",\"real_name\":\"A. Osei\"}],\"slack_channels\":[{\"id\":\"C1\",\"name\":\"inc-41\"}]}\n\
            {\"channel\":\"inc-41\",\"type\":\"message\",\"user\":\"U01\",\"ts\":\"1773652800.000100\",\"text\":\"Declaring an incident, see <#C1>\",\"thread_ts\":\"1773652800.000100\",\"reply_count\":2}\n";
        let (events, _) = events(text, Format::SlackExport);
        assert_eq!(told(&events, 0), "2026-03-16T09:20:00.0001Z Declaring an incident, see #inc-41");
        assert_eq!((events.actor(0), events.tags(0).next()), ("A. Osei", Some("#inc-41")));
    }

    /// Two channels with a message of each kind, and one without a time.
    const EXPORT: &str = r#"{"slack_users":[],"slack_channels":[]}
{"channel":"inc","type":"message","user":"U1","ts":"1773652800.0","text":"confirmed"}
{"channel":"inc","type":"message","user":"U1","ts":"1773652801.0","text":"lunch?"}
{"channel":"inc","type":"message","user":"U1","ts":"1773652802.0","thread_ts":"1773652800.0","text":"blocked"}
{"channel":"inc","type":"message","bot_id":"B1","ts":"1773652803.0","thread_ts":"1773652800.0","text":"deployed"}
{"channel":"inc","type":"message","bot_id":"B1","ts":"1773652804.0","text":""}
{"channel":"inc","type":"message","subtype":"channel_join","user":"U1","ts":"1773652805.0","text":"joined"}
{"channel":"ops","type":"message","user":"U1","ts":"1773652700.0","text":"hm"}
{"channel":"ops","type":"message","user":"U1","ts":"1773652900.0","text":"restored"}
{"channel":"ops","type":"message","user":"U1","ts":"","text":"never"}
"#;

    fn read(choice: &SlackChoice) -> (Arc<EventTable>, Report) {
        let reading = Reading::slack(choice.clone());
        let imported = read_all("x", EXPORT.as_bytes(), Some(&reading)).unwrap();
        let Content::Events(events) = imported.content else { panic!("incidents") };
        (events, imported.report)
    }

    /// Every choice of the switches with every choice of channels, of all times and of some.
    fn choices() -> Vec<SlackChoice> {
        let these = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let channels = [
            SlackChannels::All,
            SlackChannels::Only(these(&["ops"])),
            SlackChannels::Only(these(&[])),
            SlackChannels::Except(these(&["ops"])),
        ];
        let at = |second: i64| Some(Timestamp(second * 1_000_000));
        let spans = [
            (None, None),
            (at(1_773_652_800), None),
            (None, at(1_773_652_802)),
            (at(1_773_652_801), at(1_773_652_804)),
            (at(1_773_652_804), at(1_773_652_801)),
        ];
        let with = |channels: &SlackChannels, bits: u32, (from, until)| SlackChoice {
            channels: channels.clone(),
            unmarked: bits & 1 > 0,
            replies: bits & 2 > 0,
            bots: bits & 4 > 0,
            notices: bits & 8 > 0,
            span: SlackSpan { from, until },
        };
        let all = |channels| {
            spans.into_iter().flat_map(move |span| (0..16).map(move |bits| with(channels, bits, span)))
        };
        channels.iter().flat_map(all).collect()
    }

    #[test]
    fn what_a_choice_takes_is_known_before_the_file_is_read_again() {
        let counts: Vec<SlackCounts> =
            choices().iter().map(|choice| *read(choice).1.slack.unwrap()).collect();
        for (choice, own) in choices().iter().zip(&counts) {
            let (events, report) = read(choice);
            let taken = events.len() as u64;
            for before in &counts {
                assert_eq!((before.taken(choice), before.messages()), (taken, 8), "{choice:?}");
            }
            assert_eq!((report.rows, report.refusals.len()), (taken + 1, 1), "{choice:?}");
            let told = report.notes.iter().find(|note| note.starts_with("Of 8 messages")).cloned();
            let left_out = format!(" taken and {} left out: ", 8 - taken);
            assert_eq!(taken < 8, told.is_some_and(|told| told.contains(&left_out)), "{choice:?}");
            assert_eq!(own.channels.iter().map(|(_, count)| count.messages()).sum::<u64>(), 8);
        }
    }

    #[test]
    fn a_choice_decides_channels_marks_replies_bots_and_notices() {
        let texts = |choice: SlackChoice| {
            let (events, _) = read(&choice);
            (0..events.len() as u32).map(|row| events.text(row).to_owned()).collect::<Vec<_>>()
        };
        let usual = SlackChoice::default();
        assert_eq!(texts(usual.clone()), ["confirmed", "blocked", "deployed", "restored"]);
        assert_eq!(texts(SlackChoice { replies: false, ..usual.clone() }), ["confirmed", "restored"]);
        let bots = SlackChoice { bots: false, ..usual.clone() };
        assert_eq!(texts(bots), ["confirmed", "blocked", "restored"]);
        let notices = SlackChoice { notices: true, ..usual.clone() };
        assert_eq!(texts(notices), ["confirmed", "blocked", "deployed", "joined", "restored"]);
        let only = SlackChannels::Only(["ops".to_owned(), "gone".to_owned()].into());
        let choice = SlackChoice { channels: only, unmarked: true, ..usual };
        assert_eq!(texts(choice.clone()), ["hm", "restored"]);
        let (events, report) = read(&SlackChoice { channels: SlackChannels::All, ..choice.clone() });
        assert_eq!((events.text(4), events.kind(4)), ("(a message without text)", "bot message"));
        assert!(report.notes[0].ends_with("1 of who joined, left or renamed."), "{:?}", report.notes);
        // Both ends count: a message of the very second is of that time.
        let at = |second: i64| Some(Timestamp(second * 1_000_000));
        let span = SlackSpan { from: at(1_773_652_801), until: at(1_773_652_802) };
        let some = SlackChoice { span, unmarked: true, ..SlackChoice::default() };
        assert_eq!(texts(some.clone()), ["lunch?", "blocked"]);
        assert!(read(&some).1.notes[0].ends_with("2 were taken and 6 left out: 6 of another time."));
        let notes = read(&choice).1.notes;
        assert!(
            notes[0].contains("channel “gone”") && notes[1].contains("6 of channels that were not chosen")
        );
        let (_, report) = read(&SlackChoice::default());
        let spans: Vec<_> = report.slack.unwrap().channels.into_iter().map(|(n, c)| (n, c.span())).collect();
        let at = |second: i64| Timestamp(second * 1_000_000);
        let inc = ("inc".to_owned(), Some([at(1_773_652_800), at(1_773_652_805)]));
        assert_eq!(spans, [inc, ("ops".to_owned(), Some([at(1_773_652_700), at(1_773_652_900)]))]);
    }

    #[test]
    fn channels_beyond_two_hundred_are_summed_up() {
        let message = |n: usize| {
            format!(
                r#"{{"channel":"c{n}","type":"message","user":"U1","ts":"{}.0","text":"x"}}"#,
                1_773_652_800 + n
            )
        };
        let mut lines: Vec<String> = (0..250).map(message).collect();
        lines.push(message(249));
        let choice = |channels| SlackChoice { channels, unmarked: true, ..SlackChoice::default() };
        let read = |choice: &SlackChoice| {
            let reading = Reading::slack(choice.clone());
            let report = read_all("x", lines.join("\n").as_bytes(), Some(&reading)).unwrap().report;
            (report.events, report.slack.unwrap())
        };
        let (_, counts) = read(&choice(SlackChannels::All));
        assert_eq!((counts.channels.len(), counts.others, counts.messages()), (200, 50, 251));
        assert_eq!((counts.channels[0].0.as_str(), counts.of_others.messages()), ("c249", 50));
        // Those that a choice names are told even where they are small.
        let small = ["c98".to_owned(), "c99".to_owned()];
        assert!(counts.channels.iter().all(|(name, _)| !small.contains(name)));
        for channels in
            [SlackChannels::Only(small.clone().into()), SlackChannels::Except(small.clone().into())]
        {
            let choice = choice(channels);
            let (events, counts) = read(&choice);
            assert_eq!((counts.taken(&choice), counts.channels.len(), counts.others), (events, 202, 48));
        }
    }
}
