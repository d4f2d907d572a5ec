import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../providers/compose/hosts/host';
import type { FakeResponder } from '../../sandbox/fakes/answer-from-conversation';
import { startFakeServer, type FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { writeJudgement } from '../../test/fakes/write-judgement';
import { testTerminal } from '../../test/support/test-terminal';
import { runCalibrate } from './calibrate-run';
import { runCompare } from './compare-run';
import { runRecord } from './record-run';
import { runReport } from './report-run';
import { runEvalRun } from './run-run';

const secret = `sk-proj-${'a1B2c3D4e5F6g7H8i9J0'.repeat(2)}`;

let folder: string;
let model: FakeServer;
let shop: FakeServer;
let gate: ReturnType<typeof openGate>;
const at = (name: string) => join(folder, name);

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-eval-'));
	gate = openGate();
	[model, shop] = await Promise.all([
		startOpenAiServer({ respond }),
		startFakeServer(() => ({
			status: 200,
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ status: 'sent', buyer: 'bruno@example.com', key: secret }),
		})),
	]);
	writeFileSync(at('clerk.json'), JSON.stringify(clerk('Answer.')));
	writeFileSync(at('clerk.eval.yaml'), set);
});
afterEach(async () => {
	await Promise.all([model.close(), shop.close()]);
	rmSync(folder, { recursive: true });
});

const clerk = (prompt: string) => ({
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Answers.',
	prompt,
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [
			{
				kind: 'http',
				name: 'order',
				description: 'An order.',
				parameters: { type: 'object', properties: { mail: { type: 'string' } }, required: ['mail'] },
				method: 'GET',
				url: `${shop.url}/orders/{mail}`,
			},
		],
		rules: [{ tool: '*', permission: 'allow' }],
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: { messageCharacters: 1000, modelCalls: 5, outputTokens: 100, tokens: 10_000, wallClockMs: 60_000 },
});

const set = `
name: Clerk
agent: ./clerk.json
cases:
  - name: looks the order up
    input: { message: "Where is my order? I am ana@example.com" }
    expect:
      - { assert: tools, order: exact, calls: [{ tool: order, arguments: { mail: ana@example.com } }] }
      - { assert: contains, text: [sent], not: ana@example.com }
      - { assert: at-most, modelCalls: 2, toolCalls: 1 }
  - name: is kind
    input: { message: "Hello, my key is ${secret}" }
    expect:
      - { assert: rubric, rubric: "It is kind." }
      - { assert: guardrails, codes: [PERSONAL_DATA, SECRET] }
`;

const usage = { input: 10, output: 5 };

/** A model that copies the token of the message, says what the tool told it, and judges. */
const respond: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	const token = /\[EMAIL_\w+\]/.exec(last.content)?.[0];
	if (messages[0]!.content.includes('You judge the reply'))
		return { text: writeJudgement(messages[0]!.content, { reason: 'It greets.', passed: true }), usage };
	if (last.role === 'tool') return { text: `It is sent to ${token}.`, usage };
	if (token !== undefined) return { text: '', calls: [{ name: 'order', input: { mail: token } }], usage };
	return { text: 'Good morning! Write to carla@padaria-sol.com.br.', usage };
};

const live = async (): Promise<Host> => ({
	gate,
	agentFolders: [],
	providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
	allowPrivateNetworks: true,
});
/** Nothing answers any more. */
const offline = async (): Promise<Host> => ({ gate, agentFolders: [], providers: {} });

const record = async (options: Partial<Parameters<typeof runRecord>[1]> = {}) => {
	const terminal = testTerminal();
	const code = await runRecord(at('clerk.eval.yaml'), { concurrency: 1, ...options }, terminal, live);
	return { code, terminal };
};

const play = async (options: Partial<Parameters<typeof runEvalRun>[1]> = {}) => {
	const terminal = testTerminal();
	const code = await runEvalRun(at('clerk.eval.yaml'), { concurrency: 4, ...options }, terminal, offline);
	return { code, terminal, text: terminal.printed.join('\n') };
};

