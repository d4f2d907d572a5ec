import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as Type from 'typebox/type';
import { closed } from '../../../core/base/shape';
import { openOperations } from '../../../providers/compose/state/host-operations';
import { startTestService } from '../../../test/support/offering-service';
import { until, waitUntil } from '../../../test/support/wait-until';
import { operations } from '../index';
import { operation, type Operation } from '../operation';

const begun: string[] = [];
const ends: Array<() => void> = [];
/** Goes on until the test ends it, also where its signal is aborted. */
const declareDeaf = (name: string, more: Pick<Operation, 'maxAtOnce'> = {}) =>
	operation({
		...{ summary: 'Go on', tag: 'test', method: 'POST', path: `test/${name}`, scope: 'run:read', inBackground: 'once', ...more },
		input: { body: closed({ word: Type.String() }) },
		output: Type.Object({}),
		async perform({ word }) {
			begun.push(word);
			await new Promise<void>((resolve) => ends.push(resolve));
			return {};
		},
	});
/** Ends with its signal alone. */
const reading = operation({
	...{ summary: 'Read', tag: 'test', method: 'GET', path: 'test/reading', scope: 'run:read' },
	input: {},
	output: Type.Object({}),
	async perform(_input, { signal }) {
		begun.push('reading');
		return new Promise<object>((_, reject) =>
			signal.addEventListener('abort', () => {
				begun.push('read');
				reject(signal.reason as Error);
			}),
		);
	},
});
let isFree = false;
const waiting = operation({
	...{
		summary: 'Wait for another process',
		tag: 'test',
		method: 'POST',
		path: 'test/waits',
		scope: 'run:read',
		inBackground: 'repeatable',
	},
	input: { body: closed({ word: Type.String() }) },
	output: Type.Object({ word: Type.String() }),
	async perform({ word }, { report, signal }) {
		begun.push(word);
		if (isFree) return { word };
		report?.({ done: 0, unit: 'document', isWaiting: word === 'w' });
		signal.throwIfAborted();
		return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
	},
});

let home: string;
let service: Awaited<ReturnType<typeof startTestService>>;
beforeEach(async () => {
	home = mkdtempSync(join(tmpdir(), 'troupe-places-'));
	Object.assign(operations, { deaf: declareDeaf('deaf'), scarce: declareDeaf('scarce', { maxAtOnce: 1 }), waiting, reading });
	service = await startTestService([], {}, {}, { home, rateLimits: { calls: 1_000_000 } });
});
afterEach(async () => {
	for (const end of ends.splice(0)) end();
	await service.close();
	for (const name of ['deaf', 'scarce', 'waiting', 'reading']) delete operations[name];
	rmSync(home, { recursive: true });
	begun.length = 0;
	isFree = false;
});

const createKey = (name: string, tenant?: string) => service.createKey(name, ['run:read'], tenant);
async function send(path: string, key: string, body: object = {}) {
	const response = await fetch(`${service.url}/api/v1/${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', prefer: 'respond-async' },
		body: JSON.stringify(body),
	});
	return ((await response.json()) as { id: string }).id;
}
const find = async (id: string) => (await (await openOperations({ stateFolder: home })).store.find('default', id))!;

it('keeps a place for other tenants, whatever one of them asks for', async () => {
	for (const word of ['one', 'two', 'three', 'four']) await send('test/deaf', await createKey(word), { word });
	await until(() => begun.length === 3);
	await send('test/deaf', await createKey('acme', 'acme'), { word: 'of acme' });
	await until(() => begun.includes('of acme'));
	expect(begun).toHaveLength(4);
});

it('counts what a caller cancelled and what has not ended for all that', async () => {
	const key = await createKey('cancels');
	for (const id of [await send('test/deaf', key, { word: 'a' }), await send('test/deaf', key, { word: 'b' })]) {
		await until(async () => (await find(id)).state === 'running');
		await send(`operations/${id}/cancel`, key);
	}
	const third = await send('test/deaf', key, { word: 'c' });
	await send('test/deaf', await createKey('other'), { word: 'other' });
	await until(() => begun.includes('other'));
	expect([begun, (await find(third)).state]).toEqual([['a', 'b', 'other'], 'queued']);
});

it('does no more of an operation at once than it allows', async () => {
	for (const word of ['x', 'y']) await send('test/scarce', await createKey(word), { word });
	await send('test/deaf', await createKey('z'), { word: 'z' });
	await until(() => begun.includes('z'));
	expect(begun).toHaveLength(2);
});

it('gives the place of an operation back that only waits, and does it when it is free', async () => {
	const id = await send('test/waits', await createKey('waits'), { word: 'w' });
	await until(async () => (await find(id)).progress?.includes('"isWaiting":true'));
	expect(await find(id)).toMatchObject({ state: 'queued' });
	isFree = true;
	await until(async () => (await find(id)).state === 'completed');
});

it('ends what a key asked for with the key, and begins no more of it', async () => {
	const key = await createKey('leaked');
	const ids: string[] = [];
	for (const word of ['first', 'second', 'third']) ids.push(await send('test/waits', key, { word }));
	await until(() => begun.includes('second'));
	await service.revokeKey(key);
	await until(async () => (await find(ids[2]!)).state === 'failed');
	for (const id of ids.slice(0, 2)) await until(async () => (await find(id)).state === 'failed');
	expect(begun).not.toContain('third');
});

it('leaves an operation that it does not know to a newer process', async () => {
	const { store, seal } = await openOperations({ stateFolder: home });
	const input = await seal('{}', JSON.stringify(['default', 'newer', 'input']));
	await store.add('default', { id: 'newer', name: 'ofNextVersion', scope: 'run:read', caller: 'key:x', isRepeatable: false, input });
	await send('test/deaf', await createKey('known'), { word: 'known' });
	await until(() => begun.includes('known'));
	await until(async () => (await find('newer')).state === 'queued');
});

it('looks once for all who wait for an operation, and not for those who left', async () => {
	const key = await createKey('reader');
	const id = await send('test/deaf', key, { word: 'long' });
	await until(() => begun.includes('long'));
	const { store } = await openOperations({ stateFolder: home });
	const reads = jest.spyOn(store, 'find');
	const left = new AbortController();
	const readers = Array.from({ length: 20 }, () =>
		fetch(`${service.url}/api/v1/operations/${id}?waitSeconds=30`, { headers: { authorization: `Bearer ${key}` }, signal: left.signal }),
	);
	await until(() => reads.mock.calls.length > 22);
	expect(reads.mock.calls.length).toBeLessThan(30);
	left.abort();
	await Promise.allSettled(readers);
	const isQuiet = async () => {
		reads.mockClear();
		await sleep(1_100);
		return reads.mock.calls.length === 0;
	};
	await waitUntil('nobody to read', isQuiet, { forMs: 20_000 });
});

it('ends a reading with its caller, and reports no fault', async () => {
	const left = new AbortController();
	const headers = { authorization: `Bearer ${await createKey('leaves')}` };
	const read = fetch(`${service.url}/api/v1/test/reading`, { headers, signal: left.signal });
	await until(() => begun.includes('reading'));
	left.abort();
	await until(() => begun.includes('read'));
	await expect(read).rejects.toThrow();
	await sleep(50);
	expect(service.lines.filter(([level]) => level === 'error')).toEqual([]);
});
