//! Slack workspace exports: the messages of its channels, of which those that matter to an incident become events.
//!
//! After Slack's help (“How to read Slack data exports”) and slack-export-viewer (slackviewer/message.py). A day file is a
//! list of messages; the ZIP of an export is expanded into one file of JSON lines, first
//! `{"slack_users": […], "slack_channels": […]}`, then each message with its `channel` ([`crate::container`]). `ts` is
//! the time in seconds since 1970, so that no zone is in question.
//!
//! Kept are messages that somebody marked (a reaction, a pin, a file, a thread under them) or that speak of the response;
//! joins and other housekeeping are left out. The report tells how many were left out.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count, join};
use super::rows::EventRows;
use crate::model::Format;
use serde_json::{Map, Value};
use std::collections::HashMap;

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
    left_out: u64,
    housekeeping: u64,
}

impl RecordReader for Slack {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        if let Some(object) = row.object.filter(|object| object.contains_key("slack_users")) {
            self.users.extend(named(object, "slack_users", &["real_name", "name"]));
            self.channels.extend(named(object, "slack_channels", &["name"]));
            return;
        }
        let subtype = row.get("subtype");
        if HOUSEKEEPING.contains(&subtype) {
            self.housekeeping += 1;
            return;
        }
        let text = self.plain(row.get("text"));
        let files: Vec<&str> = row.list("files", "name").collect();
        if !row.get("ts").is_empty() && !notable(row, &text) {
            self.left_out += 1;
            return;
        }
        let said = if text.is_empty() {
            row.first(&["attachments.0.fallback", "attachments.0.text"])
        } else {
            &text
        };
        let attached = if files.is_empty() { String::new() } else { format!("[{}]", files.join(", ")) };
        let user = row.get("user");
        let name = self.users.get(user).map(String::as_str);
        let actor = name.unwrap_or_else(|| {
            row.first(&["user_profile.real_name", "user_profile.display_name", "username", "user", "bot_id"])
        });
        let thread = row.get("thread_ts");
        let kind = match subtype {
            "bot_message" => "bot message",
            _ if !thread.is_empty() && thread != row.get("ts") => "reply in a thread",
            _ => "message",
        };
        let channel = row.get("channel");
        Draft::at(row, "ts")
            .text(join(&[said, &attached], " "))
            .kind(kind)
            .actor(actor)
            .tags((!channel.is_empty()).then(|| format!("#{channel}")))
            .tags(row.list("reactions", "name").map(|name| format!(":{name}:")))
            .push(rows);
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.left_out > 0 {
            rows.say(format!(
                "{} left out: unmarked, and without a word of the response.",
                count(self.left_out, "message was", "messages were")
            ));
        }
        if self.housekeeping > 0 {
            rows.say(format!(
                "{} of who joined, left or renamed left out.",
                count(self.housekeeping, "notice", "notices")
            ));
        }
    }
}

/// Whether a message is kept.
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
    use crate::model::Format;

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
        assert!(report.notes[0].starts_with("1 message was left out") && report.notes.len() == 2);
    }

    #[test]
    fn a_whole_export_has_names() {
        let text = "{\"slack_users\":[{\"id\":\"U01\",\"name\":\"osei\",\"real_name\":\"A. Osei\"}],\"slack_channels\":[{\"id\":\"C1\",\"name\":\"inc-41\"}]}\n\
            {\"channel\":\"inc-41\",\"type\":\"message\",\"user\":\"U01\",\"ts\":\"1773652800.000100\",\"text\":\"Declaring an incident, see <#C1>\",\"thread_ts\":\"1773652800.000100\",\"reply_count\":2}\n";
        let (events, _) = events(text, Format::SlackExport);
        assert_eq!(told(&events, 0), "2026-03-16T09:20:00.0001Z Declaring an incident, see #inc-41");
        assert_eq!((events.actor(0), events.tags(0).next()), ("A. Osei", Some("#inc-41")));
    }
}
