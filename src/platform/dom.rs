//! Small pieces of the page's glue that widgets share.

use super::messages::UserError;
use wasm_bindgen::{JsCast, JsValue};

/// Offers a blob as a download under a name.
///
/// # Errors
/// When the browser refuses to make an address for it.
pub fn download(name: &str, blob: &web_sys::Blob) -> Result<(), UserError> {
    let failed = |_: JsValue| UserError {
        title: format!("{name} could not be saved"),
        remedy: "The browser refused the download; allow downloads for this page and try again".to_owned(),
    };
    let url = web_sys::Url::create_object_url_with_blob(blob).map_err(failed)?;
    let document = web_sys::window().and_then(|w| w.document()).ok_or_else(|| failed(JsValue::NULL))?;
    let link: web_sys::HtmlAnchorElement =
        document.create_element("a").map_err(failed)?.dyn_into().map_err(|_| failed(JsValue::NULL))?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // The download has its own hold on the blob once it has begun; give it time to begin.
    gloo::timers::callback::Timeout::new(60_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
    Ok(())
}

/// A blob of text.
///
/// # Errors
/// When the browser refuses, which needs memory to be full.
pub fn text_blob(text: &str, mime: &str) -> Result<web_sys::Blob, UserError> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&JsValue::from_str(text));
    web_sys::Blob::new_with_str_sequence_and_options(&parts, &options).map_err(|_| UserError {
        title: "The file could not be made".to_owned(),
        remedy: "Memory is full; close other tabs and try again".to_owned(),
    })
}

/// Styles that the page makes itself, in place of those it made before; none where the browser takes none.
pub fn own_styles(css: &str) -> Option<()> {
    let make = get(web_sys::window()?.as_ref(), "CSSStyleSheet")?;
    let sheet = js_sys::Reflect::construct(&make, &js_sys::Array::new()).ok()?;
    get(&sheet, "replaceSync")?.call1(&sheet, &JsValue::from_str(css)).ok()?;
    let document = web_sys::window()?.document()?;
    let all = js_sys::Array::of1(&sheet);
    js_sys::Reflect::set(&document, &"adoptedStyleSheets".into(), &all).ok().map(|_| ())
}

fn get(of: &JsValue, name: &str) -> Option<js_sys::Function> {
    js_sys::Reflect::get(of, &JsValue::from_str(name)).ok()?.dyn_into().ok()
}
