import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	chain,
	endEvent,
	extensions,
	messageCatch,
	processModel,
	serviceTask,
	startEvent,
	userTask,
} from '../../../test/contract/model-builder';
import { callActivity } from '../../../test/contract/event-parts';
import { onTask, taskListening } from '../../../test/contract/listener-parts';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import type { EmbeddedEngine } from '../../../engine-adapter/embedded/embedded-engine';
import type { JobOutcome } from '../../../engine-adapter/engine/jobs';
import { openTestService, type TestService } from '../../../test/support/engine/test-service';
import { composeUsageStore } from '../../../providers/compose/models/usage';
import { openGate } from '../../../test/fakes/permissive-gate';
import { findServiceAddress, writeServiceAddress } from '../../../service/access/service-address';
import { describeSlow } from '../../../test/support/slow-tests';
import { runTroupe } from '../../program';
import { testTerminal } from '../../../test/support/test-terminal';
import { runProcessCancel } from './cancel-run';
import { runProcessCost } from './cost-run';
import { runProcessDeploy } from './deploy-run';
import { runProcessIncidents, runProcessResolve, runProcessRetry } from './incidents-run';
import { runProcessList } from './list-run';
import { runProcessPublish } from './publish-run';
import { runProcessShow } from './show-run';
import { runProcessStart } from './start-run';
import { runProcessComplete, runProcessTasks } from './tasks-run';

const order = processModel('order', [
	startEvent(),
	serviceTask('pay', { type: 'bank' }),
	userTask('ask', { native: true }),
	endEvent(),
	...chain('start', 'pay', 'ask', 'end'),
]);
const caller = processModel('caller', [startEvent(), callActivity('call', 'order'), endEvent(), ...chain('start', 'call', 'end')]);

let home: string;
let service: TestService | undefined;
beforeEach(() => (home = mkdtempSync(join(tmpdir(), 'troupe-operate-'))));
afterEach(async () => {
	await service?.close();
	service = undefined;
	rmSync(home, { recursive: true });
});

const gate = openGate();
const parts = { open: async () => ({ gate, agentFolders: [], providers: {} }) };
const terminalOf = () => testTerminal({ TROUPE_HOME: home });

/** Runs a command on the engine of the home, or on a service. */
async function operate<Options extends object>(
	run: (
		options: Options & { engine: string; address: string; json?: boolean },
		terminal: ReturnType<typeof testTerminal>,
	) => Promise<number>,
	options: Options,
) {
	const terminal = terminalOf();
	const code = await run({ engine: service?.url ?? 'embedded', address: '', ...options }, terminal);
	const text = terminal.printed.join('\n');
	return { code, text, notes: terminal.noted.join('\n'), json: () => JSON.parse(text) as Record<string, Array<Record<string, string>>> };
}

/** Works with the engine itself: its file is free between two commands. */
async function withEngine<T>(work: (engine: EmbeddedEngine) => Promise<T>): Promise<T> {
	if (service) return work(service.engine);
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	try {
		return await work(engine);
	} finally {
		await engine.close();
	}
}

const answerJob = (outcome: JobOutcome) =>
	withEngine(async (engine) => {
		const [job] = await engine.activate('bank', { limit: 1, timeoutMs: 60_000 });
		await engine.answer(job!.key, outcome);
	});

describe('with the engine of the home', () => managesProcesses('the engine of the home'));
// The same requests to the same routes, over another connection.
describeSlow('with a service', () => managesProcesses('a service'));

