//! One imported file: what it is, how it was read, what was refused.

use super::abbreviation::Abbreviation;
use super::event::SourceId;
use super::milestone::Milestone;
use super::slack::SlackChoice;
use super::time::Span;
use super::zone::Zone;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The SHA-256 of some bytes as 64 hexadecimal digits.
///
/// ```
/// assert!(floodmark::model::source::sha256(b"").starts_with("e3b0c44298fc1c14"));
/// ```
pub fn sha256(bytes: &[u8]) -> String {
    let mut hash = Hash::default();
    hash.update(bytes);
    hash.finish()
}

/// The SHA-256 of bytes that come in parts.
#[derive(Clone, Debug, Default)]
pub struct Hash(sha2::Sha256);

impl Hash {
    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        use sha2::Digest as _;
        self.0.update(bytes);
    }

    /// The hash of all of them, as 64 hexadecimal digits.
    pub fn finish(self) -> String {
        use sha2::Digest as _;
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Whether a source's hash is known: until a file is hashed, something shorter stands in for it.
pub fn is_hash(text: &str) -> bool {
    text.len() == 64
}

/// Declares [`Format`] with the name of each in files and on screen, and what is read of it.
macro_rules! formats {
    ($($(#[doc = $doc:literal])+ $name:ident, $id:literal, $label:literal;)+) => {
        /// The formats that Floodmark reads.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Format {
            $($(#[doc = $doc])+ #[serde(rename = $id)] $name,)+
        }

        impl Format {
            /// All of them.
            pub const ALL: &[Format] = &[$(Format::$name,)+];

            /// The name in files, such as `timesketch-csv`.
            pub fn id(self) -> &'static str {
                match self {
                    $(Format::$name => $id,)+
                }
            }

            /// The name on screen.
            pub fn label(self) -> &'static str {
                match self {
                    $(Format::$name => $label,)+
                }
            }
        }
    };
}

formats! {
    /// Timesketch CSV: `message`, `datetime`, `timestamp_desc` and any other columns.
    TimesketchCsv, "timesketch-csv", "Timesketch CSV";
    /// Timesketch JSON lines.
    TimesketchJsonl, "timesketch-jsonl", "Timesketch JSONL";
    /// Plaso's log2timeline CSV of 17 columns.
    PlasoL2tcsv, "plaso-l2tcsv", "Plaso l2tcsv";
    /// TLN and l2tTLN: five or seven cells separated by bars, with or without a header.
    Tln, "tln", "TLN";
    /// What the timeline page of DFIR-IRIS exports.
    IrisExport, "iris-export", "DFIR-IRIS timeline export";
    /// What the timeline page of DFIR-IRIS takes as an upload.
    IrisImport, "iris-import", "DFIR-IRIS timeline upload";
    /// VERIS incidents 1.2 to 1.4: one object, an array, or one a line.
    VerisJson, "veris-json", "VERIS JSON";
    /// A case of DFIR-IRIS as JSON.
    IrisCase, "iris-case", "DFIR-IRIS case";
    /// The timeline, cases, tasks and procedures that TheHive's API answers.
    ThehiveJson, "thehive-json", "TheHive JSON";
    /// A case file of Aurora Incident Response.
    AuroraFox, "aurora-fox", "Aurora .fox";
    /// The timeline of a Kanvas workbook.
    KanvasTimeline, "kanvas-timeline", "Kanvas timeline";
    /// The isolations of a Kanvas workbook.
    KanvasContainment, "kanvas-containment", "Kanvas containment";
    /// The timeline that Netflix Dispatch exports.
    DispatchTimeline, "dispatch-timeline", "Dispatch timeline";
    /// Events of Dispatch as JSON.
    DispatchEventsJson, "dispatch-events-json", "Dispatch events, JSON";
    /// Events of Dispatch as a table.
    DispatchEvents, "dispatch-events", "Dispatch events";
    /// Messages of a Slack workspace export.
    SlackExport, "slack-export", "Slack export";
    /// GitHub issues as action items.
    GithubIssues, "github-issues", "GitHub issues";
    /// Jira issues as action items.
    JiraCsv, "jira-csv", "Jira issues CSV";
    /// PagerDuty log entries of an incident.
    PagerdutyLog, "pagerduty-log", "PagerDuty log entries";
    /// Hayabusa's csv-timeline, of any of its profiles but Timesketch's.
    HayabusaCsv, "hayabusa-csv", "Hayabusa CSV";
    /// Hayabusa's json-timeline: objects one after the other, or one a line.
    HayabusaJson, "hayabusa-json", "Hayabusa JSON and JSONL";
    /// One of the CSV files that Chainsaw writes, a group of detections each.
    ChainsawCsv, "chainsaw-csv", "Chainsaw CSV";
    /// Chainsaw detections as JSON or JSON lines.
    ChainsawJson, "chainsaw-json", "Chainsaw JSON and JSONL";
    /// Rows of a Velociraptor artifact as CSV.
    VelociraptorCsv, "velociraptor-csv", "Velociraptor rows, CSV";
    /// Rows of a Velociraptor artifact as JSON or JSON lines.
    VelociraptorJson, "velociraptor-json", "Velociraptor rows, JSON and JSONL";
    /// The CSV of Forensic Timeliner.
    ForensicTimeliner, "forensic-timeliner", "Forensic Timeliner CSV";
    /// A MISP event, alone, in an array or in the answer of its API.
    MispEvent, "misp-event", "MISP event JSON";
    /// A STIX 2 bundle, with the objects of its incident extension and of Attack Flow.
    Stix, "stix", "STIX 2.1 bundle";
    /// An Attack Flow, as STIX or as the builder's `.afb`.
    AttackFlow, "attack-flow", "Attack Flow";
    /// WP Activity Log.
    WpActivityLog, "wp-activity-log", "WP Activity Log";
    /// Simple History, CSV with or without a header.
    SimpleHistoryCsv, "simple-history-csv", "Simple History CSV";
    /// Simple History as JSON.
    SimpleHistoryJson, "simple-history-json", "Simple History JSON";
    /// Stream for WordPress, CSV.
    StreamCsv, "stream-csv", "Stream CSV";
    /// Stream for WordPress, JSON.
    StreamJson, "stream-json", "Stream JSON";
    /// Activity Log for WordPress.
    ActivityLogCsv, "activity-log-csv", "Activity Log CSV";
    /// A log file of WooCommerce.
    WoocommerceLog, "woocommerce-log", "WooCommerce log";
    /// PHP's error log, also as WordPress's debug.log.
    PhpErrorLog, "php-error-log", "PHP error log";
    /// An access log of a web server, as bursts of requests.
    AccessLog, "access-log", "Web server access log";
    /// Floodmark's own timeline.csv, known by its last column `floodmark`.
    FloodmarkCsv, "floodmark-csv", "Floodmark timeline CSV";
    /// Any table, CSV, TSV or JSON, read through a [`Mapping`].
    Delimited, "delimited", "Table, mapped";
    /// Post-mortems that are already written, in Markdown.
    PostmortemMarkdown, "postmortem-markdown", "Post-mortem, Markdown";
    /// A response plan in Markdown.
    PlanMarkdown, "plan-markdown", "Response plan, Markdown";
    /// A response plan as a CACAO playbook.
    PlanPlaybook, "plan-cacao", "Response plan, CACAO playbook";
    /// A `.floodmark` workspace.
    Workspace, "workspace", "Floodmark workspace";
    /// A pack of notification rules.
    RulePack, "rule-pack", "Floodmark rule pack";
    /// The orders of a shop, which are counted and never become events.
    WooOrders, "woo-orders", "WooCommerce orders";
    /// PagerDuty's incidents: of its API, its analytics or its pages; one row an incident.
    PagerdutyIncidents, "pagerduty-incidents", "PagerDuty incidents";
    /// Opsgenie's incidents; one row an incident.
    OpsgenieIncidents, "opsgenie-incidents", "Opsgenie incidents";
    /// Incidents or cases of Dispatch; one row an incident.
    DispatchIncidents, "dispatch-incidents", "Dispatch incidents";
    /// Timelines of Elastic Security, one a line.
    ElasticTimeline, "elastic-timeline", "Elastic Security timelines";
    /// The evidence tracker of a Kanvas workbook.
    KanvasEvidence, "kanvas-evidence", "Kanvas evidence tracker";
    /// The recommendations of a Kanvas workbook.
    KanvasRecommendations, "kanvas-recommendations", "Kanvas recommendations";
    /// Plaso's `json`: one object of all events.
    PlasoJson, "plaso-json", "Plaso JSON";
}

impl Format {
    /// Whether it is read through a [`Mapping`]: a table of any kind, or that of a tool whose columns are known.
    pub fn is_mapped(self) -> bool {
        use Format::{Delimited, DispatchIncidents, OpsgenieIncidents, PagerdutyIncidents};
        matches!(self, Delimited | DispatchIncidents | OpsgenieIncidents | PagerdutyIncidents)
    }
}

/// One column name, several joined by a space, or none. In JSON: a string, a list, `""`, or null.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Columns(pub Vec<String>);

impl Serialize for Columns {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] if serializer.is_human_readable() => serializer.serialize_str(one),
            many => serializer.collect_seq(many),
        }
    }
}

