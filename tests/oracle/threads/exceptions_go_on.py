# set: first
# order: lines
# stderr: errors
# One thread dies, the others do not notice.
import threading


class Trouble(Exception):
    pass


def work(n):
    if n == 2:
        raise ValueError("thread two fails")
    if n == 4:
        {}["four"]
    print("thread", n, "is fine")


threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("alive:", [t.is_alive() for t in threads])
