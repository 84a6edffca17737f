//! The clock of the device.

use crate::model::{Timestamp, Zone};
use chrono::NaiveDate;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::DedicatedWorkerGlobalScope;

/// Now.
pub fn now() -> Timestamp {
    Timestamp((js_sys::Date::now() * 1000.0) as i64)
}

/// The zone of the device; UTC where the browser does not tell.
pub fn zone() -> Zone {
    let options =
        js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new()).resolved_options();
    js_sys::Reflect::get(&options, &"timeZone".into())
        .ok()
        .and_then(|name| name.as_string())
        .and_then(|name| name.parse().ok())
        .unwrap_or_default()
}

/// Today in a zone.
pub fn today(zone: Zone) -> NaiveDate {
    zone.local(now()).date()
}

/// Waits so many milliseconds, and until the messages that have come are taken: in a worker.
pub async fn pause(milliseconds: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        let scope = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>().ok();
        let timer = scope.and_then(|scope| {
            scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds).ok()
        });
        // Without a timer nothing waits.
        if timer.is_none() {
            let _ = resolve.call0(&wasm_bindgen::JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(promise).await;
}
