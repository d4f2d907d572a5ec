import { suspendedRun, testRunStore, type TestedRunStore } from '../../../core/agents/run-store.contract';
import type { ForgetfulRunStore } from './run-store';

export interface TestedStoredRuns extends TestedRunStore {
	store: ForgetfulRunStore;
	/** The same database as another tenant. */
	openFor(tenant: string): ForgetfulRunStore;
	/** All that is stored, as text. */
	readAll(): Promise<string> | string;
}

const leaseMs = 60_000;
/** For tests: an id is its own reverse. */
export const pseudonym = async (_kind: string, id: string) => [...id].reverse().join('');
export const seal = {
	seal: async (text: string, bound: string) => Buffer.from(JSON.stringify([text, bound])).map((byte) => byte ^ 85),
	async unseal(sealed: Uint8Array, bound: string) {
		const [text, boundTo] = JSON.parse(Buffer.from(sealed.map((byte) => byte ^ 85)).toString()) as [string, string];
		if (boundTo !== bound) throw new Error('sealed for something else');
		return text;
	},
};

/** How stores behave that outlive the process. */
export function testStoredRuns(create: () => TestedStoredRuns | Promise<TestedStoredRuns>): void {
	testRunStore(create);

	test('shows a tenant its own runs, and an operator those of all', async () => {
		const { store, openFor, now } = await create();
		const theirs = openFor('theirs');
		await store.open('r', 'one', leaseMs);
		expect(await theirs.open('r', 'two', leaseMs)).toEqual([]);
		await store.claim('s', 'a', false);
		expect(await theirs.claim('s', 'b', false)).toBe('ours');
		await store.suspend(suspendedRun(now()));
		expect([await theirs.findSuspended('r'), await theirs.listSuspended()]).toEqual([undefined, []]);
		expect(await theirs.listSuspended(true)).toMatchObject([{ tenant: 'default', runId: 'r' }]);
		expect(await theirs.identity()).toBe(await store.identity());
	});

	test('stores a run that waits, without showing what it is about, until it is settled', async () => {
		const { store, now, readAll } = await create();
		await store.suspend(suspendedRun(now(), { suspension: 'r:1', state: 'earlier' }));
		const run = suspendedRun(now(), { suspension: 'r:2', agentFile: '/agents/clerk.json' });
		await store.suspend(run);
		expect(await store.findSuspended('r')).toEqual({ state: run.state, agentFile: '/agents/clerk.json' });
		const [listed] = await store.listSuspended();
		expect(listed).toEqual({
			...{ tenant: 'default', runId: 'r', agent: run.agent, pending: run.pending },
			...{ expiresAt: run.expiresAt, decideBy: run.decideBy, whenTimedOut: run.whenTimedOut },
			...{ since: expect.any(Number), status: 'waiting' },
		});
		expect(Math.abs(listed!.since - now())).toBeLessThan(60_000);
		expect(await readAll()).not.toMatch(/912 345|"ana"/);
		await store.claim('r:2', 'a', true);
		expect(await store.listSuspended()).toMatchObject([{ status: 'interrupted' }]);
		await store.settle('r');
		expect([await store.findSuspended('r'), await store.listSuspended()]).toEqual([undefined, []]);
	});

	test('does not list runs that have expired, and removes them', async () => {
		const { store, now, pass } = await create();
		await store.suspend(suspendedRun(now(), { expiresAt: now() + 10_000, decideBy: now() + 10_000 }));
		await pass(20_000);
		await store.suspend(suspendedRun(now(), { runId: 'fresh', expiresAt: now() + 50_000 }));
		expect(await store.listSuspended()).toMatchObject([{ runId: 'fresh' }]);
		expect(await store.clean(0)).toBe(0);
		expect([await store.findSuspended('r'), await store.findSuspended('fresh')]).toEqual([undefined, expect.anything()]);
	});

	test('forgets a person’s runs for good, also one that a killed process had begun to continue', async () => {
		const { store, now } = await create();
		await store.open('r', 'one', leaseMs, 'c', 'ana');
		await store.append('r', 'one', [{ kind: 'suspended', id: 'r:1' }], { from: 0, leaseMs, synced: false });
		await store.suspend(suspendedRun(now(), { runId: 'unstored', suspension: 'unstored:1', conversationId: 'c2' }));
		await store.claim('r:1', 'killed', true);
		expect(await store.forget(['ana', 'nobody'].map((id) => [...id].reverse().join('')))).toBe(2);
		await expect(store.append('r', 'one', [{}], { from: 1, leaseMs, synced: false })).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		expect([await store.claim('r:1', 'later', true), await store.claim('unstored:1', 'later', true)]).toEqual(['taken', 'taken']);
		expect([await store.listSuspended(), await store.open('r', 'two', leaseMs)]).toEqual([[], []]);
	});

	test('removes old runs as new ones come', async () => {
		const { store, pass, now } = await create();
		await store.open('old', 'one', leaseMs);
		await pass(31 * 86_400_000);
		for (let number = 0; number < 21; number += 1) await store.open(`new ${number}`, 'one', leaseMs);
		expect(await store.clean(now() - 86_400_000)).toBe(0);
	});
}
