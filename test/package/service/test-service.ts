import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../contract/model-builder';
import type { Gate } from '../../../core/ports/manifests';
import { runServeCommand } from '../../../cli/service/serve-run';
import { testTerminal, type TestTerminal } from '../../support/test-terminal';
import { openGate } from '../../fakes/permissive-gate';
import { within } from '../../support/wait-until';
import type { ServeOptions } from '../../../cli/service/serve-options';

/** A process whose one task is an agent's. */
export const agentProcess = processModel('asked', [
	startEvent(),
	serviceTask('answer', { type: 'troupe:agent', headers: { agent: 'support' } }),
	endEvent(),
	flow('a', 'start', 'answer'),
	flow('b', 'answer', 'end'),
]);

interface Running {
	url: string;
	terminal: TestTerminal;
	stop(): Promise<number>;
}

/** `troupe serve` in this process, with a home that is new for each test. */
export class TestService {
	home = '';
	readonly #running = new Set<() => Promise<unknown>>();

	constructor() {
		beforeEach(() => {
			this.home = mkdtempSync(join(tmpdir(), 'troupe-serve-'));
		});
		afterEach(async () => {
			await Promise.all([...this.#running].map((stop) => stop()));
			this.#running.clear();
			rmSync(this.home, { recursive: true, force: true });
		});
	}

	readonly serve = async (
		options: Partial<ServeOptions> = {},
		environment: NodeJS.ProcessEnv = {},
		gate: Gate = openGate(),
	): Promise<Running> => {
		const stateFolder = this.home;
		const terminal = testTerminal({ TROUPE_HOME: stateFolder, ...environment });
		const host = async () => ({ gate, agentFolders: [], providers: {}, stateFolder });
		const ended = runServeCommand({ port: 0, host: '127.0.0.1', worker: true, lint: true, ...options }, terminal, host);
		await within('the service', Promise.race([ended, firstLine(terminal)]), { seen: () => terminal.noted });
		const url = /http:\/\/\S+/.exec(terminal.printed[0] ?? '')?.[0] ?? '';
		const stop = () => {
			terminal.interrupt();
			return ended;
		};
		this.#running.add(stop);
		return { url, terminal, stop };
	};

	/** What a caller on this machine sends who may read the home. */
	readonly authorization = () => ({ authorization: `Bearer ${readFileSync(join(this.home, 'api-token'), 'utf8').trim()}` });

	readonly postJson = (url: string, body: unknown, headers: Record<string, string> = this.authorization()) =>
		fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

	readonly deploy = (url: string, headers: Record<string, string> = this.authorization()): Promise<Response> => {
		const form = new FormData();
		form.append('resources', new Blob([agentProcess.content]), agentProcess.name);
		return fetch(`${url}/v2/deployments`, { method: 'POST', body: form, headers });
	};
}

function firstLine(terminal: TestTerminal): Promise<void> {
	return new Promise((resolve) => {
		const { print } = terminal;
		terminal.print = (line) => (print(line), resolve());
	});
}
