"""Events: one thing that happens, and many who wait for it."""
from gevent.hub import Linkable, get_hub
from gevent.timeout import Timeout

__all__ = ['Event', 'AsyncResult']


class Event(Linkable):
    def __init__(self):
        self._flag = False

    def __str__(self):
        return '<%s %s _links[%s]>' % (type(self).__name__, 'set' if self._flag else 'clear', self.linkcount())

    def is_set(self):
        return self._flag

    isSet = ready = is_set

    def set(self):
        self._flag = True
        self._check_and_notify()

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        """True as soon as it is set; False when the time is up."""
        if self._flag:
            return True
        return self._wait_link(timeout, lambda expired: False)


class AsyncResult(Linkable):
    """A value, or an error, that somebody will set."""

    def __init__(self):
        self._value = _nothing
        self._exception = None

    def __str__(self):
        text = '<%s ' % type(self).__name__
        if self.value is not None or self._exception is not None:
            text += 'value=%r ' % (self.value,)
        if self._exception is not None:
            text += 'exception=%r ' % self._exception
        else:
            text += 'unset '
        return text + ' _links[%s]>' % self.linkcount()

    def ready(self):
        return self._value is not _nothing or self._exception is not None

    def successful(self):
        return self._value is not _nothing

    @property
    def value(self):
        return self._value if self._value is not _nothing else None

    @property
    def exception(self):
        return self._exception

    @property
    def exc_info(self):
        if self._exception is None:
            return ()
        return (type(self._exception), self._exception, self._exception.__traceback__)

    def set(self, value=None):
        self._value = value
        self._exception = None
        self._check_and_notify()

    def set_exception(self, exception, exc_info=None):
        self._exception = exception
        self._value = _nothing
        self._check_and_notify()

    set_result = set

    def _result(self):
        if self._exception is not None:
            raise self._exception
        return self._value

    def get(self, block=True, timeout=None):
        if not self.ready():
            if not block:
                raise Timeout()
            self._wait_link(timeout, _raise)
        return self._result()

    result = get

    def get_nowait(self):
        return self.get(block=False)

    def wait(self, timeout=None):
        """Its value when it is there, None for an error or when the time is up."""
        if not self.ready():
            self._wait_link(timeout, lambda expired: False)
        return self.value

    def done(self):
        return self.ready()

    def cancelled(self):
        return False

    def cancel(self):
        return False

    def __call__(self, source):
        """As a link of a greenlet."""
        if source.successful():
            self.set(source.value)
        else:
            self.set_exception(source.exception)


_nothing = object()


def _raise(exc):
    raise exc
