//! Characters as they are shown, on the page and in documents.

/// Marks that turn the direction of what follows, with which a text can be made to read as another.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A character as it is shown, after Unicode's reports on spoofing (TR 36, TS 55): what turns the direction of its
/// neighbours is shown as a replacement character. What only tells the direction of the place where it stands (LRM, RLM, ALM)
/// shows nothing and is left out, and so are the two codes that no text has.
///
/// ```
/// use floodmark::model::shown;
/// let told: String = "invoice\u{202e}gpj.exe \u{200e}x".chars().filter_map(shown).collect();
/// assert_eq!(told, "invoice\u{fffd}gpj.exe x");
/// ```
pub fn shown(c: char) -> Option<char> {
    match c {
        c if turns(c) => Some(char::REPLACEMENT_CHARACTER),
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{fffe}' | '\u{ffff}' => None,
        c => Some(c),
    }
}

/// Whether a text is shown as it is.
pub fn is_shown(text: &str) -> bool {
    // Most texts are ASCII, which is told at once.
    text.is_ascii() || text.chars().all(|c| shown(c) == Some(c))
}
