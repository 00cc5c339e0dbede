# The event is set, and the thread that has set it may not have ended.
# finds: nothing
# outcomes: True False
from threading import Event, Thread

done = Event()
t = Thread(target=done.set)
t.start()
done.wait()
alive = t.is_alive()
t.join()
print(alive)
