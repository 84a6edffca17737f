//! What is told by its form alone: addresses, domains, secrets, digests, paths with a login in them.
//!
//! A text is cut where no such thing goes on, and each piece is held against what it may be; addresses are parsed by the
//! standard library. Nothing here looks back, so that a text takes time in proportion to its length.

use super::digits;
use super::kind::Kind;
use super::labelled;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// Something found in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// Where.
    pub range: Range<usize>,
    /// What.
    pub kind: Kind,
    /// What it is known by: equal for spellings that mean the same.
    pub key: String,
}

impl Hit {
    pub(super) fn new(range: Range<usize>, kind: Kind, key: impl Into<String>) -> Hit {
        Hit { range, kind, key: key.into() }
    }
}

/// What a text holds, by position and without overlaps. Inside a web address nothing else is looked for.
pub fn find(text: &str) -> Vec<Hit> {
    let mut hits = vec![];
    scan(text, 0, true, &mut hits);
    // A word before it says best what something is; a web address is replaced as a whole.
    let mut told = labelled::find(text);
    told.retain(|one| !hits.iter().any(|hit| hit.kind == Kind::Url && overlap(hit, one)));
    tell(told, &mut hits);
    // Digits stand in nothing else that was found.
    let numbers = digits::find(text);
    let free = |hit: &Hit| !hits.iter().any(|h| overlap(h, hit));
    let numbers: Vec<Hit> = numbers.into_iter().filter(free).collect();
    hits.extend(numbers);
    hits.sort_by_key(|hit| hit.range.start);
    hits
}

/// What stands inside a web address that is kept.
pub fn find_inside(address: &str) -> Vec<Hit> {
    let mut hits = vec![];
    scan(address, 0, false, &mut hits);
    tell(labelled::find(address), &mut hits);
    hits
}

fn overlap(a: &Hit, b: &Hit) -> bool {
    a.range.start < b.range.end && b.range.start < a.range.end
}

/// Adds what a word tells, in the place of what its form alone told.
fn tell(told: Vec<Hit>, hits: &mut Vec<Hit>) {
    hits.retain(|hit| !told.iter().any(|one| overlap(one, hit)));
    hits.extend(told);
    hits.sort_by_key(|hit| hit.range.start);
}

fn scan(text: &str, from: usize, addresses: bool, hits: &mut Vec<Hit>) {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if ends_piece(bytes, at, addresses) {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < bytes.len() && !ends_piece(bytes, end, addresses) {
            end += 1;
        }
        let piece = text.get(at..end).unwrap_or_default();
        match piece.find("://").filter(|_| addresses) {
            Some(scheme) => end = address(text, at, at + scheme, hits),
            None => of_piece(piece, at, hits),
        }
        at = end.max(at + 1);
    }
}

/// What stands for a point in names that are written not to be followed: example[.]com.
const HARMLESS: [&str; 4] = ["[.]", "(.)", "[dot]", "(dot)"];

/// Whether a piece ends before a byte.
fn ends_piece(bytes: &[u8], at: usize, addresses: bool) -> bool {
    let byte = |n: usize| bytes.get(n).copied().unwrap_or(b' ');
    match byte(at) {
        b'[' | b'(' => {
            !bytes.get(at..).is_some_and(|rest| HARMLESS.iter().any(|h| rest.starts_with(h.as_bytes())))
        }
        b']' | b')' => {
            !bytes.get(..=at).is_some_and(|all| HARMLESS.iter().any(|h| all.ends_with(h.as_bytes())))
        }
        b'/' | b'?' | b'&' => !addresses,
        b if b.is_ascii_whitespace() => true,
        b'"' | b'\'' | b'`' | b'<' | b'>' | b'{' | b'}' | b'|' | b',' | b';' | b'=' => true,
        _ => false,
    }
}

/// A web address from the start of its scheme to where it ends; gives that end.
fn address(text: &str, from: usize, colon: usize, hits: &mut Vec<Hit>) -> usize {
    let before = text.get(from..colon).unwrap_or_default();
    // Only the scheme of what stands before it.
    let start = from + before.trim_end_matches(|c: char| c.is_ascii_alphanumeric()).len();
    let ends = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '<' | '>' | '|' | '{' | '}' | '“' | '”')
    };
    let rest = text.get(start..).unwrap_or_default();
    let mut length = rest.find(ends).unwrap_or(rest.len());
    let whole = rest.get(..length).unwrap_or_default();
    let trimmed = whole.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']']);
    length = trimmed.len();
    if trimmed.split_once("://").is_some_and(|(_, rest)| rest.len() > 2) {
        hits.push(Hit::new(start..start + length, Kind::Url, trimmed));
    }
    start + length.max(1)
}

