//! One rule of a pack, as plain data. The schema carries laws and contracts alike.

#[cfg(doc)]
use super::place;
use crate::model::Milestone;
use crate::say;
use chrono::NaiveDate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// One rule: who must be told, from when, within what.
#[derive(Clone, PartialEq, Debug)]
pub struct Rule {
    /// Its name, such as `eu-gdpr-33-1-authority`.
    pub id: String,
    /// The jurisdiction code that selects it; empty for a contract.
    pub jurisdiction: String,
    /// The jurisdiction in words.
    pub jurisdiction_label: String,
    /// The contract that selects it, one of [`place::CONTRACTS`].
    pub contract: Option<String>,
    /// Its title.
    pub title: String,
    /// Its citation.
    pub citation: String,
    /// How it stands on the date of the pack.
    pub status: Status,
    /// From when to when it is in force.
    pub in_force: InForce,
    /// Whom it binds.
    pub applies_to: String,
    /// For whom it matters, such as `ecommerce` or `regulated:finance`.
    pub relevance: Vec<String>,
    /// The kind of recipient.
    pub recipient: Recipient,
    /// The recipient by name.
    pub recipient_name: String,
    /// What starts its clock.
    pub trigger: Trigger,
    /// Its limits; the first is the principal one.
    pub deadlines: Vec<Deadline>,
    /// How a late notice is excused, where the rule says.
    pub late_excuse: Option<LateExcuse>,
    /// How its end is computed.
    pub computation: Computation,
    /// On what it depends.
    pub conditions: Conditions,
    /// What a reader must know of the clock.
    pub clock_notes: Vec<String>,
    /// What the notice must say.
    pub content_required: Vec<String>,
    /// What follows the notice.
    pub follow_ups: Vec<FollowUp>,
    /// Where it was read.
    pub sources: Vec<Citation>,
    /// How well it is confirmed.
    pub verification: Verification,
}

/// How a rule stands on the date of its pack.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It binds.
    InForce,
    /// It binds by contract.
    Contractual,
    /// Adopted; it will bind from a known date.
    Upcoming,
    /// Not adopted.
    Proposed,
    /// Adopted, without effect.
    NotInForce,
}

/// From when to when a rule is in force, as dates in UTC; `to` is the first day on which it no longer is.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InForce {
    /// The first day; `None` where nobody looked it up.
    #[serde(deserialize_with = "date")]
    pub from: Option<NaiveDate>,
    /// The day after the last.
    #[serde(default, deserialize_with = "date")]
    pub to: Option<NaiveDate>,
}

/// The kind of recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A data protection or sector authority.
    #[default]
    Authority,
    /// A computer security incident response team or the national point of contact.
    Cert,
    /// The people affected.
    Individuals,
    /// Business customers, or the controller whose data are processed.
    Customers,
    /// The market or the media.
    Market,
    /// Card brands, acquirer, payment processor.
    CardBrands,
    /// The insurer.
    Insurer,
}

impl Recipient {
    /// The milestone that tells of a notice to this kind of recipient, where every incident has one.
    pub fn milestone(self) -> Option<Milestone> {
        match self {
            Recipient::Authority => Some(Milestone::AuthorityNotified),
            Recipient::Individuals => Some(Milestone::IndividualsNotified),
            _ => None,
        }
    }
}

/// What starts a clock.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trigger {
    /// The milestone; `sent:RULE` for a rule that follows another one.
    pub milestone: Milestone,
    /// Milestones that go before it where they have a time, because they say the same more exactly: the notice of
    /// one rule before the case's first notice of that kind.
    #[serde(default)]
    pub prefer: Vec<Milestone>,
    /// Milestones that serve where that one has no time, best first.
    #[serde(default)]
    pub alternatives: Vec<Milestone>,
    /// Milestones from which the same clock may be looked at as well; they never serve, as they are another start:
    /// an incident that nobody classified has no limit yet.
    #[serde(default)]
    pub compare: Vec<Milestone>,
    /// Whether it is a decision that the law wants without unreasonable delay, so that the time since the discovery
    /// is a question of its own.
    #[serde(default)]
    pub prompt: bool,
    /// The rule's own words for it, restated.
    pub words: String,
}

/// The unit of a limit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Elapsed hours.
    Hours,
    /// Calendar days.
    Days,
    /// Days on which the calendar's offices work.
    BusinessDays,
    /// Calendar months.
    Months,
    /// No number: as soon as the standard demands.
    WithoutUndueDelay,
    /// No limit.
    None,
}

/// The largest number that a limit may have, in whatever unit: beyond it a count of days would not end in time.
pub const MOST: u32 = 100_000;

