import { once } from 'node:events';
import { TroupeError } from '../base/errors';
import type { Switch } from '../ports/switches';
import { waitUntil } from '../../test/support/wait-until';
import { SwitchWatch } from './switch-watch';

const off = (changes: Partial<Switch> = {}): Switch => ({
	...{ tenant: '*', target: 'all', reason: 'wrong prices', changedAt: 0, changedBy: 'user:ana' },
	...changes,
});
const run = { tenant: 'acme', agent: 'support', run: 'r1' };
const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });

it.each<[string, Partial<Switch>, boolean]>([
	['all tenants', {}, true],
	['its tenant', { tenant: 'acme' }, true],
	['another tenant', { tenant: 'globex' }, false],
	['its agent', { tenant: 'acme', target: 'agent:support' }, true],
	['its agent in all tenants', { target: 'agent:support' }, true],
	['another agent', { tenant: 'acme', target: 'agent:sales' }, false],
	['its agent of another tenant', { tenant: 'globex', target: 'agent:support' }, false],
	['itself', { tenant: 'acme', target: 'run:r1' }, true],
	['another run', { tenant: 'acme', target: 'run:r11' }, false],
])('a switch of %s', async (_whose, changes, isStopped) => {
	const began = new SwitchWatch(async () => [off(changes)]).watch(run);
	if (isStopped) await expect(began).rejects.toMatchObject({ code: 'RUN_STOPPED', retryable: true });
	else (await began).end();
});

it('ends a run that is at work, and says who turned it off, when and why (chrisrocco/tempo#146)', async () => {
	let list: Switch[] = [];
	const watched = await new SwitchWatch(async () => list, { everyMs: 1 }).watch(run);
	list = [off({ tenant: 'acme', target: 'agent:support' })];
	await once(watched.signal, 'abort');
	expect(watched.signal.reason).toMatchObject({
		message: 'user:ana turned off the agent support of the tenant acme at 1970-01-01T00:00:00.000Z: wrong prices',
		fix: expect.stringContaining('troupe switch on agent:support --tenant acme') as string,
		details: { reason: 'wrong prices', changedBy: 'user:ana', changedAt: '1970-01-01T00:00:00.000Z' },
	});
});

it('ends what a caller asked for whose key was revoked, at once and for good', async () => {
	let list: Switch[] = [];
	const watch = new SwitchWatch(async () => list, { everyMs: 1 });
	const [watched, other] = [await watch.watch({ ...run, caller: 'key:k1' }), await watch.watch({ ...run, caller: 'key:k11' })];
	list = [off({ target: 'caller:key:k1' })];
	await once(watched.signal, 'abort');
	const reason = { code: 'ACCESS_DENIED', retryable: false, details: { reason: 'caller', caller: 'key:k1' } };
	expect(watched.signal.reason).toMatchObject(reason);
	expect(other.signal.aborted).toBe(false);
	other.end();
	const idle = new SwitchWatch(async () => list, { everyMs: 60_000 });
	list = [];
	await idle.refresh();
	list = [off({ target: 'caller:key:k1' })];
	await expect(idle.watch({ ...run, caller: 'key:k1' })).rejects.toMatchObject(reason);
});

it('reads once for all runs that begin together, and not at all while none runs', async () => {
	let reads = 0;
	const watch = new SwitchWatch(async () => (reads++, []), { everyMs: 20, now: () => 0 });
	const watched = await Promise.all(Array.from({ length: 100 }, () => watch.watch(run)));
	expect(reads).toBe(1);
	watched.forEach(({ end }) => end());
	await new Promise((later) => setTimeout(later, 60));
	expect(reads).toBe(1);
});

it('refuses a run that begins while the switches cannot be read', async () => {
	await expect(new SwitchWatch(() => Promise.reject(away)).watch(run)).rejects.toBe(away);
});

it.each([
	['fails', () => Promise.reject(away), away],
	['does not answer', () => new Promise<Switch[]>(() => undefined), expect.objectContaining({ code: 'STORAGE_UNREACHABLE' })],
])('a run ends when its store %s for longer than the grace, and not before (OWASP/AISVS#1149)', async (_how, fail, reason) => {
	let [now, asked] = [0, 0];
	let read: () => Promise<Switch[]> = async () => [];
	const ask = () => (asked++, read());
	const watched = await new SwitchWatch(ask, { everyMs: 1, graceMs: 60, now: () => now }).watch(run);
	[read, asked] = [fail, 0];
	await waitUntil('a read that fails', () => asked > 0);
	now = 59;
	await new Promise((later) => setTimeout(later, 10));
	expect(watched.signal.aborted).toBe(false);
	const ended = once(watched.signal, 'abort');
	now = 60;
	await ended;
	expect(watched.signal.reason).toEqual(reason);
});

it('a store that is back within the grace ends no run', async () => {
	let [now, reads] = [0, 0];
	const watched = await new SwitchWatch(
		async () => {
			if (++reads === 2) throw away;
			return [];
		},
		{ everyMs: 1, graceMs: 60, now: () => now },
	).watch(run);
	await waitUntil('a read after the one that failed', () => reads > 2);
	now = 1_000;
	await waitUntil('more reads', () => reads > 4);
	expect(watched.signal.aborted).toBe(false);
	watched.end();
});
