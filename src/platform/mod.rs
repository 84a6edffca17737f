//! The only code that touches the browser: the workers and the page's side of them, files, storage, clock.

pub mod client;
pub mod clock;
pub mod device;
pub mod dom;
pub mod keeper;
pub mod messages;
pub mod program;
pub mod second;
pub mod slices;
pub mod start;
pub mod storage;
pub mod unpacker;
pub mod unpacking;
pub mod worker;
