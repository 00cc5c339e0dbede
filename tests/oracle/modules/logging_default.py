# set: first
# stderr: last
# Without configuration: warnings and worse, on stderr.
import logging

logging.info("silent")
logging.debug("silent")
logging.warning("this goes to stderr")
print("done")
