import { TroupeError } from '../../../core/base/errors';
import type { NodePackage } from '../../../core/base/n8n-installation';
import type { NodeFault, NodeTask } from '../../tools/n8n-node/node-task';
import { taskProblem } from './task-problem';

export function cannotRun({ message }: NodeFault, { name, version }: NodePackage, packageVersion?: string): TroupeError {
	const others = packageVersion !== undefined && packageVersion !== version ? `; the task was made for ${packageVersion}` : '';
	return taskProblem(`${message.replace(/\.$/, '')} (${name} ${version}${others})`, 'Correct the task in the model, or its input.');
}

export function refusedAddress({ name, type }: NodeTask, { description: host = '' }: NodeFault): TroupeError {
	return new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The node ${type} of task "${name}" called the address ${host}, which leads to a private network, so it was not called.`,
		fix: 'Use a public address. To allow private networks, set TROUPE_ALLOW_PRIVATE_NETWORKS=true.',
		details: { host },
	});
}

export function refusedProgram({ name, type }: NodeTask, { description: program = '' }: NodeFault): TroupeError {
	return new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The node ${type} of task "${name}" starts the program ${program}, which could call private networks, so it was not started.`,
		fix: 'To let nodes start programs and call private networks, set TROUPE_ALLOW_PRIVATE_NETWORKS=true.',
		details: { program },
	});
}

export function missingCapability(
	{ name, type }: NodeTask,
	{ capability = 'requests', description: used = '' }: NodeFault,
	installed: NodePackage,
): TroupeError {
	const did = capability === 'requests' ? `sent ${used}` : `tried to ${used}`;
	const entry = capability === 'requests' ? `"${toPattern(used)}"` : 'it';
	return new TroupeError({
		code: 'CAPABILITY_MISSING',
		message: `The node ${type} of task "${name}" ${did}, which the manifest of ${installed.name} ${installed.version} does not allow`,
		fix: `Have a manifest with ${entry} among its ${capability} approved: \`troupe manifest publish ${installed.folder} --as-installed --permissions FILE\`. Or correct the task.`,
		details: { capability, actual: used, package: installed.name, version: installed.version },
	});
}

/** `GET https://api.example.com/path` becomes `GET api.example.com`. */
function toPattern(request: string): string {
	const [method = '', address = ''] = request.split(' ');
	return URL.canParse(address) ? `${method} ${new URL(address).host}` : request;
}

export function waits({ name, type }: Pick<NodeTask, 'name' | 'type'>): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The node ${type} of task "${name}" suspends its execution until somebody answers, which a task cannot do`,
		fix: 'Send with one task, and wait with a receive task or a user task after it.',
	});
}

export function timedOut({ name, type }: NodeTask, timeoutMs: number): TroupeError {
	return new TroupeError({
		code: 'NODE_TIMEOUT',
		message: `The node ${type} of task "${name}" did not return within ${timeoutMs / 1000} seconds`,
		fix: 'Give the task a longer timeout (header "timeoutMs") or less to do.',
		retryable: true,
	});
}

export function crashed({ name, type }: NodeTask, kind: 'memory' | 'crash'): TroupeError {
	const why = kind === 'memory' ? 'exceeded its memory' : 'ended its process';
	return new TroupeError({
		code: 'NODE_CRASHED',
		message: `The node ${type} of task "${name}" ${why}`,
		fix: kind === 'memory' ? 'Give the node fewer items, or set TROUPE_N8N_MEMORY to more megabytes.' : 'Update the package of the node.',
		retryable: true,
	});
}
