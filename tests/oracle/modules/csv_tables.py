# set: first
import csv
import io

out = io.StringIO()
w = csv.writer(out)
print(w.writerow(["a", 'say "hi"', "x,y", 5, 2.5, None, "two\nlines", ""]), w.writerows([[1, 2], ["only"], [""], []]))
print(repr(out.getvalue()))
print(list(csv.reader(io.StringIO(out.getvalue()))))
for options in [dict(delimiter=";"), dict(quoting=csv.QUOTE_ALL), dict(quoting=csv.QUOTE_NONNUMERIC), dict(quoting=csv.QUOTE_NONE, escapechar="\\"), dict(quotechar="'"), dict(lineterminator="\n"), dict(doublequote=False, escapechar="\\"), dict(dialect="excel-tab"), dict(dialect="unix")]:
    out = io.StringIO()
    csv.writer(out, **options).writerow(["a;b", "it's", 'q"q', 1, "t\tt"])
    print(options, repr(out.getvalue()), list(csv.reader(io.StringIO(out.getvalue()), **options)))
print(list(csv.reader(["a, b,  c", 'x,"y ""z"" w",v', "", "1,2,"], skipinitialspace=True)), list(csv.reader(['a"b,c', '"a"b,c'])))
with open("people.csv", "w", newline="") as f:
    w = csv.DictWriter(f, fieldnames=["name", "age"], extrasaction="ignore", restval="?")
    w.writeheader()
    w.writerow({"name": "Ann", "age": 30, "extra": 1})
    w.writerows([{"name": "Bob"}, {"name": "小明", "age": 9}])
print(open("people.csv", newline="").read().split("\r\n"))
with open("people.csv", newline="") as f:
    r = csv.DictReader(f)
    print(r.fieldnames, [dict(row) for row in r], r.line_num)
print(list(csv.DictReader(["1,2,3", "4"], fieldnames=["a", "b"], restkey="rest", restval="none")))
csv.register_dialect("pipes", delimiter="|", quoting=csv.QUOTE_MINIMAL)
print(list(csv.reader(["a|b"], "pipes")), "pipes" in csv.list_dialects(), csv.get_dialect("pipes").delimiter)
csv.unregister_dialect("pipes")
for bad in (lambda: csv.reader(["x"], "pipes"), lambda: csv.writer(5), lambda: list(csv.reader([1])), lambda: csv.writer(io.StringIO()).writerow(5), lambda: csv.reader([], delimiter="ab"),
            lambda: csv.DictWriter(io.StringIO(), ["a"]).writerow({"b": 1}), lambda: csv.writer(io.StringIO(), quoting=csv.QUOTE_NONE).writerow(["a,b"]), lambda: list(csv.reader(["a\rb"])), lambda: csv.DictWriter(io.StringIO(), [], extrasaction="x")):
    try:
        print(bad())
    except (csv.Error, ValueError, TypeError) as e:
        print(type(e).__name__, e)
