//! What the attacker did, until somebody understood it.

use super::super::role::{Kind, Role};
use super::{NO, Prefer, Profile};
use crate::model::Milestone;

pub(super) static ATTACK: [Profile; 4] = [
    Profile {
        milestone: Milestone::Compromise,
        prefer: Prefer::First,
        text: &[
            ("exploit|exploits|exploited|exploiting|exploitation", 0.5),
            ("phishing|spearphishing", 0.45),
            ("unauthorised|unauthorized|illegal .. access|login|activity", 0.45),
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
            ("rogue admin*|account*|user*", 0.3),
            ("stolen credential*|login|password*|token|session", 0.2),
            ("brute force*|forced", 0.25),
            (
                "altered|tampered|backdoored|injected|injects|injection|implanted|installed|uploads|uploaded|plants|planted",
                0.25,
            ),
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
            ("theft window", 0.45),
            ("card theft", 0.45),
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
            ("notifying|telling|alerting|informing .. team|company|maintainer*|us|about|of", 0.4),
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
            (
                "observes|observed|sees|saw|seen .. suspicious|unusual|malicious|traffic|unauthorised|activity",
                0.4,
            ),
            ("notifying|telling|alerting|informing .. team|company|maintainer*|us|about|of", 0.45),
            ("confirms|confirmed|verifies|verified", 0.25),
            ("alert|alerts .. team|soc|security|severity|critical", 0.45),
            ("alert|alerts", 0.25),
            // Who shows the hole or what came out of it leaves nothing to suspect.
            (
                "demonstrates|demonstrated|proves|proved|shows|showed .. hole|vulnerability|flaw|exploit|breach|intrusion|theft",
                0.5,
            ),
            // Where the attack is on a supplier, those who look into such things establish it for all who use it.
            (
                "firm|company|researchers|vendor|lab|laboratory .. publishes|published|releases|released .. report|analysis|research|findings|advisory",
                0.6,
            ),
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
];
