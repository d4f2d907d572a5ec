import { withTraceContext } from '../../core/base/trace-context';
import { openGate } from '../../test/fakes/permissive-gate';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createSpanMemory } from '../../test/support/span-memory';
import { waitUntil } from '../../test/support/wait-until';
import { chain, endEvent, messageCatch, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from '../embedded/embedded-engine';
import { openEmbeddedEngine } from '../embedded/open-embedded-engine';
import { traceVariable } from '../engine/trace-variable';
import type { Worker } from '../engine/workers';
import { openAgentWorker } from './agent-worker';

const traceId = 'a'.repeat(32);
const place = { traceparent: `00-${traceId}-${'b'.repeat(16)}-01`, tracestate: 'v=1' };
const agentDefinition = {
	...{ id: 'greeter', version: '1.0.0', name: 'Greeter', purpose: 'Greets.', prompt: 'You greet.' },
	...{ model: { extractive: false }, guardrails: { personalData: { types: [] } }, limits: {} },
};
const variables = { message: 'Hello', agentDefinition };

let engine: EmbeddedEngine;
let worker: Worker;
let memory: ReturnType<typeof createSpanMemory>;
beforeEach(async () => {
	memory = createSpanMemory();
	engine = await openEmbeddedEngine({ file: ':memory:' });
	const model = scriptedChatModel(...Array.from({ length: 9 }, () => 'Hello!'));
	const host = {
		gate: openGate(),
		agentFolders: [],
		providers: {},
		model,
		unlistedAgents: 'allow' as const,
		inline: {},
		tracing: memory.tracing,
	};
	worker = await openAgentWorker(engine, host);
});
afterEach(async () => {
	await worker.close(1_000);
	await engine.close();
});

const greet = serviceTask('greet', { type: 'troupe:agent' });
const plain = processModel('p', [startEvent(), greet, endEvent(), ...chain('start', 'greet', 'end')]);

test('a job is in the trace that started its instance, with its agent below, and whoever waits gets no variable more (camunda/camunda#25864)', async () => {
	await engine.deploy([plain]);
	const { variables: result } = await withTraceContext(place, () => engine.startAndAwait({ processId: 'p', variables }, 30_000));
	expect(result).toMatchObject({ message: 'Hello', reply: 'Hello!' });
	expect(result).not.toHaveProperty(traceVariable);
	const [job] = memory.find('job troupe:agent');
	expect(job).toMatchObject({ parentSpanContext: { spanId: 'b'.repeat(16) }, attributes: { 'troupe.process.id': 'p' } });
	const [agent] = memory.find('invoke_agent Greeter');
	expect(agent!.spanContext().traceId).toBe(traceId);
	expect(agent!.parentSpanContext).toMatchObject({ spanId: job!.spanContext().spanId });
	expect(agent!.attributes).toMatchObject({ 'troupe.process.instance': expect.any(String) as string });
});

test('a job after a message is in the trace of the message, whatever started the instance', async () => {
	const parts = [startEvent(), messageCatch('paid', 'paid', '=order'), greet, endEvent(), ...chain('start', 'paid', 'greet', 'end')];
	await engine.deploy([processModel('m', parts)]);
	const other = { traceparent: place.traceparent.replaceAll('a', 'c') };
	await withTraceContext(place, () => engine.start({ processId: 'm', variables: { ...variables, order: '1' } }));
	await withTraceContext(other, () => engine.publishMessage({ name: 'paid', correlationKey: '1', timeToLiveMs: 60_000 }));
	const [job] = await waitUntil('the job', () => memory.find('job troupe:agent').length > 0 && memory.find('job troupe:agent'));
	expect(job!.spanContext().traceId).toBe('c'.repeat(32));
});

test('a job that comes long after the start has a trace of its own, with a link to it', async () => {
	await engine.deploy([plain]);
	const started = { [traceVariable]: { ...place, at: Date.now() - 3_600_000 } };
	await engine.startAndAwait({ processId: 'p', variables: { ...variables, ...started } }, 30_000);
	const [job] = memory.find('job troupe:agent');
	expect(job!.parentSpanContext).toBeUndefined();
	expect(job!.links).toMatchObject([{ context: { traceId } }]);
	expect(memory.find('invoke_agent Greeter')[0]!.spanContext().traceId).toBe(job!.spanContext().traceId);
});

test.each(['text', 7, null, [], { traceparent: `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01` }])(
	'a job whose variable has %j in it begins a trace',
	async (value) => {
		await engine.deploy([plain]);
		await engine.startAndAwait({ processId: 'p', variables: { ...variables, [traceVariable]: value } }, 30_000);
		expect(memory.find('job troupe:agent')).toMatchObject([{ parentSpanContext: undefined, links: [] }]);
	},
);

test('an instance that nobody traces has no variable more', async () => {
	await engine.deploy([plain]);
	const { instanceKey } = await engine.startAndAwait({ processId: 'p', variables }, 30_000);
	expect((await engine.findInstance(instanceKey))?.variables).not.toHaveProperty(traceVariable);
});