fn of_piece(piece: &str, at: usize, hits: &mut Vec<Hit>) {
    let left = piece.len() - piece.trim_start_matches(['.', ':', '*', '#', '“', '„', '-', '!']).len();
    let core = piece.get(left..).unwrap_or_default();
    let core = core.trim_end_matches(['.', ':', '!', '?', '*', '”', '…', '-']);
    let start = at + left;
    let mut add = |range: Range<usize>, kind, key: String| {
        hits.push(Hit::new(start + range.start..start + range.end, kind, key));
    };
    if core.is_empty() {
        return;
    }
    if let Some((length, kind, key)) = internet(core) {
        return add(0..length, kind, key);
    }
    if let Some(kind) = secret(core) {
        return add(0..core.len(), kind, core.to_owned());
    }
    if let Some(range) = login(core) {
        let key = core.get(range.clone()).unwrap_or_default().to_lowercase();
        return add(range, Kind::Account, key);
    }
    // user:host, key:value, host:port/path, a path with a host in it.
    let mut from = 0;
    for part in core.split([':', '/', '\\', '@']) {
        let range = from..from + part.len();
        from = range.end + 1;
        if part.len() == core.len() || part.len() < 4 {
            continue;
        }
        let part = part.trim_end_matches('.');
        if let Some((length, kind, key)) = internet(part) {
            add(range.start..range.start + length, kind, key);
        } else if let Some(kind) = secret(part) {
            add(range.start..range.start + part.len(), kind, part.to_owned());
        }
    }
}

/// An e-mail address, an IP address or a domain at the beginning of a piece: its length, what, and its key.
fn internet(piece: &str) -> Option<(usize, Kind, String)> {
    if let Some((user, host)) = piece.split_once('@') {
        let fits = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
        let (length, _) = domain(host)?;
        let host = host.get(..length)?;
        let whole = user.len() + 1 + length;
        return (!user.is_empty() && user.chars().all(fits))
            .then(|| (whole, Kind::Email, plain(&format!("{user}@{host}"))));
    }
    if let Some((length, address)) = v4(piece) {
        return Some((length, Kind::Ip, address.to_string()));
    }
    if piece.matches(':').count() >= 2 {
        let end = piece.find(|c: char| !c.is_ascii_hexdigit() && c != ':' && c != '.').unwrap_or(piece.len());
        let address: Option<Ipv6Addr> = piece.get(..end).and_then(|text| text.parse().ok());
        // A time of day has colons too.
        if let Some(address) = address.filter(|_| end == piece.len() || piece.get(end..=end) == Some("/")) {
            return Some((end, Kind::Ip, address.to_string()));
        }
    }
    let (length, key) = domain(piece)?;
    Some((length, Kind::Domain, key))
}

/// Lower case, with dots where they were made harmless.
pub(super) fn plain(text: &str) -> String {
    dotted(text).to_lowercase()
}

/// With dots where they were made harmless.
fn dotted(text: &str) -> String {
    // Nearly all words have none.
    if !text.contains(['[', '(']) {
        return text.to_owned();
    }
    HARMLESS.iter().fold(text.to_owned(), |text, harmless| text.replace(harmless, "."))
}

/// Without the end of a sentence that was made harmless with the points before it.
fn unended(text: &str) -> &str {
    HARMLESS.iter().find_map(|harmless| text.strip_suffix(harmless)).unwrap_or(text)
}

fn v4(piece: &str) -> Option<(usize, Ipv4Addr)> {
    if !piece.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let end = (0..piece.len())
        .find(|n| !piece.as_bytes().get(*n).is_some_and(|b| b.is_ascii_digit() || b".[]()dot".contains(b)))
        .unwrap_or(piece.len());
    let rest = piece.get(end..)?;
    let text = unended(piece.get(..end)?);
    let address = dotted(text).parse().ok()?;
    let ends = rest.is_empty() || rest.starts_with([':', '/', '-', '@']);
    ends.then_some((text.len(), address))
}

/// Ends of names that are domains, beside those of two letters.
const TOPS: &str = " com org net info biz edu gov mil int io dev app cloud shop store online site xyz top club live news tech \
    local internal lan corp intra intranet home arpa onion test example invalid localhost website agency bank host email ";

/// Ends of two letters and more that name files far more often.
const FILES: &str = " js py sh md rs pl so cc ps ai cs go ts vb hs ml mm tf gz bz xz db md5 zip mov php css csv json xml txt log html \
    htm exe dll conf cfg ini yml yaml png jpg jpeg gif svg pdf docx xlsx pptx bak tmp tar sql jar war apk iso img wasm lock toml ";

