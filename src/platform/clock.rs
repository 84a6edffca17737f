//! The clock of the device.

use crate::model::{Timestamp, Zone};
use chrono::NaiveDate;

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
