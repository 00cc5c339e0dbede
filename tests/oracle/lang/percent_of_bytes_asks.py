# set: first
# % of bytes asks objects for their number or their bytes, as that of str does.
class X:
    def __index__(self): return 65
class P: pass
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
t(lambda: b"%d %s" % (X(), b"x"))
t(lambda: b"%d" % P())
t(lambda: b"%x" % X())
t(lambda: b"%c" % X())
t(lambda: b"%c" % P())
t(lambda: b"%f" % P())
t(lambda: b"%s" % P())
class B:
    def __bytes__(self): return b"bb"
t(lambda: b"%s" % B())
t(lambda: b"%b|%a" % (B(), P))
t(lambda: b"%(a)d" % {b"a": X()})
t(lambda: bytearray(b"%d") % X())
