# set: first
for x in (0.0, -0.0, 1.0, 0.1, 1e-7, 123456789.0, 1e16, 1.5e16, 1e21, 123456789012345680.0, 2.5e-10, 1 / 3, 1e100):
    print(x, "%g" % x, "%.3f" % x if abs(x) < 1e20 else "-", f"{x:.3e}", f"{x:g}", round(x, 3) if x < 1e20 else "-")
for spec in (".0f", ".1f", "8.2f", "<8.2f", "+.2f", "08.2f", ",.2f", ".1%", "e", "G", ".10g", "", "10", "^10.1f", " .1f"):
    print("[%s] [%s]" % (spec, format(1234.5, spec)))
print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {-0.4:.0f}", f"{1e-10:.5f}", f"{99.995:.2f}", f"{2.675:.2f}")
print("%5.1f|%-8.3f|%+.1e|%08.2f" % (3.14159, 2.71828, 12345.6789, -1.5))
print(str(1e5), str(1e-5), str(12345.678e10), repr(0.1 + 0.2), 1.10, 100.0 / 3)
print(float("inf"), -float("inf"), f"{float('nan'):.1f}", f"{float('inf'):8.2f}|", "%d" % 3.99, "%i" % -2.5)
print(round(0.5), round(1.5), round(2.5), round(-0.5), round(1e16), round(3.14159, 3), round(2.5, 0), round(-1.005, 2))
print(5 / 2, 4 / 2, 7 // 2.0, 7.0 % 3, -7.5 % 2, 1e308 + 1e308, 2 ** 0.5 * 2 ** 0.5)
print((0.75).as_integer_ratio(), int(3.7), int(-3.7), int(1e15))
