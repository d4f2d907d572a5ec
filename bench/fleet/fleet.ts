/** The parts that a revocation must reach, each a separate process: `troupe serve` with a registry, n8n, and a worker on the engine of `troupe serve`. */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { connectCamundaRest } from '../../engine-adapter/zeebe/connect-camunda-rest';
import { runTroupe } from '../../cli/program';
import { testTerminal } from '../../test/support/test-terminal';
import { createRegistry } from '../../manifests/registry/create-registry';
import { HttpRegistry } from '../../manifests/registry-over-http/http-registry';
import { defaultDefinition } from '../../nodes/TroupeAgent/request/default-definition';
import { version } from '../../package.json';
import { freePort } from '../../scripts/lib/free-port.mjs';
import { createOwner, ensureN8nHost, installPackage, type N8nSettings, startN8n } from '../../scripts/lib/n8n.mjs';
import { startService } from '../../scripts/lib/processes.mjs';
import { N8nApi } from '../../test/e2e/n8n-api';
import { agent, webhookWorkflow } from '../../test/e2e/workflows';

const author = 'ada@example.com';
const approver = 'bob@example.com';
export const agentProcess = 'revocation';
export const webhook = 'revocation';

export interface Registry {
	url: string;
	folder: string;
	settings: N8nSettings;
	/** The installed package, which n8n and the worker run. */
	installed: string;
	/** The registry, called as its approver. */
	asApprover: HttpRegistry;
	stop(): Promise<void>;
}

/** The token that callers of the engine send. */
const engineToken = 'a-token-of-the-bench';

/** Sets up a registry with the package and these agents approved, and serves it with an engine. */
export async function startRegistry(folder: string, agents: string[]): Promise<Registry> {
	const tarball = resolve('build', `n8n-nodes-troupe-${version}.tgz`);
	if (!existsSync(tarball)) throw new Error(`There is no ${tarball}. Run \`npm run build\` and \`npm run package\` first.`);
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	const people = { authors: [author], approvers: [approver], approvals: 1, rootHolders: 1, rootThreshold: 1 };
	await createRegistry({ into: join(folder, 'founded'), ...people, url, nowMs: Date.now() });
	const settings = { host: await ensureN8nHost({ progress: (line) => console.error(line) }), userFolder: join(folder, 'user') };
	const installed = await installPackage({ ...settings, tarball });
	const service = troupe(installed, join(folder, 'founded/server'), {}, 'serve', '--no-worker', '--port', String(port));
	await service.said(/ready at/);
	const asApprover = new HttpRegistry({ url, token: readToken(folder, `people/${approver}`) });
	await approve(folder, installed, `n8n-nodes-troupe@${version}`);
	for (const id of agents) {
		const file = join(folder, `${id}.json`);
		writeFileSync(file, JSON.stringify({ ...defaultDefinition, id }));
		await approve(folder, file, `${id}@${defaultDefinition.version}`);
	}
	return { url, folder, settings, installed, asApprover, stop: () => service.stop() };
}

export interface Machines {
	n8n: N8nApi;
	engine: ProcessEngine;
	stop(): Promise<void>;
}

/** Starts n8n and a worker that follow the registry at `registryUrl`, each with its own home, as on separate machines. */
export async function startMachines(
	registry: Registry,
	models: string,
	registryUrl: string,
	more: Record<string, string>,
): Promise<Machines> {
	const environment = (home: string) => ({
		TROUPE_HOME: machineHome(registry.folder, home),
		TROUPE_REGISTRY_URL: registryUrl,
		TROUPE_REGISTRY_TOKEN: readToken(registry.folder, 'machines'),
		TROUPE_TRUST: '',
		...more,
	});
	const n8n = await startN8n({
		...registry.settings,
		hooks: [join(registry.installed, 'dist/n8n-hooks.js')],
		env: environment('n8n'),
	});
	const owner = { email: 'owner@troupe.example', password: 'Troupe-bench-1' };
	const api = new N8nApi(n8n.url, (await createOwner({ url: n8n.url, ...owner })).cookie);
	const credential = await api.createCredential('troupeOpenAiApi', { apiKey: 'sk-fake', baseUrl: models, model: '' });
	const chosen = { __rl: true, mode: 'registry', value: '={{ $json.body.agent }}' };
	const node = agent({ agent: chosen, model: 'openai' }, { credentials: { troupeOpenAiApi: credential } });
	const workflow = await api.publish(webhookWorkflow(webhook, [node]), webhook);
	const worker = troupe(
		registry.installed,
		environment('worker').TROUPE_HOME,
		{ ...environment('worker'), OPENAI_API_KEY: 'sk-fake', OPENAI_BASE_URL: models },
		'worker',
		'--engine',
		registry.url,
	);
	await worker.said(/worker open/);
	const engine = await connectCamundaRest({ address: registry.url, token: engineToken });
	const task = serviceTask('work', { type: 'troupe:agent', retries: 1 });
	await engine.deploy([processModel(agentProcess, [startEvent(), task, endEvent(), ...chain('start', 'work', 'end')])]);
	return {
		n8n: api,
		engine,
		stop: async () => {
			await api.deactivate(workflow);
			await engine.close();
			await Promise.all([n8n.stop(), worker.stop()]);
		},
	};
}

function troupe(installed: string, home: string, more: Record<string, string>, ...args: string[]) {
	const heard = new Set<() => void>();
	const service = startService(process.execPath, [join(installed, 'bin/troupe'), ...args], {
		env: { ...process.env, TROUPE_TRUST: '', TROUPE_API_TOKEN: engineToken, TROUPE_DATABASE_URL: '', TROUPE_HOME: home, ...more },
		onOutput: () => queueMicrotask(() => heard.forEach((listen) => listen())),
	});
	const said = (text: RegExp) =>
		new Promise<void>((done, reject) => {
			heard.add(() => text.test(service.tail()) && done());
			void service.ended.then(() => reject(new Error(`troupe ${args[0]} exited:\n${service.tail()}`)));
		});
	return { ...service, said };
}

async function approve(folder: string, path: string, name: string): Promise<void> {
	const person = (who: string) => ['--as', join(folder, 'founded/people', who)];
	await command(folder, 'publish', path, ...person(author));
	await command(folder, 'approve', name, '--yes', ...person(approver));
}

async function command(folder: string, ...args: string[]): Promise<void> {
	const terminal = testTerminal({ TROUPE_HOME: join(folder, 'people-home') });
	if ((await runTroupe(['manifest', ...args], terminal)) !== 0) throw new Error(terminal.noted.join('\n'));
}

function machineHome(folder: string, name: string): string {
	const home = join(folder, name);
	mkdirSync(home, { recursive: true });
	cpSync(join(folder, 'founded/machines'), home, { recursive: true });
	return home;
}

const readToken = (folder: string, who: string) => readFileSync(join(folder, 'founded', who, 'token'), 'utf8').trim();
