//! How orders lie over the time of a window, in stretches: figures alone, of which no order can be told apart.

use crate::model::orders::{Along, Course, Window};
use crate::model::time::SECOND;
use crate::model::{Span, Timestamp, Zone};
use std::collections::BTreeMap;

/// So many stretches a window is cut into at most.
const STRETCHES: i64 = 96;
const DAY: i64 = 86_400 * SECOND;

/// An order inside a window: the first and the last instant at which it can have been placed, and whose it is.
pub(super) type Placed<'a> = (Timestamp, Timestamp, &'a str);

/// The course of the orders of a window.
pub(super) fn course(window: &Window, placed: &[Placed<'_>]) -> Course {
    let by_day = placed.iter().any(|(first, last, _)| first != last);
    let mut course = Course { edges: edges(window, by_day), ..Course::default() };
    let stretches = course.edges.len().saturating_sub(1);
    for along in [&mut course.orders, &mut course.customers] {
        let none = || vec![0; stretches];
        *along = Along { first_sure: none(), last_sure: none(), first: none(), last: none() };
    }
    let mut customers: BTreeMap<&str, Reach> = BTreeMap::new();
    for (first, last, email) in placed {
        let at = |t: &Timestamp| {
            course.edges.partition_point(|edge| edge <= t).saturating_sub(1).min(stretches - 1)
        };
        let within = window.from <= *first && *last <= window.to;
        let (from, to) = (at(first), at(last));
        let reach = Reach { sure: (within && from == to).then_some([from, to]), can: [from, to] };
        reach.count(&mut course.orders);
        if !email.is_empty() {
            customers.entry(email).and_modify(|known| known.join(&reach)).or_insert(reach);
        }
    }
    customers.values().for_each(|reach| reach.count(&mut course.customers));
    course
}

/// The stretches from which, and to which, something lies: for sure, and as far as it can.
struct Reach {
    sure: Option<[usize; 2]>,
    can: [usize; 2],
}

impl Reach {
    fn join(&mut self, other: &Reach) {
        let wider = |[a, b]: [usize; 2], [c, d]: [usize; 2]| [a.min(c), b.max(d)];
        self.can = wider(self.can, other.can);
        self.sure = match (self.sure, other.sure) {
            (Some(a), Some(b)) => Some(wider(a, b)),
            (one, two) => one.or(two),
        };
    }

    fn count(&self, along: &mut Along) {
        let add = |numbers: &mut Vec<u64>, at: usize| {
            if let Some(n) = numbers.get_mut(at) {
                *n += 1;
            }
        };
        if let Some([first, last]) = self.sure {
            add(&mut along.first_sure, first);
            add(&mut along.last_sure, last);
        }
        add(&mut along.first, self.can[0]);
        add(&mut along.last, self.can[1]);
    }
}

/// Equal stretches, or whole days where orders have only a day: days of the zone that was given, else of UTC.
fn edges(window: &Window, by_day: bool) -> Vec<Timestamp> {
    let (from, end) = (window.from, window.to.plus(Span(1)));
    let length = end.since(from).0.max(1);
    let inner: Vec<Timestamp> = if by_day {
        let zone = window.zone.unwrap_or(Zone::Utc);
        let step = (length / DAY / STRETCHES + 1) as usize;
        let days = zone.local(from).date().iter_days().step_by(step);
        days.map_while(|day| zone.midnight(day)).take_while(|at| *at < end).collect()
    } else {
        let step = Span((length / SECOND / STRETCHES + 1) * SECOND);
        std::iter::successors(Some(from), |at| Some(at.plus(step))).take_while(|at| *at < end).collect()
    };
    let inner = inner.into_iter().filter(|at| *at > from);
    [from].into_iter().chain(inner).chain([end]).collect()
}

/// The last instant of an interval that ends where the next one begins.
pub(super) fn last(earliest: Timestamp, latest: Timestamp) -> Timestamp {
    if earliest == latest { latest } else { latest.plus(Span(-1)) }
}
