import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pause } from '../../core/base/async/pause';
import { type OidcIssuer, startOidcIssuer } from '../../sandbox/fakes/oidc-issuer';
import { startTestService } from '../../test/support/offering-service';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';
import { runTroupe } from '../program';
import { testTerminal } from '../../test/support/test-terminal';

let issuer: OidcIssuer;
let service: Awaited<ReturnType<typeof startTestService>>;
let home: string;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-login-'));
	issuer = await startOidcIssuer();
	service = await startTestService(
		['Hello.'],
		{},
		{
			...{ TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' },
			TROUPE_OIDC_TENANT_CLAIM: 'tenant',
		},
	);
});
afterEach(async () => {
	await service.close();
	await issuer.close();
	rmSync(home, { recursive: true });
});

const openTerminal = (input = '') => testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);

async function troupe(...args: string[]) {
	const terminal = openTerminal();
	const code = await runTroupe(args, terminal);
	return { code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') };
}

/** Begins a login, up to its code. */
async function beginLogin(url: string, ...args: string[]) {
	const terminal = openTerminal();
	const ended = runTroupe(['login', url, '--name', 'prod', '--json', ...args], terminal);
	const findCode = () => /enter the code (\w+)/.exec(terminal.noted.join('\n'))?.[1];
	await waitUntil('the code', () => findCode() !== undefined);
	return {
		done: ended.then((code) => ({ code, printed: terminal.printed.join('\n'), noted: terminal.noted.join('\n') })),
		stop: () => terminal.interrupt(),
		decide: (allowed: boolean, claims: object) => issuer.devices.decide(findCode()!, allowed, { ...claims }),
	};
}

/** Logs in, and answers at the issuer as a person. */
async function logIn(allowed: boolean, claims: object, ...args: string[]) {
	const { done, decide } = await beginLogin(service.url, ...args);
	decide(allowed, claims);
	return done;
}

interface Stored {
	prod: { url: string; login: { oauthTokenData: Record<'access_token' | 'refresh_token' | 'n8n_expires_at', string> } };
}
const file = () => join(home, 'services.json');
const readServices = () => JSON.parse(readFileSync(file(), 'utf8')) as Stored;
const readStored = () => readServices().prod.login.oauthTokenData;
const countPolls = () => issuer.calls.filter(({ body }) => String(body).includes('device_code=')).length;

test('a person logs in at the issuer of a service, whose claims say the tenant and the role', async () => {
	const { code, printed, noted } = await logIn(true, { tenant: 'acme', sub: 'ada', realm_access: { roles: ['viewer'] } });
	expect([code, JSON.parse(printed)]).toMatchObject([0, { name: 'prod', tenant: 'acme', subject: 'oidc:ada' }]);
	expect(noted).toContain(`${new URL(service.url).host} sends you to ${new URL(issuer.issuer).host}`);
	expect(noted).toContain(`Open ${issuer.issuer}/device on any device`);
	expect(statSync(join(home, 'services.json')).mode & 0o777).toBe(0o600);
	expect(await troupe('run', 'list', '--service', 'prod', '--json')).toMatchObject({
		code: 0,
		printed: expect.stringContaining('"runs":'),
	});
	// The role of the claim has no more scopes here than anywhere.
	expect(await troupe('work', 'list', '--service', 'prod')).toMatchObject({ code: 1, noted: expect.stringContaining('work:manage') });
});

test('a token that ends is renewed, once for commands of the same time, until the issuer ends the login (pipefy/ai-toolkit#133, Azure/kubelogin#101)', async () => {
	issuer.devices.tokenSeconds = 30;
	await logIn(true, { tenant: 'acme' });
	const { refresh_token: first } = readStored();
	const isListed = { code: 0, printed: expect.stringContaining('"runs":') };
	const list = () => troupe('run', 'list', '--service', 'prod', '--json');
	issuer.devices.tokenSeconds = 300;
	expect(await Promise.all([list(), list(), list()])).toMatchObject([isListed, isListed, isListed]);
	expect(issuer.calls.filter(({ body }) => String(body).includes(`refresh_token=${first}`))).toHaveLength(1);
	expect(readStored().refresh_token).not.toBe(first);
	issuer.devices.tokenSeconds = 30;
	await logIn(true, { tenant: 'acme' });
	issuer.devices.revoke();
	expect(await list()).toMatchObject({
		code: 1,
		noted: expect.stringContaining(`The login to prod is over: its issuer gives no new token ("invalid_grant").`),
	});
});

test.each<[string, () => Promise<unknown>]>([
	['a command', () => troupe('login', '--remove', 'prod')],
	['hand', async () => writeFileSync(join(home, 'services.json'), '{}')],
])('a login that is removed by %s while another command renews it stays removed', async (_by, remove) => {
	issuer.devices.tokenSeconds = 30;
	await logIn(true, { tenant: 'acme' });
	const { promise, resolve } = Promise.withResolvers<void>();
	issuer.devices.pause = promise;
	const listing = troupe('run', 'list', '--service', 'prod', '--json');
	await waitUntil('the renewal', () => issuer.calls.some(({ body }) => String(body).includes('grant_type=refresh_token')));
	const removing = remove();
	// One that does not wait for the renewal is over before it.
	await Promise.race([removing, pause(200, new AbortController().signal)]);
	resolve();
	await removing;
	expect([(await listing).code, (await troupe('login', '--json')).printed]).toEqual([0, '[]']);
});

test.each([
	['declines', false, [], /Nobody can log in to prod: its issuer answered access_denied/],
	['logs in without the tenant', true, [], /claim tenant is missing/],
])('whoever %s is not logged in', async (_what, allowed, args, expected) => {
	const { code, noted } = await logIn(allowed, {}, ...args);
	expect([code, noted]).toEqual([1, expect.stringMatching(expected)]);
	expect((await troupe('login', '--json')).printed).toBe('[]');
});

test('a login that its person stops is over', async () => {
	const { done, stop } = await beginLogin(service.url);
	stop();
	expect(await done).toMatchObject({ noted: expect.stringContaining('The login to prod was stopped.') });
});

test('a client that the issuer does not have, and an issuer of another address, are refused', async () => {
	expect(await troupe('login', service.url, '--client', 'other')).toMatchObject({
		...{ code: 1, noted: expect.stringMatching(/answered invalid_client[^]*--client ID/) },
	});
	issuer.setDown(true);
	const { noted } = await troupe('login', service.url);
	expect(noted).toMatch(/The issuer .* does not say how to log in: .* answered 503[^]*Check that this machine reaches it/);
	expect(noted).not.toContain('TROUPE_OIDC_ISSUER');
	issuer.setDown(false);
	issuer.misconfigure({ token_endpoint: 'http://elsewhere.example/token' });
	expect(await troupe('login', service.url)).toMatchObject({ code: 1, noted: expect.stringContaining('--key') });
});

test('the issuer is told which service its tokens are for, also when they are renewed (RFC 8707)', async () => {
	issuer.devices.tokenSeconds = 30;
	await logIn(true, { tenant: 'acme' });
	expect(await troupe('run', 'list', '--service', 'prod', '--json')).toMatchObject({ code: 0 });
	const forms = issuer.calls.filter(({ method }) => method === 'POST').map(({ body }) => new URLSearchParams(String(body)));
	expect(new Set(forms.map((form) => form.get('grant_type')))).toMatchObject({ size: 3 });
	expect(new Set(forms.map((form) => form.get('resource')))).toEqual(new Set([`${service.url}/api/v1`]));
});

test.each<[string, string[], (form: Record<string, string | undefined>) => string | undefined]>([
	['its name in `audience`', ['--audience', 'troupe'], ({ audience }) => (audience === 'troupe' ? undefined : 'invalid_target')],
	['scopes alone', ['--no-resource'], ({ resource, audience }) => (resource ?? audience) && 'invalid_request'],
])('an issuer that takes %s is asked in this way', async (_what, args, judge) => {
	issuer.devices.judge = judge;
	expect(await troupe('login', service.url)).toMatchObject({
		code: 1,
		noted: expect.stringMatching(/invalid_.*\n.*--audience.*--no-resource/),
	});
	expect(await logIn(true, { tenant: 'acme' }, ...args)).toMatchObject({ code: 0 });
});

test('a service that is not encrypted is not asked for its issuer', async () => {
	const asked = jest.spyOn(globalThis, 'fetch');
	expect(await troupe('login', 'http://distant.example')).toMatchObject({ code: 2, noted: expect.stringContaining('is not https') });
	expect(asked).not.toHaveBeenCalled();
	asked.mockRestore();
});

test('nobody logs in where tokens are bound to a key: commands send no proofs', async () => {
	const settings = { TROUPE_OIDC_ISSUER: issuer.issuer, TROUPE_OIDC_AUDIENCE: 'troupe', TROUPE_OIDC_ROLES_CLAIM: 'realm_access.roles' };
	const strict = await startTestService([], {}, { ...settings, TROUPE_BOUND_TOKENS: 'required' });
	const { code, noted } = await troupe('login', strict.url);
	await strict.close();
	expect([code, noted]).toEqual([1, expect.stringMatching(/TROUPE_BOUND_TOKENS.*proofs[^]*own token: troupe login URL --key/)]);
});

test('a key still opens a service that has an issuer', async () => {
	const terminal = openTerminal(await service.createKey('ana', ['run:read']));
	expect(await runTroupe(['login', service.url, '--name', 'prod', '--key-stdin'], terminal)).toBe(0);
	expect(await troupe('run', 'list', '--service', 'prod', '--json')).toMatchObject({ code: 0 });
});

test('an issuer that is away for a moment does not end a login (openclaw/openclaw#114086)', async () => {
	const { done, decide } = await beginLogin(service.url);
	issuer.setDown(true);
	await waitUntil('a poll that fails', () =>
		issuer.calls.some(({ status, body }) => status === 503 && String(body).includes('device_code=')),
	);
	issuer.setDown(false);
	decide(true, { tenant: 'acme' });
	expect(await done).toMatchObject({ code: 0 });
});

slowTest(
	'who is told to ask less often asks as seldom as the issuer says, and a code ends (openclaw/openclaw#46698, kurrent-io/kcap-cli#638)',
	async () => {
		Object.assign(issuer.devices, { slowTo: 600, codeSeconds: 5.5 });
		const { done } = await beginLogin(service.url);
		expect(await done).toMatchObject({ code: 1, noted: expect.stringContaining('answered expired_token') });
		expect(countPolls()).toBe(1);
	},
);

test('an issuer that writes itself with a slash at its end logs people in (daytona/clients#19)', async () => {
	const iss = `${issuer.issuer}/`;
	issuer.misconfigure({ issuer: iss });
	expect(await logIn(true, { tenant: 'acme', iss })).toMatchObject({ code: 0 });
});

test.each([
	['in capitals', (url: string) => url.replace('http', 'HTTP').replace('127.0.0.1', 'LOCALHOST')],
	['with the path of its API and a slash', (url: string) => `${url}/api/v1/`],
])('a service whose address is written %s is the same one (buildswithpaul/Frappe_Assistant_Core#196)', async (_how, write) => {
	const { done, decide } = await beginLogin(write(service.url));
	decide(true, { tenant: 'acme' });
	expect(await done).toMatchObject({ code: 0 });
	expect(readServices().prod.url).toMatch(/^http:\/\/(?:127\.0\.0\.1|localhost):\d+$/);
});

test('a token that the service refuses earlier than this machine expects is renewed, once (manfredsteyer/angular-oauth2-oidc#1225)', async () => {
	await logIn(true, { tenant: 'acme' });
	const stored = readServices();
	const old = await issuer.sign({ tenant: 'acme', exp: Math.floor(Date.now() / 1000) - 3_600 });
	stored.prod.login.oauthTokenData = { ...readStored(), access_token: old, n8n_expires_at: String(Date.now() + 3_600_000) };
	writeFileSync(file(), JSON.stringify(stored));
	const list = () => troupe('run', 'list', '--service', 'prod', '--json');
	expect(await Promise.all([list(), list()])).toMatchObject([{ code: 0 }, { code: 0 }]);
	expect(issuer.calls.filter(({ body }) => String(body).includes('grant_type=refresh_token'))).toHaveLength(1);
});

test('a login whose issuer does not say how long it is valid is renewed when the service refuses it (justlovemaki/AIClient2API#564)', async () => {
	issuer.devices.tokenSeconds = undefined;
	await logIn(true, { tenant: 'acme' });
	const stored = readServices();
	expect(readStored()).not.toHaveProperty('n8n_expires_at');
	stored.prod.login.oauthTokenData.access_token = await issuer.sign({ tenant: 'acme', exp: Math.floor(Date.now() / 1000) - 3_600 });
	writeFileSync(file(), JSON.stringify(stored));
	expect(await troupe('run', 'list', '--service', 'prod', '--json')).toMatchObject({ code: 0 });
});

test('a renewal that fails leaves the login as it is, for the next command (anthropics/claude-code#84440)', async () => {
	issuer.devices.tokenSeconds = 30;
	await logIn(true, { tenant: 'acme' });
	const before = readFileSync(file(), 'utf8');
	issuer.setDown(true);
	const list = () => troupe('run', 'list', '--service', 'prod', '--json');
	expect(await list()).toMatchObject({ code: 1, noted: expect.stringContaining('answered 503') });
	expect(readFileSync(file(), 'utf8')).toBe(before);
	issuer.setDown(false);
	expect(await list()).toMatchObject({ code: 0 });
});

test('the address that has the code in it is shown beside the code (openai/codex#40129)', async () => {
	const { noted } = await logIn(true, { tenant: 'acme' });
	const [, code] = /enter the code (\w+), or open/.exec(noted)!;
	expect(noted).toContain(`or open ${issuer.issuer}/device?code=${code}`);
});
