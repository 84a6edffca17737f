//! Files on their way in: chosen, dropped, pasted.

use super::state::Desk;
use super::strings;
use crate::platform::device;
use crate::platform::messages::{FileOutcome, UserError};
use crate::ui::view::prelude::*;
use std::cell::Cell;
use web_sys::wasm_bindgen::{JsCast, JsValue};

/// What became of a file, in one sentence.
pub fn outcome_words(outcome: &FileOutcome) -> String {
    match outcome {
        FileOutcome::Added { name, rows, refused, cases, .. } if *cases > 1 => {
            format!(
                "{name}: {}, {}{}",
                strings::count(*cases as u64, "case", "cases"),
                strings::count(*rows, "record", "records"),
                refused_words(*refused)
            )
        }
        FileOutcome::Added { name, rows, refused, .. } => {
            format!("{name}: {}{}", strings::count(*rows, "row", "rows"), refused_words(*refused))
        }
        FileOutcome::Plan { name } => say!("{name} is the response plan now", name),
        FileOutcome::Rules { name } => say!("obligations are judged by {name} now", name),
        FileOutcome::Template { name } => say!("{name} is the template of its document now", name),
        FileOutcome::Workspace { name } => say!("{name} is open", name),
        FileOutcome::Waiting { name, .. } => say!("{name} waits to be told which column is which", name),
        FileOutcome::Undecided { name, .. } => say!("{name} waits to be told what it is", name),
        FileOutcome::Orders { name, .. } => say!("{name} waits to be counted", name),
        FileOutcome::Tracker { name, .. } => say!("{name} waits to be told what it is for", name),
        FileOutcome::Sealed { name } => say!("{name} waits for its passphrase", name),
        FileOutcome::Bundle { name, .. } => say!("{name} is an evidence bundle", name),
        FileOutcome::Note { name, text } => format!("{name}: {}", text.trim_end_matches('.')),
        FileOutcome::Refused { name, reason } => say!("{name} was not opened: {reason}", name, reason),
    }
}

fn refused_words(refused: u64) -> String {
    if refused == 0 {
        String::new()
    } else {
        say!(", {refused} of them refused", refused = strings::number(refused))
    }
}

/// As many files are opened at once.
const MOST_FILES: usize = 500;

/// Files to open, and what is to be told of others that were found with them.
pub struct Found {
    /// The files.
    pub files: Vec<web_sys::File>,
    /// What became of the others.
    pub others: Vec<FileOutcome>,
}

/// Opens the files of a drop (`DataTransfer`) or a choice (`FileList`), those of its folders too.
pub fn open(desk: Desk, from: &JsValue, files: Vec<web_sys::File>) {
    match device::gather(from) {
        Some(gathering) => desk.open_found(
            say!("Looking through the folder").to_owned(),
            Box::pin(async move {
                let gathered = wasm_bindgen_futures::JsFuture::from(gathering).await;
                found(gathered.ok().and_then(|files| files.dyn_into::<js_sys::Array>().ok()).as_ref())
            }),
        ),
        None if files.len() > MOST_FILES => desk.fail(too_many()),
        None => desk.open_files(files),
    }
}

