//! The only code that touches the browser: the workers and the page's side of them, files, storage, clock.

pub mod client;
pub mod clock;
pub mod dom;
pub mod messages;
pub mod start;
pub mod storage;
pub mod unpacker;
pub mod unpacking;
pub mod worker;
