//! Exercises on a past case: what was known when, what is put before the teams, and how their answers stand against the
//! plan, the duties of the chapter and what was done.
//!
//! Everything here is a pure function of a case and of a time on the clock of the exercise
//! ([`crate::model::exercise::Clock`]); which time it is comes from outside.

mod inject;
mod known;
mod score;

pub use inject::{ROLES, plan_steps, propose};
pub use known::{Hold, Known};
pub use score::{
    DutyScore, ExpectedScore, INTERVALS, InjectScore, Interval, TeamScore, evidence_first, intervals, points,
    score,
};
