# set: first
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Tuple, TypeVar, Union

T = TypeVar("T")


def first(items: List[T], default: Optional[T] = None) -> Optional[T]:
    return items[0] if items else default


def apply(f: Callable[[int], str], xs: Iterable[int]) -> Dict[int, str]:
    return {x: f(x) for x in xs}


def either(x: Union[int, str], *rest: Any) -> Tuple[Any, ...]:
    return (x, *rest)


count: int = 0
names: list[str] = []
table: "dict[str, int]" = {}
print(first([]), first([3]), apply(str, [1, 2]), either(1, "b"), count, names, table)


class P(NamedTuple):
    x: int
    y: int = 5


print(P(1), P(1).y)
