//! What a container may grow to. A few kilobytes can claim to hold petabytes; nothing is trusted that a container says of
//! its own size, and every byte is counted as it comes out.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How far a container is followed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Bytes of one member.
    pub member: u64,
    /// Bytes of all that is expanded, containers inside containers included.
    pub total: u64,
    /// Bytes of what has to be in memory as a whole: a container inside another, a part of a workbook.
    pub held: u64,
    /// How many times larger than packed a member may be. Deflate reaches 1,032; real logs stay below 200.
    pub ratio: u64,
    /// Bytes of a member up to which the ratio says nothing.
    pub ratio_from: u64,
    /// Entries in the lists of contents.
    pub entries: u64,
    /// Containers inside one another. Workbooks hold no files and do not count.
    pub depth: u32,
}

const MB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Limits {
            member: 2048 * MB,
            total: 4096 * MB,
            held: 512 * MB,
            ratio: 1000,
            ratio_from: 16 * MB,
            entries: 20_000,
            depth: 2,
        }
    }
}

/// A container, or a file inside one, that cannot be read, with the remedy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ContainerError {
    /// Neither gzip nor ZIP.
    #[error("the file is neither gzip nor ZIP; open it as it is")]
    Unknown,
    /// It ends too soon, or its check sums do not fit.
    #[error("the packed file is cut short or damaged ({detail}); copy or download it again")]
    Damaged {
        /// What does not fit.
        detail: String,
    },
    /// It needs a password.
    #[error("it is encrypted; unpack it with its password and open what is inside")]
    Encrypted,
    /// Packed in a way that is not known here.
    #[error(
        "it is packed by the method {method}; pack it again with Deflate, which every ZIP program offers"
    )]
    Method {
        /// The method.
        method: String,
    },
    /// An Office file that is no XLSX workbook.
    #[error("it is {what}; {remedy}")]
    Document {
        /// What it is.
        what: &'static str,
        /// What to do.
        remedy: &'static str,
    },
    /// It grows without measure.
    #[error(
        "it unpacks to more than {most} times its size, as packed bombs do; if you trust it, unpack it and open what is inside"
    )]
    Ratio {
        /// The limit.
        most: u64,
    },
    /// Over [`Limits::member`].
    #[error("it unpacks to more than {}; unpack it, cut it into parts and open those", size(*most))]
    Member {
        /// The limit in bytes.
        most: u64,
    },
    /// Over [`Limits::total`].
    #[error("it unpacks to more than {} in all; unpack it and open the files that you need", size(*most))]
    Total {
        /// The limit in bytes.
        most: u64,
    },
    /// Over [`Limits::held`].
    #[error("it is a container of more than {} inside another; unpack the outer one and open this", size(*most))]
    Held {
        /// The limit in bytes.
        most: u64,
    },
    /// Over [`Limits::entries`].
    #[error("it lists {found} files, more than {most}; unpack it and open the files that you need")]
    Entries {
        /// How many there are.
        found: u64,
        /// The limit.
        most: u64,
    },
    /// Over [`Limits::depth`].
    #[error("it is a container more than {most} deep; unpack the outer one and open this")]
    Depth {
        /// The limit.
        most: u32,
    },
    /// A workbook that cannot be shown as tables.
    #[error("{detail}; save it as CSV in a spreadsheet program and open that")]
    Workbook {
        /// What is wrong.
        detail: String,
    },
    /// The file itself is gone.
    #[error("the browser cannot read the file; it may have been moved or changed, open it again")]
    Gone,
    /// There is no room.
    #[error(
        "there is no room for what is inside; close other tabs, or unpack it and open the files that you need"
    )]
    Full,
}

impl ContainerError {
    /// Whether the rest of the container must not be read either.
    pub fn is_final(&self) -> bool {
        matches!(
            self,
            ContainerError::Total { .. }
                | ContainerError::Entries { .. }
                | ContainerError::Gone
                | ContainerError::Full
        )
    }
}

impl From<io::Error> for ContainerError {
    fn from(error: io::Error) -> Self {
        if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<ContainerError>()) {
            return own.clone();
        }
        let error = match error.downcast::<zip::result::ZipError>() {
            Ok(inner) => return super::expand::zip_error(inner),
            Err(error) => error,
        };
        let detail = match error.kind() {
            io::ErrorKind::UnexpectedEof => "it ends too soon".to_owned(),
            _ => error.to_string(),
        };
        ContainerError::Damaged { detail }
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1024 * MB { format!("{} GB", bytes / (1024 * MB)) } else { format!("{} MB", bytes / MB) }
}

/// Counts what is read through it.
pub struct Count<R> {
    inner: R,
    count: Rc<Cell<u64>>,
}

impl<R> Count<R> {
    /// Counts into `count`.
    pub fn new(inner: R, count: Rc<Cell<u64>>) -> Self {
        Count { inner, count }
    }
}

impl<R: Read> Read for Count<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.count.set(self.count.get() + n as u64);
        Ok(n)
    }
}

/// Unpacked bytes on their way out, which end in an error when they pass a limit.
pub struct Guard<'a, R> {
    inner: R,
    read: u64,
    /// Bytes in packed form so far.
    packed: Rc<Cell<u64>>,
    /// Bytes of all that was expanded so far.
    spent: Rc<Cell<u64>>,
    limits: &'a Limits,
}

impl<'a, R> Guard<'a, R> {
    /// Guards what was packed in `packed` bytes.
    pub fn new(inner: R, packed: Rc<Cell<u64>>, spent: Rc<Cell<u64>>, limits: &'a Limits) -> Self {
        Guard { inner, read: 0, packed, spent, limits }
    }

    fn check(&self) -> Result<(), ContainerError> {
        let limits = self.limits;
        if self.spent.get() > limits.total {
            Err(ContainerError::Total { most: limits.total })
        } else if self.read > limits.ratio_from && self.read / limits.ratio.max(1) > self.packed.get() {
            Err(ContainerError::Ratio { most: limits.ratio })
        } else if self.read > limits.member {
            Err(ContainerError::Member { most: limits.member })
        } else {
            Ok(())
        }
    }
}

impl<R: Read> Read for Guard<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.read += n as u64;
        self.spent.set(self.spent.get() + n as u64);
        self.check().map_err(io::Error::other)?;
        Ok(n)
    }
}
