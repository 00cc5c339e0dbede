"""Greenlets as gevent has them: started by the loop, with a result, an error, and links for those who wait."""
from gevent.exceptions import GreenletExit
from gevent.hub import Linkable, Waiter, get_hub, getcurrent, iwait, wait
from gevent.timeout import Timeout
from greenlet import greenlet

_numbered = 0           # names, as they are asked for
_made = 0


class Greenlet(Linkable, greenlet):
    value = None
    _exception = None
    _finished = False
    _start_event = None
    _ident = None

    def __init__(self, run=None, *args, **kwargs):
        global _made
        greenlet.__init__(self, None, get_hub())
        if run is not None:
            if not callable(run):
                raise TypeError("The run argument or self._run must be callable")
            self._run = run
        elif not hasattr(self, '_run'):
            raise TypeError("The run argument or self._run must be callable")
        self._number = _made
        _made += 1
        self.args = args
        self.kwargs = kwargs

    # ---- what it is ----

    @property
    def loop(self):
        return get_hub().loop

    @property
    def minimal_ident(self):
        global _numbered
        if self._ident is None:
            self._ident = _numbered
            _numbered += 1
        return self._ident

    @property
    def name(self):
        name = self.__dict__.get('_name')
        return name if name is not None else 'Greenlet-%d' % self.minimal_ident

    @name.setter
    def name(self, name):
        self._name = name

    def _function_name(self):
        run = self.__dict__.get('_run') or type(self)._run
        return getattr(run, '__name__', None) or repr(run)

    def _lane_name(self):
        return self.__dict__.get('_name') or '%s-%d' % (self._function_name(), self._number)

    def __repr__(self):
        name = ' '
        if '_name' in self.__dict__ or self._ident is not None:
            name = ' "%s" ' % self.name
        return '<%s%sat %s: %s>' % (type(self).__name__, name, hex(id(self)), self._formatinfo())

    __str__ = __repr__

    def _formatinfo(self):
        args = [repr(a)[:50] for a in self.args]
        args += ['%s=%s' % (key, repr(value)[:50]) for key, value in self.kwargs.items()]
        return self._function_name() + ('(%s)' % ', '.join(args) if args else '')

    def __bool__(self):
        return self._start_event is not None and not self._finished

    @property
    def started(self):
        return bool(self)

    @property
    def dead(self):
        return self._finished or self._ended

    def ready(self):
        return self._finished

    def successful(self):
        return self._finished and self._exception is None

    @property
    def exception(self):
        return self._exception

    @property
    def exc_info(self):
        if self._exception is None:
            return (None, None, None) if self._finished else ()
        return (type(self._exception), self._exception, self._exception.__traceback__)

    def _raise_exception(self):
        raise self._exception

    # ---- starting ----

    @classmethod
    def spawn(cls, *args, **kwargs):
        g = cls(*args, **kwargs)
        g.start()
        return g

    @classmethod
    def spawn_later(cls, seconds, *args, **kwargs):
        g = cls(*args, **kwargs)
        g.start_later(seconds)
        return g

    def start(self):
        if self._start_event is None:
            self._start_event = get_hub().loop.run_callback(self.switch)

    def start_later(self, seconds):
        if self._start_event is None:
            self._start_event = get_hub().loop.timer(seconds)
            self._start_event.start(self.switch)

    def run(self):
        """What runs on its stack."""
        if self._start_event is None:
            self._start_event = True        # somebody switched to it
        elif self._start_event is not True:
            self._start_event.stop()
        run = self.__dict__.get('_run') or self._run
        try:
            result = run(*self.args, **self.kwargs)
        except BaseException as exc:
            self._report_error(exc)
        else:
            self._report_result(result)

    def _run(self):
        """To be replaced by subclasses."""

    def _report_result(self, result):
        self._finished = True
        self.value = result
        self._check_and_notify()

    def _report_error(self, exc):
        if isinstance(exc, GreenletExit):
            self._report_result(exc)
            return
        self._finished = True
        self._exception = exc
        self._check_and_notify()
        get_hub().handle_error(self, type(exc), exc, exc.__traceback__)

    # ---- ending it ----

    def throw(self, *args):
        """Raise in it at once; before it has begun, it never begins."""
        if not self._begun():
            self._never_begins(args[0] if args else GreenletExit)
            return None
        return greenlet.throw(self, *args)

    def _begun(self):
        return greenlet.__bool__(self) or self._ended

    def _never_begins(self, exception):
        if hasattr(self._start_event, 'stop'):
            self._start_event.stop()
        else:
            self._start_event = True
        if self._finished:
            return
        if isinstance(exception, type):
            exception = exception()
        self._ended = True          # there will never be a stack
        self._report_error(exception)

    def kill(self, exception=GreenletExit, block=True, timeout=None):
        """Raise it in there, and wait for its end."""
        if not self._begun():
            self._never_begins(exception)
        if self._finished:
            return
        waiter = Waiter() if block else None
        get_hub().loop.run_callback(_kill, self, exception, waiter)
        if waiter is not None:
            waiter.get()
            self.join(timeout)

    # ---- waiting for it ----

    def join(self, timeout=None):
        if not self._finished:
            self._wait_link(timeout, lambda expired: None)

    def get(self, block=True, timeout=None):
        """Its result, or its error raised here."""
        if not self._finished:
            if not block:
                raise Timeout()
            self._wait_link(timeout, _raise)
        if self._exception is not None:
            raise self._exception
        return self.value

    def link(self, callback, SpawnedLink=None):
        """callback(self) runs in a greenlet of its own when this one has ended."""
        self.rawlink(_Link(callback))

    def link_value(self, callback, SpawnedLink=None):
        self.rawlink(_Link(callback, lambda g: g.successful()))

    def link_exception(self, callback, SpawnedLink=None):
        self.rawlink(_Link(callback, lambda g: not g.successful()))

    def unlink_all(self):
        self._links = None


