//! What the device tells, as the page takes it up: the program kept for use offline, several tabs, room that is short.

use super::{Desk, Saved};
use crate::platform::device::{self, Told};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};

/// How the program stands on this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Offline {
    /// It is not kept there, or not yet.
    #[default]
    Not,
    /// It is kept, and works without a network.
    Ready,
    /// So is a newer version, which waits.
    Newer,
}

/// What a notice lets a person do about what it tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Offer {
    /// Go on with the newer version.
    TakeNewer,
    /// Change the workspace in this tab, and no longer in another.
    TakeOver,
    /// Save the workspace as a file.
    SaveFile,
    /// Save the journal of this device as a file, as it is.
    SaveJournal,
}

impl Offer {
    /// What saves the work from something that could not be kept, or not be read.
    pub fn against(error: &UserError) -> Option<Offer> {
        match error.is_of_journal() {
            true => Some(Offer::SaveJournal),
            false => error.is_of_storage().then_some(Offer::SaveFile),
        }
    }

    /// The words on its button.
    pub fn label(self) -> &'static str {
        match self {
            Offer::TakeNewer => "Reload",
            Offer::TakeOver => "Take over here",
            Offer::SaveFile => "Save the workspace as a file",
            Offer::SaveJournal => "Save the journal as a file",
        }
    }
}

impl Desk {
    /// Hears what the device and other tabs tell. Call once.
    pub fn follow_device(self) {
        self.client().on_role(move |reads| self.role(reads));
        let heard = device::listen(move |told| {
            match told {
            Told::Ready => self.offline.set(Offline::Ready),
            Told::Newer => self.newer("Everything that is saved on this device stays as it is"),
            Told::Elsewhere => self.newer("Another tab runs it already"),
            Told::Full(percent) => self.tell_offering(
                true,
                "Room on this device is short",
                say!("{percent} % of what the browser gives this page are used; save your work as a file before it is full", percent),
                Some(Offer::SaveFile),
            ),
            Told::Private => self.tell_offering(
                true,
                "This looks like a private window",
                "The browser forgets everything when it is closed; save the workspace as a file before that",
                Some(Offer::SaveFile),
            ),
            Told::Files(files) => self.open_files(files),
        }
        });
        StoredValue::new_local(heard);
    }

    /// Does what a notice offers.
    pub fn take_up(self, offer: Offer) {
        match offer {
            Offer::TakeNewer => device::take_newer(),
            Offer::TakeOver => self.take_over(),
            Offer::SaveFile => self.save_file(),
            Offer::SaveJournal => self.save_journal(),
        }
    }

    /// Tells that this browser keeps nothing, before there is anything to lose.
    pub(super) fn tell_not_kept(self) {
        self.tell_offering(
            true,
            "This browser keeps nothing here",
            "Its storage is blocked, as in some private windows; save the workspace as a file before you close the tab",
            Some(Offer::SaveFile),
        );
    }

    fn newer(self, body: &'static str) {
        self.offline.set(Offline::Newer);
        self.tell_offering(false, "A newer version is here", body, Some(Offer::TakeNewer));
    }

    fn role(self, reads: bool) {
        let before = self.reads.get_untracked();
        self.reads.set(reads);
        if reads {
            self.tell_offering(
                true,
                "This tab is read-only",
                "Another tab is changing this workspace; what you see here is as it was when you came",
                Some(Offer::TakeOver),
            );
        } else if before {
            self.notices.update(|all| all.retain(|n| n.offer != Some(Offer::TakeOver)));
            self.tell(false, "You can change the workspace here again", "");
            spawn_local(self.anew());
        }
    }

    fn take_over(self) {
        spawn_local(async move {
            if let Err(error) = self.client().take_over().await {
                self.saved.set(Saved::Failed(error.clone()));
                self.fail(error);
            }
        });
    }

    /// Asks for everything anew, after the engine has read the journal once more and counts from the start.
    async fn anew(self) {
        self.ask_kept().await;
        self.revision.set(u64::MAX);
        self.refresh().await;
    }
}
