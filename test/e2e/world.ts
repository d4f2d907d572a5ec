import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { answerFromConversation } from '../../sandbox/fakes/answer-from-conversation';
import { startOpenAiServer } from '../../sandbox/fakes/openai/openai-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { forgetMarks } from '../../manifests/trust/high-water';
import { runN8n } from '../../scripts/lib/n8n.mjs';
import { startService } from '../../scripts/lib/processes.mjs';
import { type BootedN8n, bootedN8n } from './boot';
import { N8nApi } from './n8n-api';
import { waitUntil } from '../support/wait-until';

const exec = promisify(execFile);

/** The run's n8n, and for one test file what that talks to. */
export interface World extends Pick<BootedN8n, 'url' | 'installed' | 'logFile' | 'support'> {
	api: N8nApi;
	userFolder: string;
	openAi: FakeServer;
	/** Puts the package back as it was installed. */
	reinstall(): Promise<void>;
	/** The trust folder of this n8n, where a test pins its root. */
	pinned: string;
	/** Takes the pinned root away, and what was accepted under it, as `troupe manifest trust reset` does: the next test pins another. */
	unpin(): Promise<void>;
	/** Runs one of n8n's own commands beside it, without the hook. */
	n8n(...args: string[]): Promise<{ code: number | null; output: string; tail: string }>;
	/** Runs it with a separate environment. */
	n8nWith(environment: Record<string, string>, ...args: string[]): Promise<{ code: number | null; output: string; tail: string }>;
	/** Runs `troupe` from a copy of the package that no test touches. */
	troupe(...args: string[]): Promise<string>;
	/** Starts `troupe serve` on a free port, with its state in `home`. Its callers send `serveToken`. */
	serve(): Promise<string>;
	/** Folder of what `troupe` and `serve` keep. */
	home: string;
	stop(): Promise<void>;
}

export const serveToken = 'a-token-of-the-end-to-end-tests';
/** The credential of n8n for `troupe serve`. */
export const serveCredential = (baseUrl: string) => ({ baseUrl, authentication: 'basic', user: 'troupe', password: serveToken });

/** @param settings of its commands and services */
export async function startWorld(settings: Record<string, string> = {}): Promise<World> {
	const { settings: ofN8n, cookie, tool, asInstalled, ...n8n } = bootedN8n();
	const home = await mkdtemp(join(tmpdir(), 'troupe-e2e-home-'));
	// Repeats the message, and says what a passage bears out.
	const openAi = await startOpenAiServer({
		respond: (chat) => ({
			text: `You wrote: ${chat.messages.at(-1)!.content}\n${(answerFromConversation(chat) as { text: string }).text}`,
		}),
	});
	const command = ['--disable-warning=ExperimentalWarning', join(tool, 'bin/troupe')];
	const environment = { ...process.env, TROUPE_HOME: home, TROUPE_API_TOKEN: serveToken, ...settings };
	const stateFolder = join(ofN8n.userFolder, '.n8n/troupe');
	const pinned = join(stateFolder, 'trust');
	const services: Array<{ stop(): Promise<void> }> = [];
	return {
		...n8n,
		api: new N8nApi(n8n.url, cookie),
		userFolder: ofN8n.userFolder,
		openAi,
		reinstall: async () => {
			await rm(n8n.installed, { recursive: true, force: true });
			await cp(asInstalled, n8n.installed, { recursive: true });
		},
		pinned,
		unpin: async () => {
			await rm(pinned, { recursive: true, force: true });
			forgetMarks(stateFolder);
		},
		n8n: (...args) => runN8n(ofN8n, args),
		n8nWith: (more, ...args) => runN8n({ ...ofN8n, env: { ...ofN8n.env, ...more } }, args),
		troupe: async (...args) => (await exec(process.execPath, [...command, ...args], { env: environment })).stdout,
		home,
		serve: async () => {
			const service = startService(process.execPath, [...command, 'serve', '--port', '0'], {
				env: environment,
			});
			services.push(service);
			return readAddress(service);
		},
		stop: async () => {
			await Promise.all([openAi.close(), ...services.map((service) => service.stop())]);
			await rm(home, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}

function readAddress(service: ReturnType<typeof startService>): Promise<string> {
	return waitUntil('troupe serve', () => /ready at (\S+)/.exec(service.tail())?.[1], { seen: service.tail });
}
