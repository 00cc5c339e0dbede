"""How long something takes."""
from time import perf_counter as default_timer

__all__ = ["Timer", "timeit", "repeat", "default_timer"]
default_number, default_repeat = 1000000, 5


def _callable(what):
    if callable(what):
        return what
    if what == "pass":
        return lambda: None
    if isinstance(what, str):
        raise NotImplementedError("timeit of source text is not part of conch's Python: give it a function")
    raise ValueError("stmt is neither a string nor callable")


class Timer:
    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self._stmt, self._setup, self.timer = _callable(stmt), _callable(setup), timer

    def timeit(self, number=default_number):
        self._setup()
        stmt, begin = self._stmt, self.timer()
        for _ in range(number):
            stmt()
        return self.timer() - begin

    def repeat(self, repeat=default_repeat, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]

    def autorange(self, callback=None):
        scale = 1
        while True:
            for n in (scale, 2 * scale, 5 * scale):
                took = self.timeit(n)
                if callback:
                    callback(n, took)
                if took >= 0.2:
                    return n, took
            scale *= 10


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    return Timer(stmt, setup, timer).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=default_repeat, number=default_number, globals=None):
    return Timer(stmt, setup, timer).repeat(repeat, number)
