# set: first
# exit: 1
# stderr: errors
print("a group of errors")
raise ExceptionGroup("outer", [ValueError(1), ExceptionGroup("inner", [KeyError("k"), TypeError("t")])])
