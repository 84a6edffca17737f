//! Which words are common, and which tell what somebody is.

use super::kind::Kind;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Common English words in small letters, one a line.
const WORDS: &str = include_str!("words.txt");

/// Whether a word in small letters is common, also with an ending.
pub fn is_common(word: &str) -> bool {
    static SET: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let set = SET.get_or_init(|| WORDS.lines().collect());
    if set.contains(word) {
        return true;
    }
    ["'s", "s", "es", "d", "ed", "ing", "ly", "er", "ers", "al", "able"].iter().any(|ending| {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 2) else { return false };
        set.contains(stem)
            || matches!(*ending, "ing" | "ed" | "er") && set.contains(format!("{stem}e").as_str())
    })
}

/// Words that tell what somebody or something is and name nobody.
const ROLES: &str = " admin administrator administrators acquirer agency agent analyst analysts analysis app application applications \
    attacker attackers audit backup bank board bot branch broker call centre center channel chief ciso cfo cto ceo cio coo dpo cso \
    checkout citizen clerk client clients command commander comms communications community company consultant contractor controller \
    counsel court courts criminal customer customers data database databases day desk development developer developers devops director \
    directory domain edge employee employees engineer engineering engineers environment event evidence executive expert external \
    field finance firewall firm forensic forensics foreign fraud gateway general government group handler head helpdesk host hosting human \
    incident individuals information infrastructure insider insurer insurance internal intruder investigator journalist law lead leader legal \
    local log logs mail mailbox maintainer maintenance management manager media member middle mobile monitoring network night office officer \
    officers on-call on operations operator ops orders owner partner partners payment payments people person plaintiff plaintiffs platform \
    plug-in police press privacy process processor processors production program project proxy public purchasing regulator regulators reporter \
    research researcher researchers resources responder responders response retail review root sales security senior server servers service \
    services shop shops shopper site sites social software source staff store stores storage supervisor supplier suppliers support system \
    systems suspect team teams technical tenant test third party threat tool trade unit unknown user users vendor victim visitor volunteer \
    volunteers web website work workstation guest shift coordinator facilitator second first protection authority authorities enforcement state \
    states states' federal attorney attorneys ag soc siem csirt cert edr xdr it hr pr qa sre noc mfa vpn cdn api pos crm erp cms waf ids ips \
    name the of for and or in at by to from with de la account ";

/// Capitals that name nobody.
const LETTERS: &str = " XXXX SQL PIN USD GBP EUR CHF JPY UTC GMT BST EST EDT PST PDT CET CEST CEO CFO CISO CTO CIO COO DPO CSO SOC SIEM CSIRT CERT EDR \
    XDR IDS IPS WAF IT HR PR QA SRE NOC IR CDN API DNS VPN MFA TLS SSL SSH FTP SFTP SMTP IMAP HTTP HTTPS URL URI IP CSV JSON JSONL XML PDF \
    HTML CSS PHP GET POST PUT HEAD PATCH DELETE OPTIONS OK ID UID UUID PII PCI DSS GDPR CCPA HIPAA NIST ISO CVE CVSS CWE IOC TTP RCE XSS CSRF \
    SSRF DDOS DOS RAM CPU GPU DISK OS LAN WAN WIFI NAT VLAN AD LDAP SAML SSO OTP TOTP RSA AES SHA MD FAQ Q&A TBC TBD NA AM PM US UK EU UN USA \
    MB GB TB KB ERROR WARN WARNING INFO DEBUG FATAL NOTICE ALERT NOT NO YES AND OR THE POS ATM SMS CRM ERP CMS SLA SLO KPI ETA RTO RPO TTC \
    AG INC LTD LLC GMBH PLC POC SAST DAST SBOM RFC CIDR TCP UDP ICMP ARP DHCP RDP SMB NTLM WMI DLL EXE VM EDT IAM S3 EC2 DB ";

/// Technology that any case may have; naming it tells nobody's case.
const TECHNOLOGY: &str = " javascript wordpress woocommerce windows linux unix php mysql mariadb postgresql postgres redis apache nginx java \
    python powershell bash word excel markdown sqlite mongodb elasticsearch ";

/// Public bodies, in small letters.
const BODIES: &str = " ico ncsc ftc fcc occ fbi cia nsa doj sec hhs ocr cisa cnil aepd bsi bfdi bka lka enisa edpb edps garante anssi interpol \
    europol senate congress parliament bundestag ombudsman fca pra hmrc dpc imy datatilsynet ap nca fincen finra cfpb nydfs oaic kisa ";

