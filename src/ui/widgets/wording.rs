//! Words that look for who erred, or know afterwards: marked where they stand.

use crate::document::wording::Slipped;
use crate::ui::view::prelude::*;

/// A text with the words in it that are to be thought about.
///
/// * `first`: the number of the first of them, where somebody goes to them by [`place`].
pub fn marked(text: &str, slips: &[Slipped], first: Option<usize>) -> AnyView {
    let mut parts: Vec<AnyView> = vec![];
    let mut at = 0;
    for (n, s) in slips.iter().enumerate() {
        let piece = |range: std::ops::Range<usize>| text.get(range).unwrap_or_default().to_owned();
        parts.push(piece(at..s.range.start).into_any());
        let title = format!("{}: {}", known(s.slip.label()), known(s.slip.question()));
        let (id, tab) = (first.map(|first| place(first + n)), first.map(|_| "-1"));
        parts.push(
            view! { <mark class="slip" title=title id=id tabindex=tab>{piece(s.range.clone())}</mark> }
                .into_any(),
        );
        at = s.range.end;
    }
    parts.push(text.get(at..).unwrap_or_default().to_owned().into_any());
    parts.into_iter().collect_view()
}

/// The id of the element of a marked phrase.
pub fn place(number: usize) -> String {
    format!("phrase-{number}")
}
