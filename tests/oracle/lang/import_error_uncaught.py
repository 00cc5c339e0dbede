# set: first
# exit: 1
# stderr: last
print("going to import")
import surely_not_installed_anywhere
print("never")