test('records what a case asked, and runs it without model and tool', async () => {
	const { code, terminal } = await record({ output: at('live.jsonl') });
	expect([code, terminal.printed]).toEqual([0, expect.arrayContaining(['✓ looks the order up', '✓ is kind'])]);
	expect(shop.calls).toHaveLength(1);
	await Promise.all([model.close(), shop.close()]);

	const first = await play({ output: at('one.jsonl'), html: at('one.html'), junit: at('one.xml') });
	expect([first.code, first.text]).toEqual([0, expect.stringContaining('2 passed, 2 total')]);
	await play({ output: at('two.jsonl'), html: at('two.html'), junit: at('two.xml'), concurrency: 1 });
	for (const kind of ['jsonl', 'html', 'xml'])
		expect(readFileSync(at(`one.${kind}`), 'utf8')).toBe(readFileSync(at(`two.${kind}`), 'utf8'));
	expect(gate.admitted.flatMap((subject) => (subject.kind === 'command' ? subject.name : []))).toEqual([
		'eval record',
		'eval run',
		'eval run',
	]);
});

test('stores no personal data and no secret, and only the owner reads the files', async () => {
	await record({ output: at('live.jsonl') });
	for (const name of ['clerk.recordings.json', 'live.jsonl']) {
		expect(readFileSync(at(name), 'utf8')).not.toMatch(/(?:ana|bruno)@example\.com|carla@padaria|sk-proj-|sk-fake/);
		expect(statSync(at(name)).mode & 0o777).toBe(0o600);
	}
});

test('a request that is not recorded fails the case, and tells the difference to the nearest one', async () => {
	await record();
	writeFileSync(at('clerk.json'), JSON.stringify(clerk('Answer in rhymes.')));
	const { code, text } = await play();
	expect(code).toBe(1);
	expect(text).toContain('The request to the model openai:gpt-4.1-mini is not the recorded one');
	expect(text).toMatch(/- messages\.0\.content: Answer\.\n.*\+ messages\.0\.content: Answer in rhymes\./);
	expect(text).toContain('fix: If the change is intended, record the case again');
});

test('without a recording, a case that asks a model fails', async () => {
	const { code, text } = await play();
	expect([code, text]).toEqual([
		1,
		expect.stringContaining('The case has no recording, so nothing answers its list of the tools of definition.'),
	]);
});

test('records one case again and keeps the others', async () => {
	await record();
	const before = JSON.parse(readFileSync(at('clerk.recordings.json'), 'utf8')) as { cases: Record<string, { at: number }> };
	await record({ case: ['is kind'] });
	const after = JSON.parse(readFileSync(at('clerk.recordings.json'), 'utf8')) as typeof before;
	expect(after.cases['looks the order up']).toEqual(before.cases['looks the order up']);
	expect(Object.keys(after.cases)).toEqual(['looks the order up', 'is kind']);
	await expect(record({ case: ['is rude'] })).rejects.toMatchObject({ code: 'INPUT_INVALID', fix: expect.stringContaining('"is kind"') });
});

test('a case that cannot run keeps its recording', async () => {
	await record();
	const before = readFileSync(at('clerk.recordings.json'), 'utf8');
	await model.close();
	expect((await record({ case: ['is kind'] })).code).toBe(1);
	expect(readFileSync(at('clerk.recordings.json'), 'utf8')).toBe(before);
});

test('a variant needs recordings of its own, and is compared with the agent as it is', async () => {
	writeFileSync(at('kind.txt'), 'Answer kindly.\n');
	await expect(record({ prompt: at('kind.txt') })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		fix: expect.stringContaining('--recordings'),
	});
	await record();
	await record({ prompt: at('kind.txt'), recordings: at('kind.json') });
	await play({ output: at('one.jsonl') });
	expect((await play({ prompt: at('kind.txt'), recordings: at('kind.json'), output: at('two.jsonl') })).code).toBe(0);
	const terminal = testTerminal();
	expect(await runCompare(at('one.jsonl'), at('two.jsonl'), { html: at('both.html') }, terminal)).toBe(0);
	const text = terminal.printed.join('\n');
	expect(text).toContain('second: clerk 1.0.0, openai:gpt-4.1-mini, prompt kind.txt');
	expect(text).toMatch(/passed +1 +1 +0 \(0 to 0\) +too few cases +2/);
	expect(readFileSync(at('both.html'), 'utf8')).toContain('clerk 1.0.0, openai:gpt-4.1-mini, prompt kind.txt');
});

