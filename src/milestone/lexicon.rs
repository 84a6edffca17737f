//! What speaks for each milestone: words, who acts, what sort of record it is.
//!
//! Weights are on the scale of confidence: what reaches [`super::propose`]'s bar alone is at least 0.35. Phrases are
//! written as [`super::words::Phrases`] reads them.

use super::role::{Kind, Role};
use crate::model::Milestone;

/// Among several candidates that are about as good, which one the milestone's meaning asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Prefer {
    First,
    Last,
    Strongest,
}

/// What speaks for one milestone.
pub(super) struct Profile {
    pub milestone: Milestone,
    pub prefer: Prefer,
    /// Phrases in the text. The strongest counts fully, others by a third.
    pub text: &'static [(&'static str, f64)],
    /// Phrases in the asset: whom a message goes to, what is touched. Counts only beside something else.
    pub asset: &'static [(&'static str, f64)],
    /// Added for who acts; `NO` rules the event out.
    pub roles: &'static [(Role, f64)],
    /// Added for the sort of record; counts by itself.
    pub kinds: &'static [(Kind, f64)],
    /// Added for tags as they stand.
    pub tags: &'static [(&'static str, f64)],
}

/// Rules an event out.
pub(super) const NO: f64 = -9.0;

/// The profiles, in the order in which one milestone can bound the next.
pub(super) const PROFILES: [Profile; 18] = [
    Profile {
        milestone: Milestone::Compromise,
        prefer: Prefer::First,
        text: &[
            ("exploit|exploits|exploited|exploiting|exploitation", 0.5),
            ("phishing|spearphishing", 0.45),
            ("unauthorised|unauthorized .. access|login|activity", 0.45),
            ("initial access|compromise|foothold|intrusion", 0.45),
            ("compromised", 0.3),
            ("log|logs|logged in|into", 0.3),
            ("enter|enters|entered .. network|system*|environment|server*", 0.45),
            ("gain|gains|gained .. access|entry|control|foothold", 0.45),
            ("break|breaks|broke in|into", 0.45),
            ("first|earliest .. access|login|activity", 0.4),
            ("access|accesses|accessed|opens|opened|reads|reading|reached", 0.2),
            ("webshell|backdoor|trojan|rootkit|implant|ransomware", 0.3),
            ("web shell", 0.35),
            ("malware|malicious", 0.2),
            ("rogue|stolen credential*|login|password*|token|session", 0.2),
            ("brute force*|forced", 0.25),
            ("injected|injects|injection|implanted|installed|uploads|uploaded|plants|planted", 0.25),
            ("taken|stolen|steals|stole|exfiltrat*", 0.15),
            ("begin|begins|starts|started", 0.1),
        ],
        asset: &[],
        roles: &[
            (Role::Attacker, 0.25),
            (Role::Own, -0.35),
            (Role::Tool, -0.15),
            (Role::Outside, -0.3),
            (Role::Authority, NO),
        ],
        kinds: &[
            (Kind::Alert, -0.1),
            (Kind::Publication, -0.3),
            (Kind::Message, -0.15),
            (Kind::Decision, -0.3),
        ],
        tags: &[("range-start", 0.1), ("range-end", -0.2), ("initial-access", 0.4), ("persistence", 0.05)],
    },
    Profile {
        milestone: Milestone::ExposureStarted,
        prefer: Prefer::First,
        text: &[
            ("exfiltrat*", 0.55),
            ("skimmer .. injected|installed|active|live|added|placed", 0.65),
            ("injected|inserted .. skimmer|checkout|script", 0.65),
            ("exposure .. start|starts|started|begins|began", 0.7),
            (
                "data|records|file|files|card|cards|bucket*|database|databases .. taken|stolen|captured|copied|leaving|downloaded|exposed|dumped|left|uploaded",
                0.5,
            ),
            ("theft window|card theft", 0.45),
            ("publicly|public .. accessible|readable|exposed|visible", 0.5),
            ("exposes|exposed|leaked|leaks", 0.3),
            ("gb|mb|tb .. uploaded|sent|left|transferred", 0.5),
            ("encrypts|encrypted|encryption|ransomware", 0.4),
            ("reads|reading|read .. files|file|data|records|mail", 0.4),
            ("repositories|files|records .. viewed|downloaded|copied|taken", 0.4),
            ("data stolen|taken", 0.5),
        ],
        asset: &[],
        roles: &[
            (Role::Attacker, 0.15),
            (Role::Own, -0.3),
            (Role::Tool, -0.2),
            (Role::Outside, -0.3),
            (Role::Authority, NO),
        ],
        kinds: &[
            (Kind::Publication, -0.4),
            (Kind::Message, -0.3),
            (Kind::Decision, -0.35),
            (Kind::Alert, -0.1),
        ],
        tags: &[("range-start", 0.15), ("range-end", -0.3), ("exfiltration", 0.3)],
    },
    Profile {
        milestone: Milestone::FirstSignal,
        prefer: Prefer::First,
        text: &[
            (
                "customer|user|researcher|partner|bank|processor|stranger|party|client .. report|reports|reported|warns|complains|tells|told|says|claims",
                0.6,
            ),
            (
                "report|reports|reported|warns|warned|warning|complains|complained|complaint from|of|about",
                0.35,
            ),
            ("raises|raised|sends|sent|fires .. alert|alerts|alarm", 0.5),
            ("alert|alerts|alarm .. raised|fired|triggered|reaches|received|opened", 0.5),
            ("suspicious|unusual|anomal*|unexpected", 0.35),
            ("alert|alerts|alarm", 0.3),
            ("flags|flagged", 0.35),
            ("misuse|fraud|fraudulent|chargebacks", 0.25),
            ("tip|tips|tipped|contacts|emails|mails", 0.3),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Tool, 0.15), (Role::Outside, 0.1), (Role::Own, -0.05)],
        kinds: &[
            (Kind::Alert, 0.4),
            (Kind::Publication, -0.35),
            (Kind::Decision, -0.3),
            (Kind::Message, -0.1),
        ],
        tags: &[],
    },
    Profile {
        milestone: Milestone::Detected,
        prefer: Prefer::First,
        text: &[
            (
                "breach|intrusion|compromise|incident|attack|skimmer|malware .. detected|discovered|identified|found|recognised",
                0.6,
            ),
            ("detect|detects|detected|discover|discovers|discovered", 0.45),
            (
                "establish|establishes|established|confirms|confirmed .. intrusion|compromise|modified|malicious|malware|tamper*|unauthorised|skimmer|attack|intruder",
                0.6,
            ),
            (
                "tells|told|informs|informed|notifies|notified|alerts|warns .. airline|company|bank|provider|shop|firm|team|us|organisation|about",
                0.45,
            ),
            ("finds|found|identifies|identified|notices|noticed|spots|spotted|realises|realised", 0.35),
            ("confirms|confirmed|verifies|verified", 0.25),
            ("alert|alerts .. team|soc|security|severity|critical", 0.45),
            ("alert|alerts", 0.25),
            ("nobody|noone acts|acted|reacts|notices|noticed|responds", -0.35),
            ("ignored|overlooked|dismissed|missed", -0.3),
            ("suspicious|malicious|unusual", 0.15),
            ("reports|reported|publishes .. report|analysis|attack|misuse|breach|hole|vulnerability", 0.2),
        ],
        asset: &[],
        roles: &[
            (Role::Attacker, NO),
            (Role::Own, 0.2),
            (Role::Tool, 0.1),
            (Role::Outside, -0.05),
            (Role::Authority, 0.1),
        ],
        kinds: &[
            (Kind::Alert, 0.3),
            (Kind::Publication, -0.2),
            (Kind::Message, -0.1),
            (Kind::Decision, 0.05),
        ],
        tags: &[],
    },
    Profile {
        milestone: Milestone::Acknowledged,
        prefer: Prefer::First,
        text: &[
            ("acknowledg*", 0.75),
            ("start|starts|started|begin|begins|began .. investigat*|triage|analysis|looking", 0.6),
            ("investigation .. start|starts|started|begins|began|opened|opens", 0.6),
            ("takes|took .. over|on|incident|case|ticket", 0.35),
            ("picks|picked up", 0.4),
            ("on call .. paged|joins|joined|answers|answered|responds", 0.5),
            ("assigned|assigns .. incident|ticket|case|alert", 0.45),
            ("triage*|investigates|investigating", 0.4),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.15), (Role::Outside, -0.15), (Role::Authority, -0.5)],
        kinds: &[(Kind::Publication, -0.4), (Kind::Alert, -0.05)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::Declared,
        prefer: Prefer::First,
        text: &[
            ("incident|breach|emergency|sev1|crisis .. declared|opened|raised", 0.75),
            (
                "declare|declares|declared|declaring .. incident|breach|emergency|sev|sev1|sev2|major|crisis",
                0.75,
            ),
            ("ir|response|incident team .. engaged|assembled|activated|called|convened|mobilised", 0.75),
            (
                "engage|engages|engaged|activates|activated|convenes|assembles .. ir|response|incident|team|plan",
                0.65,
            ),
            ("team|plan .. engaged|activated|assembled|convened", 0.55),
            ("war room|crisis team|bridge opened|commander appointed|incident commander", 0.5),
            ("breach|incident|intrusion|attack confirmed", 0.4),
            ("forensic .. team|firm|company hired|engaged|retained|brought", 0.4),
            ("forensic .. hired|engaged|retained", 0.35),
            ("escalate|escalates|escalated|escalation", 0.3),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.1), (Role::Outside, -0.4), (Role::Authority, -0.4)],
        kinds: &[(Kind::Decision, 0.1), (Kind::Publication, -0.45)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::Aware,
        prefer: Prefer::First,
        text: &[
            ("personal data .. breach|affected|stolen|taken|involved|exposed|confirmed|established", 0.6),
            ("personal data breach .. established|confirmed|determined|assessed", 0.7),
            (
                "confirm|confirms|confirmed|establish|establishes|established|determines|determined|concludes .. data|personal|records|theft|customers",
                0.5,
            ),
            ("legal clock|72 hour|72 hours|reportable|notifiable", 0.5),
            ("customer|card|patient|user|employee data .. confirmed|affected|stolen|taken|exposed", 0.4),
            ("confirms .. theft", 0.5),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.1), (Role::Outside, -0.3), (Role::Authority, -0.6)],
        kinds: &[(Kind::Decision, 0.15), (Kind::Publication, -0.35), (Kind::Message, -0.35)],
        tags: &[("assessed", 0.05)],
    },
    Profile {
        milestone: Milestone::EvidencePreserved,
        prefer: Prefer::First,
        text: &[
            (
                "snapshot|snapshots|image|images|imaged|dump|dumps|copy|copies .. hashed|taken|secured|preserved|stored|sealed|acquired|forensic",
                0.6,
            ),
            ("disk|memory|forensic|db|database snapshot|snapshots|image|images|copy|dump", 0.5),
            ("evidence .. preserved|secured|collected|saved|hashed|stored", 0.75),
            ("preserve|preserves|preserved|preserving|secured .. evidence|logs|log|image|snapshot", 0.7),
            ("logs .. preserved|secured|exported|archived|collected|saved", 0.6),
            ("legal hold|chain of custody", 0.7),
            ("hashed|hashes recorded", 0.25),
        ],
        asset: &[("evidence", 0.2)],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.05), (Role::Authority, -0.3)],
        kinds: &[(Kind::Publication, -0.5), (Kind::Alert, -0.3)],
        tags: &[("evidence", 0.3), ("evidence-preservation", 0.45)],
    },
    Profile {
        milestone: Milestone::Contained,
        prefer: Prefer::Strongest,
        text: &[
            ("contain|contained|containment|contains", 0.7),
            ("isolat*|quarantin*", 0.6),
            ("last .. trace|day|moment|activity|access|captured|contact|unauthorised", 0.55),
            ("access|sessions|activity|exposure|attack .. ended|cut|stopped|closed|terminated", 0.45),
            ("disabled|deactivated|locked|suspended|suspends|disables", 0.4),
            ("revoked|revokes|invalidated|expired", 0.4),
            ("blocked|blocks|block|blocking", 0.35),
            ("neutralised|neutralized|stopped|halted|severed", 0.45),
            ("taken|took|switched|turned|pulled|checkout|site|server|shop|store off|offline|down", 0.45),
            ("checkout|site|shop|store|service .. disabled|off|offline", 0.5),
            ("shut|shuts down", 0.45),
            ("patched|patch applied|fixed|corrected|closed .. hole|vulnerability|configuration|flaw", 0.45),
            (
                "hole|vulnerability|flaw|configuration|gap|misconfiguration .. patched|fixed|corrected|closed",
                0.5,
            ),
            ("malware|skimmer|code|script|shell .. removed|deleted|neutralised", 0.35),
            ("unplugged|disconnected|segmented|sinkholed|firewalled", 0.45),
        ],
        asset: &[],
        roles: &[(Role::Attacker, -0.15), (Role::Own, 0.12), (Role::Outside, -0.12), (Role::Authority, -0.4)],
        kinds: &[(Kind::Publication, -0.35), (Kind::Message, -0.2), (Kind::Alert, -0.3)],
        tags: &[("range-end", 0.2), ("range-start", -0.2), ("context", -0.3)],
    },
    Profile {
        milestone: Milestone::Eradicated,
        prefer: Prefer::Last,
        text: &[
            ("eradicat*", 0.75),
            (
                "malware|backdoor*|implant*|skimmer|shell|persistence|code|plugin|rootkit|sliver .. removed|deleted|cleaned|purged",
                0.6,
            ),
            (
                "removed|removal|removes|cleaned|purged|deleted .. malware|backdoor*|skimmer|shell|persistence|malicious|implant*",
                0.6,
            ),
            ("removed", 0.3),
            ("cleaned|disinfected|reimaged|rebuilt|reinstalled|wiped", 0.5),
            ("all access ended|removed|revoked", 0.4),
            ("credentials|keys|passwords|secrets .. rotated|reset|replaced", 0.25),
        ],
        asset: &[],
        roles: &[(Role::Attacker, -0.4), (Role::Own, 0.1), (Role::Outside, -0.3), (Role::Authority, -0.5)],
        kinds: &[(Kind::Publication, -0.4), (Kind::Message, -0.3), (Kind::Alert, -0.35)],
        tags: &[("range-start", -0.1)],
    },
    Profile {
        milestone: Milestone::Recovered,
        prefer: Prefer::Last,
        text: &[
            ("restored|restores|restoration|recovered|recovery complete|completed|done", 0.55),
            (
                "store|shop|site|service|services|checkout|system|systems|website .. reopened|restored|resumed|online|back|live",
                0.65,
            ),
            ("back online|up|live|service|normal|operation", 0.65),
            ("reopen|reopens|reopened|resumed|resumes", 0.55),
            ("normal .. operation|operations|service|business|trading", 0.5),
            ("remaining steps finished|done|completed", 0.4),
            ("programme|program|project|rebuild|hardening ends|ended|finished|completed|complete", 0.35),
            ("monitoring confirmed clean", 0.4),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.1), (Role::Outside, -0.3), (Role::Authority, -0.5)],
        kinds: &[
            (Kind::Publication, -0.15),
            (Kind::Message, -0.15),
            (Kind::Alert, -0.35),
            (Kind::Decision, -0.3),
        ],
        tags: &[("range-start", -0.2)],
    },
    Profile {
        milestone: Milestone::Closed,
        prefer: Prefer::Last,
        text: &[
            ("incident|case|investigation|ticket .. closed|concluded", 0.7),
            ("investigation .. completed|complete|ends|finished", 0.45),
            ("close|closes|closed|closure of|the incident|case|investigation", 0.5),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Own, 0.1), (Role::Outside, -0.1), (Role::Authority, -0.3)],
        kinds: &[(Kind::Alert, -0.4), (Kind::Message, -0.1)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::AuthorityNotified,
        prefer: Prefer::First,
        text: &[
            (AUTHORITY_TOLD, 0.7),
            (TOLD_AUTHORITY, 0.65),
            ("art|article 33", 0.4),
            ("meeting with .. department|service|regulator|police|authority", 0.4),
        ],
        asset: &[(super::role::AUTHORITIES, 0.15)],
        roles: &[(Role::Attacker, NO), (Role::Authority, NO), (Role::Own, 0.1), (Role::Outside, -0.4)],
        kinds: &[
            (Kind::Message, 0.1),
            (Kind::Publication, -0.3),
            (Kind::Alert, -0.35),
            (Kind::Decision, -0.1),
        ],
        tags: &[],
    },
    Profile {
        milestone: Milestone::IndividualsNotified,
        prefer: Prefer::First,
        text: &[
            (PEOPLE_TOLD, 0.65),
            (TOLD_PEOPLE, 0.65),
            ("notices|notifications|letters|mails|emails begin|sent|go|goes|mailed", 0.55),
            ("keep|keeps|kept .. users|customers|people informed", 0.4),
            ("confirms|announces|announced|states|advised .. theft|data|incident|breach", 0.2),
            ("credit monitoring .. offered", 0.2),
        ],
        asset: &[(
            "customer|customers|people|individuals|patients|employees|users|members|guests|affected|residents|subjects",
            0.25,
        )],
        roles: &[(Role::Attacker, NO), (Role::Authority, -0.5), (Role::Own, 0.1), (Role::Outside, -0.35)],
        kinds: &[(Kind::Message, 0.15), (Kind::Publication, 0.0), (Kind::Alert, -0.4)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::PublicDisclosure,
        prefer: Prefer::First,
        text: &[
            ("public statement|announcement|notice|post|postmortem|disclosure|report|document", 0.55),
            ("press release|conference|coverage", 0.5),
            ("announce|announces|announced|discloses|disclosed|publishes|published", 0.35),
            ("goes|went|made|became public", 0.5),
            ("breaks|broke the story|news", 0.5),
            ("blog post|status page", 0.4),
            ("bank|company|firm|airline|provider|shop|retailer announces|confirms|says|states", 0.3),
        ],
        asset: &[("public|press|media|everyone", 0.3), ("customers", 0.05)],
        roles: &[(Role::Attacker, NO), (Role::Authority, -0.4), (Role::Own, 0.15), (Role::Outside, -0.1)],
        kinds: &[
            (Kind::Publication, 0.3),
            (Kind::Message, -0.1),
            (Kind::Alert, -0.3),
            (Kind::Decision, -0.3),
        ],
        tags: &[("downstream", -0.3)],
    },
    Profile {
        milestone: Milestone::SupportOpened,
        prefer: Prefer::First,
        text: &[
            ("hotline|helpline|call centre|center", 0.65),
            ("support|help channel|line|desk|page|site|centre|mailbox .. open|opened|opens|live|set", 0.65),
            ("opens|opened|launches|sets .. hotline|helpline|support|help|centre|website|page", 0.55),
            ("credit|identity monitoring|protection .. offered|offers", 0.4),
            ("offered|offers .. credit|identity monitoring|protection", 0.4),
            ("faq|dedicated website|dedicated page", 0.4),
        ],
        asset: &[("customers|people|individuals|affected", 0.05)],
        roles: &[(Role::Attacker, NO), (Role::Authority, -0.4), (Role::Own, 0.05), (Role::Outside, -0.2)],
        kinds: &[(Kind::Alert, -0.4)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::ReviewHeld,
        prefer: Prefer::Strongest,
        text: &[
            ("postmortem|retrospective|debrief meeting|review|held|workshop|session|with", 0.7),
            ("post mortem|incident meeting|review|held", 0.65),
            ("lessons learned|learnt", 0.6),
            ("after action", 0.6),
            ("review|debrief|retrospective .. held|meeting|took", 0.6),
            ("root cause report|analysis", 0.3),
            ("post mortem|postmortem", 0.35),
        ],
        asset: &[],
        roles: &[(Role::Attacker, NO), (Role::Authority, -0.5), (Role::Own, 0.05), (Role::Outside, -0.3)],
        kinds: &[(Kind::Alert, -0.4), (Kind::Publication, -0.2)],
        tags: &[],
    },
    Profile {
        milestone: Milestone::PlanUpdated,
        prefer: Prefer::Strongest,
        text: &[
            ("plan|playbook|runbook|procedure|policy .. updated|revised|amended|changed|approved", 0.6),
            ("updated|revised|amended|updates|revises .. plan|playbook|runbook|procedure", 0.6),
            ("new version .. plan|playbook|runbook", 0.6),
        ],
        asset: &[("plan|playbook|runbook", 0.15)],
        roles: &[(Role::Attacker, NO), (Role::Authority, -0.5), (Role::Own, 0.05), (Role::Outside, -0.3)],
        kinds: &[(Kind::Alert, -0.4)],
        tags: &[],
    },
];

const AUTHORITY_TOLD: &str = "regulator*|ico|authority|authorities|supervisory|dpa|cnil|commissioner*|ftc|fbi|police|hhs|ocr|\
     bsi|bfdi|aepd|garante|attorney|attorneys|ag|cisa|law|interpol|europol .. notified|told|informed|contacted|alerted|\
     notification|report|reported|filed|notice|submitted";
const TOLD_AUTHORITY: &str = "notified|notifies|notify|told|tells|informed|informs|contacted|contacts|reported|reports|\
     submitted|filed|files|notification|notice|sent .. regulator*|ico|authority|authorities|supervisory|dpa|cnil|\
     commissioner*|ftc|fbi|police|hhs|ocr|bsi|bfdi|aepd|garante|attorney|attorneys|ag|cisa|law";
const PEOPLE_TOLD: &str = "customers|individuals|people|patients|employees|users|members|guests|residents|consumers|\
     clients|subjects|buyers|shoppers .. notified|informed|told|advised|contacted|emailed|mailed|alerted|written|warned";
const TOLD_PEOPLE: &str = "notified|notifies|notify|told|informed|informs|contacted|contacts|advised|emailed|mailed|mails|\
     emails|mail|email|letters|notice|notices|notification|notifications|alerts|sent .. customers|individuals|people|\
     patients|employees|users|members|guests|residents|consumers|clients|subjects|buyers|shoppers";

/// What speaks against an event as a milestone of the response: it is about the aftermath. Times the confidence.
pub(super) const AFTERMATH: &str = "fine|fined|fines|penalty|penalties|settlement|settles|lawsuit|lawsuits|court|jury|\
     convicts|convicted|charged|charges|arrested|sentenced|judge|trial|senate|resigns|resigned|complaint|plaintiff*|\
     class|compensation|verdict|redress|hearing|enquiries|kill";
/// What turns a phrase that follows within a few words into its opposite, or into something that had not happened.
pub(super) const NEGATION: &str = "not|no|never|without|refused|failed|fails|plan|plans|planned|will|would|should|could|\
     whether|possible|proposed|proposes|denies|denied|attempt|attempts|attempted|cannot|before|unless|if|intends|nobody|says";
/// What makes an event one of somebody else, or mere background. Tags.
pub(super) const BACKGROUND_TAGS: [&str; 3] = ["context", "related-incident", "downstream"];
/// What makes the time of an event doubtful. Tags.
pub(super) const DOUBT_TAGS: [&str; 4] = ["conflict", "unconfirmed", "date-from-memory", "not-before"];

/// The milestone that a tag or kind names outright, with synonyms; the notice of unsaid recipient is for the caller.
pub(super) fn named(name: &str) -> Option<Milestone> {
    let name = name.trim().to_lowercase().replace([' ', '-'], "_");
    let name = name.strip_prefix("milestone:").unwrap_or(&name);
    Some(match name {
        "compromise" | "initial_access" | "compromised" | "intrusion" | "incident_start" => {
            Milestone::Compromise
        }
        "exposure" | "exposure_start" | "exposure_started" | "exfiltration" | "impact_start" => {
            Milestone::ExposureStarted
        }
        "first_signal" | "first_alert" | "signal" => Milestone::FirstSignal,
        "detected" | "detection" | "discovery" | "discovered" | "identified" => Milestone::Detected,
        "acknowledged" | "acknowledgement" | "acknowledgment" | "ack" | "triage" => Milestone::Acknowledged,
        "declared" | "declaration" | "incident_declared" => Milestone::Declared,
        "aware" | "awareness" | "awareness_personal_data" | "breach_awareness" => Milestone::Aware,
        "evidence_preserved" | "evidence_preservation" | "evidence" | "preservation" => {
            Milestone::EvidencePreserved
        }
        "contained" | "containment" | "mitigated" | "stabilised" | "stable" => Milestone::Contained,
        "eradicated" | "eradication" => Milestone::Eradicated,
        "recovered" | "recovery" | "restored" | "resolved" | "resolution" => Milestone::Recovered,
        "closed" | "closure" | "close" => Milestone::Closed,
        "authority_notified" | "authority_notification" | "regulator_notified" => {
            Milestone::AuthorityNotified
        }
        "individuals_notified"
        | "individual_notification"
        | "customers_notified"
        | "customer_notification" => Milestone::IndividualsNotified,
        "public_disclosure" | "disclosure" | "disclosed" => Milestone::PublicDisclosure,
        "support_opened" | "support" => Milestone::SupportOpened,
        "review_held" | "review" | "post_mortem" | "postmortem" | "retrospective" => Milestone::ReviewHeld,
        "plan_updated" | "plan_update" => Milestone::PlanUpdated,
        other => return other.starts_with("sent:").then(|| other.replace('_', "-").parse().ok()).flatten(),
    })
}
