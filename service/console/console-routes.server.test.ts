import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { startOperationsService } from '../../test/support/operations-service';
import { isConsoleBuilt } from './console-files';

let service: Awaited<ReturnType<typeof startOperationsService>>;
beforeEach(async () => void (service = await startOperationsService(['run:read', 'switch:manage', 'keys:manage', 'audit:read'])));
afterEach(() => service.close());

const keyOf = async (scopes: string[]) => service.createKey('ana', scopes);
const session = (method: string, headers: Record<string, string>) => fetch(`${service.url}/console/session`, { method, headers });
const signIn = async (key: string) => {
	const answer = await session('POST', { authorization: `Bearer ${key}` });
	return {
		answer,
		cookie: (answer.headers.get('set-cookie') ?? '').split(';')[0]!,
		told: (await answer.json()) as Record<string, unknown>,
	};
};

it('gives a browser a key of its own, which ends with the one that it was made with', async () => {
	const key = await keyOf(['run:read']);
	const { answer, cookie, told } = await signIn(key);
	expect([answer.status, told]).toMatchObject([
		200,
		{ tenant: 'default', scopes: ['run:read'], name: 'ana', subject: `key:${key.slice(0, 12)}` },
	]);
	expect(answer.headers.get('set-cookie')).toMatch(/^troupe_session=trp_.*; HttpOnly; SameSite=Strict$/);
	const runs = () => fetch(`${service.url}/api/v1/runs`, { headers: { cookie } });
	expect((await runs()).status).toBe(200);
	const listed = (await service.call('GET access-keys'))[1] as { items: Array<{ name: string; expiresAt: string }> };
	const own = listed.items.find(({ name }) => name === 'console of ana')!;
	expect(Date.parse(own.expiresAt) - Date.now()).toBeLessThanOrEqual(12 * 60 * 60_000);
	await service.revokeKey(key);
	expect((await runs()).status).toBe(401);
});

it('acts for who signed in, with the session beside', async () => {
	const key = await keyOf(['switch:manage', 'keys:manage']);
	const { cookie, told } = await signIn(key);
	const csrf = { cookie, 'content-type': 'application/json', 'x-troupe-csrf': told.csrf as string };
	const send = (path: string, body: object, method = 'POST') =>
		fetch(`${service.url}/api/v1/${path}`, { method, headers: csrf, body: JSON.stringify(body) }).then(({ status }) => status);
	expect([
		await send('switches/off', { target: 'agent:clerk', reason: 'a test' }),
		await send('access-keys', { name: 'made', scopes: ['switch:manage'] }),
	]).toEqual([200, 200]);
	const me = await fetch(`${service.url}/api/v1/me`, { headers: { cookie } });
	const parent = `key:${key.slice(0, 12)}`;
	expect(await me.json()).toMatchObject({ subject: parent });
	const { items } = (await service.call('GET audit/entries', {}))[1] as {
		items: Array<{ action: string; who: { value: { name?: string } } }>;
	};
	const session = cookie.slice('troupe_session='.length).slice(0, 12);
	const noted = Object.fromEntries(items.toReversed().map(({ action, who }) => [action, who.value]));
	expect(noted).toMatchObject({ 'switch.turned_off': { name: parent, session }, 'api_key.created': { name: parent, session } });
	expect(items.map(({ who }) => who.value.name)).not.toContain(`key:${session}`);
	const list = (await service.call('GET access-keys'))[1] as {
		items: Array<{ id: string; name: string; createdBy: string; isSession: boolean }>;
	};
	expect(list.items.map(({ name, createdBy, isSession }) => [name, createdBy, isSession])).toEqual(
		expect.arrayContaining([
			['made', `key:${session}`, false],
			['console of ana', parent, true],
		]),
	);
	expect(await send(`access-keys/${session}/rotate`, {})).toBe(409);
});