def _raise(exc):
    raise exc


class _Link:
    def __init__(self, callback, wanted=None):
        self.callback = callback
        self.wanted = wanted

    def __call__(self, source):
        if self.wanted is None or self.wanted(source):
            greenlet(self.callback, get_hub()).switch(source)

    def __eq__(self, other):
        return self.callback == getattr(other, 'callback', other)

    def __hash__(self):
        return hash(self.callback)


def _kill(g, exception, waiter):
    try:
        g.throw(exception)
    except BaseException as exc:
        get_hub().handle_error(g, type(exc), exc, exc.__traceback__)
    if waiter is not None:
        waiter.switch(None)


spawn = Greenlet.spawn
spawn_later = Greenlet.spawn_later


def kill(g, exception=GreenletExit):
    """Raise it in there soon; without waiting."""
    if hasattr(g, '_never_begins'):
        g.kill(exception, block=False)
    elif not g.dead:
        get_hub().loop.run_callback(_kill, g, exception, None)


def joinall(greenlets, timeout=None, raise_error=False, count=None):
    """Wait for all of them; those that have ended."""
    if not raise_error:
        return wait(greenlets, timeout=timeout, count=count)
    done = []
    for g in iwait(greenlets, timeout=timeout, count=count):
        if getattr(g, 'exception', None) is not None:
            raise g.exception
        done.append(g)
    return done


def killall(greenlets, exception=GreenletExit, block=True, timeout=None):
    greenlets = list(greenlets)
    if not greenlets:
        return
    running = []
    for g in greenlets:
        if hasattr(g, '_never_begins') and not g._begun():
            g._never_begins(exception)
        else:
            running.append(g)
    hub = get_hub()
    if not block:
        hub.loop.run_callback(_throw_all, running, exception, None)
        return
    if not running:
        return
    waiter = Waiter(hub)
    hub.loop.run_callback(_throw_all, running, exception, waiter)
    limit = Timeout._start_or_none(timeout)
    try:
        alive = waiter.get()
        if alive:
            joinall(alive)
    finally:
        if limit is not None:
            limit.close()


def _throw_all(greenlets, exception, waiter):
    for g in greenlets:
        if not g.dead:
            try:
                g.throw(exception)
            except BaseException as exc:
                get_hub().handle_error(g, type(exc), exc, exc.__traceback__)
    if waiter is not None:
        waiter.switch([g for g in greenlets if not g.dead])
