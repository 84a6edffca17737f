//! Logs whose entries begin with a time and may run over several lines: WooCommerce's own, and PHP's error log.
//!
//! WooCommerce (abstract-wc-log-handler.php) writes `2026-03-16T09:48:30+00:00 CRITICAL message`, newer versions with
//! `CONTEXT: {json}` at its end; PHP and WordPress's debug.log write `[13-Mar-2026 00:02:51 UTC] PHP Warning: message`. Lines
//! without a time, such as those of a stack trace, belong to the entry before them; they are counted, and stay in the file.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count};
use super::rows::EventRows;
use crate::model::Format;

/// WooCommerce's log.
pub const WOOCOMMERCE: Known = Known {
    format: Format::WoocommerceLog,
    shape: Shape::Lines,
    tell: |sample| tell(sample, woocommerce, "a time and a level, as WooCommerce's logs do"),
    reader: || Box::new(Log { entry: woocommerce, continued: 0, any: false }),
};

/// PHP's error log.
pub const PHP: Known = Known {
    format: Format::PhpErrorLog,
    shape: Shape::Lines,
    tell: |sample| tell(sample, php, "a time in brackets, as PHP's error log does"),
    reader: || Box::new(Log { entry: php, continued: 0, any: false }),
};

/// An entry: its time, its level, and what it says.
struct Entry<'a> {
    time: &'a str,
    level: &'a str,
    text: &'a str,
}

fn woocommerce(line: &str) -> Option<Entry<'_>> {
    const LEVELS: [&str; 8] =
        ["EMERGENCY", "ALERT", "CRITICAL", "ERROR", "WARNING", "NOTICE", "INFO", "DEBUG"];
    let (time, rest) = line.split_once(' ')?;
    let (level, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let dated =
        time.len() >= 19 && time.get(10..11) == Some("T") && time.starts_with(|c: char| c.is_ascii_digit());
    let text = text.split(" CONTEXT: ").next().unwrap_or(text);
    (dated && LEVELS.contains(&level)).then_some(Entry { time, level, text })
}

fn php(line: &str) -> Option<Entry<'_>> {
    let (time, text) = line.strip_prefix('[')?.split_once("] ")?;
    // “13-Mar-2026 00:02:51 UTC”: not the brackets of other logs.
    let dated = time.len() >= 20 && time.get(2..3) == Some("-") && time.get(6..7) == Some("-");
    let level = text.split(':').next().filter(|l| l.starts_with("PHP ") && l.len() < 30).unwrap_or("");
    dated.then_some(Entry { time, level: level.trim_start_matches("PHP ").trim(), text })
}

type Read = fn(&str) -> Option<Entry<'_>>;

fn tell(sample: &Sample<'_>, entry: Read, what: &str) -> Option<Sign> {
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).take(50).collect();
    let begin = lines.iter().filter(|line| entry(line).is_some()).count();
    // A stack trace may be longer than the entries around it.
    (begin * 20 >= lines.len() && lines.first().is_some_and(|first| entry(first).is_some()))
        .then(|| sign(0.95, format!("{begin} of its first {} lines begin with {what}", lines.len())))?
}

struct Log {
    entry: Read,
    continued: u64,
    any: bool,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("continued", &self.continued).finish_non_exhaustive()
    }
}

impl RecordReader for Log {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        match (self.entry)(row.get("line")) {
            Some(entry) => {
                self.any = true;
                Draft::stated(row, "time", entry.time)
                    .text(entry.text)
                    .kind("log entry")
                    .tags([entry.level.to_lowercase()])
                    .push(rows);
            }
            None if self.any => self.continued += 1,
            None => row
                .refuse(rows, "no time before the first entry of the log; the file may begin in the middle"),
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        if self.continued > 0 {
            rows.say(format!(
                "{} to the entry before, such as a stack trace.",
                count(self.continued, "line belongs", "lines belong")
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::import::testing::{events, told};
    use crate::model::Format;

    #[test]
    fn entries_over_several_lines_are_one() {
        let woo = "2026-03-16T09:48:30+00:00 CRITICAL Uncaught Error in checkout.php CONTEXT: {\"a\":1}\nStack trace:\n#0 x\n2026-03-16T09:49:00+00:00 INFO Payment gateway off\n";
        let (found, report) = events(woo, Format::WoocommerceLog);
        assert_eq!(told(&found, 0), "2026-03-16T09:48:30Z Uncaught Error in checkout.php");
        assert_eq!((found.len(), report.rows, found.tags(1).next()), (2, 2, Some("info")));
        assert_eq!(report.notes, ["2 lines belong to the entry before, such as a stack trace."]);
        let php = "[13-Mar-2026 00:02:51 UTC] PHP Warning:  file_put_contents(checkout.js): failed\nstack\n[13-Mar-2026 01:02:52 Europe/Berlin] plain words\n";
        let (found, _) = events(php, Format::PhpErrorLog);
        assert_eq!(
            told(&found, 0),
            "2026-03-13T00:02:51Z PHP Warning:  file_put_contents(checkout.js): failed"
        );
        assert_eq!(told(&found, 1), "2026-03-13T00:02:52Z plain words");
        assert_eq!(found.tags(0).next(), Some("warning"));
    }
}
