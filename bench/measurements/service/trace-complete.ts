/**
 * Share of 100 runs of which one trace tells everything: half over MCP, half for jobs of processes that were started over `/v2`, by `troupe serve` in its
 * own process. Each caller names a trace. Complete: the collector has the run, its model and its checks, each below a span of the trace or below the
 * caller, the job of a run between the two, and the record of the run names the trace. Goal: 1.
 */
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../engine-adapter/contract/model-builder';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { type CollectedSpan, startOtlpCollector } from '../../../sandbox/fakes/otlp-collector';
import { waitUntil } from '../../../test/support/wait-until';
import { startServer, stopServer } from '../../compare-servers';

const runs = 100;
const token = 'a-token-of-this-measurement';
const caller = '00f067aa0ba902b7';
const message = 'How long is the warranty of a coffee machine?';
const task = serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'support' } });
const model = processModel('traced', [startEvent(), task, endEvent(), ...chain('start', 'answer', 'end')]);

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const home = mkdtempSync(resolve('build', 'bench-traces-'));
	const children: ChildProcess[] = [];
	const [collector, models] = await Promise.all([startOtlpCollector(), startOpenAiServer()]);
	try {
		const url = await startServer(['bin/troupe', 'serve', '--no-registry', '--port', '0'], children, {
			...{ TROUPE_HOME: home, TROUPE_API_TOKEN: token, TROUPE_DATABASE_URL: '', TROUPE_TENANT: '', TROUPE_UNLISTED_AGENTS: 'allow' },
			...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${models.url}/v1`, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
		});
		await deploy(url);
		const traces = Array.from({ length: runs }, () => randomBytes(16).toString('hex'));
		for (const [index, trace] of traces.entries()) await (index % 2 === 0 ? callTool(url, trace) : startInstance(url, trace));
		const ended = () => collector.spans.filter(({ name }) => name.startsWith('invoke_agent')).length;
		await waitUntil('the runs', () => ended() >= runs, { seen: ended, forMs: 300_000 }).catch(console.error);
		await Promise.all(children.map(stopServer));
		const records = await openRuns({ stateFolder: home }, home);
		let complete = 0;
		for (const [index, trace] of traces.entries()) {
			const spans = collector.spans.filter(({ traceId }) => traceId === trace);
			const recorded = await records.list(2, false, { trace });
			if (isComplete(spans, index % 2 === 1) && recorded.length === 1) complete += 1;
			else console.log(`${trace}: ${recorded.length} records, ${spans.map(({ name }) => name).join(', ') || 'no span'}`);
		}
		console.log(`${collector.spans.length} spans in ${collector.calls.length} batches`);
		return complete / runs;
	} finally {
		for (const child of children) await stopServer(child);
		await Promise.all([collector.close(), models.close()]);
		rmSync(home, { recursive: true, force: true });
	}
}

function isComplete(spans: CollectedSpan[], isJob: boolean): boolean {
	const ids = new Set([caller, ...spans.map(({ spanId }) => spanId)]);
	const find = (name: string) => spans.find((span) => span.name.startsWith(name));
	const [agent, job] = [find('invoke_agent'), find('job ')];
	const isBelow = agent?.parentSpanId === (isJob ? job?.spanId : caller) && (!isJob || job?.parentSpanId === caller);
	return isBelow && ['chat ', 'guardrail input', 'retrieval '].every(find) && spans.every(({ parentSpanId }) => ids.has(parentSpanId));
}

const headers = (trace?: string) => ({
	authorization: `Bearer ${token}`,
	...(trace !== undefined && { traceparent: `00-${trace}-${caller}-01`, 'content-type': 'application/json' }),
});

async function send(url: string, body: object, trace: string, more: Record<string, string> = {}): Promise<void> {
	const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers: { ...headers(trace), ...more } });
	const text = await answer.text();
	if (!answer.ok) throw new Error(text);
}

const callTool = (url: string, trace: string) =>
	send(`${url}/mcp`, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'support', arguments: { message } } }, trace, {
		accept: 'application/json, text/event-stream',
		'mcp-protocol-version': '2025-11-25',
	});

const startInstance = (url: string, trace: string) =>
	send(
		`${url}/v2/process-instances`,
		{ processDefinitionId: 'traced', variables: { message }, awaitCompletion: true, requestTimeout: 60_000 },
		trace,
	);

async function deploy(url: string): Promise<void> {
	const form = new FormData();
	form.append('resources', new Blob([model.content]), model.name);
	const answer = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers: headers() });
	if (!answer.ok) throw new Error(await answer.text());
}
