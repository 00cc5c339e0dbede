# set: first
# OSError: the class is found by the number, the files leave the arguments.
import errno


class Number(int):
    pass


for arguments in [(2, "text"), (True, 1), (1, True), (2.0, "x"), (Number(17), "n"), (2, "x", "file"), (2, "x", "file", None, "second"),
                  (2, "x", None), (2, "x", "f", 3), ("only",), (), (None, 1), (10 ** 20, "x"), (1, 2, 3, 4, 5, 6), ("2", "x"),
                  (errno.EAGAIN, ""), (errno.EPIPE, "", "p"), (errno.ENOTDIR, "d", ""), (0, "zero"), (False, "false")]:
    e = OSError(*arguments)
    print(type(e).__name__, repr(e), str(e), e.errno, e.strerror, e.filename, e.filename2, e.args)
for made in FileNotFoundError(1, "other number"), PermissionError("text"), FileNotFoundError(2, "x", "f"), ConnectionError(32, "base"):
    print(type(made).__name__, made, made.errno, made.args)


class Mine(OSError):
    pass


print(type(Mine(2, "stays")).__name__, Mine(2, "stays", "with a file"), isinstance(Mine(2, "x"), FileNotFoundError))
