//! Settings: preferences of this device, and what it keeps.

use crate::language::{Language, language};
use crate::platform::device;
use crate::ui::prefs::{Theme, choose_language};
use crate::ui::state::{Desk, Offer, Offline, Overlay, Saved, ZoneChoice};
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use leptos::task::spawn_local;

/// The page.
pub fn page(desk: Desk) -> AnyView {
    let prefs = desk.prefs;
    let sure = RwSignal::new(false);
    let themes = vec![
        (Theme::System, say!("As the system").to_owned()),
        (Theme::Light, say!("Light").to_owned()),
        (Theme::Dark, say!("Dark").to_owned()),
    ];
    let languages = Language::ALL.map(|l| (l, l.label().to_owned())).to_vec();
    let rows = vec![(false, say!("Dense").to_owned()), (true, say!("Comfortable").to_owned())];
    let zones = vec![
        (0, "UTC".to_owned()),
        (1, say!("Case zone").to_owned()),
        (2, say!("My zone, {zone}", zone = crate::platform::clock::zone())),
    ];
    let zone = Signal::derive(move || match desk.zone_choice.get() {
        ZoneChoice::Utc => 0,
        ZoneChoice::Case => 1,
        ZoneChoice::Mine => 2,
        ZoneChoice::Named(_) => 3,
    });
    let choose_zone = move |n: i32| {
        desk.zone_choice.set(match n {
            1 => ZoneChoice::Case,
            2 => ZoneChoice::Mine,
            _ => ZoneChoice::Utc,
        });
    };
    view! {
        <div class="page settings">
            <header class="page-head"><h1>"Settings"</h1><p class="hint">"They hold on this device."</p></header>
            <section aria-labelledby="look-title">
                <h2 id="look-title">"Look"</h2>
                <div class="setting"><span class="setting-name">"Colours"</span>{segmented("theme", "Colours", themes, prefs.theme.into(), move |t| prefs.theme.set(t))}</div>
                <div class="setting"><span class="setting-name">{sense("density|Rows")}</span>{segmented("rows", sense("density|Rows"), rows, prefs.comfortable.into(), move |c| prefs.comfortable.set(c))}</div>
            </section>
            <section aria-labelledby="language-title">
                <h2 id="language-title">"Language"</h2>
                <div class="setting"><span class="setting-name">"Of this page"</span>{segmented("languages", "Language of this page", languages, Signal::stored(language()), choose_language)}</div>
                <p class="hint">"The page loads anew in it; nothing is lost. What stands in cases and files stays as it is, and documents and exports are written in English."</p>
            </section>
            <section aria-labelledby="times-title">
                <h2 id="times-title">"Times"</h2>
                <div class="setting"><span class="setting-name">"Zone"</span>{segmented("zones", "Zone of times", zones, zone, choose_zone)}</div>
                <p><button type="button" class="button small" on:click=move |_| desk.overlay.set(Overlay::Zone)>"Another zone…"</button>
                    {move || match desk.zone_choice.get() { ZoneChoice::Named(z) => say!(" {z} is chosen.", z), _ => String::new() }}</p>
            </section>
            <section aria-labelledby="keys-title">
                <h2 id="keys-title">"Keys"</h2>
                <label class="check"><input type="checkbox" prop:checked=move || prefs.single_keys.get() on:change=move |ev| prefs.single_keys.set(event_target_checked(&ev))/>
                    "Keys without Ctrl do something"</label>
                <p class="hint">"Switch this off if you speak to your computer or press keys by accident."</p>
            </section>
            <section aria-labelledby="device-title">
                <h2 id="device-title">"On this device"</h2>
                <p>"Cases, decisions, the plan and the original files are kept in this browser. They go with its site data, so keep a file of what matters."</p>
                {persisted(desk)}
                {move || program(desk)}
                <div class="form-actions">
                    <button type="button" class="button" on:click=move |_| desk.save_file()>"Save the workspace as a file"</button>
                    <button type="button" class="button harm" aria-expanded=move || sure.get().to_string() on:click=move |_| sure.update(|s| *s = !*s)>"Erase everything on this device…"</button>
                </div>
                {move || sure.get().then(|| view! {
                    <div class="confirm" role="group" aria-label="Erase everything">
                        <p>"All cases, decisions, the plan and the files kept here will be gone. This cannot be undone."</p>
                        <div class="form-actions">
                            <button type="button" aria-disabled=read_only() class="button primary harm" on:click=move |_| { sure.set(false); desk.erase(); }>"Erase everything"</button>
                            <button type="button" class="button" on:click=move |_| sure.set(false)>"Keep it"</button>
                        </div>
                    </div>
                }.into_any())}
            </section>
        </div>
    }
    .into_any()
}

/// Whether the browser may clear what it keeps, and a way to ask that it does not.
fn persisted(desk: Desk) -> AnyView {
    let state = RwSignal::new(None::<bool>);
    spawn_local(async move {
        // Whoever asked may have left the page.
        let _ = state.try_set(device::is_persisted().await);
    });
    let ask = move |_| {
        spawn_local(async move {
            let agreed = device::persist().await;
            let _ = state.try_set(agreed);
            if agreed != Some(true) {
                desk.tell(
                    true,
                    "The browser did not agree to keep it",
                    "It may clear it when room is short; save the workspace as a file",
                );
            }
        });
    };
    live(move || {
        match state.get() {
        None => ().into_any(),
        Some(true) => view! { <p class="hint">"The browser has agreed not to clear them by itself."</p> }.into_any(),
        Some(false) => view! {
            <p class="hint">"The browser may clear them when room is short."</p>
            <p><button type="button" class="button small" on:click=ask>"Ask the browser to keep it"</button></p>
        }
        .into_any(),
    }
    })
}

/// How the program itself stands on this device, and which tab changes the workspace.
fn program(desk: Desk) -> AnyView {
    let words = match desk.offline.get() {
        _ if device::is_one_file() => {
            "This copy is one file with everything inside: it needs no network and no installation, and keeps the original files in the browser's data base."
        }
        Offline::Not => "The program itself is not kept here yet: it needs the network when it is opened.",
        Offline::Ready => "Ready to work offline.",
        Offline::Newer => "Ready to work offline. A newer version is here and waits until you reload.",
    };
    let offers = [
        (desk.offline.get() == Offline::Newer).then_some(Offer::TakeNewer),
        desk.reads.get().then_some(Offer::TakeOver),
        desk.saved.with(|saved| match saved {
            Saved::Failed(error) => Some(Offer::against(error).unwrap_or(Offer::SaveJournal)),
            _ => None,
        }),
    ];
    let button = |offer: Offer| {
        view! { <p><button type="button" class="button small" on:click=move |_| desk.take_up(offer)>{known(offer.label())}</button></p> }.into_any()
    };
    view! { <p class="hint">{words}</p>{offers.into_iter().flatten().map(button).collect_view()} }.into_any()
}
