"""What may go wrong in gevent."""
from greenlet import GreenletExit


class LoopExit(Exception):
    """Nobody is ready, and nothing that is waited for can happen any more."""

    @property
    def hub(self):
        if len(self.args) == 3:
            return self.args[1]

    def __repr__(self):
        if len(self.args) == 3:
            return '%s\n\tHub: %s\n\tHandles:\n%r' % self.args
        return Exception.__repr__(self)

    def __str__(self):
        if len(self.args) == 3:
            return '%s\n\tHub: %s\n\tHandles:\n%r' % self.args
        return Exception.__str__(self)


class BlockingSwitchOutError(AssertionError):
    """A greenlet waits where it must not."""


class InvalidSwitchError(AssertionError):
    """Somebody switched to a greenlet that waited for somebody else."""


class ConcurrentObjectUseError(AssertionError):
    """An object is used by two greenlets at the same time."""


class InvalidThreadUseError(RuntimeError):
    """An object is used by another thread than its own."""
