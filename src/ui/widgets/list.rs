//! A list of any length of which only what is seen exists.

use crate::ui::scroll::Scroll;
use crate::ui::view::prelude::*;
use web_sys::wasm_bindgen::JsCast;
use web_sys::wasm_bindgen::prelude::Closure;

/// The handle of a [`virtual_list`]: what is seen, and the row under the cursor.
#[derive(Clone, Copy)]
pub struct ListHandle {
    /// First row and count of what is seen.
    pub seen: RwSignal<(u32, u32)>,
    /// The row under the cursor.
    pub cursor: RwSignal<Option<u32>>,
    /// The pixel of the list at the upper edge.
    top: RwSignal<f64>,
    view: RwSignal<f64>,
    place: NodeRef<leptos::html::Div>,
    geometry: Memo<Scroll>,
}

impl ListHandle {
    /// The handle of a list of `total` rows of `row` pixels.
    pub fn new(total: Signal<u32>, row: Signal<f64>) -> ListHandle {
        // Few rows at first: the others follow once its height is known, in a task of their own.
        let view = RwSignal::new(200.0);
        ListHandle {
            seen: RwSignal::new((0, 10)),
            cursor: RwSignal::new(None),
            top: RwSignal::new(0.0),
            view,
            place: NodeRef::new(),
            geometry: Memo::new(move |_| Scroll { total: total.get(), row: row.get(), view: view.get() }),
        }
    }

    /// Whether the cursor is on the last row, and there is one.
    pub fn is_at_end(self) -> bool {
        let total = self.geometry.get().total;
        self.cursor.get().is_some_and(|row| total > 0 && row + 1 >= total)
    }

    /// Moves the cursor by some rows and brings it into view.
    pub fn step(self, by: i64) {
        let total = i64::from(self.geometry.get_untracked().total);
        if total > 0 {
            let now = self.cursor.get_untracked().map_or(if by > 0 { -1 } else { total }, i64::from);
            self.move_to(now.saturating_add(by).clamp(0, total - 1) as u32);
        }
    }

    /// Puts the cursor on a row and brings it into view.
    pub fn move_to(self, row: u32) {
        self.cursor.set(Some(row));
        let geometry = self.geometry.get_untracked();
        self.show(geometry.reveal(self.top.get_untracked(), row));
    }

    /// How many rows are seen wholly.
    pub fn page(self) -> i64 {
        let g = self.geometry.get_untracked();
        if g.row > 0.0 { (g.view / g.row).max(2.0) as i64 - 1 } else { 1 }
    }

    /// Gives the list the focus.
    pub fn focus(self) {
        if let Some(place) = self.place.get_untracked() {
            let _ = place.focus();
        }
    }

    fn show(self, top: f64) {
        let geometry = self.geometry.get_untracked();
        let top = top.clamp(0.0, geometry.last_top());
        self.top.set(top);
        self.seen.set(geometry.seen(top));
        if let Some(place) = self.place.get_untracked() {
            place.set_scroll_top(geometry.scrolled(top).round() as i32);
        }
    }

    fn scrolled(self) {
        // The browser tells of scrolling at its next frame, when the page with this list may be gone.
        let place = self.place.try_get_untracked().flatten();
        let (Some(place), Some(geometry)) = (place, self.geometry.try_get_untracked()) else {
            return;
        };
        let now = f64::from(place.scroll_top());
        // What this list scrolled itself stands more finely in `top` already.
        if (geometry.scrolled(self.top.get_untracked()) - now).abs() >= 1.0 {
            let top = geometry.top(now);
            self.top.set(top);
            self.seen.set(geometry.seen(top));
        }
    }
}

struct Watch {
    observer: web_sys::ResizeObserver,
    _changed: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The box of a list; the cursor is shown by `aria-activedescendant`, rows have the id `{id}-{row}`.
///
/// * `handle`: made by [`ListHandle::new`].
/// * `id`: names the list and its rows.
/// * `label`: its accessible name.
/// * `head`: the row of column headers, which stays in sight.
/// * `rows`: the rows that are seen, made anew when [`ListHandle::seen`] changes; each as high as it was said to be.
/// * `key`: called with keys that are pressed in it; those it uses return true.
pub fn virtual_list(
    handle: ListHandle,
    id: &'static str,
    label: &'static str,
    head: AnyView,
    rows: AnyView,
    key: impl Fn(&leptos::ev::KeyboardEvent) -> bool + 'static,
) -> AnyView {
    let ListHandle { place, geometry, top, seen, view, cursor } = handle;
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        let Some(list) = place.get() else { return };
        let measured = list.clone();
        let changed = Closure::<dyn FnMut()>::new(move || {
            // The headers cover the first rows.
            let head = measured.first_element_child().and_then(|h| h.dyn_into::<web_sys::HtmlElement>().ok());
            let head = head.map_or(0, |h| h.offset_height());
            let _ = view.try_set(f64::from(measured.client_height() - head).max(1.0));
        });
        if let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
            observer.observe(&list);
            watch.set_value(Some(Watch { observer, _changed: changed }));
        }
    });
    // Another length or height: what stood at the upper edge stays there as far as it can.
    Effect::new(move |_| {
        let geometry = geometry.get();
        handle.show(top.get_untracked().min(geometry.last_top()));
    });
    let wheel = move |ev: leptos::ev::WheelEvent| {
        if geometry.get_untracked().is_scaled() && !ev.ctrl_key() {
            ev.prevent_default();
            let unit = if ev.delta_mode() == 1 { 28.0 } else { 1.0 };
            handle.show(top.get_untracked() + ev.delta_y() * unit);
        }
    };
    let shift = move || {
        let g = geometry.get();
        let (first, _) = seen.get();
        g.scrolled(top.get()) - (top.get() - f64::from(first) * g.row)
    };
    view! {
        <div node_ref=place class="list" id=id role="grid" tabindex="0" aria-label=label
            aria-rowcount=move || (geometry.get().total + 1).to_string()
            aria-activedescendant=move || {
                // Scrolled away, its row is not there to be named.
                let (first, count) = seen.get();
                cursor.get().filter(|row| (first..first + count).contains(row)).map(|row| format!("{id}-{row}"))
            }
            on:scroll=move |_| handle.scrolled()
            on:wheel=wheel
            on:keydown=move |ev| if key(&ev) { ev.prevent_default(); ev.stop_propagation(); }>
            {head}
            <div class="list-box" role="rowgroup" style:height=move || format!("{:.0}px", geometry.get().height())>
                <div class="list-seen" role="presentation" style:transform=move || format!("translateY({:.1}px)", shift())>{rows}</div>
            </div>
        </div>
    }
    .into_any()
}
