import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type OtlpCollector, startOtlpCollector } from '../../sandbox/fakes/otlp-collector';
import { createOwner, startN8n } from '../../scripts/lib/n8n.mjs';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { N8nApi } from './n8n-api';
import { agent, webhookWorkflow } from './workflows';

/** An n8n of its own, whose OpenTelemetry is on. */
describe('a workflow in an n8n that traces', () => {
	const { settings } = bootedN8n();
	let folder: string;
	let n8n: Awaited<ReturnType<typeof startN8n>>;
	let collector: OtlpCollector;
	let model: FakeServer;
	let api: N8nApi;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'troupe-traces-'));
		const userFolder = join(folder, 'user');
		await cp(join(settings.userFolder, '.n8n/nodes'), join(userFolder, '.n8n/nodes'), { recursive: true });
		[collector, model] = await Promise.all([startOtlpCollector(), startOpenAiServer({ respond: () => ({ text: 'Hello!' }) })]);
		const env = {
			...{ ...settings.env, TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_ALLOW_INLINE_AGENTS: 'true' },
			...{ N8N_OTEL_ENABLED: 'true', N8N_OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, N8N_OTEL_EXPORTER_SERVICE_NAME: 'shop-n8n' },
		};
		const hook = join(userFolder, '.n8n/nodes/node_modules/n8n-nodes-troupe/dist/n8n-hooks.js');
		n8n = await startN8n({ host: settings.host, userFolder, hooks: [hook], env, readyTimeoutMs: 300_000 });
		const { cookie } = await createOwner({ url: n8n.url, ...owner });
		api = new N8nApi(n8n.url, cookie);
	}, 600_000);
	afterAll(async () => {
		await Promise.all([n8n?.stop(), collector?.close(), model?.close()]);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	});

	it('has the run of an agent below the span of its node, in the trace of the caller, sent by n8n (n8n-io/n8n#28592)', async () => {
		const credentials = {
			troupeOpenAiApi: await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${model.url}/v1`, model: '' }),
		};
		await api.publish(webhookWorkflow('traced', [agent({ model: 'openai' }, { credentials })]), 'traced');
		const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
		const response = await fetch(`${n8n.url}/webhook/traced`, {
			...{ method: 'POST', body: JSON.stringify({ message: 'How long is the warranty?' }) },
			headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
		});
		expect(response.status).toBe(200);
		const find = (name: string) => collector.spans.filter((span) => span.name.startsWith(name) && span.traceId === traceId);
		await waitUntil('the spans', () => find('workflow.execute').length > 0 && find('invoke_agent').length > 0, {
			seen: () => collector.spans.map(({ name, traceId: of }) => `${of} ${name}`),
		});
		const [run] = find('invoke_agent');
		const nodes = find('node.execute').filter(({ spanId }) => spanId === run!.parentSpanId);
		expect(nodes).toMatchObject([{ facts: { 'n8n.node.name': 'Agent' }, resource: { 'service.name': 'shop-n8n' } }]);
		expect(new Set(find('chat ').map(({ parentSpanId }) => parentSpanId))).toEqual(new Set([run!.spanId]));
		expect(run!.resource).toMatchObject({ 'service.name': 'shop-n8n' });
		expect(find('workflow.execute')).toMatchObject([{ parentSpanId: '00f067aa0ba902b7' }]);
	});
});
