"""Greenlets: functions with stacks of their own, which switch to one another by name.

The native part (vm/greenlet.c) changes stacks. Here is who goes on when one ends: its parent, with the
result or with the exception.
"""
from _conch import (_greenlet_current, _greenlet_new, _greenlet_object, _greenlet_switch, _next_number, note_switch,
                    task_self)

__version__ = '2.0.2'
__all__ = ['greenlet', 'getcurrent', 'GreenletExit', 'error']

GREENLET_USE_CONTEXT_VARS = False
_tracer = None


class error(Exception):
    """A greenlet was used in a way in which it cannot be."""
    __module__ = 'greenlet'


class GreenletExit(BaseException):
    """Raised in a greenlet to end it; no error for its parent."""


class greenlet:
    _handle = None
    _parent = None
    _started = False
    _ended = False
    _first = None           # arguments for run()
    _lane = 0               # in the picture; 0: the thread's own
    _lane_text = None

    def __init__(self, run=None, parent=None):
        if run is not None:
            self.run = run
        if parent is None:
            parent = getcurrent()
        elif not isinstance(parent, greenlet):
            raise TypeError('parent must be a greenlet')
        self._parent = parent
        self._thread = task_self()

    # ---- what it is ----

    @property
    def dead(self):
        return self._ended

    def __bool__(self):
        return self._started and not self._ended

    @property
    def parent(self):
        return self._parent

    @parent.setter
    def parent(self, parent):
        if not isinstance(parent, greenlet):
            raise TypeError("GreenletParent: Expected parent to be a greenlet, not type '%s'" % type(parent).__name__)
        above = parent
        while above is not None:
            if above is self:
                raise ValueError('cyclic parent chain')
            above = above._parent
        self._parent = parent

    @property
    def gr_frame(self):
        return None

    def __repr__(self):
        if self._ended:
            state = 'dead'
        elif not self._started:
            state = 'pending'
        elif self is getcurrent():
            state = 'current active started'
        else:
            state = 'suspended active started'
        if self._parent is None and self._started:
            state += ' main'
        return '<%s.%s object at %#x (otid=%#x) %s>' % (
            type(self).__module__, type(self).__qualname__, id(self), self._thread if self._started else 0, state)

    def _lane_name(self):
        return getattr(self._function, '__name__', 'greenlet')

    # ---- switching ----

    def switch(self, /, *args, **kwargs):
        """Go on there. What is returned is what somebody switches back here with."""
        if self._started:
            value = args[0] if len(args) == 1 and not kwargs else _packed(args, kwargs)
            if not self._ended and self._thread == task_self() and _tracer is None:
                note_switch(self._lane, self._lane_text)
                return _greenlet_switch(self._handle, value, False)
            return _go(self, value, False)
        self._first = (args, kwargs)
        return _go(self, None, False)

    def throw(self, typ=GreenletExit, val=None, tb=None):
        """Go on there, where it is raised."""
        if isinstance(typ, BaseException):
            exc = typ
        elif not (isinstance(typ, type) and issubclass(typ, BaseException)):
            raise TypeError("exceptions must be classes, or instances, not " + type(typ).__name__)
        elif isinstance(val, typ):
            exc = val
        elif val is None:
            exc = typ()
        else:
            exc = typ(*val) if isinstance(val, tuple) else typ(val)
        if not self._started:
            self._started = self._ended = True
        if self._ended and isinstance(exc, GreenletExit):
            return _go(self, exc, False)
        return _go(self, exc, True)

    def _begin(self):
        if not hasattr(self, 'run'):
            raise AttributeError('run')
        if self._parent is None:            # its class has an __init__ of its own
            self._parent = _root()
            self._thread = task_self()
        self._function = self.run
        self.__dict__.pop('run', None)
        self._started = True
        self._lane = _next_number()
        self._lane_text = self._lane_name()
        self._handle = _greenlet_new(self._body)
        _greenlet_object(self._handle, self)

    def _body(self):
        """The whole life of it, on its own stack. Returns how the thread goes on."""
        args, kwargs = self._first
        self._first = None
        raises = False
        try:
            result = self._function(*args, **kwargs)
        except GreenletExit as exit:
            result = exit
        except BaseException as exc:
            result, raises = exc, True
        self._ended = True
        self._function = None
        parent = _alive(self._parent)
        if not parent._started:
            parent._first = ((), {}) if raises else (_unpacked(result), {})
            if raises:                      # it ends before it has begun
                parent._started = parent._ended = True
                parent = _alive(parent)
            else:
                parent._begin()
        note_switch(parent._lane, parent._lane_text)
        return parent._handle, result, raises


def _packed(args, kwargs):
    if not kwargs:
        return args[0] if len(args) == 1 else args
    return (args, kwargs) if args else kwargs


def _unpacked(value):
    return (value,)


def _alive(target):
    while target._ended:
        target = target._parent
    return target


def _go(target, value, raises):
    current = getcurrent()
    target = _alive(target)
    if target._parent is not None or target._started:
        if target._thread != current._thread:
            raise error('cannot switch to a different thread')
    if not target._started:
        if target._first is None:
            if raises:
                target._started = target._ended = True
                return _go(target, value, True)
            target._first = (_unpacked(value), {})
        target._begin()
    if target is current:
        if raises:
            raise value
        return value
    if _tracer is not None:
        _tracer('throw' if raises else 'switch', (current, target))
    note_switch(target._lane, target._lane_text)
    return _greenlet_switch(target._handle, value, raises)


def getcurrent():
    handle = _greenlet_current()
    current = _greenlet_object(handle)
    return current if current is not None else _new_root(handle)


def _new_root(handle):
    root = greenlet.__new__(greenlet)
    root._started = True
    root._thread = task_self()
    root._handle = handle
    _greenlet_object(handle, root)
    return root


def _root():
    current = getcurrent()
    while current._parent is not None:
        current = current._parent
    return current


def settrace(callback):
    global _tracer
    previous, _tracer = _tracer, callback
    return previous


def gettrace():
    return _tracer


greenlet.getcurrent = staticmethod(getcurrent)
greenlet.GreenletExit = GreenletExit
greenlet.error = error
greenlet.settrace = staticmethod(settrace)
greenlet.gettrace = staticmethod(gettrace)
