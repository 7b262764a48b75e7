"""What live counts for operators."""

from prometheus_client import Counter, Gauge, Histogram

STREAMS = Gauge("ocaq_live_streams", "Streams open in this process.")
FRAMES = Counter("ocaq_live_frames", "Frames written to streams.", ["kind"])
DROPS = Counter("ocaq_live_drops", "Streams dropped because the client did not read.")
RESUMES = Counter("ocaq_live_resumes", "Streams that resumed after a number they had.")
SNAPSHOTS = Counter("ocaq_live_snapshots", "Snapshots computed.")
DELAY = Histogram(
    "ocaq_live_delay_seconds",
    "From an event's own time to its last write in this process.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
