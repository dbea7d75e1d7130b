"""An entry for programs that read pages."""

from typing import Any

from canang.catalog.model import Entry


def linked_data(entry: Entry) -> dict[str, Any]:
    """An entry as schema.org has services of government, for programs that read pages."""
    said = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "identifier": entry.id,
        "name": entry.name,
        "serviceType": entry.field_name,
        "inLanguage": "vi",
        "serviceOperator": {"@type": "GovernmentOrganization", "name": entry.authority} if entry.authority else None,
        "audience": {"@type": "Audience", "audienceType": entry.applicant} if entry.applicant else None,
        "termsOfService": entry.time_limit.text if entry.time_limit else None,
    }
    return {key: value for key, value in said.items() if value}
