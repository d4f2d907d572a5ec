/** Shows that an end that comes from the engine reaches the work: what an agent or a task was about to change stays as it is. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { status } from '@grpc/grpc-js';
import type { AgentEvent } from '../../core/agents/agent-event';
import { closeOpened } from '../../providers/compose/open-once';
import { type ChannelHost, createChannelHost } from '../../test/fakes/channels/channel-host';
import { type FakeServer, startFakeServer } from '../../sandbox/fakes/fake-server';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool } from '../../test/fakes/tool-agent';
import { FakeZeebeGateway, GatewayRefusal } from '../../test/fakes/zeebe-gateway';
import { waitUntil } from '../../test/support/wait-until';
import { boundary, endWith, error, eventSubProcess, signal, startOn, terminate, timer } from '../../test/contract/event-parts';
import {
	chain,
	endEvent,
	errorEnd,
	flow,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
} from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import { TestClock } from '../../test/support/engine/test-engine';
import type { Job } from '../engine/jobs';
import type { ProcessEngine } from '../engine/process-engine';
import { connectZeebe } from '../zeebe/connect-zeebe';
import { openAgentWorker } from './agent-worker';
import { openSendWorker } from './channels/send-worker';
import { openHttpWorker } from './requests/http-worker';
import { openWorkflowWorker } from './requests/workflow-worker';

const agentDefinition = {
	id: 'clerk',
	version: '1.0.0',
	name: 'Clerk',
	purpose: 'Pays.',
	capabilities: [],
	prompt: 'Pay.',
	model: { route: [], extractive: false },
	guardrails: { personalData: { types: [] } },
	limits: {},
	tools: { rules: [{ tool: '*', permission: 'allow' }] },
};
const variables = { message: 'Pay.', agentDefinition };

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'troupe-cancelled-'))));
afterEach(async () => {
	await closeOpened();
	rmSync(folder, { recursive: true, force: true });
});

/** Serves an agent that pays as soon as its model is released. */
async function openPayer(engine: ProcessEngine) {
	const pay = fakeTool('pay');
	const { promise: released, resolve: release } = Promise.withResolvers<void>();
	const usage = { inputTokens: 10, outputTokens: 5, estimated: false };
	const model = scriptedChatModel(
		() => released.then(() => ({ text: '', model: 'script:model', usage, finish: 'stop' as const, ...calling(['pay', { number: 7 }]) })),
		'Paid.',
	);
	const ends: Array<AgentEvent & { kind: 'finished' }> = [];
	const observe = (event: AgentEvent) => void (event.kind === 'finished' && ends.push(event));
	const host = { gate: openGate(), agentFolders: [], providers: {}, model, tools: [pay], stateFolder: folder };
	await openAgentWorker(engine, host, {}, observe);
	return {
		pay,
		release,
		thinks: () => waitUntil('the question to the model', () => model.requests.length > 0),
		ended: () => waitUntil('the end of the run', () => ends[0]),
	};
}

