/**
 * Share of 100 runs of which one trace and one record tell everything: a quarter each in the real n8n, as jobs of processes, on a channel and over the
 * API, of an agent with a handbook and a tool. Each caller names a trace, also the provider of the channel. Complete: the collector has every part of
 * the run, each span below another one or below the caller, with the way that led to it; the run has one record, which names the trace, and all its
 * steps. On the channel, the reply belongs to it. Goal: 1. Needs the built package (`npm run build`, `npm run package`).
 */
import { type ChildProcess, execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../../test/contract/model-builder';
import { readRun } from '../../../providers/compose/runs/read-run';
import { openRuns } from '../../../providers/compose/state/host-runs';
import {
	signWhatsAppCloud,
	startWhatsAppCloudServer,
	whatsAppCloudAccount,
	whatsAppCloudWebhooks,
	type WhatsAppCloudServer,
} from '../../../sandbox/fakes/channels/whatsapp-cloud-server';
import { rawAnswer, startFakeServer } from '../../../sandbox/fakes/fake-server';
import { openGate } from '../../../test/fakes/permissive-gate';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { startOtlpCollector } from '../../../test/fakes/otlp-collector';
import { waitUntil } from '../../../test/support/wait-until';
import { startServer, stopServer } from '../../compare-servers';
import { findGaps } from '../../traces/judge-run';
import { startTracedN8n } from '../../traces/start-n8n';

const runs = 100;
const token = 'a-token-of-this-measurement';
const caller = '00f067aa0ba902b7';
const message = 'How long is the warranty of a coffee machine?';
const task = serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'clerk' } });
const model = processModel('traced', [startEvent(), task, endEvent(), ...chain('start', 'answer', 'end')]);

interface Way {
	/** Names of spans between the caller and the run. */
	path: string[];
	/** Names of spans of what follows. */
	after?: string[];
	/** Runs the agent as part of a trace, until it has ended. */
	ask(trace: string): Promise<void>;
}

