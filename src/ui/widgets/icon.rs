//! One set of plain strokes on a grid of 16, drawn inline in the colour of the text. Always beside a label, or in
//! something that has a name of its own: the drawing itself is hidden from readers.

use crate::ui::view::prelude::*;

macro_rules! icons {
    ($($(#[$meta:meta])* $name:ident = $path:literal;)+) => {
        /// A drawing of the set.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum Icon { $($(#[$meta])* $name,)+ }
        impl Icon {
            fn path(self) -> &'static str {
                match self { $(Icon::$name => $path,)+ }
            }
        }
    };
}

icons! {
    /// The wall with the line cut into it.
    Mark = "M3 2v12M3 5h5M3 8h3M3 11h5M8 8c1-1.200 2-1.200 3 0s2 1.200 3 0";
    /// Files.
    Sources = "M4 2h5l3 3v9H4zM9 2v3h3M6.500 8.500h3M6.500 11h3";
    /// Events in order.
    Timeline = "M3 3v10M3 4.500h9M3 8h6M3 11.500h8";
    /// Phases.
    Response = "M2 4h5M5 8h6M9 12h5";
    /// Scales: what the rules ask.
    Obligations = "M8 2v12M5 14h6M3 4h10M3 4 1.500 8.500h3zM13 4l-1.500 4.500h3z";
    /// What was seen.
    Findings = "M7 3a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM10 10l4 4";
    /// A plan.
    Plan = "M3 3h2v2H3zM3 9h2v2H3zM8 4h6M8 10h6M8 6.500h3M8 12.500h3";
    /// A document to print.
    Report = "M4 2h8v12H4zM6.500 5h3M6.500 8h3M6.500 11h2";
    /// Many incidents.
    Cases = "M2 5h4l1.500 2H14v6.500H2zM4 5V2.500h8V7";
    /// People around a table.
    Meeting = "M5 8h6M3 8a5 3.500 0 0 0 10 0M4.500 5.500a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600zM11.500 5.500a1.300 1.300 0 1 0 0-2.600 1.300 1.300 0 0 0 0 2.600z";
    /// A stopwatch.
    Exercise = "M8 14.500A5.250 5.250 0 1 0 8 4a5.250 5.250 0 0 0 0 10.500zM8 4V1.500M6.300 1.500h3.400M8 6.500v2.750h2.500";
    /// A question.
    Help = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.200 6.200a1.900 1.900 0 1 1 2.600 2.100c-.5.300-.8.600-.8 1.200M8 11.500v.2";
    /// Preferences.
    Settings = "M2 5h7M13 5h1M2 11h1M7 11h7M11 3.300v3.400M5 9.300v3.400";
    /// Open a file.
    Open = "M8 10V2M5 4.800 8 2l3 2.800M2.500 10v3.500h11V10";
    /// Keep as a file.
    Save = "M8 2v8M5 7.200 8 10l3-2.800M2.500 10v3.500h11V10";
    /// Back one change.
    Undo = "M5.500 3 2.500 6l3 3M2.500 6H10a3.500 3.500 0 0 1 0 7H6";
    /// Forward one change.
    Redo = "M10.500 3l3 3-3 3M13.500 6H6a3.500 3.500 0 0 0 0 7h4";
    /// Search.
    Search = "M7 2.500a4.500 4.500 0 1 0 0 9 4.500 4.500 0 0 0 0-9zM10.300 10.300 14 14";
    /// Times.
    Clock = "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 5v3.300l2.300 1.500";
    /// Close.
    Close = "M4 4l8 8M12 4l-8 8";
    /// Open below.
    Down = "M4 6l4 4 4-4";
    /// Chosen, done.
    Check = "M3 8.500 6.500 12 13 4.500";
    /// Important.
    Star = "M8 2.200l1.800 3.700 4 .6-2.900 2.800.7 4L8 11.400l-3.600 1.900.7-4L2.200 6.500l4-.6z";
    /// A milestone.
    Flag = "M4 14V2.500M4 3h8l-2 2.800L12 8.500H4";
    /// Written by hand.
    Pen = "M3 13l.6-2.900L11 2.700l2.300 2.300-7.400 7.400zM9.500 4.200l2.300 2.300";
    /// Take away.
    Bin = "M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500 5 13.500h6l.5-9M6.800 7v4M9.200 7v4";
    /// Add.
    Add = "M8 3v10M3 8h10";
    /// Filter.
    Filter = "M2.500 3h11L9.500 8v5l-3-1.500V8z";
    /// Left out.
    Hide = "M2 8s2.300-4 6-4 6 4 6 4-2.300 4-6 4-6-4-6-4zM3 13 13 3";
    /// Something to decide.
    Attention = "M8 2.500 14 13H2zM8 6.500v3M8 11.300v.2";
    /// More commands.
    More = "M3.500 8h.1M8 8h.1M12.500 8h.1";
    /// Lines with times.
    Paste = "M5 3H3.500v11h9V3H11M5.500 2h5v2.500h-5zM6 8h4M6 10.500h3";
}

/// Draws an icon.
pub fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d=icon.path() fill="none" stroke="currentColor" stroke-width="1.500" stroke-linecap="round" stroke-linejoin="round"></path>
        </svg>
    }
    .into_any()
}

/// A button of an icon alone. `name` is its accessible name and its tooltip.
pub fn icon_button(drawing: Icon, name: impl Said, press: impl Fn() + 'static) -> AnyView {
    let name = name.said();
    let press: Box<dyn Fn()> = Box::new(press);
    view! {
        <button type="button" class="icon-button" aria-label=name.clone() title=name on:click=move |_| press()>{icon(drawing)}</button>
    }
    .into_any()
}
