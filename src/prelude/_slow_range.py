"""A range whose numbers are too large for the native one: as a class that says it is a range."""

from _slow import index

_range = range


class range:
    def __init__(self, start, stop, step):
        if step == 0:
            raise ValueError("range() arg 3 must not be zero")
        self.start, self.stop, self.step = start, stop, step
        self._n = max(0, -((start - stop) // step))     # as many steps as lead to the end, rounded up

    @property
    def __class__(self):
        return _range

    def __len__(self):
        if self._n >= 2**63:
            raise OverflowError("Python int too large to convert to C ssize_t")
        return self._n

    def __bool__(self):
        return self._n > 0

    def __iter__(self):
        return self._walk(0, self._n, 1)

    def __reversed__(self):
        return self._walk(self._n - 1, -1, -1)

    def _walk(self, at, end, by):
        while at != end:
            yield self.start + at * self.step
            at += by

    def __getitem__(self, key):
        if type(key) is slice:
            return self._part(key)
        at = index(key)
        if at < 0:
            at += self._n
        if not 0 <= at < self._n:
            raise IndexError("range object index out of range")
        return self.start + at * self.step

    def _part(self, key):
        step = 1 if key.step is None else index(key.step)
        if step == 0:
            raise ValueError("slice step cannot be zero")
        low, high = (0, self._n) if step > 0 else (-1, self._n - 1)
        first, last = (low, high) if step > 0 else (high, low)
        bounds = []
        for given, usual in ((key.start, first), (key.stop, last)):
            at = usual if given is None else index(given)
            if given is not None and at < 0:
                at += self._n
            bounds.append(min(max(at, low), high))
        begin, end = bounds
        return _range(self.start + begin * self.step, self.start + end * self.step, self.step * step)

    def _place(self, value):
        """Where the value is, or -1."""
        if not isinstance(value, int):
            for at, item in enumerate(self):
                if item == value:
                    return at
            return -1
        at, rest = divmod(value - self.start, self.step)
        return at if rest == 0 and at < self._n else -1

    def __contains__(self, value):
        return self._place(value) >= 0

    def count(self, value):
        return int(self._place(value) >= 0)

    def index(self, value):
        at = self._place(value)
        if at < 0:
            raise ValueError(f"{value!r} is not in range" if isinstance(value, int) else "sequence.index(x): x not in sequence")
        return at

    def _told(self):
        return (self._n, self.start if self._n else None, self.step if self._n > 1 else None)

    def __eq__(self, other):
        if not isinstance(other, _range):
            return NotImplemented
        n = other._n if type(other) is range else len(other)
        return self._told() == (n, other.start if n else None, other.step if n > 1 else None)

    def __hash__(self):
        return hash(self._told())

    def __repr__(self):
        return f"range({self.start}, {self.stop})" if self.step == 1 else f"range({self.start}, {self.stop}, {self.step})"

    def __reduce__(self):
        return _range, (self.start, self.stop, self.step)
