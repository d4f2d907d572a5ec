import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { waitUntil } from '../../test/support/wait-until';
import { endEvent, flow, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import type { EmbeddedEngine } from './embedded-engine';
import { openEmbeddedEngine } from './open-embedded-engine';
import { slowTest } from '../../test/support/slow-tests';

const waiting = processModel('p', [
	startEvent(),
	serviceTask('work', { type: 'nobody' }),
	endEvent(),
	flow('a', 'start', 'work'),
	flow('b', 'work', 'end'),
]);
const large = { processId: 'p', variables: { text: 'x'.repeat(200_000) } };

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-engine-storage-'));
	file = join(folder, 'engine.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const limitPages = (engine: EmbeddedEngine, pages: number) =>
	engine.read(({ database }) => void database.get(`PRAGMA max_page_count = ${pages}`));

describe('a disk without space', () => {
	it('refuses what it cannot store, is not ready, and works again once there is space', async () => {
		const engine = await openEmbeddedEngine({ file });
		await engine.deploy([waiting]);
		await limitPages(engine, 1);
		const full = { code: 'STORAGE_FULL', retryable: true, message: expect.stringContaining(file) as string };
		await expect(engine.start(large)).rejects.toMatchObject(full);
		await expect(Promise.all([engine.start(large), engine.readStatus()])).rejects.toMatchObject(full);
		expect(await engine.readStatus()).toMatchObject({ instances: { active: 0 } });
		await limitPages(engine, 1_000_000);
		await engine.check();
		const { instanceKey } = await engine.start(large);
		await engine.close();
		const again = await openEmbeddedEngine({ file });
		expect(await again.findInstance(instanceKey)).toMatchObject({ state: 'ACTIVE' });
		await again.close();
	});
});

describe('a damaged page', () => {
	/** Overwrites the first page of a table or index, as a faulty disk would. */
	function damage(name: string): void {
		const connection = new DatabaseSync(file);
		const { rootpage } = connection.prepare('SELECT rootpage FROM sqlite_schema WHERE name = ?').get(name) as { rootpage: number };
		connection.close();
		const handle = openSync(file, 'r+');
		writeSync(handle, Buffer.alloc(4096, 0xab), 0, 4096, (rootpage - 1) * 4096);
		closeSync(handle);
	}

	async function work(): Promise<void> {
		const engine = await openEmbeddedEngine({ file });
		try {
			await engine.deploy([processModel('q', [startEvent(), endEvent(), flow('a', 'start', 'end')])]);
			const { instanceKey } = await engine.start(large);
			await engine.findInstance(instanceKey);
			await engine.cancel(instanceKey);
			await engine.check();
		} catch (error) {
			// It stays so: what reads another page must not make the engine look healthy.
			await expect(engine.check()).rejects.toBe(error);
			throw error;
		} finally {
			await engine.close();
		}
	}

	it.each([
		...['counter', 'definition', 'element_instance', 'event_log', 'job', 'job_by_due', 'message_by_expiry', 'pending_step_by_instance'],
		...['process_instance', 'process_instance_by_end', 'timer_by_due', 'variable'],
	])('of %s is named with what to do', async (name) => {
		const engine = await openEmbeddedEngine({ file });
		await engine.deploy([waiting]);
		await engine.start(large);
		await engine.close();
		damage(name);
		await expect(work()).rejects.toMatchObject({
			code: 'STORAGE_DAMAGED',
			message: expect.stringContaining(file) as string,
			fix: expect.stringContaining('restore a backup') as string,
		});
	});
});

describe('a copy of the state', () => {
	slowTest('is whole although the engine goes on working', async () => {
		const engine = await openEmbeddedEngine({ file });
		await engine.deploy([waiting]);
		const before = await engine.start(large);
		const copy = join(folder, 'copy.db');
		const copied = engine.backup(copy);
		let done = false;
		void copied.finally(() => (done = true)).catch(() => undefined);
		for (let number = 0; number < 20 || !done; number++) await engine.start(large);
		await copied;
		await engine.close();
		expect(statSync(copy).mode & 0o777).toBe(0o600);
		const connection = new DatabaseSync(copy);
		expect(connection.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
		connection.close();
		const restored = await openEmbeddedEngine({ file: copy });
		expect(await restored.findInstance(before.instanceKey)).toMatchObject({ state: 'ACTIVE' });
		await restored.close();
	});

	slowTest('contains every instance that was acknowledged before it began, under a load of starts', async () => {
		const engine = await openEmbeddedEngine({ file });
		await engine.deploy([waiting]);
		const acknowledged: string[] = [];
		let isLoaded = true;
		const load = Promise.all(
			Array.from({ length: 25 }, async () => {
				while (isLoaded) acknowledged.push((await engine.start({ processId: large.processId })).instanceKey);
			}),
		);
		await waitUntil('two thousand instances', () => acknowledged.length >= 2_000);
		const before = [...acknowledged];
		const copy = join(folder, 'copy.db');
		await engine.backup(copy);
		isLoaded = false;
		await load;
		await engine.close();
		expect(acknowledged.length).toBeGreaterThan(before.length);
		const connection = new DatabaseSync(copy, { readOnly: true });
		const keys = new Set(
			connection
				.prepare('SELECT key FROM process_instance')
				.all()
				.map(({ key }) => String(key)),
		);
		connection.close();
		expect(before.filter((key) => !keys.has(key))).toEqual([]);
	});
});
