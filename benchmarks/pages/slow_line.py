"""The room on a slow line: Chromium at 150 kbit/s, 300 ms away, with a processor six times slower, nothing cached.

`python -m benchmarks.pages.slow_line [--rounds 5]`; `./ocaq bench pages` does it too. Somebody taps their way in at the
demo and opens the room anew. Measured: first contentful paint, the moment the stage's title is painted, and what the
line carried until then. Needs Chromium. Loopback only; ends by itself.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.measure import Server, conditions, free_port, keep, where
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

HERE = Path(__file__).parent
ROOM = "/conferences/solidarity-day/room"
WANTED_S = 3.5
LINE = {"offline": False, "latency": 300, "downloadThroughput": 150_000 / 8, "uploadThroughput": 150_000 / 8}
SLOWER = 6
# The title is on the screen when the frame after its layout has been shown.
WATCH = """
new PerformanceObserver(list => {
  for (const one of list.getEntries()) if (one.name === "first-contentful-paint") window.painted = one.startTime;
}).observe({type: "paint", buffered: true});
const look = () => {
  const title = document.querySelector("#stage #who, #stage h1, #stage h2");
  if (title && title.getBoundingClientRect().height > 0 && title.innerText.trim())
    requestAnimationFrame(() => setTimeout(() => { window.titled = performance.now(); }));
  else requestAnimationFrame(look);
};
requestAnimationFrame(look);
"""


def measure(rounds: int) -> list[dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="ocaq-bench-") as scratch:
        port = free_port()
        command = [sys.executable, "-m", "ocaq.config.cli", "demo", "--port", str(port), "--data", scratch + "/demo"]
        log = Path(scratch) / "demo.log"
        with Server(command, port, log) as server, sync_playwright() as playwright:
            chromium = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
            _await_demo(server.at, browser)
            return [_arrive(browser, server.at) for _ in range(rounds)]


def _await_demo(at: str, browser: Browser) -> None:
    page = browser.new_page()
    deadline = time.monotonic() + 120
    while True:
        answer = page.request.get(at + "/demo/", fail_on_status_code=False)
        if answer.ok and ROOM.split("/")[2] in answer.text():
            page.close()
            return
        if time.monotonic() > deadline:
            sys.exit("The demo did not start.")
        time.sleep(0.5)


def _arrive(browser: Browser, at: str) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 360, "height": 780}, is_mobile=True, has_touch=True)
    page = context.new_page()
    page.goto(at + "/demo/")
    page.locator('button[name=role][value="participant"]').click()
    page.wait_for_url("**" + ROOM)
    page.goto("about:blank")
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.clearBrowserCache")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(WATCH)
    came = _carried(line)
    page.goto(at + ROOM, wait_until="commit", timeout=60_000)
    titled = _when_titled(page)
    painted = float(page.evaluate("window.painted"))
    carried = [one for one in came if one["at_ms"] <= painted]
    found = {
        "painted_s": round(painted / 1_000, 2),
        "titled_s": round(titled / 1_000, 2),
        "kb": round(sum(one["bytes"] for one in carried) / 1_000, 1),
        "answers": len(carried),
        "page": str(page.locator("#stage #who, #stage h1, #stage h2").first.inner_text())[:40],
    }
    context.close()
    return found


def _when_titled(page: Page) -> float:
    deadline = time.monotonic() + 60
    while not (titled := page.evaluate("window.titled")):
        if time.monotonic() > deadline:
            sys.exit("The title never came.")
        time.sleep(0.2)
    return float(titled)


def _carried(line: CDPSession) -> list[dict[str, float]]:
    """Return a list that fills with each answer's bytes on the line and the moment, ms since the page was asked for."""
    came: list[dict[str, float]] = []
    began: list[float] = []
    line.on("Network.requestWillBeSent", lambda said: began.append(said["timestamp"]))
    line.on(
        "Network.loadingFinished",
        lambda said: came.append({"bytes": said["encodedDataLength"], "at_ms": (said["timestamp"] - began[0]) * 1_000}),
    )
    return came


def run(rounds: int) -> None:
    runs = measure(rounds)
    result = {"conditions": conditions(), "runs": runs}
    rows = [
        f"| {one['painted_s']} | {one['titled_s']} | {one['kb']} | {one['answers']} |"
        for one in sorted(runs, key=lambda one: one["titled_s"])
    ]
    middle = statistics.median(one["titled_s"] for one in runs)
    lines = [
        f"# The room on a slow line, {result['conditions']['at'][:10]}",
        "",
        where(result["conditions"]) + " " + " ".join((__doc__ or "").split("\n\n")[0].splitlines()),
        "",
        "| first contentful paint, s | title visible, s | kB on the line by then | answers by then |",
        "|---|---|---|---|",
        *rows,
        "",
        f"Median: title visible after {middle} s. Wanted: at most {WANTED_S} s.",
    ]
    keep(HERE / "results", "slow-line", result, "\n".join(lines))
    if middle > WANTED_S:
        sys.exit("The first useful view came too late.")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=5)
    run(asked.parse_args().rounds)
