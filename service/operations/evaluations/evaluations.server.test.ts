import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runEvalRun } from '../../../cli/eval/run-run';
import { runRecord } from '../../../cli/eval/record-run';
import { testTerminal } from '../../../test/support/test-terminal';
import type { Recordings } from '../../../core/evaluation/traffic/recording';
import { packRecordings } from '../../../core/evaluation/traffic/pack-recordings';
import { composeAgent } from '../../../providers/compose/agents/agent';
import { TroupeError } from '../../../core/base/errors';
import { runAgent } from '../../../core/agents/run-agent';
import { type JudgingModel, judgedAgent, startJudgingModel } from '../../../test/support/judging-model';
import { startOperationsService } from '../../../test/support/operations-service';
import { testManifest } from '../../../test/fakes/permissive-gate';
import { copyTestKeys } from '../../../test/support/test-keys';

let service: Awaited<ReturnType<typeof startOperationsService>>;
let model: JudgingModel;
const at = (name: string) => join(service.host.stateFolder, name);

const cases = [
	{ name: 'repeats', input: { message: 'Hello' }, expect: [{ assert: 'contains', text: 'Hello' }] },
	{ name: 'is kind', input: { message: 'Bom dia' }, expect: [{ assert: 'rubric', rubric: 'It is kind.' }] },
];
const set = { name: 'Clerk', agent: 'clerk', cases };

beforeEach(async () => {
	model = await startJudgingModel();
	service = await startOperationsService(['evaluation:run', 'evaluation:read', 'run:read'], {
		...{ model: undefined, tools: undefined, allowPrivateNetworks: true },
		providers: { openai: { apiKey: 'sk-fake', baseUrl: `${model.url}/v1` } },
	});
	writeFileSync(at('agents/clerk.json'), JSON.stringify(judgedAgent()));
	writeFileSync(at('agents/hidden.json'), JSON.stringify(judgedAgent('hidden')));
	writeFileSync(at('clerk.eval.yaml'), JSON.stringify(set));
});
afterEach(async () => {
	await service.close();
	await model.close();
});

const record = () => runRecord(at('clerk.eval.yaml'), { concurrency: 1 }, testTerminal(), async () => service.host);

it('evaluates with the recordings of the command as the machine of the service does, and asks nothing outside', async () => {
	expect(await record()).toBe(0);
	const asked = model.calls.length;
	const here = testTerminal();
	expect(await runEvalRun(at('clerk.eval.yaml'), { concurrency: 4, json: true }, here, async () => service.host)).toBe(0);
	const run = (...more: string[]) => service.troupe(['eval', 'run', at('clerk.eval.yaml'), ...more]);
	expect(await run('--json')).toEqual({ code: 0, printed: here.printed.join('\n'), noted: '' });
	expect(await run('--case', 'is kind')).toMatchObject({ code: 0, printed: expect.stringContaining('1 passed, 1 total') });
	writeFileSync(at('prompt.txt'), 'Answer in rhymes.');
	expect(await run('--prompt', at('prompt.txt'), '--junit', at('clerk.xml'))).toMatchObject({
		code: 1,
		printed: expect.stringContaining('+ messages.0.content: Answer in rhymes.'),
	});
	expect(readFileSync(at('clerk.xml'), 'utf8')).toContain('failures="0" errors="2"');
	expect(model.calls).toHaveLength(asked);
});

