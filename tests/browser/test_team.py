"""A team's desk in a browser: signing in and out, what each role sees, users, tokens and the audit log."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from onrecord.store import people
from tests.browser.conftest import Desk, Opened
from tests.browser.test_accessible import AXE, RUN

PASSWORD = "four unrelated plain words"


@pytest.fixture
def team(samples: Path, tmp_path: Path) -> Iterator[Desk]:
    store = tmp_path / "onrecord.db"
    shutil.copy(samples, store)
    served = Desk(store, team=True)
    door = served.app.state.doorkeeper
    for name, role in (("vera", "viewer"), ("rita", "reviewer"), ("ada", "admin")):
        assert people.add_user(served.app.state.desk.store, name=name, role=role, password=door.hash(PASSWORD))
    yield served
    served.stop()


def sign_in(page: Page, name: str, password: str = PASSWORD) -> None:
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def entered(open_page: Opened, team: Desk, name: str) -> Page:
    page = open_page(team.url)
    expect(page).to_have_url(re.compile("/login$"))
    sign_in(page, name)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page


def pages_of(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Pages").get_by_role("link").all_inner_texts()


def test_nobody_gets_in_without_signing_in_and_out_is_out(team: Desk, open_page: Opened) -> None:
    page = open_page(f"{team.url}/documents")
    expect(page).to_have_url(re.compile("/login$"))
    assert page.get_by_role("navigation").count() == 0
    sign_in(page, "rita", "not her password at all")
    expect(page.locator("#trouble")).to_contain_text("the name or the password is wrong")
    sign_in(page, "rita")
    expect(page.locator(".top .who")).to_contain_text("rita, reviewer")
    cookies = {c["name"]: c for c in page.context.cookies()}
    assert cookies["onrecord_session"]["httpOnly"]
    assert cookies["onrecord_session"]["sameSite"] == "Strict"
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/login$"))
    page.goto(f"{team.url}/events/e0000000000000000")
    expect(page).to_have_url(re.compile("/login$"))


def test_a_viewer_looks_and_changes_nothing(team: Desk, open_page: Opened) -> None:
    page = entered(open_page, team, "vera")
    assert pages_of(page) == ["Overview", "Documents", "Sources", "Actors", "Review", "How to read this"]
    page.goto(f"{team.url}/?grade=contested")
    page.locator("#results h3 a").first.click()
    page.wait_for_url("**/events/e*")
    assert page.locator("#decide").count() == 0
    assert page.locator("[data-correct]").count() == 0
    # What the page does not offer is refused as well, with the page's own cookies and token.
    event = page.url.rsplit("/", 1)[1].partition("#")[0]
    answered = page.evaluate(
        """async (event) => {
          const token = document.cookie.match(/onrecord_csrf=([^;]+)/)?.[1] || "";
          const response = await fetch("/api/v1/decisions", { method: "POST",
            headers: { "Content-Type": "application/json", "X-CSRF-Token": token },
            body: JSON.stringify({ kind: "accept", event, reason: "mine" }) });
          return [response.status, (await response.json()).code];
        }""",
        event,
    )
    assert answered == [403, "forbidden"]
    for path in ("/users", "/audit"):
        page.goto(team.url + path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Not yours to do")


def test_a_reviewer_decides_under_her_own_name(team: Desk, open_page: Opened) -> None:
    page = entered(open_page, team, "rita")
    assert "Import" in pages_of(page)
    assert "Users" not in pages_of(page)
    page.goto(f"{team.url}/review")
    page.locator("#decide[data-ready]").wait_for()
    page.keyboard.press("a")
    page.get_by_role("dialog").get_by_label(re.compile("Why")).fill("read it twice")
    page.get_by_role("dialog").get_by_role("button", name="Accept").click()
    expect(page.locator("#flash")).to_contain_text("Accepted.")
    admin = entered(open_page, team, "ada")
    admin.get_by_role("link", name="Audit log").click()
    expect(admin.locator("table tbody tr", has_text="decision: accept")).to_contain_text("rita")
    expect(admin.locator("table tbody tr", has_text="login").first).to_be_visible()


def test_an_admin_manages_users(team: Desk, open_page: Opened) -> None:
    page = entered(open_page, team, "ada")
    page.get_by_role("link", name="Users").click()
    page.locator("body[data-ready]").wait_for()
    add = page.locator("form", has=page.get_by_role("button", name="Add"))
    add.get_by_label("Name").fill("nils")
    add.get_by_label("Role").select_option("viewer")
    add.get_by_label(re.compile("Password")).fill(PASSWORD)
    add.get_by_role("button", name="Add").click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name="nils"))
    expect(row).to_contain_text("may sign in")
    page.locator("body[data-ready]").wait_for()
    row.get_by_label("Role of nils", exact=True).select_option("reviewer")
    with page.expect_navigation():
        row.get_by_role("button", name="Change the role of nils").click()
    expect(page.get_by_label("Role of nils", exact=True)).to_have_value("reviewer")
    assert people.user(team.app.state.desk.store, "nils").role == "reviewer"  # type: ignore[union-attr]
    page.locator("body[data-ready]").wait_for()
    row.get_by_role("button", name="Disable nils").click()
    expect(row).to_contain_text("may not sign in")
    # The last admin cannot lock everyone out.
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Disable ada").click()
    expect(page.locator("#trouble")).to_contain_text("nobody else is admin")
    other = open_page(team.url)
    sign_in(other, "nils")
    expect(other.locator("#trouble")).to_contain_text("wrong")


def test_tokens_and_another_password(team: Desk, open_page: Opened) -> None:
    page = entered(open_page, team, "vera")
    page.get_by_role("link", name="vera").click()
    page.locator("body[data-ready]").wait_for()
    page.get_by_label("What it is for").fill("the <b>map</b> on our site")
    page.get_by_role("button", name="Make a token").click()
    expect(page.locator("[data-token]")).to_have_text(re.compile(r"^onr_[0-9a-f]{16}_\S{20,}$"))
    token = page.locator("[data-token]").inner_text()
    alone = open_page(f"{team.url}/login")
    answer = alone.request.get(f"{team.url}/api/v1/session", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["name"] == "vera"
    page.reload()
    page.locator("body[data-ready]").wait_for()
    page.get_by_role("button", name="Remove the token for the <b>map</b> on our site").click()
    expect(page.locator("table")).to_have_count(0)
    assert alone.request.get(f"{team.url}/api/v1/session", headers={"Authorization": f"Bearer {token}"}).status == 401
    page.locator("body[data-ready]").wait_for()
    page.get_by_label("The old one").fill(PASSWORD)
    page.get_by_label(re.compile("The new one")).fill("another four plain words")
    page.get_by_role("button", name="Change the password").click()
    expect(page).to_have_url(re.compile("/login$"))
    sign_in(page, "vera", "another four plain words")
    expect(page.locator(".top .who")).to_contain_text("vera, viewer")


def test_the_pages_of_a_team_pass_axe_and_fit_a_small_screen(team: Desk, open_page: Opened) -> None:
    page = open_page(team.url, bypass_csp=True)
    page.add_script_tag(path=AXE)
    assert page.evaluate(RUN) == []
    sign_in(page, "ada")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    for path in ("/account", "/users", "/audit"):
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 700})
            page.goto(team.url + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        page.add_script_tag(path=AXE)
        assert page.evaluate(RUN) == [], path
