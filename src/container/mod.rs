//! Containers to files: gzip, ZIP (with one more container inside) and XLSX workbooks.
//!
//! A container is expanded before anything is told of its content: each member is a file of its own, which is then
//! detected, read, hashed and kept by itself, so that a row's original text is found by its byte range. A member is named
//! `outer.zip › path/inside.csv`; that name is a label and never a path. A sheet of a workbook becomes a CSV file named
//! `book.xlsx › Sheet`.
//!
//! Nothing is left out silently: what cannot be read is in [`Told::skipped`] with its reason, what is of no use (folders,
//! pictures, the droppings of file managers) is counted in [`Told::notes`], and the others still come.
//!
//! # The form of Slack messages
//!
//! The day files of a Slack workspace export become one member named `outer.zip › Slack messages`, in JSON lines. The first
//! is `{"slack_users":[…],"slack_channels":[…]}`, the arrays as they stand in `users.json` and `channels.json`; more such lines
//! follow where an export has `org_users.json`, `groups.json`, `mpims.json` or `dms.json` beside or instead of them. Then each
//! message follows, a line each, by channel, day, and place in its file: the message as it stands, without its line breaks,
//! with the name of its folder put before its own keys as `"channel"`: `{"channel":"incident-41","type":"message",…}`.

mod expand;
mod limits;
mod slack;
mod workbook;

use crate::import;
use std::io::{Cursor, Read, Seek};

pub use limits::{ContainerError, Limits};

/// What stands between a container's name and its member's.
pub const SEPARATOR: &str = " › ";

/// What kind of container a file is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// One file, packed by gzip; or several, one after the other.
    Gzip,
    /// A ZIP archive. Office files are ZIP archives too; which one it is, only its list of contents says.
    Zip,
}

/// Tells by its first bytes whether a file is a container.
///
/// ```
/// use floodmark::container::{Kind, kind};
/// assert_eq!(kind(b"PK\x03\x04\x14\0"), Some(Kind::Zip));
/// assert_eq!(kind(b"message,datetime"), None);
/// ```
pub fn kind(head: &[u8]) -> Option<Kind> {
    match head {
        [0x1F, 0x8B, ..] => Some(Kind::Gzip),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] | [b'P', b'K', 7, 8, ..] => Some(Kind::Zip),
        _ => None,
    }
}

/// Takes the members of a container, one after the other: [`Sink::write`] as often as it takes, then [`Sink::take`], or
/// [`Sink::discard`] when the rest of the member cannot be read.
pub trait Sink {
    /// Takes the next bytes of the member.
    ///
    /// # Errors
    /// When there is no room for them; then the whole container is given up.
    fn write(&mut self, bytes: &[u8]) -> Result<(), ContainerError>;
    /// The member is complete, and has this name.
    ///
    /// # Errors
    /// As [`Sink::write`].
    fn take(&mut self, name: String) -> Result<(), ContainerError>;
    /// The member cannot be read; what was written of it is void.
    fn discard(&mut self);
}

/// A file out of a container.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Member {
    /// `outer.zip › path/inside.csv`.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A file inside a container that could not be read, or is of no use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// Named as a member.
    pub name: String,
    /// Why, and what to do.
    pub reason: String,
}

/// What there is to say about a container besides its members.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Told {
    /// How many members it has.
    pub members: u64,
    /// What could not be read, by name.
    pub skipped: Vec<Skipped>,
    /// What a person should know of it, in plain sentences.
    pub notes: Vec<String>,
}

/// Expands a container into a sink.
///
/// # Errors
/// [`ContainerError`] when the container as a whole cannot be read or is over a limit. Members that were taken before that
/// are void.
pub fn expand_into<R: Read + Seek>(
    name: &str,
    source: R,
    limits: &Limits,
    sink: &mut dyn Sink,
) -> Result<Told, ContainerError> {
    expand::Job::new(limits, sink).run(name, source)
}

/// Expands a container in memory.
///
/// # Errors
/// As [`expand_into`].
pub fn expand(name: &str, bytes: &[u8], limits: &Limits) -> Result<(Vec<Member>, Told), ContainerError> {
    let mut held = Held::default();
    let told = expand_into(name, Cursor::new(bytes), limits, &mut held)?;
    Ok((held.members, told))
}

/// Members in memory.
#[derive(Debug, Default)]
pub struct Held {
    /// Those that are complete.
    pub members: Vec<Member>,
    open: Vec<u8>,
}

impl Sink for Held {
    fn write(&mut self, bytes: &[u8]) -> Result<(), ContainerError> {
        self.open.extend_from_slice(bytes);
        Ok(())
    }

    fn take(&mut self, name: String) -> Result<(), ContainerError> {
        self.members.push(Member { name, bytes: std::mem::take(&mut self.open) });
        Ok(())
    }

    fn discard(&mut self) {
        self.open = vec![];
    }
}

/// What a member without text seems to be.
fn not_text(head: &[u8]) -> Option<String> {
    if head.get(257..262) == Some(b"ustar") {
        return Some("a TAR archive; pack its files as ZIP".to_owned());
    }
    import::binary(head)
}
