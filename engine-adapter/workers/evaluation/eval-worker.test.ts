import { createHash } from 'node:crypto';
import { writeResult } from '../../../core/evaluation/evaluation-result';
import { readInlineSet } from '../../../providers/compose/evaluation/find-set';
import { playSet } from '../../../providers/compose/evaluation/run-set';
import { openGate } from '../../../test/fakes/permissive-gate';
import { chain, endEvent, errorBoundary, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { TroupeError } from '../../../core/base/errors';
import { openEmbeddedEngine } from '../../embedded/open-embedded-engine';
import type { Job } from '../../engine/jobs';
import type { WorkerHost } from '../task-worker';
import { evalJobHandler, openEvalWorker } from './eval-worker';
import { slowTest } from '../../../test/support/slow-tests';

const never = new AbortController().signal;

const agent = {
	id: 'greeter',
	version: '1.0.0',
	name: 'Greeter',
	purpose: 'Greets.',
	prompt: 'Greet.',
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'token' } },
	limits: {},
};
const greets = (name: string, message: string, text: string) => ({
	...{ name, input: { message }, fixtures: { respond: [{ text }] } },
	expect: [{ assert: 'contains', text: 'Hello' }],
});
const set = {
	name: 'Greetings',
	agent,
	cases: [
		greets('one', 'Hi', 'Hello!'),
		greets('two', 'Good morning', 'Hello to you.'),
		greets('three', 'I am ana@example.com', 'Go away, ana@example.com.'),
	],
};

let gate: ReturnType<typeof openGate>;
let host: WorkerHost;
beforeEach(() => {
	gate = openGate();
	host = { gate, agentFolders: [], providers: {} };
});

const perform = (headers: Record<string, string>, variables: object, on: WorkerHost = host) => {
	const job = {
		...{ key: '11', type: 'troupe:eval', instanceKey: '7', processId: 'release', processDefinitionKey: '3', elementId: 'evaluate' },
		...{ elementInstanceKey: '8', headers, variables, retries: 3, deadline: 0 },
	};
	return evalJobHandler(on)(job as Job, never);
};

it('says whether enough cases pass, with figures, and failures without any text of them', async () => {
	const outcome = await perform({ threshold: '0.6' }, { evaluationSet: set });
	expect(outcome).toMatchObject({
		kind: 'complete',
		variables: {
			passed: true,
			evaluation: {
				set: 'Greetings',
				cases: 3,
				passedCases: 2,
				failedCases: 1,
				threshold: 0.6,
				agent: { id: 'greeter' },
				model: 'set:respond',
			},
			failures: [{ case: 'three', score: 0, assertions: ['contains'], error: null }],
		},
	});
	expect(JSON.stringify(outcome)).not.toMatch(/ana|Go away/);
	expect(gate.admitted).toContainEqual({ kind: 'job-type', name: 'troupe:eval' });
	expect(gate.admitted).toContainEqual(expect.objectContaining({ kind: 'evaluation', name: 'Greetings', unlisted: 'deny' }));
});

it('has the hash of the report that the command writes', async () => {
	const { variables } = (await perform({}, { evaluationSet: set })) as unknown as { variables: { evaluation: { reportSha256: string } } };
	const found = await readInlineSet(set, 'set', host);
	const result = await playSet({ found, recordings: found.recordings, variant: {} }, host, never);
	expect(variables.evaluation.reportSha256).toBe(createHash('sha256').update(writeResult(result)).digest('hex'));
});

it('throws an error that the process catches, only where the designer asks for it', async () => {
	expect(await perform({ onFailure: 'bpmn-error' }, { evaluationSet: set })).toMatchObject({
		...{ kind: 'bpmn-error', errorCode: 'EVALUATION_FAILED' },
		message: '2 of 3 cases of the set Greetings pass; at least 100 % must.',
		variables: { passed: false },
	});
	expect(await perform({}, { evaluationSet: set })).toMatchObject({ kind: 'complete', variables: { passed: false } });
});

slowTest('takes set, agent and threshold from headers before variables', async () => {
	const outcome = await perform(
		{ set: 'support', threshold: '0' },
		{ set: 'sales', threshold: 1 },
		{ ...host, agentFolders: ['examples'] },
	);
	expect(outcome).toMatchObject({
		kind: 'complete',
		variables: { passed: true, evaluation: { set: 'Casa Aurora support', threshold: 0 } },
	});
});

