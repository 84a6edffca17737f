//! The ATT&CK techniques that the record names, as a list by tactic: the same on the page and in the report.

use super::words::{instant, quoted};
use super::{Block, Rests, Run, plain};
use crate::finding::{Scan, Technique};
use crate::model::Zone;
use crate::say;
use crate::timeline::Timeline;

/// The list; nothing where no event names a technique.
pub fn blocks(scan: &Scan, timeline: &Timeline, zone: Zone) -> Vec<Block> {
    let row = |technique: &Technique| {
        let told = timeline.find(technique.event).map(|event| quoted(event.text));
        vec![
            plain(technique.tactic.map_or(say!("not named"), |(_, name)| name)),
            vec![Run::Code(technique.id.clone())],
            plain(technique.count.to_string()),
            plain(instant(technique.first, zone)),
            plain(instant(technique.last, zone)),
            plain(told.unwrap_or_default()),
        ]
    };
    let rows: Vec<_> = scan.techniques().map(row).collect();
    if rows.is_empty() {
        return vec![];
    }
    let rests = scan.techniques().map(|technique| {
        let first = timeline.find(technique.event).map(|event| (event.id, quoted(event.text)));
        let told = say!("The first of them is named here; the filter “Technique” of the timeline shows all.");
        Rests::told([told.to_owned()]).on_events(first)
    });
    let rests = rests.collect();
    let columns = [
        say!("Tactic"),
        say!("Technique"),
        say!("Events\t"),
        say!("First seen"),
        say!("Last seen"),
        say!("First event"),
    ];
    let notes = [
        say!(
            "Only identifiers that a tag or a text of the record names; Floodmark infers none and looks up no names. To see the events of one, filter the timeline by it."
        ),
        say!(
            "The tactic is the one that tags of the same event name. Where an event names several tactics or techniques, it counts under each."
        ),
    ];
    vec![
        Block::explained(
            Block::table(say!("MITRE ATT&CK techniques by tactic"), &columns, rows),
            &["", "", say!("Events whose tags or text name the technique."), "", "", ""],
            rests,
        ),
        Block::list(notes.into_iter().map(plain).collect()),
    ]
}
