//! What a template is handed.

use super::schema::described;

described! {
    /// What every template is handed.
    Context {
        /// The title of the document.
        title: String,
        /// The title of the case.
        case: String,
        /// How far the report has come, as its cover says.
        status: String,
        /// The version of the report.
        version: String,
        /// How the document is to be handled.
        handling: String,
        /// The date of the document.
        date: String,
        /// The zone of all times in it.
        zone: String,
        /// The end of the record.
        as_of: String,
        /// The sections that this document has, in their order, for section(…).
        sections: Vec<String>,
        /// What is stated of the case.
        facts: StatedFacts,
        /// What a notice says, each thing in sentences, or the gap that is left to a person.
        told: Told,
        /// What this notice still lacks.
        missing: Vec<String>,
        /// The milestones that have a time, in order.
        milestones: Vec<MilestoneLine>,
        /// The time metrics.
        metrics: Vec<MetricLine>,
        /// The rules that apply.
        ledger: Vec<LedgerLine>,
        /// The findings that were not dismissed, the weightiest first.
        findings: Vec<FindingLine>,
        /// The action items.
        actions: Vec<ActionLine>,
        /// The proposed changes of the plan.
        amendments: Vec<AmendmentLine>,
        /// The files of the case.
        sources: Vec<SourceLine>,
        /// What was captured in the meeting.
        meeting: MeetingSaid,
        /// The exercise; in what participants read before it, its name alone.
        exercise: ExerciseSaid,
    }
    /// What was captured in a meeting.
    MeetingSaid {
        /// When it was held, and how long it took.
        held: String,
        /// The teams that took part.
        took_part: Vec<String>,
        /// What was decided.
        decisions: Vec<String>,
        /// What surprised people.
        surprises: Vec<String>,
        /// The questions that are open.
        questions: Vec<String>,
        /// What was put aside for another time.
        parked: Vec<String>,
    }
    /// An exercise.
    ExerciseSaid {
        /// What participants see it called.
        name: String,
        /// Whom the document is for.
        reader: String,
        /// What it is for.
        objective: String,
        /// The injects, in order.
        injects: Vec<InjectLine>,
    }
    /// An inject.
    InjectLine {
        /// Its time on the clock of the exercise.
        time: String,
        /// Its title.
        title: String,
        /// What participants are told.
        told: String,
        /// The question.
        question: String,
        /// The duty that it probes.
        duty: String,
    }
    /// What is stated of a case.
    StatedFacts {
        /// How many people or records are affected, where that is stated.
        records_affected: Option<u64>,
        /// Kinds of data.
        data_types: Vec<String>,
        /// Where affected people live.
        jurisdictions: Vec<String>,
        /// Contracts with terms on notices.
        contracts: Vec<String>,
    }
    /// What a notice says.
    Told {
        /// Who writes.
        organisation: String,
        /// What happened.
        nature: String,
        /// When it happened, was found and was contained.
        dates: String,
        /// What made it possible.
        cause: String,
        /// Which data.
        data: String,
        /// How many people.
        people: String,
        /// What kinds of people.
        categories: String,
        /// How many records.
        records: String,
        /// What it may mean for the people affected.
        consequences: String,
        /// What was done and will be done.
        measures: String,
        /// What people can do.
        advice: String,
        /// Where to ask.
        contact: String,
        /// Why the notice comes late.
        delay: String,
    }
    /// A milestone.
    MilestoneLine {
        /// Its name in files, such as detected.
        id: String,
        /// Its name.
        name: String,
        /// Its time.
        time: String,
        /// Confirmed, stated by the record, or proposed.
        standing: String,
        /// What the record says.
        text: String,
        /// Where that stands.
        evidence: String,
    }
    /// A metric.
    MetricLine {
        /// Its name in files, such as time_to_contain.
        id: String,
        /// Its name.
        name: String,
        /// Its value in words.
        value: String,
        /// At least so many seconds, where it is known.
        least_seconds: Option<i64>,
        /// At most so many seconds, where it is known.
        most_seconds: Option<i64>,
        /// The milestone at which it starts.
        from: String,
        /// The milestone at which it ends.
        to: String,
    }
    /// A rule that applies.
    LedgerLine {
        /// The name of the rule.
        rule: String,
        /// Its title.
        title: String,
        /// Whom it wants told.
        recipient: String,
        /// When that was due.
        due: String,
        /// When it was sent.
        sent: String,
        /// How that stands.
        verdict: String,
        /// Where the rule is found.
        citation: String,
    }
    /// A finding.
    FindingLine {
        /// The rule that saw it.
        rule: String,
        /// Shown, gap, or not in the record.
        outcome: String,
        /// How much it weighs.
        severity: String,
        /// The duty of the response that it is about.
        duty: String,
        /// What it claims.
        claim: String,
        /// Why it matters.
        why: String,
        /// What to ask in the meeting.
        question: String,
        /// A person's note on it.
        note: String,
        /// The events that it rests on.
        evidence: String,
    }
    /// An action item.
    ActionLine {
        /// Its name, such as fm-3f9a2c1b7d.
        id: String,
        /// What is to be done.
        title: String,
        /// Who sees to it.
        owner: String,
        /// The day by which it shall be done.
        due: String,
        /// How far it has come.
        status: String,
        /// The rule of the finding behind it.
        finding: String,
        /// What it should change next time.
        effect: String,
    }
    /// A proposed change of the plan.
    AmendmentLine {
        /// The section of the plan.
        section: String,
        /// The new words.
        text: String,
        /// Why.
        reason: String,
        /// Who should see to it.
        owner: String,
        /// What it should change next time.
        effect: String,
        /// Accepted, rejected, or open.
        decision: String,
    }
    /// A file of the case.
    SourceLine {
        /// Its name.
        name: String,
        /// Its format.
        format: String,
        /// The zone that it is read in.
        zone: String,
        /// How many rows it has.
        rows: u64,
        /// How many events it yields.
        events: u64,
        /// How many rows were refused.
        refused: u64,
        /// Its hash.
        sha256: String,
    }
}
