# set: first
from typing import Final, List, Literal, Protocol, Sequence, TypedDict, overload

LIMIT: Final = 3
Mode = Literal["r", "w"]


class Named(Protocol):
    name: str

    def hello(self) -> str:
        ...


class Movie(TypedDict):
    title: str
    year: int


class Dog:
    def __init__(self, name: str):
        self.name = name

    def hello(self) -> str:
        return self.name + " barks"


def greet(all: Sequence[Named], mode: Mode = "r") -> List[str]:
    return [n.hello() for n in all][:LIMIT]


@overload
def twice(x: int) -> int: ...
@overload
def twice(x: str) -> str: ...
def twice(x):
    return x * 2


film: Movie = {"title": "M", "year": 1931}
print(greet([Dog("Rex"), Dog("Bo")]), film, film["year"], twice(2), twice("ab"))