export async function run(): Promise<number> {
	mkdirSync('build', { recursive: true });
	const folder = mkdtempSync(resolve('build', 'bench-traces-'));
	const home = join(folder, 'home');
	const [collector, whatsApp, shop] = await Promise.all([
		...([startOtlpCollector(), startWhatsAppCloudServer()] as const),
		startFakeServer(() => rawAnswer({ status: 200, body: { status: 'sent' } })),
	]);
	const models = await startOpenAiServer({
		respond: ({ messages }) =>
			messages.at(-1)!.role === 'tool' ? { text: 'Two years [1].' } : { text: '', calls: [{ name: 'order', input: {} }] },
	});
	const stops: Array<() => Promise<unknown>> = [collector, whatsApp, shop, models].map((server) => () => server.close());
	try {
		const env = {
			TROUPE_HOME: home,
			TROUPE_API_TOKEN: token,
			TROUPE_DATABASE_URL: '',
			TROUPE_TENANT: '',
			TROUPE_UNLISTED_AGENTS: 'allow',
			TROUPE_ALLOW_PRIVATE_NETWORKS: 'true',
			OPENAI_API_KEY: 'sk-fake',
			OPENAI_BASE_URL: `${models.url}/v1`,
		};
		writeAgent(join(home, 'agents', 'clerk'), shop.url);
		addChannel(env, whatsApp.url);
		const children: ChildProcess[] = [];
		stops.push(() => Promise.all(children.map(stopServer)));
		const service = await startServer(['bin/troupe', 'serve', '--no-registry', '--port', '0'], children, {
			...env,
			OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
		});
		const n8n = await startTracedN8n({
			folder,
			env,
			path: 'traced',
			agentId: 'clerk',
			baseUrl: `${models.url}/v1`,
			collector: collector.url,
		});
		stops.push(() => n8n.stop());
		await deploy(service);
		const ways = openWays(service, n8n.url, whatsApp);
		const asked: Array<{ trace: string; way: Way }> = [];
		for (let index = 0; index < runs; index += 1) {
			const one = { trace: randomBytes(16).toString('hex'), way: ways[index % ways.length]! };
			asked.push(one);
			await one.way.ask(one.trace);
		}
		// Their last spans go out when they end.
		await Promise.all([n8n.stop(), ...children.map(stopServer)]);
		const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home };
		const store = await openRuns(host, home);
		let complete = 0;
		for (const { trace, way } of asked) {
			const records = await store.list(2, false, { trace });
			const shown = await Promise.all(records.map(({ runId }) => readRun(runId, host)));
			const spans = collector.spans.filter(({ traceId }) => traceId === trace);
			const gaps = findGaps(spans, shown, caller, way.path, way.after ?? []);
			if (gaps.length === 0) complete += 1;
			else console.log(`${way.path[0]}, ${trace}: ${gaps.join('; ')}`);
		}
		console.log(`${collector.spans.length} spans in ${collector.calls.length} batches`);
		return complete / runs;
	} finally {
		for (const stop of stops.reverse()) await stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

function openWays(service: string, n8n: string, whatsApp: WhatsAppCloudServer): Way[] {
	return [
		{
			path: ['workflow.execute', 'node.execute', 'invoke_agent'],
			ask: (trace) => send(`${n8n}/webhook/traced`, { message }, trace),
		},
		{
			path: ['POST /v2/process-instances', 'job troupe:agent', 'invoke_agent'],
			ask: (trace) => {
				const start = { processDefinitionId: 'traced', variables: { message }, awaitCompletion: true, requestTimeout: 60_000 };
				return send(`${service}/v2/process-instances`, start, trace);
			},
		},
		{
			path: ['POST /channels/:tenant/:channel', 'receive whatsapp-cloud', 'work channel-turn', 'invoke_agent'],
			after: ['work channel-send'],
			async ask(trace) {
				const before = whatsApp.sent.length;
				const body = whatsAppCloudWebhooks.text(message, { timestamp: String(Math.floor(Date.now() / 1000)) });
				const signature = signWhatsAppCloud(Buffer.from(JSON.stringify(body)));
				await send(`${service}/channels/default/phone`, body, trace, { 'x-hub-signature-256': signature });
				await waitUntil('the reply', () => whatsApp.sent.length > before);
			},
		},
		{
			path: ['POST /api/v1/agents/:agent/runs', 'invoke_agent'],
			ask: (trace) => send(`${service}/api/v1/agents/clerk/runs?waitSeconds=30`, { message }, trace),
		},
	];
}

/** The agent of the example, with a tool besides its handbook. */
function writeAgent(folder: string, shop: string): void {
	cpSync('examples/support', folder, { recursive: true });
	const file = join(folder, 'agent.json');
	const { model: _model, ...definition } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>;
	const order = { kind: 'http', name: 'order', description: 'The order.', method: 'GET', url: `${shop}/order`, effect: 'reads' };
	const own = {
		id: 'clerk',
		name: 'Clerk',
		model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
		tools: { define: [{ ...order, parameters: { type: 'object', properties: {} } }] },
	};
	writeFileSync(file, JSON.stringify({ ...definition, ...own }));
}

function addChannel(env: NodeJS.ProcessEnv, baseUrl: string): void {
	const { phoneNumberId, ...secrets } = whatsAppCloudAccount;
	const troupe = (args: string[], input = '') =>
		execFileSync(process.execPath, ['bin/troupe', ...args], { env: { ...process.env, ...env }, input, encoding: 'utf8' });
	troupe(['credentials', 'add', 'whatsapp', '--type', 'whatsappCloud'], JSON.stringify(secrets));
	const settings = ['--set', `phoneNumberId=${phoneNumberId}`, '--set', `baseUrl=${baseUrl}`];
	const rules = ['--agent', 'clerk', '--quiet', '0s', '--max-messages', '1000'];
	troupe(['channel', 'add', 'phone', '--provider', 'whatsapp-cloud', '--credential', 'whatsapp', ...settings, ...rules]);
}

async function send(url: string, body: object, trace: string, more: Record<string, string> = {}): Promise<void> {
	const headers = {
		authorization: `Bearer ${token}`,
		traceparent: `00-${trace}-${caller}-01`,
		'content-type': 'application/json',
		...more,
	};
	const answer = await fetch(url, { method: 'POST', body: JSON.stringify(body), headers });
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url}: ${text}`);
}

async function deploy(url: string): Promise<void> {
	const form = new FormData();
	form.append('resources', new Blob([model.content]), model.name);
	const answer = await fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers: { authorization: `Bearer ${token}` } });
	if (!answer.ok) throw new Error(await answer.text());
}
