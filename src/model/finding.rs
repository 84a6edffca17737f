//! What a rule saw in a case.

use super::event::EventId;
use super::threshold::Measure;
use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $id:literal, $label:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $id)] $variant,)+ }
        impl $name {
            /// All of them in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The name in files.
            pub fn id(self) -> &'static str { match self { $($name::$variant => $id,)+ } }
            /// The name on screen.
            pub fn label(self) -> &'static str { match self { $($name::$variant => $label,)+ } }
        }
    };
}

named! {
    /// The eleven duties of the chapter.
    Duty {
        /// Scope found, affected systems isolated, when, in what order.
        IdentifyAndIsolate = "identify_and_isolate", "Identify and isolate";
        /// Declared, who was engaged, how long it took.
        EngageResponseTeam = "engage_response_team", "Engage the response team";
        /// Snapshots and logs secured, and before eradication.
        PreserveEvidence = "preserve_evidence", "Preserve evidence";
        /// Customers, partners, regulators: when, what was said, what was missing.
        NotifyAffectedParties = "notify_affected_parties", "Notify affected parties";
        /// Cadence against what was promised, longest silence.
        RegularUpdates = "regular_updates", "Regular updates";
        /// Opened, when, before or after the notice.
        SupportChannels = "support_channels", "Support channels";
        /// Which regimes apply, from which awareness.
        KnowObligations = "know_obligations", "Know the obligations";
        /// Due, sent, margin, for each.
        TimelyReporting = "timely_reporting", "Timely reporting";
        /// Held, who took part, which relevant team was missing.
        PostMortem = "post_mortem", "Post-mortem with all teams";
        /// Each accepted finding became a change in the plan.
        UpdatePlan = "update_plan", "Update the response plan";
        /// Gaps in skills or tools became actions, followed through.
        TrainingAndResources = "training_and_resources", "Training and resources";
    }
}

named! {
    /// How much a finding weighs.
    Severity {
        /// Known and in order: nothing to change.
        Info = "info", "In order";
        /// Worth a look.
        Low = "low", "Low";
        /// Worth a change.
        Medium = "medium", "Medium";
        /// It cost time, data or trust.
        High = "high", "High";
    }
}

named! {
    /// What kind of rule saw it.
    Family {
        /// Who saw it, and what became of the first sign.
        Detection = "detection", "Detection";
        /// The way to those who decide.
        Escalation = "escalation", "Escalation";
        /// Isolation and containment.
        Containment = "containment", "Containment";
        /// Evidence and its custody.
        Evidence = "evidence", "Evidence";
        /// Notices, updates, support.
        Communication = "communication", "Communication";
        /// Rules of law and contract.
        Obligation = "obligation", "Obligations";
        /// Restoring, and what it rests on.
        Recovery = "recovery", "Recovery";
        /// The plan, the review, training.
        Learning = "learning", "Learning";
        /// What the record itself lacks or contradicts.
        DataQuality = "data_quality", "Data quality";
        /// What an earlier case had shown before.
        Recurrence = "recurrence", "Recurrence";
    }
}

named! {
    /// What a finding is about, in the sixteen words shared with other tools.
    Theme {
        /// Nothing saw it, or late.
        DetectionGap = "detection-gap", "Detection gap";
        /// A signal was there and nobody acted.
        AlertIgnored = "alert-ignored", "Alert not acted on";
        /// It took long to reach the people who decide.
        SlowEscalation = "slow-escalation", "Slow escalation";
        /// The harm went on after detection.
        LateContainment = "late-containment", "Late containment";
        /// Evidence was lost or secured late.
        EvidenceLost = "evidence-lost", "Evidence lost";
        /// A notice was late.
        LateNotification = "late-notification", "Late notification";
        /// What was said was late, thin or wrong.
        PoorCommunication = "poor-communication", "Poor communication";
        /// A supplier or partner was part of the way in.
        ThirdParty = "third-party", "Third party";
        /// Passwords, keys, tokens, second factors.
        CredentialHygiene = "credential-hygiene", "Credential hygiene";
        /// A known fix was not applied.
        MissingPatch = "missing-patch", "Missing patch";
        /// One foothold reached too far.
        Segmentation = "segmentation", "Segmentation";
        /// Nobody knew that it was there.
        AssetInventory = "asset-inventory", "Asset inventory";
        /// The record was not kept or not looked at.
        LoggingGap = "logging-gap", "Logging gap";
        /// The plan said otherwise.
        PlanNotFollowed = "plan-not-followed", "Plan not followed";
        /// A skill or exercise was missing.
        TrainingGap = "training-gap", "Training gap";
        /// Restoring was slow or failed.
        RecoveryGap = "recovery-gap", "Recovery gap";
    }
}

named! {
    /// What the evidence shows of a duty.
    Outcome {
        /// The evidence shows that it was done.
        Shown = "shown", "Shown";
        /// The evidence shows a gap.
        Gap = "gap", "Gap";
        /// The evidence does not tell.
        NotShown = "not_shown", "Not in the record";
    }
}

/// What a rule saw: a claim about systems and processes, never about people.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name, such as `preserve-evidence`; one finding a rule a case, so that it also names the finding.
    pub rule: String,
    /// The kind of rule.
    pub family: Family,
    /// How much it weighs.
    pub severity: Severity,
    /// The duty of the chapter that it belongs to; none for data quality.
    pub duty: Option<Duty>,
    /// What the evidence shows.
    pub outcome: Outcome,
    /// The claim, one or two sentences with its numbers.
    pub claim: String,
    /// Why it matters, with the source of that view.
    pub why: String,
    /// What to ask in the meeting; blameless.
    pub question: String,
    /// What it would change in the plan; empty where nothing.
    pub change: String,
    /// The events that it rests on.
    pub events: Vec<EventId>,
    /// What it is about.
    pub themes: Vec<Theme>,
    /// The thresholds that it was held against, as they stood.
    #[serde(default)]
    pub measures: Vec<Measure>,
}
