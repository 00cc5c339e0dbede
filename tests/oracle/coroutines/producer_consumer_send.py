# set: first
# The classic: a consumer that waits at yield, a producer that feeds it.

def consumer():
    result = ""
    while True:
        n = yield result
        if not n:
            return
        print("[CONSUMER] consuming %s..." % n)
        result = "200 OK"


def produce(c):
    c.send(None)
    n = 0
    while n < 3:
        n = n + 1
        print("[PRODUCER] producing %s..." % n)
        r = c.send(n)
        print("[PRODUCER] consumer returns: %s" % r)
    c.close()


produce(consumer())
