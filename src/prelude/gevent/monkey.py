"""Puts greenlets in the place of threads: what waits in time, threading and queue then lets other greenlets run.

The prelude's threading and queue wait by three functions only (see _threads.py), so patching them is
replacing these.
"""
saved = {}              # module: {name: what was there}

__all__ = ['patch_all', 'patch_builtins', 'patch_dns', 'patch_os', 'patch_queue', 'patch_select', 'patch_signal',
           'patch_socket', 'patch_ssl', 'patch_subprocess', 'patch_sys', 'patch_thread', 'patch_time',
           'get_original', 'is_module_patched', 'is_object_patched', 'patch_module', 'patch_item']


def patch_item(module, name, new):
    originals = saved.setdefault(module.__name__, {})
    if hasattr(module, name):
        originals.setdefault(name, getattr(module, name))
    setattr(module, name, new)


def is_module_patched(name):
    return name in saved


def is_object_patched(module, name):
    return is_module_patched(module) and name in saved[module]


def get_original(module, names):
    """What was there before it was patched."""
    import importlib
    found = importlib.import_module(module)
    def one(name):
        return saved.get(module, {}).get(name, getattr(found, name))
    return one(names) if isinstance(names, str) else [one(name) for name in names]


def patch_module(target, source, items=None):
    for name in items or source.__implements__:
        patch_item(target, name, getattr(source, name))
    return True


def patch_time():
    import time
    from gevent.hub import sleep
    patch_item(time, 'sleep', sleep)


def patch_thread(threading=True, _threading_local=True, Event=True, logging=True, existing_locks=True):
    if is_module_patched('threading'):
        return
    import _thread
    import queue
    import threading as module
    from gevent import _threads
    for name in ('sync', 'sync_get', 'sync_new', 'start_thread', 'join', 'task_alive', 'task_self',
                 '_set_thread', '_this_thread'):
        if hasattr(module, name):
            patch_item(module, name, getattr(_threads, name))
    patch_item(module, 'local', _threads.local)
    patch_item(_thread, 'start_new_thread', _threads.start_new_thread)
    patch_item(_thread, 'get_ident', _threads.task_self)
    patch_item(_thread, 'allocate_lock', module.Lock)
    for name in ('sync', 'sync_get', 'sync_new'):
        patch_item(queue, name, getattr(_threads, name))


def patch_queue():
    patch_thread()


def _nothing():
    """There is nothing in conch's Python here that waits."""


def patch_os():
    _nothing()


def patch_builtins():
    _nothing()


def patch_signal():
    _nothing()


def patch_sys(stdin=True, stdout=True, stderr=True):
    _nothing()


def patch_socket(dns=True, aggressive=True):
    _nothing()


def patch_dns():
    _nothing()


def patch_ssl(_warnings=None, _first_time=True):
    _nothing()


def patch_select(aggressive=True):
    _nothing()


def patch_selectors(aggressive=True):
    _nothing()


def patch_subprocess():
    _nothing()


def patch_contextvars():
    _nothing()


def patch_all(socket=True, dns=True, time=True, select=True, thread=True, os=True, ssl=True, subprocess=True,
              sys=False, aggressive=True, Event=True, builtins=True, signal=True, queue=True, contextvars=True,
              **kwargs):
    if time:
        patch_time()
    if thread:
        patch_thread()
    return True
