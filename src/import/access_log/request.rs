//! One line of an access log: its parts, and what makes it worth a look of its own.

use std::fmt::Write as _;

/// A path longer than this is cut; the original has all of it.
pub(super) const LONGEST_PATH: usize = 300;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request<'a> {
    pub(super) host: &'a str,
    pub(super) address: &'a str,
    pub(super) time: &'a str,
    /// Empty where nothing was asked before the connection ended.
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) status: &'a str,
    pub(super) agent: &'a str,
}

/// What a line says; `None` where it is not of the combined or common form.
pub(super) fn request(line: &str) -> Option<Request<'_>> {
    let (before, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    // “198.51.100.7, 203.0.113.66 - -”: the client before the proxies that it came through.
    let (client, before) = match before.split_once(", ") {
        Some((client, proxies)) if !client.contains(' ') => {
            (Some(client), proxies.rsplit_once(", ").map_or(proxies, |(_, last)| last))
        }
        _ => (None, before),
    };
    let mut words = before.split(' ');
    let (first, second) = (words.next()?, words.next()?);
    // “shop.example:443 203.0.113.66 - -”: the host before the address. Then come the two names.
    let (host, address) = match words.count() {
        0 => return None,
        2.. if second != "-" => (first, second),
        _ => ("", first),
    };
    let address = client.unwrap_or(address.trim_end_matches(','));
    let host = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let (asked, after) = asked(rest)?;
    let status = status(after)?;
    let agent = after.split('"').nth(3).unwrap_or("");
    let (method, target) = match asked {
        "" | "-" => ("", ""),
        asked => asked.split_once(' ').unwrap_or((asked, "")),
    };
    let target = target.rsplit_once(" HTTP/").map_or(target, |(target, _)| target);
    let target = target.split('#').next().unwrap_or(target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Some(Request { host, address, time, method, path, query, status, agent })
}

/// What was asked, and what stands after the quote that ends it: the first that is not escaped, and where a server did not
/// escape well, the first before a status.
fn asked(rest: &str) -> Option<(&str, &str)> {
    let mut escaped = false;
    let ends = rest.bytes().position(|b| {
        let ends = b == b'"' && !escaped;
        escaped = b == b'\\' && !escaped;
        ends
    });
    let others = rest.match_indices("\" ").map(|(at, _)| at);
    let parts = |at: usize| Some((rest.get(..at)?, rest.get(at + 1..)?));
    ends.into_iter().chain(others).filter_map(parts).find(|(_, after)| status(after).is_some())
}

fn status(after: &str) -> Option<&str> {
    after.split_whitespace().next().filter(|s| s.len() == 3 && s.bytes().all(|b| b.is_ascii_digit()))
}

impl Request<'_> {
    /// What was asked for, as far as it makes two requests alike: the path, and of a notable one its query.
    pub(super) fn asked_for(&self, notable: bool) -> String {
        let mut asked = self.path.to_owned();
        if notable && !self.query.is_empty() {
            asked = format!("{asked}?{}", self.query);
        }
        if asked.len() > LONGEST_PATH {
            asked.truncate(asked.floor_char_boundary(LONGEST_PATH));
            asked.push('…');
        }
        asked
    }

    /// Writes what makes two requests one burst, where one is soon after the other.
    pub(super) fn key(&self, asked: &str, out: &mut String) {
        let Request { host, address, method, status, .. } = self;
        let _ = write!(out, "{host}\n{address}\n{method}\n{asked}\n{status}");
    }

    /// What makes a request worth a look of its own: where it may have put or run something, or asked for what no visitor
    /// asks for.
    pub(super) fn notable(&self) -> Option<&'static str> {
        const METHODS: [&str; 8] = ["", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
        let path = self.path.to_ascii_lowercase();
        let has = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(word));
        let climbs = |text: &str| {
            text.contains("..") && has(text, &["../", "..\\", "..%2f", "..%5c", "/.."])
                || text.contains("%2e") && has(text, &["%2e%2e", ".%2e", "%2e."])
        };
        let writes = matches!(self.method, "POST" | "PUT");
        if climbs(&path) || climbs(&self.query.to_ascii_lowercase()) {
            Some("path-traversal")
        } else if path.contains("/uploads/") && has(&path, &[".php", ".phtml", ".phar"]) {
            Some("script-in-uploads")
        } else if !METHODS.contains(&self.method) {
            Some("odd-method")
        } else if writes && has(&path, &["admin-ajax.php", "xmlrpc.php", "upload"]) {
            Some("upload-or-call")
        } else if self.status.starts_with('5') {
            Some("server-error")
        } else {
            None
        }
    }
}

/// The sort of program that asked, by what it says of itself.
pub(super) fn sort_of(agent: &str) -> &'static str {
    let lower = agent.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if lower.is_empty() || lower == "-" {
        ""
    } else if has(&["bot", "crawl", "spider", "slurp"]) {
        "bot"
    } else if has(&[
        "python", "curl", "wget", "go-http", "java/", "libwww", "perl", "nikto", "sqlmap", "wpscan", "scan",
        "zgrab", "okhttp",
    ]) {
        "script"
    } else if has(&["mozilla", "opera"]) {
        "browser"
    } else {
        ""
    }
}
