//! Access logs of web servers: Apache's and nginx's combined and common form, with or without the host before it.
//!
//! `%h %l %u %t "%r" %>s %b "%{Referer}i" "%{User-agent}i"`, time `13/Mar/2026:00:41:07 +0100`: the offset is stated. A log is never
//! a timeline row by row: requests of one address with one method to one path with one status, each within five minutes
//! of the one before, are one burst, an event at its first request that says how many there were and how long it took.
//! Queries are left out of the path, but for requests that an investigator would look at one by one: those keep it, so that
//! only equal ones are put together, and are tagged with what makes them notable. Later requests of a burst are counted as
//! merged. The original of an event is from its first line to its last; [`burst_lines`] leaves out the lines of others that
//! the server wrote between them.

mod request;
#[cfg(test)]
mod tests;

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row};
use super::rows::EventRows;
use super::timestamp::{self, Stated};
use crate::model::time::{MINUTE, SECOND};
use crate::model::{Format, RowTime, Span};
use request::{LONGEST_PATH, Request, request, sort_of};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

/// A log.
pub const REQUESTS: Known =
    Known { format: Format::AccessLog, shape: Shape::Lines, tell, reader: || Box::<Bursts>::default() };

/// A pause longer than this ends a burst.
const PAUSE: i64 = 5 * MINUTE;
/// So many bursts are open at once; the oldest is closed first.
const OPEN: usize = 50_000;

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
