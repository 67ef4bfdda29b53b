from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from app import create_app
from app.settings import Settings
from app.wiki import Wiki
from tests.conftest import PASSWORD


@pytest.fixture
def browser(settings: Settings) -> Iterator[FlaskClient]:
    """Ada's browser, signed in."""
    web = create_app(settings)
    wiki: Wiki = web.extensions["wiki"]
    wiki.people.add("ada@example.org", "Ada Lindqvist", "HR", "editor", PASSWORD)
    client = web.test_client()
    form = {
        "email": "ada@example.org",
        "password": PASSWORD,
        "csrf_token": token(client, "/-/login"),
    }
    assert client.post("/-/login", data=form).status_code == 303
    yield client
    wiki.close()


def token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)
    assert found
    return found.group(1)


def save(client: FlaskClient, address: str, text: str, base: str = "") -> int:
    form = {"text": text, "summary": "", "base": base, "csrf_token": token(client, address)}
    return client.post(address, data=form).status_code


def test_everything_needs_a_login(settings: Settings) -> None:
    web = create_app(settings)
    client = web.test_client()
    for address in ("/", "/-/activity", "/-/edit/Menu", "/-/raw/Menu", "/-/trash", "/-/people"):
        assert client.get(address).status_code in (303, 401), address
    web.extensions["wiki"].close()


def test_a_page_is_written_read_and_found_in_the_history(browser: FlaskClient) -> None:
    assert save(browser, "/-/edit/HR/Leave%20policy", "Ask *early*, see [[Menu]].\n") == 303
    page = browser.get("/HR/Leave%20policy")
    assert page.status_code == 200
    assert "<em>early</em>" in page.text
    assert "wanted" in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    for address in ("/", "/HR/", "/-/history/HR/Leave%20policy", "/-/blame/HR/Leave%20policy",
                    "/-/activity", "/-/trash", "/-/search?q=leave", "/-/profile"):  # fmt: skip
        assert browser.get(address).status_code == 200, address


def test_a_conflict_shows_both_texts_and_keeps_the_typed_one(browser: FlaskClient) -> None:
    assert save(browser, "/-/edit/Menu", "Soup\n") == 303
    address = "/-/edit/Menu"
    form = {"text": "Rice\n", "summary": "", "base": "", "csrf_token": token(browser, address)}
    answer = browser.post(address, data=form)
    assert answer.status_code == 409
    assert "Rice" in answer.text
    assert "Soup" in answer.text


def test_too_long_a_page_is_refused_with_its_text_kept(browser: FlaskClient) -> None:
    address = "/-/edit/Menu"
    text = "long words " * 100_000
    form = {"text": text, "summary": "", "base": "", "csrf_token": token(browser, address)}
    answer = browser.post(address, data=form)
    assert answer.status_code == 413
    assert text in answer.text


def test_a_post_without_its_token_is_refused(browser: FlaskClient) -> None:
    assert browser.post("/-/edit/Menu", data={"text": "x"}).status_code == 400


def test_a_page_that_is_not_there_offers_to_be_made(browser: FlaskClient) -> None:
    answer = browser.get("/HR/Nothing")
    assert answer.status_code == 404
    assert "/-/edit/HR/Nothing" in answer.text or "/-/new" in answer.text
