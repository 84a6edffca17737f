//! Milestones of an incident, and the metrics between them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A milestone of the response, or one that only a rule of law knows.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Milestone {
    /// The attacker first had a foothold.
    Compromise,
    /// Data or systems began to be exposed to harm.
    ExposureStarted,
    /// The first sign that somebody could have acted on.
    FirstSignal,
    /// Somebody understood that there is an incident.
    Detected,
    /// A responder took it on.
    Acknowledged,
    /// The incident was declared and the response team engaged.
    Declared,
    /// Reasonable certainty that personal data were affected: the legal clock.
    Aware,
    /// Snapshots, logs and copies were secured.
    EvidencePreserved,
    /// The harm stopped spreading.
    Contained,
    /// The attacker's means were removed.
    Eradicated,
    /// Normal service was restored.
    Recovered,
    /// The incident was closed.
    Closed,
    /// The authority was told.
    AuthorityNotified,
    /// The people affected were told.
    IndividualsNotified,
    /// The public was told.
    PublicDisclosure,
    /// A support channel for the people affected was open.
    SupportOpened,
    /// The post-mortem review was held.
    ReviewHeld,
    /// The response plan was changed.
    PlanUpdated,
    /// A trigger that only rules use, such as `discovered` or `determined_breach`.
    Legal(String),
    /// The notice of one rule: `sent:RULE_ID`.
    Sent(String),
    /// The notice of one rule reached its recipient: `received:RULE_ID`.
    Received(String),
}

use Milestone::*;

impl Milestone {
    /// The milestones of every incident, in the order in which they are expected.
    pub const ALL: [Milestone; 18] = [
        Compromise,
        ExposureStarted,
        FirstSignal,
        Detected,
        Acknowledged,
        Declared,
        Aware,
        EvidencePreserved,
        Contained,
        Eradicated,
        Recovered,
        Closed,
        AuthorityNotified,
        IndividualsNotified,
        PublicDisclosure,
        SupportOpened,
        ReviewHeld,
        PlanUpdated,
    ];

    /// The name in files and on the command line.
    pub fn id(&self) -> String {
        let name = match self {
            Compromise => "compromise",
            ExposureStarted => "exposure_started",
            FirstSignal => "first_signal",
            Detected => "detected",
            Acknowledged => "acknowledged",
            Declared => "declared",
            Aware => "aware",
            EvidencePreserved => "evidence_preserved",
            Contained => "contained",
            Eradicated => "eradicated",
            Recovered => "recovered",
            Closed => "closed",
            AuthorityNotified => "authority_notified",
            IndividualsNotified => "individuals_notified",
            PublicDisclosure => "public_disclosure",
            SupportOpened => "support_opened",
            ReviewHeld => "review_held",
            PlanUpdated => "plan_updated",
            Legal(name) => return name.clone(),
            Sent(rule) => return format!("sent:{rule}"),
            Received(rule) => return format!("received:{rule}"),
        };
        name.to_owned()
    }

    /// The name on screen and in documents, in sentence case.
    pub fn label(&self) -> String {
        match self {
            Sent(rule) => format!("Sent: {rule}"),
            Received(rule) => format!("Received: {rule}"),
            Aware => "Aware of a personal-data breach".to_owned(),
            SupportOpened => "Support channel opened".to_owned(),
            PlanUpdated => "Plan updated".to_owned(),
            other => {
                let id = other.id().replace('_', " ");
                let mut chars = id.chars();
                chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
            }
        }
    }

    /// What it means, in one sentence.
    pub fn meaning(&self) -> &'static str {
        match self {
            Compromise => "The attacker first had a foothold.",
            ExposureStarted => "Data or systems began to be exposed to harm.",
            FirstSignal => "The first sign that somebody could have acted on.",
            Detected => "Somebody understood that there is an incident.",
            Acknowledged => "A responder took it on.",
            Declared => "The incident was declared and the response team engaged.",
            Aware => "Reasonable certainty that personal data were affected; legal clocks start here.",
            EvidencePreserved => "Snapshots, logs and copies were secured.",
            Contained => "The harm stopped spreading.",
            Eradicated => "The attacker's means were removed.",
            Recovered => "Normal service was restored.",
            Closed => "The incident was closed.",
            AuthorityNotified => "The authority was told.",
            IndividualsNotified => "The people affected were told.",
            PublicDisclosure => "The public was told.",
            SupportOpened => "A support channel for the people affected was open.",
            ReviewHeld => "The post-mortem review was held.",
            PlanUpdated => "The response plan was changed.",
            Legal(_) => "A trigger that a notification rule names.",
            Sent(_) => "The notice that a rule asks for was sent.",
            Received(_) => "The notice that a rule asks for reached its recipient.",
        }
    }
}

impl fmt::Display for Milestone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

/// The text names no milestone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{0}” is no milestone; a name has small letters, digits and underscores, such as `contained` or `sent:eu-gdpr-33-1-authority`"
)]
pub struct UnknownMilestone(pub String);

