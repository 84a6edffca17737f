//! What the engine says at the screen, in German; what it writes stays English.

mod charts;
mod duties;
mod findings;
mod kept;

use floodmark::language::{Language, aloud, learn, look, written};
use std::collections::BTreeMap;

/// Makes something for the screen of somebody who reads German.
pub fn german<T>(make: impl FnOnce() -> T) -> T {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/locale/de.json");
    let texts: BTreeMap<String, String> =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let texts: Vec<String> = texts.into_iter().flat_map(|(key, text)| [key, text]).collect();
    learn(Language::German, texts.join("\0"));
    aloud(make)
}

/// The same for somebody who reads English.
pub fn english<T>(make: impl FnOnce() -> T) -> T {
    learn(Language::English, String::new());
    aloud(make)
}

#[test]
fn what_is_said_is_german_and_what_is_written_is_english() {
    assert_eq!(german(|| (look("Cancel"), written(|| look("Cancel")))), ("Abbrechen", "Cancel"));
    assert_eq!(look("Cancel"), "Cancel");
}

#[test]
fn points_of_an_exercise_are_told_in_german() {
    use floodmark::exercise::points;
    assert_eq!(german(|| points(7, 5, 2)), "3½ von 5, 2 vorgeschlagen");
    assert_eq!(points(7, 5, 2), "3½ of 5, 2 proposed");
}
