"""Options that many commands share."""

from __future__ import annotations

from argparse import SUPPRESS

from atma_tui.cli.parser import Parser


def common(parser: Parser, *, top: bool = False, json: bool = True) -> None:
    """Add the options that may stand before or after every command.

    Only the top holds defaults: a command below would write its own over what stood before it.
    """
    default = "" if top else SUPPRESS
    parser.add_argument(
        "--book", metavar="BOOK", default=default, help="folder of the book, or its postgresql:// address"
    )
    parser.add_argument(
        "--operator", metavar="NAME", default=default, help="who is at the desk; kept with every change"
    )
    parser.add_argument("--config", metavar="FILE", default=default, help="configuration file to use")
    if json:
        parser.add_argument(
            "--json",
            action="store_true",
            default=False if top else SUPPRESS,
            help="answer as JSON on stdout; a refusal too",
        )


def handled(parser: Parser, handler: str, needs: str = "desk", *, json: bool = True) -> None:
    """Say which function does a command, and add the common options behind its own."""
    common(parser, json=json)
    parser.set_defaults(handler=handler, needs=needs)


def span(parser: Parser) -> None:
    """Add a span of days."""
    parser.add_argument("--from", dest="first", metavar="DAY", default="", help="first day")
    parser.add_argument("--to", dest="last", metavar="DAY", default="", help="last day")


def site(parser: Parser, help: str = "only this site") -> None:
    """Add the choice of a site."""
    parser.add_argument("--site", metavar="SITE", default="", help=help)
