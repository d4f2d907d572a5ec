import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../test/contract/model-builder';
import { boundary, timer } from '../../test/contract/event-parts';
import { openEmbeddedEngine } from './open-embedded-engine';
import { completed, TestClock } from '../../test/support/engine/test-engine';
import { slowTest } from '../../test/support/slow-tests';
import { until } from '../../test/support/wait-until';

const once = processModel('p', [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);

let folder: string;
let file: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-engine-'));
	file = join(folder, 'state.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Kills are in test/kill. */
describe('the embedded engine’s state', () => {
	it('is all there after the engine was closed and opened again', async () => {
		const first = await openEmbeddedEngine({ file });
		await first.deploy([once]);
		const { instanceKey } = await first.start({ processId: 'p', variables: { text: 'é ß 漢' } });
		const ended = await first.start({ processId: 'p' });
		await first.cancel(ended.instanceKey);
		await first.close();
		const second = await openEmbeddedEngine({ file });
		expect(await second.deploy([once])).toMatchObject({ processes: [{ processId: 'p', version: 1 }] });
		expect(await second.findInstance(ended.instanceKey)).toMatchObject({ state: 'TERMINATED' });
		await second.openWorker('contract-work', { name: 'test', concurrency: 1, timeoutMs: 1_000 }, () =>
			Promise.resolve(completed({ done: true })),
		);
		await until(async () => ((await second.findInstance(instanceKey)).state === 'COMPLETED' ? true : undefined));
		expect(await second.findInstance(instanceKey)).toMatchObject({ variables: { text: 'é ß 漢', done: true } });
		await second.close();
	});

	slowTest('gives the jobs of its own workers to the next ones at once, and leaves those of others to them', async () => {
		const clock = new TestClock();
		const first = await openEmbeddedEngine({ file, clock });
		await first.deploy([once]);
		await first.start({ processId: 'p' });
		await first.start({ processId: 'p' });
		await first.activate('contract-work', { worker: 'elsewhere', limit: 1, timeoutMs: 60_000 });
		const begun = Promise.withResolvers<void>();
		const worker = await first.openWorker('contract-work', { name: 'own', concurrency: 1, timeoutMs: 60_000 }, () => {
			begun.resolve();
			return new Promise(() => undefined);
		});
		await begun.promise;
		// As after a kill: the handler never answers.
		await worker.close(0);
		await first.close();
		const second = await openEmbeddedEngine({ file, clock });
		expect(await second.readStatus()).toMatchObject({ jobs: { activatable: 1, activated: 1 } });
		await clock.advance(second, 60_001);
		expect(await second.readStatus()).toMatchObject({ jobs: { activatable: 2, activated: 0 } });
		await second.close();
	});

	it('keeps timers, which ring at once when their time passed while the engine was closed', async () => {
		const guarded = processModel('p', [
			startEvent(),
			serviceTask('work'),
			endEvent(),
			boundary('late', 'work', timer('Duration', 'PT1H')),
			...chain('start', 'work', 'end'),
			...chain('late', 'end'),
		]);
		const clock = new TestClock();
		const first = await openEmbeddedEngine({ file, clock });
		await first.deploy([guarded]);
		const { instanceKey } = await first.start({ processId: 'p' });
		expect(first.nextDueTime()).toBe(clock.now() + 3_600_000);
		await first.close();
		await clock.advance({ runDue: () => Promise.resolve() }, 3_600_000);
		const second = await openEmbeddedEngine({ file, clock });
		expect(await second.findInstance(instanceKey)).toMatchObject({ state: 'COMPLETED' });
		await second.close();
	});

	it('belongs to one engine at a time, which the refusal names', async () => {
		const engine = await openEmbeddedEngine({ file });
		await expect(openEmbeddedEngine({ file })).rejects.toMatchObject({ code: 'ENGINE_LOCKED', details: { file, pid: process.pid } });
		await engine.close();
		expect(existsSync(`${file}.lock`)).toBe(false);
		await (await openEmbeddedEngine({ file })).close();
	});

	it('is taken over when the process that held it is gone, and its lock file was left', async () => {
		await (await openEmbeddedEngine({ file })).close();
		writeFileSync(`${file}.lock`, JSON.stringify({ pid: 2 ** 22 + 1 }));
		const engine = await openEmbeddedEngine({ file });
		expect(JSON.parse(readFileSync(`${file}.lock`, 'utf8'))).toMatchObject({ pid: process.pid });
		await engine.close();
	});

	it('is refused when a newer version wrote it', async () => {
		const { DatabaseSync } = await import('node:sqlite');
		const database = new DatabaseSync(file);
		database.exec('PRAGMA user_version = 99');
		database.close();
		await expect(openEmbeddedEngine({ file })).rejects.toMatchObject({ code: 'NOT_SUPPORTED', details: { found: 99 } });
	});
});
