//! The invented cases that Start offers, each told by two sources that do not quite agree, with a response plan and its gaps.
//!
//! Nobody and nothing in them is real: names are made up, domains end in `.example`, addresses are those reserved for
//! documentation.

use crate::model::source::{Columns, EventMapping, Format, Mapping, Reading};
use serde::{Deserialize, Serialize};

/// The title of the first case.
pub const TITLE: &str = "Kestrel Outfitters: three-day card skimmer";

/// The file name of its response plan.
pub const PLAN_NAME: &str = "kestrel-plan.md";

/// Tables that people kept by hand: which column is what.
const BY_HAND: [&str; 3] = ["kestrel-operations.csv", "linden-desk.csv", "fjord-chat.csv"];

/// An invented case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Example {
    /// A card skimmer in the checkout of a shop.
    #[default]
    Skimmer,
    /// An administrator's account made through a plug-in.
    Takeover,
    /// Ransomware at the host.
    Ransomware,
}

impl Example {
    /// All of them, in the order of Start.
    pub const ALL: [Example; 3] = [Example::Skimmer, Example::Takeover, Example::Ransomware];

    /// The title of the case.
    pub fn title(self) -> &'static str {
        match self {
            Example::Skimmer => TITLE,
            Example::Takeover => "Linden & Quill: an administrator that nobody made",
            Example::Ransomware => "Fjordmade: ransomware at the host",
        }
    }

    /// The file name of the response plan.
    pub fn plan_name(self) -> &'static str {
        match self {
            Example::Skimmer => PLAN_NAME,
            Example::Takeover => "linden-plan.md",
            Example::Ransomware => "fjord-plan.md",
        }
    }

    /// The response plan, in Markdown.
    pub fn plan(self) -> &'static str {
        match self {
            Example::Skimmer => include_str!("kestrel-plan.md"),
            Example::Takeover => include_str!("linden-plan.md"),
            Example::Ransomware => include_str!("fjord-plan.md"),
        }
    }

    /// The sources: file name and text. [`reading`] tells how to read each.
    pub fn files(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Example::Skimmer => vec![
                ("kestrel-timeline.csv", include_str!("kestrel-timeline.csv")),
                ("kestrel-operations.csv", include_str!("kestrel-operations.csv")),
            ],
            Example::Takeover => vec![
                ("linden-timeline.csv", include_str!("linden-timeline.csv")),
                ("linden-desk.csv", include_str!("linden-desk.csv")),
            ],
            Example::Ransomware => vec![
                ("fjord-timeline.csv", include_str!("fjord-timeline.csv")),
                ("fjord-chat.csv", include_str!("fjord-chat.csv")),
            ],
        }
    }
}

/// The response plan of the first case, in Markdown.
///
/// ```
/// let plan = floodmark::plan::read::read(floodmark::example::plan());
/// assert_eq!(plan.version.as_deref(), Some("1.2"));
/// ```
pub fn plan() -> &'static str {
    Example::Skimmer.plan()
}

/// The sources of the first case.
pub fn files() -> Vec<(&'static str, &'static str)> {
    Example::Skimmer.files()
}

/// How the source of this name is read; a name not among those of an example is taken for Timesketch CSV.
pub fn reading(name: &str) -> Reading {
    if !BY_HAND.contains(&name) {
        let own = matches!(name, "linden-timeline.csv" | "fjord-timeline.csv");
        return Reading::of(if own { Format::FloodmarkCsv } else { Format::TimesketchCsv });
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
        for example in Example::ALL {
            for (name, _) in example.files() {
                let reading = reading(name);
                assert_eq!(reading.mapping.is_some(), BY_HAND.contains(&name), "{name}");
            }
        }
    }

    /// The addresses that RFC 5737 keeps for documentation.
    const DOCUMENTATION: [&str; 3] = ["192.0.2.", "198.51.100.", "203.0.113."];

    #[test]
    fn nothing_in_an_example_is_real() {
        let address = four_numbers(|part| part.parse::<u8>().is_ok());
        for example in Example::ALL {
            let texts = example.files().into_iter().map(|(_, text)| text).chain([example.plan()]);
            for text in texts {
                for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '-')) {
                    let word = word.trim_matches('.');
                    if address(word) {
                        assert!(DOCUMENTATION.iter().any(|d| word.starts_with(d)), "{word}");
                    }
                    let mail = ["com", "net", "org", "de", "io", "eu"];
                    let end = word.rsplit('.').next().unwrap_or("");
                    assert!(!(word.contains('.') && mail.contains(&end)), "{word} may be real");
                }
            }
        }
    }

    /// Whether a word is four numbers with dots between.
    fn four_numbers(number: impl Fn(&str) -> bool) -> impl Fn(&str) -> bool {
        move |word| word.split('.').count() == 4 && word.split('.').all(&number)
    }
}
