import { join } from 'node:path';
import { cancelled } from '../../../core/base/async/cancelled';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { findN8n, findNodePackage, type N8nInstallation, type NodePackage } from '../../../core/base/n8n-installation';
import type { Environment } from '../../../core/base/settings/setting-names';
import { readSetting, settingIs } from '../../../core/base/settings/settings';
import type { AdmittedNode } from '../../../core/ports/manifests';
import type { NodePool } from '../../tools/n8n-node/node-pool';
import type { NodeEnd } from '../../tools/n8n-node/node-end';
import { toRestriction } from '../../tools/n8n-node/node-restriction';
import type { AdmittedPackage, NodeFault, NodeResult, NodeTask, NodeWork } from '../../tools/n8n-node/node-task';
import type { NodeHost } from '../hosts/node-host';
import { OpenedOnce } from '../open-once';
import { answerCalls } from './node-calls';
import { openNodeFiles, refuseForeignFiles } from './node-files';
import { readNodeLimits } from './node-limits';
import { taskProblem } from './task-problem';

export interface NodeTaskRequest extends Omit<NodeTask, 'tenant'> {
	timeoutMs: number;
	packageVersion?: string;
}

/** `failed` is an error of the node; the process decides about it. */
export type NodeOutcome = NodeReturn | { kind: 'failed'; fault: NodeFault };
export interface NodeReturn {
	kind: 'returned';
	outputs: NodeResult['outputs'];
}

/** `until`: end of waiting, milliseconds since the epoch. */
export type EndedTask = NodeOutcome | { kind: 'waits'; until: number };

export interface TaskEnd {
	/** True if the node returned or reported an error. */
	isKnown: boolean;
	/** @throws TroupeError as `runNodeTask` does */
	judge: () => EndedTask;
}

const opened = new OpenedOnce<NodePool>();

/**
 * Runs a node in its own process, if the gate allows its package. @throws TroupeError MANIFEST_* of the gate; INPUT_INVALID for a task that cannot
 * run as it is; NODE_TIMEOUT, NODE_CRASHED; CANCELLED; DEPENDENCY_MISSING without n8n; CREDENTIAL_*
 */
export async function runNodeTask(request: NodeTaskRequest, host: NodeHost, signal: AbortSignal): Promise<NodeOutcome> {
	const ended = (await runToEnd(request, host, signal)).judge();
	if (ended.kind === 'waits') throw waits(request);
	return ended;
}

/** Also tells whether the outcome is known. @throws TroupeError only if the node has not begun, or was refused a credential */
export async function runToEnd(request: NodeTaskRequest, host: NodeHost, signal: AbortSignal): Promise<TaskEnd> {
	const { timeoutMs, packageVersion, ...rest } = request;
	const task: NodeTask = { ...rest, tenant: host.tenant ?? 'default' };
	const { end, installed } = await runInProcess({ kind: 'run', task }, host, { timeoutMs, signal });
	const isKnown = end.kind === 'result' || end.kind === 'fault';
	return { isKnown, judge: () => toOutcome(end, { task, installed, packageVersion, timeoutMs, signal }) };
}

/** @throws TroupeError MANIFEST_* and others, before the node begins */
export async function runInProcess<Work extends NodeWork & { task: NodeTask }>(
	work: Work,
	host: NodeHost,
	{ timeoutMs, signal }: { timeoutMs: number; signal: AbortSignal },
): Promise<{ end: NodeEnd<Work['kind']>; installed: NodePackage }> {
	const { task } = work;
	refuseForeignFiles(task);
	const { n8n, installed, ...allowed } = await admitNode(task.type, host);
	const pool = await openNodePool(n8n, host);
	const stop = new AbortController();
	const timer = setTimeout(() => stop.abort(), timeoutMs);
	try {
		const admitted = { name: installed.name, folder: installed.folder, ...allowed };
		return { installed, end: await pool.run(work, admitted, answerCalls(task, host), AbortSignal.any([signal, stop.signal])) };
	} catch (error) {
		if (stop.signal.aborted && !signal.aborted && isTroupeError(error) && error.code === 'CANCELLED') throw timedOut(task, timeoutMs);
		throw error;
	} finally {
		clearTimeout(timer);
	}
}

interface AdmittedTask extends Allowed {
	n8n: N8nInstallation;
	installed: NodePackage;
}

/** @throws TroupeError MANIFEST_* of the gate; DEPENDENCY_MISSING; NOT_SUPPORTED */
export async function admitNode(type: string, host: NodeHost): Promise<AdmittedTask> {
	const n8n = findN8n(host.environment);
	const installed = requirePackage(n8n, type, host.environment);
	return { n8n, installed, ...toAllowed(await requireGate(host).admit(type, installed)) };
}

/** A list without requests allows none. */
export const toAllowed = ({ stamp, permissions }: AdmittedNode): Allowed => ({
	stamp,
	...(permissions && { requests: permissions.requests ?? [], restriction: toRestriction(permissions) }),
});

type Allowed = Pick<AdmittedPackage, 'stamp' | 'requests' | 'restriction'>;

/** Starts a process before the first task if TROUPE_N8N is set. @throws TroupeError INPUT_INVALID */
export async function preforkNodes(host: NodeHost): Promise<void> {
	if (readSetting('TROUPE_N8N', host.environment) !== undefined) await startNodes(host);
}

export async function startNodes(host: NodeHost): Promise<void> {
	(await openNodePool(findN8n(host.environment), host)).prefork();
}