/// What a limit means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// The notice is due by then.
    Limit,
    /// A further limit that ends earlier wins: due is the earliest of all.
    Cap,
    /// It replaces the principal limit in the case that `relation` describes.
    Instead,
    /// A later stage of the same duty.
    Stage,
    /// The notice may not be sent before.
    NotBefore,
    /// Guidance of the authority, not law.
    Guidance,
    /// What practice holds for reasonable; never a verdict.
    Benchmark,
}

/// One limit of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// What it means.
    pub kind: DeadlineKind,
    /// The number; absent where the unit has none.
    #[serde(default)]
    pub value: Option<u32>,
    /// The lower number, where the limit is given as a span (“three to five days”).
    #[serde(default)]
    pub min_value: Option<u32>,
    /// The unit.
    pub unit: Unit,
    /// The milestone that this limit alone counts from, where it is not the rule's trigger.
    #[serde(default)]
    pub from: Option<Milestone>,
    /// Another rule whose notice bounds this one, such as “not after the notice to individuals”.
    #[serde(default)]
    pub not_after: Option<String>,
    /// How it relates to the principal limit, in words.
    #[serde(default)]
    pub relation: String,
    /// The standard beside the number, in words.
    #[serde(default)]
    pub standard: String,
    /// What a benchmark rests on.
    #[serde(default)]
    pub basis: String,
}

/// How a late notice is excused.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LateExcuse {
    /// In words.
    pub words: String,
    /// The fact that documents it; only `delay_reasons` so far.
    pub from_facts: ExcuseFact,
    /// How much later at most, where the rule says.
    #[serde(default)]
    pub value: Option<u32>,
    /// The unit of `value`.
    #[serde(default)]
    pub unit: Option<Unit>,
    /// From where `value` counts.
    #[serde(default)]
    pub after: ExcuseStart,
}

/// From where the longest excused delay counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExcuseStart {
    /// From the trigger.
    #[default]
    Trigger,
    /// From the end of the limit.
    Limit,
}

/// The fact that documents an excuse.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExcuseFact {
    /// [`crate::model::Facts::delay_reasons`] has reasons for the rule.
    DelayReasons,
}

/// How a limit is counted.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Hours as elapsed time between instants.
    ElapsedHours,
    /// Calendar days in a named zone.
    CalendarDays,
    /// Calendar months in a named zone.
    CalendarMonths,
    /// Working days of a calendar.
    BusinessDays,
    /// No number: elapsed time is reported without a verdict.
    Qualitative,
    /// By the notice of another rule.
    RelativeToOtherNotice,
}

/// A more generous reading of a limit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lenient {
    /// Regulation (EEC, Euratom) 1182/71 Art. 3(1) and (2)(a): the hour in progress is not counted.
    #[serde(rename = "reg_1182_71_hours")]
    Reg1182Hours,
}

/// What happens when the last day is no working day.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rollover {
    /// Nothing.
    #[default]
    None,
    /// The end moves to the end of the next working day.
    NextWorkingDay,
    /// Delegated Regulation (EU) 2025/301 Art. 5(4): noon of the next working day.
    #[serde(rename = "dora_5_4")]
    Dora54,
}

/// Whose working days count.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarOf {
    /// Federal holidays of the United States, on which the SEC is closed as well.
    UsFederal,
    /// The State of Vermont.
    Vermont,
    /// National holidays of Brazil.
    Brazil,
    /// The member state, or the authority, where the act is done (Regulation 1182/71 Art. 2).
    MemberState,
    /// The member state of the reporting entity, with its bank holidays (Delegated Regulation 2025/301 Art. 5(4)).
    EntityState,
    /// The acquirer's country.
    Acquirer,
}

/// How the end of a limit is computed.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Computation {
    /// How it is counted.
    pub mode: Mode,
    /// The strict reading, in words.
    #[serde(default)]
    pub strict: String,
    /// A more generous reading.
    #[serde(default)]
    pub lenient: Option<Lenient>,
    /// The generous reading, in words.
    #[serde(default)]
    pub lenient_words: String,
    /// What happens on days that are no working days.
    #[serde(default)]
    pub rollover: Rollover,
    /// The calendar of working days.
    #[serde(default)]
    pub calendar: Option<CalendarOf>,
    /// Whether the recipient must have it by then, so that the time of receipt counts.
    #[serde(default)]
    pub receipt: bool,
    /// Which zone days are counted in, in words.
    #[serde(default)]
    pub zone: Option<String>,
    /// Whether the day of the trigger is not counted.
    #[serde(default)]
    pub exclude_trigger_day: bool,
    /// When the last day ends, in words.
    #[serde(default)]
    pub end: String,
    /// What else a reader must know of the count.
    #[serde(default)]
    pub note: String,
}

