//! The changes that Floodmark knows to propose: each with the rule that asks for it and the words that show that a plan
//! has it already.

use super::{AmendmentKind, CellKind};
use crate::model::Duty;

/// A change that a finding can ask for.
#[derive(Debug)]
pub struct Entry {
    /// The rule whose finding asks for it.
    pub rule: &'static str,
    /// Which change, within the rule.
    pub slot: &'static str,
    /// What it does.
    pub kind: AmendmentKind,
    /// The duty of the section that it belongs to.
    pub duty: Duty,
    /// The title of the section that it makes, where it makes one of its own.
    pub section: Option<&'static str>,
    /// The new words.
    pub text: &'static str,
    /// What each cell says, where the words are a row.
    pub cells: &'static [CellKind],
    /// The metric that a target bounds, by name.
    pub metric: Option<&'static str>,
    /// Patterns of [`crate::plan::words::holds`]: a step or paragraph of the duty with one of these has it already.
    pub covered: &'static [&'static str],
    /// What it should change next time.
    pub effect: &'static str,
    /// Who should see to it, as a role.
    pub owner: &'static str,
}

const fn step(
    rule: &'static str,
    slot: &'static str,
    duty: Duty,
    text: &'static str,
    covered: &'static [&'static str],
    effect: &'static str,
    owner: &'static str,
) -> Entry {
    Entry {
        rule,
        slot,
        kind: AmendmentKind::AddStep,
        duty,
        section: None,
        text,
        cells: &[],
        metric: None,
        covered,
        effect,
        owner,
    }
}

/// Somebody outside who has to be reached, in the table of roles and contacts.
const fn contact(
    slot: &'static str,
    text: &'static str,
    covered: &'static [&'static str],
    effect: &'static str,
) -> Entry {
    Entry {
        kind: AmendmentKind::NameContact,
        cells: &[CellKind::Name, CellKind::Owner, CellKind::Note],
        ..step("engage-response-team", slot, Duty::EngageResponseTeam, text, covered, effect, SECURITY)
    }
}

const OPERATIONS: &str = "Head of operations";
const SECURITY: &str = "Incident lead";
const LEGAL: &str = "Data protection officer";
const SERVICE: &str = "Head of customer service";
const SPEECH: &str = "Head of communication";

/// The notice to people affected, with what is known of an incident left open.
const NOTICE: &str = "Subject: your data and an incident at [shop]\n\nDear customer,\n\non [date] we found that [what happened, in plain words]. It concerns [which data] of orders from [date] to [date].\n\n- What it may mean for you: [possible consequences].\n- What we have done: [measures taken and proposed].\n- What you can do: [watch card statements, change the password used here, beware of messages that ask for codes].\n- Where you can ask: [mailbox, telephone, hours; name of the data protection officer].\n\nWe will write again when we know more, at the latest on [date].";

/// The notice to the authority, in the order of Art. 33(3) of the GDPR, with what is known of an incident left open.
const AUTHORITY_NOTICE: &str = "Subject: notice of a personal-data breach at [shop]\n\nTo the supervisory authority,\n\nthis is [the first notice / a further part of the notice of date].\n\n- Who we are: [controller, address]; who can be asked: [data protection officer, telephone, mailbox].\n- When: it began on [date, time, zone], ended on [date, time, zone], and we became aware of it on [date, time, zone].\n- What happened: [nature of the breach].\n- Whom it concerns: about [number] people, [categories of people]; about [number] records, [kinds of data].\n- What it may mean for them: [likely consequences].\n- What we have done: [measures taken and proposed].\n- What is not known yet: [what, and when it follows].\n- Where this notice is late: [reasons for the delay].";

/// The status update, for those inside and outside who wait for news.
const STATUS_UPDATE: &str = "Status of [incident], [date, time, zone]\n\n- State: [being looked into / contained / recovered].\n- New since the last update: [what, with times].\n- What works, and what does not: [shop, checkout, accounts].\n- What you can do: [steps, or nothing yet].\n- The next update: [date, time, zone], also when nothing has changed.";

