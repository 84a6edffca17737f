//! Rule packs: dated data files of notification rules, in a schema that carries laws and contracts alike.
//!
//! A pack is read field by field, so that an error names the rule and the field. Addresses of sources are data of
//! the pack and are shown as text; Floodmark never opens them.

use super::place;
use super::rule::{MOST, Mode, Rule, Unit, date};
use chrono::NaiveDate;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The schema that this version reads.
pub const SCHEMA: &str = "floodmark/rules/1";
/// The JSON Schema of packs, for those who write one.
pub const JSON_SCHEMA: &str = include_str!("rules.schema.json");
/// The file of the pack that comes with Floodmark: a start for one of one's own.
pub const BUILTIN: &str = include_str!("rules.json");

/// A dated collection of rules.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Pack {
    /// Its version, such as `2026.11`; it stands in every verdict.
    pub version: String,
    /// The date on which its rules were last reviewed.
    pub reviewed_on: NaiveDate,
    /// What a reader must know of the whole pack.
    pub note: String,
    /// Its rules, in the order of the file.
    pub rules: Vec<Rule>,
}

/// What is wrong in a pack, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackError {
    /// The file as a whole.
    #[error("the rule pack cannot be read: {0}")]
    File(String),
    /// One field of one rule.
    #[error("rule `{rule}`, field `{field}`: {problem}")]
    Field {
        /// The rule, by name or by its number from 1.
        rule: String,
        /// The field.
        field: String,
        /// What is wrong.
        problem: String,
    },
}

impl Pack {
    /// The pack that comes with Floodmark.
    ///
    /// ```
    /// let pack = floodmark::obligation::Pack::builtin();
    /// assert!(pack.rule("eu-gdpr-33-1-authority").is_some());
    /// ```
    pub fn builtin() -> &'static Pack {
        static PACK: LazyLock<Pack> = LazyLock::new(|| Pack::parse(BUILTIN).unwrap_or_default());
        &PACK
    }

    /// Reads a pack. The first thing that is wrong is named by its rule and field.
    pub fn parse(json: &str) -> Result<Pack, PackError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            schema: String,
            version: String,
            #[serde(deserialize_with = "date")]
            reviewed_on: Option<NaiveDate>,
            #[serde(default)]
            note: String,
            #[serde(default)]
            computations: BTreeMap<String, Value>,
            rules: Vec<Map<String, Value>>,
        }
        let file: File = serde_json::from_str(json).map_err(|e| PackError::File(e.to_string()))?;
        if file.schema != SCHEMA {
            return Err(PackError::File(format!(
                "its schema is “{}”; this version reads {SCHEMA}",
                file.schema
            )));
        }
        let reviewed_on =
            file.reviewed_on.ok_or_else(|| PackError::File("`reviewed_on` has no date".to_owned()))?;
        let mut rules: Vec<Rule> = Vec::with_capacity(file.rules.len());
        for (n, mut fields) in file.rules.into_iter().enumerate() {
            named_computation(n, &mut fields, &file.computations)?;
            rules.push(Fields::open(n, fields).rule()?);
        }
        let mut names = BTreeSet::new();
        for rule in &rules {
            if !names.insert(rule.id.as_str()) {
                return Err(problem(&rule.id, "id", "another rule has the same name"));
            }
        }
        Ok(Pack { version: file.version, reviewed_on, note: file.note, rules })
    }

    /// The rule of that name.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|r| r.id == id)
    }
}

/// Puts the computation in the place of its name: many rules count alike, and the pack says how once.
fn named_computation(
    n: usize,
    fields: &mut Map<String, Value>,
    named: &BTreeMap<String, Value>,
) -> Result<(), PackError> {
    let Some(Value::String(name)) = fields.get("computation") else { return Ok(()) };
    match named.get(name) {
        Some(computation) => {
            fields.insert("computation".to_owned(), computation.clone());
            Ok(())
        }
        None => {
            let rule = fields.get("id").and_then(Value::as_str).map_or(format!("#{}", n + 1), str::to_owned);
            Err(problem(&rule, "computation", format!("`computations` has none that is called “{name}”")))
        }
    }
}

fn problem(rule: &str, field: &str, problem: impl ToString) -> PackError {
    PackError::Field { rule: rule.to_owned(), field: field.to_owned(), problem: problem.to_string() }
}

