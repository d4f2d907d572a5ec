"""The operations of the service, by subject: ``runs.list_runs``, ``work.list_work``."""

from importlib import import_module
from pkgutil import iter_modules

from .generated import api as _api

for _subject in iter_modules(_api.__path__):
    _module = import_module(f"{_api.__name__}.{_subject.name}")
    for _operation in iter_modules(_module.__path__):
        import_module(f"{_module.__name__}.{_operation.name}")
    globals()[_subject.name] = _module