impl<'de> Deserialize<'de> for Columns {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Shape {
            One(String),
            Many(Vec<String>),
            None(()),
        }
        if !deserializer.is_human_readable() {
            return Vec::deserialize(deserializer).map(Columns);
        }
        Ok(Columns(match Shape::deserialize(deserializer)? {
            Shape::One(one) if one.is_empty() => vec![],
            Shape::One(one) => vec![one],
            Shape::Many(many) => many.into_iter().filter(|c| !c.is_empty()).collect(),
            Shape::None(()) => vec![],
        }))
    }
}

impl Columns {
    /// The place in a header, from 0, of a column that a mapping names: by its name, the first of that name where several
    /// have it, or by `#` and its place from 1.
    ///
    /// ```
    /// # use floodmark::model::source::Columns;
    /// let header = ["When", "Comment", "Comment", ""].map(str::to_owned);
    /// assert_eq!(["comment", "#3", "#4", "Who"].map(|name| Columns::place(name, &header)), [Some(1), Some(2), Some(3), None]);
    /// ```
    pub fn place(name: &str, header: &[String]) -> Option<usize> {
        let exact = || header.iter().position(|h| h == name);
        let alike = || header.iter().position(|h| h.trim().eq_ignore_ascii_case(name.trim()));
        let by_number = || {
            let number = name.strip_prefix('#')?.parse::<usize>().ok()?;
            (1..=header.len()).contains(&number).then(|| number - 1)
        };
        exact().or_else(alike).or_else(by_number)
    }

