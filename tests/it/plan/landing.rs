//! Where changes land, against a list made by hand.

use super::Proposer;
use crate::shared::shared;
use floodmark::model::Duty;
use floodmark::plan::change::AmendmentKind;
use floodmark::plan::read::read;

/// Sections for each duty.
type Places = [(Duty, &'static [&'static str])];

/// A plan, the sections for each duty, and those for contacts.
type ByHand = (&'static str, &'static [&'static Places], &'static [&'static str]);

/// A section of its own, with the name of the duty.
const OWN: &str = "";

/// The playbooks of one publisher have the same sections; those of their help desks are named apart.
const PLAYBOOK: &Places = &[
    (Duty::IdentifyAndIsolate, &["Contain"]),
    (Duty::EngageResponseTeam, &["Communicate"]),
    (Duty::PreserveEvidence, &["Investigate"]),
    (Duty::NotifyAffectedParties, &["Communicate"]),
    (Duty::RegularUpdates, &["Communicate"]),
    (Duty::TimelyReporting, &["Communicate"]),
    (Duty::KnowObligations, &["Communicate"]),
];

/// Two of another are alike.
const AWS: &Places = &[
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
];

/// What is done during an incident, in the plan of which the playbooks are parts.
const DURING: &Places = &[
    (Duty::IdentifyAndIsolate, &["Contain"]),
    (Duty::EngageResponseTeam, &["Assemble the Response Team"]),
    (Duty::PreserveEvidence, &["Collect Evidence"]),
    (Duty::NotifyAffectedParties, &["Notify Customers"]),
    (Duty::RegularUpdates, &["Conduct Response Update"]),
    (Duty::TimelyReporting, &["Notify Regulators"]),
    (Duty::KnowObligations, &["Notify Regulators"]),
];

/// The review after it.
const AFTER: &Places =
    &[(Duty::PostMortem, &["Conduct the AAR Meeting", "Conduct an After Action Review (AAR)"])];

/// What each role has.
const TRAINING: &Places = &[(Duty::TrainingAndResources, &["Training"])];

/// Where a reader would put a change, by plan and duty, written down before any run; where none is named, a section of its own
/// with the name of the duty. Contacts may also go where people are named; where those are not, they have a section of their own
/// too. All plans of the shared material are here, also those that are a part of one, or say what one is.
const BY_HAND: &[ByHand] = &[
    (
        "counteractive/during.md",
        &[DURING],
        &["Reference: Response Team Contact Information", "Reference: Response Team Structure"],
    ),
    (
        "aws/IRP-PersonalDataBreach.md",
        &[&[
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
        ]],
        &["1.3 Communication & Escalation"],
    ),
    ("aws/IRP-DataAccess.md", &[AWS], &["1.3 Communication & Escalation"]),
    ("aws/IRP-CredCompromise.md", &[AWS], &["1.3 Communication & Escalation"]),
    (
        "counteractive/examples/plan.md",
        &[DURING, AFTER, TRAINING],
        &["Reference: Response Team Contact Information", "Reference: Response Team Structure"],
    ),
    (
        "counteractive/playbooks/playbook-ransomware.md",
        &[PLAYBOOK, &[(Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Ransomware"])]],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-phishing.md",
        &[
            PLAYBOOK,
            &[(Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Phishing Attack"])],
        ],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-defacement.md",
        &[
            PLAYBOOK,
            &[(Duty::SupportChannels, &["Reference: Help Desk Actions for Suspected Defacement Attack"])],
        ],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-identity-and-access.md",
        &[PLAYBOOK, &[(Duty::SupportChannels, &["Communicate"])]],
        &["Communicate"],
    ),
    (
        "counteractive/playbooks/playbook-supply-chain.md",
        &[PLAYBOOK, &[(Duty::SupportChannels, &["Communicate"])]],
        &["Communicate"],
    ),
    ("counteractive/after.md", &[AFTER], &[]),
    (
        "counteractive/roles/index.md",
        &[&[(Duty::EngageResponseTeam, &["Wartime vs. Peacetime", OWN])]],
        &["Structure of Roles", "Roles"],
    ),
    ("counteractive/roles/role-0-all-participants.md", &[TRAINING], &[]),
    (
        "counteractive/roles/role-1-commander.md",
        &[
            TRAINING,
            &[
                (Duty::EngageResponseTeam, &["Duties"]),
                (Duty::RegularUpdates, &["Duties"]),
                (Duty::PostMortem, &["Duties"]),
            ],
        ],
        &[],
    ),
    (
        "counteractive/roles/role-2-deputy.md",
        &[TRAINING, &[(Duty::EngageResponseTeam, &["Duties"]), (Duty::RegularUpdates, &["Duties"])]],
        &[],
    ),
    (
        "counteractive/roles/role-3-scribe.md",
        &[&[(Duty::TrainingAndResources, &["Training", "Training Process"])]],
        &[],
    ),
    (
        "counteractive/roles/role-4-expert.md",
        &[
            TRAINING,
            &[
                (Duty::EngageResponseTeam, &["During On-Call Period"]),
                (Duty::IdentifyAndIsolate, &["Duties", OWN]),
            ],
        ],
        &[],
    ),
    (
        "counteractive/roles/role-5-liaison.md",
        &[
            TRAINING,
            &[
                (Duty::EngageResponseTeam, &["Internal Liaison"]),
                (Duty::NotifyAffectedParties, &["External or Customer Liaison"]),
                (Duty::RegularUpdates, &["Internal Liaison"]),
                (Duty::SupportChannels, &["External or Customer Liaison"]),
                (Duty::TimelyReporting, &["External or Customer Liaison"]),
            ],
        ],
        &["External or Customer Liaison"],
    ),
    // What these say is no part of any duty: a list of words, of links, of how the template is used.
    ("counteractive/reference/glossary.md", &[], &[]),
    ("counteractive/about.md", &[], &[]),
    ("counteractive/README.md", &[], &[]),
    ("counteractive/playbooks/index.md", &[], &[]),
    ("counteractive/test.md", &[], &[]),
];

#[test]
fn every_plan_of_the_shared_material_is_in_the_list() {
    let Some(folder) = shared("data/plans") else { return };
    let mut found = vec![];
    super::markdown(&folder, &mut found);
    let known: Vec<String> =
        BY_HAND.iter().map(|(name, ..)| folder.join(name).display().to_string()).collect();
    for (path, _) in found {
        assert!(known.contains(&path), "{path}");
    }
}

#[test]
fn changes_of_the_scenario_land_where_a_reader_would_put_them() {
    let Some(folder) = shared("data/plans") else { return };
    let proposer = Proposer::new();
    let (mut hits, mut all) = (0, 0);
    for (name, places, contacts) in BY_HAND {
        let plan = read(&std::fs::read_to_string(folder.join(name)).unwrap());
        for amendment in proposer.amendments(&plan) {
            let duty = amendment.duty.unwrap();
            let named = places.iter().copied().flatten().find(|(d, _)| *d == duty);
            let wanted = named.map_or(&[OWN][..], |(_, sections)| sections);
            let section = if amendment.section == duty.label() { OWN } else { amendment.section.as_str() };
            let hit = match amendment.kind {
                AmendmentKind::AddTemplate => section.starts_with("Template"),
                AmendmentKind::NameContact => contacts.contains(&section) || wanted.contains(&section),
                _ => wanted.contains(&section),
            };
            all += 1;
            hits += usize::from(hit);
            if !hit {
                eprintln!("{name}: {} lands in “{}”; by hand: {wanted:?}", amendment.id, amendment.section);
            }
        }
    }
    eprintln!("{hits} of {all} amendments land where a reader would put them");
    assert!(hits * 100 >= all * 94, "{hits} of {all}");
}