test('calibrates the judge, and reports results', async () => {
	await record({ output: at('live.jsonl') });
	writeFileSync(at('labels.jsonl'), '{"case":"is kind","passed":false}\n');
	const terminal = testTerminal();
	expect(await runCalibrate(at('live.jsonl'), at('labels.jsonl'), { minKappa: 0.5 }, terminal)).toBe(1);
	expect(terminal.printed).toEqual(expect.arrayContaining(['is kind: the judge says passed, the person failed']));
	writeFileSync(at('labels.jsonl'), '{"case":"looks the order up","passed":true}\n');
	await expect(runCalibrate(at('live.jsonl'), at('labels.jsonl'), {}, terminal)).rejects.toMatchObject({
		message: expect.stringContaining('"looks the order up" fits 0 judgements'),
	});
	expect(await runReport([at('live.jsonl')], { junit: at('report.xml') }, testTerminal())).toBe(0);
	expect(readFileSync(at('report.xml'), 'utf8')).toContain('<testsuites name="troupe eval" tests="2" failures="0" errors="0"');
	await expect(runReport([at('labels.jsonl')], {}, terminal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('a case whose models do not answer is not judged', async () => {
	await model.close();
	const { code, terminal } = await record({ case: ['is kind'] });
	expect([code, terminal.printed.join('\n')]).toEqual([1, expect.stringContaining('fix:')]);
	expect(terminal.noted).toContainEqual(expect.stringContaining('recorded 0 of 1 case'));
});

test('fixtures answer tools, also while a case is recorded', async () => {
	writeFileSync(
		at('clerk.eval.yaml'),
		`${set.split('\n').slice(0, 6).join('\n')}
    fixtures: { tools: [{ tool: order, result: '{"status":"lost"}' }] }
    expect: [{ assert: tools, calls: [order] }]
`,
	);
	expect((await record()).code).toBe(0);
	expect(shop.calls).toHaveLength(0);
	await model.close();
	expect((await play()).code).toBe(0);
});

test('a call that no fixture answers is not made where the case does not allow it', async () => {
	writeFileSync(
		at('clerk.eval.yaml'),
		`${set.split('\n').slice(0, 6).join('\n')}
    fixtures: { perform: [] }
    expect: [{ assert: tools, calls: [order] }]
`,
	);
	const { code, terminal } = await record();
	expect([code, terminal.printed.join('\n'), shop.calls.length]).toEqual([1, expect.stringContaining('no fixture of the case answers'), 0]);
});

test('recordings that are named exist, and those beside the set do not count then', async () => {
	await record();
	await record({ recordings: at('other.json') });
	await Promise.all([model.close(), shop.close()]);
	writeFileSync(at('clerk.recordings.json'), 'broken');
	expect((await play({ recordings: at('other.json') })).code).toBe(0);
	await expect(play()).rejects.toMatchObject({
		message: expect.stringContaining('clerk.recordings.json is not JSON'),
		fix: 'Remove the file, and record again with `troupe eval record`.',
	});
	await expect(play({ recordings: at('missing.json') })).rejects.toMatchObject({
		code: 'INPUT_INVALID',
		message: `${at('missing.json')} does not exist.`,
	});
	await expect(play({ recordings: folder })).rejects.toMatchObject({ code: 'INPUT_INVALID', message: `${folder} is a folder.` });
});

test('reads results that are larger than a set can be', async () => {
	await record({ output: at('live.jsonl') });
	const [header, ...cases] = readFileSync(at('live.jsonl'), 'utf8').trimEnd().split('\n');
	const long = { ...(JSON.parse(cases[0]!) as object), reply: 'a'.repeat(900_000) };
	const many = Array.from({ length: 6 }, (_, index) => JSON.stringify({ ...long, case: `case ${index}` }));
	writeFileSync(at('large.jsonl'), [header, ...many].join('\n'));
	expect(await runReport([at('large.jsonl')], {}, testTerminal())).toBe(0);
});
