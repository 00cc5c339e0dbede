"""Objects that live in a process of their own, the manager's server, and that others use through proxies.

Each task that uses a proxy has a connection: a queue to the server and one back. In the server a thread serves it, so
that one client's waiting (for a lock, for an item) does not hold up the others. What a proxy's method returns
is a copy: d['x'].append(1) changes a copy of the list in d, and nothing else."""
from _conch import sync, sync_at, sync_free, sync_get, sync_new, sync_number, task_alive, task_self
import multiprocessing
from multiprocessing.queues import _dumps, _loads
import queue
import threading

__all__ = ['BaseManager', 'SyncManager', 'BaseProxy', 'Token']


class RemoteError(Exception):
    def __str__(self):
        return '\n' + '-' * 75 + '\n' + str(self.args[0]) + '-' * 75


class Token:
    """Names an object of a server: its type, the server's address, and its number there."""

    def __init__(self, typeid, address, id):
        self.typeid, self.address, self.id = typeid, address, id

    def __repr__(self):
        return '%s(typeid=%r, address=%r, id=%r)' % (self.__class__.__name__, self.typeid, self.address, self.id)


# ---- a connection, on the client's side ----

_connections = {}       # (address, task): (queue to the server, queue from it)


def _after_fork():
    _connections.clear()
    _running.clear()


multiprocessing._forked.append(_after_fork)


def _put(queue, obj):
    sync(queue, 'PUT', _dumps(obj), True, None, obj)


def _connect(address):
    """address: the number of the server's queue, and the task whose end is the server's."""
    number, server = address
    try:
        calls = sync_at(number)
        if sync_get(calls, 4):
            raise EOFError
        there, back = sync_new('queue', 0, 0, True, None), sync_new('queue', 0, 0, True, None)
        sync(there, 'OWN', 0, True, None)
        sync(back, 'OWN', server, True, None)
        _put(calls, (sync_number(there), sync_number(back)))
    except EOFError:
        raise FileNotFoundError(2, 'No such file or directory') from None
    _connections[address, task_self()] = there, back
    return there, back


def _dispatch(address, ident, name, args=(), kwds={}):
    """Asks the server; returns (kind, result)."""
    pair = _connections.get((address, task_self()))
    if pair is None:
        pair = _connect(address)
    there, back = pair
    data = _dumps((ident, name, args, kwds))
    if not task_alive(address[1]):
        raise BrokenPipeError(32, 'Broken pipe')
    sync(there, 'PUT', data, True, None, name)
    return _loads(sync(back, 'GET', None, True, None))


def _result(answer):
    kind, value = answer
    if kind == '#RETURN':
        return value
    if kind == '#ERROR':
        raise value
    raise RemoteError(value)


# ---- the server ----

_views = (type({}.keys()), type({}.values()), type({}.items()))


class Server:
    def __init__(self, registry, address):
        self.registry = registry
        self.address = address
        self.objects = {}       # number: (object, exposed methods, {method: typeid})
        self.lock = threading.Lock()
        self.numbered = 0

    def serve_forever(self, calls):
        """Each client introduces itself with the numbers of its two queues."""
        global _server
        _server = self
        while True:
            try:
                call = _loads(sync(calls, 'GET', None, True, None))
                if call is None:
                    return
                thread = threading.Thread(target=self.serve_client, args=call, daemon=True)
                thread.start()
            except KeyboardInterrupt:
                pass                # it is for those who use the manager
            except EOFError:
                pass                # the client is gone already

    def serve_client(self, there, back):
        there, back = sync_at(there), sync_at(back)
        while True:
            try:
                ident, name, args, kwds = _loads(sync(there, 'GET', None, True, None))
            except EOFError:        # the client has ended
                break
            except Exception as exc:
                answer = ('#ERROR', exc)
            else:
                answer = self.answer(ident, name, args, kwds)
            try:
                _put(back, answer)
            except Exception:
                _put(back, ('#UNSERIALIZABLE', 'cannot be sent: %r\n' % (answer,)))
            ident = name = args = kwds = answer = None
        sync_free(there)
        sync_free(back)

    def answer(self, ident, name, args, kwds):
        try:
            if ident is None:
                return ('#RETURN', getattr(self, name)(*args, **kwds))
            entry = self.objects.get(ident)
            if entry is None:
                raise KeyError(ident)
            obj, exposed, typeids = entry
            if name in self.fallbacks:
                return ('#RETURN', self.fallbacks[name](obj))
            if name not in exposed:
                raise AttributeError('method %r of %r object is not in exposed=%r' % (name, type(obj), exposed))
            value = getattr(obj, name)(*args, **kwds)
            typeid = typeids and typeids.get(name)
            if typeid:
                number, exposed = self.keep(typeid, value)
                return ('#PROXY', (exposed, Token(typeid, self.address, number)))
            return ('#RETURN', list(value) if type(value) in _views else value)
        except Exception as exc:
            return ('#ERROR', exc)

    fallbacks = {'__str__': str, '__repr__': repr, '#GETVALUE': lambda obj: obj}

    def keep(self, typeid, obj):
        exposed, typeids = self.registry[typeid][1:3]
        if exposed is None:
            exposed = public_methods(obj)
        with self.lock:
            self.numbered += 1
            number = '%x' % self.numbered
            self.objects[number] = obj, tuple(exposed), typeids
        return number, tuple(exposed)

    # what clients may ask of the server itself

    def create(self, typeid, args, kwds):
        make = self.registry[typeid][0]
        return self.keep(typeid, args[0] if make is None else make(*args, **kwds))

    def dummy(self):
        pass

    def number_of_objects(self):
        return len(self.objects)

    def debug_info(self):
        return '\n'.join('  %s:\n    %s' % (number, str(self.objects[number][0])[:75])
                         for number in sorted(self.objects))


