import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeCredentials } from '../../providers/compose/credentials/credentials';
import { type GoogleOauth, startGoogleOauth } from '../../test/fakes/google-oauth';
import { type MetaOauth, startMetaOauth } from '../../test/fakes/meta-oauth';
import { slowTest } from '../../test/support/slow-tests';
import { waitUntil } from '../../test/support/wait-until';
import { runTroupe } from '../program';
import { testTerminal, type TestTerminal } from '../../test/support/test-terminal';

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'troupe-credentials-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const terminalFor = (input = '', answers?: string[]): TestTerminal => {
	const terminal = testTerminal({ TROUPE_HOME: home }, [Buffer.from(input)]);
	return answers ? Object.assign(terminal, { askSecret: async () => answers.shift() ?? '' }) : terminal;
};

async function run(terminal: TestTerminal, ...args: string[]) {
	const code = await runTroupe(['credentials', ...args], terminal);
	return { code, out: terminal.printed.join('\n'), err: terminal.noted.join('\n') };
}
const credentials = (...args: string[]) => run(terminalFor(), ...args);
const resolve = (name: string, tenant = 'default') => composeCredentials({ stateFolder: home, database: '' }).resolve(name, tenant);

function file(content: object): string {
	const path = join(home, 'input.json');
	writeFileSync(path, JSON.stringify(content));
	return path;
}

test('a credential is added from standard input, listed without its value, limited to servers and removed', async () => {
	const added = await run(
		terminalFor('{"name": "x-key", "value": "very-secret"}'),
		'add',
		'shop',
		'--type',
		'httpHeaderAuth',
		'--expires',
		'2999-01-31',
	);
	expect(added).toMatchObject({ code: 0, out: '', err: expect.stringContaining('troupe credentials servers shop') as string });
	expect(statSync(join(home, 'state.db')).mode & 0o777).toBe(0o600);
	expect(readFileSync(join(home, 'state.db'), 'latin1')).not.toContain('very-secret');
	expect((await credentials('servers', 'shop', 'api.shop.example,*.shop.example')).code).toBe(0);
	expect(await resolve('shop')).toMatchObject({
		data: { name: 'x-key', value: 'very-secret', allowedHttpRequestDomains: 'domains', allowedDomains: 'api.shop.example, *.shop.example' },
	});
	const listed = await credentials('list');
	expect(listed.out).toMatch(/shop +httpHeaderAuth +unchecked +2999-01-31 00:00 +never/);
	const [record] = JSON.parse((await credentials('list', '--json')).out) as object[];
	expect(record).toMatchObject({ name: 'shop', state: 'unchecked', expiresAt: '2999-01-31T00:00:00.000Z', checkedAt: null });
	expect(JSON.stringify(record)).not.toContain('very-secret');
	expect((await credentials('list', '--tenant', 'acme')).err).toContain('The tenant acme has no credentials');
	expect(await credentials('remove', 'shop', '--yes')).toMatchObject({
		code: 0,
		err: expect.stringContaining('Revoke it at its service') as string,
	});
	expect(await credentials('remove', 'shop', '--yes')).toMatchObject({
		code: 1,
		err: expect.stringContaining('has no credential "shop"') as string,
	});
});

test('what uses a credential is named before it is removed (rune-org/rune#487)', async () => {
	const troupe = (...args: string[]) => runTroupe(args, testTerminal({ TROUPE_HOME: home }));
	await run(terminalFor('{"accessToken": "a"}'), 'add', 'desk', '--type', 'chatwoot');
	await run(terminalFor('{"accessToken": "123:a"}'), 'add', 'bot', '--type', 'telegram');
	const desk = ['--provider', 'chatwoot', '--set', 'baseUrl=https://desk.example', '--set', 'accountId=1', '--set', 'inboxId=2'];
	expect(await troupe('channel', 'add', 'people', ...desk, '--credential', 'desk')).toBe(0);
	const handOver = ['--hand-over', '--desk', 'people'];
	expect(await troupe('channel', 'add', 'site', '--provider', 'telegram', '--credential', 'bot', ...handOver)).toBe(0);
	const uses = 'The account of the channel people, hand-overs of the channel site to the desk people';
	const { terminal, asked } = asking({});
	expect(await run(terminal, 'remove', 'desk')).toMatchObject({ code: 1, err: 'Nothing was changed.' });
	expect(asked).toEqual([['seen', expect.stringContaining(`Remove the credential desk? ${uses} use it.`)]]);
	expect(await credentials('remove', 'desk', '--yes')).toMatchObject({
		code: 0,
		err: expect.stringContaining(`${uses} use it. They stop.`),
	});
});

