//! The workspace: cases, plan, history, file format.
