//! What is added where a duty was not met, in the order of the duties; with the texts that a plan keeps ready.

use super::super::{AmendmentKind, CellKind};
use super::{Entry, LEGAL, OPERATIONS, SECURITY, SERVICE, SPEECH, contact, step};
use crate::model::Duty;
use crate::plan::signs;

/// The notice to people affected, with what is known of an incident left open.
const NOTICE: &str = "Subject: your data and an incident at [shop]\n\nDear customer,\n\non [date] we found that [what happened, in plain words]. It concerns [which data] of orders from [date] to [date].\n\n- What it may mean for you: [possible consequences].\n- What we have done: [measures taken and proposed].\n- What you can do: [watch card statements, change the password used here, beware of messages that ask for codes].\n- Where you can ask: [mailbox, telephone, hours; name of the data protection officer].\n\nWe will write again when we know more, at the latest on [date].";

/// The notice to the authority, in the order of Art. 33(3) of the GDPR, with what is known of an incident left open.
const AUTHORITY_NOTICE: &str = "Subject: notice of a personal-data breach at [shop]\n\nTo the supervisory authority,\n\nthis is [the first notice / a further part of the notice of date].\n\n- Who we are: [controller, address]; who can be asked: [data protection officer, telephone, mailbox].\n- When: it began on [date, time, zone], ended on [date, time, zone], and we became aware of it on [date, time, zone].\n- What happened: [nature of the breach].\n- Whom it concerns: about [number] people, [categories of people]; about [number] records, [kinds of data].\n- What it may mean for them: [likely consequences].\n- What we have done: [measures taken and proposed].\n- What is not known yet: [what, and when it follows].\n- Where this notice is late: [reasons for the delay].";

/// The status update, for those inside and outside who wait for news.
const STATUS_UPDATE: &str = "Status of [incident], [date, time, zone]\n\n- State: [being looked into / contained / recovered].\n- New since the last update: [what, with times].\n- What works, and what does not: [shop, checkout, accounts].\n- What you can do: [steps, or nothing yet].\n- The next update: [date, time, zone], also when nothing has changed.";

/// What the rules of the duties ask for.
pub(super) static ENTRIES: &[Entry] = &[
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
            signs::DEPUTY,
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
        signs::PROCESSOR,
        "Whoever takes payments is reached at night, and can stop them.",
    ),
    contact(
        "insurer",
        "Insurer | [company, number of the policy] | [emergency number, at any hour]",
        signs::INSURER,
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
        &["notice before public*", "template* notice*", "customer* before public*"],
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
            signs::NOTICE,
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
            signs::STATUS_UPDATE,
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
            signs::AUTHORITY,
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
            signs::AUTHORITY_NOTICE,
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
];