test('a person at the terminal is asked for each field of a type', async () => {
	expect((await run(terminalFor('', ['ana', 'secret']), 'add', 'site', '--type', 'httpBasicAuth')).code).toBe(0);
	expect((await resolve('site')).data).toEqual({ user: 'ana', password: 'secret' });
	expect(await run(terminalFor('', []), 'add', 'other', '--type', 'twilioApi')).toMatchObject({
		code: 2,
		err: expect.stringContaining('--file') as string,
	});
});

test('a decrypted export of n8n is taken as it is; an encrypted one is refused', async () => {
	const exported = [
		{ id: '1', name: 'Slack bot', type: 'slackApi', data: { accessToken: 'xoxb-1', signatureSecret: '', notice: '' } },
		{
			id: '2',
			name: 'Jira',
			type: 'jiraSoftwareCloudApi',
			data: { email: 'a@b.example', apiToken: 't', domain: 'https://b.atlassian.net' },
		},
	];
	expect((await credentials('add', 'Slack bot', '--file', file(exported))).code).toBe(0);
	expect(await resolve('Slack bot')).toMatchObject({ type: 'slackApi', data: { accessToken: 'xoxb-1' } });
	expect((await credentials('add', 'Gmail', '--file', file(exported))).err).toContain('none of them named Gmail');
	expect((await credentials('add', 'Jira', '--file', file({ ...exported[1], data: 'U2FsdGVk' }))).err).toContain('--decrypted');
});

test.each([
	[['add', 'shop', '--type', 'httpHeaderAuth'], '{"name": "x-key"}', /needs the fields name, value; missing or empty: value/],
	[['add', 'shop', '--type', 'httpHeaderAuth'], 'very-secret', /Standard input is not a JSON object/],
	[['add', 'desk', '--type', 'chatwoot'], '{"accessToken": ""}', /needs the fields accessToken; missing or empty: accessToken/],
	[
		['add', 'desk', '--type', 'chatwoot'],
		'{"accesToken": "very-secret"}',
		/missing or empty: accessToken; it does not have the fields "accesToken"\.\nfix: Its fields are: accessToken, webhookSecret \(can be missing\)/,
	],
	[['add', 'desk', '--type', 'chatwoot'], '{"accessToken": "a", "webhokSecret": "very-secret"}', /does not have the fields "webhokSecret"/],
	[['add', 'bot', '--type', 'slackApi'], '{"accessToken": "a", "token": "very-secret"}', /does not have the fields "token"/],
	[['add', 'desk', '--type', 'chatwoot'], '{}', /missing or empty: accessToken\.\nfix: Its fields are: accessToken/],
	[['add', 'shop'], '{"value": "v"}', /type of the credential is missing/],
	[['add', ' shop', '--type', 'slackApi'], '{}', /cannot be named " shop"/],
	[['add', 'shop', '--type', 'oAuth2Api'], '{"clientId": "c"}', /missing or empty: accessTokenUrl/],
	[['add', 'shop', '--type', 'httpBearerAuth', '--servers', 'https://a.example'], '{"token": "t"}', /is not the name of a server/],
	[['add', 'shop', '--type', 'httpBearerAuth', '--expires', 'soon'], '{"token": "t"}', /Expected a day/],
	[['login', 'shop'], '', /neither --provider nor --type/],
])('wrong use of %j is refused, without the secret', async (args, input, message) => {
	const { code, err } = await run(terminalFor(input), ...args);
	expect([code, err]).toEqual([2, expect.stringMatching(message)]);
	expect(err).not.toContain('very-secret');
});

test('a credential is replaced only when asked to', async () => {
	const add = (value: string, ...more: string[]) =>
		run(terminalFor(JSON.stringify({ token: value })), 'add', 'shop', '--type', 'httpBearerAuth', ...more);
	await add('one');
	expect(await add('two')).toMatchObject({ code: 1, err: expect.stringContaining('already exists') as string });
	expect((await resolve('shop')).data).toEqual({ token: 'one' });
	expect((await add('two', '--replace')).code).toBe(0);
	expect((await resolve('shop')).data).toEqual({ token: 'two' });
});

