"""The hub: a greenlet of each thread that runs the loop. Who waits switches to it; it switches to who is ready.

One turn of the loop: make the calls that are due, first come, first served, also those that are added meanwhile;
then wait for the next timer; then make the calls of the timers that are due.
"""
from _conch import _traceback_text, clock, deque, sleep as thread_sleep, task_self, write
from gevent.exceptions import GreenletExit, InvalidSwitchError, LoopExit
from greenlet import getcurrent, greenlet
import heapq

_hubs = {}              # thread: its hub
NOT_ERROR = (GreenletExit, SystemExit)
SYSTEM_ERROR = (KeyboardInterrupt, SystemExit, SystemError)


class callback:
    """A call that the loop will make."""

    def __init__(self, function, args):
        self.callback = function
        self.args = args

    def stop(self):
        self.callback = None
        self.args = None

    close = stop

    @property
    def pending(self):
        return self.callback is not None

    def __bool__(self):
        return self.callback is not None


class timer(callback):
    """A call that the loop will make later. ref False: it is no reason for the loop to go on."""

    def __init__(self, loop, seconds, ref):
        self.loop = loop
        self.seconds = seconds
        self.ref = ref
        self.callback = None
        self.args = None

    def start(self, function, *args):
        self.callback = function
        self.args = args
        self.loop._add_timer(self)

    def stop(self):
        if self.callback is not None:
            self.loop._pending -= self.ref
        callback.stop(self)

    @property
    def active(self):
        return self.callback is not None


class loop:
    def __init__(self, hub):
        self._hub = hub
        self._callbacks = deque()
        self._timers = []           # a heap of (when, number, timer)
        self._numbered = 0
        self._pending = 0           # timers that are a reason to go on

    def now(self):
        return clock(0)

    def run_callback(self, function, *args):
        cb = callback(function, args)
        self._callbacks.append(cb)
        return cb

    run_callback_threadsafe = run_callback

    def timer(self, after, repeat=0.0, ref=True):
        return timer(self, after, ref)

    def _add_timer(self, timer):
        self._numbered += 1
        self._pending += timer.ref
        heapq.heappush(self._timers, (clock(1) + timer.seconds, self._numbered, timer))

    def _call(self, cb):
        function, args = cb.callback, cb.args
        cb.callback = None
        if function is None:
            return              # it was stopped
        try:
            function(*args)
        except BaseException as exc:
            self._hub.handle_error(cb, type(exc), exc, exc.__traceback__)

    def run(self):
        """Until there is nothing left to do."""
        callbacks, timers = self._callbacks, self._timers
        while True:
            while callbacks:
                self._call(callbacks.popleft())
            while timers and not timers[0][2].pending:
                heapq.heappop(timers)
            if not self._pending:
                return
            seconds = timers[0][0] - clock(1)
            if seconds > 0:
                try:
                    thread_sleep(seconds)
                except KeyboardInterrupt as exc:
                    self._hub.handle_system_error(exc)  # main gets it; the hub goes on when it is needed
            now = clock(1) + 1e-9
            due = []
            while timers and timers[0][0] <= now:
                due.append(heapq.heappop(timers)[2])
            for each in due:
                if each.pending:
                    self._pending -= each.ref
                    self._call(each)


class Hub(greenlet):
    name = ''

    def __init__(self):
        greenlet.__init__(self, None, _main())
        self.loop = loop(self)
        self.thread_ident = task_self()

    def __repr__(self):
        return '<Hub %r at %#x epoll pending=%d>' % (self.name, id(self), len(self.loop._callbacks))

    def _lane_name(self):
        return 'Hub'

    def run(self):
        while True:
            self.loop.run()
            # everybody waits, and nothing can happen any more: who started all this is told
            _main().throw(LoopExit('This operation would block forever', self, []))

    def switch(self, *args, **kwargs):
        """The current greenlet waits; it goes on when somebody switches to it."""
        return greenlet.switch(self, *args, **kwargs)

    def switch_out(self):
        pass

    def wait(self, watcher):
        waiter = Waiter(self)
        watcher.start(waiter.switch, waiter)
        try:
            waiter.get()
        finally:
            watcher.stop()

    def join(self, timeout=None):
        """Wait until there is nothing left to do; True then."""
        from gevent.timeout import Timeout
        if getcurrent() is not _main():
            raise RuntimeError('only possible from the MAIN greenlet')
        if self.dead:
            return True
        limit = Timeout._start_or_none(timeout, ref=False)
        try:
            try:
                self.switch()
            except LoopExit:
                return True
            except Timeout as expired:
                if expired is not limit:
                    raise
        finally:
            if limit is not None:
                limit.close()
        return False

    def handle_error(self, context, kind, exc, tb):
        if not issubclass(kind, NOT_ERROR):
            self.print_exception(context, exc)
        if context is None or issubclass(kind, SYSTEM_ERROR):
            self.handle_system_error(exc)

    def handle_system_error(self, exc):
        current = getcurrent()
        if current is not self and current is not self.parent:
            self.loop.run_callback(current.switch)
        self.parent.throw(exc)

    def print_exception(self, context, exc):
        text = _traceback_text(exc, str(exc))
        if context is not None:
            import time
            now = time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime())
            text += '%s %s failed with %s\n\n' % (now, context, type(exc).__name__)
        write(2, text)


