import { TroupeError } from '../base/errors';
import { createVault } from '../guardrails/vault/create-vault';
import type { PersonalDataType } from '../guardrails/personal-data/types';
import { applyAssertion } from './assertions/check-assertion';
import type { AssertionParts, Observation } from './assertions/observation';
import type { Assertion, AssertionName } from './cases/assertion-shapes';
import { parseSetDocument } from './cases/parse-evaluation-set';
import type { AssertionResult } from './evaluation-result';

interface GivenAnswer {
	message: string;
	reply: string;
	assertions: Assertion[];
}

/** Assertions that need only message and answer. */
const ofAnswers: AssertionName[] = ['contains', 'equals', 'matches', 'json-schema', 'guardrails', 'language', 'similar', 'rubric'];

/** Hidden from the rubric's judge. */
const maskedTypes: PersonalDataType[] = ['EMAIL_ADDRESS', 'PHONE_NUMBER', 'CREDIT_CARD', 'BR_CPF'];

/** @param where names them in errors @throws TroupeError INPUT_INVALID for invalid assertions, or those about a run */
export async function checkAnswerAssertions(value: unknown, where: string): Promise<Assertion[]> {
	const set = await parseSetDocument({ name: 's', agent: 'a', cases: [{ name: 'answer', input: { message: 'm' }, expect: value }] }, where);
	const { expect } = set.cases[0]!;
	const other = expect.find(({ assert, ...fields }) => !ofAnswers.includes(assert) || (assert === 'guardrails' && 'codes' in fields));
	if (!other) return expect;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${where} have "${other.assert}", which describes a run and not an answer.`,
		fix: `Use ${ofAnswers.join(', ')} (guardrails with "checks" or "policy"), or run a set.`,
	});
}

export async function scoreAnswer(
	{ message, reply, assertions }: GivenAnswer,
	parts: Omit<AssertionParts, 'mask'>,
): Promise<{ passed: boolean; score: number; assertions: AssertionResult[] }> {
	const vault = createVault(maskedTypes);
	const mask = async (text: string) => (await vault.mask(text)).text;
	const results: AssertionResult[] = [];
	for (const assertion of assertions) {
		const { passed, reason } = await applyAssertion(assertion, describeAnswer(message, reply), { ...parts, mask });
		results.push({ assert: assertion.assert, passed, ...(reason !== undefined && { reason }) });
	}
	const holding = results.filter(({ passed }) => passed).length;
	return { passed: holding === results.length, score: results.length === 0 ? 0 : holding / results.length, assertions: results };
}

const describeAnswer = (message: string, reply: string): Observation => ({
	message,
	reply,
	outcome: 'reply',
	guardrails: [],
	citations: [],
	calls: [],
	usage: { modelCalls: 0, toolCalls: 0, tokens: 0, costUsd: null, durationMs: 0 },
});
