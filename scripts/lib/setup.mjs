/** Builds and packs a fresh clone; skips steps whose result is fresh. Shared by `npm start` and `npm test`; runs on Node 20 with nothing installed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertSpace, explain, mustRun } from './explain-failure.mjs';
import { withLock } from './folder-lock.mjs';
import { endLeftover } from './leftovers.mjs';
import { startService } from './processes.mjs';
import { step } from './progress.mjs';
import { registryFlags } from './registry.mjs';
import { SetupError } from './setup-error.mjs';

export const checkout = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const node24 = join(checkout, 'node_modules/node/bin/node');
const { name, version } = readJson('package.json');
export const tarball = join(checkout, `build/${name}-${version}.tgz`);
const buildStamp = join(checkout, 'build/fresh');

/** The inputs of the build, and its tools. */
const buildInputs = [
	'bin',
	'bpmn',
	'cli',
	'console',
	'core',
	'credentials',
	'engine-adapter',
	'examples',
	'manifests',
	'nodes',
	'packages',
	'planner',
	'providers',
	'sandbox',
	'service',
	'verify',
].concat([
	'packages/accessible-bpmn/src',
	'packages/accessible-bpmn/build.mjs',
	'packages/accessible-bpmn/tsconfig.build.json',
	'scripts/build',
	'scripts/package.mjs',
	'rolldown.config.mjs',
	'gulpfile.mjs',
	'package.json',
	'package-lock.json',
	'README.md',
	'LICENSE',
]);

/**
 * @param {{ progress: import('./progress.mjs').Progress, signal?: AbortSignal }} options
 * @throws {SetupError}
 */
export async function setUp({ progress, signal }) {
	assertNode();
	mkdirSync(join(checkout, 'build'), { recursive: true });
	const onWait = () => progress('Setup: waiting for another process that is setting up this checkout');
	await withLock(join(checkout, 'build/set-up.lock'), { onWait, signal }, async () => {
		await installDependencies(progress, signal);
		await installNode24(progress, signal);
		await buildAndPackage(progress, signal);
	});
}

/** Returns an environment in which `node` is Node 24 and the checkout's tools are on the path. */
export function environment(extra = {}) {
	const path = [dirname(node24), join(checkout, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	return { ...quietNpm(), ...extra, PATH: path };
}

function assertNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	throw new SetupError(
		`Node 20.19 or newer is required; this is ${process.versions.node}.`,
		'Install a current Node from https://nodejs.org.',
	);
}

async function installDependencies(progress, signal) {
	const unfinished = join(checkout, 'build/installing');
	if (!existsSync(unfinished) && dependenciesAreFresh()) return progress('Dependencies: fresh');
	await assertSpace(checkout, 2, 'Installing the dependencies');
	if (existsSync(unfinished)) await removeUnfinished(unfinished);
	const flags = await registryFlags(progress, signal);
	await step(progress, 'Dependencies: npm install', () => npmInstall(unfinished, flags, signal), '1 to 2 minutes the first time');
	rmSync(unfinished);
}

/** npm takes a partly unpacked package as complete, and a killed setup leaves its npm running. */
async function removeUnfinished(unfinished) {
	endLeftover(Number(readFileSync(unfinished, 'utf8')), 'npm install');
	await rm(join(checkout, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
}

/** `npm ci` refuses a lock file made where the registry lacks other platforms' builds; `npm install --no-save` accepts it unchanged. */
async function npmInstall(unfinished, flags, signal) {
	const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...flags];
	const service = startService('npm', args, { cwd: checkout, env: quietNpm(), signal });
	writeFileSync(unfinished, String(service.child.pid));
	const { code } = await service.ended;
	signal?.throwIfAborted();
	if (code !== 0) throw explain('Installing the dependencies', service.tail());
}

/** Returns whether npm's record of installed packages matches the lock file. */
function dependenciesAreFresh() {
	if (!existsSync(join(checkout, 'node_modules/.package-lock.json'))) return false;
	const installed = readJson('node_modules/.package-lock.json').packages;
	const wanted = Object.entries(readJson('package-lock.json').packages);
	return wanted.every(([path, entry]) => path === '' || entry.optional || (path in installed && installed[path].version === entry.version));
}

/** The install script of the package `node` installs the binary; no other script is run. */
async function installNode24(progress, signal) {
	if (node24Works()) return progress('Node 24: fresh');
	const options = { cwd: checkout, env: quietNpm(), signal };
	await step(progress, 'Node 24: installing', () => mustRun('Installing Node 24', 'npm', ['rebuild', 'node'], options));
	if (!node24Works()) throw new SetupError(`${node24} does not start.`, 'Delete node_modules and start again.');
}

function node24Works() {
	try {
		return /^v(2[4-9]|[3-9]\d)\./.test(execFileSync(node24, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	} catch {
		return false; // Missing or incomplete: both are installed again.
	}
}

async function buildAndPackage(progress, signal) {
	const inputHash = hashFiles(buildInputs);
	if (isBuilt(inputHash)) return progress('Build and package: fresh');
	rmSync(buildStamp, { force: true });
	await assertSpace(checkout, 0.2, 'The build');
	const npm = (what, script) => mustRun(what, 'npm', ['run', script], { cwd: checkout, env: environment(), signal });
	await step(progress, 'Build: bundling into dist/ and signing it with a development root', () => npm('The build', 'build'));
	await step(progress, `Package: ${relative(checkout, tarball)}`, () => npm('Packaging', 'package'));
	writeFileSync(buildStamp, inputHash);
}

/** The stamp is written last, so an interrupted build has none. */
function isBuilt(inputHash) {
	const products = [tarball, join(checkout, 'dist/troupe.contents.json'), join(checkout, 'troupe.manifest.jwt')];
	return products.every((file) => existsSync(file)) && existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === inputHash;
}

function hashFiles(paths) {
	const hash = createHash('sha256');
	for (const file of paths.flatMap(listFiles).sort())
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(checkout, file)))
			.update('\0');
	return hash.digest('hex');
}

function listFiles(path) {
	const entry = statSync(join(checkout, path), { throwIfNoEntry: false });
	if (!entry) return [];
	if (entry.isFile()) return [path];
	return readdirSync(join(checkout, path)).flatMap((name) => listFiles(join(path, name)));
}

function quietNpm() {
	return { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
}

function readJson(path) {
	return JSON.parse(readFileSync(join(checkout, path), 'utf8'));
}
