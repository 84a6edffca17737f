//! Access logs of web servers: Apache's and nginx's combined and common form, with or without the host before it.
//!
//! `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`, time `13/Mar/2026:00:41:07 +0100`: the offset is stated. A log is never
//! a timeline row by row: requests of one address with one method to one path with one status, each within five minutes
//! of the one before, are one burst, an event at its first request that says how many there were and how long it took.
//! Queries are left out of the path. Later requests of a burst are counted as merged. The original of an event is from its
//! first to its last line where these are near each other in the file, else the first line.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row};
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::time::{MINUTE, SECOND};
use crate::model::{Format, Span};
use std::collections::{HashMap, VecDeque};

/// A log.
pub const REQUESTS: Known =
    Known { format: Format::AccessLog, shape: Shape::Lines, tell, reader: || Box::<Bursts>::default() };

/// A pause longer than this ends a burst.
const PAUSE: i64 = 5 * MINUTE;
/// So many bursts are open at once; the oldest is closed first.
const OPEN: usize = 50_000;
/// The original of a burst is shown as far as this.
const ORIGINAL: u64 = 64 * 1024;

/// One line.
#[derive(Debug, PartialEq, Eq)]
struct Request<'a> {
    host: &'a str,
    address: &'a str,
    time: &'a str,
    method: &'a str,
    path: &'a str,
    status: &'a str,
    agent: &'a str,
}

fn request(line: &str) -> Option<Request<'_>> {
    let (before, rest) = line.split_once(" [")?;
    let (time, rest) = rest.split_once("] \"")?;
    let mut words = before.split(' ');
    let (first, second) = (words.next()?, words.next()?);
    // “shop.example:443 203.0.113.66 - -”: the host before the address. Then come the two names.
    let (host, address) = match before.split(' ').count() {
        3.. if before.split(' ').count() > 3 && second != "-" => (first, second),
        3.. => ("", first),
        _ => return None,
    };
    // The quote that ends the request is followed by the status; quotes inside are escaped.
    let end = (0..rest.len()).find(|at| {
        rest.as_bytes().get(*at) == Some(&b'"') && (*at == 0 || rest.as_bytes().get(at - 1) != Some(&b'\\'))
    })?;
    let (asked, after) = (rest.get(..end)?, rest.get(end + 1..)?);
    let mut words = after.split_whitespace();
    let status = words.next().filter(|s| s.len() == 3 && s.bytes().all(|b| b.is_ascii_digit()))?;
    let agent = after.rsplit('"').nth(1).filter(|_| after.matches('"').count() >= 4).unwrap_or("");
    let mut words = asked.split(' ');
    let (method, path) = (words.next().unwrap_or("-"), words.next().unwrap_or("-"));
    let path = path.split(['?', '#']).next().unwrap_or(path);
    Some(Request { host, address, time, method, path, status, agent })
}

fn tell(sample: &Sample<'_>) -> Option<Sign> {
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let requests = lines.iter().filter(|line| request(line).is_some_and(|r| r.time.len() == 26)).count();
    // A head may end inside a line, and a few lines may be broken.
    let most = requests * 10 >= lines.len() * 8 || requests + 1 >= lines.len();
    let evidence = format!("{requests} of its first {} lines are requests to a web server", lines.len());
    (requests > 0 && most).then(|| sign(0.96, evidence))?
}

/// What makes two requests one burst: host, address, method, path, status.
type Key = (String, String, String, String, String);

/// Requests of one kind, one soon after the other.
#[derive(Debug)]
struct Burst {
    key: Key,
    time: String,
    agent: String,
    first: i64,
    last: i64,
    count: u64,
    line: u32,
    start: u64,
    first_end: u64,
    end: u64,
}

/// Puts requests together.
#[derive(Debug, Default)]
struct Bursts {
    open: HashMap<Key, Burst>,
    /// Keys in the order in which their bursts began, some of them closed by now.
    order: VecDeque<(Key, u32)>,
}

impl RecordReader for Bursts {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let line = row.get("line");
        let Some(request) = request(line) else {
            return row.refuse(rows, "not a line of an access log in the combined or common form");
        };
        // “13/Mar/2026:00:41:07 +0100” as the general parser reads it.
        let time = request.time.replacen(':', " ", 1);
        let at = match timestamp::parse(&time) {
            Ok(Stated::Plain(at)) => at.micros,
            Ok(Stated::Either { .. }) => return row.refuse(rows, "field `time`: write the month by name"),
            Err(error) => return row.refuse(rows, format!("field `time`: {error}")),
        };
        let own = |text: &str| text.to_owned();
        let key = (
            own(request.host),
            own(request.address),
            own(request.method),
            own(request.path),
            own(request.status),
        );
        if let Some(burst) = self.open.get_mut(&key)
            && (at - burst.last).abs() <= PAUSE
        {
            burst.first = burst.first.min(at);
            burst.last = burst.last.max(at);
            burst.count += 1;
            burst.end = row.end;
            return;
        }
        if let Some(before) = self.open.remove(&key) {
            close(before, rows);
        }
        self.order.push_back((key.clone(), row.line));
        let burst = Burst {
            key: key.clone(),
            time,
            agent: own(request.agent),
            first: at,
            last: at,
            count: 1,
            line: row.line,
            start: row.start,
            first_end: row.end,
            end: row.end,
        };
        self.open.insert(key, burst);
        while self.open.len() > OPEN {
            self.close_oldest(rows);
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
            close(burst, rows);
        }
    }
}

fn close(burst: Burst, rows: &mut EventRows) {
    let (host, address, method, path, status) = &burst.key;
    let asked = format!("{method} {path} → {status} by {address}");
    let text = match burst.count {
        1 => asked,
        count => format!("{count} × {asked} over {:#}", Span((burst.last - burst.first) / SECOND * SECOND)),
    };
    let near = burst.end - burst.start <= ORIGINAL;
    let none = vec![];
    let row = Row {
        names: &none,
        cells: &none,
        object: None,
        line: burst.line,
        pointer: "",
        start: burst.start,
        end: if near { burst.end } else { burst.first_end },
        raw: &text,
    };
    Draft::stated(&row, "time", &burst.time)
        .text(text.clone())
        .kind(if burst.count > 1 { "burst of requests" } else { "request" })
        .actor(address.as_str())
        .asset(host.as_str())
        .tags([format!("{}xx", status.get(..1).unwrap_or("?")), sort_of(&burst.agent).to_owned()])
        .push(rows);
    rows.merge(burst.count - 1);
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
            "2026-03-12T23:41:07Z POST /wp-admin/admin-ajax.php → 200 by 203.0.113.66"
        );
        assert_eq!(
            told(&found, 1),
            "2026-03-12T23:41:10Z 5 × POST /wp-login.php → 200 by 203.0.113.66 over 4 s"
        );
        assert_eq!(told(&found, 2), "2026-03-12T23:41:07Z GET /a\\\"b → 500 by 2001:db8::1");
        assert_eq!(
            (found.asset(2), found.tags(1).collect::<Vec<_>>()),
            ("shop.example:443", vec!["2xx", "script"])
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
}
