# set: first
import threading


def add(a, b, *rest, scale=1, **more):
    print(a, b, rest, scale, sorted(more.items()))


def run(*args, **kwargs):
    t = threading.Thread(*args, **kwargs)
    t.start()
    t.join()


run(target=add, args=(1, 2))
run(target=add, args=(1, 2, 3, 4), kwargs={"scale": 10})
run(target=add, args=[1], kwargs=dict(b=5, colour="red"))
run(target=print, args=("one", "two"), kwargs={"sep": "-"})
run(None, add, "named", (7, 8))
run(target=lambda: print("from a lambda"))
