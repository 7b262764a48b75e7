import threading
import time

from ocaq.kernel import worker


def test_a_long_job_says_that_it_goes_on_and_nobody_else_can(monkeypatch):
    stopped, seen = threading.Event(), []

    def job() -> None:
        monkeypatch.setattr(worker, "_went_round_at", time.monotonic() - 300)
        worker.still_at_it()
        seen.append(worker.quiet_s())
        stopped.set()

    monkeypatch.setattr(worker, "_thread", None)
    monkeypatch.setattr(worker, "_jobs", {"long": worker.Job("long", 1, job)})
    thread = threading.Thread(target=worker.run_until, args=(stopped,))
    thread.start()
    thread.join(timeout=10)

    assert seen
    assert seen[0] < 60
    monkeypatch.setattr(worker, "_went_round_at", time.monotonic() - 300)
    worker.still_at_it()
    assert worker.quiet_s() >= 300
