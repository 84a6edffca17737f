//! What a section is about: recognised by the words of its heading, else by the words of its steps.

use super::block::{Block, BlockKind};
use super::{Plan, Section, Topic};
use crate::model::Duty;
use crate::plan::words::{holds, words};
use std::collections::BTreeMap;

/// Patterns of headings with how much they say; see [`holds`] for their form.
const HEADINGS: &[(Topic, &[(&str, u8)])] = &[
    (
        Topic::Duty(Duty::IdentifyAndIsolate),
        &[
            ("isolat*", 3),
            ("contain", 3),
            ("containment", 3),
            ("containing", 3),
            ("quarantin*", 3),
            ("eindämm*", 3),
            ("identif* system*", 3),
            ("identif* affected", 3),
            ("monitor+scope", 2),
            ("immediate+action*", 2),
            ("first+hour", 2),
            ("triage", 2),
            ("detect* analy*", 2),
            ("identif*", 1),
            ("assess", 1),
            ("detection", 1),
        ],
    ),
    (
        Topic::Duty(Duty::EngageResponseTeam),
        &[
            ("assemble", 3),
            ("declar*", 3),
            ("engage", 3),
            ("engaging", 3),
            ("activat* team", 3),
            ("initiat* response", 3),
            ("response+team", 3),
            ("escalat*", 3),
            ("call+tree", 3),
            ("mobili*", 2),
            ("raise+the+alarm", 3),
            ("on+call", 2),
        ],
    ),
    (
        Topic::Duty(Duty::PreserveEvidence),
        &[
            ("evidence", 3),
            ("forensic*", 3),
            ("chain+of+custody", 3),
            ("snapshot*", 2),
            ("preserv*", 2),
            ("beweis*", 3),
        ],
    ),
    (
        Topic::Duty(Duty::NotifyAffectedParties),
        &[
            ("notif* customer*", 3),
            ("notif* affected", 3),
            ("notif* individual*", 3),
            ("notif* people", 3),
            ("notif* part*", 3),
            ("notif* vendor*", 3),
            ("tell* customer*", 3),
            ("inform* customer*", 3),
            ("individual+notif*", 3),
            ("customer* communication", 3),
            ("communicat* external*", 3),
            ("external* communicat*", 3),
            ("breach+notification*", 2),
            ("notices", 2),
            ("notif*", 1),
            ("communicat*", 1),
        ],
    ),
    (
        Topic::Duty(Duty::RegularUpdates),
        &[
            ("status+update*", 3),
            ("regular+update*", 3),
            ("response+update", 3),
            ("update* cadence", 3),
            ("battle+rhythm", 3),
            ("sitrep*", 3),
            ("communicat* internal*", 3),
            ("internal* communicat*", 3),
            ("update* stakeholder*", 3),
            ("updates", 2),
            ("briefing*", 2),
            ("statusmeldung*", 3),
        ],
    ),
    (
        Topic::Duty(Duty::SupportChannels),
        &[
            ("support+channel*", 3),
            ("customer+support", 3),
            ("support+desk", 3),
            ("help+desk", 2),
            ("helpline", 3),
            ("hotline", 3),
            ("call+centre", 3),
            ("call+center", 3),
            ("enquir*", 2),
            ("support for", 2),
        ],
    ),
    (
        Topic::Duty(Duty::KnowObligations),
        &[
            ("obligation*", 3),
            ("legal", 2),
            ("law", 2),
            ("laws", 2),
            ("regulatory", 2),
            ("regulations", 2),
            ("compliance", 2),
            ("jurisdiction*", 3),
            ("gdpr", 2),
            ("meldepflicht*", 3),
        ],
    ),
    (
        Topic::Duty(Duty::TimelyReporting),
        &[
            ("notif* regulator*", 3),
            ("notif* authorit*", 3),
            ("report* authorit*", 3),
            ("report* regulator*", 3),
            ("regulatory+submission*", 3),
            ("regulatory report*", 3),
            ("reporting+clock*", 3),
            ("notification+timeline*", 3),
            ("deadline*", 3),
            ("timely", 2),
            ("filing*", 2),
            ("reporting", 1),
        ],
    ),
    (
        Topic::Duty(Duty::PostMortem),
        &[
            ("post+mortem", 3),
            ("postmortem", 3),
            ("after+action", 3),
            ("lesson* learn*", 3),
            ("retrospective", 3),
            ("post+incident", 3),
            ("incident+review", 3),
            ("nachbereitung", 3),
            ("review", 1),
        ],
    ),
    (
        Topic::Duty(Duty::UpdatePlan),
        &[
            ("plan+maintenance", 3),
            ("updat* plan", 3),
            ("maintain* plan", 3),
            ("improvement+log", 3),
            ("playbook+update*", 3),
            ("review+of+this+plan", 3),
            ("plan+review*", 3),
            ("improvement*", 2),
            ("maintenance", 1),
        ],
    ),
    (
        Topic::Duty(Duty::TrainingAndResources),
        &[
            ("training", 3),
            ("exercise*", 3),
            ("drill*", 3),
            ("tabletop", 3),
            ("game+day", 3),
            ("schulung*", 3),
            ("response+resources", 2),
            ("tools", 2),
            ("tooling", 2),
        ],
    ),
    (
        Topic::DocumentControl,
        &[
            ("document+control", 4),
            ("document+information", 3),
            ("about+this+plan", 3),
            ("document+status", 3),
        ],
    ),
    (
        Topic::RevisionHistory,
        &[
            ("revision+history", 5),
            ("version+history", 5),
            ("change+history", 5),
            ("document+history", 5),
            ("change+log", 5),
            ("changelog", 5),
            ("revisions", 4),
            ("änderungshistorie", 5),
            ("versionshistorie", 5),
        ],
    ),
    (
        Topic::Scope,
        &[
            ("scope", 2),
            ("severity", 3),
            ("severities", 3),
            ("classification", 2),
            ("priorities", 2),
            ("purpose", 2),
        ],
    ),
    (
        Topic::Roles,
        &[
            ("roles", 3),
            ("role", 2),
            ("contact*", 3),
            ("responsibilit*", 3),
            ("roster*", 3),
            ("team+structure", 3),
        ],
    ),
    (
        Topic::Playbook,
        &[
            ("playbook*", 2),
            ("runbook*", 2),
            ("investigat*", 2),
            ("eradicat*", 3),
            ("recover*", 3),
            ("remediat*", 2),
            ("restor*", 2),
        ],
    ),
    (
        Topic::Targets,
        &[
            ("target*", 3),
            ("metrics", 3),
            ("kpi*", 3),
            ("slas", 3),
            ("service+level*", 3),
            ("time+objective*", 3),
        ],
    ),
];

