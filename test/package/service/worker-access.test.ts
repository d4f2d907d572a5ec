import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTroupe } from '../../../cli/program';
import { runWorkerCommand, type WorkerCommandOptions } from '../../../cli/service/worker-run';
import { testTerminal } from '../../support/test-terminal';
import { openEmbeddedEngine } from '../../../engine-adapter/embedded/open-embedded-engine';
import { openGate } from '../../fakes/permissive-gate';
import { startOidcIssuer } from '../../../sandbox/fakes/oidc-issuer';
import { findRedis, startRedis } from '../../support/servers/redis-server';
import { waitUntil } from '../../support/wait-until';

const token = 'a-token-of-thirty-two-characters';
const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

let home: string;
const stops: Array<() => Promise<unknown>> = [];
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-worker-'));
});
afterEach(async () => {
	for (const stop of stops.splice(0).reverse()) await stop();
	rmSync(home, { recursive: true, force: true });
});

/** `troupe worker --port` in this process, on an engine in memory. */
async function startWorker(environment: NodeJS.ProcessEnv = {}, options: Partial<WorkerCommandOptions> = {}) {
	const terminal = testTerminal({ TROUPE_HOME: home, ...environment });
	const host = { gate: openGate(), agentFolders: [], providers: {}, stateFolder: home, redis: environment.TROUPE_REDIS_URL ?? '' };
	const ended = runWorkerCommand(
		{ address: 'http://127.0.0.1', jobs: 1, host: '127.0.0.1', port: 0, ...options },
		terminal,
		async () => host,
		async () => openEmbeddedEngine({ file: ':memory:' }),
	);
	stops.push(() => {
		terminal.interrupt();
		return ended;
	});
	const opened = waitUntil('the worker', () => terminal.noted.find((note) => note.includes('"health and metrics"')), {
		seen: () => terminal.noted,
	});
	const line = await Promise.race([opened, ended.then((code) => Promise.reject(new Error(`It ended with ${code}.`)))]);
	const { url } = JSON.parse(line) as { url: string };
	const ask = async (path: string, headers: Record<string, string> = {}) => (await fetch(`${url}${path}`, { headers })).status;
	return { url, terminal, ask };
}

async function createKey(...options: string[]): Promise<string> {
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['key', 'create', 'prometheus', ...options], terminal)).toBe(0);
	return terminal.printed[0]!;
}

test('without a token, only this machine reaches the metrics, which are open', async () => {
	const { ask, url } = await startWorker();
	expect(await Promise.all(['/healthz', '/readyz', '/metrics'].map((path) => ask(path)))).toEqual([200, 200, 200]);
	expect((await fetch(`${url}/metrics`)).headers.get('ratelimit-policy')).toBe('"minute";q=600;w=60');
});

test('with a token, the metrics are for it, for keys and roles with their scope, and for the tenant of the worker', async () => {
	const { ask } = await startWorker({ TROUPE_API_TOKEN: token });
	const [viewer, publisher, foreign, elsewhere] = [
		await createKey('--role', 'viewer'),
		await createKey('--scopes', 'registry:publish'),
		await createKey('--role', 'owner', '--tenant', 'acme'),
		await createKey('--role', 'viewer', '--allow-from', '10.0.0.0/8'),
	];
	const statuses = [];
	for (const credential of [token, viewer, publisher, foreign, elsewhere, 'trp_guess', 'guess'])
		statuses.push(await ask('/metrics', bearer(credential)));
	expect(statuses).toEqual([200, 200, 403, 403, 403, 401, 401]);
	expect([await ask('/metrics'), await ask('/healthz'), await ask('/readyz')]).toEqual([401, 200, 200]);
	const terminal = testTerminal({ TROUPE_HOME: home });
	expect(await runTroupe(['key', 'revoke', viewer.slice(0, 12), '--yes'], terminal)).toBe(0);
	expect(await ask('/metrics', bearer(viewer))).toBe(401);
});

test('tokens of an OpenID Connect issuer count with their roles', async () => {
	const issuer = await startOidcIssuer();
	stops.push(() => issuer.close());
	const { ask } = await startWorker({
		TROUPE_API_TOKEN: token,
		TROUPE_OIDC_ISSUER: issuer.issuer,
		TROUPE_OIDC_AUDIENCE: 'troupe',
		TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles',
	});
	expect(await ask('/metrics', bearer(await issuer.sign()))).toBe(200);
	expect(await ask('/metrics', bearer(await issuer.sign({ realm_access: { roles: [] } })))).toBe(403);
	expect(await ask('/metrics', bearer(await issuer.sign({ aud: 'account' })))).toBe(401);
});

test('a list of addresses refuses all but health, also behind a proxy', async () => {
	const { ask } = await startWorker({ TROUPE_ALLOW_FROM: '10.0.0.0/8' }, { behindProxy: '127.0.0.1' });
	expect([await ask('/metrics'), await ask('/healthz'), await ask('/readyz')]).toEqual([403, 200, 200]);
	expect(await ask('/metrics', { 'x-forwarded-for': '10.1.2.3' })).toBe(200);
});

test('an invalid list is refused before anything starts', async () => {
	const options = { address: '', jobs: 1, host: '127.0.0.1', port: 0, allowFrom: 'everybody' };
	await expect(runWorkerCommand(options, testTerminal())).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

test('rates are limited: of a caller, and of those without a valid credential, who do not affect others', async () => {
	const { ask } = await startWorker({ TROUPE_API_TOKEN: token }, { callRate: 3 });
	const statuses = [];
	for (let count = 0; count < 5; count++) statuses.push(await ask('/metrics', bearer(token)));
	expect(statuses).toEqual([200, 200, 200, 429, 429]);
	const guesses = [];
	for (let count = 0; count < 62; count++) guesses.push(await ask('/metrics', bearer(`guess ${count}`)));
	expect(guesses.slice(-3)).toEqual([401, 429, 429]);
	const key = await createKey('--role', 'viewer');
	expect(await ask('/metrics', bearer(key))).toBe(200);
});

const redis = findRedis();
const onRedis = redis ? test : test.skip;
onRedis(
	`counts in Redis together with others, and says in /readyz and once in the log when it does not${redis ? '' : ' (skipped: there is no redis-server on this machine)'}`,
	async () => {
		const server = await startRedis(redis!);
		stops.push(() => server.stop());
		const key = await createKey('--role', 'viewer', '--rate', '4');
		const environment = { TROUPE_API_TOKEN: token, TROUPE_REDIS_URL: server.url };
		const [one, two] = [await startWorker(environment), await startWorker(environment)];
		const statuses = [];
		for (let count = 0; count < 3; count++) statuses.push(await one.ask('/metrics', bearer(key)), await two.ask('/metrics', bearer(key)));
		expect(statuses).toEqual([200, 200, 200, 200, 429, 429]);
		const readWarnings = async () => ((await (await fetch(`${one.url}/readyz`)).json()) as { warnings?: string[] }).warnings;
		expect(await readWarnings()).toBeUndefined();

		// Silent: one request waits 100 ms in each second, the others do not.
		server.signal('SIGSTOP');
		for (let count = 0; count < 50; count++) await one.ask('/healthz');
		expect(await readWarnings()).toEqual(['Redis does not count requests (STORAGE_UNREACHABLE): rate limits hold for each process alone.']);
		expect(one.terminal.noted.filter((line) => line.includes('counted by this process alone'))).toHaveLength(1);
		server.signal('SIGCONT');
		await waitUntil('the count', async () => (await readWarnings()) === undefined, { everyMs: 200 });
	},
);
