//! Share: the open case for somebody else, with names replaced; and the evidence bundle.

use super::desk::{Desk, ask, desk, loaded};
use crate::engine::Query;
use crate::engine::share::{ShareOf, SharePart, ShareView};
use crate::platform::clock;
use crate::ui::files;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::dialog;
use crate::ui::widgets::live::live;
use crate::ui::widgets::segmented::segmented;
use crate::workspace::bundle::Verified;
use crate::workspace::redact::{Audience, Kind, Place, Replacement, Residue, Wish};
use std::sync::Arc;

/// What can be saved of a share.
const PARTS: [(SharePart, &str); 6] = [
    (SharePart::Workspace, "Save the case"),
    (SharePart::Key, "Save the key"),
    (SharePart::Document(ShareOf::Html), "Report as HTML"),
    (SharePart::Document(ShareOf::Word), "Report as Word"),
    (SharePart::Document(ShareOf::Markdown), "Report as Markdown"),
    (SharePart::Document(ShareOf::Timeline), "Timeline as CSV"),
];

/// The share of the open case, under the head of the page.
pub fn open() -> AnyView {
    let desk = desk();
    let wish = RwSignal::new(Wish::default());
    let answer = ask::<ShareView>(move || Some(Query::Share { case: desk.case(), wish: wish.get() }));
    let audiences = Audience::ALL.map(|audience| (audience, known(audience.label()))).to_vec();
    let audience = Memo::new(move |_| wish.with(|w| w.audience));
    // What was kept or replaced against one audience's custom says nothing of another's.
    let choose = move |audience| {
        wish.update(|w| {
            w.audience = audience;
            w.switched.clear();
        });
    };
    view! {
        <div class="share no-print">
            <section aria-labelledby="share-for">
                <h2 id="share-for">"For whom"</h2>
                {segmented("audience", "For whom", audiences, audience.into(), choose)}
                <p class="hint">{live(move || look(audience.get().words()).to_owned())}</p>
            </section>
            {loaded(answer, move |view| preview(desk, wish, view))}
            {evidence(desk)}
        </div>
    }
    .into_any()
}

fn query(desk: Desk, wish: RwSignal<Wish>, part: SharePart) -> Query {
    let zone = desk.zone.get_untracked();
    let case = untrack(|| desk.case());
    Query::ShareFile { case, wish: wish.get_untracked(), part, zone, date: clock::today(zone) }
}

fn preview(desk: Desk, wish: RwSignal<Wish>, view: Signal<Arc<ShareView>>) -> AnyView {
    let saves = PARTS.map(|(part, label)| {
        view! { <button type="button" class="button small" on:click=move |_| desk.take_away(query(desk, wish, part))>{label}</button> }.into_any()
    });
    view! {
        <section aria-labelledby="share-save">
            <h2 id="share-save">"What leaves"</h2>
            <p role="status">{live(move || view.with(|v| summary(v)))}</p>
            {live(move || view.with(|v| v.notes.iter().map(|note| view! { <p class="hint">{retold(note)}</p> }.into_any()).collect_view()))}
            <div class="report-actions" role="group" aria-label="Save for others">{saves.into_iter().collect_view()}</div>
            {sealing(desk, wish)}
            <p class="hint">"The key tells what each replacement stands for. Keep it apart from what you share."</p>
        </section>
        <section aria-labelledby="share-left">
            <h2 id="share-left">"Still in there"</h2>
            {live(move || view.with(|v| residue(wish, v)))}
            {another(wish)}
        </section>
        <section aria-labelledby="share-replaced">
            <h2 id="share-replaced">"Replacements"</h2>
            {live(move || view.with(|v| replacements(wish, v)))}
        </section>
    }
    .into_any()
}

fn summary(view: &ShareView) -> String {
    let on = view.replacements.iter().filter(|r| r.on).count() as u64;
    let moved = match view.weeks {
        0 => say!("dates stay").to_owned(),
        weeks => say!("dates move by {weeks} weeks", weeks),
    };
    let same = match view.differing.as_slice() {
        [] => say!("every interval is as it was").to_owned(),
        some => say!("these differ: {n}", n = some.iter().map(known).collect::<Vec<_>>().join(", ")),
    };
    say!(
        "{things} replaced, {moved}, {same}.",
        things = strings::count(on, "thing is", "things are"),
        moved,
        same
    )
}

fn places(places: &std::collections::BTreeSet<Place>) -> String {
    places.iter().map(|place| known(place.label())).collect::<Vec<_>>().join(", ")
}

