//! What each metric measures, and who defined it so.

use crate::language::{known, look};
use crate::model::{MetricId, Milestone};
use crate::say;

/// What a metric measures.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Definition {
    /// Which metric.
    pub id: MetricId,
    /// Where it starts: the first of these that the case has.
    pub from: Vec<Milestone>,
    /// Where it ends.
    pub to: Milestone,
    /// What it means, in one sentence.
    pub meaning: String,
    /// Where the definition comes from.
    pub origin: &'static str,
}

/// The definition of a metric.
///
/// ```
/// use floodmark::metric::definition;
/// use floodmark::model::{MetricId, Milestone};
/// let exposure = definition(&MetricId::Exposure);
/// assert_eq!(exposure.from, [Milestone::ExposureStarted, Milestone::Compromise]);
/// assert_eq!(exposure.to, Milestone::Contained);
/// ```
pub fn definition(id: &MetricId) -> Definition {
    use Milestone::*;
    let veris_discovery = "VERIS 1.4, timeline.discovery: from first compromise to discovery by the victim.";
    let veris_containment = "VERIS 1.4, timeline.containment: from discovery to containment.";
    let own = "Floodmark.";
    let (from, to, meaning, origin) = match id {
        MetricId::Dwell => (
            vec![Compromise],
            Detected,
            "From the first foothold of the attacker until somebody understood that there is an incident.",
            veris_discovery,
        ),
        MetricId::TimeToAcknowledge => (
            vec![Detected],
            Acknowledged,
            "From detection until a responder took the incident on.",
            "Common operations practice (MTTA).",
        ),
        MetricId::TimeToDeclare => (
            vec![Detected],
            Declared,
            "From detection until the incident was declared and the response team engaged.",
            "NIST CSF 2.0, RS.MA-01 and DE.AE-08: declaring an incident and executing the response plan.",
        ),
        MetricId::TimeToContain => {
            (vec![Detected], Contained, "From detection until the harm stopped spreading.", veris_containment)
        }
        MetricId::ResponseTimeToContain => (
            vec![Declared],
            Contained,
            "From the declaration of the incident until the harm stopped spreading.",
            own,
        ),
        MetricId::Exposure => (
            vec![ExposureStarted, Compromise],
            Contained,
            "From the start of the exposure, or else of the compromise, until the harm stopped spreading.",
            own,
        ),
        MetricId::TimeToEradicate => (
            vec![Contained],
            Eradicated,
            "From containment until the attacker's means were removed.",
            "NIST CSF 2.0, RS.MI-02: incidents are eradicated.",
        ),
        MetricId::TimeToRecover => (
            vec![Contained],
            Recovered,
            "From containment until normal service was restored.",
            "NIST CSF 2.0, RC.RP: incident recovery plan execution.",
        ),
        MetricId::TimeToNotifyAuthority => (
            vec![Aware, Detected],
            AuthorityNotified,
            "From awareness of a personal-data breach, or else detection, until the authority was told.",
            own,
        ),
        MetricId::TimeToNotifyIndividuals => (
            vec![Aware, Detected],
            IndividualsNotified,
            "From awareness of a personal-data breach, or else detection, until the people affected were told.",
            own,
        ),
        MetricId::Custom { from, to } => {
            let (start, end) = (known(from.label()), known(to.label()));
            let meaning = say!("From “{start}” until “{end}”.", start, end);
            return Definition {
                id: id.clone(),
                from: vec![from.clone()],
                to: to.clone(),
                meaning,
                origin: say!("Defined by the user of this workspace."),
            };
        }
    };
    Definition { id: id.clone(), from, to, meaning: look(meaning).to_owned(), origin: look(origin) }
}

/// What a metric is, in the language of what is made: its name, its meaning, and who defined it so.
pub fn measured(id: &MetricId) -> String {
    let defined = definition(id);
    format!("{}: {} {}", known(id.label()), known(defined.meaning), known(defined.origin))
}

/// The definitions of the standard metrics, in the order in which they are shown.
pub fn definitions() -> Vec<Definition> {
    MetricId::STANDARD.iter().map(definition).collect()
}
