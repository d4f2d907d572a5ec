import type { ProcessEngine } from '../../engine-adapter/engine';
import { brought, jobType, modelOf, processIdOf, shapes, variables, type Contender } from './contender';

/** Generous: no worker is the bottleneck. */
const concurrency = 500;
const timeoutMs = 60_000;

/** An engine behind our port, its jobs served by its own worker in this process. */
export async function contenderOf(
	name: string,
	engine: ProcessEngine,
	stop: () => Promise<unknown> = async () => undefined,
): Promise<Contender> {
	await engine.deploy(shapes.map(modelOf));
	await engine.openWorker(jobType, { name: 'bench', concurrency, timeoutMs }, async () => ({ kind: 'complete', variables: brought }));
	return {
		name,
		async runInstance(shape) {
			await engine.startAndAwait({ processId: processIdOf(shape), variables }, timeoutMs);
		},
		async close() {
			await engine.close();
			await stop();
		},
	};
}
