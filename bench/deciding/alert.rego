# The same flow as by-hand.ts, for Open Policy Agent: steps in the same order, the first failure its answer.
package gatehouse

types := {
	"RADICALISATION_CONCERN", "RECRUITMENT_ACTIVITY", "GANG_OR_NETWORK", "CONTRABAND", "DISORDER",
	"PUBLIC_PROTECTION_ON_RELEASE",
}

shown_to_trained := {
	"alertId", "type", "priority", "subjects[].name", "nature", "where", "when", "whatToDo", "whatNotToDo", "ackWithin",
	"validUntil",
}

shown_without := {"alertId", "priority", "whatToDo", "whatNotToDo", "ackWithin", "validUntil"}

vetted := {"L1", "L2", "L3"}

q := input.question

subject := q.subjects[0]

cases := {c | c := q.request.caseRef; c != null}

# Instants are written alike (ISO 8601 in UTC), so they compare as texts.
assigned := {a.case | some a in q.caller.assignments; a.from <= q.now; lasts(a.until)}

lasts(until) if until == null

lasts(until) if q.now < until

trained if {
	some t in q.caller.training
	t.course == "handling-intelligence"
	q.now < t.until
}

names := {n | some n in array.concat([q.caller.person, q.caller.unit, q.caller.agency], q.caller.roles)}

not_named if {
	some c in q.item.handling.conditions
	c.code == "NAMED_RECIPIENTS"
	count({n | some n in c.list} & names) == 0
}

covered if {
	q.caller.agency == "kz-police"
	q.item.originator == "kz-prison-service"
	q.item.payload.type in types
}

unassigned if count({c | some c in subject.cases} & assigned) == 0

unassigned if count(cases - assigned) > 0

refused := ["DENY", "ON_BEHALF_MISMATCH"] if {
	q.caller.tokenAgency != q.caller.agency
} else := ["DENY", "ABSOLUTE_PRIVILEGE"] if {
	"LEGAL_PRIVILEGE" in q.item.markers
} else := ["NOT_FOUND", "MOU_NOT_IN_FORCE"] if {
	not q.bundle.verified
} else := ["NOT_FOUND", "MOU_NOT_IN_FORCE"] if {
	input.today < "2026-01-01"
} else := ["DENY", "MOU_EXPIRED"] if {
	input.today > "2028-12-31"
} else := ["NOT_FOUND", "NO_CONTRACT"] if {
	not covered
} else := ["DENY", "PURPOSE_MISMATCH"] if {
	not q.request.purpose in {"INVESTIGATE", "PREVENT_SERIOUS_HARM"}
} else := ["DENY", "CASE_REF_MISSING"] if {
	q.request.purpose == "INVESTIGATE"
	count(cases) == 0
} else := ["NOT_FOUND", "CATEGORY_NOT_COVERED"] if {
	not subject.category in {"SUSPECT", "CONVICTED"}
} else := ["NOT_FOUND", "JUVENILE_OVERLAY"] if {
	subject.juvenile.atConduct
} else := ["NOT_FOUND", "SEALED"] if {
	subject.sealed.since <= input.today
} else := ["DENY", "LEGAL_BASIS_ENDED"] if {
	q.item.withdrawn
} else := ["DENY", "RETENTION_LAPSED"] if {
	q.item.reviewBy < input.today
} else := ["DENY", "NOT_NAMED_RECIPIENT"] if {
	not_named
} else := ["NOT_FOUND", "ROLE_NOT_COVERED"] if {
	not "police-liaison" in q.caller.roles
} else := ["NOT_FOUND", "NO_ASSIGNMENT"] if {
	unassigned
} else := ["DENY", "VETTING_TOO_LOW"] if {
	not q.caller.vetting in vetted
}

shown := shown_to_trained if trained

shown := shown_without if not trained

exact(k) := concat("", [".", k]) if is_string(k)

exact(k) := concat("", ["[", format_int(k, 10), "]"]) if is_number(k)

shape(k) := concat("", [".", k]) if is_string(k)

shape(k) := "[]" if is_number(k)

paths contains trim_left(concat("", [exact(k) | some k in path]), ".") if {
	walk(q.item.payload, [path, value])
	not is_object(value)
	not is_array(value)
	trim_left(concat("", [shape(k) | some k in path]), ".") in shown
}

reason := "CONTRACT_MATCH" if trained

reason := "TRAINING_LAPSED" if not trained

decision := {"effect": refused[0], "reason": refused[1], "paths": []} if refused

decision := {"effect": "PERMIT_REDACTED", "reason": reason, "paths": sort(paths)} if not refused
