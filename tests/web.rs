//! Browser glue, under wasm-bindgen-test in a dedicated worker, as the engine runs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]
#![cfg(target_arch = "wasm32")]

use floodmark::engine::Command;
use floodmark::engine::journal::{Entry, Journal};
use floodmark::model::{CaseId, Timestamp};
use floodmark::platform::storage::Storage;
use floodmark::platform::{clock, dom, start};
use floodmark::workspace::Change;
use std::cmp::Ordering;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

fn rename(title: &str) -> Entry {
    let change = Change::RenameCase { case: CaseId(0), title: title.to_owned() };
    Entry { at: Timestamp(1_500_000), command: Command::from(change) }
}

/// What a storage's journal holds, read to its end.
async fn commands(storage: &Storage) -> Vec<Command> {
    let lines = storage.journal().await.unwrap();
    let Journal { entries, broken } = Journal::read(lines.iter().map(String::as_str));
    assert_eq!(broken, None);
    entries.into_iter().map(|entry| entry.command).collect()
}

#[wasm_bindgen_test]
async fn the_journal_reads_back_in_order_and_is_gone_once_erased() {
    let storage = Storage::open().await;
    assert!(storage.keeps());
    storage.erase().await.unwrap();
    for title in ["first", "second", "third"] {
        storage.append(&rename(title)).await.unwrap();
    }
    // Another instance, as after closing the tab.
    let again = Storage::open().await;
    assert_eq!(commands(&again).await, ["first", "second", "third"].map(|t| rename(t).command));
    again.erase().await.unwrap();
    assert!(storage.journal().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn what_another_tab_journalled_is_never_followed_by_what_was_made_without_it() {
    let (here, there) = (Storage::open().await, Storage::open().await);
    here.erase().await.unwrap();
    here.append(&rename("known to both")).await.unwrap();
    there.journal().await.unwrap();
    there.append(&rename("made there")).await.unwrap();
    assert_eq!(here.end().await, Ordering::Greater);
    let refused = here.append(&rename("made here")).await.unwrap_err();
    assert_eq!(refused.title, "Another tab has changed this workspace");
    // Once it has been read, it is followed.
    here.journal().await.unwrap();
    here.append(&rename("made after it")).await.unwrap();
    assert_eq!(
        commands(&here).await,
        ["known to both", "made there", "made after it"].map(|t| rename(t).command)
    );
    // What is gone is said to be gone, and nothing is written after it as if it were there.
    there.erase().await.unwrap();
    assert_eq!(here.end().await, Ordering::Less);
    assert!(here.append(&rename("too late")).await.unwrap_err().is_of_storage());
    assert!(there.journal().await.unwrap().is_empty());
}

#[wasm_bindgen_test]
async fn an_original_is_kept_under_its_hash_byte_for_byte() {
    let storage = Storage::open().await;
    let name = "ab".repeat(32);
    let blob = dom::text_blob("zeit;näme\n", "text/csv").unwrap();
    storage.keep(&name, &blob).await.unwrap();
    let kept = Storage::open().await.original(&name).await.unwrap();
    let text = JsFuture::from(kept.text()).await.unwrap();
    assert_eq!(text.as_string().as_deref(), Some("zeit;näme\n"));
    assert!(storage.original(&"cd".repeat(32)).await.is_none());
    storage.erase().await.unwrap();
    assert!(storage.original(&name).await.is_none());
}

#[wasm_bindgen_test]
fn the_clock_of_the_device_is_in_this_century_and_has_a_zone() {
    let now = clock::now();
    assert!(now.is_plausible() && now > "2025-01-01T00:00:00Z".parse().unwrap());
    let zone = clock::zone();
    assert_eq!(clock::today(zone), zone.local(clock::now()).date());
}

#[wasm_bindgen_test]
fn a_worker_knows_that_it_is_not_the_page() {
    assert!(!start::is_page());
}
