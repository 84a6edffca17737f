//! The invented case that “Try an example” loads: a card skimmer in the checkout of an invented shop, told by two
//! sources that do not quite agree, and the shop's response plan with its gaps.
//!
//! Nobody and nothing in it is real: names are made up, domains end in `.example`, addresses are those reserved for
//! documentation.

use crate::model::source::{Columns, EventMapping, Format, Mapping, Reading};

/// The title of the case.
pub const TITLE: &str = "Kestrel Outfitters: three-day card skimmer";

/// The file name of the response plan.
pub const PLAN_NAME: &str = "kestrel-plan.md";

const TIMELINE: &str = "kestrel-timeline.csv";
const OPERATIONS: &str = "kestrel-operations.csv";

/// The response plan, in Markdown.
///
/// ```
/// let plan = floodmark::plan::read::read(floodmark::example::plan());
/// assert_eq!(plan.version.as_deref(), Some("1.2"));
/// ```
pub fn plan() -> &'static str {
    include_str!("kestrel-plan.md")
}

/// The sources: file name and text. [`reading`] tells how to read each.
pub fn files() -> Vec<(&'static str, &'static str)> {
    vec![
        (TIMELINE, include_str!("kestrel-timeline.csv")),
        (OPERATIONS, include_str!("kestrel-operations.csv")),
    ]
}

/// How the source of this name is read; a name not among [`files`] is taken for Timesketch CSV.
pub fn reading(name: &str) -> Reading {
    if name != OPERATIONS {
        return Reading::of(Format::TimesketchCsv);
    }
    let one = |column: &str| Columns(vec![column.to_owned()]);
    let mapping = EventMapping {
        time: one("Time"),
        text: one("What"),
        actor: one("Who"),
        asset: one("System"),
        tags: one("Labels"),
        ..EventMapping::default()
    };
    Reading::mapped(Mapping::Events(mapping))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_source_says_how_it_is_read() {
        let formats: Vec<Format> = files().iter().map(|(name, _)| reading(name).format).collect();
        assert_eq!(formats, [Format::TimesketchCsv, Format::Delimited]);
        assert!(reading(OPERATIONS).mapping.is_some());
    }
}
