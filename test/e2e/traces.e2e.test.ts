import { mkdirSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	signWhatsAppCloud,
	startWhatsAppCloudServer,
	whatsAppCloudAccount,
	type WhatsAppCloudServer,
	whatsAppCloudWebhooks,
} from '../../sandbox/fakes/channels/whatsapp-cloud-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { pipeRunToken, type PipeRunServer, startPipeRunServer } from '../../sandbox/fakes/piperun/piperun-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import { type OtlpCollector, startOtlpCollector } from '../fakes/otlp-collector';
import { createOwner, startN8n } from '../../scripts/lib/n8n.mjs';
import { TroupeService } from '../stories/troupe-service';
import { onPostgres, postgresDatabases } from '../support/servers/databases';
import { waitUntil } from '../support/wait-until';
import { bootedN8n, owner } from './boot';
import { N8nApi } from './n8n-api';
import { agent, webhookWorkflow } from './workflows';

const recordLead = (troupePipeRunApi: object) => ({
	...{ name: 'Record Lead', type: 'n8n-nodes-troupe.troupeCrm', typeVersion: 1, credentials: { troupePipeRunApi } },
	parameters: { leadId: '={{ $execution.id }}', companyName: '={{ $json.body.company }}', pipeline: '1', stage: '10' },
});

