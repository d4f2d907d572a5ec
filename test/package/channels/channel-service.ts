import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startZApiServer, type ZApiServer, zApiAccount } from '../../../sandbox/fakes/channels/z-api-server';
import type { FakeServer } from '../../../sandbox/fakes/fake-server';
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../../sandbox/fakes/openai/openai-server';
import { waitUntil, within } from '../../support/wait-until';

/** `troupe serve` in its own process with the channel "sales", a stand-in of Z-API, and one of a model that always answers the same. */
export class ChannelService {
	readonly home = mkdtempSync(join(tmpdir(), 'troupe-channels-'));
	/** What the service has printed since its last start. */
	log = '';
	/** The whole address of the channel, and that of the service. */
	address = '';
	url = '';
	#process: ChildProcess | undefined;

	private constructor(
		readonly model: FakeServer,
		readonly whatsApp: ZApiServer,
	) {}

	/** What every `channel add` of Z-API needs. */
	get account(): string[] {
		const settings = [`instanceId=${zApiAccount.instanceId}`, `baseUrl=${this.whatsApp.url}`];
		return ['-p', 'z-api', '-c', 'whatsapp', '--quiet', '1', ...settings.flatMap((setting) => ['--set', setting])];
	}

	/**
	 * @param answer who answers: `--agent support` or `--message customer-wrote`, and further options
	 * @param prepare adds what the channel names, such as its desk
	 */
	static async start(
		answer: string[],
		{
			respond = () => ({ text: 'Within 30 days. [1]' }),
			prepare,
		}: { respond?: FakeResponder; prepare?: (service: ChannelService) => Promise<void> } = {},
	): Promise<ChannelService> {
		const [model, whatsApp] = await Promise.all([startOpenAiServer({ respond }), startZApiServer()]);
		const service = new ChannelService(model, whatsApp);
		const { token, clientToken } = zApiAccount;
		await service.troupe(['credentials', 'add', 'whatsapp', '--type', 'zApi'], JSON.stringify({ token, clientToken }));
		await prepare?.(service);
		const added = await service.troupe(['channel', 'add', 'sales', ...service.account, ...answer]);
		await service.serve();
		service.address = `${service.url}${added.printed.trim()}`;
		return service;
	}

	async serve(): Promise<void> {
		this.log = '';
		const child = spawn(process.execPath, ['bin/troupe', 'serve', '--port', '0'], { env: this.#environment });
		this.#process = child;
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (this.log += chunk.toString()));
		const ready = await waitUntil('troupe serve', () => /ready at (\S+)/.exec(this.log), { seen: () => this.log });
		this.url = ready[1]!;
	}

	async kill(): Promise<void> {
		const ended = once(this.#process!, 'exit');
		this.#process!.kill('SIGKILL');
		await ended;
	}

	async close(): Promise<void> {
		await this.kill();
		await Promise.all([this.model.close(), this.whatsApp.close()]);
		rmSync(this.home, { recursive: true, force: true });
	}

	/** Types a command. */
	async troupe(args: string[], input = ''): Promise<{ code: number; printed: string; noted: string }> {
		const child = spawn(process.execPath, ['bin/troupe', ...args], { env: this.#environment });
		let [printed, noted] = ['', ''];
		child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
		child.stderr.on('data', (chunk: Buffer) => (noted += chunk.toString()));
		child.stdin.end(input);
		const [code] = (await within(args.join(' '), once(child, 'close'), { seen: () => noted })) as [number];
		return { code, printed, noted };
	}

	/** Delivers a webhook as Z-API does. */
	post(webhook: object, to = this.address): Promise<Response> {
		return fetch(to, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(webhook) });
	}

	/** The texts that a phone got. */
	repliesTo(phone: string): Array<{ text: string; messageId: string }> {
		return this.whatsApp.sent
			.filter(({ path, body }) => path === 'send-text' && body['phone'] === phone)
			.map(({ body, messageId }) => ({ text: body['message'] as string, messageId }));
	}

	get #environment(): NodeJS.ProcessEnv {
		return {
			...process.env,
			...{ TROUPE_HOME: this.home, TROUPE_API_TOKEN: '', TROUPE_GRACE: '' },
			...{ OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: `${this.model.url}/v1` },
		};
	}
}
