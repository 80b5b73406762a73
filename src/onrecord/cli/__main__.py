"""`python -m onrecord.cli` is `onrecord`."""

from onrecord.cli.main import main

main()
