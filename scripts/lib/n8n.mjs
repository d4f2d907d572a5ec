/** Runs the real n8n for `npm start` and the end-to-end test: its settings, package folder, commands and start. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainDisk } from './explain-failure.mjs';
import { freePort, isPortFree } from './free-port.mjs';
import { run, startService } from './processes.mjs';
import { SetupError } from './setup-error.mjs';

export { ensureN8nHost } from './n8n-host.mjs';
export { SetupError } from './setup-error.mjs';

/** @typedef {import('./n8n-host.mjs').N8nHost} N8nHost */

/**
 * @typedef {object} N8nSettings
 * @property {N8nHost} host
 * @property {string} userFolder n8n's state lies in `<userFolder>/.n8n`
 * @property {string[]} [hooks] external hook files, such as `<installed package>/dist/n8n-hooks.js`
 * @property {Record<string, string>} [env] added last
 */

/** Variables of the shell, npm or a test runner that n8n would misread. */
const notInherited = /^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_|EXTERNAL_|JEST_|NODE_ENV$|NODE_OPTIONS$|NODE_PATH$)/;

/** @param {N8nSettings} settings @returns {NodeJS.ProcessEnv} */
function environment({ host, userFolder, hooks = [], env = {} }) {
	const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !notInherited.test(name)));
	return {
		...inherited,
		PATH: [dirname(host.node), process.env.PATH].join(delimiter),
		NODE_ENV: 'production',
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_SECURE_COOKIE: 'false', // served over plain HTTP on the loopback address
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		N8N_RUNNERS_GRANT_TOKEN_TTL: '300', // n8n's 30 s are over on a busy machine before its task runner is up
		...(hooks.length > 0 && { EXTERNAL_HOOK_FILES: hooks.join(':') }),
		...env,
	};
}

/** n8n answers its readiness check before it has read its published workflows; it prints this after. */
const startedLine = 'Editor is now accessible';
const webhooksMs = 30_000;

/**
 * Starts n8n and waits until it answers, and until the published webhooks of the paths in `webhooks` do; its output goes to `logFile`.
 * Without a port it uses a free one.
 * @param {N8nSettings & { port?: number, webhooks?: string[], logFile?: string, readyTimeoutMs?: number, pollMs?: number, signal?: AbortSignal }} options
 * @returns {Promise<{ url: string, port: number, pid: number, logFile: string, ended: import('./processes.mjs').Service['ended'], stop(): Promise<void> }>} stop() ends its whole process tree
 * @throws {SetupError}
 */
