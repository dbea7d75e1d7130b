"""The province's register under load, each measure by one command; needs PostgreSQL's programs and the extra ``tinh``.

``python -m bench.may_chu dong-bo``: a hundred machines sync, against pgbench's inserts in the same run; once over a
line that holds, once with cut connections and killed servers. ``lon``: five million events beside fifty thousand
(needs some 15 GB under /tmp, and minutes). ``chuyen``: the primary killed, the standby promoted. ``trang``: ninety
people of fifty offices in the browser. Figures are ratios: machines differ, and the same one from minute to minute.
"""

import argparse


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(prog="bench.may_chu")
    asked = parser.add_subparsers(dest="what", required=True)
    syncing = asked.add_parser("dong-bo")
    syncing.add_argument("--phuc-vu", type=int, default=2, help="programs that serve")
    growth = asked.add_parser("lon")
    growth.add_argument("--viec", type=int, default=5_000_000, help="events of the large register")
    growth.add_argument("--truoc", action="store_true", help="also the way of before, which folds every event")
    asked.add_parser("chuyen")
    asked.add_parser("trang")
    given = parser.parse_args()
    match given.what:
        case "dong-bo":
            from bench.province import syncing as measured  # noqa: PLC0415  each needs what the others do not

            for broken in (False, True):
                measured.measure(given.phuc_vu, broken=broken)
        case "lon":
            from bench.province import growth as grown  # noqa: PLC0415

            grown.measure(given.viec, before=given.truoc)
        case "chuyen":
            from bench.province import failover  # noqa: PLC0415

            failover.measure()
        case "trang":
            from bench.province import pages  # noqa: PLC0415

            pages.measure()


if __name__ == "__main__":
    main()
