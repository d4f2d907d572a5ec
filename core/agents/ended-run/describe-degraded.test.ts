import type { AgentOutcome } from '../agent-outcome';
import { describeDegraded, describeUnasked } from './describe-degraded';

const degraded = { code: 'MODEL_OUTPUT_INVALID', message: 'The answer of m was not used: it is blank.', fix: 'Use another model.' };
const describeOutcome = (outcome: object) => describeDegraded(outcome as AgentOutcome);

test.each([
	[{ kind: 'reply', degraded }, /^No model gave a usable answer, so the documents are quoted. The answer of m .* Use another model\.$/],
	[
		{ kind: 'needs-human', reason: 'not-covered', degraded },
		/^No model gave a usable answer, and the documents do not cover the question\. The/,
	],
	[{ kind: 'blocked', degraded }, /^No model gave a usable answer\. The/],
])('says of %j what took the place of an answer', (outcome, text) => expect(describeOutcome(outcome)).toMatch(text));

test('says nothing where a model answered', () => expect(describeOutcome({ kind: 'reply' })).toBeUndefined());

test('says of a quotation alone that no model is set up', () => {
	const quotation = { kind: 'reply', usage: { model: 'troupe:extractive' } };
	expect(describeUnasked(quotation as AgentOutcome)).toMatch(/^No model is set up/);
	const others = [{ degraded }, { kind: 'needs-human' }, { usage: { model: 'openai:m' } }, { usage: { model: null } }];
	for (const other of others) expect(describeUnasked({ ...quotation, ...other } as AgentOutcome)).toBeUndefined();
});