function managesProcesses(kind: 'the engine of the home' | 'a service'): void {
	beforeEach(async () => {
		if (kind === 'a service') service = await openTestService([]);
	});

	test('processes are deployed, watched, repaired and brought to their end', async () => {
		writeFileSync(join(home, 'order.bpmn'), order.content);
		const deployed = await operate((options, terminal) => runProcessDeploy([join(home, 'order.bpmn')], options, terminal, parts), {
			lint: true,
		});
		expect(deployed).toMatchObject({ code: 0, text: expect.stringMatching(/PROCESS +VERSION +KEY +FILE\norder +1 +\d+ +order.bpmn/) });

		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'order', variables: { amount: 1 } }));
		await answerJob({ kind: 'fail', message: 'closed', retries: 0 });
		const list = (state?: 'incident' | 'completed') =>
			operate((options, terminal) => runProcessList(options, terminal, parts), { limit: 10, ...(state && { state }) });
		expect((await list('incident')).text).toMatch(new RegExp(`${instanceKey} +order +1 +incident`));

		const incidents = () => operate((options, terminal) => runProcessIncidents(instanceKey, options, terminal, parts), { json: true });
		const incidentKey = (await incidents()).json().incidents![0]!.incidentKey!;
		const shown = await operate((options, terminal) => runProcessIncidents(undefined, options, terminal, parts), {});
		expect(shown.text).toMatch(/JOB_NO_RETRIES[^]*: closed\nwhat to do: /);
		await expect(operate((options, terminal) => runProcessResolve([incidentKey], options, terminal, parts), {})).rejects.toMatchObject({
			fix: expect.stringContaining(`troupe process retry ${incidentKey}`),
		});
		const retried = await operate((options, terminal) => runProcessRetry([instanceKey], options, terminal, parts), {
			retries: 2,
			variables: { amount: 2 },
		});
		expect(retried.text).toMatch(`Incident ${incidentKey} is resolved, its job `);
		expect((await incidents()).json().incidents).toEqual([]);
		await answerJob({ kind: 'complete', variables: { paid: true } });

		const tasks = await operate((options, terminal) => runProcessTasks(undefined, options, terminal, parts), { json: true });
		const [task] = tasks.json().tasks!;
		expect(task).toMatchObject({ elementId: 'ask', processInstanceKey: instanceKey });
		const waiting = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), {});
		expect(waiting.text).toMatch(/Waits for a person\n.*\n\d+ +ask/);
		await operate((options, terminal) => runProcessComplete(task!.userTaskKey!, options, terminal, parts), {
			variables: { ok: true },
			form: true,
		});

		expect((await list('completed')).text).toContain(instanceKey);
		const { text } = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), {});
		expect(text).toMatch(/^order version 1, completed\ninstance \d+, .* took /);
		expect(text).toMatch(/\npay +service task +completed [^]*\nask +user task +completed /);
		expect(text).toMatch(/\nIncidents\n[^]*JOB_NO_RETRIES +resolved/);
		expect(text).toContain('\namount = 2\nok = true\npaid = true');
	});

	test('a deployed process is started by its id, in its latest version or another (highmed/highmed-dsf#264)', async () => {
		await withEngine((engine) => engine.deploy([order]));
		await withEngine((engine) => engine.deploy([{ ...order, content: order.content.replace('"pay"', '"pay" name="Pay"') }]));
		const start = (processId: string, more: object = {}) =>
			operate((options, terminal) => runProcessStart(processId, options, terminal, parts), { variables: { amount: 7 }, ...more });
		const { text, notes } = await start('order');
		const instanceKey = /^Instance (\d+) of order version 2 is started\.$/.exec(text)?.[1];
		expect(notes).toContain(`troupe process show ${instanceKey}`);
		expect((await withEngine((engine) => engine.findInstance(instanceKey!))).variables).toEqual({ amount: 7 });
		expect((await start('order', { json: true, processVersion: 1 })).json()).toMatchObject({ processId: 'order', version: 1 });
		await expect(start('odrer')).rejects.toMatchObject({ code: 'PROCESS_NOT_FOUND', fix: expect.stringContaining('process deploy') });
		await expect(start('order', { processVersion: 9 })).rejects.toMatchObject({
			code: 'PROCESS_NOT_FOUND',
			message: expect.stringMatching(/has no process "order" in version 9, but in versions 1, 2\.$/),
			fix: expect.stringContaining('--process-version'),
		});
	});

	test('an instance that waits for a message says for which, and goes on with it', async () => {
		const model = [startEvent(), messageCatch('wait', 'paid', '=order.id'), endEvent(), ...chain('start', 'wait', 'end')];
		await withEngine((engine) => engine.deploy([processModel('waiting', model)]));
		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'waiting', variables: { order: { id: 'o-1' } } }));
		const { text } = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), {});
		expect(text).toMatch(/\nWaits for a message\nMESSAGE +CORRELATION KEY +ELEMENT\npaid +o-1 +wait\n/);
		const publish = (correlationKey: string) =>
			operate((options, terminal) => runProcessPublish('paid', options, terminal, parts), {
				...{ correlationKey, variables: { amount: 7 }, ttl: correlationKey === 'o-2' ? 0 : 60_000 },
			});
		expect((await publish('o-2')).text).toMatch(/^Message \d+ "paid" is published\.$/);
		expect((await publish('o-1')).text).toMatch(/^Message \d+ "paid" is published\. It waits for an instance for at most 60 s\.$/);
		const ended = await withEngine((engine) => engine.findInstance(instanceKey));
		expect(ended).toMatchObject({ state: 'COMPLETED', variables: { amount: 7 } });
	});

	test('the agents of an instance are shown with what they used', async () => {
		await withEngine((engine) => engine.deploy([order]));
		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'order' }));
		await withEngine(async (engine) => {
			const [job] = await engine.activate('bank', { limit: 1, timeoutMs: 60_000 });
			const configuration = { model: 'small', provider: 'script' };
			const metrics = { modelCalls: 2, toolCalls: 3, inputTokens: 1200, outputTokens: 34 };
			await engine.reportAgent(job!, { begins: true, status: 'TOOL_CALLING', configuration, metrics, history: [] });
		});
		const { text } = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), {});
		expect(text).toMatch(
			/\nAgents\nAGENT +ELEMENT +STATUS +MODEL +MODEL CALLS +TOOL CALLS +INPUT +OUTPUT\n\d+ +pay +tool calling +small +2 +3 +1200 +34/,
		);
		const shown = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), { json: true });
		expect(shown.json().agents).toMatchObject([{ elementId: 'pay', status: 'TOOL_CALLING', metrics: { toolCalls: 3 } }]);
	});

	test('the form of a user task checks what completes it', async () => {
		const amount = { key: 'amount', type: 'number', label: 'Amount', validate: { required: true, max: 100 } };
		const note = { key: 'note', type: 'textfield', label: 'Note', defaultValue: 'none' };
		const form = { name: 'pay.form', content: JSON.stringify({ id: 'pay', type: 'default', components: [amount, note] }) };
		const task = { tag: 'userTask', id: 'ask', extensions: extensions('<zeebe:userTask/>', '<zeebe:formDefinition formId="pay"/>') };
		const formed = processModel('formed', [startEvent(), task, endEvent(), ...chain('start', 'ask', 'end')]);
		const keys = await withEngine(async (engine) => {
			await engine.deploy([formed, form]);
			for (const payer of ['Ana', 'Bia']) await engine.start({ processId: 'formed', variables: { payer, note: 'late' } });
			return (await engine.searchUserTasks({})).map(({ key, instanceKey }) => ({ key, instanceKey }));
		});
		const completeTask = (variables: object, isFilledIn = true, key = keys[0]!.key) =>
			operate((options, terminal) => runProcessComplete(key, options, terminal, parts), { variables: { ...variables }, form: isFilledIn });
		await expect(completeTask({ amount: 500 })).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining('the field "amount" (Amount) is above 100') as string,
			fix: expect.stringContaining('--form') as string,
		});
		await expect(completeTask({})).rejects.toMatchObject({ message: expect.stringContaining('(Amount)') as string });
		await expect(completeTask({ amont: 5 })).rejects.toMatchObject({ message: expect.stringContaining('no field "amont"') as string });
		expect(await completeTask({ amount: 50 })).toMatchObject({ code: 0 });
		expect(await completeTask({ other: 500 }, false, keys[1]!.key)).toMatchObject({ code: 0 });
		const ends = await withEngine((engine) =>
			Promise.all(keys.map(async ({ instanceKey }) => (await engine.findInstance(instanceKey)).variables)),
		);
		expect(ends).toEqual([
			{ payer: 'Ana', note: 'late', amount: 50 },
			{ payer: 'Bia', note: 'late', other: 500 },
		]);
		await expect(completeTask({ amount: 1 })).rejects.toMatchObject({ code: 'USER_TASK_NOT_FOUND' });
	});

	test('a user task about which listeners decide is listed with its state', async () => {
		const listened = taskListening(userTask('ask', { native: true }), onTask('creating'));
		await withEngine((engine) =>
			engine.deploy([processModel('listened', [startEvent(), listened, endEvent(), ...chain('start', 'ask', 'end')])]),
		);
		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'listened' }));
		const tasks = () => operate((options, terminal) => runProcessTasks(instanceKey, options, terminal, parts), {});
		expect((await tasks()).text).toMatch(/ask +\d+ +listened +creating/);
		await withEngine((engine) => engine.cancel(instanceKey));
		expect((await tasks()).text).not.toContain(instanceKey);
	});

	test('a cancelled instance is shown as terminated', async () => {
		await withEngine((engine) => engine.deploy([order]));
		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'order' }));
		const cancel = (options: { yes?: boolean }) =>
			operate((given, terminal) => runProcessCancel([instanceKey], given, terminal, parts), options);
		await expect(cancel({})).rejects.toMatchObject({
			code: 'INPUT_INVALID',
			message: expect.stringContaining(`Cancel the process instance ${instanceKey}?`),
		});
		expect(await cancel({ yes: true })).toMatchObject({
			code: 0,
			text: `${instanceKey} is cancelled.`,
		});
		const shown = await operate((options, terminal) => runProcessShow(instanceKey, options, terminal, parts), { json: true });
		expect(shown.json()).toMatchObject({ instance: { state: 'TERMINATED' }, elements: [{ state: 'COMPLETED' }, { state: 'TERMINATED' }] });
		await expect(cancel({ yes: true })).rejects.toMatchObject({ code: 'INSTANCE_NOT_FOUND' });
	});

	test('the cost of an instance includes what it called, and its guardrails are shown', async () => {
		await withEngine((engine) => engine.deploy([order, caller]));
		const { instanceKey } = await withEngine((engine) => engine.start({ processId: 'caller' }));
		const guardrails = [{ guardrail: 'personal-data', action: 'mask', stage: 'input', matches: [] }];
		await answerJob({ kind: 'complete', variables: { guardrails } });
		const { json } = await operate((options, terminal) => runProcessList(options, terminal, parts), {
			limit: 10,
			process: 'order',
			json: true,
		});
		const called = json().instances![0]!.processInstanceKey!;
		await bookCall(instanceKey, 'caller', 'call', 0.01);
		await bookCall(called, 'order', 'pay', 0.02);
		const cost = await operate((options, terminal) => runProcessCost(instanceKey, options, terminal, parts), {});
		expect(cost.text).toMatch(
			/caller +call +openai:small +1 +100 +10 +0.0100\norder +pay +openai:small +1 +100 +10 +0.0200\ntotal +2 +200 +20 +0.0300/,
		);
		const shown = await operate((options, terminal) => runProcessShow(called, options, terminal, parts), {});
		expect(shown.text).toMatch(/\nModels\n[^]*order +pay +openai:small/);
		expect(shown.text).toContain('\nGuardrails\npay: personal-data, mask of the input');
	});
}

