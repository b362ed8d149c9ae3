"""The solver cvc5 as a program: SMT-LIB from standard input, answers to standard output, a command at a time.

For a machine that has the library (a wheel named cvc5) and no program of that name. Its one argument is how many
milliseconds a question may take.
"""

import sys

import cvc5


class Session:
    """What was said since the last (reset)."""

    def __init__(self, milliseconds):
        solver = cvc5.Solver(cvc5.TermManager())
        solver.setOption("tlimit-per", milliseconds)
        self.solver = solver
        self.parser = cvc5.InputParser(solver)
        self.parser.setIncrementalStringInput(cvc5.InputLanguage.SMT_LIB_2_6, "stdin")

    def run(self, text):
        """The answer to a whole command, empty when it has none."""
        self.parser.appendIncrementalStringInput(text)
        command = self.parser.nextCommand()
        return "" if command.isNull() else command.invoke(self.solver, self.parser.getSymbolManager())


class Depth:
    """How many parentheses stand open; those in strings, quoted symbols and comments are none."""

    def __init__(self):
        self.open = 0
        self.quote = ""

    def read(self, line):
        for sign in line:
            if self.quote:
                self.quote = "" if sign == self.quote else self.quote
            elif sign in '"|':
                self.quote = sign
            elif sign == ";":
                return
            else:
                self.open += (sign == "(") - (sign == ")")

    def is_whole(self):
        return self.open == 0 and self.quote == ""


def main(milliseconds):
    session, depth, lines = Session(milliseconds), Depth(), []
    for line in sys.stdin:
        depth.read(line)
        lines.append(line)
        if not depth.is_whole():
            continue
        text, lines = "".join(lines), []
        if text.strip() == "" or text.lstrip().startswith(";"):
            continue
        if text.strip() == "(reset)":
            session = Session(milliseconds)
            continue
        try:
            answer = session.run(text)
        except Exception as fault:  # whoever asked reads it, and asks no more of this session
            answer = '(error "{}")\n'.format(str(fault).replace('"', "'").replace("\n", " "))
        sys.stdout.write(answer)
        sys.stdout.flush()


main(sys.argv[1])