_server = None      # in the server's process: it


def all_methods(obj):
    return [name for name in dir(obj) if callable(getattr(obj, name))]


def public_methods(obj):
    return [name for name in all_methods(obj) if name[0] != '_']


# ---- managers ----

_running = []


def _shutdown_all():
    for manager in list(_running):
        manager.shutdown()


class BaseManager:
    _registry = {}

    def __init__(self, address=None, authkey=None, serializer='pickle', ctx=None, *, shutdown_timeout=1.0):
        if address is not None:
            raise NotImplementedError("a manager with an address needs a network: it is not part of conch's Python")
        self._state = 'INITIAL'
        self._address = None
        self._process = None

    def start(self, initializer=None, initargs=()):
        if self._state != 'INITIAL':
            if self._state == 'STARTED':
                raise multiprocessing.ProcessError("Already started server")
            raise multiprocessing.ProcessError("Manager has shut down")
        if initializer is not None and not callable(initializer):
            raise TypeError('initializer must be a callable')
        self._make_proxy_types()
        self._calls = sync_new('queue', 0, 0, True, None)
        number = sync_number(self._calls)
        process = multiprocessing.Process(target=self._run_server, args=(number, initializer, initargs))
        process.name = type(self).__name__ + '-' + ':'.join(str(i) for i in process._identity)
        process.start()
        self._process = process
        self._address = (number, process._task)
        sync(self._calls, 'OWN', process._task, True, None)
        self._state = 'STARTED'
        if not _running:
            multiprocessing._closers.append(_shutdown_all)
        _running.append(self)

    def _make_proxy_types(self):
        """Before there is a second process: those that come have them then, and need not make their own."""
        for typeid, (make, exposed, _, proxytype) in self._registry.items():
            if proxytype is AutoProxy and isinstance(make, type):
                MakeProxyType('AutoProxy[%s]' % typeid, exposed or public_methods(make))

    def _run_server(self, number, initializer, initargs):
        if initializer is not None:
            initializer(*initargs)
        Server(self._registry, (number, task_self())).serve_forever(self._calls)

    def connect(self):
        raise NotImplementedError("connecting to another program's manager is not part of conch's Python")

    def get_server(self):
        raise NotImplementedError("a manager's server in this process is not part of conch's Python")

    def _create(self, typeid, /, *args, **kwds):
        assert self._state == 'STARTED', 'server not yet started'
        number, exposed = _result(_dispatch(self._address, None, 'create', (typeid, args, kwds)))
        return Token(typeid, self._address, number), exposed

    def join(self, timeout=None):
        if self._process is not None:
            self._process.join(timeout)
            if not self._process.is_alive():
                self._process = None

    def _number_of_objects(self):
        return _result(_dispatch(self._address, None, 'number_of_objects'))

    def _debug_info(self):
        return _result(_dispatch(self._address, None, 'debug_info'))

    def __enter__(self):
        if self._state == 'INITIAL':
            self.start()
        assert self._state == 'STARTED'
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown()

    def shutdown(self):
        if self._state != 'STARTED':
            if self._state == 'INITIAL':
                raise AttributeError("'%s' object has no attribute 'shutdown'" % type(self).__name__)
            return
        self._state = 'SHUTDOWN'
        if self in _running:
            _running.remove(self)
        if self._process.is_alive():
            try:
                _put(self._calls, None)
            except EOFError:
                pass
            self._process.join()

    @property
    def address(self):
        return self._address

    @classmethod
    def register(cls, typeid, callable=None, proxytype=None, exposed=None, method_to_typeid=None, create_method=True):
        if '_registry' not in cls.__dict__:
            cls._registry = cls._registry.copy()
        if proxytype is None:
            proxytype = AutoProxy
        exposed = exposed or getattr(proxytype, '_exposed_', None)
        method_to_typeid = method_to_typeid or getattr(proxytype, '_method_to_typeid_', None)
        cls._registry[typeid] = callable, exposed, method_to_typeid, proxytype
        if create_method:
            def temp(self, /, *args, **kwds):
                token, exposed = self._create(typeid, *args, **kwds)
                return proxytype(token, 'pickle', manager=self, exposed=exposed)
            temp.__name__ = typeid
            setattr(cls, typeid, temp)


