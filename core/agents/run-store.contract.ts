import { randomUUID } from 'node:crypto';
import type { RunStore, SuspendedRun } from '../ports/runs/runs';

/** A store that other tests have not used, and its clock. */
export interface TestedRunStore {
	store: RunStore;
	/** Lets this time pass for the store. */
	pass(milliseconds: number): Promise<void> | void;
	/** By the store's clock. */
	now(): number;
}

const leaseMs = 60_000;
const lease = { from: 0, leaseMs, synced: false };

export function testRunStore(create: () => TestedRunStore | Promise<TestedRunStore>): void {
	test('keeps entries in order, for whoever opens the run next', async () => {
		const { store } = await create();
		expect(await store.open('r', 'one', leaseMs)).toEqual([]);
		await store.append('r', 'one', [{ kind: 'a' }, { kind: 'b' }], lease);
		await store.append('r', 'one', [{ kind: 'c', text: 'ç' }], { from: 2, leaseMs, synced: true });
		// As after a connection that broke before the answer came.
		await store.append('r', 'one', [{ kind: 'c', text: 'ç' }], { from: 2, leaseMs, synced: true });
		await store.release('r', 'one');
		expect(await store.open('r', 'two', leaseMs)).toEqual([{ kind: 'a' }, { kind: 'b' }, { kind: 'c', text: 'ç' }]);
		expect(await store.open('other', 'two', leaseMs)).toEqual([]);
	});

	test('is always the same, and no other', async () => {
		const { store } = await create();
		const identity = await store.identity();
		expect(identity).toMatch(/^[\w-]{36}$/);
		expect(await store.identity()).toBe(identity);
	});

	test('tells what a run began with, whoever has it', async () => {
		const { store } = await create();
		expect(await store.first('r')).toBeUndefined();
		await store.open('r', 'one', leaseMs);
		expect(await store.first('r')).toBeUndefined();
		await store.append('r', 'one', [{ kind: 'a' }, { kind: 'b' }], lease);
		expect([await store.first('r'), await store.first('other')]).toEqual([{ kind: 'a' }, undefined]);
	});

	test('gives a run to one holder, until that releases it or its lease expires', async () => {
		const { store, pass } = await create();
		await store.open('r', 'one', leaseMs);
		await expect(store.open('r', 'two', leaseMs)).rejects.toMatchObject({ code: 'RUN_TAKEN', retryable: true });
		await pass(40_000);
		await store.append('r', 'one', [], lease); // renews
		await pass(40_000);
		const refused = await store.open('r', 'two', leaseMs).catch((error: unknown) => error as { code: string; retryAfterMs: number });
		expect(refused).toMatchObject({ code: 'RUN_TAKEN' });
		const { retryAfterMs } = refused as { retryAfterMs: number };
		expect(retryAfterMs).toBeGreaterThan(0);
		expect(retryAfterMs).toBeLessThanOrEqual(20_000);
		await pass(20_000);
		await store.open('r', 'two', leaseMs);
		await expect(store.append('r', 'one', [{}], lease)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		await store.release('r', 'one'); // not its own any more
		await expect(store.open('r', 'three', leaseMs)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	});

	test('gives a suspension to its first claimant, and tells others whether its trail is stored', async () => {
		const { store } = await create();
		expect([await store.claim('s', 'a', false), await store.claim('s', 'b', true), await store.claim('s', 'a', true)]).toEqual([
			'ours',
			'taken',
			'ours',
		]);
		expect([await store.claim('t', 'a', true), await store.claim('t', 'b', true), await store.claim('t', 'b', false)]).toEqual([
			'ours',
			'shared',
			'shared',
		]);
	});

	test('lets one of many have what they ask for at the same time', async () => {
		const { store } = await create();
		const names = Array.from({ length: 8 }, () => randomUUID());
		const claims = await Promise.all(names.map((name) => store.claim('s', name, false)));
		expect(claims.filter((claim) => claim === 'ours')).toHaveLength(1);
		const opened = await Promise.allSettled(names.map((name) => store.open('r', name, leaseMs)));
		expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
	});

	test('forgets runs and their claims that nobody touched for long', async () => {
		const { store, pass, now } = await create();
		await store.open('r', 'one', leaseMs);
		await store.append('r', 'one', [{}], lease);
		await store.claim('s', 'a', false);
		await pass(100_000);
		await store.open('fresh', 'one', leaseMs);
		expect(await store.clean(now() - 50_000)).toBe(1);
		expect(await store.open('r', 'two', leaseMs)).toEqual([]);
		expect(await store.claim('s', 'b', false)).toBe('ours');
	});
}

export const suspendedRun = (now: number, changes: Partial<SuspendedRun> = {}): SuspendedRun => ({
	runId: 'r',
	suspension: 'r:1',
	agent: { id: 'clerk', version: '1.0.0' },
	conversationId: '+351 912 345 678',
	person: 'ana',
	expiresAt: now + 7 * 86_400_000,
	decideBy: now + 7 * 86_400_000,
	whenTimedOut: 'end',
	pending: [{ kind: 'approval', tool: 'pay' }, { kind: 'question' }],
	state: { trail: [{ kind: 'suspended' }], conversationId: '+351 912 345 678' },
	...changes,
});