export async function startN8n(options) {
	const { userFolder, port, logFile = join(userFolder, 'n8n.log'), signal } = options;
	if (port && !(await isPortFree(port)))
		throw new SetupError(`Port ${port} of 127.0.0.1 for n8n is in use.`, 'Stop the process that uses it, or choose another port.');
	await mkdir(userFolder, { recursive: true });
	// Another process can take the free port before n8n listens; then another port is tried.
	for (let attempt = 1; ; attempt++) {
		let started = false;
		const chosen = port ?? (await freePort());
		const service = startService(options.host.node, [options.host.n8n, 'start'], {
			cwd: userFolder,
			env: { ...environment(options), N8N_PORT: String(chosen), N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
			logFile,
			signal,
			onOutput: (text) => (started ||= text.includes(startedLine)),
		});
		const url = `http://127.0.0.1:${chosen}`;
		const ready = await waitUntilReady(
			`${url}/healthz/readiness`,
			() => started,
			service,
			options.readyTimeoutMs ?? 90_000,
			options.pollMs ?? 100,
		);
		const live = ready && (await areWebhooksLive(url, options.webhooks ?? []));
		const pid = /** @type {number} */ (service.child.pid);
		if (live) return { url, port: chosen, pid, logFile, ended: service.ended, stop: () => service.stop() };
		await service.stop(0);
		signal?.throwIfAborted();
		if (attempt < 3 && /already in use|EADDRINUSE/.test(service.tail())) continue;
		throw explainDisk('The start of n8n', service.tail(), `Read ${logFile}.`);
	}
}

/** A worker prints this when it takes executions. */
const workerReady = 'n8n worker is now ready';

/**
 * Starts a worker of n8n's queue mode beside a running main process, and waits until it takes executions, `concurrency` at a time.
 * @param {N8nSettings & { concurrency?: number, logFile?: string, readyTimeoutMs?: number }} options
 * @returns {Promise<{ logFile: string, stop(): Promise<void> }>}
 * @throws {SetupError}
 */
export async function startN8nWorker({ concurrency = 10, readyTimeoutMs = 90_000, ...options }) {
	const { host, userFolder, logFile = join(userFolder, 'n8n-worker.log') } = options;
	await mkdir(userFolder, { recursive: true });
	const ready = Promise.withResolvers();
	const service = startService(host.node, [host.n8n, 'worker', `--concurrency=${concurrency}`], {
		cwd: userFolder,
		env: { ...environment(options), N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
		logFile,
		onOutput: (text) => text.includes(workerReady) && ready.resolve(true),
	});
	const isReady = await Promise.race([ready.promise, service.ended.then(() => false), sleep(readyTimeoutMs, false, { ref: false })]);
	if (isReady) return { logFile, stop: () => service.stop() };
	await service.stop(0);
	throw explainDisk("The start of n8n's worker", service.tail(), `Read ${logFile}.`);
}

/** @returns {Promise<boolean>} false when the process ended or the timeout passed */
async function waitUntilReady(url, hasStarted, service, timeoutMs, pollMs) {
	let ended = false;
	void service.ended.then(() => (ended = true));
	for (const deadline = Date.now() + timeoutMs; !ended && Date.now() < deadline; await sleep(pollMs)) {
		if (!hasStarted()) continue;
		const ready = await fetch(url, { signal: AbortSignal.timeout(2_000) }).then(
			(response) => response.ok,
			() => false,
		);
		if (ready) return true;
	}
	return false;
}

/** n8n activates webhooks in the background; its answer to a browser's preflight lists the active methods. */
async function areWebhooksLive(url, paths) {
	const isLive = async (path) => {
		const { headers } = await fetch(`${url}/webhook/${path}`, { method: 'OPTIONS', headers: { origin: url } });
		return /,/.test(headers.get('access-control-allow-methods') ?? '');
	};
	for (const deadline = Date.now() + webhooksMs; Date.now() < deadline; await sleep(50)) {
		if ((await Promise.all(paths.map(isLive))).every(Boolean)) return true;
	}
	return false;
}

/**
 * Installs a packed package the way n8n's own installer does (community-packages.service: unpack, drop the dependency lists that do not
 * concern a host, install without scripts), offline.
 * @param {{ host: N8nHost, userFolder: string, tarball: string }} options
 * @returns {Promise<string>} the installed package's folder
 * @throws {SetupError}
 */
export async function installPackage({ host, userFolder, tarball }) {
	const nodes = join(userFolder, '.n8n', 'nodes');
	const unpacked = await mkdtemp(join(tmpdir(), 'troupe-install-'));
	try {
		await mustRun('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1'], {}, `Unpacking ${tarball}`);
		const { devDependencies, peerDependencies, optionalDependencies, ...manifest } = JSON.parse(
			await readFile(join(unpacked, 'package.json'), 'utf8'),
		);
		const folder = join(nodes, 'node_modules', manifest.name);
		await rm(folder, { recursive: true, force: true });
		await mkdir(folder, { recursive: true });
		await mustRun('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], {}, `Unpacking ${tarball}`);
		await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));
		const flags = [
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
		];
		const env = { ...process.env, PATH: [dirname(host.node), process.env.PATH].join(delimiter) };
		await mustRun('npm', ['install', ...flags, '--offline', '--loglevel=error'], { cwd: folder, env }, `Installing ${manifest.name}`);
		await addDependency(join(nodes, 'package.json'), manifest.name, manifest.version);
		return folder;
	} finally {
		await rm(unpacked, { recursive: true, force: true });
	}
}

