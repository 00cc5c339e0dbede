# set: first
# threading.local: the same name, each thread's own value.
import threading

data = threading.local()
data.value = "main's"
results = {}


def work(n):
    had = hasattr(data, "value")
    data.value = n
    for _ in range(3):
        data.value += n
    results[n] = (had, data.value)


threads = [threading.Thread(target=work, args=(n,)) for n in (1, 10, 100)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print(sorted(results.items()), data.value)


class Mine(threading.local):
    def __init__(self, start):
        self.n = start


m = Mine(5)
m.n += 1


def look():
    results["n"] = m.n


t = threading.Thread(target=look)
t.start()
t.join()
print(m.n, results["n"])
try:
    threading.local().nothing
except AttributeError as e:
    print("AttributeError")