/// Given names, to tell a person from a firm.
const GIVEN: &str = " adam adrian ahmed aisha alan alex alexander alexandra alice alina amanda amir amy ana andre andrea andreas andrew angela ann \
    anna anne anthony antonio aria arthur barbara ben benjamin bernd bob brian bruce carl carla carlos carol caroline charles charlotte chen \
    chloe chris christian christina christine christopher claire clara claudia daniel daniela david deborah dennis diana diego dmitri dominik \
    donald dora dorothy edward elena eli elias elizabeth ella emily emma eric erik eva eve evelyn fatima felix fiona florian frances francesca \
    frank franz fred gabriel george gerald giulia grace greg hannah hans harry heather heidi helen helena henry ian igor ingrid irene isabel \
    ivan jack jacob james jan jane janet jason jean jennifer jens jessica jim joan joe johan john jonas jonathan jose joseph joshua juan \
    judith julia julian julie jun jürgen karen karin karl kate katharina katherine katja keith ken kevin kim klaus lars laura lea lena leon \
    li linda lisa liu luca lucas lucia lucy luis luke maja marc marco margaret maria marie mario mark markus marta martha martin mary matthew \
    max megan mei mia michael michelle miguel mike mohamed mohammed monica nancy natalia natasha nicholas nicole nina noah nora olga oliver \
    olivia omar oscar otto pablo patricia patrick paul paula pedro peter philip pierre priya rachel ralf ravi rebecca richard robert robin \
    roland rosa ruth ryan sabine sam samantha samuel sandra sara sarah scott sean sebastian sergei sharon simon sofia sophie stefan stefanie \
    stephan stephanie stephen steve steven susan susanne sven tanja teresa thomas tim timothy tina tom tomas ursula uwe valentina vera victor \
    victoria vincent vladimir walter wei wendy werner william wolfgang xavier yuki yusuf zoe ";

fn listed(list: &str, word: &str) -> bool {
    let bytes = list.as_bytes();
    list.match_indices(word).any(|(at, _)| {
        at > 0 && bytes.get(at - 1) == Some(&b' ') && bytes.get(at + word.len()) == Some(&b' ')
    })
}

/// Whether a word tells a role.
pub fn is_role(word: &str) -> bool {
    listed(ROLES, &word.to_lowercase())
}

/// Whether a word is a given name, or the initial of one.
pub fn is_given(word: &str) -> bool {
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    initial || listed(GIVEN, &word.to_lowercase())
}

/// Whether a capitalised word names nobody in the middle of a sentence.
pub fn is_plain(word: &str) -> bool {
    let small = word.to_lowercase();
    let letters = word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit() || c == '&');
    if letters {
        return word.chars().count() < 2 || listed(LETTERS, word) || word.len() > 6 && is_common(&small);
    }
    listed(TECHNOLOGY, &small) || is_common(&small)
}

/// Whether it is technology or an abbreviation that any case may have.
pub fn is_technology(word: &str) -> bool {
    listed(LETTERS, word) || listed(TECHNOLOGY, &word.to_lowercase()) || word.chars().count() < 2
}

/// Endings of the names of firms.
const FIRMS: [&str; 14] = [
    "ers", "ings", "soft", "ware", "tech", "net", "corp", "labs", "inc", "ltd", "gmbh", "bank", "media",
    "shop",
];

/// What kind of name these words are; `acts`: they stand where somebody acts.
pub fn kind_of(words: &[&str], acts: bool) -> Kind {
    let small: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
    if small.iter().any(|w| listed(BODIES, w))
        || words.len() > 1 && small.iter().any(|w| w == "court" || w == "department")
    {
        return Kind::Authority;
    }
    let capital = |w: &&str| {
        let mut chars = w.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| c.is_lowercase() || c == '-' || c == '\'')
    };
    let known = small.first().is_some_and(|first| listed(GIVEN, first));
    let strange = !small.iter().any(|w| is_common(w));
    let firm = small.last().is_some_and(|last| FIRMS.iter().any(|end| last.ends_with(end)));
    if (2..=3).contains(&words.len()) && words.iter().all(capital) && (known || strange && !firm) {
        return Kind::Person;
    }
    match acts {
        _ if known && words.len() == 1 => Kind::Person,
        true => Kind::Organisation,
        false => Kind::Name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_sorted_and_small() {
        let words: Vec<&str> = WORDS.lines().collect();
        assert!(words.is_sorted());
        assert!(words.iter().all(|w| w.bytes().all(|b| b.is_ascii_lowercase())));
        assert!(is_common("investigated") && is_common("loaded") && !is_common("swissport"));
    }

    #[test]
    fn people_are_told_from_firms_and_bodies() {
        assert_eq!(kind_of(&["Brian", "Krebs"], false), Kind::Person);
        assert_eq!(kind_of(&["Kestrel", "Outfitters"], true), Kind::Organisation);
        assert_eq!(kind_of(&["ICO"], true), Kind::Authority);
        assert_eq!(kind_of(&["Swissport"], false), Kind::Name);
    }
}
