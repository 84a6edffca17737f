//! The engine on the host: reads files as the page does and prints the analysis as JSON. See `analyse --help`.
#![cfg_attr(not(target_arch = "wasm32"), allow(clippy::print_stdout, reason = "its output is its purpose"))]

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use chrono::NaiveDate;
    use floodmark::cacao;
    use floodmark::container::{self, Limits, Member};
    use floodmark::document::template::{self, TemplateFile};
    use floodmark::engine::export::{self, Unread};
    use floodmark::engine::protocol::Export;
    use floodmark::engine::share::{SharePart, share};
    use floodmark::engine::word::Make;
    use floodmark::engine::{Engine, affected, fleet};
    use floodmark::import::timestamp;
    use floodmark::import::{self, Content, ImportError, Imported, Reader};
    use floodmark::model::source::Hash;
    use floodmark::model::{
        Abbreviation, CaseId, Facts, Format, Mapping, MappingFile, Milestone, MilestoneDecision, Reading,
        SlackChannels, SlackChoice, Timestamp, Zone,
    };
    use floodmark::ooxml::{self, Stamp};
    use floodmark::plan::change::Revision;
    use floodmark::workspace::bundle;
    use floodmark::workspace::change::NewSource;
    use floodmark::workspace::redact::Wish;
    use floodmark::workspace::{Change, Target, WordFile};
    use floodmark::{document, obligation};
    use std::fs;
    use std::io::{Read, Seek};
    use std::sync::Arc;

    /// What the program says of itself.
    pub const HELP: &str = "\
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

    #[derive(Default)]
    struct Call {
        files: Vec<String>,
        zones: Vec<String>,
        confirm: Vec<String>,
        facts: Option<String>,
        as_of: Option<String>,
        date: Option<String>,
        plan: Option<String>,
        rules: Option<String>,
        accept_all: bool,
        write_plan: Option<String>,
        reports: Vec<String>,
        templates: Vec<String>,
        events: Option<String>,
        exports: Vec<String>,
        orders: Option<String>,
        maps: Vec<String>,
        slack: Vec<String>,
        slack_channels: Vec<String>,
        slack_from: Vec<String>,
        slack_until: Vec<String>,
        fleet: bool,
        share: Option<String>,
        share_key: Option<String>,
        verify: Option<String>,
    }

    fn value(args: &mut lexopt::Parser) -> Result<String, CallError> {
        use lexopt::ValueExt as _;
        args.value().and_then(|v| v.string()).map_err(|e| e.to_string())
    }

    fn parse() -> Result<Call, CallError> {
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
    fn value_for<'a>(values: &'a [String], name: &str, path: &str, files: &[String]) -> Option<&'a str> {
        let own = |file: &str| {
            let own = |v: &&'a String| v.strip_prefix(file).is_some_and(|rest| rest.starts_with('='));
            values.iter().rev().find(own).and_then(|v| v.get(file.len() + 1..))
        };
        own(name).or_else(|| own(path)).or_else(|| for_all(values, files))
    }

    /// The value for all files.
    fn for_all<'a>(values: &'a [String], files: &[String]) -> Option<&'a str> {
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
    fn meanings<'a>(
        values: &'a [String],
        name: &str,
        path: &str,
    ) -> impl Iterator<Item = (Abbreviation, &'a str)> {
        let of = |file: String| values.iter().filter_map(move |v| meaning(v.strip_prefix(&file)?));
        of(String::new()).chain(of(format!("{path}:"))).chain(of(format!("{name}:")))
    }

    /// What was said of the messages of one file.
    fn messages(call: &Call, name: &str, path: &str) -> Result<SlackChoice, CallError> {
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

    fn text_of(path: &str) -> Result<String, CallError> {
        fs::read_to_string(path).map_err(|e| format!("{path}: {e}"))
    }

    fn json_of<T: serde::de::DeserializeOwned>(path: &str) -> Result<T, CallError> {
        serde_json::from_str(&text_of(path)?).map_err(|e| format!("{path}: {e}"))
    }

    /// What is in a container.
    struct Inside {
        members: Vec<Member>,
        unread: Vec<Unread>,
    }

    /// Expands a container. `None`: the file is none.
    fn expanded(path: &str) -> Result<Option<Inside>, CallError> {
        let failed = |e: std::io::Error| format!("{path}: {e}");
        let mut file = fs::File::open(path).map_err(failed)?;
        let mut head = [0; 4];
        let filled = file.read(&mut head).map_err(failed)?;
        if container::kind(head.get(..filled).unwrap_or_default()).is_none() {
            return Ok(None);
        }
        let bytes = file.metadata().map_err(failed)?.len();
        file.rewind().map_err(failed)?;
        let unread = |reason: String| Inside {
            members: vec![],
            unread: vec![Unread { name: path.to_owned(), bytes, reason }],
        };
        let bundle = match bundle::contents(&file) {
            Ok(bundle) => bundle,
            Err(error) => return Ok(Some(unread(error.to_string()))),
        };
        file.rewind().map_err(failed)?;
        let mut held = container::Held::default();
        let mut originals;
        let only_originals = bundle.is_some();
        let sink: &mut dyn container::Sink = match bundle {
            // Its documents tell of the events, and are none.
            Some(contents) => {
                eprintln!("{path}: the evidence bundle of {}; its original files are read", contents.title);
                originals = bundle::Originals(&mut held);
                &mut originals
            }
            None => &mut held,
        };
        let told = match container::expand_into(path, file, &Limits::default(), sink) {
            Ok(told) => told,
            Err(error) => return Ok(Some(unread(error.to_string()))),
        };
        for note in &told.notes {
            eprintln!("{note}");
        }
        let is_wanted =
            |s: &container::Skipped| !only_originals || bundle::Originals::original(&s.name).is_some();
        let skipped = told.skipped.into_iter().filter(is_wanted);
        let mut unread: Vec<Unread> =
            skipped.map(|s| Unread { name: s.name, bytes: 0, reason: s.reason }).collect();
        if held.members.is_empty() && unread.is_empty() {
            let reason = "it holds no file that can be read; pack the files that you need".to_owned();
            unread.push(Unread { name: path.to_owned(), bytes, reason });
        }
        Ok(Some(Inside { members: held.members, unread }))
    }

    /// A file that was read: its hash, how it was read, and what it yields.
    type Opened = (String, Reading, Imported);

    /// Reads a file in slices, as the page does.
    fn read(
        path: &str,
        mapping: Option<Mapping>,
        slack: SlackChoice,
    ) -> Result<Result<Opened, ImportError>, CallError> {
        let failed = |e: std::io::Error| format!("{path}: {e}");
        let mut file = fs::File::open(path).map_err(failed)?;
        let total = file.metadata().map_err(failed)?.len();
        read_from(path, &mut file, total, mapping, slack)
    }

    fn read_from(
        path: &str,
        file: &mut dyn Read,
        total: u64,
        mapping: Option<Mapping>,
        slack: SlackChoice,
    ) -> Result<Result<Opened, ImportError>, CallError> {
        let failed = |e: std::io::Error| format!("{path}: {e}");
        let mut head = vec![0; 64 * 1024];
        let mut filled = 0;
        while let Some(rest) = head.get_mut(filled..).filter(|r| !r.is_empty()) {
            match file.read(rest).map_err(failed)? {
                0 => break,
                n => filled += n,
            }
        }
        head.truncate(filled);
        let reading = match mapping {
            Some(mapping) => Reading::mapped(mapping),
            None => match import::detect(path, &head, total) {
                Ok(detection) => match detection.candidates.into_iter().next() {
                    Some(best) if best.reading.format == Format::SlackExport => Reading::slack(slack),
                    Some(best) => with_mapping(best.reading, &head),
                    None => return Ok(Err(ImportError::NeedsMapping)),
                },
                Err(error) => return Ok(Err(error)),
            },
        };
        let mut reader = match Reader::open(path, &reading, &head) {
            Ok(reader) => reader,
            Err(error) => return Ok(Err(error)),
        };
        let mut hash = Hash::default();
        hash.update(&head);
        if let Err(error) = reader.push(&head) {
            return Ok(Err(error));
        }
        let mut slice = vec![0; 1024 * 1024];
        loop {
            let n = file.read(&mut slice).map_err(failed)?;
            let Some(part) = slice.get(..n).filter(|p| !p.is_empty()) else { break };
            hash.update(part);
            if let Err(error) = reader.push(part) {
                return Ok(Err(error));
            }
        }
        Ok(reader.finish().map(|imported| (hash.finish(), reading, imported)))
    }

    fn with_mapping(mut reading: Reading, head: &[u8]) -> Reading {
        if reading.format == Format::Delimited && reading.mapping.is_none() {
            reading.mapping = Some(import::suggest_mapping(head));
        }
        reading
    }

    /// Runs the program and gives what it prints.
    pub fn run() -> Result<String, CallError> {
        let call = parse()?;
        if let Some(path) = &call.verify {
            return verify(path);
        }
        let orders = call.orders.iter().filter_map(|text| Some(text.rsplit_once('=')?.0.to_owned()));
        let named: Vec<String> = call.files.iter().cloned().chain(orders).collect();
        let zone_for_all = for_all(&call.zones, &named).map(zone).transpose()?;
        let mut engine = Engine::new();
        let at = Timestamp::default();
        let apply = |engine: &mut Engine, change: Change| -> Result<(), CallError> {
            engine.apply(&change.into(), at).map_err(|e| e.to_string())
        };

        let mut joined: Vec<NewSource> = vec![];
        let mut unread = vec![];
        let mut read_any = false;
        for path in &call.files {
            let mut files = vec![];
            match expanded(path)? {
                None => files.push((path.clone(), None)),
                Some(mut inside) => {
                    unread.append(&mut inside.unread);
                    files.extend(inside.members.into_iter().map(|m| (m.name, Some(m.bytes))));
                }
            }
            for (name, held) in files {
                let mapping = value_for(&call.maps, &name, path, &call.files)
                    .map(json_of::<MappingFile>)
                    .transpose()?
                    .map(Mapping::from);
                let slack = messages(&call, &name, path)?;
                let result = match &held {
                    None => read(path, mapping, slack)?,
                    Some(bytes) => {
                        read_from(&name, &mut bytes.as_slice(), bytes.len() as u64, mapping, slack)?
                    }
                };
                match result {
                    Ok((sha256, reading, imported)) => {
                        read_any = true;
                        let events = matches!(imported.content, Content::Events(_));
                        let mut new = engine.supply(&sha256, reading, imported);
                        new.name.clone_from(&name);
                        if events && !call.fleet {
                            joined.push(new);
                        } else {
                            apply(
                                &mut engine,
                                Change::AddSources { target: Target::NewCase, sources: vec![new] },
                            )?;
                        }
                    }
                    Err(error) => {
                        let bytes = match &held {
                            Some(bytes) => bytes.len() as u64,
                            None => fs::metadata(path).map(|m| m.len()).unwrap_or_default(),
                        };
                        unread.push(Unread { name, bytes, reason: error.to_string() });
                    }
                }
            }
        }
        if !read_any {
            let lines: Vec<String> = unread.iter().map(|u| format!("{}: {}", u.name, u.reason)).collect();
            return Err(lines.join("\n"));
        }
        for file in &unread {
            eprintln!("{}: {}", file.name, file.reason);
        }
        if !joined.is_empty() {
            apply(&mut engine, Change::AddSources { target: Target::NewCase, sources: joined })?;
        }

        let cases: Vec<CaseId> = engine.workspace().cases.iter().map(|c| c.id).collect();
        for case in &cases {
            for source in engine.workspace().case(*case).map(|c| c.sources.clone()).unwrap_or_default() {
                let path = source.name.split(container::SEPARATOR).next().unwrap_or(&source.name);
                if let Some(text) = value_for(&call.zones, &source.name, path, &named) {
                    let zone = Some(zone(text)?);
                    apply(
                        &mut engine,
                        Change::SetZone { case: *case, source: source.id, zone, whole_file: false },
                    )?;
                }
                for (abbreviation, text) in meanings(&call.zones, &source.name, path) {
                    let zone = Some(zone(text)?);
                    let (case, source) = (*case, source.id);
                    apply(
                        &mut engine,
                        Change::SetAbbreviation { case, source, abbreviation, zone, whole_file: false },
                    )?;
                }
            }
        }
        for text in &call.confirm {
            let (milestone, time) =
                text.split_once('=').ok_or_else(|| format!("--confirm {text}: write MILESTONE=TIME"))?;
            let milestone: Milestone = milestone.parse().map_err(|e| format!("--confirm {text}: {e}"))?;
            let decision = if time == "none" {
                MilestoneDecision::None { decided: at }
            } else {
                let moment = import::timestamp::parse_confirm(time, zone_for_all.unwrap_or_default())
                    .map_err(|e| format!("--confirm {text}: {e}"))?;
                MilestoneDecision::At { moment, event: None, decided: at }
            };
            for case in &cases {
                let (milestone, decision) = (milestone.clone(), Some(decision.clone()));
                apply(&mut engine, Change::DecideMilestone { case: *case, milestone, decision })?;
            }
        }
        if let Some(path) = &call.facts {
            let facts: Facts = json_of(path)?;
            obligation::check_facts(&facts).map_err(|e| format!("{path}: {e}"))?;
            for case in &cases {
                if let Some(title) = facts.title.clone().filter(|t| !t.trim().is_empty()) {
                    apply(&mut engine, Change::RenameCase { case: *case, title })?;
                }
                apply(&mut engine, Change::SetFacts { case: *case, facts: Box::new(facts.clone()) })?;
            }
        }
        if let Some(text) = &call.as_of {
            let moment = import::timestamp::parse_confirm(text, zone_for_all.unwrap_or_default())
                .map_err(|e| format!("--as-of {text}: {e}"))?;
            for case in &cases {
                apply(&mut engine, Change::SetAsOf { case: *case, as_of: Some(moment.earliest) })?;
            }
        }
        for path in &call.templates {
            let told = |e: String| format!("--template {path}: {e}");
            let file = TemplateFile { name: path.clone(), text: text_of(path)? };
            let errors = template::check(&file);
            if !errors.is_empty() {
                return Err(told(template::told(&errors)));
            }
            let TemplateFile { name, text } = file;
            apply(&mut engine, Change::OpenTemplate { name, text }).map_err(told)?;
        }
        if let Some(path) = &call.rules {
            let change = Change::OpenRules { name: path.clone(), text: text_of(path)? };
            apply(&mut engine, change).map_err(|e| format!("--rules {path}: {e}"))?;
        }
        if let Some(path) = &call.plan {
            apply(&mut engine, opened_plan(path)?)?;
        }

        let first = cases.first().copied().unwrap_or_default();
        let as_of = engine.analysis(first).map(|a| a.as_of).unwrap_or_default();
        let date: NaiveDate = match &call.date {
            Some(text) => {
                text.parse().map_err(|_| format!("--date {text}: write a date such as 2026-03-24"))?
            }
            None => as_of.naive_utc().date(),
        };
        let shown = zone_for_all.unwrap_or_default();
        let output = export::analysis_json(&fleet::analyses(&engine), &unread).map_err(|e| e.to_string())?;
        write_documents(&call, &engine, first, shown, date)?;
        if let Some(text) = &call.share {
            write_share(&call, &engine, first, text, shown, date)?;
        }
        if let Some(text) = &call.orders {
            write_affected(&call, &engine, first, text, &named)?;
        }
        if let Some(out) = &call.write_plan {
            write_plan(&call, &mut engine, &cases, date, out)?;
        }
        Ok(output)
    }

    /// Checks an evidence bundle.
    fn verify(path: &str) -> Result<String, CallError> {
        let told = |e: String| format!("--verify {path}: {e}");
        let file = fs::File::open(path).map_err(|e| told(e.to_string()))?;
        let verified = bundle::verify(file).map_err(|e| told(e.to_string()))?;
        let text = serde_json::to_string_pretty(&verified).map_err(|e| told(e.to_string()))?;
        if verified.differs.is_empty() {
            return Ok(text);
        }
        println!("{text}");
        std::process::exit(1);
    }

    /// Writes a case for others, and its key where that is asked for.
    fn write_share(
        call: &Call,
        engine: &Engine,
        case: CaseId,
        text: &str,
        zone: Zone,
        date: NaiveDate,
    ) -> Result<(), CallError> {
        let told = |e: String| format!("--share {text}: {e}");
        let (audience, out) = text.split_once('=').ok_or_else(|| told("write AUDIENCE=OUT".to_owned()))?;
        let wish = Wish { audience: audience.parse().map_err(told)?, ..Wish::default() };
        let shared = share(engine, case, &wish).map_err(|e| told(e.to_string()))?;
        let title = engine.workspace().case(case).map(|c| c.title.clone()).unwrap_or_default();
        let part = |part| shared.part(part, &title, zone, date).map_err(|e| told(e.to_string()));
        save(out, &part(SharePart::Workspace)?.text)?;
        for left in &shared.residue {
            eprintln!("analyse: {out}: still there: {} “{}”", left.kind.label(), left.text);
        }
        match &call.share_key {
            Some(path) => save(path, &part(SharePart::Key)?.text),
            None => Ok(()),
        }
    }

    fn zone(text: &str) -> Result<Zone, CallError> {
        text.parse().map_err(|e| format!("--zone {text}: {e}"))
    }

    fn save(path: &str, text: &str) -> Result<(), CallError> {
        fs::write(path, text).map_err(|e| format!("{path}: {e}"))
    }

    fn write_documents(
        call: &Call,
        engine: &Engine,
        case: CaseId,
        zone: Zone,
        date: NaiveDate,
    ) -> Result<(), CallError> {
        let Some(analysis) = engine.analysis(case) else { return Ok(()) };
        let write = |what: Export, path: &str| -> Result<(), CallError> {
            let file =
                export::export(engine, what, Some(&analysis), zone, date).map_err(|e| e.to_string())?;
            let Some(make) = file.make else { return save(path, &file.text) };
            let made = make.opened().and_then(|make| make.made()).map_err(|e| e.to_string())?;
            fs::write(path, made.bytes).map_err(|e| format!("{path}: {e}"))
        };
        for path in &call.reports {
            let formats = [Export::ReportMarkdown, Export::ReportHtml, Export::ReportWord];
            let of = [".md", ".html", ".docx"].into_iter().zip(formats).find(|(end, _)| path.ends_with(end));
            let what = of.map(|(_, what)| what).ok_or("end the name in .md, .html or .docx".to_owned());
            what.and_then(|what| write(what, path)).map_err(|e| format!("--report {path}: {e}"))?;
        }
        if let Some(path) = &call.events {
            save(path, &document::timeline_csv::write(&analysis.timeline))?;
        }
        for text in &call.exports {
            let told = |e: String| format!("--export {text}: {e}");
            let (kind, path) = text.split_once('=').ok_or_else(|| told("write KIND=OUT".to_owned()))?;
            let what: Export = kind.parse().map_err(told)?;
            write(what, path).map_err(told)?;
        }
        Ok(())
    }

    /// Writes how many customers ordered while data could be taken.
    fn write_affected(
        call: &Call,
        engine: &Engine,
        case: CaseId,
        text: &str,
        files: &[String],
    ) -> Result<(), CallError> {
        let told = |e: String| format!("--orders {text}: {e}");
        let (file, out) = text.rsplit_once('=').ok_or_else(|| told("write IN.csv=OUT.json".to_owned()))?;
        let zone = value_for(&call.zones, file, file, files).map(zone).transpose()?;
        let bytes = fs::read(file).map_err(|e| told(e.to_string()))?;
        let Some(analysis) = engine.analysis(case) else { return Ok(()) };
        let counted = affected::affected(&analysis, &bytes, zone).map_err(told)?;
        save(out, &serde_json::to_string_pretty(&counted).map_err(|e| told(e.to_string()))?)
    }

    /// Writes the plan with the amendments of each case in turn.
    fn write_plan(
        call: &Call,
        engine: &mut Engine,
        cases: &[CaseId],
        date: NaiveDate,
        out: &str,
    ) -> Result<(), CallError> {
        if call.plan.is_none() {
            return Err("--write-plan needs --plan".to_owned());
        }
        for case in cases {
            let Some((plan, analysis)) = engine.plan().zip(engine.analysis(*case)) else { continue };
            let revision = Revision { date, case: analysis.case.title.clone(), ..Revision::default() };
            let (written, changes) = export::write_plan(&plan, &analysis, &revision, call.accept_all);
            drop(analysis);
            if changes > 0 && written.text != plan.text {
                let stamp = Some(Stamp { author: String::new(), date });
                let change =
                    Change::WritePlan { case: *case, text: written.text, edits: written.edits, stamp };
                engine.apply(&change.into(), Timestamp::default()).map_err(|e| e.to_string())?;
            }
        }
        let Some(plan) = engine.workspace().plan.clone() else { return Ok(()) };
        if let Some(file) = plan.word.as_ref().filter(|_| plan.is_playbook() && out.ends_with(".json")) {
            let made = cacao::follow(&String::from_utf8_lossy(&file.0), &plan.steps());
            return save(out, &made.map_err(|e| format!("--write-plan {out}: {e}"))?);
        }
        match (plan.word.clone(), out.ends_with(".docx")) {
            (Some(file), true) => {
                let made = Make::Plan { file, steps: plan.steps() }.made();
                let made = made.map_err(|e| format!("--write-plan {out}: {e}"))?;
                for left in made.left {
                    eprintln!("analyse: {out}: {left}");
                }
                fs::write(out, made.bytes).map_err(|e| format!("{out}: {e}"))
            }
            (_, true) => Err(format!(
                "--write-plan {out}: the plan is Markdown; end the name in .md, or open it as a Word document"
            )),
            _ => save(out, plan.text()),
        }
    }

    /// A plan as Markdown, as a Word document or as a playbook, told by its content.
    fn opened_plan(path: &str) -> Result<Change, CallError> {
        let told = |e: String| format!("--plan {path}: {e}");
        let bytes = fs::read(path).map_err(|e| told(e.to_string()))?;
        if !ooxml::is_packed(&bytes) {
            let text = text_of(path)?;
            if cacao::is_playbook(&text) {
                let read = cacao::read(&text).map_err(|e| told(e.to_string()))?;
                for warning in read.warnings {
                    eprintln!("analyse: {path}: {warning}");
                }
                let file = WordFile(Arc::new(bytes));
                return Ok(Change::OpenWord { name: path.to_owned(), text: read.text, file });
            }
            return Ok(Change::OpenPlan { name: path.to_owned(), text });
        }
        let read = ooxml::read(&bytes).map_err(|e| told(e.to_string()))?;
        for warning in read.warnings {
            eprintln!("analyse: {path}: {warning}");
        }
        Ok(Change::OpenWord { name: path.to_owned(), text: read.text, file: WordFile(Arc::new(bytes)) })
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    match host::run() {
        Ok(output) => println!("{output}"),
        Err(message) => {
            eprintln!("analyse: {message}");
            std::process::exit(2);
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}
