//! Tables that many tools export and that need no reader of their own: for each, the columns that tell it and the
//! mapping that suits it. A person sees and confirms the mapping, but for the lists of incidents that only one tool writes so:
//! these are formats of their own, read at once.
//!
//! A preset fits where the header has its columns, and is close where it has four of five. What a preset names is a
//! list of columns of which the first that is there is taken, so that one preset serves the CSV and the JSON of a tool.

use crate::model::source::{Columns, EventMapping, IncidentMapping};
use crate::model::{Format, Mapping, Milestone};

/// A table of a tool.
struct Preset {
    /// The tool, as in “a Splunk export”.
    name: &'static str,
    /// The format, where the columns that tell it are the tool's alone: nobody need confirm them.
    own: Option<Format>,
    /// The columns that tell it.
    told_by: &'static [&'static str],
    rows: Rows,
}

/// The first of these that the header has; `=text` is always there, `time+seconds` where both are.
type Choice = &'static [&'static str];

enum Rows {
    Events(Events),
    Incidents(Incidents),
}

#[derive(Clone, Copy)]
struct Events {
    time: Choice,
    /// Whether the tool writes UTC without saying so.
    utc: bool,
    /// All of them that there are.
    text: Choice,
    kind: Choice,
    actor: Choice,
    asset: Choice,
    tags: Choice,
}

struct Incidents {
    id: Choice,
    title: Choice,
    milestones: &'static [(Milestone, Choice)],
    /// As in [`Events::utc`].
    utc: bool,
    groups: Choice,
}

/// Nothing named: what a preset does not say is left out.
const EVENTS: Events =
    Events { time: &[], utc: false, text: &[], kind: &[], actor: &[], asset: &[], tags: &[] };

/// Where the fields of a record stand in the answers of Elasticsearch and Splunk.
const WRAPPERS: [&str; 3] = ["", "_source.", "result."];

