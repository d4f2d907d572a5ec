import { parentPort, workerData } from 'node:worker_threads';
import type { ZeebeVersion } from '../../bpmn/zeebe-version';
import type { LintOptions } from '../../bpmn/lint/lint-processes';
import type { Environment } from '../../core/base/settings/setting-names';
import { readResources } from '../embedded/state/deployments/deployments';
import type { Resource } from '../engine/deployments';
import { lintDeployment } from '../lint-before-deploy';
import { openNodeReasons } from './installed-nodes';

export type DeploymentTask =
	/** `options`: only values that a thread can take. `nodesOf`: the environment of the n8n that knows unsuitable nodes. */
	| { kind: 'lint'; resources: Resource[]; options: Omit<LintOptions, 'whyNoTask'>; nodesOf?: Environment }
	| { kind: 'read'; resources: Resource[]; zeebeVersion: ZeebeVersion };

function work(task: DeploymentTask): Promise<unknown> {
	if (task.kind === 'read') return readResources(task.resources, task.zeebeVersion);
	return lintDeployment(task.resources, { ...task.options, whyNoTask: task.nodesOf && openNodeReasons(task.nodesOf) });
}

void work(workerData as DeploymentTask).then((result) => parentPort!.postMessage(result));
