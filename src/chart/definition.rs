//! What each chart shows, how it is computed, and where that is from.

use super::Chart;
use crate::language::look;
use crate::metric;
use crate::model::MetricId;
use crate::say;

/// The least and the most of a length.
const LEAST: &str = "The least that it took: its value where that is exact.";
const MOST: &str = "The most that it may have taken; empty where it was not over by the end of the record.";
/// The columns of a curve's table.
const CURVE: [&str; 8] = [
    "The length at which an incident ended or was last seen, in seconds.",
    "The length at which an incident ended or was last seen.",
    "Incidents that lasted at least so long.",
    "Incidents that ended at this length.",
    "Incidents last seen at this length, not over: they count as lasting longer.",
    "The share that lasts longer: (at risk − ended) ÷ at risk, times the share of the step before.",
    "The lower end of the 95 % band at this length: Greenwood’s variance on the log-log scale.",
    "The upper end of the 95 % band at this length: Greenwood’s variance on the log-log scale.",
];

impl Chart {
    /// What the numbers of each column of the [`table`](Chart::table) mean; empty for a column that holds none. Columns
    /// beyond the last mean the same as that.
    pub fn meanings(&self) -> Vec<&'static str> {
        self.meant().iter().map(|meaning| look(meaning)).collect()
    }

    /// The same before the lookup.
    fn meant(&self) -> &'static [&'static str] {
        const { assert!(CURVE.len() == super::survival::HEAD.len()) };
        match self {
            Chart::Phase(_) => &[
                "",
                "",
                "When the phase began, or the milestone lay; an interval where the record leaves it open.",
                "",
                "From the start of the phase to its end; at least so long where it is not over.",
                "",
            ],
            Chart::Survival(_) => &CURVE,
            Chart::Pair(_) => {
                const PAIR: [&str; 9] =
                    ["", CURVE[0], CURVE[1], CURVE[2], CURVE[3], CURVE[4], CURVE[5], CURVE[6], CURVE[7]];
                &PAIR
            }
            Chart::Spread(_) => &[
                "The start of a stretch in which the share grows, in seconds; where it is its end as well, the stretch is one length.",
                "The end of a stretch in which the share grows, in seconds; empty where the record bounds it nowhere.",
                "The start of a stretch in which the share grows.",
                "The end of a stretch in which the share grows.",
                "The share of incidents that ended in this stretch; where in it, the record cannot tell.",
                "The share of incidents that was over by the end of this stretch.",
            ],
            Chart::Strip(_) => &["", LEAST, MOST, "The same in words."],
            Chart::Course(_) => &[
                "",
                "",
                LEAST,
                MOST,
                "The distance to the exact value before it: the limits are made of these.",
                "",
            ],
            Chart::Gap(_) => &[
                "",
                "",
                "",
                "The least time between the two, in seconds.",
                "The most time between the two, in seconds.",
                "The time between the two.",
            ],
            Chart::Clocks(_) => &[
                "",
                "When the clock starts, in hours from the zero of the axis; two figures where the record leaves it open.",
                "The strict due time, in hours from the zero of the axis.",
                "The latest due time that the text allows for, in hours from the zero of the axis.",
                "When the notice was sent, or received where the rule counts that, in hours from the zero of the axis.",
                "",
            ],
            Chart::Versus(_) => &[
                "",
                "The least that it took in the case, in seconds.",
                "The most that it may have taken in the case, in seconds.",
                "The target of the plan, in seconds.",
                "How long the team took on its own clock, in seconds; empty where it was not reached.",
            ],
        }
    }

    /// The definition of what is drawn, a sentence or two each: the quantity, the method with its source, and what is
    /// left out. The inputs are its [`table`](Chart::table).
    pub fn definition(&self) -> Vec<String> {
        let of = |id: &MetricId, method: &str| vec![metric::measured(id), method.to_owned()];
        let only = |method: &str| vec![method.to_owned()];
        match self {
            Chart::Phase(_) => only(say!(
                "Each phase runs from one milestone to the next that bounds it; a milestone out of order bounds none. Imprecise times are drawn over their interval. Clocks of rules run from their trigger to the strict due time."
            )),
            Chart::Survival(chart) => of(
                &chart.metric,
                say!(
                    "The share of incidents that lasted longer than each time, by Kaplan and Meier’s product-limit estimate (1958) with a pointwise 95 % band on the log-log scale. What had not ended counts as lasting at least so long; what is known only within a range is left out."
                ),
            ),
            Chart::Pair(chart) => of(
                &chart.metric,
                say!(
                    "Kaplan and Meier’s estimate (1958) for each group by itself. What is known only within a range is left out."
                ),
            ),
            Chart::Spread(chart) => of(
                &chart.metric,
                say!(
                    "The share of incidents that was over by each time; where ranges or open ends leave it uncertain, the least and the most that it may be."
                ),
            ),
            Chart::Strip(chart) => of(
                &chart.metric,
                say!(
                    "Each incident once: an exact value as a dot, a range from its least to its most, what had not ended as an open line."
                ),
            ),
            Chart::Course(chart) => of(
                &chart.metric,
                say!(
                    "Individuals chart (XmR): mean of the exact values ± 2.66 × the mean moving range, limit of the moving range 3.267 × that mean (Wheeler 1993); eight in a row on one side of the mean are a run (Western Electric 1956). Trend by Mann–Kendall and Theil–Sen."
                ),
            ),
            Chart::Gap(_) => only(say!(
                "For each event that tells both: from when it happened to when the responders knew, as the record has them."
            )),
            Chart::Clocks(_) => only(say!(
                "Each clock runs from its trigger to its due time as the rule counts: elapsed hours in UTC, or days in the dates of its zone ending at 23:59:59. Not decided are those of which it is open whether the rule applies, or which rule a notice served."
            )),
            Chart::Versus(_) => only(say!(
                "The time between two milestones: in the case, by the target of the plan, and by each team of the exercise on its own clock."
            )),
        }
    }
}
