//! What is told at the edge of the screen, and what is read out.

use super::{Desk, Offer};
use crate::platform::messages::UserError;
use crate::ui::view::prelude::*;
use serde::{Deserialize, Serialize};

/// Something told at the edge of the screen.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Names it, so that it can be closed.
    pub id: u32,
    /// Whether something did not work.
    pub error: bool,
    /// What happened.
    pub title: String,
    /// Where, and what to do.
    pub body: String,
    /// What it lets a person do at once.
    pub offer: Option<Offer>,
}

impl Desk {
    /// Tells something at the edge of the screen.
    pub fn tell(self, error: bool, title: impl Said, body: impl Said) {
        self.tell_offering(error, title, body, None);
    }

    /// Tells something, and what can be done about it at once; that stays until it is closed.
    pub fn tell_offering(self, error: bool, title: impl Said, body: impl Said, offer: Option<Offer>) {
        self.next_notice.update_value(|n| *n += 1);
        let (title, body) = (title.said(), body.said());
        let notice = Notice { id: self.next_notice.get_value(), error, title, body, offer };
        let id = notice.id;
        self.notices.update(|all| {
            // The same thing is told once.
            all.retain(|n| n.title != notice.title || n.body != notice.body);
            all.push(notice);
            let spare = all.len().saturating_sub(4);
            all.drain(..spare);
        });
        if !error && offer.is_none() {
            set_timeout(move || self.dismiss(id), std::time::Duration::from_secs(8));
        }
    }

    /// Tells that something did not work; stays until it is closed.
    pub fn fail(self, error: UserError) {
        let offer = match self.reads.get_untracked() {
            true => Some(Offer::TakeOver),
            false => Offer::against(&error),
        };
        let UserError { title, remedy } = error.told();
        self.tell_offering(true, title, remedy, offer);
    }

    /// Closes a notice.
    pub fn dismiss(self, id: u32) {
        let _ = self.notices.try_update(|all| all.retain(|n| n.id != id));
    }

    /// Has something read out that is seen anyway.
    pub fn say(self, text: impl Said) {
        self.said.set(text.said());
    }
}
