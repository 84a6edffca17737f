//! One shape for everything that changes on its own.
//!
//! Every closure in a view has a type of its own, and the code that renders it is made once for each type. Boxed,
//! they share one, which keeps the page small.

use crate::ui::view::prelude::*;

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
    // A few milliseconds, so that what is there can be painted in between.
    let wait = std::time::Duration::from_millis(u64::from(turn) * 8);
    set_timeout(
        move || {
            let _ = ready.try_set(true);
        },
        wait,
    );
    live(move || ready.get().then(&part))
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
