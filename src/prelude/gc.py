"""The collector of what nobody holds any more. In conch it finds all of that, also what holds itself in a ring; there are no
counts of references, so it is the only one."""
from _conch import _collect

DEBUG_STATS, DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE, DEBUG_SAVEALL, DEBUG_LEAK = 1, 2, 4, 32, 38
garbage, callbacks = [], []
_enabled = True
_thresholds = (700, 10, 10)
_collections = 0


def collect(generation=2):
    """Collects now. How many objects there were is not counted: 0."""
    global _collections
    if not isinstance(generation, int):
        raise TypeError(f"'{type(generation).__name__}' object cannot be interpreted as an integer")
    if not 0 <= generation <= 2:
        raise ValueError("invalid generation")
    for callback in callbacks:
        callback("start", {"generation": generation, "collected": 0, "uncollectable": 0})
    _collect()
    _safe_point()
    _collections += 1
    for callback in callbacks:
        callback("stop", {"generation": generation, "collected": 0, "uncollectable": 0})
    return 0


def _safe_point():
    """A call is where the collector may come in."""


def enable():
    global _enabled
    _enabled = True


def disable():
    """What isenabled() says changes; memory is collected all the same when it is needed."""
    global _enabled
    _enabled = False


def isenabled():
    return _enabled


def get_threshold():
    return _thresholds


def set_threshold(threshold0, threshold1=10, threshold2=10, /):
    global _thresholds
    _thresholds = (threshold0, threshold1, threshold2)


def get_count():
    return (0, 0, 0)


def get_stats():
    return [{"collections": _collections if n == 2 else 0, "collected": 0, "uncollectable": 0} for n in range(3)]


def get_debug():
    return 0


def set_debug(flags, /):
    pass


def is_tracked(obj, /):
    return not isinstance(obj, (int, float, str, bytes, bool, type(None)))


def is_finalized(obj, /):
    return False


def freeze():
    pass


def unfreeze():
    pass


def get_freeze_count():
    return 0


def get_objects(generation=None):
    raise NotImplementedError("gc.get_objects() is not part of conch's Python")


def get_referrers(*objs):
    raise NotImplementedError("gc.get_referrers() is not part of conch's Python")


def get_referents(*objs):
    raise NotImplementedError("gc.get_referents() is not part of conch's Python")
