"""The stages on PySpark, for records that one machine does not hold; needs the extra `onrecord[spark]`."""

try:
    import pyspark as _pyspark  # noqa: F401 - asked for here so that whoever lacks it is told what to do
except ImportError as _missing:
    raise ImportError("onrecord.batch needs PySpark and Arrow. Install them with: python -m pip install 'onrecord[spark]'") from _missing

from onrecord.batch.grade import grade_events
from onrecord.batch.link import MOST_EDGES, link_claims
from onrecord.batch.read import claims_of, errors_of, read_documents

__all__ = ["MOST_EDGES", "claims_of", "errors_of", "grade_events", "link_claims", "read_documents"]
