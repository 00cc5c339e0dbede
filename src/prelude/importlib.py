"""Importing by name."""

from _conch import _import_end, _import_step, _sys_modules


def import_module(name, package=None):
    if name.startswith("."):
        name = package + name
    while True:
        step = _import_step(name)  # the body of a module that must run first, and the module
        if step is None:
            return _sys_modules()[name]
        done = False
        try:
            step[0]()
            done = True
        finally:
            _import_end(step[1], done)


def reload(module):
    return module
