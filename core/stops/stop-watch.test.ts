import { once } from 'node:events';
import { TroupeError } from '../base/errors';
import type { Stop } from '../ports/stops';
import { waitUntil } from '../../test/support/wait-until';
import { StopWatch } from './stop-watch';

const stop = (changes: Partial<Stop> = {}): Stop => ({
	...{ tenant: '*', name: 'all', reason: 'wrong prices', changedAt: 0, changedBy: 'user:ana' },
	...changes,
});
const run = { tenant: 'acme', agent: 'support', run: 'r1' };
const away = new TroupeError({ code: 'STORAGE_UNREACHABLE', message: 'away', retryable: true });

it.each<[string, Partial<Stop>, boolean]>([
	['all tenants', {}, true],
	['its tenant', { tenant: 'acme' }, true],
	['another tenant', { tenant: 'globex' }, false],
	['its agent', { tenant: 'acme', name: 'agent:support' }, true],
	['its agent in all tenants', { name: 'agent:support' }, true],
	['another agent', { tenant: 'acme', name: 'agent:sales' }, false],
	['its agent of another tenant', { tenant: 'globex', name: 'agent:support' }, false],
	['itself', { tenant: 'acme', name: 'run:r1' }, true],
	['another run', { tenant: 'acme', name: 'run:r11' }, false],
])('a stop of %s', async (_whose, changes, isStopped) => {
	const began = new StopWatch(async () => [stop(changes)]).watch(run);
	if (isStopped) await expect(began).rejects.toMatchObject({ code: 'RUN_STOPPED', retryable: true });
	else (await began).end();
});

it('ends a run that is at work, and says who stopped it, when and why (chrisrocco/tempo#146)', async () => {
	let stops: Stop[] = [];
	const watched = await new StopWatch(async () => stops, { everyMs: 1 }).watch(run);
	stops = [stop({ tenant: 'acme', name: 'agent:support' })];
	await once(watched.signal, 'abort');
	expect(watched.signal.reason).toMatchObject({
		message: 'user:ana stopped the agent support of the tenant acme at 1970-01-01T00:00:00.000Z: wrong prices',
		fix: expect.stringContaining('troupe start --tenant acme --agent support') as string,
		details: { reason: 'wrong prices', stoppedBy: 'user:ana', stoppedAt: '1970-01-01T00:00:00.000Z' },
	});
});

it('ends what a caller asked for whose key was revoked, at once and for good', async () => {
	let stops: Stop[] = [];
	const watch = new StopWatch(async () => stops, { everyMs: 1 });
	const [watched, other] = [await watch.watch({ ...run, caller: 'key:k1' }), await watch.watch({ ...run, caller: 'key:k11' })];
	stops = [stop({ name: 'caller:key:k1' })];
	await once(watched.signal, 'abort');
	const reason = { code: 'ACCESS_DENIED', retryable: false, details: { reason: 'caller', caller: 'key:k1' } };
	expect(watched.signal.reason).toMatchObject(reason);
	expect(other.signal.aborted).toBe(false);
	other.end();
	const idle = new StopWatch(async () => stops, { everyMs: 60_000 });
	stops = [];
	await idle.refresh();
	stops = [stop({ name: 'caller:key:k1' })];
	await expect(idle.watch({ ...run, caller: 'key:k1' })).rejects.toMatchObject(reason);
});

it('reads once for all runs that begin together, and not at all while none runs', async () => {
	let reads = 0;
	const watch = new StopWatch(async () => (reads++, []), { everyMs: 20, now: () => 0 });
	const watched = await Promise.all(Array.from({ length: 100 }, () => watch.watch(run)));
	expect(reads).toBe(1);
	watched.forEach(({ end }) => end());
	await new Promise((later) => setTimeout(later, 60));
	expect(reads).toBe(1);
});

it('refuses a run that begins while the stops cannot be read', async () => {
	await expect(new StopWatch(() => Promise.reject(away)).watch(run)).rejects.toBe(away);
});

it.each([
	['fails', () => Promise.reject(away), away],
	['does not answer', () => new Promise<Stop[]>(() => undefined), expect.objectContaining({ code: 'STORAGE_UNREACHABLE' })],
])('a run ends when its store %s for longer than the grace, and not before (OWASP/AISVS#1149)', async (_how, fail, reason) => {
	let [now, asked] = [0, 0];
	let read: () => Promise<Stop[]> = async () => [];
	const ask = () => (asked++, read());
	const watched = await new StopWatch(ask, { everyMs: 1, graceMs: 60, now: () => now }).watch(run);
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
	const watched = await new StopWatch(
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
