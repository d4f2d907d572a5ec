import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { installServers } from '../knowledge/install-servers.mjs';
import { startFakeClamd } from '../fakes/clamd-server';
import { startOutsideWorld } from '../fakes/outside-world';
import { openTemplateServices } from '../support/templates/template-services';
import { browserCache } from '../shared/chromium';
import { prepareZeebe } from './compose/prepared-zeebe';
import { installCommunityPackage } from './community-package';
import { createOwner, ensureN8nHost, installPackage, type N8nSettings, startN8n } from '../../scripts/lib/n8n.mjs';
import { N8nApi, type Workflow } from './n8n-api';

const exec = promisify(execFile);
// oxlint-disable-next-line @typescript-eslint/no-require-imports -- only its version is of interest
const { version } = require('../../package.json') as { version: string };
export const owner = { email: 'owner@troupe.example', password: 'Troupe-e2e-1' };

/** A real n8n with the package in it, for all test files of a run. */
export interface BootedN8n {
	settings: N8nSettings;
	url: string;
	cookie: string;
	logFile: string;
	/** The installed package's folder. */
	installed: string;
	/** A copy of it as n8n's installer left it. */
	asInstalled: string;
	/** The id of the support example's workflow, published on /webhook/support. */
	support: string;
	/** A copy of the package that no test touches. */
	tool: string;
}

/** The variable with a BootedN8n as JSON, because jest gives each test file its own globals. */
const variable = 'TROUPE_E2E_N8N';
let stop: () => Promise<void> = () => Promise.resolve();

/** The first time it takes minutes; jest's own console would print a stack with each line. */
export function say(line: string): void {
	process.stderr.write(`${line}\n`);
}

/** Boots it: 10 to 20 seconds once the n8n host lies in the cache folder. */
export default async function boot(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'troupe-e2e-'));
	const installedServers = Promise.all([installServers(), prepareZeebe()]);
	const [clamd, outside] = await Promise.all([startFakeClamd(), startOutsideWorld(openTemplateServices().services)]);
	const tarball = await copyTarball(folder);
	const tool = await unpack(tarball, join(folder, 'tool'));
	// No state and no trust of who runs the tests, and no proxy between n8n and the servers of the tests.
	const env = { TROUPE_HOME: '', TROUPE_TRUST: '', NO_PROXY: '127.0.0.1,localhost', no_proxy: '127.0.0.1,localhost' };
	const settings = { host: await ensureN8nHost({ progress: say }), userFolder: join(folder, 'user'), env };
	const installed = await installPackage({ ...settings, tarball });
	await installCommunityPackage(settings.userFolder);
	const asInstalled = join(folder, 'as-installed');
	await cp(installed, asInstalled, { recursive: true });
	// The servers of the tests' tools are on this machine, and what it ingests is scanned.
	await writeSettings(settings.userFolder, {
		...{ TROUPE_ALLOW_PRIVATE_NETWORKS: true, TROUPE_ALLOW_INLINE_AGENTS: true },
		TROUPE_CLAMAV: clamd.address,
	});
	const n8n = await startN8n({
		...settings,
		readyTimeoutMs: 300_000,
		hooks: [join(installed, 'dist/n8n-hooks.js')],
		env: { ...env, ...outside.environment },
	});
	stop = async () => {
		await Promise.all([n8n.stop(), clamd.close(), outside.close()]);
		await rm(folder, { recursive: true, force: true, maxRetries: 3 });
	};
	await installedServers;
	process.env[browserCache] = join(folder, 'browser-cache');
	const { url, logFile } = n8n;
	const { cookie } = await createOwner({ url, ...owner });
	const { id: _taken, ...example } = JSON.parse(readFileSync(resolve('examples/support/workflow.json'), 'utf8')) as Workflow & {
		id: string;
	};
	const support = await new N8nApi(url, cookie).publish(example, 'support');
	process.env[variable] = JSON.stringify({ settings, url, cookie, logFile, installed, asInstalled, support, tool } satisfies BootedN8n);
}

/** Ends what `boot` began. */
export const shutDown = () => stop();

export function bootedN8n(): BootedN8n {
	return JSON.parse(process.env[variable]!) as BootedN8n;
}

/** Writes Troupe's file of settings in n8n's folder. */
async function writeSettings(userFolder: string, settings: Record<string, string | boolean>): Promise<void> {
	const home = join(userFolder, '.n8n', 'troupe');
	await mkdir(home, { recursive: true, mode: 0o700 });
	await writeFile(join(home, 'settings.json'), JSON.stringify(settings), { mode: 0o600 });
}

/** A copy, because another process can pack the checkout again during the tests. */
async function copyTarball(folder: string): Promise<string> {
	const name = `n8n-nodes-troupe-${version}.tgz`;
	const built = resolve('build', name);
	if (!existsSync(built))
		throw new Error(`There is no ${built}. Run \`npm run build\` and \`npm run package\` first; \`npm run test:full -- n8n\` does.`);
	await copyFile(built, join(folder, name));
	return join(folder, name);
}

/** Unpacks a tarball of npm's and gives the package's folder. */
export async function unpack(tarball: string, into: string): Promise<string> {
	await mkdir(into, { recursive: true });
	await exec('tar', ['-xzf', tarball, '-C', into]);
	return join(into, 'package');
}
