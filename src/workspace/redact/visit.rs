//! Every text and every date of a case that a person or a file put there.
//!
//! The structures are taken apart field by field without a rest, so that a new field of a case does not compile before it
//! is said here what it holds.

use super::kind::Place;
use crate::model::action::{ActionItem, NewAction};
use crate::model::case::{AmendmentDecision, Carried, CarriedMilestone, FindingDecision};
use crate::model::exercise::{Answer, Clock, Done, Exercise, Expected, Inject, Session, Setup, Team};
use crate::model::meeting::{Before, Entry, Meeting};
use crate::model::orders::{Affected, OrderCount, Window};
use crate::model::paper::{Cover, OwnWords, Paper, SectionSetting};
use crate::model::{
    Case, EventEdit, Facts, HandEvent, MilestoneDecision, Moment, Precision, RowTime, Span, Timestamp,
};
use chrono::{NaiveDate, TimeDelta};

/// Hands out each text of a case; what is changed stays changed. Names of files are left out: sources are made anew.
pub fn texts_of_case(case: &mut Case, each: &mut dyn FnMut(Place, &mut String)) {
    let Case {
        id: _,
        name,
        title,
        sources: _,
        facts,
        milestones: _,
        hand_events,
        event_edits,
        findings,
        notes,
        amendments,
        comments,
        owners,
        metrics: _,
        orders,
        as_of: _,
        actions,
        next_action: _,
        paper,
        meeting,
        exercise,
        roles,
        created: _,
        carried,
    } = case;
    each(Place::Title, name);
    each(Place::Title, title);
    texts_of_facts(facts, each);
    for event in hand_events {
        let HandEvent { time: _, known_at: _, text, kind, actor, asset, tags, words, written: _, removed: _ } =
            event;
        each(Place::Actor, actor);
        each(Place::Asset, asset);
        each(Place::Event, text);
        each(Place::Event, words);
        each(Place::Tag, kind);
        tags.iter_mut().for_each(|tag| each(Place::Tag, tag));
    }
    for edit in event_edits.values_mut() {
        let EventEdit { time: _, known_at: _, text, actor, asset, hidden: _, starred: _, reason, decided: _ } =
            edit;
        actor.iter_mut().for_each(|actor| each(Place::Actor, actor));
        asset.iter_mut().for_each(|asset| each(Place::Asset, asset));
        text.iter_mut().for_each(|text| each(Place::Event, text));
        each(Place::Note, reason);
    }
    for decision in findings.values_mut() {
        match decision {
            FindingDecision::Accepted => {}
            FindingDecision::Dismissed { reason } => each(Place::Note, reason),
        }
    }
    notes.values_mut().for_each(|note| each(Place::Note, note));
    for decision in amendments.values_mut() {
        match decision {
            AmendmentDecision::Rejected => {}
            AmendmentDecision::Accepted { text } => text.iter_mut().for_each(|text| each(Place::Note, text)),
        }
    }
    comments.values_mut().for_each(|comment| each(Place::Note, comment));
    owners.values_mut().for_each(|owner| each(Place::Actor, owner));
    let Paper { order: _, sections, cover: Cover { status, version, handling } } = paper;
    for SectionSetting { off: _, own } in sections.values_mut() {
        own.iter_mut().for_each(|OwnWords { text, instead: _ }| each(Place::Note, text));
    }
    [status, version, handling].into_iter().for_each(|text| each(Place::Note, text));
    let Meeting { agenda: _, turns: _, entries, next_entry: _, ballots } = meeting;
    for Entry { id: _, kind: _, text, at: _, part: _, on_screen: _, before } in entries {
        each(Place::Note, text);
        let Before { text, time: _ } = before;
        text.iter_mut().for_each(|text| each(Place::Event, text));
    }
    // Who voted is an actor; two of one name after the replacement would be one voter.
    for (mut voter, ballot) in std::mem::take(ballots) {
        each(Place::Actor, &mut voter);
        while ballots.contains_key(&voter) {
            voter.push('′');
        }
        ballots.insert(voter, ballot);
    }
    texts_of_exercise(exercise, each);
    for (mut name, mut role) in std::mem::take(&mut roles.said) {
        each(Place::Actor, &mut name);
        each(Place::Note, &mut role);
        roles.said.insert(name, role);
    }
    if let Some(OrderCount { name, sha256: _, window: _, counted, refused: _ }) = orders {
        each(Place::File, name);
        let Affected { notes, countries, payments, refusals, .. } = counted;
        notes.iter_mut().for_each(|note| each(Place::Fact, note));
        let groups = countries.iter_mut().chain(payments);
        groups.for_each(|group| each(Place::Tag, &mut group.name));
        for refusal in refusals {
            each(Place::Fact, &mut refusal.text);
            each(Place::Fact, &mut refusal.reason);
        }
    }
    for ActionItem { id: _, what, status: _, link, opened: _, closed: _, changes: _ } in actions {
        let NewAction { title, owner, due: _, review: _, finding: _, amendment: _, effect } = what;
        each(Place::Actor, owner);
        each(Place::Action, title);
        each(Place::Action, effect);
        each(Place::Action, link);
    }
    if let Some(Carried { milestones, durations: _ }) = carried {
        for CarriedMilestone { reasons, .. } in milestones.values_mut().flatten() {
            // Sentences of ours about words of the case.
            reasons.iter_mut().for_each(|reason| each(Place::Tag, reason));
        }
    }
}

