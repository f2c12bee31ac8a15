"""Small files for the tests of the Import view: one of a known format, one that has to be asked about."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

from tests.events.test_im_ucdp import EVENT

BROKEN = {"id": "3", "low": "9", "best": "8"}
"""What makes a row of UCDP GED one that cannot be."""


def ucdp_csv(*changes: Mapping[str, str]) -> bytes:
    """A UCDP GED file with one row for each set of changes."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(EVENT))
    writer.writeheader()
    writer.writerows({**EVENT, **one} for one in changes)
    return text.getvalue().encode()


UCDP = ucdp_csv({"id": "1"}, {"id": "2", "date_start": "2014-02-03", "date_end": "2014-02-03"}, BROKEN)
AMBIGUOUS = (
    b"when,place,country,lat,lon,killed\n03/04/2019,Mosul,Iraq,36.34,43.13,3\n05/04/2019,Baghdad,Iraq,33.34,44.4,-1\n"
    b"06/07/2019,Bagdhad,Iraq,,,2\n"
)
"""No row says whether day or month comes first; one counts less than nobody; one is only similar to a place."""
