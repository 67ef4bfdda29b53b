"""Dates as a person says them, in the clock of the machine the wiki runs on."""

from __future__ import annotations

from datetime import UTC, date, datetime

from markupsafe import Markup

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


def ago(when: datetime, now: datetime) -> str:
    """How long ago, in words: "5 minutes ago", "yesterday", "12 October", "3 May 2024"."""
    seconds = (now - when).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return _counted(int(seconds // 60), "minute")
    day, today = when.astimezone().date(), now.astimezone().date()
    if day == today:
        return _counted(int(seconds // 3600), "hour")
    days = (today - day).days
    if days == 1:
        return "yesterday"
    if days < 7:
        return _counted(days, "day")
    return calendar_day(day, today)


def calendar_day(day: date, today: date) -> str:
    """"12 October"; with its year where that is another than today's."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def day_heading(day: date, today: date) -> str:
    """"Today", "Yesterday", "Monday, 16 November"."""
    days = (today - day).days
    if days == 0:
        return "Today"
    if days == 1:
        return "Yesterday"
    return f"{_DAYS[day.weekday()]}, {calendar_day(day, today)}"


def in_full(when: datetime) -> str:
    """"Monday, 16 November 2026, 10:42 CET"."""
    local = when.astimezone()
    day = f"{_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day}, {local:%H:%M} {local.tzname()}"


def time_ago(when: datetime) -> Markup:
    """A `<time>` that says how long ago, with the full date for who asks."""
    return _time(when, ago(when, datetime.now(UTC)))


def time_of_day(when: datetime) -> Markup:
    """A `<time>` that says the hour and minute."""
    return _time(when, f"{when.astimezone():%H:%M}")


def time_in_full(when: datetime) -> Markup:
    return _time(when, in_full(when))


def greeting(now: datetime) -> str:
    hour = now.astimezone().hour
    if 4 <= hour < 12:
        return "Good morning"
    return "Good afternoon" if 12 <= hour < 18 else "Good evening"


def _time(when: datetime, words: str) -> Markup:
    stamp = when.isoformat(timespec="seconds")
    return Markup(f'<time datetime="{stamp}" title="{in_full(when)}">{words}</time>')


def _counted(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'} ago"
