"""What intake counts for operators."""

from prometheus_client import Counter, Histogram

DEEDS = Counter("ocaq_intake_deeds", "Deeds answered by the writer.")
COMMITS = Counter("ocaq_intake_commits", "Transactions of the writer.")
TURNED_AWAY = Counter("ocaq_intake_turned_away", "Deeds not taken.", ["why"])
COMMIT = Histogram(
    "ocaq_intake_commit_seconds",
    "One transaction of the writer.",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5, 30),
)