/// Has something replaced that still is in there: what was kept against the audience's custom is kept no longer, and what was
/// not found is added.
fn replace(wish: RwSignal<Wish>, kept: bool, text: &str, kind: Kind) {
    wish.update(|w| match kept {
        true if w.switched.remove(text) => {}
        true => drop(w.switched.insert(text.to_owned())),
        false => drop(w.added.insert(text.to_owned(), kind)),
    });
}

/// A field for what no program finds.
fn another(wish: RwSignal<Wish>) -> AnyView {
    let text = RwSignal::new(String::new());
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let more = text.get_untracked().trim().to_owned();
        if !more.is_empty() {
            replace(wish, false, &more, Kind::Name);
            text.set(String::new());
        }
    };
    view! {
        <form class="inline-form" on:submit=add>
            <label for="share-another">"Replace something else"</label>
            <input id="share-another" class="input" type="text" autocomplete="off" spellcheck="false" prop:value=move || text.get() on:input=move |ev| text.set(event_target_value(&ev))/>
            <button type="submit" class="button small">"Replace"</button>
        </form>
    }
    .into_any()
}

fn residue(wish: RwSignal<Wish>, view: &ShareView) -> AnyView {
    if view.residue.is_empty() {
        return view! { <p class="hint">"Nothing was found that looks like a name, an address or a number of somebody. Read the report once more yourself: no program knows every name."</p> }.into_any();
    }
    let row = |left: &Residue| {
        let (text, kind) = (left.text.clone(), left.kind);
        let kept = view.replacements.iter().any(|r| !r.on && r.original == text);
        let named = say!("Replace {original}", original = text);
        let press = move |_| replace(wish, kept, &text, kind);
        view! { <tr><td>{known(left.kind.label())}</td><td>{left.text.clone()}</td><td class="number">{strings::number(u64::from(left.count))}</td><td>{places(&left.places)}</td>
            <td><button type="button" class="link" aria-label=named on:click=press>"Replace"</button></td></tr> }.into_any()
    };
    let more = view.left as usize - view.residue.len();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of what is left">
            <table class="table compact">
                <thead><tr><th scope="col">"Looks like"</th><th scope="col">"Text"</th><th scope="col">{sense("count|Times")}</th><th scope="col">"Where"</th><th scope="col">"Change"</th></tr></thead>
                <tbody>{view.residue.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="hint">{say!("and {more} more", more)}</p> }.into_any())}
    }
    .into_any()
}

fn replacements(wish: RwSignal<Wish>, view: &ShareView) -> AnyView {
    let more = view.total as usize - view.replacements.len();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label="Table of replacements">
            <table class="table compact">
                <thead><tr><th scope="col">"Replace"</th><th scope="col">"Kind"</th><th scope="col">"Original"</th><th scope="col">"Replacement"</th><th scope="col">{sense("count|Times")}</th><th scope="col">"Where"</th></tr></thead>
                <tbody>{view.replacements.iter().map(|one| replacement(wish, one)).collect_view()}</tbody>
            </table>
        </div>
        {(more > 0).then(|| view! { <p class="hint">{say!("and {more} more, treated alike", more)}</p> }.into_any())}
    }
    .into_any()
}

fn replacement(wish: RwSignal<Wish>, one: &Replacement) -> AnyView {
    let (on, original, with) = (one.on, one.original.clone(), one.replacement.clone());
    let fixed = one.kind == Kind::Date;
    let switched = original.clone();
    let switch = move |_| {
        wish.update(|w| {
            if !w.switched.remove(&switched) {
                w.switched.insert(switched.clone());
            }
        });
    };
    let own = original.clone();
    let write = move |ev| {
        let text = event_target_value(&ev).trim().to_owned();
        wish.update(|w| match text.is_empty() {
            true => drop(w.own.remove(&own)),
            false => drop(w.own.insert(own.clone(), text)),
        });
    };
    let (named, field) = (say!("Replace {original}", original), say!("Replacement of {original}", original));
    view! {
        <tr>
            <td><input type="checkbox" aria-label=named disabled=move || fixed prop:checked=move || on on:change=switch/></td>
            <td>{known(one.kind.label())}</td>
            <td>{original}</td>
            <td><input class="input" type="text" autocomplete="off" spellcheck="false" aria-label=field disabled=move || fixed || !on prop:value=move || with.clone() on:change=write/></td>
            <td class="number">{strings::number(u64::from(one.count))}</td>
            <td>{places(&one.places)}</td>
        </tr>
    }
    .into_any()
}

