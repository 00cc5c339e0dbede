"""What tracebacks look like."""

from _conch import _exc_handled, _traceback_text


def _exception(exc, value):
    return exc if isinstance(exc, BaseException) else value


def _said(exc):
    kind = type(exc)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    text = str(exc)
    return f"{name}: {text}\n" if text else f"{name}\n"


def _lines(text):
    """Without the line of advice, which belongs to the person at the keyboard."""
    return [line + "\n" for line in text.split("\n")[:-1] if not line.startswith(("  try: ", "  试试："))]


def format_exception_only(exc, /, value=None):
    exc = _exception(exc, value)
    return [_said(exc)] + [f"{note}\n" for note in getattr(exc, "__notes__", ())]


def format_exception(exc, /, value=None, tb=None, limit=None, chain=True):
    exc = _exception(exc, value)
    if exc is None:
        return ["NoneType: None\n"]
    lines = _lines(_traceback_text(exc))
    notes = getattr(exc, "__notes__", ())
    if lines and not notes:
        lines[-1] = _said(exc)
    return lines


def print_exception(exc, /, value=None, tb=None, limit=None, file=None, chain=True):
    import sys
    (sys.stderr if file is None else file).write("".join(format_exception(exc, value)))


def format_exc(limit=None, chain=True):
    return "".join(format_exception(_exc_handled()))


def print_exc(limit=None, file=None, chain=True):
    print_exception(_exc_handled(), file=file)


def print_last(limit=None, file=None, chain=True):
    print_exc(limit, file)


def format_tb(tb, limit=None):
    exc = _exc_handled()
    return [] if exc is None else _lines(_traceback_text(exc))[1:-1]


def print_tb(tb, limit=None, file=None):
    import sys
    (sys.stderr if file is None else file).write("Traceback (most recent call last):\n" + "".join(format_tb(tb)))


def format_stack(f=None, limit=None):
    return []


def print_stack(f=None, limit=None, file=None):
    pass


def extract_tb(tb, limit=None):
    return []


extract_stack = extract_tb