    /// What names the column at a place of a header, and no other of its columns: its name, or `#` and its place where the name
    /// is blank or another column has it too.
    ///
    /// ```
    /// # use floodmark::model::source::Columns;
    /// let header = ["When", "Comment", "Comment", ""].map(str::to_owned);
    /// assert_eq!([0, 1, 2, 3].map(|n| Columns::name(n, &header)), ["When", "#2", "#3", "#4"]);
    /// ```
    pub fn name(place: usize, header: &[String]) -> String {
        let name = header.get(place).map_or("", String::as_str);
        let alone = !name.trim().is_empty() && header.iter().filter(|h| h.as_str() == name).count() == 1;
        if alone && Columns::place(name, header) == Some(place) {
            name.to_owned()
        } else {
            format!("#{}", place + 1)
        }
    }
}

/// How to read a table that names no format of its own. Columns are named as in the header;
/// `#3` is the third column, whatever its name, and the only way in a file without header; `=text` is that text in
/// every row, `+seconds` a column of seconds that are added to the time of an incident. The columns of JSON are the paths of its values, such as `agent.summary`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mapping {
    /// One row an event.
    Events(EventMapping),
    /// One row an incident.
    Incidents(IncidentMapping),
}

/// Which columns of a table make an event.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EventMapping {
    /// The columns of the time, joined by a space.
    pub time: Columns,
    /// The columns of the text, joined by a space.
    pub text: Columns,
    /// The column of the kind of event.
    #[serde(rename = "type")]
    pub kind: Columns,
    /// The column of the actor.
    pub actor: Columns,
    /// The column of the asset.
    pub asset: Columns,
    /// The column of the tags, separated by commas, semicolons or bars.
    pub tags: Columns,
    /// The columns of when the responders knew, joined by a space.
    pub known_at: Columns,
    /// Whether `03/04/2026` is the third of April; null decides over the whole column, and refuses where it cannot.
    pub day_first: Option<bool>,
    /// Whether the first row is data, not names.
    pub headerless: bool,
    /// How many lines stand above the table: a title, who exported it and when.
    pub above: u32,
}

