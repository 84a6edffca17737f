//! What was counted of a shop's orders, in words and tables: the same on the page and in the report.

use super::words::{instant, sentence};
use super::{Block, Rests, Run, plain};
use crate::metric::exposure;
use crate::milestone::Milestones;
use crate::model::Zone;
use crate::model::orders::{Group, OrderCount};
use std::collections::BTreeMap;

/// So many lines of refused rows are named for each reason.
const LINES: usize = 12;

/// The figures of a count, whether its window is still that of the case, and what became of each row.
pub fn blocks(count: &OrderCount, milestones: &Milestones, zone: Zone) -> Vec<Block> {
    let (counted, window) = (&count.counted, &count.window);
    let span = |from, to| format!("from {} until {}", instant(from, zone), instant(to, zone));
    let result = format!(
        "{} of {}",
        many(counted.inside.orders, "order", "orders"),
        many(counted.inside.customers, "customer", "customers")
    );
    let mut blocks = vec![Block::Paragraph(vec![
        Run::Strong(result),
        Run::Text(format!(" {}, counted in {} (SHA-256 ", span(window.from, window.to), count.name)),
        Run::Code(count.sha256.clone()),
        Run::Text(
            "). A customer is an e-mail address. No address, name or order number is kept, nor the file."
                .to_owned(),
        ),
    ])];
    let stale = match exposure(milestones) {
        Ok(now) if (now.from, now.to) == (window.from, window.to) => None,
        Ok(now) => Some(format!("The exposure of the case is now another: {}.", span(now.from, now.to))),
        Err(_) => Some("The case has no exposure window any more.".to_owned()),
    };
    if let Some(why) = stale {
        blocks.push(Block::Note(plain(format!(
            "{why} These figures are of the window before; open the file of orders again to count anew."
        ))));
    }
    blocks.push(affected(count));
    blocks.push(rows(count));
    blocks.push(Block::list(remarks(count).into_iter().map(plain).collect()));
    blocks
}

/// Orders and customers: all, by country, by payment method.
fn affected(count: &OrderCount) -> Block {
    let row = |by: &str, group: &Group| {
        [by, &group.name, &group.orders.to_string(), &group.customers.to_string()].map(plain).to_vec()
    };
    let counted = &count.counted;
    let mut rows = vec![row("All", &counted.inside)];
    rows.extend(counted.countries.iter().map(|group| row("Country", group)));
    rows.extend(counted.payments.iter().map(|group| row("Payment method", group)));
    let columns = ["Counted by", "Value", "Orders\t", "Customers\t"];
    let source = || {
        let told = format!(
            "Counted in {}, of {} rows; “What became of each row” has the others.",
            count.name, counted.rows
        );
        Rests::told([told])
    };
    let rests = rows.iter().map(|_| source()).collect();
    let table = Block::table("Orders and customers inside the exposure window", &columns, rows);
    let meanings = [
        "",
        "",
        "Orders whose time lies in the exposure window, each once.",
        "Different e-mail addresses among these orders; an order without one counts for no customer.",
    ];
    Block::explained(table, &meanings, rests)
}

/// What became of each row; the first ones that are not part of another add up to the rows of the file.
fn rows(count: &OrderCount) -> Block {
    let counted = &count.counted;
    let outside = counted.orders.saturating_sub(counted.inside.orders);
    let all = [
        ("Inside the window", counted.inside.orders, "counted above"),
        (
            "of these, perhaps outside",
            counted.uncertain,
            "only a day is known, and the window begins or ends on it",
        ),
        ("of these, without an e-mail", counted.nameless, "counted as orders, for no customer"),
        ("Outside the window", outside, "placed before it or after it"),
        ("More of an order before", counted.repeated, "such as its items; the order is counted once"),
        (
            "Waiting for a time zone",
            counted.waiting,
            "a clock time without a zone; open the file again and say which zone the shop's clock ran in",
        ),
        ("Refused", count.refused, "could not be read; the reasons are below"),
        ("Rows of the file", counted.rows, "the header is not counted"),
    ];
    let kept: Vec<_> =
        all.into_iter().filter(|(what, n, _)| *n > 0 || *what == "Inside the window").collect();
    let rows = kept.iter().map(|(what, n, why)| [*what, &n.to_string(), why].map(plain).to_vec());
    let table = Block::table("What became of each row", &["Rows", "Number\t", "Meaning"], rows.collect());
    let rests = kept.iter().map(|(what, _, why)| Rests::told([format!("{what}: {why}.")])).collect();
    let meaning = format!("Rows of {}; those that are not part of another add up to its rows.", count.name);
    Block::explained(table, &["", &meaning, ""], rests)
}

/// How the file was read, and what a reader should know of the figures.
fn remarks(count: &OrderCount) -> Vec<String> {
    let (counted, window) = (&count.counted, &count.window);
    let zone = match window.zone {
        Some(zone) => format!("Times without a zone were read in {zone}."),
        None if counted.waiting > 0 => "No zone was given for times that state none.".to_owned(),
        None => "No zone was needed: every clock time states its own, and a date alone is a day in UTC."
            .to_owned(),
    };
    let mut told = vec![zone];
    if let Some(day_first) = window.day_first {
        let which = if day_first { "day" } else { "month" };
        told.push(format!("Dates such as 03/04/2026 were read with the {which} first."));
    }
    let customers = |groups: &[Group]| groups.iter().map(|g| g.customers).sum::<u64>();
    if [&counted.countries, &counted.payments].into_iter().any(|g| customers(g) > counted.inside.customers) {
        told.push(
            "A customer with orders from two countries, or paid in two ways, counts in each of them and once in all."
                .to_owned(),
        );
    }
    told.extend(counted.notes.iter().map(|note| crate::language::retold(note.as_str())));
    let mut reasons: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for refusal in &counted.refusals {
        reasons.entry(&refusal.reason).or_default().push(refusal.line);
    }
    for (reason, lines) in reasons {
        let shown: Vec<String> = lines.iter().take(LINES).map(u32::to_string).collect();
        let more = lines.len().saturating_sub(LINES);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let word = if lines.len() == 1 { "line" } else { "lines" };
        told.push(format!(
            "Refused, {word} {}{more}: {}",
            shown.join(", "),
            sentence(&crate::language::retold(reason))
        ));
    }
    let further = count.refused.saturating_sub(counted.refusals.len() as u64);
    if further > 0 {
        told.push(format!("{further} more of the refused rows are counted and not listed."));
    }
    told
}

fn many(n: u64, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}