const PRESETS: &[Preset] = &[
    Preset {
        name: "a Splunk export",
        own: None,
        told_by: &["_time", "_raw", "host", "source", "sourcetype"],
        rows: Rows::Events(Events {
            time: &["_time"],
            text: &["_raw"],
            kind: &["sourcetype"],
            actor: &["user", "src_user"],
            asset: &["host", "dest"],
            tags: &["tag", "tags"],
            ..EVENTS
        }),
    },
    Preset {
        name: "Kibana or Elastic Common Schema",
        own: None,
        told_by: &["@timestamp"],
        rows: Rows::Events(Events {
            time: &["@timestamp"],
            text: &["message", "event.original", "kibana.alert.reason", "event.action"],
            kind: &["event.action", "event.category", "event.dataset", "event.module"],
            actor: &["user.name", "winlog.user.name", "source.user.name"],
            asset: &["host.name", "host.hostname", "agent.hostname", "agent.name", "beat.hostname"],
            tags: &["tags"],
            ..EVENTS
        }),
    },
    Preset {
        name: "PagerDuty incidents",
        own: Some(Format::PagerdutyIncidents),
        told_by: &["incident_number", "title", "created_at", "acknowledgements", "resolved_at"],
        rows: Rows::Incidents(PAGERDUTY),
    },
    Preset {
        name: "PagerDuty incidents",
        own: Some(Format::PagerdutyIncidents),
        told_by: &["incident_number", "title", "created_at", "status", "urgency"],
        rows: Rows::Incidents(PAGERDUTY),
    },
    Preset {
        name: "PagerDuty analytics of incidents",
        own: Some(Format::PagerdutyIncidents),
        told_by: &[
            "incident_number",
            "service_name",
            "seconds_to_first_ack",
            "seconds_to_resolve",
            "resolved_at",
        ],
        rows: Rows::Incidents(PAGERDUTY),
    },
    Preset {
        name: "PagerDuty reports of incidents",
        own: Some(Format::PagerdutyIncidents),
        told_by: &["incident_number", "service_name", "created_on", "resolved_on", "seconds_to_resolve"],
        rows: Rows::Incidents(PAGERDUTY),
    },
    Preset {
        name: "Opsgenie incidents",
        own: Some(Format::OpsgenieIncidents),
        told_by: &["tinyId", "message", "impactStartDate", "createdAt", "status"],
        rows: Rows::Incidents(Incidents {
            id: &["tinyId", "id"],
            title: &["message", "description"],
            milestones: &[
                (Milestone::ExposureStarted, &["impactStartDate"]),
                (Milestone::Detected, &["impactDetectDate"]),
                (Milestone::Declared, &["createdAt"]),
                (Milestone::Contained, &["impactEndDate"]),
            ],
            utc: false,
            groups: &["priority", "status", "ownerTeam", "tags"],
        }),
    },
    Preset {
        name: "Dispatch incidents",
        own: Some(Format::DispatchIncidents),
        told_by: &["name", "title", "status", "reported_at", "stable_at", "closed_at"],
        rows: Rows::Incidents(Incidents {
            id: &["name", "id"],
            title: &["title"],
            milestones: &[
                (Milestone::Detected, &["reported_at"]),
                (Milestone::Contained, &["stable_at"]),
                (Milestone::Closed, &["closed_at"]),
            ],
            utc: true,
            groups: DISPATCH_GROUPS,
        }),
    },
    Preset {
        name: "Dispatch cases",
        own: Some(Format::DispatchIncidents),
        told_by: &["name", "title", "status", "reported_at", "triage_at", "escalated_at", "closed_at"],
        rows: Rows::Incidents(Incidents {
            id: &["name", "id"],
            title: &["title"],
            milestones: &[
                (Milestone::Detected, &["reported_at"]),
                (Milestone::Acknowledged, &["triage_at"]),
                (Milestone::Declared, &["escalated_at"]),
                (Milestone::Closed, &["closed_at"]),
            ],
            utc: true,
            groups: DISPATCH_GROUPS,
        }),
    },
    Preset {
        name: "Dispatch tasks",
        own: None,
        told_by: &["description", "created_at", "resolve_by", "last_reminder_at", "incident_id"],
        rows: Rows::Events(Events {
            time: &["created_at"],
            utc: true,
            text: &["description"],
            kind: &["=task"],
            actor: &["owner", "creator"],
            tags: &["status", "priority"],
            ..EVENTS
        }),
    },
    Preset {
        name: "the GitHub status history",
        own: None,
        told_by: &["downtime_start", "downtime_end", "duration_minutes", "title", "impact"],
        rows: Rows::Incidents(Incidents {
            id: &["incident_id", "id"],
            title: &["title"],
            milestones: &[
                (Milestone::ExposureStarted, &["downtime_start"]),
                (Milestone::Detected, &["started_at"]),
                (Milestone::Contained, &["downtime_end"]),
                (Milestone::Recovered, &["resolved_at"]),
            ],
            utc: false,
            groups: &["impact", "source", "components"],
        }),
    },
    Preset {
        name: "EvtxECmd",
        own: None,
        told_by: &["TimeCreated", "EventId", "Provider", "Channel", "MapDescription"],
        rows: Rows::Events(Events {
            time: &["TimeCreated"],
            utc: true,
            text: &["MapDescription", "PayloadData1", "PayloadData2", "PayloadData3", "ExecutableInfo"],
            kind: &["Channel"],
            actor: &["UserName"],
            asset: &["Computer"],
            tags: &["Level"],
        }),
    },
    Preset {
        name: "MFTECmd",
        own: None,
        told_by: &["ParentPath", "FileName", "Created0x10", "LastModified0x10", "EntryNumber"],
        rows: Rows::Events(Events {
            time: &["LastModified0x10"],
            utc: true,
            text: &["ParentPath", "FileName"],
            kind: &["=last modified"],
            ..EVENTS
        }),
    },
    Preset {
        name: "AppCompatCacheParser",
        own: None,
        told_by: &["CacheEntryPosition", "Path", "LastModifiedTimeUTC", "Executed"],
        rows: Rows::Events(Events {
            time: &["LastModifiedTimeUTC"],
            utc: true,
            text: &["Path"],
            kind: &["=program last modified"],
            ..EVENTS
        }),
    },
    Preset {
        name: "RECmd",
        own: None,
        told_by: &["HivePath", "KeyPath", "ValueName", "LastWriteTimestamp", "Description"],
        rows: Rows::Events(Events {
            time: &["LastWriteTimestamp"],
            utc: true,
            text: &["Description", "KeyPath", "ValueName", "ValueData"],
            kind: &["Category"],
            ..EVENTS
        }),
    },
    Preset {
        name: "PECmd's timeline",
        own: None,
        told_by: &["RunTime", "ExecutableName"],
        rows: Rows::Events(Events {
            time: &["RunTime"],
            utc: true,
            text: &["ExecutableName"],
            kind: &["=program run"],
            ..EVENTS
        }),
    },
    Preset {
        name: "RBCmd",
        own: None,
        told_by: &["SourceName", "FileName", "FileSize", "DeletedOn"],
        rows: Rows::Events(Events {
            time: &["DeletedOn"],
            utc: true,
            text: &["FileName"],
            kind: &["=deleted to the recycle bin"],
            ..EVENTS
        }),
    },
    Preset {
        name: "LECmd",
        own: None,
        told_by: &["SourceFile", "TargetCreated", "TargetModified", "LocalPath", "RelativePath"],
        rows: Rows::Events(Events {
            time: &["SourceModified", "TargetModified"],
            utc: true,
            text: &["LocalPath", "Arguments"],
            kind: &["=shortcut changed"],
            asset: &["MachineID"],
            ..EVENTS
        }),
    },
];

