//! What findings are held against where neither a law, a contract nor the plan says: numbers that a person may set.

use super::time::Span;
use crate::language::look;
use crate::say;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a threshold counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Unit {
    /// Hours of 3,600 seconds.
    Hours,
    /// Days of 24 hours.
    Days,
    /// Systems.
    Systems,
    /// Cases.
    Cases,
}

impl Unit {
    /// One and many of it.
    pub fn words(self) -> [&'static str; 2] {
        match self {
            Unit::Hours => ["hour", "hours"],
            Unit::Days => ["day", "days"],
            Unit::Systems => ["system", "systems"],
            Unit::Cases => ["case", "cases"],
        }
    }

    /// A number of it in words.
    pub fn count(self, n: u32) -> String {
        let [one, many] = self.words();
        format!("{n} {}", look(if n == 1 { one } else { many }))
    }
}

macro_rules! thresholds {
    ($($(#[$meta:meta])* $variant:ident = $id:literal, $label:literal, $unit:ident, $default:literal, $range:expr, $why:literal;)+) => {
        /// A number that findings are held against.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum Threshold { $($(#[$meta])* #[serde(rename = $id)] $variant,)+ }
        impl Threshold {
            /// All of them in order.
            pub const ALL: &'static [Threshold] = &[$(Threshold::$variant),+];
            /// The name in files.
            pub fn id(self) -> &'static str { match self { $(Threshold::$variant => $id,)+ } }
            /// The name on screen.
            pub fn label(self) -> &'static str { match self { $(Threshold::$variant => $label,)+ } }
            /// What it counts.
            pub fn unit(self) -> Unit { match self { $(Threshold::$variant => Unit::$unit,)+ } }
            /// What holds where nobody has set it.
            pub fn default_value(self) -> u32 { match self { $(Threshold::$variant => $default,)+ } }
            /// The least and the most that it may be.
            pub fn range(self) -> [u32; 2] { match self { $(Threshold::$variant => $range,)+ } }
            /// Why it is what it is where nobody has set it.
            pub fn because(self) -> &'static str { match self { $(Threshold::$variant => $why,)+ } }
        }
    };
}

thresholds! {
    /// How long containment may take where the plan sets no target.
    Contain = "contain", "Time to contain, where the plan sets no target", Hours, 24, [1, 8_760],
        "A convention of this tool: one day.";
    /// How long declaring may take where the plan sets no target.
    Declare = "declare", "Time to declare, where the plan sets no target", Hours, 24, [1, 8_760],
        "A convention of this tool: one day.";
    /// How long acknowledging may take where the plan sets no target.
    Acknowledge = "acknowledge", "Time to acknowledge, where the plan sets no target", Hours, 24, [1, 8_760],
        "A convention of this tool: one day.";
    /// The dwell time from which detection counts as late.
    Dwell = "dwell", "Dwell time from which detection counts as late", Days, 7, [1, 3_650],
        "A convention of this tool: one week.";
    /// The dwell time from which that weighs heavily.
    LongDwell = "long_dwell", "Dwell time from which that weighs heavily", Days, 30, [1, 3_650],
        "A convention of this tool: one month of thirty days.";
    /// How long a first signal may wait until somebody understood it.
    Signal = "signal", "Wait of a first signal that counts as not acted on", Days, 7, [1, 3_650],
        "A convention of this tool: one week.";
    /// How long a first signal may take to those who decide.
    Escalation = "escalation", "Way from the first signal to those who decide", Days, 3, [1, 365],
        "A convention of this tool: three days.";
    /// How many systems an attack reached before that counts as far.
    Reach = "reach", "Systems reached that count as far", Systems, 3, [2, 1_000],
        "A convention of this tool: a foothold, a step, and one more.";
    /// How soon after detection evidence is secured.
    Evidence = "evidence", "Time from detection until evidence is secured", Hours, 72, [1, 8_760],
        "A convention of this tool: three days; logs and memory rarely last longer.";
    /// How soon people affected are told, from awareness.
    Notice = "notice", "Time from awareness until people affected are told", Days, 30, [1, 365],
        "The shortest number of days that laws commonly set for telling the people affected.";
    /// How soon people affected are told, from detection.
    NoticeDetected = "notice_detected", "Time from detection until people affected are told", Days, 60, [1, 730],
        "The longest number of days that laws commonly count from discovery, however late awareness came.";
    /// How long it may take to become aware before the record wants reasons.
    Investigation = "investigation", "Investigation between detection and awareness", Days, 3, [1, 365],
        "EDPB Guidelines 9/2022 allow a short period of investigation; three days is a convention of this tool.";
    /// How long restoring may take.
    Recovery = "recovery", "Time from containment to recovery", Days, 14, [1, 3_650],
        "A convention of this tool: two weeks.";
    /// How soon a review is held.
    Review = "review", "Time from the end of the incident to its review", Days, 14, [1, 365],
        "Two weeks, while memories are fresh.";
    /// In how many cases a factor stands before it counts as recurring.
    Recurrence = "recurrence", "Cases with the same factor that count as recurring", Cases, 2, [2, 100],
        "Twice is once more than the first lesson should allow.";
    /// How old an open action item of an earlier case may be.
    Action = "action", "Age from which an open action item counts as overdue", Days, 90, [1, 3_650],
        "A convention of this tool: three months, where the item states no date of its own.";
}

impl Threshold {
    /// A value in words: `7 days`.
    pub fn words(self, value: u32) -> String {
        self.unit().count(value)
    }

    /// Whether it may be set to a value.
    pub fn allows(self, value: u32) -> bool {
        let [least, most] = self.range();
        (least..=most).contains(&value)
    }
}

/// The thresholds as they stand: what a person set, the defaults for the rest.
///
/// ```
/// use floodmark::model::{Span, Threshold, Thresholds};
/// let mut thresholds = Thresholds::default();
/// assert_eq!(thresholds.span(Threshold::Dwell), Span::seconds(7 * 86_400));
/// thresholds.set(Threshold::Dwell, Some(14));
/// assert_eq!((thresholds.value(Threshold::Dwell), thresholds.is_set(Threshold::Dwell)), (14, true));
/// thresholds.set(Threshold::Dwell, Some(7));
/// assert!(!thresholds.is_set(Threshold::Dwell), "the default is no setting");
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Thresholds(BTreeMap<Threshold, u32>);

impl Thresholds {
    /// The value in force.
    pub fn value(&self, of: Threshold) -> u32 {
        self.0.get(&of).copied().filter(|value| of.allows(*value)).unwrap_or(of.default_value())
    }

    /// The value in force of one that counts time; the unit of others counts as seconds.
    pub fn span(&self, of: Threshold) -> Span {
        let one = match of.unit() {
            Unit::Hours => 3_600,
            Unit::Days => 86_400,
            Unit::Systems | Unit::Cases => 1,
        };
        Span::seconds(i64::from(self.value(of)) * one)
    }

    /// Whether a person set it.
    pub fn is_set(&self, of: Threshold) -> bool {
        self.value(of) != of.default_value()
    }

    /// Sets it, or goes back to the default.
    pub fn set(&mut self, of: Threshold, value: Option<u32>) {
        match value.filter(|value| *value != of.default_value()) {
            Some(value) => self.0.insert(of, value),
            None => self.0.remove(&of),
        };
    }

    /// Those that a person set, in order.
    pub fn changed(&self) -> impl Iterator<Item = Measure> {
        let set = Threshold::ALL.iter().copied().filter(|of| self.is_set(*of));
        set.map(|threshold| self.measure(threshold))
    }

    /// One as a finding states it.
    pub fn measure(&self, threshold: Threshold) -> Measure {
        Measure { threshold, value: self.value(threshold) }
    }
}

/// What a finding was held against.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Measure {
    /// The threshold.
    pub threshold: Threshold,
    /// Its value in force.
    pub value: u32,
}

impl Measure {
    /// Whether a person set it.
    pub fn is_set(self) -> bool {
        self.value != self.threshold.default_value()
    }

    /// `Dwell time from which detection counts as late: 14 days, changed in this workspace; by default 7 days`.
    pub fn words(self) -> String {
        let (of, value) = (self.threshold, self.threshold.words(self.value));
        let label = look(of.label());
        match self.is_set() {
            true => {
                let default = of.words(of.default_value());
                say!(
                    "{label}: {value}, changed in this workspace; by default {default}",
                    label,
                    value,
                    default
                )
            }
            false => say!("{label}: {value}, the default", label, value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_allowed_and_every_name_its_own() {
        for (n, one) in Threshold::ALL.iter().enumerate() {
            assert!(one.allows(one.default_value()), "{one:?}");
            assert!(Threshold::ALL.iter().skip(n + 1).all(|other| other.id() != one.id()));
        }
    }

    #[test]
    fn what_is_set_is_kept_as_json_and_what_cannot_be_is_the_default() {
        let mut thresholds = Thresholds::default();
        thresholds.set(Threshold::Reach, Some(5));
        let text = serde_json::to_string(&thresholds).unwrap();
        assert_eq!(text, r#"{"reach":5}"#);
        assert_eq!(serde_json::from_str::<Thresholds>(&text).unwrap(), thresholds);
        let wrong: Thresholds = serde_json::from_str(r#"{"reach":0}"#).unwrap();
        assert_eq!(wrong.value(Threshold::Reach), 3);
        assert_eq!(
            thresholds.changed().next().unwrap().words(),
            "Systems reached that count as far: 5 systems, changed in this workspace; by default 3 systems"
        );
    }
}