it('adds results to the history with their runs, and leaves signing to the command', async () => {
	await record();
	await copyTestKeys(at('keys'));
	const { code, noted } = await service.troupe(['eval', 'run', at('clerk.eval.yaml'), '--store', '--keys', at('keys')]);
	expect([code, noted]).toEqual([0, expect.stringMatching(/^signed the result of clerk 1\.0\.0/)]);
	expect(readFileSync(at('clerk.evaluation.jwt'), 'utf8')).toMatch(/^ey/);
	expect(await service.call('GET agents/clerk/quality')).toMatchObject([
		200,
		{ evaluations: [{ set: 'Clerk', version: '1.0.0', cases: 2, passed: 2 }] },
	]);
	expect((await service.troupe(['eval', 'history', 'clerk'])).printed).toMatch(/Clerk .* 2\/2/);
	const runs = await service.call('GET runs?evaluation=Clerk&host=rest');
	const run = { agent: { id: 'clerk' }, costUsd: 0, state: 'completed', of: { evaluation: 'Clerk' } };
	expect(runs).toMatchObject([200, { items: [run, run] }]);
	expect(await service.call('GET agents/clerk/quality', { as: 'theirs' })).toMatchObject([200, { evaluations: [] }]);
});

it('runs sets of the service and of Troupe by name', async () => {
	writeFileSync(
		at('agents/greet.eval.json'),
		JSON.stringify({ ...set, name: 'Greet', cases: [{ ...cases[0], fixtures: { respond: [{ text: 'Hello' }] } }] }),
	);
	expect(await service.troupe(['eval', 'run', 'greet'])).toMatchObject({ code: 0, printed: expect.stringContaining('1 passed') });
	expect(await service.troupe(['eval', 'run', '--kind', 'extraction'])).toMatchObject({
		code: 0,
		printed: expect.stringContaining('passed'),
	});
	expect(await service.troupe(['eval', 'run', 'nowhere'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('no evaluation set "nowhere"'),
	});
});

it('runs the sets of Troupe with the agents beside them, where the manifest lists no other agents', async () => {
	const { gate } = service.host;
	const refusal = new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'The agent is not listed.' });
	jest.spyOn(gate, 'admit').mockImplementation(async (subject) => {
		if ('unlisted' in subject) throw refusal;
		return testManifest;
	});
	for (const body of [{ kind: 'extraction' }, { set: 'extraction' }])
		expect(await evaluate(body)).toMatchObject([200, { result: { cases: expect.any(Array) } }]);
	expect(await evaluate({ kind: 'extraction', agent: 'clerk' })).toMatchObject([409, { code: 'MANIFEST_NOT_LISTED' }]);
});

const evaluate = (body: object, as?: 'nobody') => service.call('POST evaluations/run', { body, as });

it('runs agents that the service offers, by their ids, and reads no file that a caller names', async () => {
	const hidden = at('agents/hidden.json');
	for (const agent of [hidden, './clerk.json', judgedAgent()])
		expect(await evaluate({ document: { ...set, agent } })).toMatchObject([
			400,
			{ code: 'INPUT_INVALID', fix: expect.stringContaining('by its id') },
		]);
	expect(await evaluate({ document: { ...set, cases: [{ ...cases[0], agent: hidden }] } })).toMatchObject([400, {}]);
	for (const agent of ['hidden', 'hidden@^1', 'registry:hidden'])
		for (const body of [{ document: { ...set, agent } }, { document: set, agent }])
			expect(await evaluate(body)).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	writeFileSync(at('agents/hidden.eval.json'), JSON.stringify({ ...set, agent: './hidden.json' }));
	expect(await evaluate({ set: 'hidden' })).toMatchObject([400, {}]);
	expect(await service.troupe(['eval', 'run', at('clerk.eval.yaml'), '--agent', hidden])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('--agent with a path works on this machine only'),
	});
	expect(await service.troupe(['eval', 'run', at('clerk.eval.yaml'), '--concurrency', '2'])).toMatchObject({
		code: 2,
		noted: expect.stringContaining('--concurrency works on this machine only'),
	});
	for (const body of [
		{},
		{ set: 'a', document: set },
		{ set: '../clerk' },
		{ document: { ...set, cases: [] } },
		{ document: set, file: hidden },
	])
		expect(await evaluate(body)).toMatchObject([400, { code: 'INPUT_INVALID' }]);
	const large = {
		...set,
		cases: Array.from({ length: 5 }, (_, index) => ({ ...cases[0], name: `${index}`, description: 'x'.repeat(1024 ** 2) })),
	};
	expect(await evaluate({ document: large })).toMatchObject([413, { code: 'INPUT_TOO_LARGE' }]);
	expect(await evaluate({ document: set }, 'nobody')).toMatchObject([403, { code: 'ACCESS_DENIED' }]);
});

