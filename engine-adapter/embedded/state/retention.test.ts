import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, processModel, scriptTask, serviceTask, startEvent } from '../../../test/contract/model-builder';
import type { EngineEvent } from '../../engine/engine-events';
import type { Variables } from '../../engine/variables';
import { searchEndedElements } from '../history/ended-elements';
import { searchInstances } from './instances/instance-directory';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import type { Retention } from './retention';
import { TestClock } from '../../../test/support/engine/test-engine';
import { slowTest } from '../../../test/support/slow-tests';
import { until, waitUntil } from '../../../test/support/wait-until';

const short = processModel('short', [startEvent(), scriptTask('sum', '=1 + 1', 'sum'), endEvent(), ...chain('start', 'sum', 'end')]);
const waiting = processModel('waiting', [startEvent(), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]);

const hourMs = 3_600_000;
let folder: string;
let file: string;
let clock: TestClock;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-retention-'));
	file = join(folder, 'state.db');
	clock = new TestClock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function open(retention: Partial<Retention>): Promise<EmbeddedEngine> {
	const engine = await openEmbeddedEngine({ file, clock, retention });
	await engine.deploy([short, waiting]);
	return engine;
}

const run = (engine: EmbeddedEngine, times: number, variables: Variables = {}) =>
	Promise.all(Array.from({ length: times }, () => engine.startAndAwait({ processId: 'short', variables }, 10_000)));

const endedIn = (engine: EmbeddedEngine, state = 'COMPLETED') =>
	engine.read((kernel) => searchInstances(kernel, { state, tenants: 'every' }).length);

describe('an engine that keeps what has ended for a time', () => {
	it('removes what agents did with their instances', async () => {
		const engine = await open({ maximumAgeMs: hourMs });
		const { instanceKey } = await engine.start({ processId: 'waiting' });
		const [job] = await engine.activate('contract-work', { limit: 1, timeoutMs: 1_000 });
		await engine.reportAgent(job!, {
			begins: true,
			history: [{ id: 'a', loopIteration: 1, role: 'USER', content: [], toolCalls: [], producedAt: new Date(0).toISOString() }],
		});
		await engine.cancel(instanceKey);
		const count = (table: string) =>
			engine.read((kernel) => kernel.database.get<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)!.rows);
		const countAll = () => Promise.all(['agent_instance', 'agent_element', 'agent_item'].map(count));
		expect(await countAll()).toEqual([1, 1, 1]);
		await clock.advance(engine, hourMs);
		await waitUntil('the end of the history', async () => (await endedIn(engine, 'TERMINATED')) === 0);
		expect(await countAll()).toEqual([0, 0, 0]);
		await engine.close();
	});

	it('removes instances that ended longer ago, with their events, and no others', async () => {
		const engine = await open({ maximumAgeMs: hourMs });
		const active = await engine.start({ processId: 'waiting' });
		const [old] = await run(engine, 1);
		await clock.advance(engine, hourMs / 2);
		const [young] = await run(engine, 1);
		await clock.advance(engine, hourMs / 2);
		await until(() =>
			engine.findInstance(old!.instanceKey).then(
				() => undefined,
				(error: { code: string }) => error.code,
			),
		);
		expect(await engine.findInstance(young!.instanceKey)).toMatchObject({ state: 'COMPLETED' });
		expect(await engine.findInstance(active.instanceKey)).toMatchObject({ state: 'ACTIVE' });
		const kept = new Set((await listEvents(engine)).map(({ instanceKey }) => instanceKey));
		expect(kept).toEqual(new Set([active.instanceKey, young!.instanceKey]));
		const ended = await engine.read((kernel) => searchEndedElements(kernel, { tenants: 'every' }).rows);
		expect(new Set(ended.map(({ instanceKey }) => instanceKey))).toEqual(kept);
		await engine.close();
	});

	it('rings for itself when nothing else happens', async () => {
		const engine = await openEmbeddedEngine({ file, retention: { maximumAgeMs: 50 } });
		await engine.deploy([short]);
		const [ended] = await run(engine, 1);
		await until(() =>
			engine.findInstance(ended!.instanceKey).then(
				() => undefined,
				(error: { code: string }) => error.code,
			),
		);
		await engine.close();
	});

	it('gives no position a second time, even when every event is gone', async () => {
		const first = await open({ maximumAgeMs: hourMs });
		await run(first, 1);
		const last = (await listEvents(first)).at(-1)!.position;
		await clock.advance(first, hourMs);
		await until(async () => ((await listEvents(first)).length === 0 ? true : undefined));
		await first.close();
		const second = await open({ maximumAgeMs: hourMs });
		await run(second, 1);
		expect((await listEvents(second))[0]!.position).toBe(last + 1);
		await second.close();
	});
});

describe('an engine that keeps a max number of ended instances', () => {
	slowTest('has a file that stays bounded under constant load', async () => {
		const engine = await open({ maximumInstances: 20 });
		const sizes: number[] = [];
		for (let round = 0; round < 16; round++) {
			await run(engine, 20, { text: 'x'.repeat(12_000) });
			sizes.push(statSync(file).size + statSync(`${file}-wal`).size);
		}
		const [early, late] = [sizes.slice(0, 8), sizes.slice(8)];
		expect(Math.max(...late)).toBeLessThan(Math.max(...early) * 1.1);
		await until(async () => ((await endedIn(engine)) === 20 ? true : undefined));
		await engine.close();
	});

	it('removes a long history in portions', async () => {
		const engine = await open({ maximumInstances: 1 });
		const many = Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`v${index}`, index]));
		await run(engine, 1, many);
		await run(engine, 1);
		await until(async () => ((await endedIn(engine)) === 1 ? true : undefined));
		expect(new Set((await listEvents(engine)).map(({ instanceKey }) => instanceKey)).size).toBe(1);
		await engine.close();
	});
});

/** All that are there. */
async function listEvents(engine: EmbeddedEngine): Promise<EngineEvent[]> {
	const events: EngineEvent[] = [];
	const enough = new AbortController();
	setTimeout(() => enough.abort(), 20);
	for await (const event of engine.subscribe(0, {}, enough.signal)) events.push(event);
	return events;
}
