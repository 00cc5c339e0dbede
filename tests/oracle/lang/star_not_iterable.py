# set: first
# What * says of a thing that it cannot take apart.
import itertools


class Plain:
    pass


class Own:
    def __iter__(self):
        raise TypeError("mine")


class Old:
    def __getitem__(self, i):
        return [1, 2][i]


def f(*args):
    return args


def tell(attempt):
    try:
        print(attempt())
    except Exception as e:
        print(type(e).__name__, e)


tell(lambda: [*Plain])
tell(lambda: (*Plain,))
tell(lambda: {*Plain})
tell(lambda: print(*Plain))
tell(lambda: [*5])
tell(lambda: f(*None))
tell(lambda: f(**Plain))
tell(lambda: {**Plain()})
tell(lambda: [*Plain()])
tell(lambda: f(*Plain()))
tell(lambda: [*Own()])
tell(lambda: f(*Old(), *Old()))
tell(lambda: [*[].append])
tell(lambda: itertools.count(''))
tell(lambda: itertools.count(1, 'a'))