class Waiter:
    """Where one greenlet waits for one value that comes from the hub."""

    def __init__(self, hub=None):
        self.hub = hub if hub is not None else get_hub()
        self.greenlet = None
        self.value = None
        self._exception = _pending

    def clear(self):
        self.greenlet = None
        self.value = None
        self._exception = _pending

    def ready(self):
        return self._exception is not _pending

    def successful(self):
        return self._exception is None

    def switch(self, value=None):
        if self.greenlet is None:
            self.value = value
            self._exception = None
        else:
            self.greenlet.switch(value)

    def switch_args(self, *args):
        return self.switch(args)

    def throw(self, *exc):
        if self.greenlet is None:
            self._exception = exc[0]
        else:
            self.greenlet.throw(*exc)

    def get(self):
        if self._exception is not _pending:
            if self._exception is None:
                return self.value
            raise self._exception
        if self.greenlet is not None:
            from gevent.exceptions import ConcurrentObjectUseError
            raise ConcurrentObjectUseError('This Waiter is already used by %r' % (self.greenlet,))
        self.greenlet = getcurrent()
        try:
            return self.hub.switch()
        finally:
            self.greenlet = None

    def __call__(self, source):
        """As a link of a greenlet: its result."""
        if source.exception is None:
            self.switch(source.value)
        else:
            self.throw(source.exception)


_pending = object()


def _main():
    current = getcurrent()
    while current.parent is not None:
        current = current.parent
    return current


def get_hub(*args, **kwargs):
    thread = task_self()
    hub = _hubs.get(thread)
    if hub is None:
        hub = _hubs[thread] = Hub()
    return hub


def reinit(hub=None):
    """After a fork: the child's hub goes on with what the parent's had to do."""
    thread = task_self()
    if thread not in _hubs and len(_hubs) == 1:
        _hubs[thread] = list(_hubs.values())[0]


def spawn_raw(function, *args, **kwargs):
    """A plain greenlet that the loop will start; nothing keeps its result."""
    hub = get_hub()
    raw = greenlet(function, hub)
    hub.loop.run_callback(lambda: raw.switch(*args, **kwargs))
    return raw


def sleep(seconds=0, ref=True):
    """Let others run, for so long at least."""
    hub = get_hub()
    if seconds <= 0:
        waiter = Waiter(hub)
        hub.loop.run_callback(waiter.switch, None)
        waiter.get()
    else:
        hub.wait(hub.loop.timer(seconds))


def idle(priority=0):
    sleep(0)


def iwait(objects, timeout=None, count=None):
    """The objects in the order in which they get ready."""
    from gevent.timeout import Timeout
    if objects is None:
        yield get_hub().join(timeout=timeout)
        return
    objects = list(objects)
    left = len(objects) if count is None else min(count, len(objects))
    ready = deque()
    waiter = None
    hub = get_hub()

    def one_is_ready(obj):
        ready.append(obj)
        if waiter is not None:
            waiter.switch()

    limit = Timeout._start_or_none(timeout)
    try:
        for obj in objects:
            obj.rawlink(one_is_ready)
        while left:
            while not ready:
                waiter = Waiter(hub)
                try:
                    waiter.get()
                except Timeout as expired:
                    if expired is not limit:
                        raise
                    return
                finally:
                    waiter = None
            yield ready.popleft()
            left -= 1
    finally:
        if limit is not None:
            limit.close()
        for obj in objects:
            obj.unlink(one_is_ready)


def wait(objects=None, timeout=None, count=None):
    """Wait for greenlets, events …; without any: for everything. Those that got ready."""
    if objects is None:
        return get_hub().join(timeout=timeout)
    return list(iwait(objects, timeout, count))


class Linkable:
    """Something that gets ready: who waits for it leaves a link, which the loop calls then."""
    _links = None
    _notifier = None

    def rawlink(self, callback):
        if not callable(callback):
            raise TypeError('Expected callable: %r' % (callback,))
        if self._links is None:
            self._links = deque()
        self._links.append(callback)
        self._check_and_notify()

    def unlink(self, callback):
        if self._links:
            try:
                self._links.remove(callback)
            except ValueError:
                pass

    def linkcount(self):
        return len(self._links or ())

    def _check_and_notify(self):
        if self._links and self._notifier is None and self.ready():
            self._notifier = get_hub().loop.run_callback(self._notify_links)

    _all = True             # else only while it is ready: each may take what made it so

    def _notify_links(self):
        """Calls the links that there are now; they may take some away, and add others, whose turn comes later."""
        links = self._links
        last = links[-1] if links else None
        while links and (self._all or self.ready()):
            link = links.popleft()
            try:
                link(self)
            except BaseException as exc:
                get_hub().handle_error((link, self), type(exc), exc, exc.__traceback__)
            if link is last:
                break
        self._notifier = None
        self._check_and_notify()

    def _wait_link(self, timeout, what_then):
        """Wait until it is ready: True; or until the time is up: what_then(the Timeout)."""
        from gevent.timeout import Timeout
        switch = getcurrent().switch
        self.rawlink(switch)
        limit = Timeout._start_or_none(timeout)
        try:
            try:
                result = get_hub().switch()
                if result is not self:
                    raise InvalidSwitchError('Invalid switch into %s.wait(): %r' % (type(self).__name__, result))
                return True
            except Timeout as expired:
                self.unlink(switch)
                if expired is not limit:
                    raise
                return what_then(expired)
            except BaseException:
                self.unlink(switch)
                raise
        finally:
            if limit is not None:
                limit.close()
