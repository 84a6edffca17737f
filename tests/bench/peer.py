"""Times lifelines and scipy, in CPU time, on the durations that tests/bench/fleet.mjs writes with LIST=FILE; skips where they are not installed.

    python3 tests/bench/peer.py FILE
"""

import csv
import sys
import time

try:
    import numpy as np
    import scipy
    import lifelines
    from lifelines import KaplanMeierFitter
    from lifelines.utils import median_survival_times
    from scipy.stats import bootstrap
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(0)

RESAMPLES = 10_000
with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
seconds = np.array([float(row["seconds"]) for row in rows])
ended = np.array([row["ended"] == "1" for row in rows])
print(f"n = {len(seconds)}, {int((~ended).sum())} not ended; lifelines {lifelines.__version__}, scipy {scipy.__version__}, numpy {np.__version__}")


def timed(what, run):
    start = time.process_time()
    value = run()
    print(f"{what:62} {1000 * (time.process_time() - start):9.0f} ms   {value}")


def kaplan_meier():
    fitted = KaplanMeierFitter().fit(seconds, ended)
    return fitted.median_survival_time_, median_survival_times(fitted.confidence_interval_).values.tolist()


def refits(count):
    """The same bootstrap as Floodmark's: pairs drawn anew, a Kaplan-Meier median each."""
    random = np.random.default_rng(20261123)
    medians = []
    for _ in range(count):
        drawn = random.integers(0, len(seconds), len(seconds))
        medians.append(KaplanMeierFitter().fit(seconds[drawn], ended[drawn]).median_survival_time_)
    return np.percentile(medians, [2.5, 97.5]).tolist()


timed("lifelines: Kaplan-Meier with its median's interval", kaplan_meier)
some = 100
start = time.process_time()
refits(some)
print(f"{'lifelines: 10,000 refits, from ' + str(some):62} {1000 * (time.process_time() - start) * RESAMPLES / some:9.0f} ms")
timed(
    "scipy.stats.bootstrap: median of the ended alone, vectorised",
    lambda: bootstrap((seconds[ended],), np.median, n_resamples=RESAMPLES, method="percentile", batch=200, random_state=1).confidence_interval,
)
