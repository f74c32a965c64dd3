"""Area of concern: one HTML page that needs nothing beside it, and in which nothing of a stranger is mark-up."""

from html.parser import HTMLParser

import pytest

from stackwright.policies.reports import page
from stackwright.policies.reports.model import Report

VOID = {"meta", "input", "br", "img", "link"}


class Page(HTMLParser):
    """Elements, their attributes and the text of a page; every tag has to be closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.mark.parametrize("name", ["report", "hostile", "clean", "many"])
def test_a_page_asks_for_nothing_and_runs_only_its_own_script(name: str, request: pytest.FixtureRequest) -> None:
    found = Page(page.render(request.getfixturevalue(name)))
    assert {tag for tag, _ in found.tags} & {"img", "link", "iframe", "object", "base"} == set()
    attributes = {key for _, each in found.tags for key in each}
    assert attributes & {"src", "srcset", "action", "background", "poster"} == set()
    assert [key for key in attributes if key.startswith("on")] == []
    assert len(found.all("script")) == len(found.all("style")) == 1
    policy = next(one["content"] for one in found.all("meta") if "http-equiv" in one)
    assert str(policy).startswith("default-src 'none'")


def test_every_finding_is_there_without_a_script_and_can_be_filtered(report: Report) -> None:
    found = Page(page.render(report))
    items = [one for one in found.all("li") if "data-words" in one]
    assert len(items) == len(report.judgement.findings)
    assert all("hidden" not in one for one in items)
    assert {one["data-level"] for one in items} == {"mandatory", "advisory"}
    assert {one["data-result"] for one in items} == {"fail", "unknown"}
    assert {one["data-cloud"] for one in items} == {"aws", "every cloud"}
    assert "|SOC 2|" in str(items[0]["data-framework"])
    assert {one.get("name") for one in found.all("select")} == {"severity", "level", "result", "cloud", "framework"}
    assert "hidden" in next(iter(found.all("form")))  # it would do nothing without a script


def test_a_finding_has_its_place_its_rule_and_its_repair(report: Report) -> None:
    text = Page(page.render(report)).text
    assert "app/x.py:3 Bucket logs acl: is public" in text
    assert "Fix: " in text
    assert "stackwright rules aws-s3-tls-only" in text


def test_the_page_shows_price_change_exemptions_and_remediations(report: Report) -> None:
    text = Page(page.render(report)).text
    assert "at least USD 60.00 a month" in text
    assert "+20.00 (+50.0%, of what has a price)" in text
    assert "web 40.00 20.00 60.00" in text
    assert "Bucket logs: no dated price" in text
    assert "waits for `key` | 7 (owner: @team, until 2031-05-01)" in text
    assert 'aws-s3-no-public-acl Bucket logs: acl is set to "private"' in text
    assert "2 findings of the baseline fixed" in text


def test_controls_are_mapped_to_and_never_complied_with(report: Report) -> None:
    text = Page(page.render(report)).text
    assert "CC6.7" in text
    assert "aws-s3-tls-only: failed" in text
    assert "no claim of compliance" in text
    assert "complies" not in text


def test_a_framework_that_no_rule_looked_for_is_named_and_not_listed(clean: Report) -> None:
    text = Page(page.render(clean)).text
    assert "CIS Azure 4.0" in text.partition("No rule looked that maps to")[2]
    assert "Nothing was found." in text


def test_names_of_strangers_are_text(hostile: Report) -> None:
    text = page.render(hostile)
    found = Page(text)
    assert "<img src=x onerror=alert(1)>" in found.text
    assert "\x1b" not in text
    assert "\x00" not in text


def test_the_page_opens_with_the_picture_and_lists_the_resources(report: Report) -> None:
    found = Page(page.render(report))
    assert [one["class"] for one in found.all("svg") if "role" in one] == ["diagram wide", "diagram narrow"]
    assert [one["id"] for one in found.all("section") if "id" in one][:3] == ["architecture", "cost", "findings"]
    assert "Bucket logs at least 60.00" in found.text
    assert "67% of what is billed has a price" in found.text
    assert {one["id"] for one in found.all("title") if "id" in one} == {"wide-title", "narrow-title"}
    ids = [attributes["id"] for _, attributes in found.tags if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_the_figures_of_the_page_are_those_of_the_estimate(report: Report) -> None:
    text = Page(page.render(report)).text
    total = report.estimate.total
    assert f"at least {total.expected:,.2f} {total.low:,.2f} {total.high:,.2f}" in text
    for name, each in report.estimate.by_component.items():
        assert not each.high or f"{name} {each.expected:,.2f} {each.low:,.2f} {each.high:,.2f}" in text


def test_a_page_has_no_address_of_its_own(clean: Report) -> None:
    text = page.render(clean)
    assert "http://" not in text
    assert "https://" not in text