/// A domain at the beginning of a piece: its length, and itself in lower case.
fn domain(piece: &str) -> Option<(usize, String)> {
    let fits = |c: char| c.is_alphanumeric() || "-._[]()".contains(c);
    let end = piece.find(|c: char| !fits(c)).unwrap_or(piece.len());
    let text = unended(piece.get(..end)?.trim_end_matches(['.', '-', '_']));
    let name = plain(text);
    if name.contains(['[', ']', '(', ')']) || name.starts_with(['.', '-']) {
        return None;
    }
    let labels: Vec<&str> = name.split('.').collect();
    let (top, own) = labels.split_last().filter(|(_, own)| !own.is_empty())?;
    let label = |l: &&str| !l.is_empty() && l.len() < 64 && !l.starts_with('-');
    if !labels.iter().all(label) || !own.iter().any(|l| l.contains(|c: char| c.is_alphabetic())) {
        return None;
    }
    // Of an address in a list, a version, an abbreviation: “e.g”, “v2.io”.
    if own.iter().all(|l| l.chars().count() < 2) {
        return None;
    }
    let listed = |list: &str| list.contains(&format!(" {top} "));
    let country = top.len() == 2 && top.chars().all(|c| c.is_ascii_lowercase());
    let punycode = top.starts_with("xn--");
    let known = listed(TOPS) || country || punycode;
    // “done.at last”: a sentence without a blank; a domain is written in small letters, or has more labels.
    let small = text.chars().all(|c| !c.is_uppercase())
        || labels.len() > 2
        || matches!(*top, "com" | "org" | "net" | "io");
    let file = listed(FILES) && labels.len() < 3;
    (known && small && !file).then(|| (text.len(), name.clone()))
}

/// What keys of well-known services begin with, and how long they are at least.
const PREFIXES: [(&str, usize); 31] = [
    ("sk_live_", 16),
    ("sk_test_", 16),
    ("pk_live_", 16),
    ("pk_test_", 16),
    ("rk_live_", 16),
    ("whsec_", 16),
    ("ghp_", 20),
    ("gho_", 20),
    ("ghs_", 20),
    ("ghu_", 20),
    ("github_pat_", 20),
    ("glpat-", 16),
    ("xoxb-", 16),
    ("xoxp-", 16),
    ("xoxa-", 16),
    ("xoxs-", 16),
    ("xapp-", 16),
    ("AKIA", 20),
    ("ASIA", 20),
    ("AIza", 30),
    ("SG.", 20),
    ("ya29.", 20),
    ("npm_", 20),
    ("dop_v1_", 20),
    ("hf_", 20),
    ("sk-ant-", 16),
    ("sk-proj-", 16),
    ("eyJ", 30),
    ("EAACEdEose0cBA", 20),
    ("ck_", 40),
    ("cs_", 40),
];

/// A secret by its prefix or its disorder, or a digest.
fn secret(word: &str) -> Option<Kind> {
    if PREFIXES.iter().any(|(prefix, least)| word.len() >= *least && word.starts_with(prefix)) {
        return Some(Kind::Secret);
    }
    let hex = word.bytes().all(|b| b.is_ascii_hexdigit());
    if hex && matches!(word.len(), 32 | 40 | 56 | 64 | 96 | 128) && !word.bytes().all(|b| b.is_ascii_digit())
    {
        return Some(Kind::Digest);
    }
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"+/_-.".contains(&b);
    if word.len() < 24 || !word.bytes().all(fits) {
        return None;
    }
    let has = |what: fn(&u8) -> bool| word.bytes().filter(what).count();
    let (upper, lower, digits) =
        (has(u8::is_ascii_uppercase), has(u8::is_ascii_lowercase), has(u8::is_ascii_digit));
    let separators = word.len() - upper - lower - digits;
    let mixed = upper > 1 && lower > 1 && digits > 1 && separators * 8 < word.len();
    (mixed && entropy(word) > 3.7).then_some(Kind::Secret)
}

/// Bits of disorder a character.
fn entropy(word: &str) -> f64 {
    let mut counts = [0u32; 256];
    for byte in word.bytes() {
        if let Some(count) = counts.get_mut(usize::from(byte)) {
            *count += 1;
        }
    }
    let all = word.len() as f64;
    let part = |count: &u32| f64::from(*count) / all;
    counts.iter().filter(|c| **c > 0).map(part).map(|p| -p * p.log2()).sum()
}

/// Folders whose next level is a login.
const HOMES: [&str; 6] =
    ["\\users\\", "/users/", "/home/", "\\documents and settings\\", "/var/mail/", "\\profiles\\"];