const DISPATCH_GROUPS: Choice = &[
    "status",
    "incident_type.name",
    "incident_severity.name",
    "incident_priority.name",
    "case_type.name",
    "case_severity.name",
    "project.name",
];

/// What triggers a page is a signal; that it ends closes the incident there, whatever state the service is in.
const PAGERDUTY: Incidents = Incidents {
    id: &["incident_number", "id"],
    title: &["title", "description", "summary"],
    milestones: &[
        (Milestone::FirstSignal, &["created_at", "created_on"]),
        (
            Milestone::Acknowledged,
            &[
                "acknowledgements.0.at",
                "first_acknowledged_at",
                "created_at+seconds_to_first_ack",
                "created_on+seconds_to_first_ack",
            ],
        ),
        (Milestone::Closed, &["resolved_at", "resolved_on"]),
    ],
    utc: false,
    groups: &["service_name", "service.summary", "priority_name", "priority.summary", "urgency", "status"],
};

/// Why a preset suits a header.
#[derive(Debug)]
pub struct Suggested {
    /// Whether the header has all the columns that tell the tool.
    pub whole: bool,
    /// The format of the tool's own, where it has all of them, and its mapping, which may name columns that come later.
    pub own: Option<(Format, Mapping)>,
    /// What in the header speaks for it, in one sentence.
    pub evidence: String,
}

impl Suggested {
    /// The same for a table below so many lines.
    pub fn below(self, lines: u32) -> Self {
        Suggested { own: self.own.map(|(format, mapping)| (format, mapping.below(lines))), ..self }
    }
}

