# set: first
from multiprocessing import Event, Process
from multiprocessing.connection import wait


def child(e, code):
    e.wait()
    raise SystemExit(code)


if __name__ == "__main__":
    e = Event()
    ps = [Process(target=child, args=(e, k)) for k in (1, 2)]
    for p in ps:
        p.start()
    print(wait([p.sentinel for p in ps], timeout=0.02), isinstance(ps[0].sentinel, int))
    e.set()
    left = {p.sentinel: p for p in ps}
    codes = []
    while left:
        for s in wait(list(left)):
            p = left.pop(s)
            p.join()
            codes.append(p.exitcode)
    print(sorted(codes))
