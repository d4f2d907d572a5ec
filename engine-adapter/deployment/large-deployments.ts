import { join } from 'node:path';
import type { Environment } from '../../core/base/settings/setting-names';
import { readResources } from '../embedded/state/deployments/deployments';
import type { Resource } from '../engine/deployments';
import { lintDeployment, type LintDeployment } from '../lint-before-deploy';
import { deploymentLimits, runInThread } from './deployment-thread';
import type { DeploymentTask } from './deployment-worker';

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

/** One thread at a time in this process, whoever starts it. */
let last: Promise<unknown> = Promise.resolve();

/** One after another, in a thread, so that the server goes on meanwhile. The source has no thread: Node finds none of its imports. */
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
