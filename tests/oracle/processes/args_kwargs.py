# set: first
from multiprocessing import Process


def show(a, b=2, *rest, key="k", **more):
    print(a, b, rest, key, sorted(more.items()))


def run(**kw):
    p = Process(target=show, **kw)
    p.start()
    p.join()


if __name__ == "__main__":
    run(args=(1,))
    run(args=(1, 5, 6), kwargs={"key": "z", "extra": [1, 2]})
    run(args=[{"a": (1, None)}], kwargs={"b": 2.5})
    p = Process(None, print, "named", ("plain", "print"), {"sep": "/"})
    p.start()
    p.join()
    print(p.name)
