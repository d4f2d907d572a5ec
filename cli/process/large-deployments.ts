import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Environment } from '../../core/base/settings';
import { readResources } from '../../engine-adapter/embedded/state/deployments/deployments';
import type { Resource } from '../../engine-adapter/engine';
import { lintDeployment, type LintDeployment } from '../../engine-adapter/lint-first';
import type { DeploymentTask } from './deployment-worker';

/** Smaller deployments are done before a thread has started. */
const largeCharacters = 40_000;

export interface LargeDeployments {
	lint: LintDeployment;
	read: typeof readResources;
}

/**
 * Lints and reads large deployments in a thread, one after another, so that whoever serves goes on meanwhile. The source has no thread: Node
 * finds none of its imports.
 */
export function largeDeployments(environment: Environment, program = join(__dirname, 'deployment-worker.ts')): LargeDeployments {
	let last: Promise<unknown> = Promise.resolve();
	const isSmall = (resources: Resource[]): boolean =>
		program.endsWith('.ts') || resources.reduce((sum, { content }) => sum + content.length, 0) < largeCharacters;
	const inThread = <Result>(task: DeploymentTask): Promise<Result> => {
		const result = last.then(() => runInThread<Result>(program, task));
		last = result.catch(() => undefined);
		return result;
	};
	return {
		lint: (resources, options) => {
			if (isSmall(resources)) return lintDeployment(resources, options);
			const { whyNoTask: _function, ...plain } = options;
			return inThread({ kind: 'lint', resources, options: plain, environment: { ...environment } });
		},
		read: (resources, zeebeVersion) =>
			isSmall(resources) ? readResources(resources, zeebeVersion) : inThread({ kind: 'read', resources, zeebeVersion }),
	};
}

function runInThread<Result>(program: string, workerData: DeploymentTask): Promise<Result> {
	return new Promise((resolve, reject) => {
		const worker = new Worker(program, { workerData });
		worker.once('message', resolve);
		worker.once('error', reject);
		worker.once('exit', (code) => reject(new Error(`the thread of a deployment ended with code ${code}`)));
	});
}
