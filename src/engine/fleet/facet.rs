//! What cases can be told apart by: facts of their records, their year, their file, the plan that was in effect.

use super::Member;
use crate::engine::analysis::CaseAnalysis;
use crate::import::Content;
use crate::language::{known, look};
use crate::model::Moment;
use crate::say;
use crate::workspace::InEffect;
use chrono::Datelike as _;
use std::collections::BTreeMap;

/// A facet with more values than this groups nothing.
const MOST_VALUES: usize = 400;

/// The facet of a version of the plan: before it and since.
pub const SINCE: &str = "since:";

/// The facet of the version of the plan that was in effect.
pub const PLAN: &str = "plan";

/// The facet of the year in which an incident began.
pub const YEAR: &str = "year";

/// The facet of the year in which an incident was discovered.
const FOUND: &str = "found";

/// The facet of the file that an incident came in.
const FILE: &str = "file";

/// The facet of how many people or records are affected.
const RECORDS: &str = "records";

/// The year of an incident in the names that importers give.
const STATED_YEAR: &str = "timeline.incident.year";

/// Something that tells cases apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Facet {
    /// Names it in questions.
    pub id: String,
    /// Its values, in the order in which they are shown.
    pub values: Vec<String>,
}

/// The facets of cases, each with the place of every case's value.
pub fn facets(cases: &mut [Member], versions: &[InEffect]) -> Vec<Facet> {
    let told: Vec<Told> = cases.iter().map(|c| told(c, versions)).collect();
    let mut values: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut with: BTreeMap<&str, usize> = BTreeMap::new();
    for (id, all) in told.iter().flatten() {
        *with.entry(id).or_default() += 1;
        for value in all {
            *values.entry(id).or_default().entry(value).or_default() += 1;
        }
    }
    values.retain(|id, all| {
        let part = with.get(id).is_some_and(|n| *n < cases.len());
        (all.len() > 1 || part) && all.len() <= MOST_VALUES
    });
    let mut facets: Vec<Facet> = values
        .into_iter()
        .map(|(id, all)| {
            let mut values: Vec<String> = all.into_keys().map(str::to_owned).collect();
            match id {
                PLAN => {
                    values.sort_by_key(|v| versions.iter().position(|k| k.version == *v).map_or(0, |n| n + 1))
                }
                RECORDS => values.sort_by_key(|v| BANDS.iter().position(|(_, name)| name == v)),
                _ => {}
            }
            Facet { id: id.to_owned(), values }
        })
        .collect();
    // What everybody knows first; columns of files by name.
    let rank = |id: &str| {
        [
            PLAN,
            YEAR,
            FOUND,
            "attack",
            "team",
            "action",
            "action.variety",
            "actor",
            "asset.variety",
            "discovery_method",
            "sector",
        ]
        .iter()
        .position(|k| *k == id)
    };
    facets.sort_by_cached_key(|f| (rank(&f.id).unwrap_or(usize::MAX), label(&f.id)));
    for (case, told) in cases.iter_mut().zip(&told) {
        let place = |f: &Facet, value: &String| {
            f.values.iter().position(|v| v == value).and_then(|n| u32::try_from(n).ok())
        };
        let places = |f: &Facet| -> Vec<u32> {
            told.get(&f.id).into_iter().flatten().filter_map(|value| place(f, value)).collect()
        };
        case.values = facets.iter().map(places).collect();
    }
    facets
}

/// How many people or records are affected, in bands.
const BANDS: [(u64, &str); 5] = [
    (100, "under 100"),
    (1_000, "100 to 999"),
    (10_000, "1,000 to 9,999"),
    (1_000_000, "10,000 to 999,999"),
    (u64::MAX, "a million or more"),
];

/// A value of a facet as it is told: in our words where it is one of ours, as the record has it otherwise.
pub fn told_value(by: &str, value: &str) -> String {
    if by == RECORDS {
        return known(value);
    }
    if by != PLAN && !by.starts_with(SINCE) {
        return value.to_owned();
    }
    match (value.strip_prefix("before "), value.strip_prefix("since ")) {
        (Some(version), _) => say!("before {version}", version),
        (_, Some(version)) => say!("since {version}", version),
        _ => value.to_owned(),
    }
}

