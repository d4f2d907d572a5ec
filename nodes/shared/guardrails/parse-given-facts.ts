import { parseFacts } from '../../../core/guardrails/conditions/parse-facts';
import type { GuardrailFacts } from '../../../core/ports';
import { givenJson } from '../given-json';

/** @throws TroupeError INPUT_INVALID */
export async function parseGivenFacts(value: unknown, where: string): Promise<GuardrailFacts | undefined> {
	const facts = givenJson(value, where);
	return facts === undefined || facts === null ? undefined : parseFacts(facts, where);
}