/// Which columns of a table make an incident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct IncidentMapping {
    /// The column of the identifier.
    pub id: Columns,
    /// The column of the title.
    pub title: Columns,
    /// The column of each milestone.
    pub milestones: BTreeMap<Milestone, Columns>,
    /// The columns that group incidents.
    pub groups: Columns,
    /// As in [`EventMapping::day_first`].
    pub day_first: Option<bool>,
    /// As in [`EventMapping::above`].
    pub above: u32,
}

impl Mapping {
    /// How many lines stand above the table.
    pub fn above(&self) -> u32 {
        match self {
            Mapping::Events(mapping) => mapping.above,
            Mapping::Incidents(mapping) => mapping.above,
        }
    }

    /// The same mapping for a table below so many lines.
    #[must_use]
    pub fn below(mut self, lines: u32) -> Mapping {
        match &mut self {
            Mapping::Events(mapping) => mapping.above = lines,
            Mapping::Incidents(mapping) => mapping.above = lines,
        }
        self
    }

    /// The names of the columns that it needs of a header; neither places nor constants.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let columns: Vec<&Columns> = match self {
            Mapping::Events(m) => vec![&m.time, &m.text, &m.kind, &m.actor, &m.asset, &m.tags, &m.known_at],
            Mapping::Incidents(m) => m.milestones.values().chain([&m.id, &m.title, &m.groups]).collect(),
        };
        columns
            .into_iter()
            .flat_map(|c| &c.0)
            .map(String::as_str)
            .map(|name| name.strip_prefix('+').unwrap_or(name))
            .filter(|name| !name.starts_with(['#', '=']))
    }

    /// Whether a header has all columns that it needs by name, and it names any.
    ///
    /// ```
    /// # use floodmark::model::{Mapping, source::{Columns, EventMapping}};
    /// let time = Columns(vec!["When".to_owned()]);
    /// let mapping = Mapping::Events(EventMapping { time, ..EventMapping::default() });
    /// assert!(mapping.fits(&["what".to_owned(), "when".to_owned()]));
    /// assert!(!mapping.fits(&["what".to_owned()]));
    /// ```
    pub fn fits(&self, header: &[String]) -> bool {
        let has = |name: &str| header.iter().any(|h| h.trim().eq_ignore_ascii_case(name.trim()));
        self.names().next().is_some() && self.names().all(has)
    }

    /// The same without the columns that a header has not, how many of those that it names are there, and of how many: where
    /// these are four of five, and what is left can read a row.
    ///
    /// ```
    /// # use floodmark::model::{Mapping, source::{Columns, EventMapping}};
    /// let one = |name: &str| Columns(vec![name.to_owned()]);
    /// let [time, text, kind, actor, asset] = ["When", "What", "Kind", "Who", "Host"].map(one);
    /// let mapping = EventMapping { time, text, kind, actor, asset, ..EventMapping::default() };
    /// let header = ["When", "What", "Kind", "Who"].map(str::to_owned);
    /// let without = EventMapping { asset: Columns::default(), ..mapping.clone() };
    /// assert_eq!(Mapping::Events(mapping.clone()).close_to(&header), Some((Mapping::Events(without), 4, 5)));
    /// assert_eq!(Mapping::Events(mapping).close_to(&header[1..]), None);
    /// ```
    pub fn close_to(&self, header: &[String]) -> Option<(Mapping, usize, usize)> {
        let mut kept = self.clone();
        let (times, others): (Vec<&mut Columns>, Vec<&mut Columns>) = match &mut kept {
            Mapping::Events(m) => (
                vec![&mut m.time, &mut m.known_at],
                vec![&mut m.text, &mut m.kind, &mut m.actor, &mut m.asset, &mut m.tags],
            ),
            Mapping::Incidents(m) => {
                (m.milestones.values_mut().collect(), vec![&mut m.id, &mut m.title, &mut m.groups])
            }
        };
        let constant = |written: &String| written.starts_with('=');
        let there = |written: &String| {
            constant(written)
                || Columns::place(written.strip_prefix('+').unwrap_or(written), header).is_some()
        };
        let lack = |all: &Columns| !all.0.iter().all(there);
        // A time without its clock, or without what is to be added to it, is another one.
        times.into_iter().filter(|all| lack(all)).for_each(|all| all.0.clear());
        for Columns(all) in others.into_iter().filter(|all| lack(all)) {
            all.retain(there);
            // A constant alone says nothing of a row.
            if all.iter().all(constant) {
                all.clear();
            }
        }
        let says_enough = match &mut kept {
            Mapping::Events(m) => !m.time.0.is_empty() && !m.text.0.is_empty(),
            Mapping::Incidents(m) => {
                m.milestones.retain(|_, columns| !columns.0.is_empty());
                !m.milestones.is_empty()
            }
        };
        let (found, all) = (kept.names().count(), self.names().count());
        (says_enough && all > 0 && found * 5 >= all * 4).then_some((kept, found, all))
    }
}

