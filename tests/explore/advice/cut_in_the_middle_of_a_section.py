# It has moved the money out and not in.
# finds: cut
from threading import Lock, Thread

lock = Lock()
mine, yours = 5, 0


def move():
    global mine, yours
    with lock:
        mine = 0
        yours = 5


Thread(target=move, daemon=True).start()
with lock:
    print(mine + yours)