/// The fields of one rule that nobody has taken yet.
struct Fields {
    name: String,
    fields: Map<String, Value>,
}

impl Fields {
    fn open(number: usize, fields: Map<String, Value>) -> Fields {
        let name = fields.get("id").and_then(Value::as_str).map_or(format!("#{}", number + 1), str::to_owned);
        Fields { name, fields }
    }

    /// A field that must be there.
    fn need<T: DeserializeOwned>(&mut self, field: &str) -> Result<T, PackError> {
        let value = self.fields.remove(field).ok_or_else(|| problem(&self.name, field, "is missing"))?;
        serde_json::from_value(value).map_err(|e| problem(&self.name, field, e))
    }

    /// A field that may be absent or null.
    fn may<T: DeserializeOwned + Default>(&mut self, field: &str) -> Result<T, PackError> {
        match self.fields.remove(field) {
            None | Some(Value::Null) => Ok(T::default()),
            Some(value) => serde_json::from_value(value).map_err(|e| problem(&self.name, field, e)),
        }
    }

    fn rule(mut self) -> Result<Rule, PackError> {
        let rule = Rule {
            id: self.need("id")?,
            jurisdiction: self.may("jurisdiction")?,
            jurisdiction_label: self.may("jurisdiction_label")?,
            contract: self.may("contract")?,
            title: self.need("title")?,
            citation: self.need("citation")?,
            status: self.need("status")?,
            in_force: self.need("in_force")?,
            applies_to: self.may("applies_to")?,
            relevance: self.may("relevance")?,
            recipient: self.need("recipient")?,
            recipient_name: self.need("recipient_name")?,
            trigger: self.need("trigger")?,
            deadlines: self.need("deadlines")?,
            late_excuse: self.may("late_excuse")?,
            computation: self.need("computation")?,
            conditions: self.need("conditions")?,
            clock_notes: self.may("clock_notes")?,
            content_required: self.may("content_required")?,
            follow_ups: self.may("follow_ups")?,
            sources: self.may("sources")?,
            verification: self.need("verification")?,
        };
        if let Some(unknown) = self.fields.keys().next() {
            return Err(problem(&self.name, unknown, "no such field"));
        }
        check(&rule)?;
        Ok(rule)
    }
}

