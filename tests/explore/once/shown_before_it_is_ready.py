# It can be seen before it is complete: the first look passes, and what is in it is missing.
# finds: exception, race
from threading import Lock, Thread

config = None
lock = Lock()


def get():
    global config
    if config is None:
        with lock:
            if config is None:
                config = {}
                config["name"] = "x"
    return config["name"]


ts = [Thread(target=f) for f in (get, get)]
for t in ts:
    t.start()
for t in ts:
    t.join()
