# set: first
class Temporary(Exception):
    pass


class Permanent(Exception):
    pass


def unreliable():
    calls = 0

    def call(kind):
        nonlocal calls
        calls += 1
        if kind == "temporary" and calls < 3:
            raise Temporary("try %d" % calls)
        if kind == "permanent":
            raise Permanent("for ever")
        return "worked at call %d" % calls
    return call


def retry(f, *args, times=3, on=Temporary):
    problems = []
    for n in range(times):
        try:
            return f(*args)
        except on as e:
            problems.append(str(e))
        finally:
            print("  tried", n + 1)
    raise Permanent("gave up", problems)


print(retry(unreliable(), "temporary"))
try:
    retry(unreliable(), "temporary", times=2)
except Permanent as e:
    print(e.args)
try:
    retry(unreliable(), "permanent")
except Permanent as e:
    print(e, e.__context__)


def stack():
    done = []
    try:
        done.append("open a")
        try:
            done.append("open b")
            raise ValueError("b broke")
        except ValueError as e:
            done.append(str(e))
            raise RuntimeError("wrapped") from e
        finally:
            done.append("close b")
    except RuntimeError as e:
        done.append("%s because %s" % (e, e.__cause__))
    else:
        done.append("never")
    finally:
        done.append("close a")
    return done


for line in stack():
    print(line)


def convert(values):
    good, bad = [], {}
    for v in values:
        try:
            good.append(int(v))
        except (ValueError, TypeError) as e:
            bad[str(v)] = type(e).__name__
    return good, bad


print(convert(["1", "x", None, 2.9, [], True]))
