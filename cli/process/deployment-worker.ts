/** The thread that lints or reads a large deployment. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { LintOptions } from '../../bpmn/lint/lint-processes';
import type { Environment } from '../../core/base/settings';
import { readResources } from '../../engine-adapter/embedded/state/deployments/deployments';
import type { Resource } from '../../engine-adapter/engine';
import { lintDeployment } from '../../engine-adapter/lint-first';
import { openNodeReasons } from '../bpmn/installed-nodes';

export type DeploymentTask =
	/** `options`: without what a thread cannot take. */
	| { kind: 'lint'; resources: Resource[]; options: Omit<LintOptions, 'whyNoTask'>; environment: Environment }
	| { kind: 'read'; resources: Resource[]; zeebeVersion: ZeebeVersion };

function work(task: DeploymentTask): Promise<unknown> {
	if (task.kind === 'read') return readResources(task.resources, task.zeebeVersion);
	return lintDeployment(task.resources, { ...task.options, whyNoTask: openNodeReasons(task.environment) });
}

void work(workerData as DeploymentTask).then((result) => parentPort!.postMessage(result));
