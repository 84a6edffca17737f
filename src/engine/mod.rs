//! The one door: commands, queries, answers, progress.