/// On what a rule depends.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// What the facts of a case must say.
    #[serde(default)]
    pub needs: Needs,
    /// Which data, in words.
    #[serde(default)]
    pub data_types: Option<String>,
    /// From what size or gravity, in words.
    #[serde(default)]
    pub threshold: Option<String>,
    /// What frees from it, in words.
    #[serde(default)]
    pub exemptions: Vec<String>,
    /// What allows a delay, in words.
    #[serde(default)]
    pub delay_allowed_for: Vec<String>,
    /// Whether a hold by law enforcement suspends its clock.
    #[serde(default)]
    pub hold: bool,
    /// Anything else.
    #[serde(default)]
    pub other: Option<String>,
}

/// Conditions that facts decide.
#[derive(Clone, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Needs {
    /// Personal data must be affected.
    pub personal_data: bool,
    /// It does not bind where a risk to people is unlikely.
    pub unless_risk_unlikely: bool,
    /// It binds only where a high risk to people is likely.
    pub high_risk: bool,
    /// At least so many residents of the jurisdiction must be affected.
    pub residents_at_least: Option<u64>,
    /// At least so many people in all must be affected.
    pub people_at_least: Option<u64>,
    /// It binds only below so many people in all.
    pub people_below: Option<u64>,
    /// The organisation must be of one of these sectors.
    pub sectors: Vec<String>,
    /// It binds those who hold the data for somebody else.
    pub processor: bool,
    /// Payment card data must be affected.
    pub card_data: bool,
    /// It has a threshold in words that none of the facts above decides.
    pub threshold: bool,
}

/// What follows a notice.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FollowUp {
    /// What must follow.
    pub what: String,
    /// By when, in words.
    #[serde(default)]
    pub deadline: Option<String>,
    /// Its citation.
    #[serde(default)]
    pub basis: String,
    /// The rule of the pack that computes it.
    #[serde(default)]
    pub rule: Option<String>,
}

/// A source of a rule.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Its address; shown as text, never opened.
    pub url: String,
    /// What it confirms.
    pub supports: String,
    /// Where it was read, if not there.
    #[serde(default)]
    pub read_in: Option<String>,
}

/// How good the best source of a rule is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The text of the law or contract itself.
    PrimaryText,
    /// A third-party note that quotes it.
    PrimaryViaStoredNote,
    /// A page of the authority.
    OfficialPage,
    /// A law firm, the press, a compliance site, a data set.
    Secondary,
    /// Nobody looked it up.
    Memory,
}

impl Level {
    /// In words, for a note.
    pub fn words(self) -> &'static str {
        match self {
            Level::PrimaryText => say!("the primary text"),
            Level::PrimaryViaStoredNote => say!("a note that quotes the primary text"),
            Level::OfficialPage => say!("an official page"),
            Level::Secondary => say!("secondary sources"),
            Level::Memory => say!("memory"),
        }
    }
}

/// How well a rule is confirmed.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verification {
    /// Whether a source that was read confirms its figure or duty.
    pub verified: bool,
    /// How good that source is.
    pub level: Level,
    /// What to know of it.
    #[serde(default)]
    pub note: String,
    /// Which fields no source confirms.
    #[serde(default)]
    pub fields_from_memory: Vec<String>,
    /// What to watch or check again.
    #[serde(default)]
    pub check: Option<String>,
}

impl Rule {
    /// The principal limit.
    pub fn limit(&self) -> Option<&Deadline> {
        self.deadlines.first()
    }

    /// The milestones that its clock and the order of its notice depend on besides its own notice and its receipt: what
    /// starts the clock, what does so instead, and from what further limits count. Each once, the trigger first.
    pub fn milestones(&self) -> Vec<Milestone> {
        let trigger = std::iter::once(&self.trigger.milestone).chain(&self.trigger.prefer);
        let others = self.deadlines.iter().filter_map(|d| d.from.as_ref());
        let mut all: Vec<Milestone> = vec![];
        for milestone in trigger.chain(&self.trigger.alternatives).chain(others) {
            if !all.contains(milestone) {
                all.push(milestone.clone());
            }
        }
        all
    }
}

/// A date as `2018-05-25`, or null.
pub(super) fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
    NaiveDate::parse_from_str(&text, "%Y-%m-%d")
        .map(Some)
        .map_err(|_| D::Error::custom(format!("“{text}” is no date such as 2018-05-25")))
}
