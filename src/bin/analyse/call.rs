//! The command line: its options, and what they say of one file.

use floodmark::container;
use floodmark::engine::protocol::Export;
use floodmark::import::timestamp;
use floodmark::model::{Abbreviation, SlackChannels, SlackChoice, Zone};

/// What the program says of itself.
const HELP: &str = "\
analyse [OPTIONS] FILE...

Reads incident timelines as the Floodmark page does and prints their analysis as JSON.
A .gz, .zip or .xlsx file is opened; a file inside it is named `FILE › PATH`.

  --zone ZONE              asserted for times without a zone (IANA name or offset); FILE=ZONE for one file.
                           CST=ZONE says what an abbreviation of a zone means; FILE:CST=ZONE in one file
  --confirm MILESTONE=TIME confirm a milestone: RFC 3339, 2017-02-01T18 (an hour), a date, a month, or none
  --facts FACTS.json       facts of the case
  --as-of TIME             end of the record
  --date DATE              the date written in documents
  --plan PLAN              the response plan: Markdown, a Word document (.docx) or a CACAO playbook (.json)
  --rules PACK.json        judge obligations by this pack of rules in place of the one that comes with Floodmark
  --accept-all             accept every amendment
  --write-plan OUT         write the new plan, of the same kind; a Word plan has its changes tracked
  --report OUT             write the post-mortem report: .md, .html or .docx
  --template FILE          write a document by this template in place of the built-in one; its first line says which
  --events OUT.csv         write the merged timeline
  --export KIND=OUT        write another file of the first case; KIND is one of those below
  --orders IN.csv=OUT.json count a shop's orders between exposure and containment, by country and payment method
  --map MAP.json           how to read a table; FILE=MAP.json for one file
  --slack WHICH            which messages of a Slack export become events: marked (or about the response; the default)
                           or all, with no-replies, no-bots or notices after a comma; FILE=WHICH for one file
  --slack-channels A,B     of these channels alone; FILE=A,B for one file
  --slack-from TIME        from this time on, --slack-until TIME up to it, UTC where no zone is written; a date is all of it;
                           FILE=TIME for one file
  --share AUDIENCE=OUT     write the first case for others as a .floodmark file: regulator, internal or training; names
                           are replaced, intervals stay. --share-key OUT.json writes what the replacements stand for
  --verify BUNDLE.zip      hash everything in an evidence bundle anew and print what differs, in place of all else; exit
                           status 1 where something does
  --fleet                  each file is its own incident

KIND of --export: ";

fn help() -> String {
    format!("{HELP}{}\n", Export::ALL.map(|(name, _)| name).join(", "))
}

/// An error of the call itself.
pub type CallError = String;

/// What was asked for, as the options say it.
#[derive(Default)]
pub struct Call {
    pub files: Vec<String>,
    pub zones: Vec<String>,
    pub confirm: Vec<String>,
    pub facts: Option<String>,
    pub as_of: Option<String>,
    pub date: Option<String>,
    pub plan: Option<String>,
    pub rules: Option<String>,
    pub accept_all: bool,
    pub write_plan: Option<String>,
    pub reports: Vec<String>,
    pub templates: Vec<String>,
    pub events: Option<String>,
    pub exports: Vec<String>,
    pub orders: Option<String>,
    pub maps: Vec<String>,
    pub slack: Vec<String>,
    pub slack_channels: Vec<String>,
    pub slack_from: Vec<String>,
    pub slack_until: Vec<String>,
    pub fleet: bool,
    pub share: Option<String>,
    pub share_key: Option<String>,
    pub verify: Option<String>,
}

fn value(args: &mut lexopt::Parser) -> Result<String, CallError> {
    use lexopt::ValueExt as _;
    args.value().and_then(|v| v.string()).map_err(|e| e.to_string())
}

