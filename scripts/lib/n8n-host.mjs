import { createHash } from 'node:crypto';
import { readFile, statfs, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { exist, cachedFolder } from './cached-folder.mjs';
import { endLeftover } from './leftovers.mjs';
import { run, startService } from './processes.mjs';
import { step } from './progress.mjs';
import { registryFlags } from './registry.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * The host of tests and of `npm start`. The overrides replace two dependencies whose newest releases cannot be installed with it.
 * 2.41.3 cannot be installed: one of its dependencies is missing from the registry.
 */
const hostPackage = {
	name: 'troupe-n8n-host',
	private: true,
	dependencies: { n8n: '2.41.1', node: '^24' },
	overrides: { linkedom: '0.18.12', '@langchain/langgraph': '1.4.17' },
};
const neededBytes = 4.5e9;
const npmPid = 'npm.pid';

/**
 * @typedef {object} N8nHost
 * @property {string} folder holds node_modules with n8n
 * @property {string} node the Node 24 executable that runs it
 * @property {string} n8n n8n's start script, run with `node`
 * @property {string} version of n8n
 */

/**
 * Finds the n8n host in the user's cache folder, or installs it there: 3 to 4 minutes and 2.8 GB, once for all checkouts.
 * @param {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @returns {Promise<N8nHost>}
 * @throws {SetupError}
 */
export function ensureN8nHost({ progress, signal }) {
	const make = (folder) => install(folder, progress, signal);
	return cachedFolder({ name: `n8n-host-${hostKey()}`, find: findHost, make, endInterrupted, progress, signal });
}

function hostKey() {
	return createHash('sha256')
		.update(JSON.stringify([hostPackage, process.platform, process.arch]))
		.digest('hex')
		.slice(0, 16);
}

/** @param {string} folder @returns {Promise<N8nHost | undefined>} */
async function findHost(folder) {
	const host = hostAt(folder);
	return (await exist(host.node, host.n8n)) ? host : undefined;
}

function hostAt(folder) {
	const modules = join(folder, 'node_modules');
	return { folder, node: join(modules, 'node/bin/node'), n8n: join(modules, 'n8n/bin/n8n'), version: hostPackage.dependencies.n8n };
}

async function install(folder, progress, signal) {
	await assertSpace(folder);
	await writeFile(join(folder, 'package.json'), JSON.stringify(hostPackage, null, '\t'));
	const host = hostAt(folder);
	const npm = (args, env = {}) => runNpm(args, folder, env, signal);
	const flags = await registryFlags(progress, signal);

	await step(
		progress,
		`n8n host: installing n8n ${host.version} into ${dirname(folder)}`,
		() => npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...flags]),
		'2.8 GB, about 3 minutes, once for all checkouts',
	);
	await step(progress, 'n8n host: installing Node 24', () => npm(['rebuild', 'node', '--loglevel=error']));
	await step(
		progress,
		'n8n host: building the SQLite driver',
		() => buildSqlite(host, npm),
		'about a minute when no prebuilt driver can be downloaded',
	);
}

/** A killed setup leaves its npm running in the folder. */
async function endInterrupted(folder) {
	const pid = Number(await readFile(join(folder, npmPid), 'utf8').catch(() => '0'));
	if (pid > 0) endLeftover(pid, 'npm');
}

async function assertSpace(folder) {
	const { bavail, bsize } = await statfs(folder);
	const free = bavail * bsize;
	if (free >= neededBytes) return;
	const gigabytes = (bytes) => `${(bytes / 1e9).toFixed(1)} GB`;
	throw new SetupError(
		`The n8n host needs ${gigabytes(neededBytes)}, and the disk of ${folder} has ${gigabytes(free)} free.`,
		'Free some space, or set XDG_CACHE_HOME to a folder on a larger disk.',
	);
}

/** Uses the headers of the Node that will run it, so that the driver compiles without a download when none is prebuilt. */
async function buildSqlite(host, npm) {
	const modules = join(host.folder, 'node_modules');
	const headers = join(modules, 'node/node_modules', `node-${process.platform}-${process.arch}`);
	const path = [dirname(host.node), process.env.PATH].join(delimiter);
	await npm(['rebuild', 'sqlite3', '--loglevel=error'], { PATH: path, npm_config_nodedir: headers });
	const { code, tail } = await run(host.node, ['-e', "require('sqlite3')"], { cwd: host.folder });
	if (code !== 0)
		throw new SetupError(
			`n8n's SQLite driver does not load: ${lastLines(tail)}`,
			'Install a C++ compiler, make and python3, then start again.',
		);
}

async function runNpm(args, cwd, env, signal) {
	const npm = startService('npm', args, { cwd, env: { ...process.env, ...env }, signal });
	await writeFile(join(cwd, npmPid), String(npm.child.pid));
	const { code } = await npm.ended;
	signal?.throwIfAborted();
	if (code !== 0) throw explainNpm(args, npm.tail());
}

const explanations = [
	[/ENOSPC|no space left/i, 'the disk is full', 'Free about 5 GB, or set XDG_CACHE_HOME to a folder on a larger disk, then start again.'],
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|network/i,
		'the package registry could not be reached',
		'Check the network or npm’s proxy setting, then start again; downloaded files are kept.',
	],
	[
		/EACCES|EPERM/,
		'a folder cannot be written to',
		'Set XDG_CACHE_HOME and npm_config_cache to folders you can write to, then start again.',
	],
	[/node-gyp|gyp ERR|g\+\+|make: /, 'the SQLite driver does not compile', 'Install a C++ compiler, make and python3, then start again.'],
	[/command not found|ENOENT.*npm|spawn npm/, 'npm was not found', 'Install npm, then start again.'],
];

function explainNpm(args, tail) {
	const [, what, fix] = explanations.find(([pattern]) => pattern.test(tail)) ?? [
		null,
		'npm failed',
		'Read npm’s output above, then start again.',
	];
	return new SetupError(`Installing the n8n host stopped at \`npm ${args.slice(0, 2).join(' ')}\`: ${what}.\n${lastLines(tail)}`, fix);
}

function lastLines(text) {
	return text.trim().split('\n').slice(-12).join('\n');
}
