"""A community's page: its pictures with words for those who do not see them; and the directory by keyboard alone."""

import io
import re

from PIL import Image
from playwright.sync_api import FilePayload, expect

from tests.journeys.conftest import Visit, sideways, violations

WORDS = "Açıq qapı, qarşısında nar ağacı"


def _photo() -> FilePayload:
    file = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(file, "JPEG")
    return {"name": "qapı.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def test_a_picture_comes_with_words_stands_on_the_page_and_goes(visit: Visit) -> None:
    # An answer that says what is missing is an error to a browser.
    keeper = visit(language="az", phone=True, script=False, troubles=True)
    keeper.sign_in("keeper")
    entry = keeper.open("/desk/register/").locator("main table th a").first.get_attribute("href")
    page = keeper.open(f"{entry}photos/")
    page.locator("input[type=file]").set_input_files(_photo())
    page.locator("form[enctype] button").click()
    expect(page.locator("main .shot")).to_have_count(0)
    expect(page.locator("input[aria-invalid=true]")).to_have_count(1)

    page.locator("input[type=file]").set_input_files(_photo())
    page.locator("input[name=described_az]").fill(WORDS)
    page.locator("form[enctype] button").click()
    expect(page.locator("main .shot")).to_have_attribute("alt", WORDS)

    address = keeper.open(str(entry)).locator("a[href^='/directory/']").first.get_attribute("href")
    guest = visit(language="az", width=320)
    shown = guest.open(str(address)).locator(".com-photos img")
    expect(shown).to_have_attribute("alt", WORDS)
    shown.scroll_into_view_if_needed()
    guest.page.wait_for_function("document.querySelector('.com-photos img').naturalWidth > 0")
    assert (sideways(guest.page), violations(guest.page)) == (0, [])

    keeper.open(f"{entry}photos/").locator("button[name=remove]").click()
    expect(page.locator("main .shot")).to_have_count(0)
    assert guest.open(str(address)).locator(".com-photos").count() == 0


def test_a_house_is_found_by_keyboard_alone(visit: Visit) -> None:
    visitor = visit(language="ru")
    page = visitor.open("/directory/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # past the head of the page
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("Berlin")
    page.keyboard.press("Enter")
    page.wait_for_url("**/directory/?q=Berlin**")

    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "dir-name":
            break
    # Dots of the map say what the list says; nobody has to walk through them.
    assert not page.evaluate("!!document.activeElement.closest('.dir-map')")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/directory/[\w-]+/$"))
    expect(page.locator("h1")).to_have_text(str(name))


def test_the_figures_of_the_network_open_from_the_directory(visit: Visit) -> None:
    visitor = visit(phone=True)
    page = visitor.open("/directory/")
    number = page.locator(".net-figs .counted").first
    said = number.inner_text()
    number.click()
    page.wait_for_url("**/figures/*/")

    expect(page.locator("h1")).to_contain_text(said)
    expect(page.locator(".fg-state.good")).to_have_count(1)
