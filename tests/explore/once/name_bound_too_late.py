# The task may be faster than the line that gives it its work.
# finds: exception, race
from threading import Thread


def work():
    print(job)


t = Thread(target=work)
t.start()
job = "job"
t.join()
