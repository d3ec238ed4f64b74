"""Collect every word of the Discord door, bring the catalogues up to it, compile them, and say what is left to do.

python -m tests.languages                     update every catalogue
python -m tests.languages todo de             print what German does not say yet, as JSON
python -m tests.languages fill de < de.json   take over the `translation` of each text in such JSON
"""

import sys

from tests.languages.tool import fill, refresh, todo

if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            refresh()
        case ["todo", language]:
            todo(language)
        case ["fill", language]:
            fill(language, sys.stdin)
        case _:
            sys.exit(__doc__)
