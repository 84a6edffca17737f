//! The host integration tests: one binary, one module an area.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test fails by panicking"
)]

mod actions; // action items: agreed, exported, and brought up to date by trackers
mod awkward; // texts, tables and JSON that break readers
mod ballots; // votes out of the files of participants
mod cases; // `analyse` on the real breaches of ../shared/data/cases
mod clocks; // what a person says of a source: abbreviations, day first, another reading
mod container; // gzip, ZIP and XLSX: members, bombs, damage
mod corpus; // what fuzzing found
mod deadlines; // every table and vector of ../shared/obligations/rules.md
mod document; // golden files of the report, charts and exports
mod engine; // commands, undo, queries, saving
mod exercise; // an exercise on a case: fog of war, teams, score, pack
mod exports; // files for other tools, against their published schemas and read back
mod findings; // thresholds, rules over cases, the catalogue, techniques as a filter
mod fleet; // many cases: groups, filters, before and after a plan
mod german; // what is said at the screen in German, and what is written in English
mod holidays; // computed public holidays against a collection of them
mod hostile; // payloads in every field of every format, through all that is written
mod import; // real and broken files through the readers
mod journal; // the journal of a device, of an earlier version or damaged
mod limits; // limits in days, months and business days over random times
mod meeting; // the meeting on a case, from the capture line to the minutes
mod narrowing; // precise times never turn a certain verdict into another
mod notices; // what others are told, held against the rules
mod obligation; // rule packs against ../shared/obligations
mod orders; // a shop's orders inside the exposure
mod papers; // the report as a person wants it, and documents by templates
mod plan; // real plans, amended and amended again
mod playbook; // CACAO playbooks, amended with manual steps
mod proposals; // milestones proposed over real breaches, invented cases and what the record states
mod readme; // README.md against the program
mod records; // a file of one case a record, read in another way
mod roles; // roles in the place of names, on the page and in documents
mod scenario; // one incident told by nine tools at once
mod schemas; // published JSON Schemas, and what a value has against one
mod share; // cases made fit for others: names gone, intervals kept
mod shared; // where ../shared is, and how tests skip without it
mod slack; // which messages of a Slack export become events, chosen again
mod sources; // how each source is read, its clock, refusals and hash
mod statistics; // against ../shared/oracle and ../shared/data/veris
mod timeline; // order, histogram, search over large and odd timelines
mod word; // plans in Word: read, changed with tracked changes, accepted and rejected
