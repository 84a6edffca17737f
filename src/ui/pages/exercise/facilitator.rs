//! The facilitator's window: what is hidden, what comes next, what is expected, and what moves the clock.

use super::{Play, clock, keys, known};
use crate::document::words;
use crate::model::exercise::{Expected, Inject};
use crate::ui::pages::meeting::second::Second;
use crate::ui::strings;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::ExerciseStep;

/// Opens it.
pub(super) fn open(play: Play) {
    let window = Second {
        desk: play.desk,
        owner: play.owner,
        target: "floodmark-facilitator",
        title: "Facilitator – Floodmark",
    };
    window.open(move || view(play), move |ev| keys::hear(play, &ev));
}

fn expected(inject: &Inject) -> AnyView {
    let one = |e: &Expected| {
        view! { <li><strong>{known(e.basis.label())}</strong>": "<span lang="">{e.text.clone()}</span></li> }
            .into_any()
    };
    match inject.expected.is_empty() {
        true => view! { <p class="hint">"Neither the plan nor the record says what is expected here."</p> }
            .into_any(),
        false => view! { <ul>{inject.expected.iter().map(one).collect_view()}</ul> }.into_any(),
    }
}

fn view(play: Play) -> AnyView {
    let pace = Signal::derive(move || play.of(|s| s.session.clock.pace).unwrap_or(60));
    let set_pace = move |pace| {
        if let Some(session) = play.now(|s| s.id) {
            play.step(ExerciseStep::Pace { session, pace });
        }
    };
    let next = Memo::new(move |_| {
        let at = play.at.get();
        let coming = play.of(|s| {
            let setup = &s.session.setup;
            setup.next_after(at).map(|next| setup.on(next).cloned().collect::<Vec<Inject>>())
        });
        coming.flatten().unwrap_or_default()
    });
    let now = live(move || {
        let one = |inject: Inject| {
            view! { <h2>{say!("Now: {title}", title = inject.title)}</h2><p>{known(inject.duty.label())}</p>{expected(&inject)} }.into_any()
        };
        play.on.get().into_iter().map(one).collect_view()
    });
    let coming = live(move || match next.get() {
        none if none.is_empty() => view! { <p>"No inject is left."</p> }.into_any(),
        next => {
            let zone = play.desk.zone.get();
            let one = |inject: Inject| {
                view! {
                    <p><strong lang="">{inject.title.clone()}</strong>" "{words::instant(inject.at, zone)}", "{known(inject.duty.label())}</p>
                    <p lang="">{inject.told.clone()}</p>
                    <p lang=""><em>{inject.prompt.clone()}</em></p>
                    {expected(&inject)}
                }
                .into_any()
            };
            next.into_iter().map(one).collect_view().into_any()
        }
    });
    let hidden = live(move || {
        let zone = play.desk.zone.get();
        let at = play.at.get();
        play.known.with(|k| {
            let Some(Ok(k)) = k else { return ().into_any() };
            let happened = k.hidden.iter().filter(|e| e.moment.latest <= at);
            let list: Vec<AnyView> = happened.map(|e| known::event(e, zone)).collect();
            let later: Vec<AnyView> =
                k.hidden.iter().filter(|e| e.moment.latest > at).take(8).map(|e| known::event(e, zone)).collect();
            let none = list.is_empty();
            view! {
                <h2>"Happened, and hidden"</h2>
                {none.then(|| view! { <p class="hint">"Nothing that has happened is hidden now."</p> }.into_any())}
                <ol class="known-list">{list.into_iter().collect_view()}</ol>
                <h2>"Still to happen"</h2>
                <p class="hint">{say!("{hidden_count} to come", hidden_count = strings::count(u64::from(k.hidden_count), "event", "events"))}</p>
                <ol class="known-list">{later.into_iter().collect_view()}</ol>
            }
            .into_any()
        })
    });
    view! {
        <main class="page second-window">
            <h1>"Facilitator"</h1>
            {clock::face(play)}
            {clock::controls(play)}
            {clock::pace_field("facilitator-pace", pace, set_pace)}
            {now}
            <h2>"Next inject"</h2>
            {coming}
            {hidden}
        </main>
    }
    .into_any()
}
