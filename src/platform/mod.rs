//! The only code that touches the browser: the worker and the page's side of it, files, storage, clock.

pub mod client;
pub mod clock;
pub mod dom;
pub mod messages;
pub mod start;
pub mod storage;
pub mod worker;
