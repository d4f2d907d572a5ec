import * as published from '@opentelemetry/semantic-conventions/incubating';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withTraceContext, parseTraceContext } from '../../../core/base/trace-context';
import type { AgentOutcome } from '../../../core/agents/agent-outcome';
import type { AgentRequest } from '../../../core/agents/agent-request';
import { runAgent } from '../../../core/agents/run-agent';
import { runAgentRun } from '../../../cli/agent/agent-run';
import { runAgentShow } from '../../../cli/agent/agent-show-run';
import { runRunList } from '../../../cli/run/run-list-run';
import { testTerminal } from '../../../test/support/test-terminal';
import { type FakeServer, rawAnswer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { type CollectedSpan, type OtlpCollector, startOtlpCollector } from '../../../test/fakes/otlp-collector';
import { openGate } from '../../../test/fakes/permissive-gate';
import { createSpanMemory } from '../../../test/support/span-memory';
import { withViews } from '../../../test/support/with-views';
import { setEnvironment } from '../../../test/support/set-environment';
import names from '../../tracing/published-names.json';
import { composeAgent } from '../agents/agent';
import { closeTracing } from './open-tracing';

let collector: OtlpCollector;
let openai: FakeServer;
let shop: FakeServer;
let folder: string;
let restore: () => void;
const warnings: string[] = [];

beforeEach(async () => {
	[collector, openai] = await Promise.all([startOtlpCollector(), startOpenAiServer()]);
	shop = await startFakeServer(() => rawAnswer({ status: 200, body: { status: 'sent to ana@example.com' } }));
	folder = mkdtempSync(join(tmpdir(), 'troupe-traces-'));
	restore = setEnvironment({
		OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
		OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
		OTEL_SERVICE_NAME: 'front',
	});
	warnings.length = 0;
	jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(String(warning)));
});
afterEach(async () => {
	await closeTracing();
	restore();
	jest.restoreAllMocks();
	rmSync(folder, { recursive: true });
	await Promise.all([collector.close(), openai.close(), shop.close()]);
});

const host = async () => ({
	...{ name: 'cli', gate: openGate(), agentFolders: [], allowPrivateNetworks: true, stateFolder: folder, vaultKey: 'k'.repeat(43) },
	providers: { openai: { apiKey: 'sk-fake', baseUrl: `${openai.url}/v1` } },
});

const clerk = () => ({
	...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Answers.', prompt: 'Answer.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [
			{
				...{ kind: 'http', name: 'order', description: 'An order.', method: 'GET', url: `${shop.url}/orders` },
				...{ parameters: { type: 'object', properties: { note: { type: 'string' } } }, effect: 'reads' },
			},
		],
	},
	guardrails: { personalData: { types: ['EMAIL_ADDRESS'] } },
	limits: {},
});

/** Asks an agent with a tool, as the command does. */
async function ask(message = 'Where is the order of ana@example.com?') {
	writeFileSync(join(folder, 'clerk.json'), JSON.stringify(clerk()));
	openai.script([{ text: '', calls: [{ name: 'order', input: { note: 'quick' } }] }, { text: 'It was sent.' }]);
	const terminal = testTerminal();
	await runAgentRun({ agent: join(folder, 'clerk.json'), message, conversation: 'c', json: true }, terminal, host);
	return JSON.parse(terminal.printed.join('\n')) as { kind: string; runId: string };
}
const named = (name: string): CollectedSpan[] => collector.spans.filter((span) => span.name === name);
const facts = () => collector.spans.map((span) => span.facts);

test('a run of the command is one trace: the agent, its model, its tool and its checks, sent before the process ends (withastro/flue#608)', async () => {
	const { runId } = await ask();
	await closeTracing();
	const [agent] = named('invoke_agent Clerk');
	expect(agent).toMatchObject({ parentSpanId: '', kind: 1, status: 0, schemaUrl: names.schemaUrl, resource: { 'service.name': 'front' } });
	expect(agent!.facts).toMatchObject({
		...{ 'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.id': 'clerk', 'gen_ai.agent.version': '1.0.0' },
		...{ 'gen_ai.provider.name': 'openai', 'troupe.run.id': runId, 'troupe.tenant': 'default', 'troupe.outcome': 'reply' },
		'gen_ai.conversation.id': expect.not.stringMatching(/^c$/) as string,
	});
	expect(named('chat gpt-4.1-mini')).toMatchObject([{ kind: 3 }, { kind: 3 }]);
	expect(named('execute_tool order')[0]!.facts).toMatchObject({ 'gen_ai.tool.name': 'order', 'troupe.tool.outcome': 'ok' });
	expect(named('guardrail input')).toHaveLength(1);
	expect(new Set(collector.spans.map(({ traceId }) => traceId)).size).toBe(1);
	const ids = new Set(collector.spans.map(({ spanId }) => spanId));
	expect(collector.spans.filter(({ parentSpanId }) => parentSpanId !== '' && !ids.has(parentSpanId))).toEqual([]);
	expect(warnings).toEqual([]);
});

