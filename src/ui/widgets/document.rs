//! d
use crate::document::Document;
use leptos::prelude::*;
/// h
#[derive(Clone, PartialEq)]
pub struct Heading { /// l
 pub level: u8, /// i
 pub id: String, /// t
 pub text: String }
/// h
pub fn headings(_d: &Document) -> Vec<Heading> { vec![] }
/// d
pub fn document_view(_d: Signal<Document>) -> AnyView { ().into_any() }
