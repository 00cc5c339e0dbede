# set: first
import io
import logging
import sys

stream = io.StringIO()
handler = logging.StreamHandler(stream)
handler.setFormatter(logging.Formatter("{levelname:<8}|{name}|{funcName}|{lineno}|{message}", style="{"))
log = logging.getLogger("app.db")
log.addHandler(handler)
log.setLevel("DEBUG")
log.propagate = False


def work():
    log.info("in work %(a)s %(b)d", {"a": "x", "b": 2})


work()
log.warning("100%")
log.debug("lazy %s", [1])
try:
    {}["k"]
except KeyError:
    log.exception("it failed")
log.error("with", exc_info=ValueError("given"))
print(stream.getvalue())
parent, child = logging.getLogger("a"), logging.getLogger("a.b.c")
middle = logging.getLogger("a.b")
print(child.parent is middle, middle.parent is parent, parent.parent is logging.getLogger(), child.getEffectiveLevel(), parent.getChild("b") is middle, child, logging.getLogger())
parent.setLevel(logging.INFO)
print(child.isEnabledFor(logging.DEBUG), child.isEnabledFor(logging.INFO), child.hasHandlers(), logging.getLevelName("ERROR"), logging.getLevelName(15))
logging.addLevelName(15, "VERBOSE")
logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(name)s %(threadName)s %(processName)s %(filename)s:%(lineno)d %(module)s %(message)s", level=15)
logging.log(15, "at my level")
child.info("goes up to root")


class OnlyOdd(logging.Filter):
    def filter(self, record):
        return record.args[0] % 2 == 1


odd = OnlyOdd()
child.addFilter(odd)
for n in range(4):
    child.info("number %d", n)
child.removeFilter(odd)
logging.getLogger().handlers[0].addFilter(lambda r: r.levelno > logging.INFO)
child.info("not shown")
child.error("shown")
logging.disable(logging.ERROR)
child.error("not shown")
logging.disable(logging.NOTSET)
f = logging.FileHandler("log.txt", mode="w")
f.setFormatter(logging.Formatter("%(asctime)s %(message)s", datefmt="%Y"))
f.setLevel(logging.ERROR)
log.addHandler(f)
log.error("to the file")
log.info("not to the file")
f.close()
print(len(open("log.txt").read().split()), open("log.txt").read().split()[1:], f)
a = logging.LoggerAdapter(log, {"who": "me"})
handler.setFormatter(logging.Formatter("%(who)s %(message)s"))
a.warning("adapted")
log.info("extra", extra={"who": "you"})
print(stream.getvalue().splitlines()[-2:])
print(logging.Formatter("%(asctime)s").usesTime(), logging.BASIC_FORMAT, logging.root.level, len(logging.Formatter().formatTime(logging.makeLogRecord({}))))
for bad in (lambda: log.setLevel("NOPE"), lambda: log.log("x", "y"), lambda: logging.getLogger(5), lambda: logging.basicConfig(foo=1, force=True), lambda: logging.Formatter("no fields"), lambda: logging.Formatter("x", style="?"),
            lambda: log.info("x", extra={"message": 1}), lambda: logging.Handler().emit(None), lambda: logging.basicConfig(stream=sys.stdout, filename="x", force=True)):
    try:
        print(bad())
    except (ValueError, TypeError, KeyError, NotImplementedError) as e:
        print(type(e).__name__, e)
logging.getLogger("null").addHandler(logging.NullHandler())