/// A field for a passphrase.
pub fn secret(id: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input id=id class="input" type="password" autocomplete="new-password" prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev))/>
        </div>
    }
    .into_any()
}

/// Saves the case under a passphrase, typed twice.
fn sealing(desk: Desk, wish: RwSignal<Wish>) -> AnyView {
    let open = RwSignal::new(false);
    let (first, second) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let fits = Memo::new(move |_| first.with(|a| !a.is_empty() && second.with(|b| a == b)));
    let save = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        if fits.get_untracked() {
            desk.take_away_sealed(query(desk, wish, SharePart::Workspace), first.get_untracked());
            first.set(String::new());
            second.set(String::new());
            open.set(false);
        }
    };
    view! {
        <p><button type="button" class="button small" aria-expanded=move || open.get().to_string() on:click=move |_| open.update(|o| *o = !*o)>"Save under a passphrase…"</button></p>
        {live(move || open.get().then(|| view! {
            <form class="form" on:submit=save>
                {secret("share-passphrase", "Passphrase", first)}
                {secret("share-again", "The same again", second)}
                <p class="hint">"Nobody can open the file without it, and nobody can give it back to you."</p>
                <div class="form-actions"><button type="submit" class="button primary" disabled=move || !fits.get()>"Save encrypted"</button></div>
            </form>
        }.into_any()))}
    }
    .into_any()
}

/// The dialog for an encrypted file that was opened.
pub fn passphrase_dialog(desk: Desk) -> AnyView {
    use crate::ui::state::{Overlay, why_read_only};
    let phrase = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let close = move || desk.overlay.set(Overlay::Nothing);
    let unlock = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        wrong.set(String::new());
        desk.unseal(phrase.get_untracked(), move |error| {
            let _ = wrong.try_set(error.told().remedy);
        });
    };
    let body = view! {
        <form class="form" on:submit=unlock>
            {why_read_only()}
            {secret("passphrase", "Passphrase", phrase)}
            <p class="hint error" role="alert">{live(move || wrong.get())}</p>
            <div class="form-actions">
                <button type="submit" aria-disabled=read_only() class="button primary">{sense("verb|Open")}</button>
                <button type="button" class="button" on:click=move |_| close()>"Leave it closed"</button>
            </div>
        </form>
    };
    dialog::dialog("unlock", "The file is encrypted", "narrow", close, body)
}

/// Saves the evidence bundle, and checks one.
fn evidence(desk: Desk) -> AnyView {
    let found = RwSignal::new(None::<Verified>);
    let check = move |_| {
        files::choose_one(".zip", move |file| {
            leptos::task::spawn_local(async move {
                match desk.client().verify(&file).await {
                    Ok(verified) => drop(found.try_set(Some(verified))),
                    Err(error) => desk.fail(error),
                }
            });
        });
    };
    view! {
        <section aria-labelledby="share-evidence">
            <h2 id="share-evidence">"Evidence bundle"</h2>
            <p class="hint">"Original files, decisions and documents in one ZIP archive, each with its SHA-256. Nothing in it is replaced."</p>
            <div class="report-actions" role="group" aria-label="Evidence">
                <button type="button" class="button small" on:click=move |_| desk.save_evidence()>"Save the evidence bundle"</button>
                <button type="button" class="button small" on:click=check>"Verify a bundle…"</button>
            </div>
            <div role="status">{live(move || found.with(|f| f.as_ref().map(verified)))}</div>
        </section>
    }
    .into_any()
}

/// What a check of a bundle found.
pub fn verified(found: &Verified) -> AnyView {
    let words = match found.differs.len() {
        0 => {
            say!(
                "All {files} are as they were saved.",
                files = strings::count(u64::from(found.files), "file", "files")
            )
        }
        1 => say!("1 file of the bundle differs.").to_owned(),
        n => say!("{n} files of the bundle differ.", n = strings::number(n as u64)),
    };
    let line = |(path, how): &(String, crate::workspace::bundle::Difference)| {
        view! { <li>{format!("{path}: {}", known(how.words()))}</li> }.into_any()
    };
    view! {
        <p>{say!("{title}, saved {made}. {words}", title = found.title, made = found.made, words)}</p>
        <ul>{found.differs.iter().map(line).collect_view()}</ul>
        <p class="hint">{say!("SHA-256 of its manifest, to compare with what you wrote down: {manifest}", manifest = found.manifest)}</p>
    }
    .into_any()
}