/// What the types alone cannot hold.
fn check(rule: &Rule) -> Result<(), PackError> {
    let bad = |field: &str, text: String| Err(problem(&rule.id, field, text));
    let named = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if rule.id.is_empty() || !rule.id.chars().all(named) {
        return bad("id", "a name has small letters, digits and hyphens".to_owned());
    }
    match (&rule.contract, place::check_code(&rule.jurisdiction)) {
        (None, Err(unknown)) => return bad("jurisdiction", unknown.to_string()),
        (None, Ok(code)) if code != rule.jurisdiction => {
            return bad("jurisdiction", format!("write it as {code}"));
        }
        (Some(contract), _) if !place::CONTRACTS.contains(&contract.as_str()) => {
            let known = place::CONTRACTS.join(", ");
            return bad("contract", format!("“{contract}” is no contract; the known ones are {known}"));
        }
        _ => {}
    }
    let Some(limit) = rule.limit() else {
        return bad("deadlines", "needs at least one".to_owned());
    };
    for deadline in &rule.deadlines {
        let counted = !matches!(deadline.unit, Unit::WithoutUndueDelay | Unit::None);
        if counted && deadline.value.is_none() {
            return bad("deadlines", "a limit with this unit needs a value".to_owned());
        }
        if deadline.value.is_some_and(|value| value > MOST) {
            return bad("deadlines", format!("a value is at most {MOST}"));
        }
    }
    let fits = match rule.computation.mode {
        Mode::ElapsedHours => limit.value.is_none() || limit.unit == Unit::Hours,
        Mode::CalendarDays => limit.unit == Unit::Days,
        Mode::CalendarMonths => limit.unit == Unit::Months,
        Mode::BusinessDays => limit.unit == Unit::BusinessDays,
        Mode::Qualitative => limit.value.is_none(),
        Mode::RelativeToOtherNotice => true,
    };
    if !fits {
        return bad("computation", "its mode does not count in the unit of the principal limit".to_owned());
    }
    if rule.computation.mode == Mode::BusinessDays && rule.computation.calendar.is_none() {
        return bad("computation", "business days need a `calendar`".to_owned());
    }
    if rule.computation.lenient.is_some() && rule.computation.mode != Mode::ElapsedHours {
        return bad("computation", "the lenient reading is one of elapsed hours only".to_owned());
    }
    if rule.verification.verified && rule.sources.is_empty() {
        return bad("sources", "a verified rule names at least one source".to_owned());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(edit: impl FnOnce(&mut Value)) -> String {
        let mut pack: Value = serde_json::from_str(include_str!("rules.json")).unwrap();
        edit(&mut pack);
        pack.to_string()
    }

    #[track_caller]
    fn refused(edit: impl FnOnce(&mut Value), words: &[&str]) {
        let message = Pack::parse(&edited(edit)).unwrap_err().to_string();
        for word in words {
            assert!(message.contains(word), "{message} lacks {word}");
        }
    }

    #[test]
    fn the_builtin_pack_has_its_rules_and_dates() {
        let pack = Pack::parse(BUILTIN).unwrap();
        assert_eq!(&pack, Pack::builtin());
        assert_eq!(pack.reviewed_on.to_string(), "2026-11-23");
        assert_eq!(pack.rules.len(), 157);
        assert_eq!(pack.rules.iter().filter(|r| r.verification.verified).count(), 143);
        // Whatever a rule names is there.
        for rule in &pack.rules {
            let follows = rule.follow_ups.iter().filter_map(|f| f.rule.as_ref());
            let bounds = rule.deadlines.iter().filter_map(|d| d.not_after.as_ref());
            for other in follows.chain(bounds) {
                assert!(pack.rule(other).is_some(), "{}: {other}", rule.id);
            }
            let froms = rule.deadlines.iter().filter_map(|d| d.from.as_ref());
            let milestones = froms.chain([&rule.trigger.milestone]).chain(&rule.trigger.prefer);
            for milestone in milestones.chain(&rule.trigger.alternatives) {
                if let crate::model::Milestone::Sent(other) = milestone {
                    assert!(pack.rule(other).is_some(), "{}: {other}", rule.id);
                }
            }
        }
    }

    #[test]
    fn an_error_names_the_rule_and_the_field() {
        let first = "/rules/0";
        let set = |path: &'static str, value: Value| {
            move |pack: &mut Value| *pack.pointer_mut(path).unwrap() = value
        };
        let gdpr = "`eu-gdpr-33-1-authority`";
        refused(set("/rules/0/status", "binding".into()), &[gdpr, "`status`", "binding"]);
        refused(set("/rules/0/deadlines/0/value", (-3).into()), &[gdpr, "`deadlines`", "-3"]);
        refused(set("/rules/0/in_force/from", "May 2018".into()), &[gdpr, "`in_force`", "May 2018"]);
        refused(set("/rules/0/trigger/milestone", "A ware".into()), &[gdpr, "`trigger`", "A ware"]);
        refused(set("/rules/25/jurisdiction", "UK".into()), &["`uk-gdpr-33-1-ico`", "`jurisdiction`", "GB"]);
        refused(
            set("/rules/0/deadlines/0/value", 4_000_000_000_u32.into()),
            &[gdpr, "`deadlines`", "100000"],
        );
        refused(set("/rules/0/computation", "weeks".into()), &[gdpr, "`computation`", "weeks"]);
        refused(set("/rules/0/deadlines/0/unit", "days".into()), &[gdpr, "`computation`", "unit"]);
        refused(set("/rules/1/id", "eu-gdpr-33-1-authority".into()), &[gdpr, "`id`", "same name"]);
        refused(set("/rules/0/sources", Value::Array(vec![])), &[gdpr, "`sources`"]);
        refused(set("/schema", "floodmark/rules/9".into()), &["floodmark/rules/9"]);
        let unknown = |p: &mut Value| p.pointer_mut(first).unwrap()["limit"] = 72.into();
        refused(unknown, &[gdpr, "`limit`", "no such field"]);
        let gone = |p: &mut Value| {
            p.pointer_mut(first).and_then(Value::as_object_mut).unwrap().remove("trigger");
        };
        refused(gone, &[gdpr, "`trigger`", "is missing"]);
        let nameless = |p: &mut Value| {
            p.pointer_mut("/rules/1").and_then(Value::as_object_mut).unwrap().remove("id");
        };
        refused(nameless, &["`#2`", "`id`"]);
        assert!(Pack::parse("{").unwrap_err().to_string().contains("cannot be read"));
    }
}