test('every name is one of the conventions that the address of the schema stands for, or begins with troupe', async () => {
	restore();
	restore = setEnvironment({
		...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
		OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'true',
	});
	await ask();
	await closeTracing();
	const used = new Set(facts().flatMap((each) => Object.keys(each)));
	expect(used.size).toBeGreaterThan(25);
	expect([...used].filter((name) => !name.startsWith('troupe.') && !names.attributes.includes(name))).toEqual([]);
	const operations = facts().flatMap((each) => each['gen_ai.operation.name'] ?? []);
	expect(operations.filter((name) => !names.operations.includes(name as string))).toEqual([]);
	const current: string[] = Object.values(published).filter((value) => typeof value === 'string');
	expect(names.attributes.filter((name) => !current.includes(name))).toEqual([]);
});

test('nothing that was said is in a span, nor what a tool was given (tdarwin/pandoras_gate#57) (open-telemetry/opentelemetry-python-genai#186)', async () => {
	await ask('Where is the parcel, zebra?');
	await closeTracing();
	expect(collector.spans.length).toBeGreaterThan(4);
	expect(JSON.stringify(collector.spans)).not.toMatch(/zebra|quick|It was sent|sent to|An order/);
});

test('what was said is in the spans of an operator who asked for it, without personal data', async () => {
	restore();
	restore = setEnvironment({
		...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' },
		OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'SPAN_ONLY',
	});
	await ask('Where is the order of ana@example.com, CPF 529.982.247-25?');
	await closeTracing();
	const all = JSON.stringify(collector.spans);
	expect(all).not.toMatch(/ana@|529\.982/);
	const [tool] = named('execute_tool order');
	expect(tool!.facts).toMatchObject({ 'gen_ai.tool.call.arguments': '{"note":"quick"}' });
	expect(tool!.facts['gen_ai.tool.call.result']).toContain('sent to');
	const [, last] = named('chat gpt-4.1-mini');
	expect(last!.facts['gen_ai.output.messages']).toContain('It was sent.');
	expect(last!.facts['gen_ai.input.messages']).toContain('Where is the order of');
});

test('a trace of the caller goes on, to the model and to the tool', async () => {
	const traceId = 'a'.repeat(32);
	const caller = parseTraceContext(`00-${traceId}-${'b'.repeat(16)}-01`, 'vendor=1');
	const { runId } = await withTraceContext(caller, () => ask());
	await closeTracing();
	expect(named('invoke_agent Clerk')).toMatchObject([{ traceId, parentSpanId: 'b'.repeat(16) }]);
	const [tool] = named('execute_tool order');
	expect(shop.calls[0]!.headers).toMatchObject({ traceparent: `00-${traceId}-${tool!.spanId}-01`, tracestate: 'vendor=1' });
	expect(openai.calls.map(({ headers }) => headers.traceparent).sort()).toEqual(
		named('chat gpt-4.1-mini')
			.map(({ spanId }) => `00-${traceId}-${spanId}-01`)
			.sort(),
	);
	expect(collector.calls.every(({ headers }) => headers.traceparent === undefined)).toBe(true);
	const terminal = testTerminal();
	await runRunList({ limit: 10, trace: traceId, json: true }, terminal, host);
	expect(JSON.parse(terminal.printed.join('\n'))).toMatchObject({ runs: [{ runId, of: { trace: traceId } }] });
	await runRunList({ limit: 10, trace: 'c'.repeat(32) }, terminal, host);
	expect(terminal.noted).toContain('no run is stored that fits');
	await runAgentShow({ run: runId }, terminal, host);
	expect(terminal.printed).toContain(`trace: ${traceId}`);
});

test('a caller who does not sample gets no spans, and what is called learns that too', async () => {
	await withTraceContext(parseTraceContext(`00-${'a'.repeat(32)}-${'b'.repeat(16)}-00`), () => ask());
	await closeTracing();
	expect(collector.spans).toEqual([]);
	expect(shop.calls[0]!.headers.traceparent).toMatch(/^00-a{32}-[0-9a-f]{16}-00$/);
});

