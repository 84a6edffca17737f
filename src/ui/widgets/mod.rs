//! Shared pieces of the page. Each is a function that gives a view; forms that only need a look are classes of
//! `style/components.css` (`button`, `button primary`, `button small`, `input`, `chip`, `table`, `hint`, `error`).

pub mod badge;
pub mod chart;
pub mod dialog;
pub mod document;
pub mod empty;
pub mod explained;
pub mod exports;
pub mod field;
pub mod icon;
pub mod list;
pub mod live;
pub mod menu;
pub mod moment;
pub mod progress;
pub mod segmented;
pub mod wording;