/// All entries, in the order of the duties.
pub static ENTRIES: &[Entry] = &[
    step(
        "identify-and-isolate",
        "scope-first",
        Duty::IdentifyAndIsolate,
        "List every system that the finding touches (shop, administration, payment page, data base, host), isolate the payment page first, and write down the time of each isolation in UTC.",
        &["isolat* time", "isolat* order", "list* system* isolat*"],
        "The record shows what was isolated, when, and in what order.",
        OPERATIONS,
    ),
    Entry {
        kind: AmendmentKind::SetTarget,
        metric: Some("time_to_contain"),
        cells: &[CellKind::Name, CellKind::Limit, CellKind::From],
        ..step(
            "identify-and-isolate",
            "target",
            Duty::IdentifyAndIsolate,
            "Time to contain | within 60 minutes | detection",
            &[],
            "There is a target to hold the time to contain against.",
            SECURITY,
        )
    },
    step(
        "engage-response-team",
        "declare",
        Duty::EngageResponseTeam,
        "Declare the incident as soon as a change to payment code or an unknown administrator is confirmed; whoever is on call may declare without asking first.",
        &["on+call declare*", "declare* without ask*", "anyone declare*"],
        "The response team is engaged minutes after detection.",
        SECURITY,
    ),
    Entry {
        kind: AmendmentKind::SetTarget,
        metric: Some("time_to_declare"),
        cells: &[CellKind::Name, CellKind::Limit, CellKind::From],
        ..step(
            "engage-response-team",
            "target",
            Duty::EngageResponseTeam,
            "Time to declare | within 15 minutes | detection",
            &[],
            "There is a target to hold the time to declare against.",
            SECURITY,
        )
    },
    Entry {
        kind: AmendmentKind::NameContact,
        cells: &[CellKind::Name, CellKind::Owner, CellKind::Note],
        ..step(
            "engage-response-team",
            "deputy",
            Duty::EngageResponseTeam,
            "Deputy of the incident lead | Head of operations | reached by telephone at any hour",
            &["deput*", "backup+contact", "alternate*", "stand+in"],
            "The response is led when the incident lead is away.",
            SECURITY,
        )
    },
    step(
        "preserve-evidence",
        "before-eradication",
        Duty::PreserveEvidence,
        "Before anything is cleaned or restored, take a disk snapshot and a data base dump, copy the web, access and application logs, and write down the SHA-256 of each copy.",
        &["snapshot before", "evidence before", "copy before clean*", "preserve* before"],
        "The way in and the extent of the breach can be shown afterwards.",
        OPERATIONS,
    ),
    step(
        "preserve-evidence",
        "custody",
        Duty::PreserveEvidence,
        "Name who holds each copy of the evidence, where it lies, and who has had access to it since.",
        &["custody", "who hold* copy", "who hold* copies"],
        "Evidence stands up to the questions of the acquirer, the insurer and the authority.",
        SECURITY,
    ),
    contact(
        "processor",
        "Payment processor | [company] | [emergency number, at any hour]",
        &["payment+processor", "acquirer", "acquiring", "card+brand*", "bank"],
        "Whoever takes payments is reached at night, and can stop them.",
    ),
    contact(
        "insurer",
        "Insurer | [company, number of the policy] | [emergency number, at any hour]",
        &["insurer", "insurance"],
        "The insurer is told in time, and its helpers can be called.",
    ),
    Entry {
        kind: AmendmentKind::NameContact,
        cells: &[CellKind::Name, CellKind::Owner, CellKind::Note],
        ..step(
            "notify-affected-parties",
            "owner",
            Duty::NotifyAffectedParties,
            "Notices to customers | Head of customer service | deputy: head of communication",
            &["customer* notice* owner", "notice* customer* head", "notice* customer* responsib*"],
            "One role sends the notices, and a deputy when it is away.",
            SERVICE,
        )
    },
    step(
        "notify-affected-parties",
        "template",
        Duty::NotifyAffectedParties,
        "Keep a notice ready that says what happened, which data, what people can do and where to ask; send it to the people affected before any public statement.",
        &["notice before public*", "template* notice*", "notice* template*", "customer* before public*"],
        "People affected hear it from us first, with something that they can do.",
        SPEECH,
    ),
    Entry {
        kind: AmendmentKind::SetTarget,
        metric: Some("time_to_notify_individuals"),
        cells: &[CellKind::Name, CellKind::Limit, CellKind::From],
        ..step(
            "notify-affected-parties",
            "target",
            Duty::NotifyAffectedParties,
            "Time to notify individuals | within 7 days | awareness",
            &[],
            "There is a target to hold the notices to people affected against.",
            SERVICE,
        )
    },
    Entry {
        kind: AmendmentKind::AddTemplate,
        section: Some("Template: notice to people affected"),
        ..step(
            "notify-affected-parties",
            "notice-text",
            Duty::NotifyAffectedParties,
            NOTICE,
            &[
                "template* notice*",
                "notice* template*",
                "template* customer*",
                "template* individual*",
                "dear customer*",
            ],
            "The first notice is a matter of filling in, not of writing at night.",
            SPEECH,
        )
    },
    step(
        "regular-updates",
        "cadence",
        Duty::RegularUpdates,
        "Send an update at least every 60 minutes while the incident is open, also when nothing has changed, and name who sends it for each shift, the night included.",
        &["update* shift", "update* night", "update* nothing change*"],
        "No silence is longer than promised.",
        SPEECH,
    ),
    Entry {
        kind: AmendmentKind::AddTemplate,
        section: Some("Template: status update"),
        ..step(
            "regular-updates",
            "update-text",
            Duty::RegularUpdates,
            STATUS_UPDATE,
            &[
                "template* update*",
                "update* template*",
                "template* status",
                "status template*",
                "template* internal",
            ],
            "An update is written in minutes, and each says when the next one comes.",
            SPEECH,
        )
    },
    step(
        "support-channels",
        "before-notice",
        Duty::SupportChannels,
        "Open the support channel (mailbox, telephone hours, staffed chat) before the first notice goes out, and name it in the notice.",
        &["support before notice*", "channel* before notice*", "hotline before", "mailbox before"],
        "Those who are told can ask at once.",
        SERVICE,
    ),
    step(
        "know-obligations",
        "facts",
        Duty::KnowObligations,
        "On the first evening, write down where affected people live, which kinds of data are affected and how many people, and keep the list of rules and contracts that follow from it.",
        &["where people live", "countries affected*", "jurisdiction*"],
        "It is known early which rules apply and to whom.",
        LEGAL,
    ),
    step(
        "timely-reporting",
        "clock",
        Duty::TimelyReporting,
        "When a personal-data breach becomes reasonably certain, write down the moment and the reasons, compute each due time from it, and look at the margins at every update.",
        &["write* moment aware*", "aware* due", "clock aware*", "awareness log*"],
        "Each notice is sent with a margin, and its clock can be shown.",
        LEGAL,
    ),
    step(
        "timely-reporting",
        "phases",
        Duty::TimelyReporting,
        "Send a first notice with what is known and complete it in phases; do not wait for the end of the investigation.",
        &["phase*", "preliminary notice", "initial notice"],
        "A limit is met although facts are missing.",
        LEGAL,
    ),
    Entry {
        kind: AmendmentKind::SetTarget,
        metric: Some("time_to_notify_authority"),
        cells: &[CellKind::Name, CellKind::Limit, CellKind::From],
        ..step(
            "timely-reporting",
            "target",
            Duty::TimelyReporting,
            "Time to notify the authority | within 72 hours | awareness",
            &[],
            "There is a target to hold the notice to the authority against.",
            LEGAL,
        )
    },
    Entry {
        kind: AmendmentKind::NameContact,
        cells: &[CellKind::Name, CellKind::Owner, CellKind::Note],
        ..step(
            "timely-reporting",
            "authority",
            Duty::TimelyReporting,
            "Supervisory authority | Data protection officer | [portal and telephone of the authority]",
            &["supervisory+authority", "regulator*", "data+protection+authority", "authorities"],
            "It is known where a notice goes before the clock runs.",
            LEGAL,
        )
    },
    Entry {
        kind: AmendmentKind::AddTemplate,
        section: Some("Template: notice to the authority"),
        ..step(
            "timely-reporting",
            "authority-text",
            Duty::TimelyReporting,
            AUTHORITY_NOTICE,
            &[
                "template* authority",
                "template* regulator*",
                "form* authority",
                "template* supervisory",
                "regulatory* template*",
            ],
            "The first notice to the authority is a matter of filling in.",
            LEGAL,
        )
    },
    step(
        "post-mortem",
        "teams",
        Duty::PostMortem,
        "Hold the review within 10 working days with operations, development, customer service, legal, communication and the web host, and write down who was missing.",
        &["review host", "review legal", "review all+teams", "post+mortem all+teams"],
        "What each team saw is in the review.",
        SECURITY,
    ),
    step(
        "update-plan",
        "version",
        Duty::UpdatePlan,
        "After each review, write the next version of this plan with a reason for each change, and have it approved within 20 working days.",
        &["review version plan", "update* plan after", "plan version after", "new+version"],
        "What was learned is in the plan before the next incident.",
        SECURITY,
    ),
    Entry {
        kind: AmendmentKind::ScheduleTraining,
        ..step(
            "training-and-resources",
            "exercise",
            Duty::TrainingAndResources,
            "Exercise this plan twice a year on a past incident with all teams named in it, and follow the actions of the last exercise through.",
            &["exercise* year", "exercise* twice", "drill* year", "tabletop*", "test* plan year"],
            "Skills and deputies are tried before they are needed.",
            SECURITY,
        )
    },
    Entry {
        kind: AmendmentKind::AddTool,
        ..step(
            "detection-gap",
            "integrity",
            Duty::TrainingAndResources,
            "Watch the files of checkout, theme and plug-ins for changes outside a deployment, and alert whoever is on call.",
            &["integrity", "file* change* alert*", "watch* file*", "monitor* file*"],
            "A changed file is seen in minutes, not by customers.",
            OPERATIONS,
        )
    },
    step(
        "alert-ignored",
        "triage",
        Duty::IdentifyAndIsolate,
        "Treat a report of card misuse or of a changed page as a first signal: somebody answers for it within 30 minutes, at any hour.",
        &["report* within minutes", "signal within", "alert* within minutes", "triage*"],
        "The first signal starts the response.",
        OPERATIONS,
    ),
    step(
        "slow-escalation",
        "ladder",
        Duty::EngageResponseTeam,
        "When nobody has answered a security alert after 15 minutes, it goes to the deputy, after 30 minutes to the head of operations, by telephone.",
        &["escalat* minutes", "after minutes deputy"],
        "An alert reaches somebody who decides within half an hour.",
        OPERATIONS,
    ),
    step(
        "late-containment",
        "switch",
        Duty::IdentifyAndIsolate,
        "Whoever is on call may switch the checkout off without asking first; the switch is tried once a quarter.",
        &["checkout off without", "switch* checkout", "maintenance+mode without"],
        "The harm stops when it is seen.",
        OPERATIONS,
    ),
    step(
        "third-party",
        "contacts",
        Duty::EngageResponseTeam,
        "Keep telephone numbers for emergencies of the web host, the payment processor and each supplier with access, and try them twice a year.",
        &["host emergency", "supplier* number*", "vendor* contact*", "host contact*"],
        "Partners are reached at night.",
        OPERATIONS,
    ),
    Entry {
        kind: AmendmentKind::AddTool,
        ..step(
            "credential-hygiene",
            "second-factor",
            Duty::TrainingAndResources,
            "Require a second factor for every administrator, host and supplier login, and end sessions and keys of those who left.",
            &["second+factor", "mfa", "multi+factor", "two+factor", "2fa"],
            "A stolen password alone opens nothing.",
            OPERATIONS,
        )
    },
    step(
        "missing-patch",
        "window",
        Duty::TrainingAndResources,
        "Install security fixes of shop, plug-ins and themes within 48 hours of their release, and list what cannot be.",
        &["fix* within", "patch* within", "update* within hours"],
        "A known hole is closed before it is used.",
        OPERATIONS,
    ),
    step(
        "segmentation",
        "reach",
        Duty::IdentifyAndIsolate,
        "Give each login and system only the reach that it needs, and say for each which others it can open.",
        &["least+privilege", "segment*", "reach need*"],
        "One foothold does not reach the payment page.",
        OPERATIONS,
    ),
    step(
        "asset-inventory",
        "list",
        Duty::IdentifyAndIsolate,
        "Keep a list of systems, plug-ins, scripts of third parties and places where personal data lie, and review it every quarter.",
        &["inventory", "list system* data", "asset+list"],
        "The scope of an incident is known from a list, not from memory.",
        OPERATIONS,
    ),
    step(
        "logging-gap",
        "keep",
        Duty::PreserveEvidence,
        "Keep web, access, administration and data base logs for 12 months on another machine, and look once a month whether they arrive.",
        &["log* month*", "log* retain*", "retention log*", "keep log*"],
        "The way in can be shown.",
        OPERATIONS,
    ),
    step(
        "poor-communication",
        "words",
        Duty::NotifyAffectedParties,
        "Two people, one of them from legal, read each notice before it goes out: what is certain, what is not, what people can do, where to ask.",
        &["two+people read", "legal read* notice*", "notice* approv*"],
        "What is said the first time stands.",
        SPEECH,
    ),
    step(
        "plan-not-followed",
        "at-hand",
        Duty::TrainingAndResources,
        "Keep this plan on paper and on a telephone outside the shop's own systems, and open it with the declaration of each incident.",
        &["paper copy", "offline copy", "printed"],
        "The plan is at hand when the systems are not.",
        SECURITY,
    ),
    step(
        "recovery-gap",
        "restore",
        Duty::IdentifyAndIsolate,
        "Restore shop and data base from a copy once a quarter, write down how long it took, and keep one copy where the shop cannot delete it.",
        &["restore quarter*", "restore test*", "backup* test*", "test* restore*"],
        "Restoring works, and its time is known.",
        OPERATIONS,
    ),
    step(
        "late-acknowledgement",
        "take",
        Duty::EngageResponseTeam,
        "Whoever is on call takes a security alert within 15 minutes and writes down that it is taken; what nobody has taken pages the deputy.",
        &["acknowledg* within", "take* alert within", "on+call within minutes"],
        "No alert waits for an owner.",
        OPERATIONS,
    ),
    step(
        "contained-after-eradication",
        "order",
        Duty::IdentifyAndIsolate,
        "Cut off first: close the way in and end all sessions before anything that the intruder left is removed, and let the incident lead say when removing may begin.",
        &["before remov*", "contain* before eradicat*", "before clean*"],
        "The other side is out before it sees that it is being removed.",
        SECURITY,
    ),
    step(
        "notice-content",
        "parts",
        Duty::NotifyAffectedParties,
        "Check each notice against six parts before it goes out: what happened, which data, what it may mean, what was done, what people can do, where they can ask.",
        &["notice contact advice", "what+happened which+data", "notice six+parts", "content+of+the+notice"],
        "Nobody has to ask what the notice should have said.",
        LEGAL,
    ),
    Entry {
        kind: AmendmentKind::SetTarget,
        metric: Some("time_to_recover"),
        cells: &[CellKind::Name, CellKind::Limit, CellKind::From],
        ..step(
            "slow-recovery",
            "target",
            Duty::TrainingAndResources,
            "Time to recover | within 3 days | containment",
            &[],
            "There is a target to hold the time to recover against.",
            OPERATIONS,
        )
    },
    step(
        "slow-recovery",
        "order",
        Duty::TrainingAndResources,
        "Write down the order in which systems come back, what each needs for it and how long it took when it was last practised.",
        &["order recover*", "recovery+order", "order restor*", "recovery target"],
        "Recovery waits for nothing that could have been prepared.",
        OPERATIONS,
    ),
    step(
        "recovered-before-eradicated",
        "clean",
        Duty::IdentifyAndIsolate,
        "Before a system is opened again, compare its files, accounts and scheduled tasks with a known good state, and let a second person sign that.",
        &["known+good", "before reopen*", "clean before", "verif* before restor*"],
        "What is brought back is clean.",
        OPERATIONS,
    ),
    step(
        "plan-steps",
        "walk",
        Duty::TrainingAndResources,
        "After each incident and once a year, walk through the steps of this plan with those who would take them, and change each that cannot be taken as it stands.",
        &["walk* through", "rehears* step*", "exercise* year*", "tabletop"],
        "The steps can be taken as they are written.",
        SECURITY,
    ),
    step(
        "training-gap",
        "practice",
        Duty::TrainingAndResources,
        "For each task that was new to those who had to do it, hold a short exercise within 60 days and keep its notes beside this plan.",
        &["exercise within", "training within", "practis*", "drill"],
        "The next time is not the first time.",
        SECURITY,
    ),
    step(
        "recurring-factor",
        "again",
        Duty::UpdatePlan,
        "When a contributing factor of an earlier incident comes again, name one owner and one date for its remedy, and report on it to management every month until it is done.",
        &["comes+again", "recurr*", "repeat* factor*"],
        "The same cause does not come a third time.",
        SECURITY,
    ),
    step(
        "change-did-not-help",
        "other",
        Duty::UpdatePlan,
        "When a change of this plan did not keep a finding from coming again, replace it by another measure with one owner and a date, and try that measure in the next exercise.",
        &["did+not+help", "replace* measure*"],
        "The plan holds what works, and not what was tried once.",
        SECURITY,
    ),
    step(
        "overdue-actions",
        "follow",
        Duty::UpdatePlan,
        "Look through all open actions of earlier incidents once a month; what is overdue gets a new date with a reason, or is given up in writing.",
        &["open action* month*", "action* review*", "follow* up action*", "overdue"],
        "What was decided is done, or known not to be.",
        SECURITY,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::rules;
    use crate::model::Family;

    #[test]
    fn every_rule_but_those_on_the_record_itself_has_an_amendment_to_suggest() {
        for rule in rules() {
            let amends = ENTRIES.iter().any(|entry| entry.rule == rule.name);
            assert_eq!(amends, rule.family != Family::DataQuality, "{}", rule.name);
        }
        for entry in ENTRIES {
            assert!(rules().any(|rule| rule.name == entry.rule), "{}", entry.rule);
        }
    }
}
