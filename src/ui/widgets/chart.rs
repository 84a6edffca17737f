//! d
use crate::chart::Chart;
use leptos::prelude::*;
/// c
pub fn chart_view(_c: Signal<Chart>, _h: u32, _n: &'static str) -> AnyView { ().into_any() }
