"""What coroutines wait for one another with. They belong to one thread: nothing here is for threads."""
from _conch import deque
from asyncio.exceptions import BrokenBarrierError, CancelledError
import asyncio.events as events


class _Named:
    """How they are printed: <asyncio.locks.Lock object at 0x… [unlocked]>."""

    def __repr__(self):
        return '<%s.%s object at %#x [%s]>' % (type(self).__module__, type(self).__qualname__, id(self), self._info())

    def _count(self):
        return ', waiters:%d' % len(self._waiters) if self._waiters else ''


class _ContextManager:
    async def __aenter__(self):
        await self.acquire()
        return None

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


class Lock(_Named):
    def __init__(self):
        self._waiters = deque()
        self._locked = False

    def _info(self):
        return ('locked' if self._locked else 'unlocked') + self._count()

    __aenter__ = _ContextManager.__aenter__
    __aexit__ = _ContextManager.__aexit__

    def locked(self):
        return self._locked

    async def acquire(self):
        """Whoever comes while others wait stands behind them."""
        if not self._locked and all([w.cancelled() for w in self._waiters]):
            self._locked = True
            return True
        waiter = events.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not self._locked:
                self._wake_up_first()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError('Lock is not acquired.')
        self._locked = False
        self._wake_up_first()

    def _wake_up_first(self):
        if self._waiters and not self._waiters[0].done():
            self._waiters[0].set_result(True)


class Event(_Named):
    def __init__(self):
        self._waiters = deque()
        self._value = False

    def _info(self):
        return ('set' if self._value else 'unset') + self._count()

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            for waiter in self._waiters:
                if not waiter.done():
                    waiter.set_result(True)

    def clear(self):
        self._value = False

    async def wait(self):
        if self._value:
            return True
        waiter = events.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            await waiter
            return True
        finally:
            self._waiters.remove(waiter)


class Condition(_Named):
    def __init__(self, lock=None):
        self._lock = lock if lock is not None else Lock()
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release
        self._waiters = deque()

    def _info(self):
        return ('locked' if self.locked() else 'unlocked') + self._count()

    __aenter__ = _ContextManager.__aenter__
    __aexit__ = _ContextManager.__aexit__

    async def wait(self):
        """Gives the lock back, waits to be notified, and takes it again, also when it is cancelled."""
        if not self.locked():
            raise RuntimeError('cannot wait on un-acquired lock')
        self.release()
        try:
            waiter = events.get_running_loop().create_future()
            self._waiters.append(waiter)
            try:
                await waiter
                return True
            finally:
                self._waiters.remove(waiter)
        finally:
            cancelled = False
            while True:
                try:
                    await self.acquire()
                    break
                except CancelledError:
                    cancelled = True
            if cancelled:
                raise CancelledError

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError('cannot notify on un-acquired lock')
        for waiter in self._waiters:
            if n <= 0:
                break
            if not waiter.done():
                n -= 1
                waiter.set_result(False)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_Named):
    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self._waiters = deque()
        self._value = value

    def _info(self):
        return ('locked' if self.locked() else 'unlocked, value:%d' % self._value) + self._count()

    __aenter__ = _ContextManager.__aenter__
    __aexit__ = _ContextManager.__aexit__

    def locked(self):
        return self._value == 0 or any([not w.cancelled() for w in self._waiters])

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        waiter = events.get_running_loop().create_future()
        self._waiters.append(waiter)
        try:
            try:
                await waiter
            finally:
                self._waiters.remove(waiter)
        except CancelledError:
            if not waiter.cancelled():      # it had been given a permit
                self._value += 1
                self._wake_up_next()
            raise
        if self._value > 0:
            self._wake_up_next()
        return True

    def release(self):
        self._value += 1
        self._wake_up_next()

    def _wake_up_next(self):
        """The permit goes to the one who has waited longest."""
        for waiter in self._waiters:
            if not waiter.done():
                self._value -= 1
                waiter.set_result(True)
                return


class BoundedSemaphore(Semaphore):
    def __init__(self, value=1):
        self._bound_value = value
        Semaphore.__init__(self, value)

    def release(self):
        if self._value >= self._bound_value:
            raise ValueError('BoundedSemaphore released too many times')
        Semaphore.release(self)


class Barrier(_Named):
    """As many as `parties` wait for one another; then all go on, and it can be used again."""

    def __init__(self, parties):
        if parties < 1:
            raise ValueError('parties must be > 0')
        self._cond = Condition()
        self._parties = parties
        self._state = 'filling'         # draining: the last ones are about to leave; resetting; broken
        self._count_in = 0

    def _info(self):
        text = self._state
        if not self.broken:
            text += ', waiters:%d/%d' % (self.n_waiting, self.parties)
        return text

    async def __aenter__(self):
        return await self.wait()

    async def __aexit__(self, *args):
        pass

    async def wait(self):
        async with self._cond:
            await self._until_open()
            try:
                index = self._count_in
                self._count_in += 1
                if index + 1 == self._parties:
                    self._state = 'draining'
                    self._cond.notify_all()
                else:
                    await self._until_full()
                return index
            finally:
                self._count_in -= 1
                self._leave()

    async def _until_open(self):
        await self._cond.wait_for(lambda: self._state not in ('draining', 'resetting'))
        if self._state == 'broken':
            raise BrokenBarrierError("Barrier aborted")

    async def _until_full(self):
        await self._cond.wait_for(lambda: self._state != 'filling')
        if self._state in ('broken', 'resetting'):
            raise BrokenBarrierError("Abort or reset of barrier")

    def _leave(self):
        if self._count_in == 0:
            if self._state in ('resetting', 'draining'):
                self._state = 'filling'
            self._cond.notify_all()

    async def reset(self):
        async with self._cond:
            if self._count_in > 0:
                if self._state != 'resetting':
                    self._state = 'resetting'
            else:
                self._state = 'filling'
            self._cond.notify_all()

    async def abort(self):
        async with self._cond:
            self._state = 'broken'
            self._cond.notify_all()

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count_in if self._state == 'filling' else 0

    @property
    def broken(self):
        return self._state == 'broken'
