/** Asks the code of a package of nodes what its editor would ask: what nodes it has, and what a service offers for a parameter. */
import { throwIfCancelled } from '../../../core/base/async/cancelled';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { findN8n, type N8nInstallation, type NodePackage } from '../../../core/base/n8n-installation';
import type { AdmittedPackage, ListResult, ListTask, NodeWork, PackageTypes, WorkResults } from '../../tools/n8n-node/node-task';
import type { NodeHost } from '../hosts/node-host';
import { answerCalls } from './node-calls';
import { admitNode, openNodePool, requireGate, toAllowed } from './node-task';

const describeMs = 120_000;
const listMs = 30_000;

/** A list that could be asked for, or the reason why not. */
export type ListAnswer = ListResult | Refusal;

/** A sentence, and whether it is about the time. */
export interface Refusal {
	refusal: string;
	isLate?: true;
}

/**
 * Returns what the classes of a package say about its nodes. They are loaded in a process of their own, if the gate allows the package.
 * @throws TroupeError MANIFEST_* of the gate; INPUT_INVALID for a package whose code cannot be loaded
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
 * Asks for the list of a parameter, in the node's process, with the credentials that the task names.
 * @throws TroupeError MANIFEST_* of the gate; DEPENDENCY_MISSING; CANCELLED
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
		// A credential that is missing or refused is an answer.
		if (isTroupeError(error) && !['CANCELLED', 'DEPENDENCY_MISSING'].includes(error.code)) return { refusal: endSentence(error.message) };
		throw error;
	}
}

const endSentence = (text: string): string => (/[.!?]$/.test(text.trim()) ? text.trim() : `${text.trim()}.`);

/** Limits the time. Its end is an answer; that of the command's signal is thrown. */
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
