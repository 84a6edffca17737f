//! Files on their way out: the workspace, documents and data, the evidence bundle.

use super::{Desk, Work};
use crate::engine::Query;
use crate::engine::protocol::Export;
use crate::engine::view::Exported;
use crate::platform::messages::UserError;
use crate::platform::{clock, dom};
use crate::ui::strings::count;
use crate::ui::view::prelude::*;
use leptos::task::spawn_local;

impl Desk {
    /// Saves everything as a `.floodmark` file.
    pub fn save_file(self) {
        self.work.set(Some(Work {
            request: None,
            progress: None,
            what: say!("Writing the workspace").to_owned(),
        }));
        spawn_local(async move {
            let zone = self.zone.get_untracked();
            let name = format!("workspace-{}.floodmark", clock::today(zone).format("%Y-%m-%d"));
            let result = self.client().save().await;
            let result = result.and_then(|(blob, missing)| dom::download(&name, &blob).map(|()| missing));
            self.work.set(None);
            match result {
                Ok(0) => self.tell(
                    false,
                    say!("Saved {name}", name),
                    "It holds every case, decision, the plan and the original files",
                ),
                Ok(missing) => self.tell(
                    true,
                    say!("Saved {name}", name),
                    say!(
                        "It holds every case, decision and the plan. Not in it, since this device does not have them: {files}",
                        files = count(u64::from(missing), "original file", "original files")
                    ),
                ),
                Err(error) => self.fail(error),
            }
        });
    }

    /// Saves the journal of this device as it is kept.
    pub(super) fn save_journal(self) {
        let name = format!("journal-{}.jsonl", clock::today(self.zone.get_untracked()).format("%Y-%m-%d"));
        spawn_local(async move {
            let journal = self.client().journal().await;
            self.saved(&name, journal.map(|blob| (blob, vec![])));
        });
    }

    /// Saves a document or data of the open case.
    pub fn export(self, what: Export) {
        let zone = self.zone.get_untracked();
        self.take_away(Query::Export {
            what,
            case: self.open.get_untracked(),
            zone,
            date: clock::today(zone),
        });
    }

    /// Saves the file that answers a query.
    pub fn take_away(self, query: Query) {
        self.ask_once::<Exported>(query, move |file| {
            let Some(make) = file.make else {
                let blob = dom::text_blob(&file.text, &file.mime).map(|blob| (blob, vec![]));
                return self.saved(&file.name, blob);
            };
            self.work.set(Some(Work {
                request: None,
                progress: None,
                what: say!("Making {file}", file = file.name),
            }));
            spawn_local(async move {
                let made = self.client().make(make).await;
                self.work.set(None);
                self.saved(&file.name, made);
            });
        });
    }

    /// Saves the file that answers a query under a passphrase.
    pub fn take_away_sealed(self, query: Query, passphrase: String) {
        self.ask_once::<Exported>(query, move |file| {
            spawn_local(async move {
                let sealed = match dom::text_blob(&file.text, &file.mime) {
                    Ok(blob) => self.client().seal(&blob, passphrase).await,
                    Err(error) => Err(error),
                };
                self.saved(&file.name, sealed.map(|blob| (blob, vec![])));
            });
        });
    }

    /// Saves the evidence bundle of the open case, and tells the hash of its manifest.
    pub fn save_evidence(self) {
        let Some(case) = self.open.get_untracked() else { return };
        let zone = self.zone.get_untracked();
        let what = say!("Gathering the evidence").to_owned();
        self.work.set(Some(Work { request: None, progress: None, what }));
        spawn_local(async move {
            let made = clock::now().to_string();
            let bundle = self.client().evidence(case, zone, clock::today(zone), made).await;
            self.work.set(None);
            match bundle.and_then(|(name, blob, made)| dom::download(&name, &blob).map(|()| (name, made))) {
                Ok((name, made)) => {
                    let mut words = say!(
                        "Write down the SHA-256 of its manifest, and keep it elsewhere: {hash}",
                        hash = made.manifest
                    );
                    if !made.not_made.is_empty() {
                        words += ". ";
                        words += &say!(
                            "Not made, a text in its place in the bundle says why: {documents}",
                            documents = made.not_made.join(", ")
                        );
                    }
                    self.tell(true, say!("Saved {name}", name), words);
                }
                Err(error) => self.fail(error),
            }
        });
    }

    /// Hands out a file, and tells so; what in it is left to a person is told too.
    fn saved(self, name: &str, file: Result<(web_sys::Blob, Vec<String>), UserError>) {
        match file.and_then(|(blob, left)| dom::download(name, &blob).map(|()| left)) {
            Ok(left) => self.tell(
                !left.is_empty(),
                say!("Saved {name}", name),
                left.into_iter().map(retold).collect::<Vec<_>>().join(" "),
            ),
            Err(error) => self.fail(error),
        }
    }
}
