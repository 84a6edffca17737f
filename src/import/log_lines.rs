//! Logs whose entries begin with a time and may run over several lines: WooCommerce's own, and PHP's error log.
//!
//! WooCommerce (abstract-wc-log-handler.php) writes `2026-03-16T09:48:30+00:00 CRITICAL message`, newer versions with
//! `CONTEXT: {json}` at its end; PHP and WordPress's debug.log write `[13-Mar-2026 00:02:51 UTC] PHP Warning: message`. Lines
//! without a time, such as those of a stack trace, belong to the entry before them: they are counted, and its original
//! reaches over them, as far as 64 KB.

use super::known::{Known, RecordReader, Sample, Shape, Sign, sign};
use super::row::{Draft, Row, count};
use super::rows::EventRows;
use crate::model::Format;

/// The original of an entry is shown as far as this.
const ORIGINAL: u64 = 64 * 1024;

/// WooCommerce's log.
pub const WOOCOMMERCE: Known = Known {
    format: Format::WoocommerceLog,
    shape: Shape::Lines,
    tell: |sample| tell(sample, woocommerce, "a time and a level, as WooCommerce's logs do"),
    reader: || Box::new(Log { entry: woocommerce, open: None, continued: 0, any: false }),
};

/// PHP's error log.
pub const PHP: Known = Known {
    format: Format::PhpErrorLog,
    shape: Shape::Lines,
    tell: |sample| tell(sample, php, "a time in brackets, as PHP's error log does"),
    reader: || Box::new(Log { entry: php, open: None, continued: 0, any: false }),
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
    let lines: Vec<&str> = sample.text.lines().filter(|line| !line.trim().is_empty()).collect();
    let begin = lines.iter().filter(|line| entry(line).is_some()).count();
    // A stack trace may be longer than all the entries around it.
    entry(lines.first()?)?;
    sign(0.95, format!("{begin} of its first {} lines begin with {what}", lines.len()))
}

struct Log {
    entry: Read,
    /// The last entry, which may go on.
    open: Option<Open>,
    continued: u64,
    any: bool,
}

/// The first line of an entry, and how far the entry reaches.
struct Open {
    first: String,
    line: u32,
    start: u64,
    end: u64,
}

impl std::fmt::Debug for Log {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Log").field("continued", &self.continued).finish_non_exhaustive()
    }
}

impl RecordReader for Log {
    fn read(&mut self, row: &Row<'_>, rows: &mut EventRows) {
        let line = row.get("line");
        if (self.entry)(line).is_some() {
            self.close(rows);
            self.any = true;
            let Row { line: number, start, end, .. } = *row;
            self.open = Some(Open { first: line.to_owned(), line: number, start, end });
        } else if self.any {
            self.continued += 1;
            if let Some(open) = self.open.as_mut().filter(|open| row.end - open.start <= ORIGINAL) {
                open.end = row.end;
            }
        } else {
            row.refuse(rows, "no time before the first entry of the log; the file may begin in the middle");
        }
    }

    fn finish(&mut self, rows: &mut EventRows) {
        self.close(rows);
        if self.continued > 0 {
            rows.say(format!(
                "{} to the entry before, such as a stack trace.",
                count(self.continued, "line belongs", "lines belong")
            ));
        }
    }
}

impl Log {
    /// Puts the last entry into the table.
    fn close(&mut self, rows: &mut EventRows) {
        let Some(Open { first, line, start, end }) = self.open.take() else { return };
        let Some(entry) = (self.entry)(&first) else { return };
        let row = Row { names: &[], cells: &[], object: None, line, pointer: "", start, end, raw: &first };
        Draft::stated(&row, "time", entry.time)
            .text(entry.text)
            .kind("log entry")
            .tags([entry.level.to_lowercase()])
            .push(rows);
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
        let original = |row: u32| {
            let (start, length) = found.place(row);
            &woo[start as usize..start as usize + length as usize]
        };
        assert!(
            original(0).contains("CONTEXT: {\"a\":1}\nStack trace:\n#0 x") && !original(0).contains("INFO")
        );
        assert!(original(1).starts_with("2026-03-16T09:49:00"));
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

    #[test]
    fn a_trace_without_end_is_shown_as_far_as_it_fits() {
        let text = format!(
            "[13-Mar-2026 00:02:51 UTC] PHP Fatal error:  x\n{}[13-Mar-2026 00:02:52 UTC] y\n",
            "#0 z\n".repeat(30_000)
        );
        let (found, report) = events(&text, Format::PhpErrorLog);
        assert_eq!((report.rows, report.notes.len()), (2, 1));
        let (start, length) = found.place(0);
        assert!(start == 0 && length <= 64 * 1024 && length > 65_000, "{length}");
        assert_eq!(found.text(1), "y");
    }
}
