import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccess } from '../access/open-access';
import { issueSession } from './issue-session';

const home = mkdtempSync(join(tmpdir(), 'troupe-sessions-'));
const opened: Array<Awaited<ReturnType<typeof openAccess>>> = [];
afterAll(async () => {
	await Promise.all(opened.map(({ close }) => close()));
	rmSync(home, { recursive: true });
});

async function open(token: string, environment: Record<string, string> = {}) {
	const one = await openAccess({ home, environment, tenant: 'default', token, log: () => undefined });
	opened.push(one);
	const use = (secret: string, address = '10.0.0.1') => one.access.grantAccess(secret, address);
	return { ...one, use, signIn: async (secret: string) => (await issueSession(await use(secret), one.keys)).token };
}
const denied = (reason: string) => ({ code: 'ACCESS_DENIED', details: { reason } });

it('ends with the key that it acts for, also where that is rotated', async () => {
	const { keys, use, signIn } = await open('token-one');
	const operator = { subject: 'user:ada' };
	const { key, secret } = await keys.create({ tenant: 'default', name: 'ana', role: 'viewer', days: null }, operator);
	const session = await signIn(secret);
	const inSession = await signIn(session);
	expect((await use(inSession)).caller.subject).toBe(`key:${key.id}`);
	const next = await keys.rotate('default', key.id, 1, operator);
	const ends = Date.now() + 3_600_000;
	for (const one of [session, inSession]) expect((await use(one)).expiresAt).toBeLessThanOrEqual(ends);
	const other = await signIn(next.secret);
	await keys.rotate('default', next.key.id, 0, operator);
	await expect(use(other)).rejects.toMatchObject(denied('invalid'));
	const listed = (await keys.list('default', operator)).find(({ id }) => other.startsWith(id))!;
	expect([listed.isSession, listed.expiresAt! <= Date.now()]).toEqual([true, true]);
});

it('ends with the token of the service, and is used from its addresses only', async () => {
	const { use, signIn } = await open('token-one', { TROUPE_API_TOKEN_FROM: '10.0.0.0/8' });
	const session = await signIn('token-one');
	const inSession = await signIn(session);
	for (const one of [session, inSession]) {
		expect((await use(one)).caller.subject).toBe('local');
		await expect(use(one, '192.0.2.1')).rejects.toMatchObject(denied('address'));
	}
	const { use: later, keys } = await open('token-two');
	for (const one of [session, inSession]) await expect(later(one)).rejects.toMatchObject(denied('invalid'));
	const { secret } = await keys.create({ tenant: 'default', name: 'ci', role: 'viewer' }, { subject: 'local' });
	expect((await later(secret)).session).toBeUndefined();
});
