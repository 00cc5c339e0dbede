# set: first
import geometry

print(__name__, geometry.__name__)


def main():
    print("main runs")
    return 0


if __name__ == "__main__":
    main()
else:
    print("imported")