/// Reads the command line.
pub fn parse() -> Result<Call, CallError> {
    use lexopt::prelude::*;
    let mut call = Call::default();
    let mut args = lexopt::Parser::from_env();
    while let Some(arg) = args.next().map_err(|e| e.to_string())? {
        match arg {
            Long("zone") => call.zones.push(value(&mut args)?),
            Long("confirm") => call.confirm.push(value(&mut args)?),
            Long("facts") => call.facts = Some(value(&mut args)?),
            Long("as-of") => call.as_of = Some(value(&mut args)?),
            Long("date") => call.date = Some(value(&mut args)?),
            Long("rules") => call.rules = Some(value(&mut args)?),
            Long("plan") => call.plan = Some(value(&mut args)?),
            Long("accept-all") => call.accept_all = true,
            Long("write-plan") => call.write_plan = Some(value(&mut args)?),
            Long("template") => call.templates.push(value(&mut args)?),
            Long("report") => call.reports.push(value(&mut args)?),
            Long("events") => call.events = Some(value(&mut args)?),
            Long("export") => call.exports.push(value(&mut args)?),
            Long("orders") => call.orders = Some(value(&mut args)?),
            Long("map") => call.maps.push(value(&mut args)?),
            Long("slack") => call.slack.push(value(&mut args)?),
            Long("slack-channels") => call.slack_channels.push(value(&mut args)?),
            Long("slack-from") => call.slack_from.push(value(&mut args)?),
            Long("slack-until") => call.slack_until.push(value(&mut args)?),
            Long("fleet") => call.fleet = true,
            Long("share") => call.share = Some(value(&mut args)?),
            Long("share-key") => call.share_key = Some(value(&mut args)?),
            Long("verify") => call.verify = Some(value(&mut args)?),
            Long("help") | Short('h') => {
                print!("{}", help());
                std::process::exit(0);
            }
            Value(file) => call.files.push(file.string().map_err(|e| e.to_string())?),
            other => return Err(other.unexpected().to_string()),
        }
    }
    if call.files.is_empty() && call.verify.is_none() {
        return Err(format!("name at least one file\n\n{}", help()));
    }
    Ok(call)
}

/// The value for one file: `FILE=VALUE` for it wins over that for the container it came in, and that over `VALUE`
/// for all.
pub fn value_for<'a>(values: &'a [String], name: &str, path: &str, files: &[String]) -> Option<&'a str> {
    let own = |file: &str| {
        let own = |v: &&'a String| v.strip_prefix(file).is_some_and(|rest| rest.starts_with('='));
        values.iter().rev().find(own).and_then(|v| v.get(file.len() + 1..))
    };
    own(name).or_else(|| own(path)).or_else(|| for_all(values, files))
}

/// The value for all files.
pub fn for_all<'a>(values: &'a [String], files: &[String]) -> Option<&'a str> {
    let of_it = |rest: &str| rest.starts_with(['=', ':']) || rest.starts_with(container::SEPARATOR);
    let of_a_file = |v: &String| files.iter().any(|f| v.strip_prefix(f.as_str()).is_some_and(of_it));
    let all = values.iter().rev().filter(|v| !of_a_file(v));
    all.map(String::as_str).find(|v| meaning(v).is_none())
}

/// The abbreviation and the zone of `CST=ZONE`.
fn meaning(text: &str) -> Option<(Abbreviation, &str)> {
    let (written, zone) = text.split_once('=')?;
    Some((written.parse().ok()?, zone))
}

/// What abbreviations mean in one file: `CST=ZONE` for all files, under `FILE:CST=ZONE` for its container and then
/// for itself.
pub fn meanings<'a>(
    values: &'a [String],
    name: &str,
    path: &str,
) -> impl Iterator<Item = (Abbreviation, &'a str)> {
    let of = |file: String| values.iter().filter_map(move |v| meaning(v.strip_prefix(&file)?));
    of(String::new()).chain(of(format!("{path}:"))).chain(of(format!("{name}:")))
}

/// What was said of the messages of one file.
pub fn messages(call: &Call, name: &str, path: &str) -> Result<SlackChoice, CallError> {
    let mut choice = SlackChoice::default();
    let words = value_for(&call.slack, name, path, &call.files).unwrap_or("marked");
    for word in words.split(',').map(str::trim) {
        match word {
            "marked" => choice.unmarked = false,
            "all" => choice.unmarked = true,
            "no-replies" => choice.replies = false,
            "no-bots" => choice.bots = false,
            "notices" => choice.notices = true,
            _ => {
                let known = "marked, all, no-replies, no-bots or notices";
                return Err(format!("--slack {words}: “{word}” is none of {known}"));
            }
        }
    }
    if let Some(channels) = value_for(&call.slack_channels, name, path, &call.files) {
        let names = channels.split(',').map(|name| name.trim().trim_start_matches('#').to_owned());
        choice.channels = SlackChannels::Only(names.collect());
    }
    let time = |option: &str, values: &[String]| {
        let said = value_for(values, name, path, &call.files);
        let read = |text: &str| {
            timestamp::parse_confirm(text, Zone::Utc).map_err(|e| format!("{option} {text}: {e}"))
        };
        said.map(read).transpose()
    };
    choice.span.from = time("--slack-from", &call.slack_from)?.map(|moment| moment.earliest);
    choice.span.until = time("--slack-until", &call.slack_until)?.map(|moment| moment.latest);
    Ok(choice)
}

/// A zone as an option names it.
pub fn zone(text: &str) -> Result<Zone, CallError> {
    text.parse().map_err(|e| format!("--zone {text}: {e}"))
}
