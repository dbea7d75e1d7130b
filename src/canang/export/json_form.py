"""The JSON objects of the contract: what ``xem --json`` and the whole handbook as JSON hold. Unknown is null."""

from typing import Any

from canang.catalog.model import UNKNOWN_START, Citation, DossierItem, Entry, Source, Step, TimeLimit, Verification

Json = dict[str, Any]


def entry_object(entry: Entry) -> Json:
    """One entry whole, under the keys that other programs rely on."""
    return {
        "id": entry.id,
        "type": entry.type,
        "name": entry.name,
        "kind": entry.kind,
        "procedure_type": entry.procedure_type,
        "field": entry.field.id,
        "level": entry.level,
        "authority": entry.authority,
        "authority_before": entry.authority_before,
        "agency": entry.agency,
        "task": entry.task,
        "code": entry.code,
        "applicant": entry.applicant,
        "submission": entry.submission,
        "steps": [_step(step) for step in entry.steps],
        "dossier": [_dossier_item(item) for item in entry.dossier],
        "time_limit": _time_limit(entry.time_limit),
        "fee": entry.fee,
        "result": entry.result,
        "result_validity": entry.result_validity,
        "conditions": [{"text": c.text, "citations": [_citation(x) for x in c.citations]} for c in entry.conditions],
        "forms": [
            {"code": f.code, "name": f.name, "citations": [_citation(x) for x in f.citations]} for f in entry.forms
        ],
        "citations": [_citation(citation) for citation in entry.citations],
        "sources": [source_object(source) for source in entry.sources],
        "verification": verification_object(entry.verification),
        "effective_from": None if entry.effective_from == UNKNOWN_START else entry.effective_from.isoformat(),
        "effective_to": entry.effective_to.isoformat() if entry.effective_to else None,
        "replaced_by": entry.replaced_by,
        "change_note": entry.change_note,
        "status": entry.status.value,
        "as_of": entry.as_of.isoformat(),
        "layer": entry.layer,
        "procedures": [{"id": p.id, "name": p.name, "status": p.status.value} for p in entry.procedures],
    }


def source_object(source: Source) -> Json:
    """Where something was read."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "url": source.url,
        "read_on": source.read_on.isoformat(),
    }


def verification_object(verification: Verification) -> Json:
    """How far something was checked, and when."""
    return {
        "level": verification.level.value,
        "checked_on": verification.checked_on.isoformat(),
        "note": verification.note,
    }


def _step(step: Step) -> Json:
    return {
        "id": step.key,
        "order": step.order,
        "actor": step.actor,
        "action": step.action,
        "condition": step.condition,
        "logic": step.logic,
        "time_limit": _time_limit(step.time_limit),
        "output": step.output,
        "note": step.note,
        "forms": list(step.forms),
        "citations": [_citation(citation) for citation in step.citations],
        "verification": step.level.value,
    }


def _dossier_item(item: DossierItem) -> Json:
    return {
        "id": item.key,
        "order": item.order,
        "name": item.name,
        "originals": item.originals,
        "copies": item.copies,
        "required": item.required,
        "condition": item.condition,
        "form": item.form,
        "citations": [_citation(citation) for citation in item.citations],
        "verification": item.level.value,
    }


def _time_limit(limit: TimeLimit | None) -> Json | None:
    if limit is None:
        return None
    return {"amount": limit.amount, "unit": limit.unit, "start": limit.start, "text": limit.text}


def _citation(citation: Citation) -> Json:
    return {
        "statement": citation.statement,
        "document": citation.document,
        "article": citation.article,
        "clause": citation.clause,
        "point": citation.point,
        "annex": citation.annex,
        "role": citation.role,
        "verification": citation.level.value,
        "in_force": citation.in_force,
        "amended_by": citation.amended_by,
    }
