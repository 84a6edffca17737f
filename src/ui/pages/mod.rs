//! One file a view.

pub mod cases;
pub mod desk;
pub mod exercise;
pub mod fact;
pub mod findings;
mod formats;
pub mod help;
pub mod meeting;
pub mod milestone_form;
pub mod notices;
pub mod obligations;
pub mod plan;
pub mod report;
pub mod response;
pub mod roles;
pub mod settings;
pub mod share;
pub mod sources;
pub mod start;
pub mod timeline;
mod wording;
pub mod words;

use super::route::Page;
use super::state::Desk;
use super::view::prelude::AnyView;

/// The pages of the first program: what a first visit and a first file need.
pub fn first(desk: Desk, page: Page) -> Option<AnyView> {
    Some(match page {
        Page::Start => start::page(desk),
        Page::Sources => sources::page(desk),
        Page::Timeline => timeline::page(desk),
        Page::Response => response::open(),
        _ => return None,
    })
}

/// All pages.
pub fn all(desk: Desk, page: Page) -> Option<AnyView> {
    Some(match page {
        Page::Obligations => obligations::open(),
        Page::Findings => findings::open(),
        Page::Plan => plan::open(),
        Page::Report => report::open(),
        Page::Cases => cases::open(),
        Page::Meeting => meeting::open(),
        Page::Exercise => exercise::open(),
        Page::Help => help::page(desk),
        Page::Settings => settings::page(desk),
        _ => return first(desk, page),
    })
}