/// The login inside a path.
fn login(path: &str) -> Option<Range<usize>> {
    let small = path.to_ascii_lowercase();
    HOMES.iter().find_map(|home| {
        let from = small.find(home)? + home.len();
        let rest = path.get(from..)?;
        let end = rest.find(['/', '\\', ':']).unwrap_or(rest.len());
        let name = rest.get(..end)?;
        let shared = ["public", "default", "all users", "shared", ""].contains(&name.to_lowercase().as_str());
        (!shared).then_some(from..from + end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(Kind, String)> {
        find(text).into_iter().map(|hit| (hit.kind, hit.key)).collect()
    }

    #[test]
    fn addresses_and_domains_are_found_in_all_their_spellings() {
        use Kind::{Account, Card, Digest, Domain, Email, Ip, Phone, Secret, Url};
        let table: [(&str, &[(Kind, &str)]); 31] = [
            ("mail to Jane.Doe@Shop.example.com.", &[(Email, "jane.doe@shop.example.com")]),
            ("from 10.1.2.3:443, then", &[(Ip, "10.1.2.3")]),
            ("range 10.1.0.0/16", &[(Ip, "10.1.0.0")]),
            ("attacker (203.0.113.66)", &[(Ip, "203.0.113.66")]),
            ("fe80::1 and 2001:DB8::7", &[(Ip, "fe80::1"), (Ip, "2001:db8::7")]),
            ("at 09:48:30 on time", &[]),
            ("see hxxp://evil[.]example/a?b=c.", &[(Url, "hxxp://evil[.]example/a?b=c")]),
            ("evil[.]example resolves", &[(Domain, "evil.example")]),
            ("cdn.evil(dot)com (evil[dot]org)", &[(Domain, "cdn.evil.com"), (Domain, "evil.org")]),
            ("x@evil(.)net and 93[dot]184[dot]216[dot]34", &[(Email, "x@evil.net"), (Ip, "93.184.216.34")]),
            ("the dot (dot) and (evil.com) too", &[(Domain, "evil.com")]),
            ("see evil.com(dot)", &[(Domain, "evil.com")]),
            (
                "x@evil.com[dot] or shop.example.com(.)",
                &[(Email, "x@evil.com"), (Domain, "shop.example.com")],
            ),
            ("from 10.1.2.3[.] and 10[.]1[.]2[.]4(dot)", &[(Ip, "10.1.2.3"), (Ip, "10.1.2.4")]),
            (
                "cdn.polyfill.io, GitLab.com and ba.com JavaScript",
                &[(Domain, "cdn.polyfill.io"), (Domain, "gitlab.com"), (Domain, "ba.com")],
            ),
            ("checkout.js, wp-config.php, notes.md, timeline.csv", &[]),
            ("e.g. version 5.6.2, i.e. now", &[]),
            ("It ended.At noon", &[]),
            ("card 4111 1111 1111 1111 used", &[(Card, "4111111111111111")]),
            ("card 4111-1111-1111-1112 used", &[]),
            ("call +49 30 901820, extension", &[(Phone, "+4930901820")]),
            ("AKIAIOSFODNN7EXAMPLE leaked", &[(Secret, "AKIAIOSFODNN7EXAMPLE")]),
            ("token=ghp_0123456789abcdefABCDEF", &[(Secret, "ghp_0123456789abcdefABCDEF")]),
            ("d41d8cd98f00b204e9800998ecf8427e", &[(Digest, "d41d8cd98f00b204e9800998ecf8427e")]),
            ("C:\\Users\\JDoe\\a.exe and /home/mia/x", &[(Account, "jdoe"), (Account, "mia")]),
            ("GET https://a.example/x(1).png)", &[(Url, "https://a.example/x(1).png")]),
            ("203[.]0[.]113[.]9", &[(Ip, "203.0.113.9")]),
            (
                "cs_0123456789abcdef0123456789abcdef01234567 too",
                &[(Secret, "cs_0123456789abcdef0123456789abcdef01234567")],
            ),
            ("token: d41d8cd98f00b204e9800998ecf8427e", &[(Secret, "d41d8cd98f00b204e9800998ecf8427e")]),
            ("jdoe from 10.1.2.3, password: ab.example.com", &[(Ip, "10.1.2.3"), (Secret, "ab.example.com")]),
            ("host=db1.cluster.gitlab.com:5432", &[(Domain, "db1.cluster.gitlab.com")]),
        ];
        for (text, expected) in table {
            let expected: Vec<_> = expected.iter().map(|(kind, key)| (*kind, (*key).to_owned())).collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }
}
