import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { cancelled } from '../../core/base/async/cancelled';
import { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { readResources } from '../embedded/state/deployments/deployments';
import type { Resource } from '../engine/deployments';
import { lintDeployment, type LintDeployment } from '../lint-before-deploy';
import type { DeploymentTask } from './deployment-worker';

/** A process of 10,000 elements in a row needs half of each on a busy machine. */
const deploymentLimits = { timeoutMs: 180_000, memoryMb: 2_048 };

/** @throws TroupeError INPUT_TOO_LARGE if the task exceeds the limits, CANCELLED; errors of the task */
async function runInThread<Result>(
	program: string,
	workerData: DeploymentTask,
	{ timeoutMs, memoryMb }: typeof deploymentLimits,
	signal?: AbortSignal,
): Promise<Result> {
	const over = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]);
	const { promise, resolve, reject } = Promise.withResolvers<Result>();
	const worker = new Worker(program, { workerData, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
	const stop = () =>
		reject(
			signal?.aborted ? cancelled(signal, 'Checking the deployment was stopped.') : tooLarge(workerData.resources, `${timeoutMs / 1000} s`),
		);
	worker.once('message', resolve);
	worker.once('error', (error: NodeJS.ErrnoException) =>
		reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge(workerData.resources, `${memoryMb} MB of memory`) : error),
	);
	worker.once('exit', (code) => reject(new Error(`the thread of a deployment ended with code ${code}`)));
	over.addEventListener('abort', stop, { once: true });
	if (over.aborted) stop();
	try {
		return await promise;
	} finally {
		over.removeEventListener('abort', stop);
		await worker.terminate();
	}
}

function tooLarge(resources: Resource[], limit: string): TroupeError {
	const names = resources.slice(0, 3).map(({ name }) => name);
	return new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `Checking the deployment of ${[...names, ...(resources.length > 3 ? ['others'] : [])].join(', ')} needs more than ${limit}.`,
		fix: 'Split the process into several files, and deploy each of them.',
		details: { limit },
	});
}

/** Smaller deployments end before a thread has started. */
const largeCharacters = 40_000;

export interface LargeDeployments {
	lint: LintDeployment;
	read: typeof readResources;
}

interface LargeDeploymentOptions {
	environment?: Environment;
	signal?: AbortSignal;
	program?: string;
	limits?: typeof deploymentLimits;
}

let last: Promise<unknown> = Promise.resolve();

/** One after another, in a thread: the server goes on. The source has no thread: Node finds none of its imports. */
export function largeDeployments(options: LargeDeploymentOptions = {}): LargeDeployments {
	const { environment = {}, signal, program = join(__dirname, 'deployment-worker.ts'), limits = deploymentLimits } = options;
	const isSmall = (resources: Resource[]): boolean =>
		program.endsWith('.ts') || resources.reduce((sum, { content }) => sum + content.length, 0) < largeCharacters;
	const inThread = <Result>(task: DeploymentTask): Promise<Result> => {
		const result = last.then(() => runInThread<Result>(program, task, limits, signal));
		last = result.catch(() => undefined);
		return result;
	};
	return {
		lint: (resources, { whyNoTask, ...plain }) =>
			isSmall(resources)
				? lintDeployment(resources, { ...plain, whyNoTask })
				: inThread({ kind: 'lint', resources, options: plain, ...(whyNoTask && { nodesOf: { ...environment } }) }),
		read: (resources, zeebeVersion) =>
			isSmall(resources) ? readResources(resources, zeebeVersion) : inThread({ kind: 'read', resources, zeebeVersion }),
	};
}