/// A mapping as people keep it in a file: its fields with `"mode": "events"` or `"incidents"` among them.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum MappingFile {
    /// As [`Mapping::Events`].
    Events(EventMapping),
    /// As [`Mapping::Incidents`].
    Incidents(IncidentMapping),
}

impl From<MappingFile> for Mapping {
    fn from(file: MappingFile) -> Mapping {
        match file {
            MappingFile::Events(mapping) => Mapping::Events(mapping),
            MappingFile::Incidents(mapping) => Mapping::Incidents(mapping),
        }
    }
}

/// A format with what else a reader must be told.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// The format.
    pub format: Format,
    /// The mapping, for a format that needs one.
    #[serde(default)]
    pub mapping: Option<Mapping>,
    /// As in [`EventMapping::day_first`], for a format without a mapping.
    #[serde(default)]
    pub day_first: Option<bool>,
    /// Which messages become events, for a Slack export; none is [`SlackChoice::default`].
    #[serde(default)]
    pub slack: Option<SlackChoice>,
}

impl Reading {
    /// A format, with nothing else said.
    pub fn of(format: Format) -> Reading {
        Reading { format, mapping: None, day_first: None, slack: None }
    }

    /// A table through a mapping.
    pub fn mapped(mapping: Mapping) -> Reading {
        Reading { mapping: Some(mapping), ..Reading::of(Format::Delimited) }
    }

    /// A Slack export with a choice of its messages. The usual choice is the reading without any.
    pub fn slack(choice: SlackChoice) -> Reading {
        let slack = (choice != SlackChoice::default()).then_some(choice);
        Reading { slack, ..Reading::of(Format::SlackExport) }
    }

    /// Whether `03/04/2026` is the third of April; none decides over the whole column.
    pub fn day_first(&self) -> Option<bool> {
        match &self.mapping {
            Some(Mapping::Events(mapping)) => mapping.day_first,
            Some(Mapping::Incidents(mapping)) => mapping.day_first,
            None => self.day_first,
        }
    }

    /// The same reading with another order of day and month.
    #[must_use]
    pub fn with_day_first(mut self, day_first: Option<bool>) -> Reading {
        match &mut self.mapping {
            Some(Mapping::Events(mapping)) => mapping.day_first = day_first,
            Some(Mapping::Incidents(mapping)) => mapping.day_first = day_first,
            None => self.day_first = day_first,
        }
        self
    }
}