impl FromStr for Milestone {
    type Err = UnknownMilestone;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(known) = Milestone::ALL.iter().find(|m| m.id() == text) {
            return Ok(known.clone());
        }
        let name = |s: &str, extra: char| {
            !s.is_empty() && s.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == extra)
        };
        match text.split_once(':') {
            Some(("sent", rule)) if name(rule, '-') => Ok(Sent(rule.to_owned())),
            Some(("received", rule)) if name(rule, '-') => Ok(Received(rule.to_owned())),
            None if name(text, '_') => Ok(Legal(text.to_owned())),
            _ => Err(UnknownMilestone(text.to_owned())),
        }
    }
}

impl Serialize for Milestone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Milestone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// The name of a metric: one of the standard ones, or an interval that the user defined.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MetricId {
    /// Compromise → detected.
    Dwell,
    /// Detected → acknowledged.
    TimeToAcknowledge,
    /// Detected → declared.
    TimeToDeclare,
    /// Detected → contained: the default “time to contain”.
    TimeToContain,
    /// Declared → contained.
    ResponseTimeToContain,
    /// Exposure started (else compromise) → contained.
    Exposure,
    /// Contained → eradicated.
    TimeToEradicate,
    /// Contained → recovered.
    TimeToRecover,
    /// Aware (else detected) → authority notified.
    TimeToNotifyAuthority,
    /// Aware (else detected) → individuals notified.
    TimeToNotifyIndividuals,
    /// Any milestone → any milestone.
    Custom {
        /// Where it starts.
        from: Milestone,
        /// Where it ends.
        to: Milestone,
    },
}

impl MetricId {
    /// The standard metrics in the order in which they are shown.
    pub const STANDARD: [MetricId; 10] = [
        MetricId::Dwell,
        MetricId::TimeToAcknowledge,
        MetricId::TimeToDeclare,
        MetricId::TimeToContain,
        MetricId::ResponseTimeToContain,
        MetricId::Exposure,
        MetricId::TimeToEradicate,
        MetricId::TimeToRecover,
        MetricId::TimeToNotifyAuthority,
        MetricId::TimeToNotifyIndividuals,
    ];

    /// The name in files, such as `time_to_contain`; a user's own is `from→to`.
    pub fn id(&self) -> String {
        let name = match self {
            MetricId::Dwell => "dwell",
            MetricId::TimeToAcknowledge => "time_to_acknowledge",
            MetricId::TimeToDeclare => "time_to_declare",
            MetricId::TimeToContain => "time_to_contain",
            MetricId::ResponseTimeToContain => "response_time_to_contain",
            MetricId::Exposure => "exposure",
            MetricId::TimeToEradicate => "time_to_eradicate",
            MetricId::TimeToRecover => "time_to_recover",
            MetricId::TimeToNotifyAuthority => "time_to_notify_authority",
            MetricId::TimeToNotifyIndividuals => "time_to_notify_individuals",
            MetricId::Custom { from, to } => return format!("{from}→{to}"),
        };
        name.to_owned()
    }

    /// The name on screen, in sentence case.
    pub fn label(&self) -> String {
        let name = match self {
            MetricId::Dwell => "Dwell time",
            MetricId::TimeToAcknowledge => "Time to acknowledge",
            MetricId::TimeToDeclare => "Time to declare",
            MetricId::TimeToContain => "Time to contain",
            MetricId::ResponseTimeToContain => "Response time to contain",
            MetricId::Exposure => "Exposure",
            MetricId::TimeToEradicate => "Time to eradicate",
            MetricId::TimeToRecover => "Time to recover",
            MetricId::TimeToNotifyAuthority => "Time to notify the authority",
            MetricId::TimeToNotifyIndividuals => "Time to notify individuals",
            MetricId::Custom { from, to } => {
                return format!("{} → {}", from.label(), to.label().to_lowercase());
            }
        };
        name.to_owned()
    }
}

impl fmt::Display for MetricId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id())
    }
}

impl FromStr for MetricId {
    type Err = UnknownMilestone;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(known) = MetricId::STANDARD.iter().find(|m| m.id() == text) {
            return Ok(known.clone());
        }
        let (from, to) = text.split_once('→').ok_or_else(|| UnknownMilestone(text.to_owned()))?;
        Ok(MetricId::Custom { from: from.parse()?, to: to.parse()? })
    }
}

impl Serialize for MetricId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for MetricId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for m in Milestone::ALL {
            assert_eq!(m.id().parse::<Milestone>().unwrap(), m);
        }
        for m in MetricId::STANDARD {
            assert_eq!(m.id().parse::<MetricId>().unwrap(), m);
        }
        let own = MetricId::Custom { from: Aware, to: Sent("eu-gdpr-33-1-authority".into()) };
        assert_eq!(own.id().parse::<MetricId>().unwrap(), own);
        let received = Received("us-bank-36h".into());
        assert_eq!(received.id().parse::<Milestone>().unwrap(), received);
        assert!("Contained!".parse::<Milestone>().is_err());
        assert!("seen:us-bank-36h".parse::<Milestone>().is_err());
    }
}
