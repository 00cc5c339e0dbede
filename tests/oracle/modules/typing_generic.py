# set: first
# Annotations are only told, not checked.
import typing
from typing import Any, Callable, Dict, Generic, Iterable, Iterator, List, NamedTuple, Optional, Set, Tuple, TypeVar, Union

T = TypeVar("T")


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item

    def get(self) -> Optional[T]:
        return self.item


class Point(NamedTuple):
    x: int
    y: int = 0


def first(items: Iterable[T], default: Union[T, None] = None) -> Optional[T]:
    for item in items:
        return item
    return default


def table(rows: List[Dict[str, Any]]) -> Iterator[Tuple[str, ...]]:
    for row in rows:
        yield tuple(str(v) for v in row.values())


def apply(f: Callable[[int], int], *values: int, **named: str) -> Set[int]:
    count: int = 0
    names: "list[str]" = list(named)
    return {f(v) for v in values} | {count + len(names)}


print(Box(3).get(), Box[str]("s").get(), Point(1), Point(1, 2)._asdict())
print(first([]), first("ab"), list(table([{"a": 1, "b": None}])), apply(abs, -1, 2, x="y"))
print(first.__name__, typing.TYPE_CHECKING, typing.cast(int, "not an int"))
