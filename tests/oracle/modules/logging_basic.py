# set: first
import logging
import sys

logging.basicConfig(level=logging.INFO, format="%(levelname)s:%(name)s:%(message)s", stream=sys.stdout)
logging.debug("not shown")
logging.info("shown %d %s", 5, "args")
logging.warning("careful")
logging.error("bad")
logging.critical("very bad")
log = logging.getLogger("app")
log.info("from app")
log.setLevel(logging.ERROR)
log.warning("not shown either")
log.error("still shown: %r", "x")
print(log.name, logging.getLogger("app") is log, logging.INFO, logging.getLevelName(30))
try:
    1 / 0
except ZeroDivisionError as e:
    logging.error("failed: %s", e)
log.log(logging.CRITICAL, "by number")
print(log.isEnabledFor(logging.INFO), logging.getLogger().level)
