import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tinyImages } from '../../test/support/tiny-images';
import { TroupeError } from '../../core/base/errors';
import { openGate, testManifest } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../../test/fakes/tool-agent';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import { openSwitches } from '../../providers/compose/state/host-switches';
import { waitUntil } from '../../test/support/wait-until';
import type { Job } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import type { WorkerOptions } from '../engine/workers';
import { readAgentTask } from './agent-job-input';
import { agentJobHandler, openAgentWorker } from './agent-worker';
import { toolboxVariables } from './toolbox/toolbox-variables';
import { slowTest } from '../../test/support/slow-tests';

const agentDefinition = {
	id: 'greeter',
	version: '1.0.0',
	name: 'Greeter',
	purpose: 'Greets.',
	capabilities: [],
	prompt: 'You greet.',
	model: { route: [], extractive: false },
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'], action: 'block' } },
	limits: { messageCharacters: 500, modelCalls: 1, outputTokens: 50, tokens: 500, wallClockMs: 2_000 },
};

const job = (changes: Partial<Job> = {}): Job => ({
	key: '11',
	type: 'troupe:agent',
	instanceKey: '7',
	processId: 'support',
	processDefinitionKey: '3',
	elementId: 'answer',
	elementInstanceKey: '8',
	headers: {},
	variables: { message: 'Hello', agentDefinition },
	retries: 3,
	deadline: 0,
	...changes,
});

const never = new AbortController().signal;

test.each<[string, unknown, object]>([
	['what an agent task before it returned', ['tool', 'document'], { origins: ['tool', 'document'] }],
	['nothing, if that one read none', [], {}],
	['something unknown, without one', undefined, { origins: 'unknown' }],
	['a tool, for another value', 'person', { origins: ['tool'] }],
	['a tool, for a list of something else', ['person'], { origins: ['tool'] }],
])('the message of a job has as origins %s', (_, origins, expected) => {
	const { request } = readAgentTask(job({ variables: { message: 'Hello', agentDefinition, ...(origins !== undefined && { origins }) } }));
	expect({ ...(request.origins && { origins: request.origins }) }).toEqual(expected);
});

test('the message of a job is known to be clean after an agent task that set no origins', () => {
	const agent = { id: 'greeter', version: '1.0.0' };
	expect(
		readAgentTask(job({ variables: { message: 'Hello', agentDefinition, agent }, headers: { agent: 'greeter' } })).request.origins,
	).toBeUndefined();
});

function hostWith(...steps: Parameters<typeof scriptedChatModel>): Host & { model: ReturnType<typeof scriptedChatModel> } {
	return { gate: openGate(), agentFolders: [], providers: {}, model: scriptedChatModel(...steps) };
}

describe('the job of an agent that an operator stopped', () => {
	let stateFolder: string;
	beforeEach(() => (stateFolder = mkdtempSync(join(tmpdir(), 'troupe-stopped-'))));
	afterEach(async () => {
		await closeOpened();
		rmSync(stateFolder, { recursive: true, force: true });
	});
	const change = async (target: string, isOn = false) => {
		const switches = (await openSwitches({ stateFolder }))!;
		const entry = { tenant: 'default', target, reason: 'wrong prices', changedBy: 'user:ana' };
		await (isOn ? switches.turnOn(entry) : switches.turnOff(entry));
	};
	const returned = {
		...{ kind: 'fail', code: 'RUN_STOPPED', retries: 3, backoffMs: 10_000 },
		message: expect.stringContaining('user:ana turned off') as string,
	};

	slowTest.each(['all', 'agent:greeter'])(
		'goes back with all its retries, and is done after the start: %s (cloudamqp/lavinmq#446)',
		async (name) => {
			const host = { ...hostWith('Good morning!'), stateFolder };
			await change(name);
			expect(await agentJobHandler(host)(job(), never)).toMatchObject(returned);
			expect(host.model.requests).toEqual([]);
			await change(name, true);
			await new Promise((later) => setTimeout(later, 500));
			expect(await agentJobHandler(host)(job(), never)).toMatchObject({ kind: 'complete' });
		},
	);

	slowTest('goes back, too, when the agent is at work', async () => {
		const host = { ...hostWith(() => new Promise(() => undefined)), stateFolder };
		const definition = { ...agentDefinition, limits: { ...agentDefinition.limits, wallClockMs: 20_000 } };
		const outcome = agentJobHandler(host)(job({ variables: { message: 'Hello', agentDefinition: definition } }), never);
		await waitUntil('the question to the model', () => host.model.requests.length > 0);
		await change('all');
		expect(await outcome).toMatchObject(returned);
	});
});

