//! The response plan: a tree of sections over the user's own text, and what changes it.

pub mod change;
pub mod coverage;
pub mod kept;
pub mod limit;
pub mod named;
pub mod read;
pub mod redline;
mod signs;
pub mod template;
pub mod words;
