# set: first
# close, throw and what finally does in a generator.

def worker():
    print("begin")
    try:
        while True:
            try:
                x = yield
                print("got", x)
            except ValueError as e:
                print("handled", e)
    except GeneratorExit:
        print("asked to leave")
        raise
    finally:
        print("cleaning up")


w = worker()
next(w)
w.send(1)
w.throw(ValueError("small trouble"))
w.send(2)
w.close()
w.close()
try:
    w.send(3)
except StopIteration:
    print("it is over")
v = worker()
v.close()
print("closed before it began")
u = worker()
next(u)
try:
    u.throw(KeyError("big trouble"))
except KeyError as e:
    print("came out:", e)
print(next(u, "dead"))


def stubborn():
    while True:
        try:
            yield
        except GeneratorExit:
            pass


s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as e:
    print(e)