test('spans go out as Protocol Buffers unless JSON is asked for, with the headers of the settings', async () => {
	restore();
	restore = setEnvironment({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/v1/traces`, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=a%20b' });
	await ask();
	await closeTracing();
	expect(collector.calls).toMatchObject([{ status: 200, headers: { 'content-type': 'application/x-protobuf', 'x-key': 'a b' } }]);
	const [agent] = named('invoke_agent Clerk');
	expect(agent).toMatchObject({ parentSpanId: '', kind: 1, status: 0, schemaUrl: names.schemaUrl, resource: { 'service.name': 'troupe' } });
	expect(named('execute_tool order')).toMatchObject([{ traceId: agent!.traceId, parentSpanId: agent!.spanId }]);
	expect(agent!.facts).toMatchObject({ 'troupe.tool_calls': 1, 'gen_ai.agent.id': 'clerk' });
});

test('a run that goes on after a person decided is in the trace of the decision, with a link to where it began', async () => {
	const { tracing, find } = createSpanMemory();
	const definition = { ...clerk(), tools: { ...clerk().tools, rules: [{ tool: 'order', permission: 'ask' }] } };
	const parts = await composeAgent({ kind: 'inline', definition }, { ...(await host()), inline: {}, tracing });
	const run = (request: Partial<AgentRequest>) =>
		runAgent({ message: 'Where is it?', conversationId: 'c', ...request }, parts, new AbortController().signal);
	openai.script([{ text: '', calls: [{ name: 'order', input: { note: 'quick' } }] }, { text: 'It was sent.' }]);
	const { state, pending } = (await run({})) as AgentOutcome & { kind: 'needs-human'; reason: 'approval' };
	const decisions = withViews(state, [{ id: pending[0]!.id, kind: 'approval', approved: true }]);
	const decided = { traceparent: `00-${'d'.repeat(32)}-${'e'.repeat(16)}-01` };
	await withTraceContext(decided, () => run({ message: '', resume: { state, decisions } }));
	const [first, second] = find('invoke_agent Clerk');
	expect(first!.attributes).toMatchObject({ 'troupe.outcome': 'needs-human', 'troupe.reason': 'approval' });
	expect(second!.spanContext().traceId).toBe('d'.repeat(32));
	expect(second!.links.map(({ context }) => context.spanId)).toEqual([first!.spanContext().spanId]);
	expect(find('execute_tool order')).toMatchObject([{ parentSpanContext: { spanId: second!.spanContext().spanId } }]);
});

describe('a collector that is not there', () => {
	it('fails no run, and is told once (open-telemetry/opentelemetry-php#1448)', async () => {
		await collector.close();
		expect(await ask()).toMatchObject({ kind: 'reply' });
		await closeTracing();
		expect(await ask()).toMatchObject({ kind: 'reply' });
		await closeTracing();
		expect(warnings).toEqual([expect.stringMatching(/^Spans could not be sent to the collector at 127\.0\.0\.1:\d+: .*ECONNREFUSED/)]);
	});

	it('holds no command up that has done its work, if it takes the spans and does not answer (open-telemetry/opentelemetry-python#4043)', async () => {
		collector.script([{ status: 200, body: {}, delayMs: 60_000 }]);
		await ask();
		await closeTracing(100);
		expect(warnings).toEqual([expect.stringContaining('it did not answer before the process ended')]);
	});

	it('gets the spans once more if it is busy', async () => {
		collector.script([{ status: 503, headers: { 'retry-after': '0' }, body: 'busy' }]);
		await ask();
		await closeTracing();
		expect(collector.calls.map(({ status }) => status)).toEqual([503, 200]);
		expect(named('invoke_agent Clerk')).toHaveLength(1);
	});
});

test.each([
	[
		{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
		/Runs are not traced: OTEL_EXPORTER_OTLP_PROTOCOL is "grpc", expected http\/protobuf or http\/json/,
	],
	[{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /OTEL_EXPORTER_OTLP_ENDPOINT is not an http or https address/],
	[{ OTEL_SDK_DISABLED: 'true' }, undefined],
	[{ OTEL_TRACES_EXPORTER: 'none' }, undefined],
])('runs go on without spans with %j', async (settings, warning) => {
	const back = setEnvironment({ ...settings });
	expect(await ask()).toMatchObject({ kind: 'reply' });
	back();
	expect(collector.calls).toEqual([]);
	expect(warnings).toEqual(warning ? [expect.stringMatching(warning)] : []);
	expect(shop.calls[0]!.headers.traceparent).toBeUndefined();
});
