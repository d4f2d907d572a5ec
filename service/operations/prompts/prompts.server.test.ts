import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOperationsService } from '../../../test/support/operations-service';
import { runRecord } from '../../../cli/eval/record-run';
import { testTerminal } from '../../../test/support/test-terminal';
import { type JudgingModel, judgedAgent, startJudgingModel } from '../../../test/support/judging-model';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let model: JudgingModel;
const at = (name: string) => join(service.host.stateFolder, name);

beforeEach(async () => {
	model = await startJudgingModel();
	service = await startOperationsService(['registry:read', 'evaluation:run'], {
		...{ model: undefined, tools: undefined, allowPrivateNetworks: true },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
	});
	writeFileSync(at('agents/clerk.json'), JSON.stringify(judgedAgent()));
});
afterEach(async () => {
	await service.close();
	await model.close();
});

const ask = (what: string, body: object, as?: 'nobody') => service.call(`POST prompts/${what}`, { body, as });

it('lints a prompt, and proposes the version that its change asks for', async () => {
	const published = {
		name: 'tone',
		version: '1.2.0',
		content: 'Be kind to {{who}}.',
		purpose: 'Tone.',
		versions: ['1.2.0', '1.2.1', '1.3.0-beta.1'],
	};
	const lint = async (content: string) => (await ask('lint', { content, published }))[1];
	expect(await lint('Be very kind to {{who}}.')).toEqual({
		...{ findings: [], variables: ['who'] },
		proposal: { version: '1.2.2', bump: 'patch', reasons: ['patch: the text (/content changed)'] },
	});
	expect(await lint('Be kind.')).toMatchObject({ variables: [], proposal: { version: '2.0.0', bump: 'major' } });
	expect(await lint('Be kind to {{who}}.')).toMatchObject({ proposal: { version: '1.2.2', bump: 'none', reasons: [] } });
	const [, { findings }] = (await ask('lint', { content: 'Hello {{whoo}}', inputs: [{ name: 'whoo', isUntrusted: true }] })) as [
		number,
		{ findings: unknown[] },
	];
	expect(findings).toMatchObject([{ rule: 'untrusted-outside-marks', line: 1, column: 7, start: 6, end: 14, about: 'whoo' }]);
});

it('reads a Dotprompt as well', async () => {
	const content = '---\nmodel: small\ninput: {schema: {who: string, count?: integer}}\n---\n{{#if count}}{{count}}{{/if}} {{who}}';
	const published = { name: 'tone', version: '1.0.0', content: 'Hi {{who}}', purpose: 'Tone.', versions: ['1.0.0'] };
	expect(await ask('lint', { content, published })).toMatchObject([
		200,
		{ findings: [], variables: ['who', 'count'], format: 'dotprompt', proposal: { version: '1.1.0', bump: 'minor' } },
	]);
	expect(await ask('lint', { content: content.replace('small', '[x]'), published })).toEqual([
		200,
		{ findings: [expect.objectContaining({ rule: 'broken-reference', about: '---' })], variables: [] },
	]);
	expect(await ask('render', { content, values: { who: 'Ana', count: '2' } })).toMatchObject([
		200,
		{ text: '2 Ana', missing: [], messages: [{ role: 'user', content: [{ text: '2 Ana' }] }] },
	]);
	expect(await ask('render', { content, values: { count: 'two' } })).toMatchObject([422, { code: 'AGENT_INVALID' }]);
});

it('fills in a prompt, and refuses what is too long or malformed', async () => {
	expect(await ask('render', { content: '{{a}} {{b}}', values: { a: '{{b}}' } })).toEqual([
		200,
		{ text: '{{b}} {{b}}', missing: ['b'], characters: 11, tokens: 3, isEstimate: true },
	]);
	expect(await ask('render', { content: 'Hello', model: 'openai:gpt-4.1' })).toMatchObject([200, { tokens: 1, isEstimate: false }]);
	expect(await ask('render', { content: '{{a}}'.repeat(9_000), values: { a: 'x'.repeat(10_000) } })).toMatchObject([
		422,
		{ code: 'AGENT_INVALID' },
	]);
	for (const body of [
		{},
		{ content: '' },
		{ content: 'x', values: { 'a b': 'c' } },
		{ content: 'x', values: { a: 1 } },
		{ content: 'x', file: '/etc/passwd' },
	])
		expect(await ask('render', body)).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	for (const what of ['lint', 'render']) expect(await ask(what, { content: 'x' }, 'nobody')).toMatchObject([403, {}]);
});

const cases = [
	{
		...{ name: 'plays', input: { message: 'Hello' }, fixtures: { respond: [{ text: 'Hi' }] } },
		expect: [{ assert: 'contains', text: 'Hi' }],
	},
	{ name: 'asks', input: { message: 'Hello' }, expect: [{ assert: 'contains', text: 'Hello' }] },
];

it('tests a prompt on recordings, beside what the agent has, and asks nothing outside', async () => {
	const { prompt } = judgedAgent();
	writeFileSync(at('agents/clerk.eval.json'), JSON.stringify({ name: 'Clerk', agent: 'clerk', cases: [cases[1]] }));
	expect(await runRecord(at('agents/clerk.eval.json'), { concurrency: 1 }, testTerminal(), async () => service.host)).toBe(0);
	const asked = model.calls.length;
	const same = { name: 'same', content: String(prompt), set: 'clerk', values: {} };
	expect(await ask('test', same)).toMatchObject([
		200,
		{ set: 'Clerk', cases: [{ outcome: 'passed' }], before: [{ case: 'asks', outcome: 'passed' }] },
	]);
	expect(await ask('test', { ...same, content: 'Answer in rhymes to {{who}}.', values: { who: 'all {{who}}' } })).toMatchObject([
		200,
		{
			cases: [
				{ outcome: 'not-recorded', result: { error: { message: expect.stringContaining('Answer in rhymes to all {{who}}.') as string } } },
			],
			before: [{ outcome: 'passed' }],
		},
	]);
	expect(await ask('test', { ...same, content: 'Hello {{who}}', values: {} })).toMatchObject([422, { code: 'AGENT_INVALID' }]);
	expect(await ask('test', { ...same, content: 'Hello {{ who }}' })).toMatchObject([
		400,
		{ detail: expect.stringContaining('line 1, column 7') as string },
	]);
	const dotprompt = '---\ninput: {schema: {who: string, loud?: boolean}}\n---\nHello {{who}}{{#if loud}}!{{/if}}';
	expect(await ask('test', { ...same, content: dotprompt, values: { who: 'Ana', loud: 'true' } })).toMatchObject([
		200,
		{ cases: [{ outcome: 'not-recorded', result: { error: { message: expect.stringContaining('Hello Ana!') as string } } }] },
	]);
	expect(await ask('test', same, 'nobody')).toMatchObject([403, {}]);
	const { prompt: _, ...rest } = judgedAgent();
	writeFileSync(
		at('agents/clerk.json'),
		JSON.stringify({ ...rest, promptReference: { name: 'tone', range: '^1', variables: { who: 'all' } } }),
	);
	expect(await ask('test', { ...same, content: 'Answer {{who}}.', values: undefined })).toMatchObject([
		200,
		{
			cases: [{ outcome: 'not-recorded', result: { error: { message: expect.stringContaining('Answer all.') as string } } }],
			...{ before: [], warnings: [expect.stringContaining('tone ^1 is not available') as string] },
		},
	]);
	expect(model.calls).toHaveLength(asked);
});