describe('the agent of a job', () => {
	it('completes the job with its reply and all that explains it', async () => {
		const outcome = await agentJobHandler(hostWith('Good morning!'))(job(), never);
		expect(outcome).toMatchObject({
			kind: 'complete',
			variables: {
				outcome: 'reply',
				reason: null,
				reply: 'Good morning!',
				citations: [],
				guardrails: [],
				manifest: testManifest,
				agent: { id: 'greeter', version: '1.0.0' },
				usage: { model: 'script:model' },
			},
		});
	});

	it('says why it asked for a person, as the task that hands over reads it', async () => {
		const definition = {
			...agentDefinition,
			tools: { handOver: true, rules: [{ tool: '*', permission: 'allow' }] },
			limits: { ...agentDefinition.limits, modelCalls: 3, toolCalls: 3, tokens: 5_000 },
		};
		const asked = job({ variables: { message: 'Can somebody call me?', agentDefinition: definition } });
		const why = { reason: 'Wants a call from ana@example.com', name: 'Ana' };
		const handsOver = hostWith(calling(['hand_over', why, 'h']), 'A person goes on here.');
		expect(await agentJobHandler(handsOver)(asked, never)).toMatchObject({
			variables: { outcome: 'needs-human', reason: 'promised', handOver: { reason: why.reason, summary: { name: 'Ana' } } },
		});
		expect(await agentJobHandler(hostWith('Good morning!'))(asked, never)).toMatchObject({ variables: { handOver: null } });
		const other = (await agentJobHandler(hostWith('Good morning!'))(job(), never)) as { variables: object };
		expect(other.variables).not.toHaveProperty('handOver');
	});

	it('throws an error of the process when a guardrail blocks, with the guardrail and without the data', async () => {
		const outcome = await agentJobHandler(hostWith())(job({ variables: { message: 'I am ana@example.com', agentDefinition } }), never);
		expect(outcome).toMatchObject({ kind: 'bpmn-error', errorCode: 'TROUPE_BLOCKED', variables: { outcome: 'blocked' } });
		expect(JSON.stringify(outcome)).not.toContain('ana@example.com');
	});

	it('gives facts to the conditions of its guardrails; null is unknown', async () => {
		const policy = { id: 'replies', checks: [{ check: 'no-price', action: 'block', unless: { temperature: 'cold' } }] };
		const priced = { ...agentDefinition, guardrails: { ...agentDefinition.guardrails, policy } };
		const ask = (facts: unknown) =>
			agentJobHandler(hostWith('It costs $ 20.'))(job({ variables: { message: 'How much?', agentDefinition: priced, facts } }), never);
		expect(await ask({ temperature: 'cold' })).toMatchObject({
			kind: 'complete',
			variables: { outcome: 'reply', guardrails: [{ guardrail: 'no-price', exempted: { temperature: 'cold' } }] },
		});
		for (const facts of [undefined, null, {}, { temperature: null }])
			expect(await ask(facts)).toMatchObject({ kind: 'bpmn-error', errorCode: 'TROUPE_BLOCKED' });
		expect(await ask({ temperature: 'frio' })).toMatchObject({
			kind: 'fail',
			message: expect.stringContaining('cold, warm, hot') as string,
		});
	});

	it('throws an error of the process when a limit is reached', async () => {
		const tight = { ...agentDefinition, limits: { ...agentDefinition.limits, tokens: 60 } };
		const outcome = await agentJobHandler(hostWith('unused'))(
			job({ variables: { message: 'word '.repeat(90), agentDefinition: tight } }),
			never,
		);
		expect(outcome).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'TROUPE_LIMIT_REACHED',
			variables: { outcome: 'limit-reached', reason: 'tokens' },
		});
	});

	it('tells of its steps with the job that it works on', async () => {
		const told: string[] = [];
		await agentJobHandler(hostWith('Good morning!'), ({ kind }, { key }) => void told.push(`${key} ${kind}`))(job(), never);
		expect(told.at(0)).toBe('11 started');
		expect(told.at(-1)).toBe('11 finished');
	});

	it('throws an error of the process when the content filter stops the answer', async () => {
		const outcome = await agentJobHandler(hostWith({ text: '', finish: 'content-filter' }))(job(), never);
		expect(outcome).toMatchObject({
			kind: 'bpmn-error',
			errorCode: 'TROUPE_CONTENT_FILTERED',
			variables: { outcome: 'needs-human', reason: 'content-filter' },
		});
	});

	it.each([
		['the header, before any variable', { headers: { agent: 'named' }, variables: { agent: 'other', agentDefinition } }],
		['the variable that the designer maps, before a definition', { variables: { agent: 'named', agentDefinition } }],
	])('takes the agent of %s', (_where, { headers = {}, variables }: Pick<Partial<Job>, 'headers'> & Pick<Job, 'variables'>) => {
		expect(readAgentTask(job({ headers, variables: { message: 'Hello', ...variables } })).agent).toEqual({ kind: 'id', id: 'named' });
	});

	it('takes the definition where "agent" is what an earlier job returned', () => {
		const variables = { message: 'Hello', agent: { id: 'greeter', version: '1.0.0' }, agentDefinition };
		expect(readAgentTask(job({ variables })).agent).toMatchObject({ kind: 'inline' });
	});

	it.each([
		['no message', { agentDefinition }, 'variable "message"'],
		['a message that is not a text', { message: { text: 'Hello' }, agentDefinition }, 'a object'],
		['an empty message', { message: '', agentDefinition }, 'an empty text'],
		['no agent', { message: 'Hello' }, 'does not name an agent'],
		['an agent that is not a text', { message: 'Hello', agent: ['support'] }, 'a list'],
	])('is an incident at once with %s, which says what to do', async (_name, variables, problem) => {
		const outcome = await agentJobHandler(hostWith())(job({ variables }), never);
		expect(outcome).toMatchObject({
			kind: 'fail',
			retries: 0,
			message: expect.stringMatching(/^INPUT_INVALID: Task "answer" of process "support" /),
		});
		expect(outcome).toMatchObject({ message: expect.stringContaining(problem) });
	});

	it.each([
		[3, undefined, 30_000],
		[2, undefined, 60_000],
		[1, undefined, 90_000],
		[9, undefined, 30_000],
		[3, 7_000, 7_000],
	])('is tried again after a fault that may pass: %i retries, retry after %s, backoff %i ms', async (retries, retryAfterMs, backoffMs) => {
		const overloaded = new TroupeError({
			code: 'MODEL_OVERLOADED',
			message: 'The model is overloaded.',
			fix: 'Wait.',
			retryable: true,
			retryAfterMs,
		});
		const outcome = await agentJobHandler(hostWith(overloaded))(job({ retries }), never);
		expect(outcome).toMatchObject({ kind: 'fail', retries: retries - 1, backoffMs });
	});

	it('has the same run when it is delivered again, and another run on another engine', () => {
		const nameRun = (engine?: string) => readAgentTask(job(), engine).request.runId;
		expect(nameRun('1')).toBe(nameRun('1'));
		expect(new Set([nameRun(), nameRun('1'), nameRun('2')]).size).toBe(3);
	});

	it('remembers within a process instance, and nothing of another', async () => {
		const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-worker-'));
		const host = { ...hostWith('One.', 'Two.', 'Three.'), stateFolder };
		// Its memory is opened in this time, which takes seconds on a loaded machine.
		const limits = { ...agentDefinition.limits, wallClockMs: 60_000 };
		const remembering = { message: 'Hello', agentDefinition: { ...agentDefinition, limits, memory: { turns: 3 } } };
		for (const instanceKey of ['7', '7', '8']) await agentJobHandler(host)(job({ instanceKey, variables: remembering }), never);
		expect(host.model.requests.map(({ messages }) => messages.filter(({ role }) => role === 'assistant'))).toEqual([
			[],
			[{ role: 'assistant', content: 'One.' }],
			[],
		]);
		rmSync(stateFolder, { recursive: true });
	});

	it('takes images, and is another run with others', async () => {
		const images = [{ kind: 'data', mediaType: 'image/png', data: tinyImages.png }];
		const host = hostWith('A cat.');
		const guardrails = { ...agentDefinition.guardrails, standard: { without: ['files'] } };
		const seeing = { ...agentDefinition, guardrails, limits: { ...agentDefinition.limits, tokens: 50_000 } };
		const outcome = await agentJobHandler(host)(job({ variables: { message: 'What is it?', agentDefinition: seeing, images } }), never);
		expect(outcome).toMatchObject({ kind: 'complete', variables: { reply: 'A cat.' } });
		expect(host.model.requests[0]!.messages.at(-1)).toMatchObject({ role: 'user', images });
		const unseen = await agentJobHandler(hostWith('A cat.'))(
			job({ variables: { message: 'What is it?', agentDefinition, images } }),
			never,
		);
		expect(unseen).toMatchObject({ kind: 'complete', variables: { outcome: 'needs-human', reason: 'guardrail' } });
		const runOf = (more: object) => readAgentTask(job({ variables: { message: 'What is it?', agentDefinition, ...more } })).request.runId;
		expect(runOf({ images })).not.toBe(runOf({}));
	});

	it('keeps to the cost and the time of its headers, where the agent allows more', async () => {
		const limits = { ...agentDefinition.limits, costUsd: 5, wallClockMs: 60_000 };
		const asked: Array<number | undefined> = [];
		const slow: Parameters<typeof scriptedChatModel>[0] = (_request, signal) =>
			new Promise((_resolve, reject) => {
				asked.push(1);
				signal.addEventListener('abort', () => reject(signal.reason as Error));
			});
		const headers = { timeoutMs: '100' };
		const outcome = await agentJobHandler(hostWith(slow))(
			job({ headers, variables: { message: 'Hello', agentDefinition: { ...agentDefinition, limits } } }),
			never,
		);
		expect(outcome).toMatchObject({ kind: 'bpmn-error', errorCode: 'TROUPE_LIMIT_REACHED', variables: { reason: 'wall-clock' } });
		const dear = { ...agentDefinition, limits: { ...limits, modelCalls: 2 } };
		const host = hostWith({ text: '{}', costUsd: 0.5 }, 'unused');
		const checked = { ...dear, output: { schema: { type: 'object', required: ['a'] } } };
		const limited = await agentJobHandler(host)(
			job({ headers: { costUsd: '0.4' }, variables: { message: 'Hello', agentDefinition: checked } }),
			never,
		);
		expect(limited).toMatchObject({ kind: 'bpmn-error', variables: { reason: 'cost' } });
		expect(host.model.requests).toHaveLength(1);
	});

	it('lists the calls of a dry run instead of making them', async () => {
		const definition = {
			...agentDefinition,
			tools: { askPerson: true },
			limits: { ...agentDefinition.limits, modelCalls: 5, tokens: 50_000 },
		};
		const asks = { finish: 'tool-calls' as const, toolCalls: [{ id: 'c', name: 'ask_person', arguments: '{"question":"Why?"}' }] };
		const variables = { message: 'Hello', agentDefinition: definition };
		const outcome = await agentJobHandler(hostWith({ text: '', ...asks }, 'I would ask.'))(
			job({ headers: { dryRun: 'true' }, variables }),
			never,
		);
		expect(outcome).toMatchObject({
			kind: 'complete',
			variables: { outcome: 'reply', reply: 'I would ask.', planned: [{ tool: 'ask_person', permission: 'ask' }], decideBy: null },
		});
	});

	it.each([
		[{ headers: { costUsd: 'cheap' } }, 'costUsd must be number'],
		[{ headers: { timeoutMs: '-1' } }, 'timeoutMs must be >= 100'],
		[{ headers: { dryRun: 'maybe' } }, 'dryRun must be boolean'],
		[{ variables: { message: 'Hello', agentDefinition, images: [{ kind: 'data', mediaType: 'text/html', data: 'x' }] } }, 'images'],
	])('is an incident at once with %j', async (changes, problem) => {
		const outcome = await agentJobHandler(hostWith())(job(changes), never);
		expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining(problem) });
		expect(outcome).toMatchObject({ message: expect.stringContaining('Task "answer" of process "support"') });
	});

	it('continues as declined, without decisions, when the time of people is over', () => {
		const state = { version: 1, runId: 'r', decideBy: Date.now() - 1, whenTimedOut: 'decline' };
		const read = (agentState: object, decisions?: unknown) =>
			readAgentTask(job({ variables: { agentDefinition, agentState, decisions } })).request.resume;
		const by = `process:${job({}).instanceKey}`;
		expect([read(state), read(state, []), read(state, null)]).toEqual([1, 2, 3].map(() => ({ state, decisions: [], by })));
		expect(() => read({ ...state, decideBy: Date.now() + 60_000 }, [])).toThrow('its "decisions" are not valid');
	});

	it('bounds what an incident says', async () => {
		const wordy = new TroupeError({ code: 'MODEL_BAD_REQUEST', message: 'x'.repeat(100_000) });
		expect(await agentJobHandler(hostWith(wordy))(job(), never)).toMatchObject({ message: expect.stringMatching(/^.{2000}$/) });
	});

	it('is an incident when the gate refuses the agent', async () => {
		const host = hostWith();
		host.gate = {
			admit: async ({ kind }) => {
				if (kind === 'job-type') return testManifest;
				throw new TroupeError({ code: 'MANIFEST_REVOKED', message: 'Version 1 was revoked.', fix: 'Install version 2.' });
			},
		};
		const outcome = await agentJobHandler(host)(job(), never);
		expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: 'MANIFEST_REVOKED: Version 1 was revoked. Install version 2.' });
	});

	it('keeps the text of an unforeseen error out of the incident', async () => {
		const host = hostWith();
		host.gate = { admit: () => Promise.reject(new RangeError('ana@example.com')) };
		expect(await agentJobHandler(host)(job(), never)).toMatchObject({
			kind: 'fail',
			retries: 0,
			message: "INTERNAL: The agent's run broke (RangeError). Check the log of the worker.",
		});
	});

	it('gives the job back when it is told to stop', async () => {
		const stopping = new AbortController();
		const host = hostWith(() => {
			stopping.abort();
			return Promise.reject(new TroupeError({ code: 'CANCELLED', message: 'cancelled' }));
		});
		await expect(agentJobHandler(host)(job(), stopping.signal)).rejects.toThrow();
	});
});

