//! Votes out of the files of people who prepared apart.

use super::Room;
use crate::engine::Query;
use crate::engine::meeting::BallotsView;
use crate::ui::files;
use crate::ui::pages::share::secret;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use crate::workspace::MeetingStep;
use leptos::task::spawn_local;

/// Files that were chosen and not counted yet.
#[derive(Clone, Copy)]
struct Chosen {
    room: Room,
    /// Name and text of those that are open.
    texts: StoredValue<Vec<(String, String)>>,
    /// Those that wait for their passphrases.
    sealed: StoredValue<Vec<web_sys::File>, LocalStorage>,
    /// The name of the next of them.
    waits: RwSignal<Option<String>>,
    found: RwSignal<Option<BallotsView>>,
}

impl Chosen {
    fn take(self, files: Vec<web_sys::File>) {
        spawn_local(async move {
            let (mut texts, mut sealed) = (vec![], vec![]);
            for file in files {
                match self.room.desk.client().is_sealed(&file).await {
                    true => sealed.push(file),
                    false => texts.push((file.name(), files::text(&file).await)),
                }
            }
            self.texts.set_value(texts);
            self.sealed.set_value(sealed);
            self.next();
        });
    }

    /// Asks for the next passphrase, and after the last counts.
    fn next(self) {
        let name = self.sealed.with_value(|sealed| sealed.last().map(web_sys::File::name));
        self.waits.set(name.clone());
        let Some(case) = untrack(|| self.room.desk.open_case_id()).filter(|_| name.is_none()) else { return };
        let files = self.texts.get_value();
        if !files.is_empty() {
            self.room.desk.ask_once::<BallotsView>(Query::Ballots { case, files }, move |found| {
                self.found.set(Some(found));
            });
        }
    }

    /// Goes on without the file that waits.
    fn leave_out(self) {
        self.sealed.update_value(|sealed| drop(sealed.pop()));
        self.next();
    }

    fn unlock(self, passphrase: String, wrong: RwSignal<String>) {
        let Some(file) = self.sealed.with_value(|sealed| sealed.last().cloned()) else { return };
        spawn_local(async move {
            match self.room.desk.client().unsealed(&file.name(), &file, passphrase).await {
                Ok(opened) => {
                    let text = files::text(&opened).await;
                    self.texts.update_value(|texts| texts.push((file.name(), text)));
                    self.leave_out();
                }
                Err(error) => drop(wrong.try_set(known(error.remedy))),
            }
        });
    }

    fn close(self) {
        self.found.set(None);
        self.room.listen();
    }
}

/// The way to count votes out of files.
pub(super) fn from_files(room: Room) -> AnyView {
    let chosen = Chosen {
        room,
        texts: StoredValue::new(vec![]),
        sealed: StoredValue::new_local(vec![]),
        waits: RwSignal::new(None),
        found: RwSignal::new(None),
    };
    let choose = move |_| files::choose_some(".floodmark", true, move |files| chosen.take(files));
    live(move || match (chosen.waits.get(), chosen.found.get()) {
        (Some(name), _) => locked(chosen, &name),
        (None, Some(found)) => outcome(chosen, found),
        (None, None) => {
            view! { <button type="button" class="button" on:click=choose>"Count votes from files…"</button> }
                .into_any()
        }
    })
}

fn locked(chosen: Chosen, name: &str) -> AnyView {
    let phrase = RwSignal::new(String::new());
    let wrong = RwSignal::new(String::new());
    let unlock = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        wrong.set(String::new());
        chosen.unlock(phrase.get_untracked(), wrong);
    };
    view! {
        <form class="form" aria-label="Encrypted file" on:submit=unlock>
            <p>{say!("{name} is encrypted.", name)}</p>
            {secret("ballots-passphrase", "Passphrase", phrase)}
            <p class="hint error" role="alert">{live(move || wrong.get())}</p>
            <div class="form-actions">
                <button type="submit" class="button primary">{sense("verb|Open")}</button>
                <button type="button" class="button" on:click=move |_| chosen.leave_out()>"Leave it out"</button>
            </div>
        </form>
    }
    .into_any()
}

fn outcome(chosen: Chosen, found: BallotsView) -> AnyView {
    let BallotsView { ballots, told, left_out } = found;
    let count = match ballots.len() {
        0 => say!("The files have no vote that is not counted yet.").to_owned(),
        1 => say!("1 vote is found.").to_owned(),
        n => say!("{n} votes are found.", n),
    };
    let left = left_out.into_iter().map(|(name, why)| say!("{name} was left out: {why}.", name, why));
    let lines = told.into_iter().chain(left).map(|line| view! { <li>{line}</li> }.into_any()).collect_view();
    let nothing = ballots.is_empty();
    let take = move |_| {
        chosen.room.step_then(MeetingStep::TakeBallots(ballots.clone()), move || chosen.close());
    };
    view! {
        <p role="status">{count}</p>
        <ul class="slips">{lines}</ul>
        <div class="form-actions">
            <button type="button" class="button primary" disabled=nothing on:click=take>"Count them"</button>
            <button type="button" class="button" on:click=move |_| chosen.close()>"Leave it"</button>
        </div>
    }
    .into_any()
}
