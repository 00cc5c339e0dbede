"""Attributes that each greenlet has for itself."""
from greenlet import getcurrent

__all__ = ['local']


class local:
    def __init__(self, *args, **kwargs):
        pass

    def _mine(self):
        """The current greenlet's attributes."""
        return getcurrent().__dict__.setdefault('_locals', {}).setdefault(id(self), {})

    def __getattr__(self, name):
        mine = self._mine()
        if name in mine:
            return mine[name]
        kind = type(self)
        kind = 'gevent._gevent_clocal.local' if kind is local else kind.__name__
        raise AttributeError("'%s' object has no attribute '%s'" % (kind, name))

    def __setattr__(self, name, value):
        self._mine()[name] = value

    def __delattr__(self, name):
        try:
            del self._mine()[name]
        except KeyError:
            raise AttributeError(name) from None
