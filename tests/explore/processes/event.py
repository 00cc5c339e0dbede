# finds: nothing
# outcomes: 1
from multiprocessing import Event, Process, Value


def work(ready, v):
    v.value = 1
    ready.set()


if __name__ == "__main__":
    ready = Event()
    v = Value("i", 0)
    p = Process(target=work, args=(ready, v))
    p.start()
    ready.wait()
    seen = v.value
    p.join()
    print(seen)
