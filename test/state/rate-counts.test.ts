import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { openSharedCounts } from '../../providers/state/rate-counts';
import { type Databases, onBoth } from '../support/servers/databases';

const windowMs = 60_000;

function spyOnStatements<Name extends string>(
	owner: Record<Name, (...parts: never[]) => unknown>,
	name: Name,
	note: (statement: unknown) => void,
): jest.SpyInstance {
	const send = owner[name] as (...parts: unknown[]) => unknown;
	return jest.spyOn(owner as Record<string, (...parts: unknown[]) => unknown>, name).mockImplementation(function (this: unknown, ...parts) {
		note(parts[0]);
		return send.apply(this, parts);
	});
}

onBoth('counts of requests', (openDatabases) => {
	let databases: Databases;
	const opened: Array<{ close(): Promise<void> }> = [];
	beforeAll(async () => {
		databases = await openDatabases();
	});
	afterEach(() => Promise.all(opened.splice(0).map((counts) => counts.close())));
	afterAll(() => databases.remove());

	function open(place: string) {
		const clock = { now: Date.now() };
		const counts = openSharedCounts(
			place,
			() => undefined,
			() => clock.now,
		);
		opened.push(counts);
		const count = async (times: number, key = 'a') => {
			let current = 0;
			for (let time = 0; time < times; time++) ({ current } = await counts.count(key, windowMs));
			return current;
		};
		return { clock, counts, count };
	}

	test('each process counts at once, and learns of the others', async () => {
		const place = await databases.create();
		const [one, other] = [open(place), open(place)];
		expect([await one.count(3), await other.count(2), await other.count(1, 'b')]).toEqual([3, 2, 1]);
		await one.counts.share();
		await other.counts.share();
		expect(await other.count(1)).toBe(6);
		// What it was told of already is not told again.
		await Promise.all([one.count(1), other.counts.share()]);
		await one.counts.share();
		expect(await one.count(1)).toBe(8);
		expect(await other.count(1, 'b')).toBe(2);
	});

	test('the same statement is sent each time, which a database and a process need to know once', async () => {
		const { counts, count, clock } = open(await databases.create());
		const sent = new Set<unknown>();
		const note = (statement: unknown) => {
			if (JSON.stringify(statement).includes('INTO rate_window')) sent.add((statement as { text?: string }).text ?? statement);
		};
		const spies = [spyOnStatements(pg.Client.prototype, 'query', note), spyOnStatements(DatabaseSync.prototype, 'prepare', note)];
		for (let time = 0; time < 3; time += 1) {
			clock.now += 1;
			await count(1);
			await counts.share();
		}
		spies.forEach((spy) => spy.mockRestore());
		expect(sent.size).toBe(1);
	});

	test('a window that ended begins again for all', async () => {
		const place = await databases.create();
		const [one, other] = [open(place), open(place)];
		await one.count(5);
		await one.counts.share();
		for (const { clock } of [one, other]) clock.now += windowMs + 1;
		expect(await one.count(1)).toBe(1);
		expect((await other.counts.count('c', windowMs)).ttl).toBe(windowMs);
	});
});

test('a database that is away ends no request, and is told of them when it is back', async () => {
	const faults: unknown[] = [];
	const counts = openSharedCounts('postgres://127.0.0.1:1/none', (error) => void faults.push(error));
	expect(await counts.count('a', windowMs)).toMatchObject({ current: 1 });
	await expect(counts.share()).rejects.toMatchObject({ code: 'STORAGE_UNREACHABLE' });
	expect(counts.fault).toMatchObject({ code: 'STORAGE_UNREACHABLE' });
	expect(await counts.count('a', windowMs)).toMatchObject({ current: 2 });
	await counts.close();
});
