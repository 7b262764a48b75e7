"""What real people write and are must not stand in the log, not even when something breaks."""

import json
import logging
from pathlib import Path

import pytest
import structlog

from ocaq.config.logs import configure_logs, where_it_failed
from ocaq.config.tests.test_serving import running
from ocaq.evidence.rules.notes import Signer

KEY = Signer.new("ocaq.example/log").text
NAME, ADDRESS, TOKEN, NETWORK = "Gülçöhrə Zirvəgülü", "gulchohra@example.org", "sEcReTtOkEn0123456789", "203.0.113.77"


def test_pages_leave_no_person_in_the_log(tmp_path: Path) -> None:
    with running(tmp_path, "serve", OCAQ_MODE="production", OCAQ_LOG="json", OCAQ_LOG_KEY=KEY) as (_, client):
        client.headers["X-Forwarded-For"] = NETWORK
        form = {"email": ADDRESS, "login": ADDRESS, "name": NAME, "text": NAME, "code": TOKEN}
        for path in ("/", "/accounts/login/", "/conferences/", "/my/", "/desk/", f"/conferences/evening/mine/{TOKEN}/",
                     f"/conferences/evening/i/{TOKEN}/", "/conferences/evening/register/", f"/nothing/{TOKEN}",
                     f"/live/conference/k7m/public?ticket={TOKEN}"):  # fmt: skip
            page = client.get(path, params={"q": NAME})
            token = client.cookies.get("csrftoken", "")
            posted = client.post(
                path, data={**form, "csrfmiddlewaretoken": token}, headers={"Referer": str(client.base_url)}
            )
            assert page.status_code < 500, path
            assert posted.status_code < 500, path
        client.post(f"/intake/{TOKEN}", content=NAME.encode(), headers={"Authorization": f"Bearer {TOKEN}"})
    log = (tmp_path / "server.log").read_text()

    lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
    told = json.dumps(lines, ensure_ascii=False) + log
    assert [word for word in (NAME, ADDRESS, TOKEN, NETWORK, "gulchohra") if word in told] == []
    assert KEY[-20:] not in told


def test_an_exception_leaves_its_frames_but_not_its_words() -> None:
    try:
        raise ValueError(f"DETAIL: Key (email)=({ADDRESS}) already exists")
    except ValueError as error:
        record = where_it_failed(None, "error", {"event": "page.failed", "exc_info": error})

    assert record["error"] == "builtins.ValueError"
    assert "test_logs.py" in record["frames"][-1]
    assert ADDRESS not in json.dumps(record)


def test_lines_of_libraries_lose_what_they_were_filled_with(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        configure_logs("json", is_real=True)
        logging.getLogger("django.security.csrf").warning("Forbidden (%s): %s", "token missing", f"/mine/{TOKEN}/")
        line = json.loads(capsys.readouterr().err)
    finally:
        configure_logs("plain", is_real=False)

    assert (line["event"], line["logger"]) == ("Forbidden (%s): %s", "django.security.csrf")
    assert TOKEN not in json.dumps(line)


def test_a_failing_job_names_no_person(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        configure_logs("json", is_real=True)
        try:
            raise LookupError(NAME)
        except LookupError:
            structlog.get_logger().exception("worker.job_failed", job="letters")
        line = json.loads(capsys.readouterr().err)
    finally:
        configure_logs("plain", is_real=False)

    assert (line["event"], line["error"], line["job"]) == ("worker.job_failed", "builtins.LookupError", "letters")
    assert NAME not in json.dumps(line, ensure_ascii=False)