async function addDependency(file, name, version) {
	const text = await readFile(file, 'utf8').catch(() => '{ "name": "installed-nodes", "private": true, "dependencies": {} }');
	const parsed = JSON.parse(text);
	await writeFile(file, JSON.stringify({ ...parsed, dependencies: { ...parsed.dependencies, [name]: version } }, null, 2));
}

/**
 * Runs one of n8n's own commands, such as `['execute', '--id=…', '--rawOutput']`; about 2 s each.
 * @param {N8nSettings} settings
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, output: string, tail: string }>} `output` is standard output, `tail` the last of both
 */
export async function runN8n(settings, args) {
	await mkdir(settings.userFolder, { recursive: true });
	const env = { ...environment(settings), N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
	return run(settings.host.node, [settings.host.n8n, ...args], { cwd: settings.userFolder, env, timeoutMs: 120_000 });
}

/**
 * Imports a workflow and publishes it, so that its triggers are live from the next startN8n() on.
 * @param {N8nSettings & { workflow: { id: string } | string, publish?: boolean }} options the workflow, or its file
 * @returns {Promise<{ id: string }>}
 * @throws {SetupError}
 */
export async function importAndPublish({ workflow, publish = true, ...settings }) {
	const { id } = typeof workflow === 'string' ? JSON.parse(await readFile(workflow, 'utf8')) : workflow;
	const imported = await withJsonFile(workflow, (file) => runN8n(settings, ['import:workflow', `--input=${file}`]));
	assertN8n(imported, `importing workflow ${id}`);
	if (publish) assertN8n(await runN8n(settings, ['publish:workflow', `--id=${id}`]), `publishing workflow ${id}`);
	return { id };
}

/**
 * Imports credentials (n8n encrypts them on the way in).
 * @param {N8nSettings & { credentials: Array<{ id: string, name: string, type: string, data: object }> }} options
 * @throws {SetupError}
 */
export async function importCredentials({ credentials, ...settings }) {
	assertN8n(
		await withJsonFile(credentials, (file) => runN8n(settings, ['import:credentials', `--input=${file}`])),
		'importing credentials',
	);
}

async function withJsonFile(content, use) {
	if (typeof content === 'string') return use(content);
	const folder = await mkdtemp(join(tmpdir(), 'troupe-n8n-'));
	try {
		const file = join(folder, 'input.json');
		await writeFile(file, JSON.stringify(content), { mode: 0o600 });
		return await use(file);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/**
 * Creates the local owner by HTTP, so that the editor opens without its setup wizard; signs in when the owner already exists.
 * @param {{ url: string, email: string, password: string, firstName?: string, lastName?: string }} options password: 8 to 64 characters, a digit, a capital
 * @returns {Promise<{ cookie: string }>} for `Cookie:` headers of later requests
 * @throws {SetupError}
 */
export async function createOwner({ url, email, password, firstName = 'Local', lastName = 'Owner' }) {
	const setup = await postJson(`${url}/rest/owner/setup`, { email, password, firstName, lastName });
	const answer = setup.ok ? setup : await postJson(`${url}/rest/login`, { emailOrLdapLoginId: email, password });
	if (!answer.ok)
		throw new SetupError(
			`n8n refused to create the owner ${email} and to sign in: HTTP ${setup.status}, ${answer.status}.`,
			'Sign in by hand, or delete the user folder to start again.',
		);
	const cookie = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
	return { cookie: cookie.join('; ') };
}

function postJson(url, body) {
	return fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
		signal: AbortSignal.timeout(60_000),
	});
}

async function mustRun(command, args, options, what) {
	const { code, tail } = await run(command, args, options);
	if (code !== 0) throw explainDisk(what, tail);
}

function assertN8n({ code, tail }, what) {
	if (code !== 0) throw explainDisk(`n8n: ${what}`, tail);
}