slowTest('a backup takes credentials along, and its encrypted keys open them', async () => {
	await run(terminalFor('{"token": "backed up"}'), 'add', 'shop', '--type', 'httpBearerAuth');
	const elsewhere = mkdtempSync(join(tmpdir(), 'troupe-restored-'));
	const [archive, restored] = [join(elsewhere, 'backup.tar.zst'), join(elsewhere, 'home')];
	const secret = { TROUPE_BACKUP_PASSPHRASE: 'correct horse' };
	try {
		expect(await runTroupe(['backup', archive], testTerminal({ TROUPE_HOME: home, ...secret }))).toBe(0);
		expect(await runTroupe(['restore', archive], testTerminal({ TROUPE_HOME: restored, ...secret }))).toBe(0);
		const credential = await composeCredentials({ stateFolder: restored, database: '' }).resolve('shop', 'default');
		expect(credential.data).toEqual({ token: 'backed up' });
	} finally {
		rmSync(elsewhere, { recursive: true, force: true });
	}
});

describe('with Google', () => {
	let google: GoogleOauth;
	beforeEach(async () => {
		google = await startGoogleOauth({ grantSeconds: 6 * 86_400 });
	});
	afterEach(() => google.close());

	/** Opens the address that the command shows, as a browser does. */
	async function logIn(terminal: TestTerminal, visit: (address: string) => Promise<unknown>, ...args: string[]) {
		const login = run(terminal, 'login', 'mail', '--client', file(google.client), ...args);
		await waitUntil('an address to open', () => /http:\S+/.test(terminal.noted.join('\n')));
		await visit(/http:\S+/.exec(terminal.noted.join('\n'))![0]);
		return login;
	}
	const browse = async (address: string) => {
		const { headers } = await fetch(address, { redirect: 'manual' });
		const page = await fetch(headers.get('location')!);
		return page.text();
	};

	test('a person logs in with a browser; the credential is healthy until the access is withdrawn', async () => {
		const terminal = terminalFor();
		const done = await logIn(terminal, browse, '--provider', 'google', '--type', 'gmailOAuth2', '--scopes', 'https://mail.google.com/');
		expect(done).toMatchObject({
			code: 0,
			err: expect.stringContaining('Logged in. Stored the credential mail of type gmailOAuth2') as string,
		});
		expect(google.tokenCalls()).toHaveLength(1);
		const { data } = await resolve('mail');
		expect(data).toMatchObject({
			authentication: 'body',
			scope: 'https://mail.google.com/',
			oauthTokenData: { refresh_token: expect.any(String) as string },
		});
		expect(done.err).not.toContain((data.oauthTokenData as { access_token: string }).access_token);

		expect(await credentials('test', 'mail')).toMatchObject({ code: 0, out: 'mail  expires soon' });
		expect(await credentials('test')).toMatchObject({ code: 0, out: expect.stringMatching(/mail +gmailOAuth2 +expires soon/) as string });
		google.revoke();
		expect(await credentials('test')).toMatchObject({
			code: 1,
			out: expect.stringMatching(/mail .* invalid .*400 invalid_grant/) as string,
		});
		expect(await credentials('list')).toMatchObject({ code: 0, out: expect.stringMatching(/mail .* invalid /) as string });
	});

	test('a page that comes with another state is not an answer, and a refusal is one', async () => {
		const terminal = terminalFor();
		const refuse = async (address: string) => {
			const redirect = new URL(new URL(address).searchParams.get('redirect_uri')!);
			const state = new URL(address).searchParams.get('state')!;
			expect((await fetch(`${redirect.href}?code=stolen&state=guessed`)).status).toBe(404);
			await fetch(`${redirect.href}?error=access_denied&state=${state}`);
		};
		const { code, err } = await logIn(terminal, refuse, '--provider', 'google');
		expect([code, err]).toEqual([1, expect.stringContaining('was refused: access_denied.\nfix: Log in again and allow the access')]);
		expect(google.tokenCalls()).toHaveLength(0);
	});

	test('a person logs in on another device, with the scopes that Google allows there', async () => {
		const terminal = terminalFor();
		const login = run(terminal, 'login', 'files', '--provider', 'google', '--device', '--scopes', 'email', '--client', file(google.client));
		await waitUntil('two polls', () => google.tokenCalls().length > 1);
		expect(terminal.noted).toEqual(['Open https://www.google.com/device on any device and enter the code GQVQ-JKEC']);
		google.decideDevice(true);
		expect((await login).code).toBe(0);
		const refused = await credentials(
			'login',
			'mail',
			'--provider',
			'google',
			'--device',
			'--scopes',
			'https://mail.google.com/',
			'--client',
			file(google.client),
		);
		expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('Log in without --device') as string });
	});
});

