//! Access logs of web servers: Apache's and nginx's combined and common form, with or without the host before it.
//!
//! `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`, time `13/Mar/2026:00:41:07 +0100`: the offset is stated. A log is never
//! a timeline row by row: requests of one address with one method to one path with one status, each within five minutes
//! of the one before, are one burst, an event at its first request that says how many there were and how long it took.
//! Queries are left out of the path, but for requests that an investigator would look at one by one: those keep it, so that
//! only equal ones are put together, and are tagged with what makes them notable. Later requests of a burst are counted as
//! merged. The original of an event is from its first line to its last; [`burst_lines`] leaves out the lines of others that
//! the server wrote between them.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row};
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::time::{MINUTE, SECOND};
use crate::model::{Format, RowTime, Span};
use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::rc::Rc;

/// A log.
pub const REQUESTS: Known =
    Known { format: Format::AccessLog, shape: Shape::Lines, tell, reader: || Box::<Bursts>::default() };

/// A pause longer than this ends a burst.
const PAUSE: i64 = 5 * MINUTE;
/// So many bursts are open at once; the oldest is closed first.
const OPEN: usize = 50_000;
/// A path longer than this is cut; the original has all of it.
const LONGEST_PATH: usize = 300;

/// One line.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    host: &'a str,
    address: &'a str,
    time: &'a str,
    /// Empty where nothing was asked before the connection ended.
    method: &'a str,
    path: &'a str,
    query: &'a str,
    status: &'a str,
    agent: &'a str,
}

