//! The nouns of Floodmark: no behaviour beyond their invariants.
//!
//! Everything here is plain data with public fields, so that each later stage of the flow can read it.
//! Names follow the glossary of ARCHITECTURE.md; times are microseconds in UTC ([`Timestamp`]), lengths of
//! time are microseconds ([`Span`]).

pub mod abbreviation;
pub mod action;
pub mod case;
mod column;
pub mod duration;
pub mod event;
pub mod exercise;
pub mod facts;
pub mod finding;
pub mod meeting;
pub mod milestone;
pub mod moment;
pub mod numbers;
pub mod order;
pub mod orders;
mod packed;
pub mod paper;
pub mod roles;
pub mod row_time;
pub mod shown;
pub mod slack;
pub mod source;
pub mod threshold;
pub mod time;
pub mod zone;
pub mod zone_table;

pub use abbreviation::Abbreviation;
pub use case::{Case, CaseId, EventEdit, HandEvent, MilestoneDecision};
pub use duration::{Duration, Unknown};
pub use event::{EventId, EventTable, SourceId};
pub use facts::Facts;
pub use finding::{Duty, Family, Finding, Severity, Theme};
pub use milestone::{MetricId, Milestone};
pub use moment::{Moment, Precision, ZoneOrigin};
pub use paper::{Paper, Section};
pub use roles::Roles;
pub use row_time::{RowTime, Unplaced};
pub use shown::{is_shown, shown};
pub use slack::{SlackChannels, SlackChoice};
pub use source::{Asserted, Format, Mapping, MappingFile, Reading, Refusal, Source, SourceSummary};
pub use threshold::{Measure, Threshold, Thresholds, Unit};
pub use time::{Span, Timestamp};
pub use zone::{LocalTime, Zone};
