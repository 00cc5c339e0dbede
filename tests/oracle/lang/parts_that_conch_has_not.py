# set: first
# skip-oracle: CPython has all these
# expect: ModuleNotFoundError No module named 'socket': it is not part of conch's Python
# expect: ModuleNotFoundError No module named 'http': it is not part of conch's Python
# expect: ModuleNotFoundError No module named 'multiprocessing.shared_memory': it is not part of conch's Python
# expect: ImportError cannot import name 'shared_memory' from 'multiprocessing' (unknown location)
# expect: AttributeError module 'asyncio' has no attribute 'start_server'
# expect: ModuleNotFoundError No module named 'numpy'
# expect: NotImplementedError eval() is not part of conch's Python
# expect: NotImplementedError memoryview() is not part of conch's Python
# expect: NotImplementedError multiprocessing.connection.Listener needs a network: it is not part of conch's Python
# expect: ValueError conch starts processes by fork; 'spawn' is not part of conch's Python
# expect: TypeError metaclasses are not part of conch's Python
import asyncio
import multiprocessing
from multiprocessing.connection import Listener


def tell(action):
    try:
        action()
    except Exception as e:
        print(type(e).__name__, e)


def of_a_package():
    from multiprocessing import shared_memory


def a_part_of_it():
    import http.server


def part():
    import multiprocessing.shared_memory


def metaclass():
    class Meta(type):
        pass


tell(lambda: __import__("socket"))
tell(a_part_of_it)
tell(part)
tell(of_a_package)
tell(lambda: asyncio.start_server)
tell(lambda: __import__("numpy"))
tell(lambda: eval("1"))
tell(lambda: memoryview(b"a"))
tell(lambda: Listener(("localhost", 0)))
tell(lambda: multiprocessing.set_start_method("spawn"))
tell(metaclass)
