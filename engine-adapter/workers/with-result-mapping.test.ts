import { openGate } from '../../test/fakes/permissive-gate';
import type { Job } from '../engine/jobs';
import { guardrailJobHandler } from './guardrails/guardrail-worker';

const run = (headers: Record<string, string>, text: unknown = 'Mail ada@example.com') => {
	const handle = guardrailJobHandler({ gate: openGate(), agentFolders: [], providers: {} });
	const job = {
		headers: { operation: 'mask', ...headers },
		variables: { text, conversationId: 'c' },
		instanceKey: '1',
		elementId: 'mask',
		retries: 3,
	};
	return handle(job as unknown as Job, new AbortController().signal);
};

test('a job returns everything where its task does not say what it wants', async () => {
	const outcome = await run({ resultVariable: '', resultExpression: ' ' });
	expect(outcome).toMatchObject({ kind: 'complete', variables: { outcome: 'rewritten', violations: [] } });
});

test('an expression sees what the job returns, and sets nothing else', async () => {
	const outcome = await run({ resultExpression: '={safe: text, found: count(matches), asked: conversationId}' });
	expect(outcome).toEqual({ kind: 'complete', variables: { safe: expect.not.stringContaining('ada@') as string, found: 1, asked: 'c' } });
});

test('a variable takes the whole, beside what an expression sets', async () => {
	const outcome = await run({ resultVariable: 'masking', resultExpression: '={safe: text}' });
	expect(outcome).toMatchObject({ kind: 'complete', variables: { masking: { outcome: 'rewritten' }, safe: expect.any(String) as string } });
	expect(Object.keys((outcome as { variables: object }).variables)).toEqual(['masking', 'safe']);
});

test.each([
	['that is not FEEL', '={safe: }', 'has a resultExpression that cannot be evaluated'],
	['whose result is not a context', '=text', 'has a resultExpression whose result is not a context'],
])('an expression %s is an incident', async (_, resultExpression, message) => {
	expect(await run({ resultExpression })).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(message) as string });
});

test('an expression that is not FEEL is refused before any work is done', async () => {
	// The text would be refused too, by the work.
	expect(await run({ resultExpression: '={safe: }' }, 7)).toMatchObject({ message: expect.stringContaining('resultExpression') as string });
});