describe('the task of a job', () => {
	const state = { version: 1, runId: 'r' };
	const task = (changes: Partial<Job> = {}) => readAgentTask(job(changes)).request;

	it('is the same run when it is delivered again, and another when anything else is asked', () => {
		const first = task();
		expect(task({ retries: 2, deadline: 7 }).runId).toBe(first.runId);
		const others = [
			task({ key: '12' }),
			task({ elementInstanceKey: '9' }),
			task({ variables: { message: 'Bye', agentDefinition } }),
			task({ variables: { agentDefinition, agentState: state, decisions: [{ id: 'a', approved: true }] } }),
		];
		expect(new Set([first, ...others].map(({ runId }) => runId)).size).toBe(5);
	});

	it('has neither the memory nor the conversation of who started the instance, once another caller put something into it', () => {
		const started = { startedBy: 'oidc:ana', variables: { message: 'Hello', agentDefinition, conversationId: 'c1' } };
		const alone = task({ ...started, asker: ['person:ana', 'group:hr'] });
		expect(alone).toMatchObject({ person: 'ana', conversationId: expect.stringMatching(/:c1$/) as string });
		const shared = task({ ...started, asker: ['group:hr'] });
		expect(shared).not.toHaveProperty('person');
		expect(shared.contact).toBe('ana');
		expect(shared.conversationId).toBe(job({}).instanceKey);
	});

	it('counts messages as those of who started the instance, of the person whom a program names, or of its key', () => {
		const said = { message: 'Hello', agentDefinition };
		expect(task({ startedBy: 'oidc:ana', variables: { ...said, personId: 'bo' } }).contact).toBe('ana');
		expect(task({ startedBy: 'key:k1', variables: { ...said, personId: 'bo' } }).contact).toBe('bo');
		expect(task({ startedBy: 'key:k1', variables: said }).contact).toBe('key:k1');
		expect(task({ variables: said })).not.toHaveProperty('contact');
	});

	it('goes on with a state and what people decided, without a message', () => {
		const decisions = [
			{ id: 'a', approved: false, comment: 'Too much.' },
			{ id: 'b', approved: true, comment: null },
			{ id: 'c', answer: 'Blue.' },
		];
		expect(task({ variables: { agentDefinition, agentState: state, decisions } })).toMatchObject({
			message: '',
			resume: {
				state,
				decisions: [
					{ id: 'a', kind: 'approval', approved: false, comment: 'Too much.' },
					{ id: 'b', kind: 'approval', approved: true },
					{ id: 'c', kind: 'question', answer: 'Blue.' },
				],
			},
		});
	});

	it('begins again where the state is null, as an input mapping of none makes it', () => {
		expect(task({ variables: { message: 'Hello', agentDefinition, agentState: null, decisions: null } })).not.toHaveProperty('resume');
	});

	it.each([
		['none', undefined],
		['an empty list', []],
		['a word', 'yes'],
		['no id', [{ approved: true }]],
		['no decision', [{ id: 'a' }]],
		['a word for a decision', [{ id: 'a', approved: 'yes' }]],
		['nothing in the list', [null]],
	])('is an incident at once with a state and %s as decisions', async (_what, decisions) => {
		const outcome = await agentJobHandler(hostWith())(job({ variables: { agentDefinition, agentState: state, decisions } }), never);
		expect(outcome).toMatchObject({ kind: 'fail', retries: 0, message: expect.stringContaining('continues with "agentState"') });
	});
});

