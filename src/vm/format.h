/* format.h: values laid out in fields: what format(), str.format(), f-strings and % share. */
#ifndef VM_FORMAT_H
#define VM_FORMAT_H

#include "vm/str.h"

/* [[fill]align][sign][z][#][0][width][grouping][.precision][type] */
struct spec {
    char fill[4];      // one character of UTF-8
    unsigned fill_n;
    char align;        // < > ^ =
    char sign;         // + - or blank; 0: not given
    bool no_minus_zero, alt;
    int64_t width;     // -1: none
    int64_t precision; // -1: none
    char thousands;    // , _ or 0
    uint32_t type;     // a character; 0: none
};

/* A number in its pieces: sign, prefix, digits that may be grouped, the rest (point, exponent). */
struct number_text {
    char sign;         // 0: none
    const char *prefix;
    const char *digits;
    size_t digits_n;
    const char *rest;
    size_t rest_n;
    unsigned group;    // digits between separators: 3 or 4
};

void spec_init(struct spec *s, char align);
void number_lay(struct scratch *out, const struct spec *s, const struct number_text *n);
void text_lay(struct scratch *out, const struct spec *s, const char *text, size_t n, size_t chars);

/* The sign that a number shows. */
char sign_shown(const struct spec *s, bool negative);

/* The digits of an int in base 2, 8, 10 or 16 into out, without sign; upper: A-F. */
enum vm_ret int_digits(struct task *t, struct scratch *out, value v, unsigned base, bool upper, bool *ret_negative);
/* A float's digits in format e f g n % E F G or 0, without sign, upper case where the letter is. */
enum vm_ret float_digits(struct task *t, struct scratch *out, double d, const struct spec *s);

/* Adds format(v, spec), and str(v). */
enum vm_ret format_add(struct task *t, struct scratch *out, value v, const char *spec, size_t n);
enum vm_ret str_add(struct task *t, struct scratch *out, value v);

#endif
