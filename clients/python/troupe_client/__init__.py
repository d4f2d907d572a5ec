"""Runs agents of Troupe, and does what its commands do, over HTTP."""

from .errors import TroupeError
from .troupe import Troupe

__all__ = ["Troupe", "TroupeError"]