# ---- proxies ----

class BaseProxy:
    def __init__(self, token, serializer='pickle', manager=None, authkey=None, exposed=None, incref=True,
                 manager_owned=False):
        self._token = token
        self._id = token.id
        self._manager = manager

    def _callmethod(self, methodname, args=(), kwds={}):
        token = self._token
        kind, value = _dispatch(token.address, token.id, methodname, args, kwds)
        if kind == '#PROXY':
            exposed, made = value
            proxytype = SyncManager._registry[made.typeid][3]
            return proxytype(made, 'pickle', manager=self._manager, exposed=exposed)
        return _result((kind, value))

    def _getvalue(self):
        return self._callmethod('#GETVALUE')

    def __reduce__(self):
        exposed = getattr(self, '_exposed_', None) if getattr(self, '_isauto', False) else None
        return (RebuildProxy, (AutoProxy if exposed is not None else type(self), self._token, exposed))

    def __deepcopy__(self, memo):
        return self._getvalue()

    def __repr__(self):
        return '<%s object, typeid %r at %#x>' % (type(self).__name__, self._token.typeid, id(self))

    def __str__(self):
        try:
            return self._callmethod('__repr__')
        except Exception:
            return repr(self)[:-1] + "; '__str__()' failed>"


def RebuildProxy(func, token, exposed):
    return func(token, 'pickle', exposed=exposed)


def _forward(name):
    def method(self, /, *args, **kwds):
        return self._callmethod(name, args, kwds)
    method.__name__ = name
    return method


def MakeProxyType(name, exposed, _cache={}):
    exposed = tuple(exposed)
    if (name, exposed) not in _cache:
        methods = {method: _forward(method) for method in exposed}
        methods['_exposed_'] = exposed
        _cache[name, exposed] = type(name, (BaseProxy,), methods)
    return _cache[name, exposed]


def AutoProxy(token, serializer='pickle', manager=None, authkey=None, exposed=None, incref=True, manager_owned=False):
    made = MakeProxyType('AutoProxy[%s]' % token.typeid, exposed)(token, serializer, manager=manager)
    made._isauto = True
    return made


class IteratorProxy(BaseProxy):
    _exposed_ = ('__next__', 'send', 'throw', 'close')

    def __iter__(self):
        return self

    def __next__(self, *args):
        return self._callmethod('__next__', args)

    def send(self, *args):
        return self._callmethod('send', args)

    def throw(self, *args):
        return self._callmethod('throw', args)

    def close(self, *args):
        return self._callmethod('close', args)


class AcquirerProxy(BaseProxy):
    _exposed_ = ('acquire', 'release')

    def acquire(self, blocking=True, timeout=None):
        args = (blocking,) if timeout is None else (blocking, timeout)
        return self._callmethod('acquire', args)

    def release(self):
        return self._callmethod('release')

    def __enter__(self):
        return self._callmethod('acquire')

    def __exit__(self, exc_type, exc_val, exc_tb):
        return self._callmethod('release')


class ConditionProxy(AcquirerProxy):
    _exposed_ = ('acquire', 'release', 'wait', 'notify', 'notify_all')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def notify(self, n=1):
        return self._callmethod('notify', (n,))

    def notify_all(self):
        return self._callmethod('notify_all')

    def wait_for(self, predicate, timeout=None):
        from _conch import clock
        result = predicate()
        end = None if timeout is None else clock(1) + timeout
        while not result:
            rest = None if end is None else end - clock(1)
            if rest is not None and rest <= 0:
                break
            self.wait(rest)
            result = predicate()
        return result


