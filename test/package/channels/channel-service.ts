import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startZApiServer, type ZApiServer, zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { TroupeService } from '../../stories/troupe-service';

/**
 * Copies the agent of the example under an id that no manifest lists. The model answers all questions with one sentence,
 * which the passages do not bear out.
 */
function copyAgent(home: string): void {
	const folder = join(home, 'agents', 'shop');
	cpSync('examples/support', folder, { recursive: true });
	const file = join(folder, 'agent.json');
	const { guardrails, ...definition } = JSON.parse(readFileSync(file, 'utf8')) as { guardrails: object };
	writeFileSync(file, JSON.stringify({ ...definition, id: 'shop', guardrails: { ...guardrails, grounded: { without: ['support'] } } }));
}

/** `troupe serve` in its own process with the channel "sales", a stand-in of Z-API, and one of a model that always answers the same. */
export class ChannelService {
	readonly home = mkdtempSync(join(tmpdir(), 'troupe-channels-'));
	/** The path of the channel "sales". */
	path = '';
	/** Processes with one state; the first has the engine. */
	readonly #services: TroupeService[];
	readonly #environment: NodeJS.ProcessEnv;
	#asked = 0;

	private constructor(
		readonly model: FakeServer,
		readonly whatsApp: ZApiServer,
		own: Record<string, string>,
		processes: number,
	) {
		copyAgent(this.home);
		this.#environment = {
			...process.env,
			...{ TROUPE_HOME: this.home, TROUPE_API_TOKEN: '', TROUPE_GRACE: '', TROUPE_UNLISTED_AGENTS: 'allow' },
			...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${model.url}/v1` },
			...own,
		};
		this.#services = Array.from({ length: processes }, () => new TroupeService(this.#environment, join(this.home, 'serve.log')));
	}

	/** What the service has printed since its last start. */
	get log(): string {
		return this.#services.map(({ log }) => log).join('');
	}

	/** The address of the service, of several processes in turn. It changes when the service starts. */
	get url(): string {
		return this.#services[this.#asked++ % this.#services.length]!.url;
	}

	/** What every `channel add` of Z-API needs. */
	get account(): string[] {
		const settings = [`instanceId=${zApiAccount.instanceId}`, `baseUrl=${this.whatsApp.url}`];
		return ['-p', 'z-api', '-c', 'whatsapp', '--quiet', '1s', ...settings.flatMap((setting) => ['--set', setting])];
	}

	/**
	 * @param answer who answers: `--agent support` or `--message customer-wrote`, and further options
	 * @param prepare adds what the channel names, such as its desk
	 * @param environment of the service
	 */
	static async start(
		answer: string[],
		{
			respond = () => ({ text: 'Within 30 days. [1]' }),
			prepare,
			environment = {},
			processes = 1,
		}: {
			respond?: FakeResponder;
			prepare?: (service: ChannelService) => Promise<void>;
			environment?: Record<string, string>;
			processes?: number;
		} = {},
	): Promise<ChannelService> {
		const [model, whatsApp] = await Promise.all([startOpenAiServer({ respond }), startZApiServer()]);
		const service = new ChannelService(model, whatsApp, environment, processes);
		const { token, clientToken } = zApiAccount;
		try {
			await service.troupe(['credentials', 'add', 'whatsapp', '--type', 'zApi'], JSON.stringify({ token, clientToken }));
			await prepare?.(service);
			service.path = await service.addChannel('sales', [...service.account, ...answer]);
			await service.serve();
			return service;
		} catch (error) {
			// Open servers would keep jest from ending.
			await service.close();
			throw error;
		}
	}

	/** @returns the path of its address */
	async addChannel(name: string, options: string[]): Promise<string> {
		const { code, printed, noted } = await this.troupe(['channel', 'add', name, '--quiet', '1s', ...options]);
		if (code !== 0) throw new Error(noted);
		return printed.trim();
	}

	/** The whole address of the channel "sales". */
	get address(): string {
		return `${this.url}${this.path}`;
	}

	/** @param settings from now on, also of commands */
	async serve(settings: NodeJS.ProcessEnv = {}): Promise<void> {
		Object.assign(this.#environment, settings);
		await Promise.all(this.#services.map((service, index) => service.serve(0, index === 0 ? [] : ['--no-engine'])));
	}

	async kill(): Promise<void> {
		await Promise.all(this.#services.map((service) => service.kill()));
	}

	async close(): Promise<void> {
		await this.kill();
		await Promise.all([this.model.close(), this.whatsApp.close()]);
		rmSync(this.home, { recursive: true, force: true });
	}

	/** Types a command. */
	troupe(args: string[], input?: string): Promise<{ code: number; printed: string; noted: string }> {
		return this.#services[0]!.run(args, input);
	}

	/** Delivers a webhook as Z-API does. */
	post(webhook: object, to = this.address, headers: Record<string, string> = {}): Promise<Response> {
		return fetch(to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(webhook) });
	}

	/** The texts that a phone got. */
	repliesTo(phone: string): Array<{ text: string; messageId: string }> {
		return this.whatsApp.sent
			.filter(({ path, body }) => path === 'send-text' && body['phone'] === phone)
			.map(({ body, messageId }) => ({ text: body['message'] as string, messageId }));
	}
}
