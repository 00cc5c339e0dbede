"""What may go wrong in asyncio."""

TimeoutError = TimeoutError     # the builtin one


class CancelledError(BaseException):
    """The Future or Task was cancelled."""


class InvalidStateError(Exception):
    """The operation is not allowed in this state."""


class BrokenBarrierError(RuntimeError):
    """Barrier is broken by barrier.abort() call."""


class IncompleteReadError(EOFError):
    """A stream ended before all that was asked for had come."""


class LimitOverrunError(Exception):
    """A stream's buffer is full and has no separator in it."""
