import { TroupeError } from '../../base/errors';
import { createOwnSchema } from '../../json-schema/own-schema';
import { describeSchemaError } from '../../base/text/describe-schema-error';
import { type GuardrailFacts, guardrailFacts } from '../../ports/guardrails/guardrail-facts';

const validator = createOwnSchema<GuardrailFacts>(guardrailFacts);

/** Drops `null`, which processes and workflows write for unknown. */
export const dropNull = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && !Array.isArray(value)
		? Object.fromEntries(Object.entries(value).filter(([, fact]) => fact !== null))
		: value;

/** @param where its field, for the error @throws TroupeError INPUT_INVALID, naming each field */
export async function parseFacts(value: unknown, where: string): Promise<GuardrailFacts> {
	const validate = await validator();
	const known = dropNull(value);
	if (validate(known)) return known;
	const problems = (validate.errors ?? []).slice(0, 5).map(describeSchemaError);
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} does not contain facts for guardrails: ${problems.join('; ')}.`,
		fix: 'Use an object such as {"temperature": "cold", "channel": "sales", "origin": "ads", "labels": ["vip"], "flags": {"open-prices": true}}; each field is optional.',
		details: { where, problems },
	});
}