fn texts_of_facts(facts: &mut Facts, each: &mut dyn FnMut(Place, &mut String)) {
    let Facts {
        title,
        jurisdictions: _,
        data_types,
        records_affected: _,
        residents: _,
        sector,
        contracts: _,
        personal_data: _,
        risk_unlikely: _,
        high_risk: _,
        processor: _,
        thresholds: _,
        contract_limits,
        zones: _,
        acquirer_country: _,
        delay_reasons,
        update_cadence_minutes: _,
        notice: _,
        said,
        review_teams,
        attack,
        team,
        breach: _,
        breach_events: _,
        breach_note,
    } = facts;
    title.iter_mut().for_each(|title| each(Place::Title, title));
    data_types.iter_mut().for_each(|kind| each(Place::Tag, kind));
    each(Place::Tag, sector);
    contract_limits.values_mut().for_each(|limit| each(Place::Fact, limit));
    delay_reasons.values_mut().for_each(|reason| each(Place::Fact, reason));
    said.values_mut().for_each(|said| each(Place::Fact, said));
    review_teams.iter_mut().for_each(|team| each(Place::Actor, team));
    each(Place::Tag, attack);
    each(Place::Actor, team);
    each(Place::Fact, breach_note);
}

/// A length of whole weeks.
fn shifted(at: Timestamp, weeks: i64) -> Timestamp {
    Timestamp(at.0.saturating_add(weeks.saturating_mul(7 * 86_400_000_000)))
}

fn day(date: NaiveDate, weeks: i64) -> NaiveDate {
    TimeDelta::try_weeks(weeks).and_then(|by| date.checked_add_signed(by)).unwrap_or(date)
}

/// Moves a time. What the clock of a named zone shows twice or never, it shows so on that day alone, and its name tells a place: what is
/// left of such a time is the first of its instants with the offset of that day.
fn row_time(time: &mut RowTime, weeks: i64) {
    if weeks == 0 {
        return;
    }
    if let Some(zone) = time.zone.take() {
        let stated = RowTime { zone: Some(zone), ..*time };
        let at = match stated.place(None, Span::ZERO) {
            Ok(moment) if moment.precision == Precision::Hour => moment.middle(),
            Ok(moment) => moment.earliest,
            Err(_) => Timestamp(time.micros),
        };
        time.micros = at.0;
        time.offset = Some(zone.offset_at(at));
    }
    time.micros = shifted(Timestamp(time.micros), weeks).0;
}

/// A moment some weeks on: as long, and on the same weekday.
pub fn moved(moment: Moment, weeks: i64) -> Moment {
    Moment { earliest: shifted(moment.earliest, weeks), latest: shifted(moment.latest, weeks), ..moment }
}

fn texts_of_exercise(exercise: &mut Exercise, each: &mut dyn FnMut(Place, &mut String)) {
    let Exercise { setup, sessions, next_session: _ } = exercise;
    if let Some(setup) = setup {
        texts_of_setup(setup, each);
    }
    for Session { id: _, name, began: _, ended: _, setup, clock: _, teams, next_answer: _ } in sessions {
        each(Place::Note, name);
        texts_of_setup(setup, each);
        for Team { name, answers, steps, reached: _, rated: _ } in teams {
            each(Place::Actor, name);
            for Answer { id: _, inject: _, said: _, text, exercise: _, at: _ } in answers {
                each(Place::Note, text);
            }
            for Done { what, exercise: _, at: _ } in steps {
                each(Place::Plan, what);
            }
        }
    }
}

fn texts_of_setup(setup: &mut Setup, each: &mut dyn FnMut(Place, &mut String)) {
    let Setup {
        name,
        objective,
        roles,
        pace: _,
        stops: _,
        holds: _,
        start: _,
        end: _,
        injects,
        next_inject: _,
    } = setup;
    each(Place::Note, name);
    each(Place::Note, objective);
    roles.iter_mut().for_each(|role| each(Place::Actor, role));
    for Inject { id: _, at: _, title, told, prompt, duty: _, expected, events: _ } in injects {
        each(Place::Note, title);
        each(Place::Event, told);
        each(Place::Note, prompt);
        for Expected { text, basis: _ } in expected {
            each(Place::Event, text);
        }
    }
}

