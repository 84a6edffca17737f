//! The rail: the pages in the order of the flow, each with its count and a dot for what needs a decision.

use crate::engine::view::CaseHead;
use crate::ui::route::{Page, Route};
use crate::ui::state::Desk;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::icon::{Icon, icon};

fn drawing(page: Page) -> Icon {
    match page {
        Page::Start => Icon::Mark,
        Page::Sources => Icon::Sources,
        Page::Timeline => Icon::Timeline,
        Page::Response => Icon::Response,
        Page::Obligations => Icon::Obligations,
        Page::Findings => Icon::Findings,
        Page::Plan => Icon::Plan,
        Page::Report => Icon::Report,
        Page::Cases => Icon::Cases,
        Page::Meeting => Icon::Meeting,
        Page::Exercise => Icon::Exercise,
        Page::Help => Icon::Help,
        Page::Settings => Icon::Settings,
    }
}

/// What stands beside a page: how many of what, and how many of them need a decision.
fn figures(page: Page, head: &CaseHead) -> Option<(usize, [&'static str; 2], usize)> {
    match page {
        Page::Sources => Some((head.sources, ["file", "files"], head.sources_open)),
        Page::Timeline => Some((head.events, ["event", "events"], 0)),
        Page::Response => Some((head.milestones, ["milestone", "milestones"], head.milestones_open)),
        Page::Obligations => Some((head.obligations, ["rule", "rules"], head.obligations_open)),
        Page::Findings => Some((head.findings, ["finding", "findings"], head.findings_open)),
        Page::Plan => Some((head.amendments, ["amendment", "amendments"], head.amendments_open)),
        _ => None,
    }
}

/// A count in four characters at most: `2411`, `41 k`, `1.2 M`.
fn brief(n: usize) -> String {
    match n {
        0..10_000 => n.to_string(),
        10_000..1_000_000 => format!("{} k", n / 1_000),
        _ => format!("{} M", strings::decimal(n as f64 / 1e6, 1)),
    }
}

/// The rail, which becomes a bar at the foot of narrow screens.
pub fn rail(desk: Desk) -> AnyView {
    let group = |pages: &[Page]| pages.iter().map(|p| entry(desk, *p)).collect_view().into_any();
    view! {
        <nav class="rail" aria-label="Pages">
            <a class="rail-name" href="#/start" aria-current=move || (desk.page() == Page::Start).then_some("page") on:click=move |ev| {
                ev.prevent_default();
                desk.go_page(Page::Start);
            }>{icon(Icon::Mark)}<span class="rail-label">"Floodmark"</span></a>
            <ul class="rail-flow">{group(&[Page::Sources, Page::Timeline, Page::Response, Page::Obligations, Page::Findings, Page::Plan, Page::Report])}</ul>
            <hr/>
            <ul class="rail-all">{group(&[Page::Cases, Page::Meeting, Page::Exercise])}</ul>
            <ul class="rail-foot">{group(&[Page::Help, Page::Settings])}</ul>
        </nav>
    }
    .into_any()
}

fn entry(desk: Desk, page: Page) -> AnyView {
    let shown = Memo::new(move |_| {
        if page == Page::Cases {
            let n = desk.overview.with(|o| o.cases.len());
            return (n > 0).then_some((n, ["case", "cases"], 0));
        }
        desk.head.with(|h| h.as_ref().and_then(|h| figures(page, h)))
    });
    // What the count counts, for those who do not see its place.
    let of_what = move || {
        shown.get().map(|(n, [one, many], open)| {
            let what = look(if n == 1 { one } else { many });
            match open {
                0 => format!(" {what}"),
                _ => say!(" {what}, {open} to decide", what, open),
            }
        })
    };
    let address = move || desk.route.with(|r| Route { page, event: None, ..*r }.to_string());
    view! {
        <li>
            <a href=address title=known(page.label()) aria-current=move || (desk.page() == page).then_some("page") on:click=move |ev| {
                // With Ctrl or the middle button the browser opens the address itself.
                if !ev.ctrl_key() && !ev.meta_key() && ev.button() == 0 {
                    ev.prevent_default();
                    desk.go_page(page);
                }
            }>
                <span class="rail-icon">
                    {icon(drawing(page))}
                    {move || shown.get().filter(|(_, _, open)| *open > 0).map(|_| view! { <span class="dot"></span> }.into_any())}
                </span>
                <span class="rail-label">{known(page.label())}</span>" "
                {move || shown.get().filter(|(n, ..)| *n > 0).map(|(n, ..)| view! { <span class="rail-count">{brief(n)}</span> }.into_any())}
                <span class="visually-hidden">{of_what}</span>
            </a>
        </li>
    }
    .into_any()
}
