import { join } from 'node:path';
import { createOwner, ensureN8nHost, installPackage, startN8n } from '../../scripts/lib/n8n.mjs';
import { N8nApi } from '../../test/e2e/n8n-api';
import { agent, webhookWorkflow } from '../../test/e2e/workflows';
import { tarball } from '../measurements/n8n/host-start';

/** Starts the real n8n with the built package and its own OpenTelemetry on, and publishes a workflow that asks an agent at `/webhook/PATH`. */
export async function startTracedN8n(options: {
	folder: string;
	path: string;
	agentId: string;
	/** The address of the model. */
	baseUrl: string;
	collector: string;
	env: Record<string, string>;
}): Promise<{ url: string; stop(): Promise<void> }> {
	const { folder, path, agentId, baseUrl, collector } = options;
	const settings = { host: await ensureN8nHost({ progress: console.error }), userFolder: join(folder, 'n8n') };
	const installed = await installPackage({ ...settings, tarball: tarball() });
	const env = { ...options.env, N8N_OTEL_ENABLED: 'true', N8N_OTEL_EXPORTER_OTLP_ENDPOINT: collector };
	const n8n = await startN8n({ ...settings, env, hooks: [join(installed, 'dist/n8n-hooks.js')], readyTimeoutMs: 300_000 });
	const { cookie } = await createOwner({ url: n8n.url, email: 'owner@troupe.example', password: 'Troupe-bench-1' });
	const api = new N8nApi(n8n.url, cookie);
	const model = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl, model: '' });
	const asking = agent({ agent: { __rl: true, mode: 'id', value: agentId }, model: 'openai' }, { credentials: { troupeOpenAiApi: model } });
	await api.publish(webhookWorkflow(path, [asking]), path);
	return n8n;
}
