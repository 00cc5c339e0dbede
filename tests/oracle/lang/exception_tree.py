# set: first
# Who is whose parent among the builtin exceptions.

pairs = [
    (Exception, BaseException), (KeyboardInterrupt, BaseException), (SystemExit, BaseException),
    (GeneratorExit, BaseException), (ArithmeticError, Exception), (ZeroDivisionError, ArithmeticError),
    (OverflowError, ArithmeticError), (AssertionError, Exception), (AttributeError, Exception),
    (LookupError, Exception), (IndexError, LookupError), (KeyError, LookupError), (NameError, Exception),
    (UnboundLocalError, NameError), (OSError, Exception), (FileNotFoundError, OSError),
    (PermissionError, OSError), (FileExistsError, OSError), (ConnectionError, OSError),
    (BrokenPipeError, ConnectionError), (TimeoutError, OSError), (RuntimeError, Exception),
    (RecursionError, RuntimeError), (NotImplementedError, RuntimeError), (StopIteration, Exception),
    (TypeError, Exception), (ValueError, Exception), (UnicodeDecodeError, ValueError),
    (ImportError, Exception), (ModuleNotFoundError, ImportError), (EOFError, Exception),
    (ChildProcessError, OSError), (InterruptedError, OSError), (ProcessLookupError, OSError),
    (BlockingIOError, OSError), (StopAsyncIteration, Exception), (Warning, Exception),
    (DeprecationWarning, Warning), (SyntaxError, Exception), (IndentationError, SyntaxError),
]
for child, parent in pairs:
    print(child.__name__, issubclass(child, parent), child.__bases__[0] is parent)
print(IOError is OSError, EnvironmentError is OSError)
try:
    raise KeyboardInterrupt
except Exception:
    print("no")
except BaseException as e:
    print("base", repr(e))
