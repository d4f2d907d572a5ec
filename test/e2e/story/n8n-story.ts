import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chatwootAccount } from '../../../sandbox/fakes/channels/chatwoot-server';
import { zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import { pipeRunToken } from '../../../sandbox/fakes/piperun/piperun-server';
import { supabaseKeys } from '../../fakes/supabase/api-keys';
import type { Stage } from '../../stories/uat/stage';
import { quietSeconds, type StoryHost } from '../../stories/uat/story-host';
import { waitUntil } from '../../support/wait-until';
import { bootedN8n } from '../boot';
import { N8nApi } from '../n8n-api';
import { PublicApi } from './public-api';

interface Node {
	name: string;
	parameters: Record<string, unknown>;
	[field: string]: unknown;
}

interface Example {
	name: string;
	nodes: Node[];
	connections: object;
	settings: object;
}

const address = '7f0e8a52-57ad-4f51-9b1e-2f2d0d8f7a22';

/** The story as a workflow of the real n8n, imported and set up as its README says. */
export class N8nStory implements StoryHost {
	readonly #n8n = bootedN8n;
	#api!: N8nApi;
	#public!: PublicApi;
	#workflow = '';

	get home(): string {
		return join(this.#n8n().settings.userFolder, '.n8n/troupe');
	}

	get webhookUrl(): string {
		return `${this.#n8n().url}/webhook/${address}/channel`;
	}

	get deskUrl(): string {
		return `${this.#n8n().url}/webhook/${address}/desk`;
	}

	get log(): string {
		return readFileSync(this.#n8n().logFile, 'utf8').slice(-4_000);
	}

	readonly crm = {
		/** Executions that ended with an error, and whose second attempt did not succeed. */
		countStopped: async () => (await this.#public.executions(this.#workflow, 'error')).filter(({ isRetried }) => !isRetried).length,
		repeat: async () => {
			for (const { id, isRetried } of await this.#public.executions(this.#workflow, 'error')) if (!isRetried) await this.#public.retry(id);
		},
	};

	async start(stage: Stage): Promise<void> {
		const { url, cookie } = this.#n8n();
		this.#api = new N8nApi(url, cookie);
		this.#public = await PublicApi.open(this.#api);
		await this.#fillHandbook();
		this.#workflow = await this.#public.createWorkflow(await this.#setUp(readExample('workflow.json'), stage));
		await this.#public.activate(this.#workflow);
		const live = async () => (await fetch(this.webhookUrl, { method: 'POST', body: '{}' })).status !== 404;
		await waitUntil('the trigger to be live', live, { seen: () => this.log });
	}

	async settle(): Promise<void> {
		const running = () => this.#public.executions(this.#workflow, 'running');
		await waitUntil('the executions to end', async () => (await running()).length === 0, { everyMs: 50 });
	}

	async stop(): Promise<void> {
		if (this.#workflow) await this.#api.deactivate(this.#workflow);
	}

	async #fillHandbook(): Promise<void> {
		const id = await this.#public.createWorkflow(readExample('handbook-workflow.json'));
		await this.#api.execute(id, 'When clicking ‘Execute workflow’');
		await this.#api.reached(id, ['success']);
	}

	/** What a person chooses and types in the editor. */
	async #setUp(example: Example, { zApi, chatwoot, pipeRun, supabase, model, speech }: Stage): Promise<Example> {
		const credential = (type: string, data: object) => this.#api.createCredential(type, data);
		const secret = { name: 'SUPABASE_KEY', value: supabaseKeys.secret, servers: '127.0.0.1' };
		const credentials = {
			troupeChannelApi: await credential('troupeChannelApi', { provider: 'z-api', baseUrl: zApi.url, ...zApiAccount }),
			troupeChatwootApi: await credential('troupeChatwootApi', { ...chatwootAccount, baseUrl: chatwoot.url }),
			troupePipeRunApi: await credential('troupePipeRunApi', { apiKey: pipeRunToken, baseUrl: pipeRun.url }),
			troupeToolSecretsApi: await credential('troupeToolSecretsApi', { entries: { entry: [secret] } }),
			supabaseApi: await credential('supabaseApi', { host: supabase.server.url, serviceRole: supabaseKeys.secret }),
		};
		const openAi = (baseUrl: string) => credential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: `${baseUrl}/v1`, model: '' });
		const [speaking, writing] = [await openAi(speech.url), await openAi(model.url)];
		const options = { quiet: quietSeconds, operators: '7', attempts: 1 };
		const desk = { deskOptions: { labels: 'lead-quente', assignee: '7' } };
		const changes: Record<string, { credentials?: object; parameters?: object; webhookId?: string }> = {
			WhatsApp: {
				...{ webhookId: address, parameters: { channel: 'vendas-n8n', ...desk, options } },
				credentials: pick(credentials, ['troupeChannelApi', 'troupeChatwootApi'], { troupeOpenAiApi: speaking }),
			},
			Lia: {
				parameters: withSupabase(example, supabase.server.url),
				credentials: pick(credentials, ['troupeToolSecretsApi'], { troupeOpenAiApi: writing }),
			},
			'Read Lead': { credentials: pick(credentials, ['supabaseApi']) },
			'Read Company': { credentials: pick(credentials, ['supabaseApi']) },
			'Record Lead': { parameters: { pipeline: '1', stage: '10' }, credentials: pick(credentials, ['troupePipeRunApi']) },
		};
		const nodes = example.nodes.map((node) => {
			const { parameters, ...rest } = changes[node.name] ?? {};
			return { ...node, ...rest, parameters: { ...node.parameters, ...parameters } };
		});
		return { ...example, nodes };
	}
}

function readExample(file: string): Example {
	const { name, nodes, connections, settings } = JSON.parse(readFileSync(`examples/sdr/n8n/${file}`, 'utf8')) as Example;
	return { name, nodes, connections, settings };
}

function withSupabase({ nodes }: Example, url: string): object {
	const { definition, options } = nodes.find(({ name }) => name === 'Lia')!.parameters as { definition: string; options: object };
	return {
		definition: definition.replace('https://your-project.supabase.co', url),
		options: { ...options, allowPrivateNetworks: true },
	};
}

const pick = (from: Record<string, object>, names: string[], more: object = {}): object => ({
	...Object.fromEntries(names.map((name) => [name, from[name]])),
	...more,
});
