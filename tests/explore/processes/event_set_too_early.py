# outcomes: 0 1
# verdict: holds
from multiprocessing import Event, Process, Value


def work(ready, v):
    ready.set()
    v.value = 1


if __name__ == "__main__":
    ready = Event()
    v = Value("i", 0)
    p = Process(target=work, args=(ready, v))
    p.start()
    ready.wait()
    seen = v.value
    p.join()
    print(seen)