describe('the agent worker', () => {
	const engineThatRecords = (opened: Array<[string, WorkerOptions]>): ProcessEngine =>
		({
			openWorker: (type: string, options: WorkerOptions) => {
				opened.push([type, options]);
				return Promise.resolve({ type, close: () => Promise.resolve() });
			},
		}) as unknown as ProcessEngine;

	it('asks the gate for its job type, and fetches only what an agent needs', async () => {
		const opened: Array<[string, WorkerOptions]> = [];
		const gate = openGate();
		await openAgentWorker(engineThatRecords(opened), { ...hostWith(), gate }, { concurrency: 2 });
		expect(gate.admitted).toEqual([{ kind: 'job-type', name: 'troupe:agent' }]);
		expect(opened).toMatchObject([
			[
				'troupe:agent',
				{
					concurrency: 2,
					fetchVariables: [
						'message',
						'images',
						'personId',
						'facts',
						'agent',
						'agentDefinition',
						'agentState',
						'decisions',
						'origins',
						'sensitivity',
						'asker',
						'conversationId',
						...toolboxVariables,
						'_troupe',
					],
				},
			],
		]);
	});

	it('opens no job type that the manifest does not allow', async () => {
		const opened: Array<[string, WorkerOptions]> = [];
		const refused = new TroupeError({ code: 'MANIFEST_NOT_LISTED', message: 'not listed' });
		const host = { ...hostWith(), gate: { admit: () => Promise.reject(refused) } };
		await expect(openAgentWorker(engineThatRecords(opened), host)).rejects.toBe(refused);
		expect(opened).toEqual([]);
	});
});