fn request(line: &str) -> Option<Request<'_>> {
    let (before, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    let mut words = before.split(' ');
    let (first, second) = (words.next()?, words.next()?);
    // “shop.example:443 203.0.113.66 - -”: the host before the address. Then come the two names.
    let (host, address) = match words.count() {
        0 => return None,
        2.. if second != "-" => (first, second),
        _ => ("", first),
    };
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
    fn asked_for(&self, notable: bool) -> String {
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
    fn key(&self, asked: &str, out: &mut String) {
        let Request { host, address, method, status, .. } = self;
        let _ = write!(out, "{host}\n{address}\n{method}\n{asked}\n{status}");
    }

    /// What makes a request worth a look of its own: where it may have put or run something, or asked for what no visitor
    /// asks for.
    fn notable(&self) -> Option<&'static str> {
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

/// The lines of the burst that begins with the first line of an original, `most` of them, and how many it has there.
pub fn burst_lines(original: &str, most: usize) -> (Vec<&str>, u32) {
    let mut first: Option<String> = None;
    let mut key = String::new();
    let (mut lines, mut all) = (vec![], 0);
    for line in original.lines() {
        // As they were put together: a line without a time was refused.
        let Some(request) =
            request(line).filter(|r| matches!(timestamp::parse(r.time), Ok(Stated::Plain(_))))
        else {
            continue;
        };
        key.clear();
        request.key(&request.asked_for(request.notable().is_some()), &mut key);
        if *first.get_or_insert_with(|| key.clone()) == key {
            all += 1;
            if lines.len() < most {
                lines.push(line);
            }
        }
    }
    (lines, all)
}

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let requests = lines.iter().filter(|line| request(line).is_some_and(|r| r.time.len() == 26)).count();
    // A head may end inside a line, and a few lines may be broken.
    let most = requests * 10 >= lines.len() * 8 || requests + 1 >= lines.len();
    let evidence = format!("{requests} of its first {} lines are requests to a web server", lines.len());
    (requests > 0 && most).then(|| sign(0.96, evidence))?
}

/// Requests of one kind, one soon after the other.
#[derive(Debug)]
struct Burst {
    asked: String,
    address: String,
    host: String,
    status: String,
    notable: Option<&'static str>,
    agent: String,
    agents: Vec<&'static str>,
    first: RowTime,
    last: i64,
    count: u64,
    line: u32,
    start: u64,
    end: u64,
}

/// Puts requests together.
#[derive(Debug, Default)]
struct Bursts {
    /// By what makes two requests one burst: host, address, method, path, status.
    open: HashMap<Rc<str>, Burst>,
    /// Keys in the order in which their bursts began, some of them closed by now.
    order: VecDeque<(Rc<str>, u32)>,
    /// The key of the last request.
    key: String,
}

impl RecordReader for Bursts {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let Some(request) = request(row.get("line")) else {
            return row.refuse(rows, "not a line of an access log in the combined or common form");
        };
        let at = match timestamp::parse(request.time) {
            Ok(Stated::Plain(at)) => at,
            Ok(Stated::Either { .. }) => return row.refuse(rows, "field `time`: write the month by name"),
            Err(error) => return row.refuse(rows, format!("field `time`: {error}")),
        };
        let notable = request.notable();
        let asked = request.asked_for(notable.is_some());
        self.key.clear();
        request.key(&asked, &mut self.key);
        let Request { host, address, method, status, .. } = request;
        if let Some(burst) = self.open.get_mut(self.key.as_str())
            && (at.micros - burst.last).abs() <= PAUSE
        {
            return burst.add(at, request.agent, row.end);
        }
        if let Some(before) = self.open.remove(self.key.as_str()) {
            before.close(rows);
        }
        let key: Rc<str> = self.key.as_str().into();
        self.order.push_back((key.clone(), row.line));
        let own = |text: &str| text.to_owned();
        let asked = match (method, asked.as_str()) {
            ("", _) => own("no request"),
            (method, "") => own(method.get(..method.floor_char_boundary(LONGEST_PATH)).unwrap_or(method)),
            (method, path) => format!("{method} {path}"),
        };
        let burst = Burst {
            asked,
            address: own(address),
            host: own(host),
            status: own(status),
            notable,
            agent: own(request.agent),
            agents: vec![sort_of(request.agent)],
            first: at,
            last: at.micros,
            count: 1,
            line: row.line,
            start: row.start,
            end: row.end,
        };
        self.open.insert(key, burst);
        while self.open.len() > OPEN {
            self.close_oldest(rows);
        }
        if self.order.len() > 4 * OPEN {
            let Bursts { open, order, .. } = self;
            order.retain(|(key, line)| open.get(key).is_some_and(|burst| burst.line == *line));
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        while !self.order.is_empty() {
            self.close_oldest(rows);
        }
    }
}

impl Bursts {
    fn close_oldest(&mut self, rows: &mut EventRows) {
        let Some((key, line)) = self.order.pop_front() else { return };
        // The key may stand for a later burst by now, which has its own place in the order.
        if self.open.get(&key).is_some_and(|burst| burst.line == line)
            && let Some(burst) = self.open.remove(&key)
        {
            burst.close(rows);
        }
    }
}

impl Burst {
    /// Takes one more request, whose line ends at a byte.
    fn add(&mut self, at: RowTime, agent: &str, end: u64) {
        // Servers write a line when the answer is done, so that times may step back.
        if at.micros < self.first.micros {
            self.first = at;
        }
        self.last = self.last.max(at.micros);
        self.count += 1;
        self.end = end;
        if self.agent != agent {
            agent.clone_into(&mut self.agent);
            let sort = sort_of(agent);
            if !self.agents.contains(&sort) {
                self.agents.push(sort);
            }
        }
    }

    fn close(self, rows: &mut EventRows) {
        let asked = format!("{} → {} by {}", self.asked, self.status, self.address);
        let text = match self.count {
            1 => asked,
            count => {
                let length = Span((self.last - self.first.micros) / SECOND * SECOND);
                format!("{count} × {asked} over {length:#}")
            }
        };
        let row = Row {
            names: &[],
            cells: &[],
            object: None,
            line: self.line,
            pointer: "",
            start: self.start,
            end: self.end,
            raw: &text,
        };
        Draft::with(&row, "time", Ok(Stated::Plain(self.first)))
            .text(text.as_str())
            .kind(if self.count > 1 { "burst of requests" } else { "request" })
            .actor(self.address)
            .asset(self.host)
            .tags([format!("{}xx", self.status.get(..1).unwrap_or("?"))])
            .tags(self.agents)
            .tags(self.notable.map(|notable| ["notable", notable]).into_iter().flatten())
            .push(rows);
        rows.merge(self.count - 1);
    }
}

/// The sort of program that asked, by what it says of itself.
fn sort_of(agent: &str) -> &'static str {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::testing::{events, told};

    #[test]
    fn requests_are_put_together_to_bursts() {
        let line = |second: u32, what: &str| {
            format!(
                "203.0.113.66 - - [12/Mar/2026:23:41:{second:02} +0000] \"{what}\" 200 43 \"-\" \"python-requests/2.31\"\n"
            )
        };
        let exploit = line(7, "POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1");
        let mut text = exploit.clone();
        for second in 10..15 {
            text += &line(second, &format!("POST /wp-login.php?try={second} HTTP/1.1"));
        }
        text += "shop.example:443 2001:db8::1 - admin [13/Mar/2026:00:41:07 +0100] \"GET /a\\\"b HTTP/2\" 500 -\n";
        text += "not a request\n";
        let (found, report) = events(&text, Format::AccessLog);
        assert_eq!(
            told(&found, 0),
            "2026-03-12T23:41:07Z POST /wp-admin/admin-ajax.php?action=kx_upload → 200 by 203.0.113.66"
        );
        assert_eq!(
            told(&found, 1),
            "2026-03-12T23:41:10Z 5 × POST /wp-login.php → 200 by 203.0.113.66 over 4 s"
        );
        assert_eq!(told(&found, 2), "2026-03-12T23:41:07Z GET /a\\\"b → 500 by 2001:db8::1");
        assert_eq!(
            (found.asset(2), found.tags(1).collect::<Vec<_>>()),
            ("shop.example", vec!["2xx", "script"])
        );
        assert_eq!((report.rows, report.events, report.merged, report.refusals.len()), (8, 3, 4, 1));
        let (start, length) = found.place(1);
        let original = &text[start as usize..start as usize + length as usize];
        assert!(
            original.contains("try=10") && original.contains("try=14") && !original.contains("kx_upload")
        );
    }

    #[test]
    fn a_pause_ends_a_burst() {
        let line = |minute: u32| {
            format!("198.51.100.7 - - [12/Mar/2026:23:{minute:02}:00 +0000] \"GET / HTTP/1.1\" 200 1\n")
        };
        let text = [0, 4, 8, 14, 15].map(line).concat();
        let (found, report) = events(&text, Format::AccessLog);
        assert_eq!(told(&found, 0), "2026-03-12T23:00:00Z 3 × GET / → 200 by 198.51.100.7 over 8 min");
        assert_eq!(told(&found, 1), "2026-03-12T23:14:00Z 2 × GET / → 200 by 198.51.100.7 over 1 min");
        assert_eq!((report.rows, report.merged), (5, 3));
    }

    fn combined(time: &str, what: &str, status: u16, agent: &str) -> String {
        format!("203.0.113.66 - - [12/Mar/2026:23:{time} +0000] \"{what}\" {status} 43 \"-\" \"{agent}\"\n")
    }

    #[test]
    fn notable_requests_keep_their_query_and_say_why() {
        let requests = [
            ("POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1", 200, "upload-or-call"),
            ("POST /wp-admin/admin-ajax.php?action=heartbeat HTTP/1.1", 200, "upload-or-call"),
            ("GET /wp-content/uploads/2026/03/kx.php?c=id HTTP/1.1", 200, "script-in-uploads"),
            ("GET /?file=..%2F..%2Fwp-config.php HTTP/1.1", 404, "path-traversal"),
            ("GET /%2e%2e/etc/passwd HTTP/1.1", 404, "path-traversal"),
            ("PROPFIND / HTTP/1.1", 405, "odd-method"),
            ("GET /shop/?orderby=1 HTTP/1.1", 503, "server-error"),
            ("GET /shop/?orderby=2 HTTP/1.1", 200, ""),
            ("GET /shop/?orderby=3 HTTP/1.1", 200, ""),
            ("GET /blog/and...more/ HTTP/1.1", 200, ""),
        ];
        let lines = requests
            .iter()
            .enumerate()
            .map(|(n, (what, status, _))| combined(&format!("41:{n:02}"), what, *status, "curl/8"));
        let (found, report) = events(&lines.collect::<String>(), Format::AccessLog);
        assert_eq!((report.rows, report.events, report.merged), (10, 9, 1));
        for (n, (what, _, why)) in requests.iter().enumerate().take(7) {
            let n = n as u32;
            let asked = what.trim_end_matches(" HTTP/1.1");
            assert!(found.text(n).starts_with(asked), "{} {asked}", found.text(n));
            assert_eq!(found.tags(n).skip(2).collect::<Vec<_>>(), ["notable", why]);
        }
        assert_eq!(found.text(7), "2 × GET /shop/ → 200 by 203.0.113.66 over 1 s");
        assert_eq!(found.tags(8).count(), 2);
    }

    #[test]
    fn broken_and_empty_requests_are_read_as_far_as_they_go() {
        let text = combined("41:07", "-", 408, "-")
            + &combined("41:08", "GET /a\\\\", 400, "x")
            + &combined("41:09", "GET /\"quoted\" page HTTP/1.1", 200, "x")
            + "2001:db8::1 - j doe [12/Mar/2026:23:41:10 +0000] \"GET /b HTTP/1.0\" 200 -\n"
            + &combined("41:11", &format!("GET /{} HTTP/1.1", "ä".repeat(5_000)), 414, "x")
            + "203.0.113.66 - - [12/Mar/2026:23:41:12 +0000] \"GET /c HTTP/1.1\" OK 1\n";
        let (found, report) = events(&text, Format::AccessLog);
        let told: Vec<&str> = (0..4).map(|n| found.text(n)).collect();
        assert_eq!(
            told,
            [
                "no request → 408 by 203.0.113.66",
                "GET /a\\\\ → 400 by 203.0.113.66",
                "GET /\"quoted\" page → 200 by 203.0.113.66",
                "GET /b → 200 by 2001:db8::1"
            ]
        );
        assert!(found.text(4).len() < 400 && found.text(4).ends_with("… → 414 by 203.0.113.66"));
        assert_eq!((report.rows, report.events, report.refusals.len()), (6, 5, 1));
    }

    #[test]
    fn a_burst_begins_at_its_earliest_time_and_its_original_ends_with_its_last_line() {
        let line = |n: u32| {
            combined(
                &format!("4{}:{:02}", n / 60 % 10, n % 60),
                "GET /feed/ HTTP/1.1",
                200,
                if n.is_multiple_of(2) { "Mozilla/5.0" } else { "curl/8" },
            )
        };
        let text = line(30)
            + &line(29)
            + &(31..500).map(|n| line(n.min(599))).collect::<String>()
            + &line(500).repeat(400);
        let (found, report) = events(&text, Format::AccessLog);
        assert_eq!((report.events, report.merged, report.rows), (1, 870, 871));
        assert_eq!(
            told(&found, 0),
            "2026-03-12T23:40:29Z 871 × GET /feed/ → 200 by 203.0.113.66 over 7 min 51 s"
        );
        assert_eq!(found.tags(0).collect::<Vec<_>>(), ["2xx", "browser", "script"]);
        assert_eq!(found.place(0), (0, text.len() as u32));
        assert_eq!(burst_lines(&text, 500).1, 871);
    }

    #[test]
    fn the_lines_of_a_burst_are_told_from_those_between_them() {
        let [login, feed, upload] = [
            "POST /wp-login.php?try=1 HTTP/1.1",
            "GET /feed/ HTTP/1.1",
            "POST /wp-admin/admin-ajax.php?action=kx_upload HTTP/1.1",
        ];
        let line =
            |second: u32, what: &str, status| combined(&format!("41:{second:02}"), what, status, "curl/8");
        let text = line(1, login, 200)
            + &line(2, feed, 200)
            + &line(3, login, 403)
            + &line(4, upload, 200)
            + "not a request\n"
            + &line(3, login, 200).replace("/Mar/", "/???/")
            + &line(5, login, 200)
            + &line(6, upload, 200);
        let (found, _) = events(&text, Format::AccessLog);
        let seen = |row: u32, most: usize| {
            let (start, length) = found.place(row);
            let original = &text[start as usize..start as usize + length as usize];
            let (lines, all) = burst_lines(original, most);
            (lines.iter().map(|line| line[36..38].to_owned()).collect::<Vec<_>>(), all)
        };
        assert_eq!(found.text(0), "2 × POST /wp-login.php → 200 by 203.0.113.66 over 4 s");
        assert_eq!(seen(0, 9), (vec!["01".to_owned(), "05".to_owned()], 2));
        assert_eq!(seen(0, 1), (vec!["01".to_owned()], 2));
        let upload = (0..found.len() as u32).find(|row| found.text(*row).contains("kx_upload")).unwrap();
        assert_eq!(seen(upload, 9), (vec!["04".to_owned(), "06".to_owned()], 2));
    }

    #[test]
    fn the_oldest_burst_is_closed_where_too_many_are_open() {
        let line = |n: usize| {
            format!(
                "10.{}.{}.{} - - [12/Mar/2026:23:41:07 +0000] \"GET / HTTP/1.1\" 200 1\n",
                n >> 16,
                n >> 8 & 255,
                n & 255
            )
        };
        let text = (0..=OPEN).map(line).chain([line(OPEN), line(0)]).collect::<String>();
        let (found, report) = events(&text, Format::AccessLog);
        // The burst of the first address was closed before its second request came.
        assert_eq!((found.len(), report.merged), (OPEN + 2, 1));
        assert_eq!(found.text(0), "GET / → 200 by 10.0.0.0");
    }
}
