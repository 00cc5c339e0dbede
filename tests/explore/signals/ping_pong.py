# finds: nothing
# outcomes: pingpongpingpong
# interleavings: 1
from threading import Semaphore, Thread

text = ""
turns = [Semaphore(1), Semaphore(0)]


def work(me):
    global text
    for _ in range(2):
        turns[me].acquire()
        text += ("ping", "pong")[me]
        turns[1 - me].release()


ts = [Thread(target=work, args=(me,)) for me in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print(text)
