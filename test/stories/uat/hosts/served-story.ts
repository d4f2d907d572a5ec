import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chatwootAccount } from '../../../../sandbox/fakes/channels/chatwoot-server';
import { zApiAccount } from '../../../../sandbox/fakes/channels/z-api-server';
import { TroupeService } from '../../troupe-service';
import type { Stage } from '../stage';
import { quietSeconds, type StoryHost } from '../story-host';

/** The story as `troupe serve` answers it, set up by the commands that an operator types. */
export class ServedStory implements StoryHost {
	readonly home = mkdtempSync(join(tmpdir(), 'troupe-story-'));
	protected troupe!: TroupeService;
	#path = '';

	/**
	 * @param answer the options of `channel add` that say who answers: `--agent lia`
	 * @param serving options of `troupe serve`
	 */
	constructor(
		readonly answer: string[],
		readonly serving: string[] = [],
	) {}

	get webhookUrl(): string {
		return this.troupe.url + this.#path;
	}

	get deskUrl(): string {
		return `${this.troupe.url}/channels/default/vendedores`;
	}

	get log(): string {
		return this.troupe.log;
	}

	async start(stage: Stage): Promise<void> {
		this.troupe = this.createService(stage, 'serve.log');
		await this.troupe.type(['knowledge', 'ingest', 'examples/sdr/handbook', '--into', 'serra-azul', '--embedder', 'none']);
		await this.#addDesk(stage);
		await this.#addChannel(stage);
		await this.troupe.serve(0, this.serving);
	}

	async stop(): Promise<void> {
		await this.troupe?.kill();
		rmSync(this.home, { recursive: true, force: true });
	}

	protected createService(stage: Stage, logFile: string, more: NodeJS.ProcessEnv = {}): TroupeService {
		const environment = { ...process.env, TROUPE_API_TOKEN: '', TROUPE_GRACE: '', ...stage.environment, ...more, TROUPE_HOME: this.home };
		return new TroupeService(environment, join(this.home, logFile));
	}

	protected async addCredential(name: string, type: string, data: object): Promise<void> {
		await this.troupe.type(['credentials', 'add', name, '--type', type], JSON.stringify(data));
	}

	async #addDesk({ chatwoot }: Stage): Promise<void> {
		const { accountId, inboxId, accessToken, webhookSecret } = chatwootAccount;
		await this.addCredential('chatwoot', 'chatwoot', { accessToken, webhookSecret });
		const settings = set({ accountId, inboxId, baseUrl: chatwoot.url });
		await this.troupe.type(['channel', 'add', 'vendedores', '-p', 'chatwoot', '-c', 'chatwoot', '--operator', '7', ...settings]);
	}

	async #addChannel({ zApi, speech }: Stage): Promise<void> {
		const { token, clientToken, instanceId } = zApiAccount;
		await this.addCredential('whatsapp', 'zApi', { token, clientToken });
		await this.addCredential('speech', 'openAiApi', { apiKey: 'sk-fake', baseUrl: `${speech.url}/v1` });
		this.#path = await this.troupe.type([
			...['channel', 'add', 'vendas', '-p', 'z-api', '-c', 'whatsapp', '--quiet', `${quietSeconds}s`, '--transcribe', 'speech'],
			...set({ instanceId, baseUrl: zApi.url }),
			...['--language', 'pt', '--desk', 'vendedores', '--desk-label', 'lead-quente', '--desk-assignee', '7', ...this.answer],
		]);
	}
}

const set = (settings: Record<string, string>) => Object.entries(settings).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
