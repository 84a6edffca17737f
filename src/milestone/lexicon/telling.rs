//! Who was told, and what was learned.

use super::super::role::{AUTHORITIES, Kind, Role};
use super::{NO, Prefer, Profile};
use crate::model::Milestone;

pub(super) static TELLING: [Profile; 6] = [
    Profile {
        milestone: Milestone::AuthorityNotified,
        prefer: Prefer::First,
        text: &[
            (AUTHORITY_TOLD, 0.7),
            (TOLD_AUTHORITY, 0.65),
            ("art|article 33", 0.4),
            ("meeting with .. department|service|regulator|police|authority", 0.4),
        ],
        asset: &[(AUTHORITIES, 0.15)],
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
            ("published|publishes .. version|package|code|patch|release|fix", -0.35),
            ("breaks|broke the story|news", 0.5),
            ("blog post", 0.4),
            ("status page", 0.35),
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
            ("hotline|helpline", 0.65),
            ("call centre|center", 0.65),
            ("support|help channel|line|desk|page|site|centre|mailbox .. open|opened|opens|live|set", 0.65),
            ("opens|opened|launches|sets .. hotline|helpline|support|help|centre|website|page", 0.55),
            ("credit|identity monitoring|protection .. offered|offers", 0.4),
            ("offered|offers .. credit|identity monitoring|protection", 0.4),
            ("faq", 0.4),
            ("dedicated website|page|mailbox", 0.4),
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
            ("post mortem", 0.35),
            ("postmortem", 0.35),
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
