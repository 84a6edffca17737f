//! What phrases speak of: the vocabulary of the rules.
//!
//! Conservative on purpose: a phrase stands here where it says the thing itself, in the words that incident reports
//! use, and not where it only often goes with it.

use super::phrase::{Entry, Lexicon};
use crate::model::Theme;
use std::sync::LazyLock;

/// What a text or an actor speaks of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Topic {
    /// One of the sixteen themes.
    Theme(Theme),
    /// The word came from outside: a customer, a researcher, the police, the press.
    Outside,
    /// Something was cut off, blocked, disabled or removed.
    Isolation,
    /// An attempt that failed.
    Refused,
    /// What the other side left was taken away.
    Removal,
    /// Snapshots, images, logs were secured.
    Preservation,
    /// Somebody was told something.
    Update,
    /// Training, an exercise, a new tool.
    Training,
    /// The journalist or an outsider published.
    Press,
}

use Topic::{Isolation, Outside, Preservation, Press, Refused, Removal, Training, Update};

const fn theme(theme: Theme, phrase: &'static str) -> Entry<Topic> {
    (Topic::Theme(theme), phrase)
}

/// What texts say.
pub(super) static TEXTS: LazyLock<Lexicon<Topic>> = LazyLock::new(|| {
    use Theme::*;
    Lexicon::new(&[
        theme(AlertIgnored, "nobody|no+one|noone act*|react*|respond*|notice*|looked|read|saw"),
        theme(
            AlertIgnored,
            "alert*|warning*|alarm*|page*|mail|mails|report|notice*|notification* ignored|dismissed|unheeded|unread|muted|rejected|suppressed|overlooked|missed",
        ),
        theme(
            AlertIgnored,
            "alert*|warning*|alarm*|report* not+acted|not+followed|not+escalated|not+read|not+seen|no+action",
        ),
        theme(AlertIgnored, "closed|marked|dismissed false+positive|false+alarm"),
        theme(AlertIgnored, "conclude*|decide*|assume* nothing|harmless|benign|no+breach|no+incident"),
        theme(SlowEscalation, "escalat* late|later|delayed|not+escalated|never|only"),
        theme(SlowEscalation, "on+call|oncall|manager not+reached|unreachable|no+answer|unanswered"),
        theme(SlowEscalation, "nobody knew who|whom"),
        theme(
            LateContainment,
            "reinfect*|re+infected|reappear*|comes+back|came+back|again+active|still+active|still+open|still+works",
        ),
        theme(LateContainment, "bypass* reset|block|fix|patch|containment"),
        theme(
            EvidenceLost,
            "log|logs|evidence|disk|disks|image|snapshot* overwritten|wiped|destroyed|lost|rotated+away|purged",
        ),
        theme(EvidenceLost, "reinstall*|reimaged|rebuilt|wiped before image|snapshot|copy|evidence"),
        theme(EvidenceLost, "evidence not+preserved|not+secured|not+kept|missing|gone"),
        theme(
            LateNotification,
            "notif*|notice*|told|informed late|too+late|months+after|weeks+after|overdue",
        ),
        theme(
            PoorCommunication,
            "heard|hear|learn*|learned|learnt news|press|media|journalist|twitter|forum|television",
        ),
        theme(
            PoorCommunication,
            "customer*|users|people|recipient*|readers confus*|complain*|unclear|misleading",
        ),
        theme(
            PoorCommunication,
            "presented|disguised|described|passed as routine|policy|maintenance|update|change",
        ),
        theme(PoorCommunication, "scope|number|figure|count widened|grew|corrected|revised|raised"),
        theme(PoorCommunication, "contradict*|retract*|corrected statement|message|announcement|notice"),
        theme(PoorCommunication, "adds|added|reports further|also+taken|as+well customers|people|data|cards"),
        theme(PoorCommunication, "before+hearing|before+the+company|before+being+told"),
        theme(ThirdParty, "supply+chain"),
        theme(
            ThirdParty,
            "supplier*|contractor*|subcontractor*|vendor*|partner*|agency login*|account*|credential*|access*|vpn|password*|compromis*|breach*|hacked|malicious|stolen",
        ),
        theme(
            ThirdParty,
            "third+party|identity+provider|hosting+provider|service+provider|managed+provider compromis*|breach*|hacked|stolen|malicious|misus*",
        ),
        theme(
            ThirdParty,
            "plugin*|plug+in|extension*|library|package|dependency|theme|cdn compromis*|backdoor*|malicious|owner|belongs|hijack*|trojan*",
        ),
        theme(
            CredentialHygiene,
            "no+second+factor|without+a+second+factor|without+multi|no+multi|without+two|no+two",
        ),
        theme(
            CredentialHygiene,
            "mfa|2fa|factor* without|disabled|missing|not+enabled|not+required|no|lacked|lacks",
        ),
        theme(
            CredentialHygiene,
            "credential*|password*|token|tokens|key|keys|secret|secrets not+rotated|never+rotated|reused|shared|leaked|weak|default|guessed|hard+coded|hardcoded|exposed|weakly",
        ),
        theme(CredentialHygiene, "not+rotated|never+rotated token*|account*|key*|credential*|password*"),
        theme(
            CredentialHygiene,
            "credential*|password*|login|token|tokens|cookie* stolen|phished|harvested|dumped",
        ),
        theme(
            CredentialHygiene,
            "credential+stuffing|password+spray*|password+spraying|brute+force*|brute+forced successful|succeed*|logged|login|account",
        ),
        theme(
            MissingPatch,
            "patch*|update*|fix|fixes not+applied|not+installed|not+yet+applied|never+applied|outstanding|overdue|available|missing+since|months+old",
        ),
        theme(MissingPatch, "unpatched|outdated|unsupported"),
        theme(MissingPatch, "known+vulnerability|known+hole|known+flaw|published+vulnerability"),
        theme(MissingPatch, "end+of+life|end+of+support"),
        theme(
            Segmentation,
            "flat+network|not+segmented|unsegmented|no+segmentation|lateral+movement|moves+laterally|moved+laterally",
        ),
        theme(
            Segmentation,
            "pivot*|spread*|break|breaks|broke|jumps|hops|reach* wider|other|whole|second|neighbouring|another network|server|servers|sites|systems|segment|domain|environment",
        ),
        theme(
            AssetInventory,
            "unknown|forgotten|unmanaged|undocumented|unused|abandoned|untracked server*|system*|host|device*|asset*|account*|instance*|subdomain|bucket*|site|plugin*",
        ),
        theme(AssetInventory, "not+in+the+inventory|not+inventoried|missing+from+the+inventory|shadow+it"),
        theme(AssetInventory, "nobody+knew exist*|there|about|what|where"),
        theme(
            AssetInventory,
            "faulty|wrong|mis|misconfigured|misconfiguration configur*|misconfigur* firewall*|server*|bucket*|storage|database*|access",
        ),
        theme(AssetInventory, "clear+text|plain+text|cleartext|plaintext log|logs|file|files|dump|backup*"),
        theme(
            LoggingGap,
            "log|logs|logging|audit not+kept|not+enabled|disabled|missing|incomplete|not+collected|not+examined|not+looked|had+not+looked|not+retained|no+longer+available|switched+off|gap",
        ),
        theme(
            LoggingGap,
            "log|logs only+about|look+only|only+at|weeks+of|days+of only|short|limited|retained|kept",
        ),
        theme(LoggingGap, "without+logs|no+logs|no+log|no+audit+trail"),
        theme(
            PlanNotFollowed,
            "runbook|procedure|policy|playbook|checklist|plan not+followed|skipped|ignored|contrary|against|bypassed|deviat*",
        ),
        theme(
            PlanNotFollowed,
            "step|steps|approval|review|four+eyes|change+control skipped|left+out|omitted|without",
        ),
        theme(PlanNotFollowed, "instead+of primary|secondary|production|staging|replica|standby|test"),
        theme(
            PlanNotFollowed,
            "wrong+host|wrong+server|wrong+database|wrong+environment|wrong+window|wrong+account",
        ),
        theme(PlanNotFollowed, "no+process|no+procedure|no+runbook|no+playbook"),
        theme(
            TrainingGap,
            "not+trained|untrained|unfamiliar|no+training|inexperienced|never+practised|never+rehearsed|never+exercised",
        ),
        theme(TrainingGap, "did+not+know|unsure|uncertain|nobody+knew how"),
        theme(
            TrainingGap,
            "runbook|documentation|manual lacks|missing|not+described|outdated|unclear|silent",
        ),
        theme(TrainingGap, "misread|misunderst*|misinterpret* alert*|tool|output|log*|procedure|message"),
        theme(
            RecoveryGap,
            "backup*|dump|dumps|snapshot*|replica* fail*|missing|corrupt*|not+exist|no+exist|not+enabled|unusable|empty|untested|not+tested|never+tested|stale|only+usable",
        ),
        theme(RecoveryGap, "only+usable copy|backup*|snapshot*"),
        theme(RecoveryGap, "restor*|rebuild*|recover* fail*|slow|stalled|again|twice|cannot|could+not"),
        theme(RecoveryGap, "data+lost|data+is+gone|data+loss|data+is+lost|all+data"),
        (
            Outside,
            "outside+party|outside+researcher|external+researcher|third+party tells|told|reports|reported|warns|writes|informs|notifies|alerts",
        ),
        (
            Outside,
            "stranger|customer*|researcher*|police|bank|processor|acquirer|government|journalist* tells|told|reports|reported|warns|mails|writes|informs|notifies|contacts|alerts|asks",
        ),
        (
            Outside,
            "told|informed|notified|warned|tipped by+a+customer|by+customers|by+police|by+the+police|by+the+bank|by+a+researcher|by+law|by+the+processor|by+the+acquirer|by+an+outside|by+a+third",
        ),
        (Outside, "law+enforcement|department|ministry|agency|regulator tells|told|warns|informs|notifies"),
        (
            Isolation,
            "disabled|isolated|blocked|quarantined|revoked|suspended|disconnected|unplugged|neutralised|neutralized|locked|rotated|removed",
        ),
        (Isolation, "taken|took|switched|put offline|down|off|maintenance"),
        (
            Isolation,
            "block|blocks|disable|disables|isolate|isolates|revoke|revokes|suspend|suspends|remove|removes|quarantine|quarantines|blocking|rewriting",
        ),
        (
            Isolation,
            "access+ended|all+access+ended|sessions+ended|configuration+corrected|hole+patched|code+removed",
        ),
        (Refused, "refused|failed|denied|rejected|unsuccessful|blocked|prevented"),
        (
            Removal,
            "malware|skimmer|webshell|backdoor|backdoors|shell|implant|implants|rootkit|trojan removed|deleted|cleaned|purged|uninstalled",
        ),
        (
            Removal,
            "reinstalled|reimaged|rebuilt|wiped|cleaned server|servers|host|hosts|shop|plugin|disk|system|systems",
        ),
        (Preservation, "evidence secured|preserved|collected|copied|sealed|hash*"),
        (
            Preservation,
            "snapshot*|image|images|imaged|copy|copies|memory|dump disk|server|forensic*|volume|ram|evidence",
        ),
        (Preservation, "log|logs secured|preserved|exported|copied|archived|saved"),
        (
            Preservation,
            "forensic|forensics team|firm|image*|copy|investigator* engaged|hired|takes|taken|made|copied|imaged",
        ),
        (
            Update,
            "status+page|status+update|press+release|public+statement|statement|announcement|newsletter",
        ),
        (Update, "update|updates sent|posted|published|customers|stakeholders|management|board"),
        (
            Update,
            "notified|informed|told|advised|briefed customers|people|users|regulator|authority|management|board|partners|public|staff|merchant*|processor*|acquirer",
        ),
        (Update, "mails|letters|notices|wave customers|people|users|begin|sent|goes+out"),
        (
            Training,
            "training|tabletop|table+top|drill|workshop|course|rehearsal held|done|completed|attended|scheduled|planned|booked|given|starts|for|session",
        ),
        (Training, "exercise tabletop|held|planned|scheduled|response"),
        (
            Training,
            "tool|tooling|monitoring|scanner|edr|siem|mfa introduced|deployed|installed|bought|rolled+out|enabled|procured|goes+live",
        ),
        (
            Press,
            "journalist*|newspaper|reporter|blogger|press|news breaks|publishes|published|reveals|revealed|reports+first",
        ),
    ])
});

/// Who an actor is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    /// The other side.
    Attacker,
    /// Neither side: a customer, a researcher, the police, the press.
    Outsider,
    /// A team of the response.
    Team,
}

/// What actors are called.
pub(super) static ACTORS: LazyLock<Lexicon<Role>> = LazyLock::new(|| {
    Lexicon::new(&[
        (
            Role::Attacker,
            "attacker*|intruder*|adversary|adversaries|hacker*|criminal*|threat+actor*|fraudster*",
        ),
        (Role::Outsider, "third+party|external|outside|outsider|researcher*|customer*|user|users|stranger"),
        (
            Role::Outsider,
            "police|fbi|europol|doj|government|ministry|department|regulator|agency|authority|bank|law+enforcement",
        ),
        (
            Role::Outsider,
            "acquirer|processor|visa|mastercard|amex|journalist*|press|blogger|public|volunteer*|site+operator",
        ),
        (
            Role::Team,
            "team|teams|support|operations|security|soc|legal|communications|engineering|engineer|management|helpdesk|desk|developer*|development|finance|dpo|privacy|hosting|host|administrat*|admin|marketing|incident|responder*|commander|forensic*",
        ),
    ])
});