class EventProxy(BaseProxy):
    _exposed_ = ('is_set', 'set', 'clear', 'wait')

    def is_set(self):
        return self._callmethod('is_set')

    def set(self):
        return self._callmethod('set')

    def clear(self):
        return self._callmethod('clear')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))


class BarrierProxy(BaseProxy):
    _exposed_ = ('__getattribute__', 'wait', 'abort', 'reset')

    def wait(self, timeout=None):
        return self._callmethod('wait', (timeout,))

    def abort(self):
        return self._callmethod('abort')

    def reset(self):
        return self._callmethod('reset')

    @property
    def parties(self):
        return self._callmethod('__getattribute__', ('parties',))

    @property
    def n_waiting(self):
        return self._callmethod('__getattribute__', ('n_waiting',))

    @property
    def broken(self):
        return self._callmethod('__getattribute__', ('broken',))


class Namespace:
    def __init__(self, /, **kwds):
        self.__dict__.update(kwds)

    def __repr__(self):
        items = ['%s=%r' % item for item in self.__dict__.items() if not item[0].startswith('_')]
        return '%s(%s)' % (self.__class__.__name__, ', '.join(sorted(items)))


class NamespaceProxy(BaseProxy):
    _exposed_ = ('__getattribute__', '__setattr__', '__delattr__')

    def __getattr__(self, key):
        if key[0] == '_':
            raise AttributeError("'%s' object has no attribute %r" % (type(self).__name__, key))
        return self._callmethod('__getattribute__', (key,))

    def __setattr__(self, key, value):
        if key[0] == '_':
            self.__dict__[key] = value
        else:
            self._callmethod('__setattr__', (key, value))

    def __delattr__(self, key):
        if key[0] == '_':
            del self.__dict__[key]
        else:
            self._callmethod('__delattr__', (key,))


class Value:
    def __init__(self, typecode, value, lock=True):
        self._typecode = typecode
        self._value = value

    def get(self):
        return self._value

    def set(self, value):
        self._value = value

    value = property(get, set)

    def __repr__(self):
        return '%s(%r, %r)' % (type(self).__name__, self._typecode, self._value)


class ValueProxy(BaseProxy):
    _exposed_ = ('get', 'set')

    def get(self):
        return self._callmethod('get')

    def set(self, value):
        return self._callmethod('set', (value,))

    value = property(get, set)


def Array(typecode, sequence, lock=True):
    import array
    return array.array(typecode, sequence)


ArrayProxy = MakeProxyType('ArrayProxy', ('__len__', '__getitem__', '__setitem__'))

BaseListProxy = MakeProxyType('BaseListProxy', (
    '__add__', '__contains__', '__delitem__', '__getitem__', '__len__', '__mul__', '__reversed__', '__rmul__',
    '__setitem__', 'append', 'count', 'extend', 'index', 'insert', 'pop', 'remove', 'reverse', 'sort', '__imul__'))


class ListProxy(BaseListProxy):
    def __iadd__(self, value):
        self._callmethod('extend', (value,))
        return self

    def __imul__(self, value):
        self._callmethod('__imul__', (value,))
        return self


DictProxy = MakeProxyType('DictProxy', (
    '__contains__', '__delitem__', '__getitem__', '__iter__', '__len__', '__setitem__', 'clear', 'copy', 'get',
    'items', 'keys', 'pop', 'popitem', 'setdefault', 'update', 'values'))
DictProxy._method_to_typeid_ = {'__iter__': 'Iterator'}


class SyncManager(BaseManager):
    """What Manager() gives."""


SyncManager.register('Queue', queue.Queue)
SyncManager.register('JoinableQueue', queue.Queue)
SyncManager.register('Event', threading.Event, EventProxy)
SyncManager.register('Lock', threading.Lock, AcquirerProxy)
SyncManager.register('RLock', threading.RLock, AcquirerProxy)
SyncManager.register('Semaphore', threading.Semaphore, AcquirerProxy)
SyncManager.register('BoundedSemaphore', threading.BoundedSemaphore, AcquirerProxy)
SyncManager.register('Condition', threading.Condition, ConditionProxy)
SyncManager.register('Barrier', threading.Barrier, BarrierProxy)
SyncManager.register('list', list, ListProxy)
SyncManager.register('dict', dict, DictProxy)
SyncManager.register('Value', Value, ValueProxy)
SyncManager.register('Array', Array, ArrayProxy)
SyncManager.register('Namespace', Namespace, NamespaceProxy)
SyncManager.register('Iterator', None, IteratorProxy, create_method=False)