/// A row that could not be read, kept with its place, its text and the reason.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Refusal {
    /// The line on which the row starts, from 1; 0 where the format has none.
    pub line: u32,
    /// The JSON pointer of the record; empty where the format has none.
    #[serde(default)]
    pub pointer: String,
    /// The row as it stands in the file, cut to a readable length.
    pub text: String,
    /// What is wrong and what would mend it, such as ``column `datetime`: no time zone; assert one for this source``.
    pub reason: String,
}

/// One file of a case, as a person added it. What the read yielded is not kept here but under the hash.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Source {
    /// Its name within the case.
    pub id: SourceId,
    /// The file's name or path as given; never used as a path.
    pub name: String,
    /// The SHA-256 of its bytes, as 64 hexadecimal digits.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How it is read.
    pub reading: Reading,
    /// For a file of many incidents: which of them this source is, from 0.
    #[serde(default)]
    pub incident: Option<u32>,
    /// The zone that a person asserted for wall clocks without one.
    #[serde(default)]
    pub zone: Option<Zone>,
    /// What a person said that the zone abbreviations of its rows mean, by abbreviation.
    #[serde(default)]
    pub abbreviations: BTreeMap<String, Zone>,
    /// Added to each of its times, for a clock that was off; in microseconds.
    #[serde(default)]
    pub clock_offset: Span,
}

impl Source {
    /// Whether it is another case of the file that a source is of.
    pub fn is_of_file(&self, other: &Source) -> bool {
        let cases = self.incident.is_some() && other.incident.is_some();
        cases && self.sha256 == other.sha256 && self.name == other.name && self.reading == other.reading
    }

    /// What a person said of its wall clocks.
    pub fn asserted(&self) -> Asserted<'_> {
        Asserted { zone: self.zone, abbreviations: Some(&self.abbreviations) }
    }
}

/// What a person said of the wall clocks of a source.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Asserted<'a> {
    /// The zone of those without any.
    pub zone: Option<Zone>,
    /// What abbreviations mean.
    pub abbreviations: Option<&'a BTreeMap<String, Zone>>,
}

impl Asserted<'_> {
    /// What an abbreviation was said to mean.
    pub fn meaning(&self, written: Abbreviation) -> Option<Zone> {
        self.abbreviations?.get(written.name()).copied()
    }

    /// What an abbreviation means on a wall clock: what was said, else the offset of the asserted zone at that time,
    /// where that is one of those that the abbreviation may mean.
    pub fn meant(&self, written: Abbreviation, local: NaiveDateTime) -> Option<Zone> {
        self.meaning(written).or_else(|| {
            let shown = self.zone?;
            // The most usual meaning first: where the clock shows a time twice, it tells the two apart.
            let meanings = written.meanings().filter_map(|(zone, _)| zone.parse::<Zone>().ok());
            let mut offsets = meanings.flat_map(|zone| zone.offsets(local));
            offsets.find(|meant| shown.offsets(local).any(|offset| offset == *meant))
        })
    }
}

impl From<Option<Zone>> for Asserted<'_> {
    fn from(zone: Option<Zone>) -> Self {
        Asserted { zone, abbreviations: None }
    }
}

/// What the screen, the report and analysis.json tell of a source.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceSummary {
    /// The file's name or path as given.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// The format, such as `timesketch-csv`.
    pub format: String,
    /// `stated`, `assumed`, `mixed`, or the asserted zone.
    pub zone: String,
    /// Data rows or records found.
    pub rows: u64,
    /// Rows that became events; for a file of one case a record, the dated facts of its records.
    pub events: u64,
    /// Records that became a case each; where there are any, these and the refused ones are all rows.
    pub incidents: u64,
    /// Rows that are part of an event beside its first: the requests of a burst.
    pub merged: u64,
    /// Rows that could not be read or placed.
    pub refused: u64,
    /// The refusals with their reasons.
    pub refusals: Vec<Refusal>,
    /// What a reader should know of the file, in plain sentences.
    pub notes: Vec<String>,
    /// The earliest and latest plausible times in it.
    pub span: Option<[super::time::Timestamp; 2]>,
}
