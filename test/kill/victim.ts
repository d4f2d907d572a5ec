/**
 * Run as a process of its own and killed: `victim.js FOLDER load` starts instances until it is killed, `victim.js FOLDER finish` ends all
 * that were begun. What the engine acknowledged it writes down, as it does every effect of a job.
 */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { searchInstances } from '../../engine-adapter/embedded/state/instances/instance-directory';
import type { EmbeddedEngine } from '../../engine-adapter/embedded/embedded-engine';
import { openEmbeddedEngine } from '../../engine-adapter/embedded/open-embedded-engine';
import { jobType, loadProcesses, messageName } from './load';

const startersOfEach = 3;

async function run(folder: string, task: string): Promise<void> {
	const note = (file: string, line: string): void => appendFileSync(join(folder, file), `${line}\n`);
	const engine = await openEmbeddedEngine({ file: join(folder, 'state.db') });
	await engine.deploy(loadProcesses.map(({ model }) => model));
	await engine.openWorker(jobType, { name: 'victim', concurrency: 10, timeoutMs: 200 }, async ({ key, elementId }) => {
		note('effects', key);
		return { kind: 'complete', variables: { done: elementId } };
	});
	process.stdout.write('open\n');
	if (task === 'load')
		await Promise.all(loadProcesses.flatMap(({ id }) => Array.from({ length: startersOfEach }, () => load(engine, id, note))));
	else await finish(engine);
	await engine.close();
}

async function load(engine: EmbeddedEngine, processId: string, note: (file: string, line: string) => void): Promise<never> {
	for (;;) {
		const order = `${process.pid}-${performance.now()}`;
		const { instanceKey } = await engine.start({ processId, variables: { order } });
		note('started', instanceKey);
		if (processId === 'messaged') await publish(engine, order);
	}
}

const publish = (engine: EmbeddedEngine, order: unknown) =>
	engine.publishMessage({ name: messageName, correlationKey: String(order), timeToLiveMs: 1_000, variables: { went: true } });

/** Handles a kill between the start of an instance and its message. The engine continues everything else itself. */
async function finish(engine: EmbeddedEngine): Promise<void> {
	const active = () => engine.read((kernel) => searchInstances(kernel, { state: 'ACTIVE', tenants: 'every' }));
	const told = new Set<string>();
	// A search gives the first 1,000 only: the others come into sight as those end.
	for (let left = await active(); left.length > 0; left = await active()) {
		for (const { instanceKey, processId } of left) {
			if (processId !== 'messaged' || told.has(instanceKey)) continue;
			told.add(instanceKey);
			await publish(engine, (await engine.findInstance(instanceKey)).variables.order);
		}
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	process.stdout.write('all ended\n');
}

void run(process.argv[2]!, process.argv[3]!);
