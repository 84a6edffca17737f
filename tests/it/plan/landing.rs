//! Where changes land, against a list made by hand.

use super::Proposer;
use crate::shared::shared;
use floodmark::model::Duty;
use floodmark::plan::change::AmendmentKind;
use floodmark::plan::read::read;

/// A plan, the sections for each duty, and those for contacts.
type ByHand = (&'static str, &'static [(Duty, &'static [&'static str])], &'static [&'static str]);

/// Where a reader would put a change, by plan and duty, written down before any run; where none is named, a section of its own
/// with the name of the duty. Contacts may also go where people are named.
const BY_HAND: &[ByHand] = &[
    (
        "counteractive/during.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Assemble the Response Team"]),
            (Duty::PreserveEvidence, &["Collect Evidence"]),
            (Duty::NotifyAffectedParties, &["Notify Customers"]),
            (Duty::RegularUpdates, &["Conduct Response Update"]),
            (Duty::TimelyReporting, &["Notify Regulators"]),
            (Duty::KnowObligations, &["Notify Regulators"]),
        ],
        &["Reference: Response Team Contact Information", "Reference: Response Team Structure"],
    ),
    (
        "aws/IRP-PersonalDataBreach.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.3 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["4.4 Individual Notification & Protection"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["2.5 Notification Obligation Assessment"]),
            (Duty::TimelyReporting, &["4.3 Regulatory Submission Preparation"]),
            (Duty::PostMortem, &["5.4 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.7 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
    (
        "aws/IRP-DataAccess.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.2 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["1.3 Communication & Escalation"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::TimelyReporting, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::PostMortem, &["5.2 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.4 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
    (
        "aws/IRP-CredCompromise.md",
        &[
            (Duty::IdentifyAndIsolate, &["3.2 Containment Actions", "Part 3 — Contain"]),
            (Duty::EngageResponseTeam, &["1.3 Communication & Escalation"]),
            (Duty::PreserveEvidence, &["2.2 Evidence Documentation"]),
            (Duty::NotifyAffectedParties, &["1.3 Communication & Escalation"]),
            (Duty::RegularUpdates, &["1.3 Communication & Escalation"]),
            (Duty::KnowObligations, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::TimelyReporting, &["Appendix B — Regulatory & Compliance Considerations"]),
            (Duty::PostMortem, &["5.2 Post-Incident Review"]),
            (Duty::UpdatePlan, &["5.4 Playbook Update Checklist"]),
            (Duty::TrainingAndResources, &["1.4 Game Day Guidance"]),
        ],
        &["1.3 Communication & Escalation"],
    ),
    (
        "counteractive/examples/plan.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Assemble the Response Team"]),
            (Duty::PreserveEvidence, &["Collect Evidence"]),
            (Duty::NotifyAffectedParties, &["Notify Customers"]),
            (Duty::RegularUpdates, &["Conduct Response Update"]),
            (Duty::TimelyReporting, &["Notify Regulators"]),
            (Duty::KnowObligations, &["Notify Regulators"]),
            (Duty::PostMortem, &["Conduct the AAR Meeting", "Conduct an After Action Review (AAR)"]),
            (Duty::TrainingAndResources, &["Training"]),
        ],
        &["Reference: Response Team Contact Information", "Reference: Response Team Structure"],
    ),
    (
        "counteractive/playbooks/playbook-ransomware.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Communicate"]),
            (Duty::PreserveEvidence, &["Investigate"]),
            (Duty::NotifyAffectedParties, &["Communicate"]),
            (Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Ransomware"]),
            (Duty::RegularUpdates, &["Communicate"]),
            (Duty::TimelyReporting, &["Communicate"]),
            (Duty::KnowObligations, &["Communicate"]),
        ],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-phishing.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Communicate"]),
            (Duty::PreserveEvidence, &["Investigate"]),
            (Duty::NotifyAffectedParties, &["Communicate"]),
            (Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Phishing Attack"]),
            (Duty::RegularUpdates, &["Communicate"]),
            (Duty::TimelyReporting, &["Communicate"]),
            (Duty::KnowObligations, &["Communicate"]),
        ],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-defacement.md",
        &[
            (Duty::IdentifyAndIsolate, &["Contain"]),
            (Duty::EngageResponseTeam, &["Communicate"]),
            (Duty::PreserveEvidence, &["Investigate"]),
            (Duty::NotifyAffectedParties, &["Communicate"]),
            (Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Defacement Attack"]),
            (Duty::RegularUpdates, &["Communicate"]),
            (Duty::TimelyReporting, &["Communicate"]),
            (Duty::KnowObligations, &["Communicate"]),
        ],
        &["Communicate"],
    ),
];

#[test]
fn changes_of_the_scenario_land_where_a_reader_would_put_them() {
    let Some(folder) = shared("data/plans") else { return };
    let proposer = Proposer::new();
    let (mut hits, mut all) = (0, 0);
    for (name, by_duty, contacts) in BY_HAND {
        let plan = read(&std::fs::read_to_string(folder.join(name)).unwrap());
        for amendment in proposer.amendments(&plan) {
            let duty = amendment.duty.unwrap();
            let wanted = by_duty.iter().find(|(d, _)| *d == duty).map_or(&[][..], |(_, sections)| sections);
            let section = amendment.section.as_str();
            let hit = match amendment.kind {
                AmendmentKind::AddTemplate => section.starts_with("Template"),
                _ if wanted.is_empty() => section == duty.label(),
                AmendmentKind::NameContact => contacts.contains(&section) || wanted.contains(&section),
                _ => wanted.contains(&section),
            };
            all += 1;
            hits += usize::from(hit);
            if !hit {
                eprintln!("{name}: {} lands in “{section}”; by hand: {wanted:?}", amendment.id);
            }
        }
    }
    eprintln!("{hits} of {all} amendments land where a reader would put them");
    assert!(hits * 100 >= all * 90, "{hits} of {all}");
}
