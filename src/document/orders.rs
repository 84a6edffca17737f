//! What was counted of a shop's orders, in words and tables: the same on the page and in the report.

use super::words::{self, instant, sentence};
use super::{Block, Rests, Run, plain};
use crate::language::retold;
use crate::metric::exposure;
use crate::milestone::Milestones;
use crate::model::Zone;
use crate::model::orders::{Group, OrderCount};
use crate::say;
use std::collections::BTreeMap;

/// So many lines of refused rows are named for each reason.
const LINES: usize = 12;

/// The figures of a count, whether its window is still that of the case, and what became of each row.
pub fn blocks(count: &OrderCount, milestones: &Milestones, zone: Zone) -> Vec<Block> {
    let (counted, window) = (&count.counted, &count.window);
    let span = |from, to| say!("from {from} until {to}", from = instant(from, zone), to = instant(to, zone));
    let found = say!(
        "{orders} of {customers}",
        orders = words::count(counted.inside.orders as usize, say!("order"), say!("orders")),
        customers = words::count(counted.inside.customers as usize, say!("customer"), say!("customers"))
    );
    let result = Block::Paragraph(vec![
        Run::Strong(found),
        Run::Text(say!(
            " {span}, counted in {file} (SHA-256 ",
            span = span(window.from, window.to),
            file = count.name
        )),
        Run::Code(count.sha256.clone()),
        Run::Text(
            say!(
                "). A customer is an e-mail address. No address, name or order number is kept, nor the file."
            )
            .to_owned(),
        ),
    ]);
    let meaning = format!("{}\n{}", orders_mean(), customers_mean());
    let mut blocks = vec![Block::explained_by(result, &[(&meaning, &[])], vec![source(count)])];
    let stale = match exposure(milestones) {
        Ok(now) if (now.from, now.to) == (window.from, window.to) => None,
        Ok(now) => {
            Some(say!("The exposure of the case is now another: {span}.", span = span(now.from, now.to)))
        }
        Err(_) => Some(say!("The case has no exposure window any more.").to_owned()),
    };
    if let Some(why) = stale {
        blocks.push(Block::Note(plain(say!(
            "{why} These figures are of the window before; open the file of orders again to count anew.",
            why
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
    let mut rows = vec![row(say!("All"), &counted.inside)];
    rows.extend(counted.countries.iter().map(|group| row(say!("Country"), group)));
    rows.extend(counted.payments.iter().map(|group| row(say!("Payment method"), group)));
    let columns = [say!("Counted by"), say!("Value"), say!("Orders\t"), say!("Customers\t")];
    let rests = rows.iter().map(|_| source(count)).collect();
    let table = Block::table(say!("Orders and customers inside the exposure window"), &columns, rows);
    Block::explained(table, &["", "", orders_mean(), customers_mean()], rests)
}

fn orders_mean() -> &'static str {
    say!("Orders whose time lies in the exposure window, each once.")
}

fn customers_mean() -> &'static str {
    say!("Different e-mail addresses among these orders; an order without one counts for no customer.")
}

/// What figures of orders rest on: the file, which is not kept.
fn source(count: &OrderCount) -> Rests {
    Rests::told([say!(
        "Counted in {name}, of {rows}; “What became of each row” has the others.",
        name = count.name,
        rows = words::count(count.counted.rows as usize, say!("row"), say!("rows"))
    )])
}

/// What became of each row; the first ones that are not part of another add up to the rows of the file.
fn rows(count: &OrderCount) -> Block {
    let counted = &count.counted;
    let outside = counted.orders.saturating_sub(counted.inside.orders);
    let all = [
        (say!("Inside the window"), counted.inside.orders, say!("counted above")),
        (
            say!("of these, perhaps outside"),
            counted.uncertain,
            say!("only a day is known, and the window begins or ends on it"),
        ),
        (say!("of these, without an e-mail"), counted.nameless, say!("counted as orders, for no customer")),
        (say!("Outside the window"), outside, say!("placed before it or after it")),
        (
            say!("More of an order before"),
            counted.repeated,
            say!("such as its items; the order is counted once"),
        ),
        (
            say!("Waiting for a time zone"),
            counted.waiting,
            say!(
                "a clock time without a zone; open the file again and say which zone the shop's clock ran in"
            ),
        ),
        (say!("Refused"), count.refused, say!("could not be read; the reasons are below")),
        (say!("Rows of the file"), counted.rows, say!("the header is not counted")),
    ];
    let kept = all.into_iter().enumerate().filter(|(place, (_, n, _))| *n > 0 || *place == 0);
    let kept: Vec<_> = kept.map(|(_, row)| row).collect();
    let rows = kept.iter().map(|(what, n, why)| [*what, &n.to_string(), why].map(plain).to_vec());
    let columns = [say!("Rows"), say!("Number\t"), say!("Meaning")];
    let table = Block::table(say!("What became of each row"), &columns, rows.collect());
    let rests = kept.iter().map(|(what, _, why)| Rests::told([format!("{what}: {why}.")])).collect();
    let meaning =
        say!("Rows of {name}; those that are not part of another add up to its rows.", name = count.name);
    Block::explained(table, &["", &meaning, ""], rests)
}

/// How the file was read, and what a reader should know of the figures.
fn remarks(count: &OrderCount) -> Vec<String> {
    let (counted, window) = (&count.counted, &count.window);
    let zone = match window.zone {
        Some(zone) => say!("Times without a zone were read in {zone}.", zone),
        None if counted.waiting > 0 => say!("No zone was given for times that state none.").to_owned(),
        None => {
            say!("No zone was needed: every clock time states its own, and a date alone is a day in UTC.")
                .to_owned()
        }
    };
    let mut told = vec![zone];
    if let Some(day_first) = window.day_first {
        let read = match day_first {
            true => say!("Dates such as 03/04/2026 were read with the day first."),
            false => say!("Dates such as 03/04/2026 were read with the month first."),
        };
        told.push(read.to_owned());
    }
    let customers = |groups: &[Group]| groups.iter().map(|g| g.customers).sum::<u64>();
    if [&counted.countries, &counted.payments].into_iter().any(|g| customers(g) > counted.inside.customers) {
        told.push(
            say!("A customer with orders from two countries, or paid in two ways, counts in each of them and once in all.")
                .to_owned(),
        );
    }
    told.extend(counted.notes.iter().map(retold));
    let mut reasons: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for refusal in &counted.refusals {
        reasons.entry(&refusal.reason).or_default().push(refusal.line);
    }
    for (reason, lines) in reasons {
        let shown: Vec<String> = lines.iter().take(LINES).map(u32::to_string).collect();
        let more = lines.len().saturating_sub(LINES);
        let mut shown = shown.join(", ");
        if more > 0 {
            shown = say!("{lines} and {more} more", lines = shown, more);
        }
        let reason = sentence(&retold(reason));
        told.push(match lines.len() {
            1 => say!("Refused, line {line}: {reason}", line = shown, reason),
            _ => say!("Refused, lines {lines}: {reason}", lines = shown, reason),
        });
    }
    let further = count.refused.saturating_sub(counted.refusals.len() as u64);
    if further > 0 {
        told.push(say!("{further} more of the refused rows are counted and not listed.", further));
    }
    told
}
