//! How views become elements.
//!
//! Leptos gives every element of a view a type of its own, and makes the code that builds, rebuilds and drops it anew
//! for each; for pages like these that is most of a megabyte. Here [`view!`](crate::view) reads the same notation and
//! emits calls on one [`Builder`], which makes elements at once. What changes is driven by Leptos's own render effects
//! and owners: a part that reads signals is made anew when they change, and everything it owned is disposed of first.
//!
//! Understood are elements, text, `{parts}`, `name=value`, `on:event=`, `prop:name=`, `class:name=`, `style:name=`,
//! `node_ref=`, and `<For each= key= children=/>` in this order. A value that holds `>` outside brackets needs some,
//! and an attribute without value is written `name=true`.

mod builder;
mod notation;
mod place;

use crate::language::look;
pub use builder::Builder;
use leptos::prelude::{Owner, StoredValue, document};
use leptos::reactive::effect::RenderEffect;
use std::rc::Rc;
use web_sys::Node;

/// What the pages use of Leptos, with this view in place of its own.
pub mod prelude {
    pub use super::{AnyView, CollectView, Effect, IntoAny, IntoView};
    pub use crate::language::{Said, inside, known, look, retold, sense, undone};
    pub use crate::ui::state::read_only;
    pub use crate::{say, view};
    pub use leptos::prelude::{
        Callable, Callback, LocalStorage, Memo, NodeRef, Owner, RwSignal, Signal, StoredValue, document,
        event_target, event_target_checked, event_target_value, expect_context, location, on_cleanup,
        provide_context, set_timeout, untrack, use_context, window, window_event_listener,
    };
    pub use leptos::reactive::prelude::*;
}

/// A view of any kind, on its way into the page.
pub struct AnyView(Part);

enum Part {
    Nothing,
    Text(String),
    Node(Node),
    Many(Vec<AnyView>),
    Live(Box<dyn FnMut() -> AnyView>),
    Each(Items),
}

/// The items of a list: what tells one from the others, and how it is made.
type Items = Box<dyn FnMut() -> Vec<(u64, Box<dyn FnOnce() -> AnyView>)>>;

/// What can stand in a view.
pub trait IntoAny {
    /// As a view.
    fn into_any(self) -> AnyView;
}

/// What can stand in a view; another name of [`IntoAny`].
pub trait IntoView: IntoAny {}
impl<T: IntoAny> IntoView for T {}

impl IntoAny for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoAny for () {
    fn into_any(self) -> AnyView {
        AnyView(Part::Nothing)
    }
}

impl IntoAny for String {
    fn into_any(self) -> AnyView {
        AnyView(Part::Text(self))
    }
}

/// Text of the program, in the language of the page. What is somebody's data is a `String`, and stays as it is.
impl IntoAny for &'static str {
    fn into_any(self) -> AnyView {
        AnyView(Part::Text(look(self).to_owned()))
    }
}

impl<T: IntoAny> IntoAny for Option<T> {
    fn into_any(self) -> AnyView {
        self.map_or(AnyView(Part::Nothing), IntoAny::into_any)
    }
}

impl<T: IntoAny> IntoAny for Vec<T> {
    fn into_any(self) -> AnyView {
        self.into_iter().collect_view()
    }
}

impl<A: IntoAny, B: IntoAny> IntoAny for (A, B) {
    fn into_any(self) -> AnyView {
        AnyView(Part::Many(vec![self.0.into_any(), self.1.into_any()]))
    }
}

impl<F: FnMut() -> V + 'static, V: IntoAny> IntoAny for F {
    fn into_any(mut self) -> AnyView {
        AnyView(Part::Live(Box::new(move || self().into_any())))
    }
}

/// Views of all items of an iterator.
pub trait CollectView {
    /// One after the other.
    fn collect_view(self) -> AnyView;
}

impl<I: Iterator<Item = V>, V: IntoAny> CollectView for I {
    fn collect_view(self) -> AnyView {
        AnyView(Part::Many(self.map(IntoAny::into_any).collect()))
    }
}

/// What an attribute, a property, a class or a style is set to.
pub enum Value {
    /// Taken away.
    None,
    /// There, or not.
    Flag(bool),
    /// A text that was made, or somebody's data.
    Text(String),
    /// A text of the program; looked up where the attribute is one that people read.
    Word(&'static str),
    /// Set anew whenever what it reads changes.
    Live(Box<dyn FnMut() -> Value>),
}

/// What an attribute can be set to.
pub trait IntoValue {
    /// As a value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl IntoValue for bool {
    fn into_value(self) -> Value {
        Value::Flag(self)
    }
}

impl IntoValue for String {
    fn into_value(self) -> Value {
        Value::Text(self)
    }
}

impl IntoValue for &String {
    fn into_value(self) -> Value {
        Value::Text(self.clone())
    }
}

impl IntoValue for &'static str {
    fn into_value(self) -> Value {
        Value::Word(self)
    }
}

impl IntoValue for f64 {
    fn into_value(self) -> Value {
        Value::Text(self.to_string())
    }
}

impl<T: IntoValue> IntoValue for Option<T> {
    fn into_value(self) -> Value {
        self.map_or(Value::None, IntoValue::into_value)
    }
}

impl<F: FnMut() -> V + 'static, V: IntoValue> IntoValue for F {
    fn into_value(mut self) -> Value {
        Value::Live(Box::new(move || self().into_value()))
    }
}

/// Runs at once and whenever what it reads changes, until the owner that is current now is gone.
fn effect(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_: Option<()>| run());
    StoredValue::new_local(effect);
}

/// Leptos's effect with its code made once: runs after this turn, and whenever what it reads changes.
pub struct Effect;

impl Effect {
    /// Runs with what it gave the last time.
    #[allow(clippy::new_ret_no_self, reason = "as Leptos's own, which is kept by the current owner")]
    pub fn new<T: 'static>(mut run: impl FnMut(Option<T>) -> T + 'static) {
        let mut last = None;
        soon(Box::new(move || last = Some(run(last.take()))));
    }
}

fn soon(mut run: Box<dyn FnMut()>) {
    leptos::prelude::Effect::new(move |_: Option<()>| run());
}

/// Sets something to a value, now and later.
fn follow(value: Value, set: Rc<dyn Fn(Value)>) {
    match value {
        Value::Live(mut live) => effect(Box::new(move || follow(live(), set.clone()))),
        value => set(value),
    }
}

/// Puts a view into an element of any window, owned by what is current now.
pub fn mount_in(parent: &Node, view: impl FnOnce() -> AnyView) {
    place::append(parent, None, view());
}

/// Puts a view on the page, for as long as the page lives or what owns the view is cleaned up; its elements stay.
pub fn mount(view: impl FnOnce() -> AnyView + 'static) -> Option<Owner> {
    let body = document().body()?;
    let owner = Rc::new(std::cell::RefCell::new(None));
    let found = owner.clone();
    leptos::mount::mount_to_body(move || {
        *found.borrow_mut() = Owner::current();
        place::append(&body, None, view());
    });
    owner.take()
}
