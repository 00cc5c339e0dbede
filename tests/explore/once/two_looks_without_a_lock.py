# Both find nothing there, and both make one.
# finds: race
# outcomes: 1 2
from threading import Thread

config = None
made = []


def get():
    global config
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