it.each([
	['no set', {}, {}, 'does not name an evaluation set'],
	['an unknown set', { set: 'nothing' }, {}, 'There is no evaluation set "nothing"'],
	['a set of the registry without one', { set: 'support@^1' }, {}, 'No evaluation set "support" is published'],
	['a path', { set: '../../etc/passwd' }, {}, 'There is no evaluation set'],
	['a threshold of 2', { threshold: '2' }, { evaluationSet: set }, 'has a threshold that is not a number from 0 to 1: 2'],
	['an unknown end', { onFailure: 'explode' }, { evaluationSet: set }, 'unknown header "onFailure"'],
	['a version without an agent', { agentVersion: '1.0.0' }, { evaluationSet: set }, 'has an "agentVersion" without an "agent"'],
	['a set that is not a set', {}, { evaluationSet: { name: 'x' } }, 'is not a set of cases'],
	['an agent by a path', {}, { evaluationSet: { ...set, agent: './agent.json' } }, 'names its agent by a path'],
])('raises an incident at once for %s', async (_what, headers, variables, problem) => {
	const outcome = await perform(headers, variables);
	expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(problem) as string });
});

it('is refused where the gate lists no such set', async () => {
	const denied = {
		...gate,
		admit: (subject: Parameters<typeof gate.admit>[0]) =>
			subject.kind === 'evaluation' ? Promise.reject(new Error('not listed')) : gate.admit(subject),
	};
	expect(await perform({}, { evaluationSet: set }, { ...host, gate: denied })).toMatchObject({ kind: 'fail' });
});

it('raises an incident, not failed cases, where the gate refuses the agent', async () => {
	const refusal = new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'The agent greeter is not listed.' });
	const admit: typeof gate.admit = (subject) => (subject.kind === 'agent' ? Promise.reject(refusal) : gate.admit(subject));
	expect(await perform({ onFailure: 'bpmn-error' }, { evaluationSet: set }, { ...host, gate: { ...gate, admit } })).toMatchObject({
		...{ kind: 'fail', retries: 0 },
		message: expect.stringContaining('The agent greeter is not listed.') as string,
	});
});

it('runs the sets of Troupe with the agents beside them, where the gate admits listed agents only', async () => {
	const refusal = new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'The agent is not listed.' });
	const admit: typeof gate.admit = (subject) => ('unlisted' in subject ? Promise.reject(refusal) : gate.admit(subject));
	const strict = { ...host, gate: { ...gate, admit } };
	expect(await perform({ set: 'extraction' }, {}, strict)).toMatchObject({ kind: 'complete', variables: { passed: true } });
	expect(await perform({ set: 'extraction' }, { agentDefinition: agent }, strict)).toMatchObject({
		...{ kind: 'fail', message: expect.stringContaining('The agent is not listed.') as string },
	});
});

it('gates a process on the embedded engine', async () => {
	const engine = await openEmbeddedEngine({ file: ':memory:' });
	const task = serviceTask('evaluate', {
		type: 'troupe:eval',
		headers: { onFailure: 'bpmn-error' },
		inputs: [
			{ target: 'evaluationSet', source: '=set' },
			{ target: 'threshold', source: '=least' },
		],
	});
	const results = ['passed', 'failures'].map((name) => ({ target: name, source: `=${name}` }));
	const model = processModel('release', [
		...[startEvent(), task, endEvent(), endEvent('stopped'), errorBoundary('too-few', 'evaluate', 'EVALUATION_FAILED', results)],
		...[...chain('start', 'evaluate', 'end'), ...chain('too-few', 'stopped')],
	]);
	const worker = await openEvalWorker(engine, host);
	try {
		await engine.deploy([model]);
		const start = (least: number) => engine.startAndAwait({ processId: 'release', variables: { set, least } }, 60_000);
		expect((await start(0.5)).variables).toMatchObject({ passed: true });
		expect((await start(1)).variables).toMatchObject({ passed: false, failures: [{ case: 'three' }] });
	} finally {
		await worker.close();
		await engine.close();
	}
});