it('takes recordings as hostile', async () => {
	const play = async (change: (recordings: Recordings) => void) => {
		const recordings = JSON.parse(readFileSync(at('clerk.recordings.json'), 'utf8')) as Recordings;
		change(recordings);
		return evaluate({ document: { ...set, cases: [cases[0]] }, recordings: await packRecordings(recordings) });
	};
	await record();
	const exchangesOf = ({ cases: { repeats } }: Recordings) => repeats!.exchanges;
	const failed = (error: object) => [200, { result: { cases: [{ passed: false, error }] } }];
	expect(await play((recordings) => (recordings.cases.repeats!.at = 1e300))).toMatchObject([200, { result: { cases: [{}] } }]);
	expect(await play((recordings) => exchangesOf(recordings).forEach((each) => (each.answer = null)))).toMatchObject(failed({}));
	const path = '/srv/troupe/agents/clerk.json';
	const error = { code: 'STORAGE_CORRUPT', message: `It is in ${path}.` };
	const told = await play((recordings) => exchangesOf(recordings).forEach((each) => Object.assign(each, { answer: undefined, error })));
	expect(told).toMatchObject(failed({}));
	expect(JSON.stringify(told)).not.toContain(path);
	expect(await evaluate({ document: set, recordings: { sha256: '0'.repeat(64), gzip: 'AAAA' } })).toMatchObject([
		400,
		{ code: 'INPUT_INVALID', fix: expect.stringContaining('as gzip in base64') },
	]);
	expect(await evaluate({ document: { ...set, cases: [{ ...cases[0], input: { message: 'x', facts: { n: 1e20 } } }] } })).toMatchObject([
		200,
		{},
	]);
});

it('judges the live runs that wait', async () => {
	const parts = await composeAgent({ kind: 'id', id: 'clerk' }, { ...service.host, name: 'cli' });
	const answer = () => runAgent({ message: 'Hello', conversationId: 'c' }, parts, new AbortController().signal);
	await Promise.all([answer(), answer()]);
	expect(await service.troupe(['eval', 'judge'])).toEqual({ code: 0, printed: '2 judged: 2 passed, 0 failed', noted: '' });
	expect(await service.call('GET agents/clerk/quality')).toMatchObject([200, { versions: [{ judged: 2 }], waiting: 0 }]);
	await answer();
	await model.close();
	const judged = await service.call('POST evaluations/judge', { body: {} });
	expect(judged).toMatchObject([200, { passed: 0, waiting: 1, faults: [{ message: expect.any(String) }] }]);
	// It is not due yet.
	const noted = '1 still waits: tried again later, or another process judges it';
	expect(await service.troupe(['eval', 'judge'])).toEqual({ code: 1, printed: '0 judged: 0 passed, 0 failed', noted });
	expect(await service.call('GET agents/clerk/quality')).toMatchObject([200, { waiting: 1 }]);
	expect(JSON.stringify(judged)).not.toContain(model.url);
	expect(await service.call('POST evaluations/judge', { body: {}, as: 'nobody' })).toMatchObject([403, {}]);
});

it('does not name the agents of the service to a caller whose agent is gone', async () => {
	rmSync(at('agents/clerk.json'));
	const [status, refused] = await service.call('POST evaluations/run', { body: { document: set } });
	expect([status, refused]).toMatchObject([404, { code: 'AGENT_NOT_FOUND' }]);
	expect(JSON.stringify(refused)).not.toMatch(/hidden|agents/);
});
