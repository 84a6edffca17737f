//! Files on their way in: chosen, dropped, pasted.

use super::state::Desk;
use super::strings;
use crate::platform::device;
use crate::platform::messages::FileOutcome;
use crate::ui::view::prelude::*;
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

/// Opens the files of a drop (`DataTransfer`) or a choice (`FileList`), those of its folders too.
pub fn open(desk: Desk, from: &JsValue, files: Vec<web_sys::File>) {
    let Some(gathering) = device::gather(from) else { return open_all(desk, files) };
    leptos::task::spawn_local(async move {
        let gathered = wasm_bindgen_futures::JsFuture::from(gathering).await;
        match gathered.ok().and_then(|files| files.dyn_into::<js_sys::Array>().ok()) {
            Some(files) if files.length() == 0 => {
                desk.tell(
                    true,
                    "There is no file in that folder",
                    "Drop one that holds files; nothing was opened",
                );
            }
            Some(files) => open_all(desk, files.iter().filter_map(|file| file.dyn_into().ok()).collect()),
            None => desk.tell(
                true,
                "The folder could not be read",
                "Look whether it is still there and may be read, or drop its files; nothing was opened",
            ),
        }
    });
}

fn open_all(desk: Desk, files: Vec<web_sys::File>) {
    if files.len() > MOST_FILES {
        desk.tell(
            true,
            say!("There are more than {most} files", most = strings::number(MOST_FILES as u64)),
            "Drop those that matter, or a smaller folder; nothing was opened",
        );
        return;
    }
    desk.open_files(files);
}

/// Lets a person choose files, and opens them.
pub fn choose(desk: Desk) {
    let Ok(input) =
        document().create_element("input").map(JsCast::unchecked_into::<web_sys::HtmlInputElement>)
    else {
        return;
    };
    desk.client().wake();
    crate::platform::unpacking::prepare();
    input.set_type("file");
    input.set_multiple(true);
    let chosen = input.clone();
    gloo::events::EventListener::once(&input, "change", move |_| {
        let files = chosen.files();
        open(desk, &files.clone().into(), list(files));
    })
    .forget();
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
    let Ok(input) =
        document().create_element("input").map(JsCast::unchecked_into::<web_sys::HtmlInputElement>)
    else {
        return;
    };
    input.set_type("file");
    input.set_accept(accept);
    input.set_multiple(several);
    let chosen = input.clone();
    gloo::events::EventListener::once(&input, "change", move |_| then(list(chosen.files()))).forget();
    input.click();
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
