"""An organiser plans a conference from a template, puts its order right, publishes it, sees who registers."""

import re

from playwright.sync_api import expect

from tests.journeys.conftest import Visit


def test_organiser_plans_and_publishes(visit: Visit) -> None:
    organiser = visit(zone="Asia/Baku")
    organiser.sign_in("staff")
    page = organiser.open("/desk/conferences/new/")

    page.locator('input[name=template][value="year-results"]').check()
    page.locator("input[name=slug]").fill("next-results")
    page.locator("input[name=starts_at]").fill("2027-01-22T17:00")
    page.get_by_role("button", name="Make the draft").click()
    page.wait_for_url("**/desk/conferences/next-results/**")
    assert (
        visit(troubles=True).open("/conferences/next-results/").locator("h1").is_visible()
    )  # a page that says it is not there

    page = organiser.open("/desk/conferences/next-results/rundown/")
    rows = page.locator("table.rundown tbody tr")
    film = rows.nth(1).locator("th a").inner_text()
    first_times = page.locator("td.time b").all_inner_texts()
    rows.nth(1).get_by_role("button", name="Move item 2 up").click()
    expect(rows.nth(0).locator("th a")).to_have_text(film)
    expect(page.locator("td.time b").nth(1)).not_to_have_text(first_times[1])  # the rest moved along

    rows.nth(0).locator("th a").click()
    page.wait_for_url(re.compile(r"/rundown/[a-z0-9]{12}/"))
    page.locator("[name=title_en]").fill("The year on film")
    page.locator("main form button.btn").first.click()
    page = organiser.open("/desk/conferences/next-results/rundown/")
    expect(page.locator("table.rundown")).to_contain_text("The year on film")

    page = organiser.open("/desk/conferences/next-results/publication/")
    expect(page.locator(".preview")).to_contain_text("The year on film")
    page.get_by_role("button", name="Publish the programme").click()

    reader = visit(language="az", phone=True)
    shown = reader.open("/conferences/next-results/")
    expect(shown.locator("h1")).to_contain_text("İlin yekunları")
    expect(shown.locator('a[href*="/register"]').first).to_be_visible()