/// The name of a facet on screen: ours is looked up, that of a column of somebody's file stays what it is.
pub fn label(id: &str) -> String {
    let ours = match id {
        PLAN => "Plan in effect",
        YEAR => "Year",
        FOUND => "Year of discovery",
        FILE => "File",
        "sector" => "Sector",
        "attack" => "Kind of attack",
        "team" => "Team",
        RECORDS => "Records affected",
        "action" => "Threat action",
        "action.variety" => "Variety of threat action",
        "actor" => "Actor",
        "asset.variety" => "Kind of asset",
        "discovery_method" => "Method of discovery",
        "victim.industry" => "Industry",
        "victim.employee_count" => "Size of the organisation",
        _ => {
            let words = id.replace(['_', '.'], " ");
            let mut chars = words.chars();
            return chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default();
        }
    };
    look(ours).to_owned()
}

/// The facts of one case, by facet: at least one value each.
type Told = BTreeMap<String, Vec<String>>;

fn told(member: &Member, versions: &[InEffect]) -> Told {
    let analysis = &*member.analysis;
    let mut all = beside_ours(stated(analysis));
    let year = all.remove(STATED_YEAR);
    let mut add = |id: &str, value: Option<String>| {
        if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
            all.insert(id.to_owned(), vec![value]);
        }
    };
    let of_start = member.began.map(|m| m.middle().naive_utc().year().to_string());
    add(YEAR, year.and_then(|year| year.into_iter().next()).or(of_start));
    // Only where both ends of the interval lie in it.
    let detected = analysis.milestones.moment(&crate::model::Milestone::Detected);
    let of_find = detected.or(member.found).and_then(|found| {
        let [first, last] = [found.earliest, found.latest].map(|t| t.naive_utc().year());
        (first == last).then(|| first.to_string())
    });
    add(FOUND, of_find);
    add(FILE, analysis.case.sources.first().map(|s| s.name.clone()));
    let facts = &analysis.case.facts;
    for (id, stated) in [("sector", &facts.sector), ("attack", &facts.attack), ("team", &facts.team)] {
        add(id, Some(stated.clone()));
    }
    let records = facts.records_affected;
    let band = |n: u64| BANDS.iter().find(|(below, _)| n < *below).or(BANDS.last()).map(|b| b.1.to_owned());
    add(RECORDS, records.and_then(band));
    add(PLAN, member.lies.and_then(|lies| in_effect(&lies, versions)));
    all
}

/// What the record says, beside what is worked out here: a column of the same word is another facet, “Plan stated”.
fn beside_ours(mut stated: Told) -> Told {
    for ours in [PLAN, FOUND, FILE, RECORDS] {
        if let Some(values) = stated.remove(ours) {
            stated.insert(format!("{ours}.stated"), values);
        }
    }
    stated
}

/// What the record says of an incident that a file states as a whole.
pub fn stated(analysis: &CaseAnalysis) -> BTreeMap<String, Vec<String>> {
    let mut all = BTreeMap::new();
    for (source, evidence) in analysis.case.sources.iter().zip(&analysis.evidence) {
        let (Some(n), Some(evidence)) = (source.incident, evidence) else { continue };
        let Content::Incidents(incidents) = &evidence.imported.content else { continue };
        if let Some(incident) = incidents.get(n as usize) {
            all.extend(incident.groups.clone());
        }
    }
    all
}

/// The year that the record gives an incident, where it gives nothing finer.
pub fn stated_year(analysis: &CaseAnalysis) -> Option<i32> {
    stated(analysis).get(STATED_YEAR)?.first()?.parse().ok()
}

/// Whether something lies before, or after, the time from which a version was in effect; `None` where that cannot be told.
fn since(lies: &Moment, version: &InEffect) -> Option<bool> {
    if lies.latest <= version.from.earliest && lies.earliest < version.from.earliest {
        Some(false)
    } else {
        (lies.earliest >= version.from.latest).then_some(true)
    }
}