export function openNodePool(n8n: N8nInstallation, host: NodeHost): Promise<NodePool> {
	const limits = { ...readNodeLimits(host.environment), allowPrivateNetworks: mayCallPrivateNetworks(host) };
	const folder = host.stateFolder === undefined ? undefined : join(host.stateFolder, 'n8n');
	return opened.get(JSON.stringify([n8n, folder, limits]), async () => {
		const { NodePool } = await import('../../tools/n8n-node/node-pool');
		const files = await openNodeFiles(folder);
		return new NodePool({ n8n, ...limits, files, ...(folder !== undefined && { compileCache: join(folder, 'compile-cache') }) });
	});
}

/** A host with withdrawn grants has the field, without a value. */
const mayCallPrivateNetworks = (host: NodeHost): boolean =>
	'allowPrivateNetworks' in host
		? host.allowPrivateNetworks === true
		: settingIs('TROUPE_ALLOW_PRIVATE_NETWORKS', 'true', host.environment);

function requirePackage(n8n: N8nInstallation, type: string, env?: Environment): NodePackage {
	const name = type.split('.', 1)[0]!;
	const installed = findNodePackage(n8n, name, env);
	if (installed !== undefined) return installed;
	throw new TroupeError({
		code: 'DEPENDENCY_MISSING',
		message: `The package ${name} of the node ${type} is not installed with n8n. It is neither beside n8n in ${n8n.folder} nor among its community packages.`,
		fix: `Install ${name} there, or correct the header "nodeType".`,
		details: { package: name, n8n: n8n.folder },
	});
}

/** @throws TroupeError NOT_SUPPORTED */
export function requireGate({ nodeGate }: NodeHost) {
	if (nodeGate !== undefined) return nodeGate;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: 'This host has no gate for nodes of n8n, so it runs none',
		fix: 'Run the task with `troupe serve` or `troupe worker`.',
	});
}

interface Circumstances {
	task: NodeTask;
	installed: NodePackage;
	packageVersion?: string;
	timeoutMs: number;
	signal: AbortSignal;
}

function toOutcome(end: NodeEnd<'run'>, { task, installed, packageVersion, timeoutMs, signal }: Circumstances): EndedTask {
	switch (end.kind) {
		case 'result':
			if (end.result.waitTill !== undefined) return { kind: 'waits', until: end.result.waitTill };
			return { kind: 'returned', outputs: end.result.outputs };
		case 'fault':
			if (end.fault.kind === 'capability') throw missingCapability(task, end.fault, installed);
			if (end.fault.kind === 'address') throw refusedAddress(task, end.fault);
			if (end.fault.kind === 'program') throw refusedProgram(task, end.fault);
			if (end.fault.kind === 'node') return { kind: 'failed', fault: end.fault };
			throw end.fault.kind === 'waits' ? waits(task) : cannotRun(end.fault, installed, packageVersion);
		case 'stopped':
			throw signal.aborted ? cancelled(signal, `The node of task "${task.name}" was stopped.`) : timedOut(task, timeoutMs);
		default:
			throw crashed(task, end.kind);
	}
}

function cannotRun({ message }: NodeFault, { name, version }: NodePackage, packageVersion?: string): TroupeError {
	const others = packageVersion !== undefined && packageVersion !== version ? `; the task was made for ${packageVersion}` : '';
	return taskProblem(`${message.replace(/\.$/, '')} (${name} ${version}${others})`, 'Correct the task in the model, or its input.');
}

function refusedAddress({ name, type }: NodeTask, { description: host = '' }: NodeFault): TroupeError {
	return new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The node ${type} of task "${name}" called the address ${host}, which leads to a private network, so it was not called.`,
		fix: 'Use a public address. To allow private networks, set TROUPE_ALLOW_PRIVATE_NETWORKS=true.',
		details: { host },
	});
}

function refusedProgram({ name, type }: NodeTask, { description: program = '' }: NodeFault): TroupeError {
	return new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The node ${type} of task "${name}" starts the program ${program}, which could call private networks, so it was not started.`,
		fix: 'To let nodes start programs and call private networks, set TROUPE_ALLOW_PRIVATE_NETWORKS=true.',
		details: { program },
	});
}

function missingCapability(
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

function waits({ name, type }: Pick<NodeTask, 'name' | 'type'>): TroupeError {
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The node ${type} of task "${name}" suspends its execution until somebody answers, which a task cannot do`,
		fix: 'Send with one task, and wait with a receive task or a user task after it.',
	});
}

function timedOut({ name, type }: NodeTask, timeoutMs: number): TroupeError {
	return new TroupeError({
		code: 'NODE_TIMEOUT',
		message: `The node ${type} of task "${name}" did not return within ${timeoutMs / 1000} seconds`,
		fix: 'Give the task a longer timeout (header "timeoutMs") or less to do.',
		retryable: true,
	});
}

function crashed({ name, type }: NodeTask, kind: 'memory' | 'crash'): TroupeError {
	const why = kind === 'memory' ? 'exceeded its memory' : 'ended its process';
	return new TroupeError({
		code: 'NODE_CRASHED',
		message: `The node ${type} of task "${name}" ${why}`,
		fix: kind === 'memory' ? 'Give the node fewer items, or set TROUPE_N8N_MEMORY to more megabytes.' : 'Update the package of the node.',
		retryable: true,
	});
}
