import { isTroupeError } from '../../core/base/errors';
import type { ProcessEngine } from '../../engine-adapter/engine/process-engine';
import { brought, jobType, createModel, createProcessId, shapes, variables, type Contender } from './contender';

/** High enough that no worker is the bottleneck. */
const concurrency = 500;
const timeoutMs = 60_000;

/** An engine of our port, whose jobs are served by a worker in this process. */
export async function createContender(
	name: string,
	engine: ProcessEngine,
	stop: () => Promise<unknown> = async () => undefined,
): Promise<Contender> {
	await engine.deploy(shapes.map(createModel));
	await engine.openWorker(jobType, { name: 'bench', concurrency, timeoutMs }, async () => ({ kind: 'complete', variables: brought }));
	return {
		name,
		async runInstance(shape) {
			for (let started = false; !started;) started = await runUnlessRefused(engine, createProcessId(shape));
		},
		async close() {
			await engine.close();
			await stop();
		},
	};
}

/** An overloaded broker refuses a start; the client retries. */
async function runUnlessRefused(engine: ProcessEngine, processId: string): Promise<boolean> {
	try {
		await engine.startAndAwait({ processId, variables }, timeoutMs);
		return true;
	} catch (error) {
		if (!isTroupeError(error) || !error.retryable) throw error;
		return false;
	}
}
