//! What was counted of a shop's orders: figures alone, nothing of a customer and no text of a row.

use super::source::Refusal;
use super::time::Timestamp;
use super::zone::Zone;
use serde::{Deserialize, Serialize};

/// So many refused rows are kept with their line and reason; all of them are counted.
pub const KEPT_REFUSALS: usize = 100;

/// Which orders count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Window {
    /// The first instant at which data could be taken.
    pub from: Timestamp,
    /// The last.
    pub to: Timestamp,
    /// The zone of dates that state none.
    pub zone: Option<Zone>,
    /// Whether `03/04/2026` is the third of April; `None` decides over the whole column, and refuses where it cannot.
    pub day_first: Option<bool>,
}

/// The orders of a window. `rows = orders + repeated + waiting + refused`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Affected {
    /// Rows of the file without its header.
    pub rows: u64,
    /// Orders whose time is known, inside the window or not.
    pub orders: u64,
    /// Rows that tell more of an order before them, such as its items.
    pub repeated: u64,
    /// Orders whose date has no zone, and none was given.
    pub waiting: u64,
    /// Rows that could not be read: their lines and reasons, without their text.
    pub refusals: Vec<Refusal>,
    /// The orders inside the window.
    pub inside: Group,
    /// Orders among them that have only a date and may lie outside.
    pub uncertain: u64,
    /// Orders among them without an e-mail, which belong to no counted customer.
    pub nameless: u64,
    /// The orders inside by the country of the bill; most orders first.
    pub countries: Vec<Group>,
    /// The orders inside by how they were paid; most orders first.
    pub payments: Vec<Group>,
    /// What a reader should know of the file, in plain sentences.
    pub notes: Vec<String>,
    /// How the orders inside lie over the time of the window; older counts have none.
    #[serde(default)]
    pub course: Course,
}

/// How the orders of a window lie over its time, in stretches that are numbered from 0: what bounds the figures of another
/// window.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Course {
    /// Where the stretches begin, and where the last one ends: one more than there are stretches.
    pub edges: Vec<Timestamp>,
    /// The orders.
    pub orders: Along,
    /// Those who ordered, each with all of their orders.
    pub customers: Along,
}

/// Where orders or customers begin and end, as numbers by stretch. An order of which only the day is known may lie in
/// several stretches; then it lies in none of them for sure.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Along {
    /// How many have their first sure order in the stretch.
    pub first_sure: Vec<u64>,
    /// How many have their last sure order in it.
    pub last_sure: Vec<u64>,
    /// How many can have their first order in it, and none before.
    pub first: Vec<u64>,
    /// How many can have their last order in it, and none after.
    pub last: Vec<u64>,
}

/// Some of the orders.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Group {
    /// The country or the payment method; empty for all of them.
    pub name: String,
    /// How many orders.
    pub orders: u64,
    /// How many different e-mails these have.
    pub customers: u64,
}

/// A count of orders as a case keeps it. The file itself is kept nowhere; its hash tells which it was.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OrderCount {
    /// The file's name as given.
    pub name: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The window that was counted, with the zone and the order of figures that a person gave.
    pub window: Window,
    /// The figures; of the refused rows the first [`KEPT_REFUSALS`].
    pub counted: Affected,
    /// How many rows were refused.
    pub refused: u64,
}

impl OrderCount {
    /// What is kept of a count: of refused rows only lines and reasons.
    ///
    /// ```
    /// use floodmark::model::orders::{Affected, OrderCount, Window};
    /// use floodmark::model::{Refusal, Timestamp};
    /// let window = Window { from: Timestamp(0), to: Timestamp(1), zone: None, day_first: None };
    /// let refusal = |line| Refusal { line, pointer: "/0".into(), text: "Ada".into(), reason: "no date".into() };
    /// let counted = Affected { rows: 101, refusals: (2..103).map(refusal).collect(), ..Affected::default() };
    /// let kept = OrderCount::new("orders.csv", "", window, counted);
    /// assert_eq!((kept.refused, kept.counted.refusals.len()), (101, 100));
    /// assert!(kept.counted.refusals.iter().all(|r| r.text.is_empty() && r.pointer.is_empty()));
    /// ```
    pub fn new(name: &str, sha256: &str, window: Window, mut counted: Affected) -> Self {
        let refused = counted.refusals.len() as u64;
        counted.refusals.truncate(KEPT_REFUSALS);
        for refusal in &mut counted.refusals {
            refusal.pointer.clear();
            refusal.text.clear();
        }
        OrderCount { name: name.to_owned(), sha256: sha256.to_owned(), window, counted, refused }
    }
}
