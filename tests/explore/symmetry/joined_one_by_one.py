# Main goes on when the first has ended, whatever the second does: they are not alike to it.
# finds: nothing
# outcomes: 0 1
import threading

free = threading.Semaphore(1)
done = 0


def work():
    global done
    with free:
        done += 1


a = threading.Thread(target=work)
b = threading.Thread(target=work)
a.start()
b.start()
a.join()
with free:
    seen = done
b.join()
print(seen - 1)
