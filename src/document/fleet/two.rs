//! Two groups of cases against each other: do they differ, by how much, and what can be concluded at this number?

use super::{LEAST_GROUP, Labelled, UNLIKELY, from_to, lasted, note, probability, resampled};
use crate::document::{Block, Part, Rests, Sentence, plain};
use crate::language::{self, decimal, number};
use crate::metric;
use crate::model::{CaseId, Duration, MetricId};
use crate::say;
use crate::statistics::{
    FleetMetric, LogRank, RESAMPLES, Survival, Weights, fleet_metric, kaplan_meier, log_rank, observations,
    percentiles,
};

/// Two groups of durations of one metric.
#[derive(Clone, PartialEq, Debug)]
pub struct Two {
    /// The metric.
    pub metric: MetricId,
    /// What the groups are called.
    pub names: [String; 2],
    /// How long each of their cases took.
    pub groups: [Vec<Duration>; 2],
    /// Whether they stand before and after a change, which is no experiment.
    pub before_after: bool,
    curves: [Survival; 2],
    test: Option<LogRank>,
}

impl Two {
    /// The groups with their curves, and the test where there are enough.
    pub fn new(id: &MetricId, names: [String; 2], groups: [Vec<Duration>; 2], before_after: bool) -> Two {
        let seen = [&groups[0], &groups[1]].map(|group| observations(group.iter().copied()));
        let enough = seen.iter().all(|group| group.len() >= LEAST_GROUP);
        let test = enough.then(|| log_rank(&[&seen[0], &seen[1]], Weights::Equal)).flatten();
        let curves = [kaplan_meier(&seen[0]), kaplan_meier(&seen[1])];
        Two { metric: id.clone(), names, groups, before_after, curves, test }
    }

    /// Whether there is a test, and with it an interval.
    pub fn can_test(&self) -> bool {
        self.test.is_some()
    }

    /// How many take part, by group.
    fn sizes(&self) -> [usize; 2] {
        [self.curves[0].n, self.curves[1].n]
    }

    /// Why there is no test, where there is none; the figures of both with the cases that they rest on; and who is left out of
    /// them, and why.
    ///
    /// * `cases`: the cases of each group with their titles, in the order of its durations.
    pub fn blocks(&self, cases: [Vec<(CaseId, &str)>; 2]) -> Vec<Block> {
        let mut blocks = vec![];
        let rests = self.groups.iter().zip(&cases).map(|(group, cases)| {
            Rests::default()
                .over(cases.iter().zip(group).map(|((id, title), duration)| (*id, *title, duration)))
        });
        let rests: Vec<Rests> = rests.collect();
        if let Some(why) = self.no_test() {
            // Both groups with what their test would have taken in, under one sentence.
            let both = rests.iter().cloned().reduce(Rests::and).unwrap_or_default();
            let means: (&str, &[Part]) = (n_means(), &TAKING);
            blocks.push(Block::explained_by(Block::Note(plain(why)), &[means], vec![both]));
        }
        // Turnbull's estimate over many cases takes its time: once a group, and only for who reads it.
        let known = self.groups.each_ref().map(|group| fleet_metric(group.iter().copied()));
        let left_out = self.left_out(&known, &rests);
        blocks.push(self.table(&known, rests));
        blocks.extend(left_out);
        blocks
    }

    fn no_test(&self) -> Option<String> {
        let [a, b] = self.sizes();
        if self.can_test() {
            None
        } else if a.min(b) < LEAST_GROUP {
            let [first, second] = &self.names;
            Some(match a {
                1 => say!(
                    "No test: {first} has 1 incident with an exact or open value and {second} has {m}; {least} in each are needed. With fewer, one incident more or less turns the result, and the probability of the test does not hold.",
                    first,
                    second,
                    m = b,
                    least = LEAST_GROUP
                ),
                n => say!(
                    "No test: {first} has {n} incidents with an exact or open value and {second} has {m}; {least} in each are needed. With fewer, one incident more or less turns the result, and the probability of the test does not hold.",
                    first,
                    n,
                    second,
                    m = b,
                    least = LEAST_GROUP
                ),
            })
        } else {
            Some(
                say!("No test: at no time on record could one of the groups have ended before the other.")
                    .to_owned(),
            )
        }
    }

