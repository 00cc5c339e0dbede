# set: first
# order: lines
import logging
import sys
import threading

logging.basicConfig(level=logging.DEBUG, format="[%(threadName)s] %(levelname)s %(message)s", stream=sys.stdout)


def work(n):
    logging.debug("starting %d", n)
    logging.info("ending %d", n)


ts = [threading.Thread(target=work, args=(n,), name="worker-%d" % n) for n in range(3)]
for t in ts:
    t.start()
for t in ts:
    t.join()
logging.warning("all ended")
