//! A metric of one case beside the same metric of the others: what is certain, and how many are left out.

use crate::engine::view::Others;
use crate::engine::{Engine, brief};
use crate::model::{CaseId, Duration, MetricId};
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// The lengths of each metric in the other cases.
#[derive(Debug, Default)]
pub struct Beside {
    lengths: BTreeMap<MetricId, Vec<Duration>>,
    looked_at: usize,
    skipped: usize,
}

impl Beside {
    /// Looks at the other cases, as many as a glance takes.
    pub fn new(engine: &Engine, case: CaseId) -> Beside {
        let mut beside = Beside::default();
        let rest = || engine.workspace().cases.iter().filter(|c| c.id != case);
        for analysis in rest().take(brief::MOST).filter_map(|c| engine.analysis(c.id)) {
            beside.looked_at += 1;
            for m in analysis.metrics.iter().filter(|m| m.duration.min().is_some()) {
                beside.lengths.entry(m.id.clone()).or_default().push(m.duration);
            }
        }
        beside.skipped = rest().count().saturating_sub(beside.looked_at);
        beside
    }

    /// What they say of a metric that took so long here.
    pub fn of(&self, id: &MetricId, own: &Duration) -> Others {
        let known = self.lengths.get(id).map(Vec::as_slice).unwrap_or_default();
        let count = |wanted: Option<Ordering>| known.iter().filter(|d| order(d, own) == wanted).count();
        let seconds =
            |d: &Duration| Some((d.min()?.as_seconds(), d.max().map(crate::model::Span::as_seconds)));
        Others {
            lengths: known.iter().filter_map(seconds).collect(),
            shorter: count(Some(Ordering::Less)),
            longer: count(Some(Ordering::Greater)),
            same: count(Some(Ordering::Equal)),
            open: count(None),
            unknown: self.looked_at.saturating_sub(known.len()),
            skipped: self.skipped,
        }
    }
}

/// How one length compares with another, whatever their true values within what is known; `None` where that differs.
fn order(one: &Duration, other: &Duration) -> Option<Ordering> {
    let (least, than_least) = (one.min()?, other.min()?);
    match (one.max(), other.max()) {
        (Some(most), _) if most < than_least => Some(Ordering::Less),
        (_, Some(than_most)) if least > than_most => Some(Ordering::Greater),
        (Some(most), Some(than_most)) if most == least && than_most == than_least && least == than_least => {
            Some(Ordering::Equal)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    #[test]
    fn only_what_is_certain_is_compared() {
        let hours = |h: i64| Span::seconds(3_600 * h);
        let exact = |h| Duration::Exact { value: hours(h) };
        let range = |a, b| Duration::Range { min: hours(a), max: Some(hours(b)) };
        let open = |h| Duration::RightCensored { min: hours(h) };
        let of = vec![exact(1), exact(5), range(2, 4), range(1, 20), open(6), open(1), exact(9)];
        let beside = Beside { lengths: [(MetricId::TimeToContain, of)].into(), looked_at: 9, skipped: 3 };
        let told = |own: &Duration| {
            let o = beside.of(&MetricId::TimeToContain, own);
            assert_eq!((o.lengths.len(), o.unknown, o.skipped), (7, 2, 3));
            [o.shorter, o.longer, o.same, o.open]
        };
        assert_eq!(told(&exact(5)), [2, 2, 1, 2]);
        // What is not over lasted at least so long: only what ended before is surely shorter.
        assert_eq!(told(&open(5)), [2, 0, 0, 5]);
        assert_eq!(told(&range(3, 5)), [1, 2, 0, 4]);
        let unknown = Duration::Unknown { reason: crate::model::Unknown::Absent };
        assert_eq!(told(&unknown), [0, 0, 0, 7]);
        assert_eq!(beside.of(&MetricId::Dwell, &exact(1)).unknown, 9);
    }
}
