import { parseFacts } from '../../../core/guardrails/conditions/parse-facts';
import type { GuardrailFacts } from '../../../core/ports/guardrails/guardrail-facts';
import { givenJson } from '../given-json';
import { readAssignments } from '../read-assignments';

/** The facts of a form: as `assignmentField` gives them, and as JSON. */
interface GivenFacts {
	fields: unknown;
	json: unknown;
}

/**
 * Reads facts; one of the fields replaces the one of its name in the JSON.
 * @param kind of place that an error names
 * @throws TroupeError INPUT_INVALID
 */
export async function readFacts({ fields, json }: GivenFacts, kind: 'field' | 'option'): Promise<GuardrailFacts | undefined> {
	const byName = readAssignments(fields, `The ${kind} "Facts for Guardrails"`);
	const where = `The ${kind} "Facts for Guardrails as JSON"`;
	const whole = givenJson(json, where) ?? undefined;
	const parsed = whole === undefined ? undefined : await parseFacts(whole, where);
	if (Object.keys(byName).length === 0) return parsed;
	return { ...parsed, ...(await parseFacts(byName, `The ${kind} "Facts for Guardrails"`)) };
}
