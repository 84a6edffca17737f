//! What the words mean.

/// The words of the trade, as they are used here.
pub(super) const WORDS: [(&str, &str); 11] = [
    (
        "Source",
        "One file that you opened, with its SHA-256, its format, its time zone and the rows that could not be read.",
    ),
    ("Event", "One thing that happened, from one row of one source. It can always show that row."),
    (
        "Moment",
        "A time as the evidence states it: exact, or only the hour, the day or the month. An imprecise moment is a stretch of time, and stays one.",
    ),
    (
        "Milestone",
        "A moment that matters to the response, such as “contained”. Floodmark proposes it with reasons; you confirm, move or reject it.",
    ),
    (
        "Metric",
        "The time between two milestones. The same incident has several “times to contain”; each has its definition beside it.",
    ),
    (
        "At least",
        "The end had not happened by the end of the record (right-censored). It is never replaced by “now”.",
    ),
    (
        "Finding",
        "What a rule saw in the evidence about one duty of the response, with the events that it rests on.",
    ),
    ("Amendment", "One proposed change to your response plan, with the findings that justify it."),
    (
        "Action item",
        "What somebody agreed to do, with owner, day and expected effect. Its name, such as fm-3f9a2c1b7d, goes with it to a tracker and back.",
    ),
    (
        "Obligation",
        "A dated notification rule applied to the case. Floodmark says when it was due and when something was sent. Not legal advice.",
    ),
    (
        "Workspace",
        "All cases and the plan. It is kept on this device and can be saved as one .floodmark file.",
    ),
];
