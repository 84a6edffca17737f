//! Files of participants that were chosen: read, and those that are encrypted opened by their passphrases first.

use crate::ui::files;
use crate::ui::pages::desk::Desk;
use crate::ui::pages::share::secret;
use crate::ui::view::prelude::*;
use crate::ui::widgets::live::live;
use leptos::task::spawn_local;

/// Takes the name and the text of each file.
type Taken = Box<dyn Fn(Vec<(String, String)>)>;

/// Files on their way.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    desk: Desk,
    /// Name and text of those that are open.
    texts: StoredValue<Vec<(String, String)>>,
    /// Those that wait for their passphrases.
    sealed: StoredValue<Vec<web_sys::File>, LocalStorage>,
    /// The name of the next of them.
    waits: RwSignal<Option<String>>,
    then: StoredValue<Taken, LocalStorage>,
}

impl Chosen {
    /// Hands what is chosen over once all of it is open or left out.
    pub fn new(desk: Desk, then: impl Fn(Vec<(String, String)>) + 'static) -> Chosen {
        Chosen {
            desk,
            texts: StoredValue::new(vec![]),
            sealed: StoredValue::new_local(vec![]),
            waits: RwSignal::new(None),
            then: StoredValue::new_local(Box::new(then)),
        }
    }

    /// Lets a person choose.
    pub fn choose(self) {
        files::choose_some(".floodmark", true, move |files| self.take(files));
    }

    /// The form for the passphrase of the next encrypted file, while one waits. `id`: of its field, on this page alone.
    pub fn locked(self, id: &'static str) -> Option<AnyView> {
        self.waits.get().map(|name| form(self, id, &name))
    }

    fn take(self, files: Vec<web_sys::File>) {
        spawn_local(async move {
            let (mut texts, mut sealed) = (vec![], vec![]);
            for file in files {
                match self.desk.client().is_sealed(&file).await {
                    true => sealed.push(file),
                    false => texts.push((file.name(), files::text(&file).await)),
                }
            }
            self.texts.set_value(texts);
            self.sealed.set_value(sealed);
            self.next();
        });
    }

    /// Asks for the next passphrase, and after the last hands everything over.
    fn next(self) {
        let name = self.sealed.with_value(|sealed| sealed.last().map(web_sys::File::name));
        let texts = self.texts.get_value();
        self.waits.set(name.clone());
        if name.is_none() && !texts.is_empty() {
            self.then.with_value(|then| then(texts));
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
            match self.desk.client().unsealed(&file.name(), &file, passphrase).await {
                Ok(opened) => {
                    let text = files::text(&opened).await;
                    self.texts.update_value(|texts| texts.push((file.name(), text)));
                    self.leave_out();
                }
                Err(error) => drop(wrong.try_set(error.told().remedy)),
            }
        });
    }
}

fn form(chosen: Chosen, id: &'static str, name: &str) -> AnyView {
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
            {secret(id, "Passphrase", phrase)}
            <p class="hint error" role="alert">{live(move || wrong.get())}</p>
            <div class="form-actions">
                <button type="submit" class="button primary">{sense("verb|Open")}</button>
                <button type="button" class="button" on:click=move |_| chosen.leave_out()>"Leave it out"</button>
            </div>
        </form>
    }
    .into_any()
}