/// The version of the plan that was in effect; `None` where that cannot be told.
fn in_effect(lies: &Moment, versions: &[InEffect]) -> Option<String> {
    let first = versions.first()?;
    let mut held = format!("before {}", first.version);
    for version in versions {
        if !since(lies, version)? {
            break;
        }
        held.clone_from(&version.version);
    }
    Some(held)
}

/// The names of the groups before and since a version of the plan.
pub fn around(version: &str) -> [String; 2] {
    [format!("before {version}"), format!("since {version}")]
}

/// What is asked of each case: a value of a facet, found once for all of them.
#[derive(Clone, Copy, Debug)]
pub enum Sought<'a> {
    /// A value by its place and that of its facet. Of a facet with several values at once a case has each.
    Value { facet: usize, value: u32 },
    /// Before a version of the plan, or since it.
    Side { version: &'a InEffect, since: bool },
    /// What no case has.
    Nothing,
}

impl Sought<'_> {
    /// A value of a facet, or a side of a version of the plan: `since:` and the version.
    pub fn new<'a>(facets: &[Facet], versions: &'a [InEffect], by: &str, value: &str) -> Sought<'a> {
        let side = |version: &str| {
            let since = around(version).iter().position(|side| side == value)? == 1;
            Some(Sought::Side { version: versions.iter().find(|v| v.version == version)?, since })
        };
        let place = || {
            let facet = facets.iter().position(|f| f.id == by)?;
            let value = facets.get(facet)?.values.iter().position(|v| v == value)?;
            Some(Sought::Value { facet, value: u32::try_from(value).ok()? })
        };
        let found = match by.strip_prefix(SINCE) {
            Some(version) => side(version),
            None => place(),
        };
        found.unwrap_or(Sought::Nothing)
    }

    /// Whether a case has it.
    pub fn is_of(&self, member: &Member) -> bool {
        match self {
            Sought::Value { facet, value } => member.values.get(*facet).is_some_and(|of| of.contains(value)),
            Sought::Side { version, since: wanted } => {
                member.lies.and_then(|lies| since(&lies, version)) == Some(*wanted)
            }
            Sought::Nothing => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Span, Timestamp};
    use crate::workspace::effect::Says;

    #[test]
    fn a_column_keeps_its_name_though_the_program_says_the_same_word() {
        use crate::language::{Language, aloud, learn};
        let catalogue = ["Open", "Offen", "Variety of threat action", "Art der Bedrohungshandlung"];
        learn(Language::German, catalogue.join("\0"));
        assert_eq!(
            aloud(|| ["Open", "action.variety", "user_count"].map(label)),
            ["Open", "Art der Bedrohungshandlung", "User count"]
        );
    }

    #[test]
    fn a_column_of_a_name_of_ours_is_a_facet_of_its_own() {
        let stated = [("plan", "Gold support"), ("team", "night")];
        let told = beside_ours(stated.map(|(id, value)| (id.to_owned(), vec![value.to_owned()])).into());
        let ids: Vec<&str> = told.keys().map(String::as_str).collect();
        assert_eq!(ids, ["plan.stated", "team"]);
        assert_eq!(told["plan.stated"], ["Gold support"]);
        assert_eq!(label("plan.stated"), "Plan stated");
    }

    #[test]
    fn a_case_of_the_same_day_is_neither_before_nor_since() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let day = at("2026-03-02T00:00:00Z");
        let from = Moment { latest: day.plus(Span(86_400_000_000)), ..Moment::exact(day) };
        let version = InEffect { version: "1.1".to_owned(), from, says: Says::History };
        let of = |text: &str| since(&Moment::exact(at(text)), &version);
        assert_eq!(of("2026-03-01T23:59:59Z"), Some(false));
        assert_eq!(of("2026-03-02T12:00:00Z"), None);
        assert_eq!(of("2026-03-03T00:00:00Z"), Some(true));
        let versions = [version];
        let held = |text: &str| in_effect(&Moment::exact(at(text)), &versions);
        assert_eq!(held("2026-02-01T00:00:00Z").as_deref(), Some("before 1.1"));
        assert_eq!(held("2026-04-01T00:00:00Z").as_deref(), Some("1.1"));
        assert_eq!(held("2026-03-02T12:00:00Z"), None);
    }
}