    /// How many of each group are in none of its figures, and why; none where all are.
    fn left_out(&self, known: &[FleetMetric; 2], rests: &[Rests]) -> Option<Block> {
        let groups = self.names.iter().zip(&self.groups).zip(known.iter().zip(rests));
        let told = groups.filter_map(|((name, group), (known, rests))| {
            let why = known.excluded;
            let all = why.unknown + why.not_applicable + why.absent;
            let parts = [
                (
                    why.unknown,
                    say!(
                        "{n} unknown: the record says so, an end has no time, or it lies before its start",
                        n = why.unknown
                    ),
                ),
                (why.not_applicable, say!("{n} where it does not apply", n = why.not_applicable)),
                (why.absent, say!("{n} whose record does not speak of it", n = why.absent)),
            ];
            let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words);
            let why = parts.collect::<Vec<_>>().join("; ");
            (all > 0).then(|| {
                let text = match all {
                    1 => say!(
                        "Of {all} in “{name}”, 1 incident is in no figure: {why}.",
                        all = group.len(),
                        name,
                        why
                    ),
                    n => say!(
                        "Of {all} in “{name}”, {n} incidents are in no figure: {why}.",
                        all = group.len(),
                        name,
                        n,
                        why
                    ),
                };
                let sentence: Sentence<'_> = (text, silent(), &[Part::Out]);
                (sentence, rests.clone())
            })
        });
        let (told, rests): (Vec<_>, Vec<_>) = told.unzip();
        (!told.is_empty()).then(|| Block::sentences(told, rests))
    }

    /// The figures of both groups.
    fn table(&self, known: &[FleetMetric; 2], rests: Vec<Rests>) -> Block {
        let end = |seconds: Option<f64>| seconds.map_or_else(|| say!("not reached").to_owned(), lasted);
        // Until the shorter of the two records ends both curves are known.
        let last = |curve: &Survival| curve.times.last().copied().unwrap_or(0.0);
        let horizon = last(&self.curves[0]).min(last(&self.curves[1]));
        let groups = self.names.iter().zip(&self.groups).zip(self.curves.iter().zip(known));
        let rows = groups.map(|((name, group), (curve, all))| {
            let [low, high] = curve.median_ci;
            let left_out = group.len() - all.n;
            let ranges = match (all.turnbull.median_lower_seconds, all.turnbull.median_upper_seconds) {
                (None, _) => "–".to_owned(),
                (Some(a), Some(b)) if a == b => lasted(a),
                (Some(a), Some(b)) => from_to(lasted(a), lasted(b)),
                (Some(a), None) => say!("more than {min}", min = lasted(a)),
            };
            let mean = match curve.n > 0 && horizon > 0.0 {
                true => lasted(curve.restricted_mean(horizon).mean),
                false => "–".to_owned(),
            };
            let cells = [
                name.clone(),
                curve.n.to_string(),
                curve.right_censored.to_string(),
                all.interval_censored.to_string(),
                left_out.to_string(),
                end(curve.median),
                from_to(end(low), end(high)),
                mean,
                ranges,
            ];
            cells.map(plain).to_vec()
        });
        let mean = say!("Mean up to {horizon}", horizon = lasted(horizon));
        let numbers = [
            "n",
            say!("not ended"),
            say!("only a range"),
            say!("left out"),
            say!("Median"),
            "95 %",
            &mean,
            say!("Median, ranges included"),
        ];
        let numbers = numbers.into_iter().map(|title| format!("{title}\t"));
        let columns: Vec<String> = std::iter::once(say!("Group").to_owned()).chain(numbers).collect();
        let caption = say!(
            "{metric}: {first} and {second} (Kaplan–Meier over n; n holds exact and open values, Turnbull’s estimate takes the ranges in; left out is what is not known)",
            metric = language::known(self.metric.label()),
            first = self.names[0],
            second = self.names[1]
        );
        let table = Block::table(&caption, &columns, rows.collect());
        let measured = metric::measured(&self.metric);
        let rests = self.curves.iter().zip(rests).map(|(curve, rests)| {
            let inputs = say!(
                "n = {n}: {ended} ended, {open} not ended by the end of the record.",
                n = curve.n,
                ended = curve.observed,
                open = curve.right_censored
            );
            Rests::told([measured.clone(), inputs]).and(rests)
        });
        let band = say!("Interval from the log-log band of the curve (Brookmeyer and Crowley).");
        let mean = say!(
            "The restricted mean: the area under the curve up to {horizon}, where the shorter of the two records ends.",
            horizon = lasted(horizon)
        );
        // Turnbull's estimate takes in ranges as well.
        let (taking, known) = (TAKING, [Part::Exact, Part::Open, Part::Range]);
        let meanings: [(&str, &[Part]); 9] = [
            ("", &[]),
            (n_means(), &taking),
            (
                say!(
                    "Of n, those not ended by the end of the record; they count as lasting at least so long."
                ),
                &[Part::Open],
            ),
            (only_ranges(), &[Part::Range]),
            (silent(), &[Part::Out]),
            (say!("Half took longer: where Kaplan and Meier’s curve meets one half."), &taking),
            (band, &taking),
            (&mean, &taking),
            (
                say!(
                    "Turnbull’s estimate over exact values, ranges and open ones. Where it is itself a range, the record cannot tell more."
                ),
                &known,
            ),
        ];
        Block::explained_by(table, &meanings, rests.collect())
    }

    /// How many say only a range, which neither the test nor the interval takes in, and which way that pulls.
    fn ranges(&self) -> Option<String> {
        let [a, b] = [&self.groups[0], &self.groups[1]]
            .map(|group| group.iter().filter(|d| matches!(d, Duration::Range { .. })).count());
        (a + b > 0).then(|| {
            say!(
                "Neither test nor interval takes in what is known only within a range: {a} in “{first}”, {b} in “{second}”. Where these are mostly longer than the rest of their group, its median stands too low here, and too high where they are shorter; “Median, ranges included” has them.",
                a,
                first = self.names[0],
                b,
                second = self.names[1]
            )
        })
    }

    /// What can be concluded, from medians of both groups drawn anew.
    ///
    /// * `rests`: the cases of both groups.
    pub fn verdict(&self, first: &[f64], second: &[f64], rests: Rests) -> Vec<Block> {
        let Some(test) = self.test else { return vec![] };
        let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| b - a).collect();
        let interval = percentiles(&differences);
        let between = match interval {
            [Some(low), Some(high)] => from_to(way(low), way(high)),
            [Some(low), None] => say!("{low} to more than the record shows", low = way(low)),
            [None, Some(high)] => say!("less than the record shows to {high}", high = way(high)),
            [None, None] => say!("not to be told: too often fewer than half had ended").to_owned(),
        };
        let middle = self.curves[0].median.zip(self.curves[1].median).map(|(a, b)| way(b - a));
        let middle =
            middle.unwrap_or_else(|| say!("not to be told, as one of them is not reached").to_owned());
        let [n, m] = self.sizes();
        let drawn = format!("{}\n{}", difference(), resampled());
        let taking: &[Part] = &TAKING;
        let told = vec![
            say!(
                "Against “{first}”, the median of “{second}” is {middle} (95 % interval {between}; bootstrap, {resamples} resamples of each). Log-rank over the whole curves: χ² = {chi}, {p}.",
                first = self.names[0],
                second = self.names[1],
                middle,
                between,
                resamples = number(RESAMPLES as u64),
                chi = decimal(test.chi_squared, 2),
                p = probability(test.p)
            ),
            say!("At n = {n} and {m}, {verdict}.", n, m, verdict = verdict(test.p < UNLIKELY, interval)),
        ];
        let mut told: Vec<Sentence<'_>> =
            told.into_iter().zip([&*drawn, concluded()]).map(|(said, means)| (said, means, taking)).collect();
        let differs = test.p < UNLIKELY;
        if differs {
            told.push((say!("If several groupings were tried before this one, it counts for less: of twenty comparisons of groups that do not differ, one looks like this.").to_owned(), "", &[]));
        } else {
            let text = say!(
                "That is no evidence that there is no difference: a median that is {between} fits the record too.",
                between
            );
            told.push((text, &drawn, taking));
        }
        told.extend(self.ranges().map(|text| (text, only_ranges(), &[Part::Range][..])));
        if self.before_after {
            told.push((say!("Before and after is no experiment: what else changed at that time, such as the attacks, the tools or the team, may be the reason as well.").to_owned(), "", &[]));
        }
        vec![Block::sentences(told, vec![rests])]
    }
}

