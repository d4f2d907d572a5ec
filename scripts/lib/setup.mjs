/** From a fresh clone to a built and packed checkout; a step whose result is fresh is skipped. Shared by `npm start` and `npm test`; runs on Node 20 with nothing installed. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assertSpace, explain, mustRun } from './explain.mjs';
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

/** All that goes into the build, and the tools that make it. */
const buildInputs = [
	'bin',
	'bpmn',
	'cli',
	'core',
	'database',
	'credentials',
	'engine-adapter',
	'examples',
	'icons',
	'manifests',
	'nodes',
	'providers',
	'sandbox',
].concat([
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
	const onWait = () => progress('Set-up: another process sets this checkout up, waiting');
	await withLock(join(checkout, 'build/set-up.lock'), { onWait, signal }, async () => {
		await installDependencies(progress, signal);
		await installNode24(progress, signal);
		await buildAndPackage(progress, signal);
	});
}

/** The environment in which `node` is Node 24 and the checkout's tools are found. */
export function environment(extra = {}) {
	const path = [dirname(node24), join(checkout, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	return { ...quietNpm(), ...extra, PATH: path };
}

function assertNode() {
	const [major, minor] = process.versions.node.split('.').map(Number);
	if (major > 20 || (major === 20 && minor >= 19)) return;
	throw new SetupError(
		`Node 20.19 or newer is needed to begin; this is ${process.versions.node}.`,
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

/** npm takes a package that was cut off while it was unpacked for a whole one, and a killed set-up leaves its npm at work. */
async function removeUnfinished(unfinished) {
	endLeftover(Number(readFileSync(unfinished, 'utf8')), 'npm install');
	await rm(join(checkout, 'node_modules'), { recursive: true, force: true, maxRetries: 5 });
}

/** `npm ci` refuses a lock file made where the registry lacks other platforms' builds; `npm install --no-save` takes it as it is. */
async function npmInstall(unfinished, flags, signal) {
	const args = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', ...flags];
	const service = startService('npm', args, { cwd: checkout, env: quietNpm(), signal });
	writeFileSync(unfinished, String(service.child.pid));
	const { code } = await service.ended;
	signal?.throwIfAborted();
	if (code !== 0) throw explain('Installing the dependencies', service.tail());
}

/** Whether npm's own record of what it installed agrees with the lock file. */
function dependenciesAreFresh() {
	if (!existsSync(join(checkout, 'node_modules/.package-lock.json'))) return false;
	const installed = readJson('node_modules/.package-lock.json').packages;
	const wanted = Object.entries(readJson('package-lock.json').packages);
	return wanted.every(([path, entry]) => path === '' || entry.optional || installed[path]?.version === entry.version);
}

/** The install script of the package `node` puts the binary in place; it is the only one that is run. */
async function installNode24(progress, signal) {
	if (node24Works()) return progress('Node 24: fresh');
	const options = { cwd: checkout, env: quietNpm(), signal };
	await step(progress, 'Node 24: putting it in place', () => mustRun('Installing Node 24', 'npm', ['rebuild', 'node'], options));
	if (!node24Works()) throw new SetupError(`${node24} does not start.`, 'Delete node_modules and start again.');
}

function node24Works() {
	try {
		return /^v(2[4-9]|[3-9]\d)\./.test(execFileSync(node24, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
	} catch {
		return false; // missing, or cut off while it was written: both are put right the same way
	}
}

async function buildAndPackage(progress, signal) {
	const wanted = hashOf(buildInputs);
	if (isBuilt(wanted)) return progress('Build and package: fresh');
	rmSync(buildStamp, { force: true });
	await assertSpace(checkout, 0.2, 'The build');
	const npm = (what, script) => mustRun(what, 'npm', ['run', script], { cwd: checkout, env: environment(), signal });
	await step(progress, 'Build: bundling into dist/ and signing it with a development root', () => npm('The build', 'build'));
	await step(progress, `Package: ${relative(checkout, tarball)}`, () => npm('Packaging', 'package'));
	writeFileSync(buildStamp, wanted);
}

/** The stamp is written last, so an interrupted build has none. */
function isBuilt(wanted) {
	const products = [tarball, join(checkout, 'dist/troupe.contents.json'), join(checkout, 'troupe.manifest.jwt')];
	return products.every((file) => existsSync(file)) && existsSync(buildStamp) && readFileSync(buildStamp, 'utf8') === wanted;
}

function hashOf(paths) {
	const hash = createHash('sha256');
	for (const file of paths.flatMap(filesUnder).sort())
		hash
			.update(`${file}\0`)
			.update(readFileSync(join(checkout, file)))
			.update('\0');
	return hash.digest('hex');
}

function filesUnder(path) {
	const found = statSync(join(checkout, path), { throwIfNoEntry: false });
	if (!found) return [];
	if (found.isFile()) return [path];
	return readdirSync(join(checkout, path)).flatMap((entry) => filesUnder(join(path, entry)));
}

function quietNpm() {
	return { ...process.env, npm_config_loglevel: 'error', npm_config_update_notifier: 'false' };
}

function readJson(path) {
	return JSON.parse(readFileSync(join(checkout, path), 'utf8'));
}