/// The preset that suits a header best, with `base` for what it does not say. Further columns may `follow` the header.
pub fn suggest(header: &[String], base: &EventMapping, follow: bool) -> Option<(Mapping, Suggested)> {
    let mut best: Option<(f64, Mapping, Suggested)> = None;
    for preset in PRESETS {
        for wrapper in WRAPPERS {
            let columns = Header { names: header, wrapper, follow: false };
            let (found, all) =
                (preset.told_by.iter().filter(|name| columns.has(name)).count(), preset.told_by.len());
            let share = found as f64 / all as f64;
            if found * 5 < all * 4 || best.as_ref().is_some_and(|(most, ..)| *most >= share) {
                continue;
            }
            let Some(mapping) = columns.mapping(&preset.rows, base) else { continue };
            let evidence = if found == all {
                format!("its header is that of {}", preset.name)
            } else {
                format!("its header is close to that of {}: it has {found} of {all} columns", preset.name)
            };
            let whole = found == all;
            let later = || Header { follow, ..columns }.mapping(&preset.rows, base);
            let own = preset.own.filter(|_| whole).and_then(|format| Some((format, later()?)));
            best = Some((share, mapping, Suggested { whole, own, evidence }));
        }
    }
    best.map(|(_, mapping, suggested)| (mapping, suggested))
}

#[derive(Clone, Copy)]
struct Header<'a> {
    names: &'a [String],
    wrapper: &'a str,
    /// Whether columns that are not there may follow.
    follow: bool,
}

impl Header<'_> {
    fn has(&self, name: &str) -> bool {
        // A list of objects stands in several columns: `acknowledgements.0.at`.
        let fits = |rest: &str| rest.is_empty() || rest.starts_with(".0.");
        let within = |own: &String| own.strip_prefix(self.wrapper)?.strip_prefix(name).map(fits);
        self.names.iter().any(|own| within(own) == Some(true))
    }

    fn column(&self, name: &str) -> Option<String> {
        let full = format!("{}{name}", self.wrapper);
        (name.starts_with('='))
            .then(|| name.to_owned())
            .or_else(|| self.names.contains(&full).then_some(full))
    }

    fn first(&self, choice: Choice) -> Columns {
        let columns = |name: &&str| match name.split_once('+') {
            Some((time, seconds)) => Some(vec![self.column(time)?, format!("+{}", self.column(seconds)?)]),
            None => Some(vec![self.column(name)?]),
        };
        let later =
            || choice.first().filter(|_| self.follow).map(|name| vec![format!("{}{name}", self.wrapper)]);
        Columns(choice.iter().find_map(columns).or_else(later).unwrap_or_default())
    }

    fn all(&self, choice: Choice) -> Columns {
        Columns(choice.iter().filter_map(|name| self.column(name)).collect())
    }

    /// The column of a time, with the zone that the tool does not write.
    fn time(&self, choice: Choice, utc: bool) -> Columns {
        let mut time = self.first(choice);
        if utc && !time.0.is_empty() {
            time.0.push("=UTC".to_owned());
        }
        time
    }

    fn mapping(&self, rows: &Rows, base: &EventMapping) -> Option<Mapping> {
        Some(match rows {
            Rows::Events(events) => {
                let time = self.time(events.time, events.utc);
                if time.0.is_empty() {
                    return None;
                }
                // Of messages in several fields the first says it all; the parts of a line are read together.
                let text = if events.utc { self.all(events.text) } else { self.first(events.text) };
                let other = || {
                    if base.text.0.is_empty() || base.text == time { None } else { Some(base.text.clone()) }
                };
                let text = if text.0.is_empty() { other()? } else { text };
                Mapping::Events(EventMapping {
                    time,
                    text,
                    kind: self.first(events.kind),
                    actor: self.first(events.actor),
                    asset: self.first(events.asset),
                    tags: self.all(events.tags),
                    known_at: base.known_at.clone(),
                    day_first: None,
                    headerless: false,
                    above: 0,
                })
            }
            Rows::Incidents(incidents) => {
                let named = incidents
                    .milestones
                    .iter()
                    .map(|(m, choice)| (m.clone(), self.time(choice, incidents.utc)));
                let milestones = named.filter(|(_, columns)| !columns.0.is_empty()).collect();
                let mapping = IncidentMapping {
                    id: self.first(incidents.id),
                    title: self.first(incidents.title),
                    milestones,
                    groups: self.all(incidents.groups),
                    day_first: None,
                    above: 0,
                };
                (!mapping.milestones.is_empty()).then_some(Mapping::Incidents(mapping))?
            }
        })
    }
}