/// What the curves and the test take in.
const TAKING: [Part; 2] = [Part::Exact, Part::Open];

/// What n of a group means.
fn n_means() -> &'static str {
    say!("Incidents of the group with an exact value, or not ended by the end of their record.")
}

/// What is said of those that only Turnbull's estimate takes in.
fn only_ranges() -> &'static str {
    say!("Incidents known only within a range: in “Median, ranges included” and in no other figure.")
}

/// What is said of those that no figure takes in.
pub(super) fn silent() -> &'static str {
    say!("Incidents that say nothing of it: in no figure.")
}

/// What the difference of two groups is, and the test.
fn difference() -> &'static str {
    say!(
        "The median of the second group less that of the first (Kaplan–Meier), and the same difference in each pair of drawings. The log-rank test (Mantel 1966) holds those that ended in each group at each time against those to be expected if the groups did not differ."
    )
}

/// What is called unlikely.
fn concluded() -> &'static str {
    say!(
        "Chance is called unlikely for the whole curves where p is below 0.05, and for the medians where the interval of their difference does not hold zero."
    )
}

/// “3 h shorter”, “2 d longer”.
pub(super) fn way(seconds: f64) -> String {
    match seconds {
        s if s < 0.0 => say!("{length} shorter", length = lasted(-s)),
        s if s > 0.0 => say!("{length} longer", length = lasted(s)),
        _ => say!("the same").to_owned(),
    }
}

