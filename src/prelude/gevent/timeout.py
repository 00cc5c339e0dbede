"""Time limits: an exception that is raised in a greenlet when its time is up."""
from gevent.hub import get_hub, getcurrent


class Timeout(BaseException):
    def __init__(self, seconds=None, exception=None, ref=True, priority=-1):
        self.seconds = seconds
        self.exception = exception
        self.ref = ref
        self._timer = None

    @classmethod
    def start_new(cls, timeout=None, exception=None, ref=True):
        if isinstance(timeout, Timeout):
            if not timeout.pending:
                timeout.start()
            return timeout
        timeout = cls(timeout, exception, ref)
        timeout.start()
        return timeout

    @classmethod
    def _start_or_none(cls, seconds, exception=None, ref=True):
        return None if seconds is None else cls.start_new(seconds, exception, ref)

    def start(self):
        if self.pending:
            raise AssertionError('%r is already started; to restart it, cancel it first' % self)
        if self.seconds is None:
            return
        raised = self
        if self.exception is not None and self.exception is not False and not isinstance(self.exception, str):
            raised = self.exception
        self._timer = get_hub().loop.timer(self.seconds, ref=self.ref)
        self._timer.start(getcurrent().throw, raised)

    @property
    def pending(self):
        return self._timer is not None and self._timer.pending

    def cancel(self):
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    close = cancel

    def __enter__(self):
        if not self.pending:
            self.start()
        return self

    def __exit__(self, kind, value, tb):
        self.close()
        if value is self and self.exception is False:
            return True         # it was to be silent

    def __repr__(self):
        pending = ' pending' if self.pending else ''
        if self.exception is None:
            exception = ''
        else:
            exception = ' exception=%r' % (self.exception,)
        return '<%s at %s seconds=%s%s%s>' % (type(self).__name__, hex(id(self)), self.seconds, exception, pending)

    def __str__(self):
        if self.seconds is None:
            return ''
        text = '%s second%s' % (self.seconds, '' if self.seconds == 1 else 's')
        if self.exception is None:
            return text
        if self.exception is False:
            return text + ' (silent)'
        return '%s: %s' % (text, self.exception)


def with_timeout(seconds, function, *args, **kwds):
    """function(*args), or what timeout_value says if it takes longer."""
    no_value = object()
    timeout_value = kwds.pop('timeout_value', no_value)
    timeout = Timeout.start_new(seconds)
    try:
        try:
            return function(*args, **kwds)
        except Timeout as expired:
            if expired is timeout and timeout_value is not no_value:
                return timeout_value
            raise
    finally:
        timeout.close()
