import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openGate } from '../../test/fakes/permissive-gate';
import { writeJudgement } from '../../test/fakes/write-judgement';
import { FakeAiChunk, FakeChatModel } from '../../test/support/n8n/fake-chat-model';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { properties } from './properties';
import { slowTest } from '../../test/support/slow-tests';

const home = mkdtempSync(join(tmpdir(), 'troupe-evaluation-node-'));
beforeAll(() => void (process.env.TROUPE_HOME = home));
afterAll(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

/** The form as it is untouched, with what is set. */
const form = (set: IDataObject): IDataObject => ({
	...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
	...set,
});

async function run(set: IDataObject, options: Partial<FakeExecution> = {}, gate = openGate()) {
	const outputs = await execute.call(fakeExecuteFunctions({ parameters: form(set), ...options }), gate);
	return outputs.map((items) => items.map(({ json }) => json));
}

const definition = {
	id: 'greeter',
	version: '1.0.0',
	name: 'Greeter',
	purpose: 'Greets.',
	prompt: 'Greet.',
	model: { route: [], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: {},
};
const set = {
	name: 'Greetings',
	agent: definition,
	cases: [
		{
			...{ name: 'one', input: { message: 'Hi, I am ana@example.com' }, fixtures: { respond: [{ text: 'Hello!' }] } },
			expect: [{ assert: 'contains', text: 'Hello' }],
		},
		{
			...{ name: 'two', input: { message: 'Good morning' }, fixtures: { respond: [{ text: 'Go away.' }] } },
			expect: [{ assert: 'contains', text: 'Hello' }],
		},
	],
};
const inNode = { setFrom: 'json', set: JSON.stringify(set) };

it('asks the gate before anything else', async () => {
	const closed = { admit: () => Promise.reject(new Error('not approved')) };
	const node = { onError: 'continueRegularOutput' as const };
	await expect(execute.call(fakeExecuteFunctions({ parameters: form(inNode), node }), closed)).rejects.toThrow('not approved');
});

slowTest('runs a set that comes with Troupe: a summary, and an item for each case', async () => {
	const gate = openGate();
	const [summaries, cases] = await run({ kind: 'tools' }, {}, gate);
	expect(gate.admitted[0]).toMatchObject({ kind: 'node', name: 'n8n-nodes-troupe.troupeEvaluation' });
	expect(summaries).toMatchObject([{ passed: true, set: 'Tools', cases: 14, failedCases: 0, model: 'set:respond' }]);
	expect(cases).toHaveLength(14);
	expect(cases![0]).toMatchObject({ case: 'looks up an order, in English', passed: true, calls: [{ tool: 'get_order' }] });
});

it('runs a set of its own against the definition of the item, with a threshold, and hides personal data', async () => {
	const items = [{ json: { definition: { ...definition, id: 'other' } } }];
	const fields = { ...inNode, agentFrom: 'json', definition: items[0]!.json.definition, threshold: 0.5 };
	const [summaries, cases] = await run(fields, { items });
	expect(summaries).toMatchObject([
		{ passed: false, answeredBySet: 2, agent: { id: 'other' }, share: 0.5, failures: [{ case: 'two', assertions: ['contains'] }] },
	]);
	expect(JSON.stringify(cases)).not.toContain('ana@example.com');
	expect(await run({ ...inNode, threshold: 0.6 })).toMatchObject([[{ passed: false }], [{}, {}]]);
});

it('does not pass an agent that was not asked, and says so (SeraphimSerapis/tool-eval-bench#19)', async () => {
	const hints: string[] = [];
	const options = { onHint: (hint: string) => void hints.push(hint) };
	const [summaries] = await run({ kind: 'tools', agentFrom: 'json', definition }, options);
	expect(summaries).toMatchObject([{ passed: false, model: 'set:respond' }]);
	expect(hints).toEqual([expect.stringMatching(/in place of the agent's model.*From a Connected Model/)]);
});

it('asks a connected model live, instead of what the set answers', async () => {
	const [summaries, cases] = await run(
		{ ...inNode, answers: 'live' },
		{ connected: [new FakeChatModel(() => [new FakeAiChunk('Hello from the model.')])] },
	);
	expect(summaries).toMatchObject([{ passed: true, cases: 2 }]);
	expect(cases).toMatchObject([{ reply: 'Hello from the model.' }, {}]);
});

it.each([
	['no connected model', { ...inNode, answers: 'live' }, 'none is connected'],
	['an unknown set', { setFrom: 'name', setName: 'nothing' }, 'There is no evaluation set "nothing"'],
	['a set that is not JSON', { setFrom: 'json', set: '{' }, 'is not JSON'],
	['a set without cases', { setFrom: 'json', set: '{"name":"a","agent":"b","cases":[]}' }, 'is not a set of cases'],
	['a threshold of 2', { ...inNode, threshold: 2 }, 'expected a number from 0 to 1'],
	[
		'an assertion on a run',
		{ operation: 'score', answer: 'a', compareBy: 'assertions', assertions: '[{"assert":"tools","calls":["a"]}]' },
		'describes a run',
	],
	['an answer that is missing', { operation: 'score', answer: null, compareBy: 'contains', expected: 'a' }, 'has no value'],
])('refuses %s', async (_what, fields, problem) => {
	await expect(run(fields as IDataObject)).rejects.toThrow(problem);
});

describe('Score Answers', () => {
	const items = ['24 months.', '12 months.'].map((answer) => ({ json: { input: 'How long?', answer, expected: '24 months' } }));
	const score = (set: IDataObject, options: Partial<FakeExecution> = {}) => {
		const parameters = (item: number) => form({ operation: 'score', ...items[item]!.json, message: 'How long?', ...set });
		return run({}, { items, parameters, ...options });
	};

	it.each([
		['contains', {}],
		['equals', { expected: '24 months.' }],
		['similar', { minSimilarity: 0.9 }],
	])('compares by %s: each item with its result, and a summary', async (compareBy, fields) => {
		expect(await score({ compareBy, ...fields })).toMatchObject([
			[{ passed: false, cases: 2, passedCases: 1, failedCases: 1, share: 0.5 }],
			[
				{ answer: '24 months.', passed: true, assertions: [{ assert: compareBy, passed: true }] },
				{ answer: '12 months.', passed: false, assertions: [{ reason: expect.any(String) as string }] },
			],
		]);
	});

	it('checks several assertions', async () => {
		const assertions = JSON.stringify([
			{ assert: 'matches', pattern: '^\\d' },
			{ assert: 'contains', not: '12' },
		]);
		expect(await score({ compareBy: 'assertions', assertions })).toMatchObject([[{ score: 0.75 }], [{ score: 1 }, { score: 0.5 }]]);
	});

	it('asks a connected judge, which sees no personal data', async () => {
		const model = new FakeChatModel((seen) => [
			new FakeAiChunk(writeJudgement(JSON.stringify(seen).replaceAll('\\', ''), { reason: 'It is polite.', passed: true })),
		]);
		const outputs = await score({ compareBy: 'rubric', rubric: 'Is polite.', message: 'I am ana@example.com.' }, { connected: [model] });
		expect(outputs).toMatchObject([[{ passed: true }], [{ passed: true }, { passed: true }]]);
		expect(JSON.stringify(model.seen)).not.toContain('ana@example.com');
	});

	it('goes on with the other items where it is set to', async () => {
		const outputs = await score({ compareBy: 'similar', minSimilarity: 7 }, { node: { onError: 'continueRegularOutput' } });
		expect(outputs).toMatchObject([[{ passed: false, cases: 2, failedCases: 2 }], [{ error: expect.any(String) as string }, {}]]);
	});
});