/// What can be said of two groups: by the test of the whole curves, and by the interval of the difference of their medians.
/// One long case may hide from the test that the usual case became shorter, and curves may differ only in their tails.
/// An end of the interval that is not known bounds nothing.
fn verdict(curves_differ: bool, [low, high]: [Option<f64>; 2]) -> &'static str {
    let medians_differ = low.is_some_and(|low| low > 0.0) || high.is_some_and(|high| high < 0.0);
    match (curves_differ, medians_differ) {
        (true, true) => say!("chance alone is an unlikely reason for the difference"),
        (false, false) => say!("the difference may well be chance"),
        (false, true) => {
            say!(
                "the medians differ by more than chance explains, all cases taken together do not: look at the longest ones before concluding"
            )
        }
        (true, false) => {
            say!(
                "all cases taken together differ by more than chance explains, the medians need not: the difference may lie in the longest or the shortest ones"
            )
        }
    }
}

/// What is said where both groups are the same one.
pub fn same(group: &str) -> Block {
    Block::Note(plain(say!("Both groups are “{group}”: choose another value for one of them.", group)))
}

/// What is said of cases that are in both groups; `None` where none is.
pub fn both(cases: &[Labelled]) -> Option<Block> {
    (!cases.is_empty()).then(|| {
        let text = match cases.len() {
            1 => say!(
                "1 incident has both values and counts in both groups. Test and interval take the groups for separate: what they share makes them alike, so that a difference is found less easily and mostly looks smaller than between incidents of one value alone."
            )
            .to_owned(),
            n => say!(
                "{n} incidents have both values and count in both groups. Test and interval take the groups for separate: what they share makes them alike, so that a difference is found less easily and mostly looks smaller than between incidents of one value alone.",
                n
            ),
        };
        note(text, say!("The incidents that stand in both."), cases)
    })
}