/** A call of a model, as a job's agent books it. */
async function bookCall(instance: string, process: string, element: string, costUsd: number): Promise<void> {
	const store = await composeUsageStore({ stateFolder: home });
	const usage = { inputTokens: 100, outputTokens: 10, estimated: false };
	const call = { provider: 'openai', model: 'small', kind: 'chat', usage, costUsd, priceTable: 'test' } as const;
	const scope = { tenant: 'default', agent: 'support', host: 'worker', instance, process, element };
	const entry = await store.reserve({ scope, ...call }, [], Date.now());
	await store.settle(entry, { state: 'ok', errorCode: null, usage, costUsd, durationMs: 5 });
}

test('what makes processes go on asks the gate for its command', () => {
	const asked = gate.admitted.map((subject) => JSON.stringify(subject)).join();
	for (const name of ['deploy', 'start', 'resolve', 'retry', 'complete', 'cancel']) expect(asked).toContain(`process ${name}`);
	for (const name of ['list', 'show', 'incidents', 'tasks', 'cost']) expect(asked).not.toContain(`process ${name}"`);
});

test('an engine that a service holds is reached by the service, wherever it listens', async () => {
	const engine = await openEmbeddedEngine({ file: join(home, 'engine.db') });
	try {
		const connect = () => runProcessList({ engine: 'embedded', address: '', limit: 1, json: true }, terminalOf(), parts);
		writeServiceAddress(home, 'http://127.0.0.1:9');
		await expect(connect()).rejects.toMatchObject({
			code: 'ENGINE_UNREACHABLE',
			message: expect.stringContaining('no service answers at http://127.0.0.1:9'),
		});
		service = await openTestService([]);
		const takeBack = writeServiceAddress(home, service.url);
		expect(await connect()).toBe(0);
		await takeBack();
		expect(findServiceAddress(home)).toBe('http://127.0.0.1:8600');
	} finally {
		await engine.close();
	}
});

test.each([
	[['process', 'show', 'abc'], 'Expected a key'],
	[['process', 'complete', '1', '-v', '[]'], '--variables must be a JSON object'],
	[['process', 'list', '--state', 'odd'], 'Allowed choices'],
	[['process', 'list', '--engine', 'odd'], 'Expected embedded, zeebe, or a URL'],
])('%j is wrong use', async (args, message) => {
	const terminal = terminalOf();
	expect(await runTroupe(args, terminal)).toBe(2);
	expect(terminal.noted.join('\n')).toContain(message);
});

test('a question does not create an engine', async () => {
	const options = { engine: 'embedded', address: '', limit: 1 };
	await expect(runProcessList(options, terminalOf(), parts)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	expect(existsSync(join(home, 'engine.db'))).toBe(false);
});
