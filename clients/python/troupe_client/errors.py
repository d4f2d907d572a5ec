"""What a service refuses, or a run that failed while its caller waited."""

from __future__ import annotations

from typing import Any


class TroupeError(Exception):
    """RFC 9457, with Troupe's code: to branch on, such as ``RATE_LIMITED``; ``UNREACHABLE`` where no service answered."""

    def __init__(self, code: str, message: str, *, status: int | None = None, **details: Any) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.fix: str | None = details.get("fix")
        self.retryable: bool = bool(details.get("retryable"))
        self.run_id: str | None = details.get("runId")
        self.request_id: str | None = details.get("requestId")


def to_error(status: int, body: Any) -> TroupeError:
    """Turns a problem document into an error. ``body`` is anything where there is no document."""
    problem: dict[str, Any] = body if isinstance(body, dict) else {}
    code = problem.get("code") or problem.get("title") or "UNKNOWN"
    message = problem.get("detail") or f"The service answered {status}."
    return TroupeError(code, message, **{**{k: problem.get(k) for k in ("fix", "retryable", "runId", "requestId")}, "status": status})