/// What is said of cases that are in neither group; `None` where all are in one.
///
/// * `undated`: before and after a version of the plan, how many of them have no time on record.
pub fn neither(what: &str, out: &[Labelled], undated: Option<usize>) -> Option<Block> {
    let cases = out.len();
    let why = match undated {
        None => say!("another value of “{what}”, or none", what),
        Some(undated) => {
            let between = cases - undated.min(cases);
            let each = [
                (undated, say!("{n} without a time on record", n = undated)),
                (
                    between,
                    say!(
                        "{n} of which the record does not tell on which side of the change: on its very day, or over a time that holds it",
                        n = between
                    ),
                ),
            ];
            let each = each.into_iter().filter(|(n, _)| *n > 0).map(|(_, words)| words);
            each.collect::<Vec<_>>().join("; ")
        }
    };
    let text = match cases {
        0 => return None,
        1 => say!("1 incident is left out of both groups: {why}.", why),
        n => say!("{n} incidents are left out of both groups: {why}.", n, why),
    };
    Some(note(text, say!("The incidents that the filter keeps and that stand in neither."), out))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fleet::tests::text;
    use crate::model::Span;
    use crate::statistics::Bootstrap;

    fn hours(all: &[f64]) -> Vec<Duration> {
        all.iter().map(|h| Duration::Exact { value: Span((h * 3.6e9) as i64) }).collect()
    }

    fn told(first: &[f64], second: &[f64]) -> String {
        let names = ["before 1.4", "since 1.4"].map(str::to_owned);
        let two = Two::new(&MetricId::TimeToContain, names, [hours(first), hours(second)], true);
        let drawn = |n: usize| {
            let mut drawn = Bootstrap::of_stream(&observations(two.groups[n].iter().copied()), n as u64);
            drawn.step(1_000);
            drawn
        };
        let verdict = two.verdict(drawn(0).medians(), drawn(1).medians(), Rests::default());
        text(&[two.blocks(Default::default()), verdict].concat())
    }

    #[test]
    fn below_five_in_a_group_there_is_no_test_and_it_says_why() {
        let few = told(&[5.0, 6.0, 7.0, 8.0, 9.0], &[1.0, 2.0, 3.0, 4.0]);
        assert!(
            few.contains("No test: before 1.4 has 5 incidents") && few.contains("since 1.4 has 4;"),
            "{few}"
        );
        assert!(!few.contains("Log-rank") && few.contains("before 1.4 5 0 0 0 7 h"), "{few}");
    }

    #[test]
    fn what_differs_is_told_with_its_bounds_and_its_caution() {
        let clear = told(&[20.0, 19.0, 18.5, 17.0, 16.0, 15.0], &[12.0, 11.0, 9.0, 8.0, 7.0, 6.0]);
        for words in [
            "unlikely reason for the difference",
            "9 h 15 min shorter",
            "no experiment",
            "of twenty comparisons",
        ] {
            assert!(clear.contains(words), "{words}: {clear}");
        }
        let same = told(&[5.0, 4.0, 6.0, 5.5, 4.5], &[5.0, 6.0, 4.0, 5.2, 4.8]);
        assert!(
            same.contains("may well be chance") && same.contains("no evidence that there is no difference"),
            "{same}"
        );
    }

    #[test]
    fn where_about_half_are_open_the_difference_has_no_bounds() {
        let open = |hours: f64| Duration::RightCensored { min: Span((hours * 3.6e9) as i64) };
        let group = |first: f64| {
            let ended = hours(&[first, first + 1.0, first + 2.0, first + 3.0]);
            [ended, [20.0, 21.0, 22.0, 23.0].map(open).to_vec()].concat()
        };
        let names = ["before 1.4", "since 1.4"].map(str::to_owned);
        let two = Two::new(&MetricId::TimeToContain, names, [group(10.0), group(1.0)], true);
        let drawn = [0, 1].map(|n: usize| {
            let mut drawn = Bootstrap::of_stream(&observations(two.groups[n].iter().copied()), n as u64);
            drawn.step(2_000);
            drawn
        });
        let both_open = |pair: (&f64, &f64)| pair.0.is_infinite() && pair.1.is_infinite();
        assert!(drawn[0].medians().iter().zip(drawn[1].medians()).any(both_open));
        let said = text(&two.verdict(drawn[0].medians(), drawn[1].medians(), Rests::default()));
        assert!(said.contains("95 % interval not to be told"), "{said}");
        assert!(!said.contains("the medians differ"), "{said}");
    }

    #[test]
    fn ranges_that_the_test_does_not_see_are_counted() {
        let range = Duration::Range { min: Span(1), max: Some(Span(9)) };
        let group = |ranges: usize| [hours(&[1.0, 2.0, 3.0, 4.0, 5.0]), vec![range; ranges]].concat();
        let said = |ranges: [usize; 2]| {
            let names = ["before 1.4", "since 1.4"].map(str::to_owned);
            let two = Two::new(&MetricId::TimeToContain, names, ranges.map(group), true);
            text(&two.verdict(&[1.0, 2.0], &[1.0, 2.0], Rests::default()))
        };
        assert!(said([2, 1]).contains("2 in “before 1.4”, 1 in “since 1.4”"), "{}", said([2, 1]));
        assert!(!said([0, 0]).contains("only within a range"));
    }

    #[test]
    fn where_test_and_medians_disagree_it_says_so() {
        let interval = |low, high| [Some(low), Some(high)];
        let both = [verdict(false, interval(-9.0, -1.0)), verdict(true, interval(-1.0, 1.0))];
        assert!(
            both[0].starts_with("the medians differ")
                && both[1].starts_with("all cases taken together differ")
        );
        assert_eq!(verdict(false, [None, None]), verdict(false, interval(-1.0, 2.0)));
        // Longer by 3 h or by more than the record shows is longer.
        assert_eq!(verdict(false, [Some(3.0), None]), both[0]);
    }
}
