//! Makes elements, one after the other.

use super::{AnyView, IntoAny, IntoValue, Part, Value, follow, place};
use crate::language::look;
use leptos::ev::EventDescriptor;
use leptos::prelude::{NodeRef, document};
use leptos::tachys::html::element::ElementType;
use leptos::tachys::html::node_ref::NodeRefContainer;
use std::hash::{BuildHasher, Hash};
use std::rc::Rc;
use web_sys::Element;
use web_sys::wasm_bindgen::prelude::Closure;
use web_sys::wasm_bindgen::{JsCast, JsValue};

/// Makes the elements of one view.
pub struct Builder {
    open: Vec<Element>,
    made: Vec<AnyView>,
}

/// Elements that belong to drawings.
const DRAWN: [&str; 9] = ["svg", "path", "g", "rect", "line", "circle", "polyline", "polygon", "ellipse"];

/// Attributes that people read or hear.
const READ: [&str; 7] =
    ["aria-label", "title", "placeholder", "alt", "data-label", "aria-description", "aria-valuetext"];

impl Default for Builder {
    fn default() -> Self {
        Self::new()
    }
}

impl Builder {
    /// A view with nothing in it.
    pub fn new() -> Builder {
        Builder { open: vec![], made: vec![] }
    }

    /// Begins an element.
    pub fn open(&mut self, tag: &str) {
        let document = document();
        let made = if DRAWN.contains(&tag) {
            document.create_element_ns(Some("http://www.w3.org/2000/svg"), tag)
        } else {
            document.create_element(tag)
        };
        // A name of an element that is written in the program is one.
        if let Ok(element) = made {
            self.open.push(element);
        }
    }

    /// Ends the element that was begun last.
    pub fn close(&mut self) {
        if let Some(element) = self.open.pop() {
            self.put(AnyView(Part::Node(element.into())));
        }
    }

    /// Sets an attribute of the element that was begun last.
    pub fn attr(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(set_attr, name, value.into_value());
    }

    /// Sets a property of the element that was begun last.
    pub fn prop(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(set_prop, name, value.into_value());
    }

    /// Gives a class to the element that was begun last, or takes it away.
    pub fn class(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(set_class, name, value.into_value());
    }

    /// Sets a style of the element that was begun last.
    pub fn style(&mut self, name: &'static str, value: impl IntoValue) {
        self.set(set_style, name, value.into_value());
    }

    fn set(&self, write: fn(&Element, &str, Value), name: &'static str, value: Value) {
        if let Some(element) = self.open.last().cloned() {
            follow(value, Rc::new(move |value| write(&element, name, value)));
        }
    }

    /// Hears an event of the element that was begun last.
    pub fn on<E: EventDescriptor>(&mut self, event: E, mut hear: impl FnMut(E::EventType) + 'static)
    where
        E::EventType: JsCast,
    {
        self.listen(&event.name(), Box::new(move |event| hear(event.unchecked_into())));
    }

    fn listen(&mut self, name: &str, hear: Box<dyn FnMut(web_sys::Event)>) {
        if let Some(element) = self.open.last() {
            // The browser drops it with the element.
            let hear = Closure::wrap(hear).into_js_value();
            let _ = element.add_event_listener_with_callback(name, hear.unchecked_ref());
        }
    }

    /// Hands the element that was begun last to those who need it.
    pub fn node_ref<T: ElementType>(&mut self, place: NodeRef<T>)
    where
        T::Output: JsCast + 'static,
    {
        if let Some(element) = self.open.last() {
            place.load(element);
        }
    }

    /// Puts something into the element that was begun last.
    pub fn child(&mut self, child: impl IntoAny) {
        self.put(child.into_any());
    }

    /// Puts text of the program into the element that was begun last.
    pub fn text(&mut self, text: &'static str) {
        self.put(text.into_any());
    }

    /// Puts one view for each item into the element that was begun last; items with an equal key keep theirs.
    pub fn each<I, T, K, V>(
        &mut self,
        items: impl Fn() -> I + 'static,
        key: impl Fn(&T) -> K + 'static,
        make: impl Fn(T) -> V + 'static,
    ) where
        I: IntoIterator<Item = T>,
        T: 'static,
        K: Hash,
        V: IntoAny,
    {
        let make = Rc::new(make);
        let hasher = std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default();
        let items = move || {
            let boxed = |item: T| {
                let make = make.clone();
                let made: Box<dyn FnOnce() -> AnyView> = Box::new(move || make(item).into_any());
                made
            };
            items().into_iter().map(|item| (hasher.hash_one(key(&item)), boxed(item))).collect()
        };
        self.put(AnyView(Part::Each(Box::new(items))));
    }

    fn put(&mut self, part: AnyView) {
        match self.open.last() {
            Some(element) => place::append(element, None, part),
            None => self.made.push(part),
        }
    }

    /// The view that was made.
    pub fn finish(mut self) -> AnyView {
        match self.made.len() {
            1 => self.made.pop().into_any(),
            _ => AnyView(Part::Many(self.made)),
        }
    }
}

fn set_attr(element: &Element, name: &str, value: Value) {
    // A name of an attribute that is written in the program is one.
    let _ = match value {
        Value::Text(text) => element.set_attribute(name, &text),
        Value::Word(word) if READ.contains(&name) => element.set_attribute(name, look(word)),
        Value::Word(word) => element.set_attribute(name, word),
        Value::Flag(true) => element.set_attribute(name, ""),
        _ => element.remove_attribute(name),
    };
}

fn set_prop(element: &Element, name: &str, value: Value) {
    let value = match value {
        Value::Text(text) => JsValue::from_str(&text),
        Value::Word(word) => JsValue::from_str(word),
        Value::Flag(flag) => JsValue::from_bool(flag),
        _ => JsValue::UNDEFINED,
    };
    let name = JsValue::from_str(name);
    // What stands there already is left alone, with the cursor in it.
    if js_sys::Reflect::get(element, &name).ok().as_ref() != Some(&value) {
        let _ = js_sys::Reflect::set(element, &name, &value);
    }
}

fn set_class(element: &Element, name: &str, value: Value) {
    let _ = element.class_list().toggle_with_force(name, matches!(value, Value::Flag(true)));
}

fn set_style(element: &Element, name: &str, value: Value) {
    let style = element.unchecked_ref::<web_sys::HtmlElement>().style();
    let _ = match value {
        Value::Text(text) => style.set_property(name, &text),
        Value::Word(word) => style.set_property(name, word),
        _ => style.remove_property(name).map(|_| ()),
    };
}