describe('on the embedded engine', () => {
	const clock = new TestClock();
	let engine: EmbeddedEngine;
	beforeEach(async () => void (engine = await openEmbeddedEngine({ file: ':memory:', clock })));
	afterEach(() => engine.close());

	const pays = serviceTask('pays', { type: 'troupe:agent' });
	const alone: ModelPart[] = [startEvent(), pays, endEvent(), ...chain('start', 'pays', 'end')];
	const beside = (stop: ModelPart): ModelPart[] => [
		startEvent(),
		parallelGateway('fork'),
		pays,
		endEvent(),
		serviceTask('other', { type: 'other' }),
		stop,
		...chain('start', 'fork', 'pays', 'end'),
		...chain('fork', 'other', 'stop'),
	];
	const endOther = async () => {
		const jobs = await engine.activate('other', { limit: 1, timeoutMs: 1_000 });
		await engine.answer(jobs[0]!.key, { kind: 'complete', variables: {} });
	};
	const caught = (id: string, event: Parameters<typeof startOn>[1]) =>
		eventSubProcess(id, [startOn('caught', event), endEvent('over'), flow('caught-over', 'caught', 'over')]);

	test.each<[string, ModelPart[], (instanceKey: string) => Promise<unknown>]>([
		['a cancelled instance', alone, (key) => engine.cancel(key)],
		['a modified instance', alone, async (key) => engine.modify(key, { terminate: await engine.findElementInstances(key, 'pays') })],
		[
			'an interrupting timer',
			[...alone, boundary('late', 'pays', timer('Duration', 'PT1S')), endEvent('given-up'), ...chain('late', 'given-up')],
			() => clock.advance(engine, 2_000),
		],
		['a terminate end event', beside(endWith('stop', terminate)), endOther],
		['an error in another branch', [...beside(errorEnd('stop', 'E1')), caught('failed', error('E1'))], endOther],
		['a signal to an event sub-process', [...alone, caught('told', signal('stop'))], () => engine.broadcastSignal({ name: 'stop' })],
	])('%s stops its agent at once, before it writes', async (_what, parts, end) => {
		await engine.deploy([processModel('p', parts)]);
		const { pay, release, thinks, ended } = await openPayer(engine);
		const { instanceKey } = await engine.start({ processId: 'p', variables });
		await thinks();
		await end(instanceKey);
		expect(await ended()).toMatchObject({ outcome: 'failed', errorCode: 'CANCELLED' });
		release();
		expect(pay.calls).toEqual([]);
	});

	test('a job that ended before its worker heard of it is not begun', async () => {
		await engine.deploy([
			processModel('p', [startEvent(), serviceTask('work', { type: 'work' }), endEvent(), ...chain('start', 'work', 'end')]),
		]);
		const { instanceKey } = await engine.start({ processId: 'p' });
		const begun: Job[] = [];
		const opened = engine.openWorker('work', { name: 'test', concurrency: 1, timeoutMs: 60_000 }, async (job) => {
			begun.push(job);
			return { kind: 'complete', variables: {} };
		});
		await Promise.all([opened, engine.cancel(instanceKey)]);
		expect(begun).toEqual([]);
	});
});

describe('on Zeebe, which tells its workers nothing', () => {
	let gateway: FakeZeebeGateway;
	let engine: ProcessEngine;
	let server: FakeServer;
	let own: ChannelHost;
	beforeEach(async () => {
		gateway = await new FakeZeebeGateway().start();
		engine = await connectZeebe({ address: gateway.address });
		server = await startFakeServer(() => ({ status: 200, headers: {}, body: '' }));
		own = await createChannelHost();
	});
	afterEach(async () => {
		await engine.close();
		gateway.stop();
		await server.close();
		await own.remove();
	});
	const gone = (): never => {
		throw new GatewayRefusal(status.NOT_FOUND, 'no such job was found');
	};

	test('an agent whose job is gone does not write', async () => {
		for (const method of ['updateJobTimeout', 'failJob', 'completeJob']) gateway.answer(method, gone);
		const { pay, release, ended } = await openPayer(engine);
		release();
		gateway.offer({ key: '11', type: 'troupe:agent', variables: JSON.stringify(variables) });
		expect(await ended()).toMatchObject({ outcome: 'failed', errorCode: 'CANCELLED' });
		expect(pay.calls).toEqual([]);
	});

	test('an agent that cannot ask writes', async () => {
		for (const method of ['failJob', 'completeJob']) gateway.answer(method, () => ({}));
		const { pay, release, ended } = await openPayer(engine);
		release();
		gateway.offer({ key: '11', type: 'troupe:agent', variables: JSON.stringify(variables) });
		expect(await ended()).toMatchObject({ outcome: 'reply' });
		expect(pay.calls).toHaveLength(1);
	});

	test.each([
		['troupe:http', openHttpWorker, () => ({ headers: { method: 'POST' }, variables: { url: `${server.url}/orders` } })],
		['troupe:n8n-workflow', openWorkflowWorker, () => ({ headers: { url: `${server.url}/webhook/order` }, variables: {} })],
		['troupe:send', openSendWorker, () => ({ headers: {}, variables: { conversation: own.conversation, text: 'Hello.' } })],
	] as const)('a job of %s that is gone changes nothing', async (type, open, give) => {
		for (const method of ['updateJobTimeout', 'failJob', 'completeJob', 'throwError']) gateway.answer(method, gone);
		const delivered: string[] = [];
		await open(engine, { ...own.host, allowPrivateNetworks: true }, { onDelivered: (became) => void delivered.push(became) });
		const { headers, variables: sent } = give();
		gateway.offer({ key: '11', type, customHeaders: JSON.stringify(headers), variables: JSON.stringify(sent) });
		await waitUntil('the end of the job', () => delivered[0]);
		expect(delivered).toEqual(['superseded']);
		expect(server.calls).toEqual([]);
		expect(await own.channels.outbox.list('default', { conversation: own.conversation }, 10)).toEqual([]);
	});
});
