import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMemoryRunStore } from '../../core/agents/memory-run-store';
import type { RunStore } from '../../core/ports';
import { openRunStore } from './run-store';
import { slowTest } from '../../test/support/slow-tests';

let folder: string;
let now = 1_000;
const clock = { now: () => now };
const closing: Array<() => void> = [];
const file = () => join(folder, 'state', 'runs.db');
const open = (tenant = 'default') => {
	const store = openRunStore(file(), { tenant, clock });
	closing.push(store.close);
	return store;
};
const lease = { leaseMs: 100, synced: false };

beforeEach(async () => {
	folder = await mkdtemp(join(tmpdir(), 'troupe-runs-'));
	now = 1_000;
});
afterEach(async () => {
	for (const close of closing.splice(0)) close();
	await rm(folder, { recursive: true, force: true });
});

describe.each([
	['memory', (): RunStore => createMemoryRunStore(clock)],
	['SQLite', (): RunStore => open()],
])('runs in %s', (_name, create) => {
	test('keep their entries in order, for whoever opens them next', async () => {
		const store = create();
		expect(await store.open('r', 'one', 100)).toEqual([]);
		await store.append('r', 'one', [{ kind: 'a' }, { kind: 'b' }], lease);
		await store.append('r', 'one', [{ kind: 'c', text: 'ç' }], { leaseMs: 100, synced: true });
		await store.release('r', 'one');
		expect(await store.open('r', 'two', 100)).toEqual([{ kind: 'a' }, { kind: 'b' }, { kind: 'c', text: 'ç' }]);
		expect(await store.open('other', 'two', 100)).toEqual([]);
	});

	test('are in a store that is always the same, and no other', async () => {
		const store = create();
		const identity = await store.identity();
		expect(identity).toMatch(/^[\w-]{36}$/);
		expect(await store.identity()).toBe(identity);
	});

	test('tell what they began with, whoever has them', async () => {
		const store = create();
		expect(await store.first('r')).toBeUndefined();
		await store.open('r', 'one', 100);
		expect(await store.first('r')).toBeUndefined();
		await store.append('r', 'one', [{ kind: 'a' }, { kind: 'b' }], lease);
		expect([await store.first('r'), await store.first('other')]).toEqual([{ kind: 'a' }, undefined]);
	});

	test('are one holder’s until it lets go, or its lease runs out', async () => {
		const store = create();
		await store.open('r', 'one', 100);
		await expect(store.open('r', 'two', 100)).rejects.toMatchObject({ code: 'RUN_TAKEN', retryable: true });
		now += 60;
		await store.append('r', 'one', [], lease); // renews
		now += 60;
		await expect(store.open('r', 'two', 100)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		now += 60;
		await store.open('r', 'two', 100);
		await expect(store.append('r', 'one', [{}], lease)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
		await store.release('r', 'one'); // not its own any more
		await expect(store.open('r', 'three', 100)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	});

	test('are claimed once, by whoever comes first, however often it asks', async () => {
		const store = create();
		expect([await store.claim('s', 'a'), await store.claim('s', 'b'), await store.claim('s', 'a')]).toEqual([true, false, true]);
	});

	test('are forgotten with their claims when nobody touches them for long', async () => {
		const store = create();
		await store.open('r', 'one', 100);
		await store.append('r', 'one', [{}], lease);
		await store.claim('s', 'a');
		now += 1_000;
		await store.open('fresh', 'one', 100);
		expect(await store.clean(now)).toBe(1);
		expect(await store.open('r', 'two', 100)).toEqual([]);
		expect(await store.claim('s', 'b')).toBe(true);
	});
});

test('a tenant sees its own', async () => {
	await open().open('r', 'one', 100);
	expect(await open('theirs').open('r', 'two', 100)).toEqual([]);
	await open().claim('s', 'a');
	expect(await open('theirs').claim('s', 'b')).toBe(true);
});

test('old runs go by themselves as new ones come', async () => {
	const store = open();
	await store.open('old', 'one', 100);
	now += 31 * 86_400_000;
	await store.open('new', 'one', 100);
	expect(await store.clean(now)).toBe(0);
});

slowTest('what a killed process had appended is there, and its lease too', async () => {
	const store = open();
	await store.open('r', 'one', 100);
	await store.append('r', 'one', [{ kind: 'first' }], lease);
	const killed = `
		const { DatabaseSync } = require('node:sqlite');
		const database = new DatabaseSync(${JSON.stringify(file())}, { timeout: 60_000 });
		database.exec("BEGIN IMMEDIATE; UPDATE run SET entries = 2, holder = 'gone', leased_until = 9000; INSERT INTO entry VALUES ('default', 'r', 1, '{\\"kind\\":\\"second\\"}'); COMMIT");
		process.kill(process.pid, 'SIGKILL');`;
	await once(spawn(process.execPath, ['--no-warnings', '-e', killed], { stdio: 'ignore' }), 'exit');
	await expect(store.open('r', 'two', 100)).rejects.toMatchObject({ code: 'RUN_TAKEN' });
	now = 9_000;
	expect(await store.open('r', 'two', 100)).toEqual([{ kind: 'first' }, { kind: 'second' }]);
});