/// Patterns of steps, strong enough to tell a section's subject where its heading does not.
const STEPS: &[(Duty, &[&str])] = &[
    (
        Duty::IdentifyAndIsolate,
        &[
            "isolat*",
            "disable checkout",
            "block address*",
            "block ip",
            "revoke session*",
            "take offline",
            "quarantin*",
        ],
    ),
    (
        Duty::EngageResponseTeam,
        &[
            "page commander",
            "incident+commander declare*",
            "incident+lead declare*",
            "declare* incident",
            "call response+team",
            "assemble team",
        ],
    ),
    (
        Duty::PreserveEvidence,
        &[
            "snapshot*",
            "forensic*",
            "chain+of+custody",
            "disk+image",
            "preserve log*",
            "preserve evidence",
            "export log*",
            "collect evidence",
        ],
    ),
    (
        Duty::NotifyAffectedParties,
        &[
            "notify customer*",
            "notify affected",
            "inform customer*",
            "tell customer*",
            "email customer*",
            "notify partner*",
        ],
    ),
    (
        Duty::RegularUpdates,
        &["status+update*", "send update*", "post update*", "publish update*", "next+update"],
    ),
    (
        Duty::SupportChannels,
        &["support+channel*", "helpline", "hotline", "support+inbox", "support+team faq"],
    ),
    (Duty::KnowObligations, &["which law*", "which jurisdiction*", "notification dut*", "obligation*"]),
    (
        Duty::TimelyReporting,
        &[
            "report authority",
            "notify authority",
            "notify regulator*",
            "supervisory+authority",
            "72 hours",
            "notify ico",
        ],
    ),
    (
        Duty::PostMortem,
        &["post+mortem", "lessons+learned", "retrospective", "incident+review", "review+meeting"],
    ),
    (Duty::UpdatePlan, &["update this+plan", "update the+plan", "plan new+version"]),
    (Duty::TrainingAndResources, &["train*", "tabletop", "exercise*", "drill*"]),
];

/// What a heading says, best first, each with the words that say it.
pub fn of_heading(title: &str) -> Vec<(Topic, String)> {
    let title = words(title);
    let mut found: Vec<(u8, Topic, &str)> = Vec::new();
    for (topic, patterns) in HEADINGS {
        let best = patterns.iter().filter(|(p, _)| holds(&title, p)).max_by_key(|(_, weight)| *weight);
        if let Some((pattern, weight)) = best {
            found.push((*weight, *topic, pattern));
        }
    }
    let best = found.iter().map(|f| f.0).max().unwrap_or(0);
    // A weak hint counts only where the heading says nothing clearer.
    found.retain(|f| f.0 + 1 >= best && (f.0 > 1 || best == 1));
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    found
        .into_iter()
        .map(|(_, topic, pattern)| (topic, format!("the heading says “{}”", spoken(pattern))))
        .collect()
}

