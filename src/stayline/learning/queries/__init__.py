"""Who is trained on which version, until when, who is missing, and which site is ready."""

from stayline.learning.queries.days import begin_of, day_of, end_of
from stayline.learning.queries.importing import Entry, Preview, preview
from stayline.learning.queries.lists import (
    TAKES_CONTACTS,
    Place,
    Trainee,
    VersionAtSite,
    VersionToTrain,
    missing_of,
    other_versions,
    trainees,
    training_at,
    version_to_train,
    versions_to_train,
)
from stayline.learning.queries.readiness import (
    CLASS_WORDS,
    Ready,
    SiteReadiness,
    not_adopted,
    readiness,
)
from stayline.learning.queries.trained import (
    Record,
    RecordedTraining,
    record,
    records_of,
    records_on,
)

__all__ = [
    "CLASS_WORDS",
    "TAKES_CONTACTS",
    "Entry",
    "Place",
    "Preview",
    "Ready",
    "Record",
    "RecordedTraining",
    "SiteReadiness",
    "Trainee",
    "VersionAtSite",
    "VersionToTrain",
    "begin_of",
    "day_of",
    "end_of",
    "missing_of",
    "not_adopted",
    "other_versions",
    "preview",
    "readiness",
    "record",
    "records_of",
    "records_on",
    "trainees",
    "training_at",
    "version_to_train",
    "versions_to_train",
]
