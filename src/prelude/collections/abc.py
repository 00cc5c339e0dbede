"""Classes that ask what an object can do."""

from typing import _Asks

Iterable = _Asks("Iterable", "__iter__")
Iterator = _Asks("Iterator", "__iter__", "__next__")
Generator = _Asks("Generator", "send", "throw", "close")
Sized = _Asks("Sized", "__len__")
Container = _Asks("Container", "__contains__")
Collection = _Asks("Collection", "__len__", "__iter__", "__contains__")
Callable = _Asks("Callable", "__call__")
Hashable = _Asks("Hashable", "__hash__")
Sequence = _Asks("Sequence", "__getitem__", "__len__", "__contains__", "count")
MutableSequence = _Asks("MutableSequence", "append", "__setitem__")
Mapping = _Asks("Mapping", "keys", "__getitem__")
MutableMapping = _Asks("MutableMapping", "keys", "__setitem__")
Set = _Asks("Set", "isdisjoint")
MutableSet = _Asks("MutableSet", "add", "discard")
Awaitable = _Asks("Awaitable", "__await__")
Coroutine = _Asks("Coroutine", "send", "__await__")
AsyncIterable = _Asks("AsyncIterable", "__aiter__")
AsyncIterator = _Asks("AsyncIterator", "__aiter__", "__anext__")
