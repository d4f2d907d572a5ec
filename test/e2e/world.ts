import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { startOpenAiServer } from '../../sandbox/fakes/openai-server';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { createOwner, ensureN8nHost, importAndPublish, installPackage, runN8n, startN8n } from '../../scripts/lib/n8n.mjs';
import { startService } from '../../scripts/lib/processes.mjs';
import { N8nApi } from './n8n-api';

const exec = promisify(execFile);
// eslint-disable-next-line @typescript-eslint/no-require-imports -- only its version is of interest
const { version } = require('../../package.json') as { version: string };
export const owner = { email: 'owner@troupe.example', password: 'Troupe-e2e-1' };

/** A real n8n with the package in it, and what it talks to. */
export interface World {
	url: string;
	api: N8nApi;
	/** The installed package's folder. */
	installed: string;
	/** The tarball that it was installed from. */
	tarball: string;
	userFolder: string;
	logFile: string;
	openAi: FakeServer;
	/** Puts the package back as it was installed. */
	reinstall(): Promise<void>;
	/** Runs one of n8n's own commands beside it, without the hook. */
	n8n(...args: string[]): Promise<{ code: number | null; output: string; tail: string }>;
	/** Runs `troupe` from a copy of the package that no test touches. */
	troupe(...args: string[]): Promise<string>;
	/** Starts `troupe serve` on a free port. */
	serve(): Promise<string>;
	stop(): Promise<void>;
}

/** The first time it takes minutes; jest's own console would print a stack with each line. */
export function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

/** Boots it: 10 to 20 seconds once the n8n host lies in the cache folder. */
export async function startWorld(): Promise<World> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-e2e-'));
	const userFolder = join(folder, 'user');
	const tarball = await copyTarball(folder);
	const host = await ensureN8nHost({ progress: say });
	const settings = { host, userFolder };
	const installed = await installPackage({ ...settings, tarball });
	await importAndPublish({ ...settings, workflow: resolve('examples/support/workflow.json') });
	const openAi = await startOpenAiServer({ respond: ({ messages }) => ({ text: `${messages.at(-1)!.content} [1]` }) });
	const n8n = await startN8n({ ...settings, hooks: [join(installed, 'dist/n8n-hooks.js')], webhooks: ['support'] });
	const { cookie } = await createOwner({ url: n8n.url, ...owner });

	const tool = await unpack(tarball, join(folder, 'tool'));
	const command = ['--disable-warning=ExperimentalWarning', join(tool, 'bin/troupe')];
	const environment = { ...process.env, TROUPE_HOME: join(folder, 'troupe') };
	const services: Array<{ stop(): Promise<void> }> = [n8n];
	return {
		url: n8n.url,
		api: new N8nApi(n8n.url, cookie),
		installed,
		tarball,
		userFolder,
		logFile: n8n.logFile,
		openAi,
		reinstall: async () => void (await installPackage({ ...settings, tarball })),
		n8n: (...args) => runN8n(settings, args),
		troupe: async (...args) => (await exec(process.execPath, [...command, ...args], { env: environment })).stdout,
		serve: async () => {
			const service = startService(process.execPath, [...command, 'serve', '--port', '0'], { env: environment });
			services.push(service);
			return addressOf(service);
		},
		stop: async () => {
			await Promise.all([openAi.close(), ...services.map((service) => service.stop())]);
			await rm(folder, { recursive: true, force: true, maxRetries: 3 });
		},
	};
}

/** A copy: another process may pack the checkout anew meanwhile. */
async function copyTarball(folder: string): Promise<string> {
	const name = `n8n-nodes-troupe-${version}.tgz`;
	const built = resolve('build', name);
	if (!existsSync(built)) throw new Error(`There is no ${built}. Run \`npm run build\` and \`npm run package\` first; \`npm test\` does.`);
	await copyFile(built, join(folder, name));
	return join(folder, name);
}

/** Unpacks a tarball of npm's and gives the package's folder. */
export async function unpack(tarball: string, into: string): Promise<string> {
	await mkdir(into, { recursive: true });
	await exec('tar', ['-xzf', tarball, '-C', into]);
	return join(into, 'package');
}

async function addressOf(service: ReturnType<typeof startService>): Promise<string> {
	for (const deadline = Date.now() + 30_000; Date.now() < deadline; await new Promise((later) => setTimeout(later, 50))) {
		const url = /ready at (\S+)/.exec(service.tail())?.[1];
		if (url) return url;
	}
	throw new Error(`troupe serve did not become ready:\n${service.tail()}`);
}
