# set: first
import threading

rang = threading.Event()


def alarm(word, times=1):
    print(word * times)
    rang.set()


t = threading.Timer(0.2, alarm, args=("ring ",), kwargs={"times": 2})
t.start()
print("waiting", rang.is_set())
rang.wait()
t.join()
never = threading.Timer(30, alarm, ["never"])
never.start()
print(never.is_alive())
never.cancel()
never.join()
print("cancelled", never.is_alive(), never.interval, isinstance(never, threading.Thread))
late = threading.Timer(0.01, print, ("cancelled before start",))
late.cancel()
late.start()
late.join()
print("end")
