/* modes.h: what the command line asks for.
 *
 *   conch                 prompt        conch FILE.conch, stdin   script
 *   conch FILE.py, -c     program       conch -i FILE             program, then prompt
 *   conch play|check|lint lessons
 *
 * A program or -c starts lean: no locale, no history, no line editor, no terminal database. */
#ifndef SHELL_MODES_H
#define SHELL_MODES_H

/* Everything from the command line to the exit code. */
int modes_main(int argc, char **argv);

#endif
