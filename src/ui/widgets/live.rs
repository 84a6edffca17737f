//! One shape for everything that changes on its own.
//!
//! Every closure in a view has a type of its own, and the code that renders it is made once for each type. Boxed,
//! they share one, which keeps the page small.

use crate::platform::client::Client;
use crate::ui::state::desk;
use crate::ui::view::prelude::*;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

/// A part of the page that is made anew when what it reads changes.
pub fn live<V: IntoAny + 'static>(part: impl Fn() -> V + Send + 'static) -> AnyView {
    let part: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || part().into_any());
    part.into_any()
}

/// A part of a large page that is made a moment later, so that no task of the browser makes all of it at once.
///
/// * `turn`: parts with a smaller number come before those with a larger.
pub fn later(turn: u32, part: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    let ready = RwSignal::new(false);
    let client = desk().client();
    if TURNS.with_borrow_mut(|turns| turns.join(client, turn, ready)) {
        set_timeout(next_part, BETWEEN);
    }
    live(move || ready.get().then(&part))
}

/// How long the page is left alone between two parts, so that what is there can be painted, what a person does is heard, and
/// what the engine answers is shown.
const BETWEEN: Duration = Duration::from_millis(4);

/// So often a part gives way to what the engine is asked: for a tenth of a second.
const GIVES_WAY: u32 = 25;

/// The parts that wait for their turn.
#[derive(Default)]
struct Turns {
    waiting: BTreeMap<(u32, u64), RwSignal<bool>>,
    /// How many have come.
    count: u64,
    /// Through which the engine is asked.
    client: Option<Client>,
    /// How often they have given way since one was made.
    gave_way: u32,
}

thread_local! {
    static TURNS: RefCell<Turns> = RefCell::default();
}

impl Turns {
    /// Lets a part wait; true where none did.
    fn join(&mut self, client: Client, turn: u32, ready: RwSignal<bool>) -> bool {
        self.count += 1;
        self.client = Some(client);
        self.waiting.insert((turn, self.count), ready);
        self.waiting.len() == 1
    }

    /// Whether the part whose turn it is gives way: what a person waits for comes first, on the screen and in the processor.
    fn gives_way(&mut self) -> bool {
        let asked = self.client.as_ref().is_some_and(|client| !client.is_idle());
        self.gave_way = if asked && self.gave_way < GIVES_WAY { self.gave_way + 1 } else { 0 };
        self.gave_way > 0
    }
}

/// Makes the part whose turn it is. The next one gets its turn only after that, however long it took: timers that all ran out
/// meanwhile would come before anything else that happens on the page.
fn next_part() {
    if TURNS.with_borrow_mut(Turns::gives_way) {
        set_timeout(next_part, BETWEEN);
        return;
    }
    loop {
        let Some((place, ready)) =
            TURNS.with_borrow(|turns| turns.waiting.first_key_value().map(|(at, ready)| (*at, *ready)))
        else {
            return;
        };
        // What has left the page meanwhile takes no turn.
        let made = ready.try_set(true).is_none();
        let more = TURNS.with_borrow_mut(|turns| {
            turns.waiting.remove(&place);
            !turns.waiting.is_empty()
        });
        if made {
            if more {
                set_timeout(next_part, BETWEEN);
            }
            return;
        }
    }
}

/// An attribute that changes; none takes it away.
pub type Word = Box<dyn FnMut() -> Option<String> + Send>;

/// What an attribute may be said with.
pub trait IntoWord {
    /// The attribute's value.
    fn into_word(self) -> Option<String>;
}

impl IntoWord for String {
    fn into_word(self) -> Option<String> {
        Some(self)
    }
}

impl IntoWord for &str {
    fn into_word(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl<T: IntoWord> IntoWord for Option<T> {
    fn into_word(self) -> Option<String> {
        self?.into_word()
    }
}

/// An attribute that changes with what it reads.
pub fn word<V: IntoWord + 'static>(value: impl Fn() -> V + Send + 'static) -> Word {
    Box::new(move || value().into_word())
}

/// A class or a state that comes and goes.
pub fn flag(value: impl Fn() -> bool + Send + 'static) -> Box<dyn FnMut() -> bool + Send> {
    Box::new(value)
}
