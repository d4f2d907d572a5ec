import type { Assertion, AssertionName } from '../cases/assertion-shapes';
import type { AssertionKind, AssertionParts, Observation, Verdict } from './observation';
import { declines } from './declines';
import { rubric } from './rubric';
import { atMost, citations, guardrails, outcome } from './run-assertions';
import { contains, equals, jsonSchema, language, matches, similar } from './text-assertions';
import { tools } from './tool-assertion';

const kinds: { [Name in AssertionName]: AssertionKind<Name> } = {
	contains,
	equals,
	matches,
	declines,
	'json-schema': jsonSchema,
	guardrails,
	citations,
	language,
	similar,
	rubric,
	outcome,
	tools,
	'at-most': atMost,
};

export async function checkAssertion(assertion: Assertion): Promise<string | undefined> {
	const kind: AssertionKind<AssertionName> = kinds[assertion.assert];
	return kind.findProblem?.(assertion);
}

export async function applyAssertion(assertion: Assertion, observation: Observation, parts: AssertionParts): Promise<Verdict> {
	const kind: AssertionKind<AssertionName> = kinds[assertion.assert];
	return kind.check(assertion, observation, parts);
}
