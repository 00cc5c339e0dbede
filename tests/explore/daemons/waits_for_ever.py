# A daemon that waits is no deadlock: the program ends without it.
# finds: nothing
from threading import Event, Thread

Thread(target=Event().wait, daemon=True).start()
print("main")
