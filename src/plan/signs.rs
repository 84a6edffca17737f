//! The words by which a plan shows that it has something, as patterns of [`super::words::holds`]: what coverage looks for is what
//! is not proposed again.

/// Somebody stands in for somebody.
pub(super) const DEPUTY: &[&str] =
    &["deput*", "backup+contact", "alternate*", "stand+in", "substitute*", "stellvertret*"];

/// Whoever takes the payments can be reached.
pub(super) const PROCESSOR: &[&str] = &["payment+processor", "acquirer", "acquiring", "card+brand*", "bank"];

/// The insurer can be reached.
pub(super) const INSURER: &[&str] = &["insurer", "insurance"];

/// The authority can be reached.
pub(super) const AUTHORITY: &[&str] =
    &["supervisory+authority", "regulator*", "data+protection+authority", "authorities"];

/// The text of a notice to people affected is ready.
pub(super) const NOTICE: &[&str] = &[
    "template* notice*",
    "template* notification*",
    "template* customer*",
    "template* individual*",
    "template* people",
    "dear customer*",
];

/// The text of a notice to the authority is ready.
pub(super) const AUTHORITY_NOTICE: &[&str] = &[
    "template* authority",
    "template* regulator*",
    "form* authority",
    "template* supervisory",
    "regulatory* template*",
];

/// The text of a status update is ready.
pub(super) const STATUS_UPDATE: &[&str] = &["template* update*", "template* status", "template* internal"];
