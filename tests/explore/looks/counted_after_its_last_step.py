# The event is set, and the thread that has set it may still be counted; once it was joined it is not.
# finds: nothing
# outcomes: "1 1" "2 1"
from threading import Event, Thread, active_count

done = Event()
t = Thread(target=done.set)
t.start()
done.wait()
n = active_count()
t.join()
print(n, active_count())
