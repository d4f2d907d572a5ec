"""Server-sent events."""

from __future__ import annotations

from collections.abc import Generator

import httpx


def read_events(response: httpx.Response) -> Generator[dict[str, str], None, None]:
    """Reads server-sent events as they arrive."""
    event: dict[str, str] = {}
    for line in response.iter_lines():
        if line == "":
            if "data" in event:
                yield event
            event = {}
            continue
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data" and "data" in event:
            event["data"] += f"\n{value}"
        elif name in ("data", "event", "id"):
            event[name] = value
