/** Asks the code of a node package, like an editor: its nodes, and the choices for a parameter. */
import { throwIfCancelled } from '../../../core/base/async/cancelled';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { findN8n, type N8nInstallation, type NodePackage } from '../../../core/base/n8n-installation';
import type { AdmittedPackage, ListResult, ListTask, NodeWork, PackageTypes, WorkResults } from '../../tools/n8n-node/node-task';
import type { NodeHost } from '../hosts/node-host';
import { answerCalls } from './node-calls';
import { admitNode, openNodePool, requireGate, toAllowed } from './node-task';

const describeMs = 120_000;
const listMs = 30_000;

export type ListAnswer = ListResult | Refusal;

export interface Refusal {
	refusal: string;
	isLate?: true;
}

/**
 * Returns node descriptions from the classes of a package, loaded in their own process if the gate allows it. @throws TroupeError MANIFEST_* of the
 * gate; INPUT_INVALID for a package whose code cannot be loaded
 */
export async function describePackage(installed: NodePackage, host: NodeHost, signal: AbortSignal): Promise<PackageTypes> {
	const n8n = findN8n(host.environment);
	const allowed = toAllowed(await requireGate(host).admit(undefined, installed));
	const work = { kind: 'describe' as const, task: { tenant: tenantOf(host) } };
	const end = await runWithin(describeMs, signal, (limit) => run(n8n, { ...installed, ...allowed }, work, host, limit));
	if ('result' in end) return end.result;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The nodes of the package "${installed.name}" in ${installed.folder} cannot be loaded: ${end.refusal}`,
		fix: 'Check that n8n loads the package. If it does not, install it again.',
	});
}

/**
 * Loads a parameter's list in the node's process, with the task's credentials. @throws TroupeError MANIFEST_* of the gate; DEPENDENCY_MISSING;
 * CANCELLED
 */
export async function askForList(task: Omit<ListTask, 'tenant'>, host: NodeHost, signal: AbortSignal): Promise<ListAnswer> {
	const { n8n, installed, ...allowed } = await admitNode(task.type, host);
	const work = { kind: 'list' as const, task: { ...task, tenant: tenantOf(host) } };
	const end = await runWithin(listMs, signal, (limit) => run(n8n, { ...installed, ...allowed }, work, host, limit));
	return 'result' in end ? end.result : end;
}

const tenantOf = ({ tenant }: NodeHost): string => tenant ?? 'default';

type Answer<Result> = { result: Result } | Refusal;

const late: Refusal = { refusal: 'It took too long.', isLate: true };

async function run<Work extends Exclude<NodeWork, { kind: 'run' }>>(
	n8n: N8nInstallation,
	admitted: AdmittedPackage,
	work: Work,
	host: NodeHost,
	signal: AbortSignal,
): Promise<Answer<WorkResults[Work['kind']]>> {
	const pool = await openNodePool(n8n, host);
	const answer = answerCalls({ type: admitted.name, ...work.task }, host);
	try {
		const end = await pool.run(work, admitted, answer, signal);
		switch (end.kind) {
			case 'result':
				return { result: end.result };
			case 'fault':
				return {
					refusal: endSentence(end.fault.httpCode === undefined ? end.fault.message : `${end.fault.message} (${end.fault.httpCode})`),
				};
			case 'stopped':
				return late;
			default:
				return { refusal: 'Its process ended.' };
		}
	} catch (error) {
		// A missing or refused credential is an answer.
		if (isTroupeError(error) && !['CANCELLED', 'DEPENDENCY_MISSING'].includes(error.code)) return { refusal: endSentence(error.message) };
		throw error;
	}
}

const endSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** A timeout is an answer; the abort of the signal is thrown. */
async function runWithin<Result>(
	milliseconds: number,
	signal: AbortSignal,
	work: (signal: AbortSignal) => Promise<Answer<Result>>,
): Promise<Answer<Result>> {
	const limit = AbortSignal.timeout(milliseconds);
	try {
		const answer = await work(AbortSignal.any([signal, limit]));
		throwIfCancelled(signal, 'Asking for lists was cancelled.');
		return answer;
	} catch (error) {
		if (limit.aborted && !signal.aborted && isTroupeError(error) && error.code === 'CANCELLED') return late;
		throw error;
	}
}