it('judges a request of a browser as any other, and takes changes of its own pages alone', async () => {
	const { cookie, told } = await signIn(await keyOf(['switch:manage']));
	const turnOff = (headers: Record<string, string>) =>
		fetch(`${service.url}/api/v1/switches/off`, {
			method: 'POST',
			headers: { cookie, 'content-type': 'application/json', ...headers },
			body: JSON.stringify({ target: 'agent:clerk', reason: 'a test' }),
		}).then(({ status }) => status);
	const csrf = { 'x-troupe-csrf': told.csrf as string };
	expect([await turnOff({}), await turnOff({ 'x-troupe-csrf': '' }), await turnOff({ ...csrf, 'sec-fetch-site': 'same-site' })]).toEqual([
		403, 403, 403,
	]);
	expect(await turnOff({ ...csrf, 'sec-fetch-site': 'same-origin' })).toBe(200);
	const read = await fetch(`${service.url}/api/v1/runs`, { headers: { cookie } });
	expect([read.status, ((await read.json()) as { detail: string }).detail]).toEqual([403, expect.stringContaining('run:read')]);
});

it('signs out for good, and leaves a key that was made elsewhere', async () => {
	const key = await keyOf(['run:read']);
	const { cookie, told } = await signIn(key);
	const out = await session('DELETE', { cookie, 'x-troupe-csrf': told.csrf as string });
	expect([out.status, out.headers.get('set-cookie')]).toEqual([200, expect.stringMatching(/^troupe_session=; .*Expires=Thu, 01 Jan 1970/)]);
	expect((await session('GET', { cookie })).status).toBe(401);
	expect((await session('DELETE', { authorization: `Bearer ${key}` })).status).toBe(200);
	expect((await session('POST', { authorization: `Bearer ${key}` })).status).toBe(200);
});

it('answers nobody with nothing, and a wrong key with why', async () => {
	expect(await (await session('GET', {})).json()).toEqual({ session: null });
	const refused = await session('POST', { authorization: 'Bearer trp_wrong' });
	expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([401, 'ACCESS_DENIED']);
});

it('signs in by a link once', async () => {
	const [status, link] = await service.call('POST console/links');
	const { url, expiresAt } = link as { url: string; expiresAt: string };
	expect([status, url]).toEqual([200, expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/console\/#code=[\w-]{32}$/)]);
	expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
	const open = () =>
		fetch(`${service.url}/console/session/link`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ code: url.split('#code=')[1] }),
		});
	expect((await open()).status).toBe(200);
	const again = await open();
	expect([again.status, ((await again.json()) as { detail: string }).detail]).toEqual([401, expect.stringContaining('used before')]);
});

it('ends the oldest of more than twenty sessions of a caller, and of no other', async () => {
	const key = await keyOf(['run:read']);
	const other = await signIn(await keyOf(['run:read']));
	const first = await signIn(key);
	for (let count = 0; count < 20; count += 1) await signIn(key);
	const isIn = async ({ cookie }: { cookie: string }) => (await session('GET', { cookie })).status;
	expect([await isIn(first), await isIn(other)]).toEqual([401, 200]);
});

it('prints a link for a distant service', async () => {
	const { printed, noted } = await service.troupe(['console']);
	expect([printed, noted]).toEqual([expect.stringMatching(/\/console\/#code=/), expect.stringContaining('once')]);
});

it.each(['same-site', 'cross-site'])('opens a decision by a link of another page (%s), which asks for nothing more', async (site) => {
	const { cookie } = await signIn(await keyOf(['run:read']));
	/** `fetch` sends a Sec-Fetch-Mode of its own. */
	const go = async (changed: Record<string, string> = {}, { path = '/approvals/r-1', method = 'GET' } = {}) => {
		const fetched = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
		const sent = request(service.url + path, { method, headers: { cookie, accept: 'text/html', ...fetched, ...changed } }).end();
		const [answer] = (await once(sent, 'response')) as [IncomingMessage];
		answer.resume();
		return [answer.statusCode, answer.headers.location];
	};
	expect(await go()).toEqual(isConsoleBuilt() ? [302, '/console/inbox/approval/r-1'] : [401, undefined]);
	const others: Array<Record<string, string>> = [
		{ 'sec-fetch-mode': 'no-cors' },
		{ 'sec-fetch-dest': 'iframe' },
		{ 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
	];
	for (const other of others) expect(await go(other)).toEqual([403, undefined]);
	expect(await go({}, { path: '/api/v1/runs' })).toEqual([403, undefined]);
	for (const path of ['/api/v1/runs/r-1/resume', '/v2/process-instances'])
		expect(await go({}, { path, method: 'POST' })).toEqual([403, undefined]);
});
