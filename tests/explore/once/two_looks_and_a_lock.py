# The second look, under the lock, is the one that counts.
# finds: race
# outcomes: 1
from threading import Lock, Thread

config = None
made = []
lock = Lock()


def get():
    global config
    if config is None:
        with lock:
            if config is None:
                made.append(1)
                config = "config"
    return config


ts = [Thread(target=f) for f in (get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(len(made))
assert made == [1]
