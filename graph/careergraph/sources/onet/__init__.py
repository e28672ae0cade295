"""O*NET: occupations of the United States, and what surveys and analysts say of them.

Reads the text release of the database (29.x, 30.x and later), as a zip or a folder, with or without
the columns that repeat names. What becomes what:

- Occupation Data, Alternate Titles (Job Titles), Sample of Reported Titles: a `Role` with its
  names; that it belongs to its SOC group is a claim.
- What is rated (Skills, Knowledge, Abilities, Work Activities, Work Context, Interests, Work
  Styles, Work Values, Task Ratings): a claim a row, its value the rating, its object what is rated,
  with an `Estimate`: how many answered, how sure the figure is, when and from whom it was gathered.
- Education, Training, and Experience: a claim for the share of each answer, which is its object.
- Job Zones, Related Occupations, Technology Skills (Software Skills), Tools Used, Task Statements
  and Emerging Tasks: claims about the role.
- Content Model Reference, DWA and IWA Reference, UNSPSC Reference: what is broader than what; of
  these, what a claim names, and all above it.

Nothing is derived: no level, no requirement, no step. Where the publisher writes 0 for "no place in
the list" (high points of interests and values, distinctiveness of work styles), nothing is stated.
"""

from careergraph.sources import Findings, Records, Release
from careergraph.sources.files import Files
from careergraph.sources.onet.elements import ContentModel
from careergraph.sources.onet.occupations import occupations, related, role_iris, zones
from careergraph.sources.onet.ratings import RATED, ratings
from careergraph.sources.onet.reading import VOICE, Reading
from careergraph.sources.onet.release import check_names, release_files, source
from careergraph.sources.onet.tasks import tasks
from careergraph.sources.onet.technology import technology

__all__ = ["read"]


def read(files: Files, findings: Findings) -> Release:
    """Return a release of O*NET. Raises ReadError when it has no occupations."""
    check_names(files, findings)
    roles = role_iris(files)
    reading = Reading(files, findings, VOICE, roles, ContentModel.read(files, findings))
    return Release(source(files, findings), _records(reading))


def _records(reading: Reading) -> Records:
    yield from release_files(reading.files)
    yield from occupations(reading)
    yield from zones(reading)
    yield from related(reading)
    for rated in RATED:
        yield from ratings(reading, rated)
    yield from tasks(reading)
    yield from technology(reading)
    yield from reading.model.concepts()