/// Moves the times of an exercise: those of its clock and those of the people who play.
fn dates_of_exercise(exercise: &mut Exercise, move_to: &impl Fn(&mut Timestamp)) {
    let setup = |setup: &mut Setup| {
        let injects = setup.injects.iter_mut().map(|inject| &mut inject.at);
        [&mut setup.start, &mut setup.end].into_iter().chain(injects).for_each(move_to);
    };
    exercise.setup.iter_mut().for_each(|of| setup(of));
    for session in &mut exercise.sessions {
        setup(&mut session.setup);
        let Clock { at, since, pace: _ } = &mut session.clock;
        [at, &mut session.began].into_iter().chain(since).chain(&mut session.ended).for_each(move_to);
        for team in &mut session.teams {
            team.answers.iter_mut().flat_map(|a| [&mut a.exercise, &mut a.at]).for_each(move_to);
            team.steps.iter_mut().flat_map(|d| [&mut d.exercise, &mut d.at]).for_each(move_to);
            team.reached.iter_mut().flat_map(|d| [&mut d.exercise, &mut d.at]).for_each(move_to);
        }
    }
}

/// Moves all dates of a case by whole weeks; those inside texts are the texts' own.
pub fn dates_of_case(case: &mut Case, weeks: i64) {
    let Case {
        id: _,
        name: _,
        title: _,
        sources: _,
        facts: _,
        milestones,
        hand_events,
        event_edits,
        findings: _,
        notes: _,
        amendments: _,
        comments: _,
        owners: _,
        metrics: _,
        orders,
        as_of,
        actions,
        next_action: _,
        paper: _,
        meeting,
        exercise,
        roles: _,
        created,
        carried,
    } = case;
    let move_to = |at: &mut Timestamp| *at = shifted(*at, weeks);
    for decision in milestones.values_mut() {
        match decision {
            MilestoneDecision::At { moment, decided, .. } => {
                *moment = moved(*moment, weeks);
                move_to(decided);
            }
            MilestoneDecision::None { decided } => move_to(decided),
        }
    }
    for event in hand_events {
        row_time(&mut event.time, weeks);
        event.known_at.iter_mut().for_each(|time| row_time(time, weeks));
        move_to(&mut event.written);
    }
    for edit in event_edits.values_mut() {
        edit.time.iter_mut().chain(&mut edit.known_at).for_each(|time| row_time(time, weeks));
        edit.decided.iter_mut().for_each(move_to);
    }
    for entry in &mut meeting.entries {
        move_to(&mut entry.at);
        entry.before.time.iter_mut().for_each(|time| row_time(time, weeks));
    }
    meeting.turns.iter_mut().for_each(|turn| move_to(&mut turn.at));
    dates_of_exercise(exercise, &move_to);
    if let Some(OrderCount { window: Window { from, to, .. }, .. }) = orders {
        move_to(from);
        move_to(to);
    }
    for item in actions {
        let dates = item.what.due.iter_mut().chain(&mut item.what.review);
        dates.for_each(|date| *date = day(*date, weeks));
        move_to(&mut item.opened);
        item.closed.iter_mut().for_each(move_to);
    }
    if let Some(Carried { milestones, durations: _ }) = carried {
        for milestone in milestones.values_mut().flatten() {
            milestone.moment = moved(milestone.moment, weeks);
        }
    }
    as_of.iter_mut().chain(created).for_each(move_to);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::timestamp::parse_row_time;
    use crate::model::Zone;

    #[test]
    fn a_clock_that_was_set_is_moved_as_the_instant_it_showed() {
        for text in
            ["2026-10-25 02:30 Europe/Berlin", "2026-03-16 09:48:30", "2026-10-25 02:30", "2026-03-29"]
        {
            for zone in [Zone::Utc, "Europe/Berlin".parse().unwrap()] {
                let stated = parse_row_time(text, zone).unwrap();
                let mut time = stated;
                row_time(&mut time, 0);
                assert_eq!(time, stated, "where dates stay, so do they");
                row_time(&mut time, -8);
                let before = stated.place(None, Span::ZERO).unwrap();
                let after = time.place(None, Span::ZERO).unwrap();
                assert_eq!(after.earliest, shifted(before.earliest, -8), "{text} in {zone}");
                assert_eq!(time.zone, None);
            }
        }
    }
}