/** An agent that calls a workflow of n8n. */
const sellerOf = (n8n: string) => ({
	...{ id: 'seller', version: '1.0.0', name: 'Seller', purpose: 'Sells.', prompt: 'Sell.' },
	model: { route: [{ provider: 'openai', model: 'gpt-4.1-mini' }], extractive: false },
	tools: {
		define: [
			{
				...{ kind: 'http', name: 'record_lead', description: 'Records the lead.', method: 'POST', url: `${n8n}/webhook/record-lead` },
				parameters: { type: 'object', properties: { company: { type: 'string' } }, required: ['company'] },
			},
		],
		rules: [{ tool: 'record_lead', permission: 'allow' }],
	},
	guardrails: { personalData: { types: [] } },
	limits: {},
});

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
		await api.publish(webhookWorkflow('traced', [agent({}, { credentials })]), 'traced');
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

	onPostgres('of a message to two machines', () => {
		let databases: Awaited<ReturnType<typeof postgresDatabases>>;
		let machines: TroupeService[] = [];
		let whatsApp: WhatsAppCloudServer;
		let pipeRun: PipeRunServer;
		let seller: FakeServer;

		beforeAll(async () => {
			databases = await postgresDatabases();
			[whatsApp, pipeRun] = await Promise.all([startWhatsAppCloudServer(), startPipeRunServer()]);
			pipeRun.fault = () => 'slow';
			seller = await startOpenAiServer({
				respond: ({ messages }) =>
					messages.at(-1)!.role === 'tool'
						? { text: 'Ana calls you.' }
						: { text: '', calls: [{ name: 'record_lead', input: { company: 'Padaria Sol' } }] },
			});
			const crm = await api.createCredential('troupePipeRunApi', { apiKey: pipeRunToken, baseUrl: pipeRun.url });
			await api.publish(webhookWorkflow('record-lead', [recordLead(crm)]), 'record-lead');
			const shared = {
				...{ ...process.env, TROUPE_DATABASE_URL: await databases.create(), TROUPE_VAULT_KEY: 'k'.repeat(43), TROUPE_TRUST: '' },
				...{ TROUPE_UNLISTED_AGENTS: 'allow', TROUPE_ALLOW_PRIVATE_NETWORKS: 'true', TROUPE_TENANT: '' },
				...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${seller.url}/v1`, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url },
			};
			machines = ['receives', 'answers'].map((name) => {
				const home = join(folder, name);
				mkdirSync(join(home, 'agents'), { recursive: true });
				writeFileSync(join(home, 'agents/seller.json'), JSON.stringify(sellerOf(n8n.url)));
				return new TroupeService({ ...shared, TROUPE_HOME: home, OTEL_SERVICE_NAME: name }, join(folder, `${name}.log`));
			});
			const { phoneNumberId, ...secrets } = whatsAppCloudAccount;
			await machines[0]!.type(['credentials', 'add', 'whatsapp', '--type', 'whatsappCloud'], JSON.stringify(secrets));
			const account = ['--set', `phoneNumberId=${phoneNumberId}`, '--set', `baseUrl=${whatsApp.url}`, '--agent', 'seller', '--quiet', '0s'];
			await machines[0]!.type(['channel', 'add', 'phone', '--provider', 'whatsapp-cloud', '--credential', 'whatsapp', ...account]);
			await machines[0]!.serve(0, ['--no-registry', '--no-engine', '--channel-turns', '0']);
			await machines[1]!.serve(0, ['--no-registry', '--no-engine']);
		}, 300_000);
		afterAll(async () => {
			await Promise.all(machines.map((machine) => machine.stop()));
			await Promise.all([whatsApp?.close(), pipeRun?.close(), seller?.close(), databases?.remove()]);
		});

		it('follows it by one id from the phone to the CRM and back, and names the slow step', async () => {
			const traceId = '7ab92f3577b34da6a3ce929d0e0e4737';
			const body = JSON.stringify(whatsAppCloudWebhooks.text('Call me', { timestamp: String(Math.floor(Date.now() / 1000)) }));
			const sent = await fetch(`${machines[0]!.url}/channels/default/phone`, {
				...{ method: 'POST', body },
				headers: {
					...{ 'content-type': 'application/json', 'x-hub-signature-256': signWhatsAppCloud(Buffer.from(body)) },
					traceparent: `00-${traceId}-00f067aa0ba902b7-01`,
				},
			});
			expect(sent.status).toBe(200);
			await waitUntil('the reply', () => whatsApp.sent.length > 0, { seen: () => machines.map(({ log }) => log.slice(-2_000)) });
			expect(whatsApp.sent).toMatchObject([{ body: { text: { body: 'Ana calls you.' } } }]);
			expect(pipeRun.tables.deals).toHaveLength(1);
			const carried = [...pipeRun.calls, ...whatsApp.calls.filter(({ path }) => path.endsWith('/messages'))];
			expect(new Set(carried.map(({ headers }) => headers.traceparent?.slice(3, 35)))).toEqual(new Set([traceId]));

			const [, answering] = machines;
			const contact = JSON.parse(await answering!.type(['contacts', 'list', '--json'])) as { id: string };
			const { runs } = JSON.parse(await answering!.type(['run', 'list', '--contact', contact.id, '--json'])) as { runs: object[] };
			expect(runs).toMatchObject([{ state: 'completed', of: { trace: traceId, channel: 'phone' } }]);
			const shown = await machines[0]!.type(['run', 'show', (runs[0] as { runId: string }).runId]);
			expect(shown).toContain(`trace: ${traceId}`);
			expect(shown).toMatch(/^slowest: record_lead, [\d.]+ s of /m);

			await Promise.all(machines.map((machine) => machine.stop()));
			const find = (name: string) => collector.spans.filter((span) => span.traceId === traceId && span.name.startsWith(name));
			await waitUntil('the spans of n8n', () => find('workflow.execute').length > 0);
			const [call] = find('execute_tool record_lead');
			expect(find('POST /channels')).toMatchObject([{ parentSpanId: '00f067aa0ba902b7', resource: { 'service.name': 'receives' } }]);
			expect(find('invoke_agent')).toMatchObject([{ resource: { 'service.name': 'answers' } }]);
			expect(find('workflow.execute')).toMatchObject([{ parentSpanId: call!.spanId, resource: { 'service.name': 'shop-n8n' } }]);
			const node = find('node.execute').find(({ facts }) => facts['n8n.node.name'] === 'Record Lead')!;
			expect(pipeRun.calls.map(({ headers }) => headers.traceparent?.slice(36, 52))).toContain(node.spanId);
		});
	});
});