/// What was gathered, with what could not be read and what was left out.
fn found(gathered: Option<&js_sys::Array>) -> Result<Found, UserError> {
    let named = |key: &str| -> Vec<String> {
        let list: Option<js_sys::Array> =
            gathered.and_then(|all| js_sys::Reflect::get(all, &key.into()).ok()?.dyn_into().ok());
        list.map(|list| list.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
    };
    let files: Vec<web_sys::File> =
        gathered.map(|all| all.iter().filter_map(|file| file.dyn_into().ok()).collect()).unwrap_or_default();
    let (unread, left) = (named("unread"), named("left"));
    if files.len() + unread.len() > MOST_FILES {
        return Err(too_many());
    }
    if files.is_empty() {
        return Err(if gathered.is_some() && unread.is_empty() {
            UserError {
                title: say!("There is no file in that folder").to_owned(),
                remedy: say!("Open one that holds files; nothing was opened").to_owned(),
            }
        } else {
            UserError {
                title: say!("The folder could not be read").to_owned(),
                // Chromium hands a page that is itself a file none that is dropped.
                remedy: say!(
                    "Choose it with “Open a folder…” on Start, or pack it as a ZIP and open that; nothing was opened"
                )
                .to_owned(),
            }
        });
    }
    let refused = |name| FileOutcome::Refused {
        name,
        reason: say!("it could not be read from its folder; open it by itself").to_owned(),
    };
    let note = |name| FileOutcome::Note {
        name,
        text: say!("It belongs to a Slack export and holds no messages, and was left out.").to_owned(),
    };
    let others = unread.into_iter().map(refused).chain(left.into_iter().map(note)).collect();
    Ok(Found { files, others })
}

fn too_many() -> UserError {
    UserError {
        title: say!("There are more than {most} files", most = strings::number(MOST_FILES as u64)),
        remedy: say!("Open those that matter, or a smaller folder; nothing was opened").to_owned(),
    }
}

/// Lets a person choose files, and opens them.
pub fn choose(desk: Desk) {
    choose_from(desk, false);
}

/// Lets a person choose a folder, and opens its files.
pub fn choose_folder(desk: Desk) {
    choose_from(desk, true);
}

fn choose_from(desk: Desk, folder: bool) {
    desk.client().wake();
    crate::platform::unpacking::prepare();
    let prepare = |input: &web_sys::HtmlInputElement| {
        if folder {
            let _ = input.set_attribute("webkitdirectory", "");
        }
    };
    pick(true, prepare, move |files| open(desk, &files.clone().into(), list(files)));
}

thread_local! {
    /// How many pickers are open.
    static CHOOSING: Cell<u32> = const { Cell::new(0) };
}

/// Whether a person is choosing files now, which this program waits for.
pub fn is_choosing() -> bool {
    CHOOSING.get() > 0
}

/// Lets a person choose files, and hands them over. `prepare` sets what may be chosen.
fn pick(
    several: bool,
    prepare: impl FnOnce(&web_sys::HtmlInputElement),
    then: impl FnOnce(Option<web_sys::FileList>) + 'static,
) {
    let Ok(input) = document().create_element("input") else { return };
    let input: web_sys::HtmlInputElement = input.unchecked_into();
    input.set_type("file");
    input.set_multiple(several);
    prepare(&input);
    let chosen = input.clone();
    let listen = |sign, heard: Box<dyn FnOnce()>| {
        gloo::events::EventListener::once(&input, sign, move |_| {
            CHOOSING.set(CHOOSING.get().saturating_sub(1));
            heard();
        })
        .forget();
    };
    listen("change", Box::new(move || then(chosen.files())));
    listen("cancel", Box::new(|| {}));
    CHOOSING.set(CHOOSING.get() + 1);
    input.click();
}

/// Lets a person choose one file, and hands it over; opens nothing.
pub fn choose_one(accept: &str, then: impl FnOnce(web_sys::File) + 'static) {
    choose_some(accept, false, |files| {
        if let Some(file) = files.into_iter().next() {
            then(file);
        }
    });
}

/// Lets a person choose a text file, and hands over its name and its text; opens nothing.
pub fn choose_text(accept: &str, then: impl FnOnce(String, String) + 'static) {
    choose_one(accept, move |file| {
        leptos::task::spawn_local(async move {
            let text = text(&file).await;
            then(file.name(), text);
        });
    });
}

/// The text of a file; one that cannot be read is told as one that holds nothing.
pub async fn text(file: &web_sys::Blob) -> String {
    let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Lets a person choose files, and hands them over; opens nothing.
pub fn choose_some(accept: &str, several: bool, then: impl FnOnce(Vec<web_sys::File>) + 'static) {
    pick(several, |input| input.set_accept(accept), |files| then(list(files)));
}

/// The files of a list.
pub fn list(files: Option<web_sys::FileList>) -> Vec<web_sys::File> {
    files.map(|f| (0..f.length()).filter_map(|n| f.get(n)).collect()).unwrap_or_default()
}

/// Pasted text as a file, so that it takes the same way as any other.
pub fn pasted(text: &str) -> Option<web_sys::File> {
    of_text("pasted text", text)
}

/// A text as a file.
pub fn of_text(name: &str, text: &str) -> Option<web_sys::File> {
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::File::new_with_str_sequence(&parts, name).ok()
}

/// The element that an event is about, also one of another window of this page, whose elements are of another kind to it.
pub fn element(target: Option<web_sys::EventTarget>) -> Option<web_sys::Element> {
    let target = target?;
    let is_element = js_sys::Reflect::has(&target, &"closest".into()) == Ok(true);
    is_element.then(|| target.unchecked_into())
}

/// Whether an event stands in something that takes text.
pub fn is_typing(target: Option<web_sys::EventTarget>) -> bool {
    let Some(element) = element(target) else { return false };
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(element.get_attribute("type").as_deref(), Some("checkbox" | "radio" | "button")),
        _ => element.get_attribute("contenteditable").is_some(),
    }
}