/// How clearly a heading says a topic: 0 for not at all, 1 for a hint, above that ever clearer.
pub fn heading_says(title: &str, topic: Topic) -> u8 {
    let title = words(title);
    let patterns = HEADINGS.iter().find(|(t, _)| *t == topic).map_or(&[][..], |(_, patterns)| patterns);
    patterns.iter().filter(|(p, _)| holds(&title, p)).map(|(_, weight)| *weight).max().unwrap_or(0)
}

/// What the steps of each section say, where its heading says nothing of a duty: a duty that two of them speak of, or the
/// only one.
pub fn of_steps(plan: &Plan) -> BTreeMap<usize, Vec<(Topic, String)>> {
    let is_item = |b: &Block| matches!(b.kind, BlockKind::Item { .. });
    let section = |block: usize| plan.blocks.get(block).filter(|b| is_item(b)).and_then(|b| b.section);
    let mut found: BTreeMap<usize, Vec<(usize, Topic, String)>> = BTreeMap::new();
    for (duty, patterns) in STEPS {
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for section in plan.spoken().blocks(patterns).into_iter().filter_map(section) {
            *counts.entry(section).or_default() += 1;
        }
        for (section, n) in counts {
            let only = || plan.blocks_of(section).iter().filter(|b| is_item(b)).count() == 1;
            if n >= 2 || only() {
                let says = (n, Topic::Duty(*duty), format!("{n} of its steps speak of it"));
                found.entry(section).or_default().push(says);
            }
        }
    }
    let ranked = |mut said: Vec<(usize, Topic, String)>| {
        said.sort_by_key(|f| std::cmp::Reverse(f.0));
        said.into_iter().map(|(_, topic, reason)| (topic, reason)).collect()
    };
    found.into_iter().map(|(section, said)| (section, ranked(said))).collect()
}

/// The patterns of steps that speak of a duty in words that leave no doubt.
pub fn step_patterns(duty: Duty) -> &'static [&'static str] {
    STEPS.iter().find(|(d, _)| *d == duty).map_or(&[], |(_, patterns)| patterns)
}

fn spoken(pattern: &str) -> String {
    pattern.replace('+', " ").replace('*', "…")
}

impl Section {
    /// Whether it is about a topic.
    pub fn is_about(&self, topic: Topic) -> bool {
        self.topics.iter().any(|(t, _)| *t == topic)
    }

    /// The duties of the chapter that it is about, best first.
    pub fn duties(&self) -> impl Iterator<Item = Duty> {
        self.topics.iter().filter_map(|(topic, _)| match topic {
            Topic::Duty(duty) => Some(*duty),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn first(title: &str) -> Option<Topic> {
        of_heading(title).first().map(|(t, _)| *t)
    }

    #[test]
    fn headings_of_known_plans_are_recognised() {
        use Duty::*;
        for (title, topic) in [
            ("Assemble the Response Team", Topic::Duty(EngageResponseTeam)),
            ("Contain", Topic::Duty(IdentifyAndIsolate)),
            ("Collect Evidence", Topic::Duty(PreserveEvidence)),
            ("2.3 Evidence Documentation", Topic::Duty(PreserveEvidence)),
            ("Notify Customers", Topic::Duty(NotifyAffectedParties)),
            ("Notify Regulators", Topic::Duty(TimelyReporting)),
            ("Conduct Response Update", Topic::Duty(RegularUpdates)),
            ("4.3 Regulatory Submission Preparation", Topic::Duty(TimelyReporting)),
            ("2.5 Notification Obligation Assessment", Topic::Duty(KnowObligations)),
            ("5.4 Post-Incident Review", Topic::Duty(PostMortem)),
            ("Lessons learned", Topic::Duty(PostMortem)),
            ("Customer support channel", Topic::Duty(SupportChannels)),
            ("Training and tools", Topic::Duty(TrainingAndResources)),
            ("5.7 Playbook Update Checklist", Topic::Duty(UpdatePlan)),
            ("Revision History", Topic::RevisionHistory),
            ("Document control", Topic::DocumentControl),
            ("Severity Classification", Topic::Scope),
            ("Roles and contacts", Topic::Roles),
            ("Eradicate", Topic::Playbook),
            ("Targets", Topic::Targets),
        ] {
            assert_eq!(first(title), Some(topic), "{title}");
        }
        assert_eq!(first("Appendix D"), None);
        // A list of links is no place for exercises.
        assert_eq!(first("Reference: Remediation Resources"), Some(Topic::Playbook));
    }

    #[test]
    fn steps_tell_what_a_silent_heading_does_not() {
        let said = |steps: &str| of_steps(&read(steps)).into_values().flatten().next().map(|t| t.0);
        assert_eq!(
            said("- Take a snapshot of the server.\n- Export the logs of the last 30 days.\n- Breathe.\n"),
            Some(Topic::Duty(Duty::PreserveEvidence))
        );
        assert_eq!(said("- Breathe.\n- Call somebody.\n"), None);
    }
}
