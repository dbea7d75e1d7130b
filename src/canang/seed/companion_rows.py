"""Questions, needs, contacts and reviews of a seed to the rows of their tables."""

from canang.seed.citing import read_citations, with_level
from canang.seed.format import Cite
from canang.seed.records import Seed
from canang.seed.references import document_levels
from canang.seed.rows import Row, iso


def companion_rows(seed: Seed) -> dict[str, list[Row]]:
    """The rows by table, in an order in which references come after what they point to."""
    levels = document_levels(seed)
    questions = sorted((question for _, question in seed.questions), key=lambda question: question.id)
    needs = [(entry, need) for _, ready in seed.readiness for entry in ready.entries for need in ready.needs]
    needs.sort(key=lambda owned: owned[0])
    cited = [(f"question:{q.id}", q.cite) for q in questions]
    cited += [(f"need:{entry}:{need.key}", need.cite) for entry, need in needs]
    return {
        "questions": [
            {
                "id": q.id,
                "question": q.question,
                "answer": q.answer,
                "reported": q.reported,
                "words": "\n".join(q.words),
                "verification_level": q.verification.level,
                "checked_on": iso(q.verification.on),
                "verification_note": q.verification.note,
            }
            for q in questions
        ],
        "question_entries": [{"question": q.id, "entry": entry} for q in questions for entry in q.entries],
        "question_sources": [{"question": q.id, "source": source} for q in questions for source in q.sources],
        "needs": [
            {
                "entry": entry,
                "position": position,
                "key": need.key,
                "kind": need.kind,
                "text": need.text,
                "help": need.help,
                "source": need.source,
            }
            for position, (entry, need) in enumerate(needs, 1)
        ],
        "contacts": [
            {"name": contact.name, "about": contact.about, "reach": contact.reach, "source": contact.source}
            for contact in seed.contacts
        ],
        "side_citations": [row for owner, cite in cited for row in _citations(owner, cite, levels)],
        "reviews": [
            {
                "entry": review.entry,
                "effective_from": iso(review.edition),
                "statement": verdict.statement,
                "level": verdict.level,
                "digest": verdict.digest,
                "reviewer": review.reviewer,
                "day": iso(review.day),
                "note": verdict.note,
            }
            for _, review in seed.reviews
            for verdict in review.verdicts
        ],
    }


def _citations(owner: str, cite: Cite, levels: dict[str, str]) -> list[Row]:
    return [
        {
            "owner": owner,
            "document": cited.document,
            "article": cited.article,
            "clause": cited.clause,
            "point": cited.point,
            "annex": cited.annex,
            "role": cited.role,
            "level": with_level(cited, levels.get(cited.document, "chua-doi-chieu")).level,
        }
        for cited in read_citations(cite, "noi-dung")
    ]
