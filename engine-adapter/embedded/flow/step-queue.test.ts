import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chain, endEvent, forEach, processModel, startEvent } from '../../../test/contract/model-builder';
import { waitUntil } from '../../../test/support/wait-until';
import type { EmbeddedEngine } from '../embedded-engine';
import { openEmbeddedEngine } from '../open-embedded-engine';
import { Expressions } from './expressions';
import { slowTest } from '../../../test/support/slow-tests';

const task = (id: string) => ({ tag: 'task', id });
const short = processModel('short', [startEvent(), task('a'), task('b'), endEvent(), ...chain('start', 'a', 'b', 'end')]);
const long = (items: string, id = 'long') =>
	processModel(id, [startEvent(), forEach(task('each'), { inputCollection: items }), endEvent(), ...chain('start', 'each', 'end')]);

let folder: string;
let engine: EmbeddedEngine;
const open = async () => void (engine = await openEmbeddedEngine({ file: join(folder, 'engine.db') }));
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-steps-'));
	await open();
	for (const tenantId of ['acme', 'beta']) await engine.deploy([short], tenantId);
});
afterEach(async () => {
	await engine.close();
	rmSync(folder, { recursive: true, force: true });
});

const finishShort = (tenantId: string) => engine.startAndAwait({ processId: 'short', tenantId }, 30_000);
const readState = async (instanceKey: string) => (await engine.findInstance(instanceKey)).state;

slowTest('goes on with others while one instance has many steps, also after a restart and while it is cancelled', async () => {
	await engine.deploy([long('=for i in 1..5000 return i')], 'beta');
	const { instanceKey } = await engine.start({ processId: 'long', tenantId: 'beta' });
	for (const tenantId of ['acme', 'beta']) await finishShort(tenantId);
	expect(await readState(instanceKey)).toBe('ACTIVE');
	await engine.close();
	await open();
	await finishShort('acme');
	expect(await readState(instanceKey)).toBe('ACTIVE');
	await engine.cancel(instanceKey);
	await finishShort('acme');
	await waitUntil('the end of the instance', async () => (await readState(instanceKey)) === 'TERMINATED');
});

slowTest('gives a tenant its turn while many instances of another have steps left', async () => {
	await engine.deploy([long('=for i in 1..2000 return i')], 'beta');
	const started = await Promise.all(Array.from({ length: 20 }, () => engine.start({ processId: 'long', tenantId: 'beta' })));
	await finishShort('acme');
	const states = await Promise.all(started.map(({ instanceKey }) => readState(instanceKey)));
	expect(states.filter((state) => state === 'ACTIVE').length).toBeGreaterThan(10);
	await Promise.all(started.map(({ instanceKey }) => engine.cancel(instanceKey)));
});

it.each(['8.6', '8.8'] as const)('evaluates a collection once for all iterations, as Zeebe %s', async (zeebeVersion) => {
	const evaluations = jest.spyOn(Expressions.prototype, 'evaluateList');
	const own = await openEmbeddedEngine({ file: ':memory:', zeebeVersion, clock: { now: () => 0 } });
	await own.deploy([long('=items')]);
	await own.startAndAwait({ processId: 'long', variables: { items: Array.from({ length: 1_000 }, (_, item) => item) } }, 30_000);
	expect(evaluations).toHaveBeenCalledTimes(1);
	await own.close();
	evaluations.mockRestore();
});
