//! What stands where there is nothing yet, nothing more, or something wrong.

use super::icon::{Icon, icon};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;

/// An empty slot that says what would fill it.
///
/// * `drawing`: of what belongs there.
/// * `title`: what is missing, in a few words.
/// * `text`: what would fill it.
/// * `actions`: buttons; `()` for none.
pub fn empty(drawing: Icon, title: impl Said, text: impl Said, actions: impl IntoView) -> AnyView {
    let (title, text, actions) = (title.said(), text.said(), actions.into_any());
    view! {
        <div class="empty">
            {icon(drawing)}
            <h2>{title}</h2>
            <p>{text}</p>
            <div class="form-actions">{actions}</div>
        </div>
    }
    .into_any()
}

/// The shape of a page while its first answer is on the way.
pub fn skeleton() -> AnyView {
    view! {
        <div class="page" aria-busy="true">
            <div class="skeleton">
                <p class="visually-hidden">"Loading"</p>
                <div class="bone title" aria-hidden="true"></div>
                <div class="bone" aria-hidden="true"></div>
                <div class="bone" aria-hidden="true"></div>
                <div class="bone short" aria-hidden="true"></div>
            </div>
        </div>
    }
    .into_any()
}

/// What went wrong in place of what was asked for.
pub fn failure(error: UserError) -> AnyView {
    let error = error.told();
    view! {
        <div class="page">
            <div class="empty" role="alert">
                {icon(Icon::Attention)}
                <h1>{error.title}</h1>
                <p>{error.remedy}</p>
            </div>
        </div>
    }
    .into_any()
}
