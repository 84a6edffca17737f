//! Marks: of milestones by how they stand, of sources by their place, of tags.

use super::icon::{Icon, icon};
use crate::milestone::Status;
use crate::model::Milestone;
use crate::ui::strings;
use crate::ui::view::prelude::*;

/// A milestone by how it stands: dashed while proposed, solid with a check when confirmed, plain when stated.
///
/// * `milestone`: which.
/// * `status`: how it stands.
pub fn milestone_badge(milestone: &Milestone, status: Status) -> AnyView {
    let (state, words) = match status {
        Status::Proposed => ("proposed", "proposed"),
        Status::Confirmed => ("confirmed", "confirmed"),
        Status::Stated => ("stated", "stated in the record"),
        Status::None => ("none", "set to none"),
    };
    let label = known(milestone.label());
    let check = (status == Status::Confirmed).then(|| icon(Icon::Check));
    view! {
        <span class="badge milestone-badge" data-state=state title=format!("{label}: {}. {}", look(words), known(milestone.meaning()))>
            {check}{label.clone()}<span class="visually-hidden">{format!(", {}", look(words))}</span>
        </span>
    }
    .into_any()
}

/// A source by its letter and colour; a pen for what was written by hand.
///
/// * `place`: its place in the case, from 0.
/// * `name`: the file's name, for the tooltip.
pub fn source_mark(place: Option<u32>, name: &str) -> AnyView {
    let mark = match place {
        Some(_) => strings::source_letter(place).into_any(),
        None => icon(Icon::Pen),
    };
    let name = if place.is_none() { say!("Written by hand").to_owned() } else { name.to_owned() };
    let colour = place.map_or_else(|| "hand".to_owned(), |n| (n % 6).to_string());
    view! { <span class="source-mark" data-source=colour title=name.clone()>{mark}<span class="visually-hidden">{format!(" {name}")}</span></span> }
        .into_any()
}

/// A tag as it stands in the evidence.
pub fn tag(text: &str) -> AnyView {
    view! { <span class="badge tag" lang="">{text.to_owned()}</span> }.into_any()
}