describe('with Meta', () => {
	let meta: MetaOauth;
	beforeEach(async () => {
		meta = await startMetaOauth();
	});
	afterEach(() => meta.close());

	slowTest('a person logs in on another device, and the token is exchanged for one of sixty days', async () => {
		const terminal = terminalFor();
		meta.refuseNextPoll();
		const login = run(
			terminal,
			'login',
			'page',
			'--provider',
			'meta',
			'--device',
			'--scopes',
			'pages_messaging',
			'--client',
			file(meta.client),
		);
		await waitUntil('a poll', () => meta.calls.some(({ path }) => path === '/device/login_status'));
		meta.decideDevice();
		expect((await login).code).toBe(0);
		const { type, data } = await resolve('page');
		expect([type, data.accessToken]).toEqual(['facebookGraphApi', (data.oauthTokenData as { access_token: string }).access_token]);
		const [{ expiresAt } = { expiresAt: '' }] = JSON.parse((await credentials('list', '--json')).out) as Array<{ expiresAt: string }>;
		expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 59 * 86_400_000);
	});

	test('a person logs in with a browser', async () => {
		const terminal = terminalFor();
		const login = run(terminal, 'login', 'page', '--provider', 'meta', '--client', file(meta.client));
		await waitUntil('an address to open', () => /http:\S+/.test(terminal.noted.join('\n')));
		const { headers } = await fetch(/http:\S+/.exec(terminal.noted.join('\n'))![0], { redirect: 'manual' });
		await fetch(headers.get('location')!);
		expect((await login).code).toBe(0);
		meta.revoke();
		const add = ['add', 'page', '--file', file({ type: 'facebookGraphApi', data: { accessToken: 'x' } }), '--test-url', `${meta.url}/me`];
		await credentials(...add, '--servers', '127.0.0.1', '--replace');
		expect(await credentials('test', 'page')).toMatchObject({ code: 1, out: expect.stringContaining('answered 401') as string });
	});
});

/** Answers by the name of the field; what is asked in which way is noted. */
function asking(answers: Record<string, string>) {
	const asked: Array<[how: string, question: string]> = [];
	const answer = (how: string) => async (question: string) => {
		asked.push([how, question]);
		return answers[question.split(/[ ,:]/, 1)[0] ?? ''] ?? '';
	};
	return { asked, terminal: Object.assign(testTerminal({ TROUPE_HOME: home }), { ask: answer('seen'), askSecret: answer('hidden') }) };
}

test.each([
	['zApi', { token: 't1', clientToken: 't2' }],
	['whatsappCloud', { accessToken: 'a', appSecret: 'b', verifyToken: 'c' }],
	['evolution', { apiKey: 'k' }],
	['wahaApi', { apiKey: 'k', hmacKey: 'h' }],
	['telegramApi', { accessToken: 'a' }],
	['chatwoot', { accessToken: 'a', webhookSecret: 's' }],
	['webhook', { signingSecret: 'whsec_c2VjcmV0' }],
])('the fields of a channel of the type %s are asked for, hidden; those that can be empty are left out', async (type, answers) => {
	const { terminal, asked } = asking(answers);
	const { code, err } = await run(terminal, 'add', 'account', '--type', type);
	expect([code, err]).toEqual([0, `Stored the credential account of type ${type} for the tenant default.`]);
	expect(new Set(asked.map(([how]) => how))).toEqual(new Set(['hidden']));
	expect(await resolve('account')).toMatchObject({ type, data: answers });
	expect(Object.keys((await resolve('account')).data)).toEqual(Object.keys(answers));
});

test('a field that is not a secret is asked for in sight; a secret that is empty, and a type that nobody knows, are refused', async () => {
	const crm = asking({ token: 't', baseUrl: 'https://crm.example' });
	expect(await run(crm.terminal, 'add', 'crm', '--type', 'piperunApi')).toMatchObject({ code: 0 });
	expect(crm.asked).toEqual([
		['hidden', 'token: '],
		['seen', 'baseUrl (can be empty): '],
	]);
	expect(await resolve('crm')).toMatchObject({ data: { token: 't', baseUrl: 'https://crm.example' } });
	const empty = asking({ token: 't1' });
	expect(await run(empty.terminal, 'add', 'whatsapp', '--type', 'zApi')).toMatchObject({
		code: 2,
		err: expect.stringContaining('The field clientToken is empty.') as string,
	});
	expect(await run(asking({}).terminal, 'add', 'x', '--type', 'nobodysApi')).toMatchObject({
		code: 2,
		err: expect.stringContaining('on standard input') as string,
	});
});
