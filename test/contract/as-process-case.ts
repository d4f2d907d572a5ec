import type { CaseTrace } from '../../engine-adapter/cases/process-case';
import type { StartRequest } from '../../engine-adapter/engine/starts';
import type { Action, ContractCase, Trace } from './contract-case';

/** The action in the form of a process case; undefined where a case has none like it. */
export function asStep(action: Action): object | undefined {
	if ('start' in action && action.start.version === undefined && !action.start.terminateAfter)
		return { createInstance: asCaseStart(action.start) };
	if ('publishMessage' in action) return { publishMessage: { ...action.publishMessage, ttlMs: action.publishMessage.timeToLiveMs } };
	if ('answerJob' in action) {
		const { elementId, outcome } = action.answerJob;
		if (outcome.kind === 'complete' && outcome.task) return undefined;
		if (outcome.kind === 'complete') return { completeJob: { elementId, variables: outcome.variables, adHoc: outcome.adHoc } };
		if (outcome.kind === 'fail') return { completeJob: { elementId, fail: outcome } };
		return { completeJob: { elementId, error: { ...outcome, code: outcome.errorCode } } };
	}
	if ('activateAdHoc' in action) {
		const { elements, cancelRemaining } = action.activateAdHoc;
		return cancelRemaining || elements.some((element) => typeof element !== 'string') ? undefined : action;
	}
	return ['start', 'startAndAwait', 'deploy', 'migrate', 'deleteResource', 'assignUserTask', 'updateUserTask'].some(
		(name) => name in action,
	)
		? undefined
		: action;
}

const asCaseStart = ({ startAt, ...start }: StartRequest): object => ({
	...start,
	startInstructions: startAt?.map((elementId) => ({ elementId })),
});

/** Reduces a contract's trace to what a process case's trace holds. */
export function asCaseTrace({ script }: ContractCase, trace: Trace): CaseTrace {
	const { deploy, outcome, jobs, elements, incidents, variables, flows, jobVariables, instances, rejections } = trace;
	return {
		...{ deploy, outcome, jobs, elements, incidents, variables, flows, jobVariables },
		instances: instances.map(({ version: _version, ...instance }) => instance),
		rejections: rejections.map(({ action, code }) => ({ action, code: toStatus(script[action]!, code) })),
	};
}

/** A contract's worker leaves alone that its answer was refused, to a job that is gone or cannot be answered so; a process case tells it. */
export function withoutGoneJobs({ script }: ContractCase, trace: CaseTrace): CaseTrace {
	const answersJobs = (index: unknown): boolean => ['answerJob', 'runJobs'].some((name) => name in script[index as number]!);
	return {
		...trace,
		rejections: trace.rejections.filter(({ action, code }) => !['NOT_FOUND', 'FAILED_PRECONDITION'].includes(code) || !answersJobs(action)),
	};
}

const statusNames: Record<string, string> = {
	INPUT_INVALID: 'INVALID_ARGUMENT',
	PROCESS_NOT_FOUND: 'NOT_FOUND',
	INSTANCE_NOT_FOUND: 'NOT_FOUND',
	INCIDENT_NOT_FOUND: 'NOT_FOUND',
};

function toStatus(action: Action, code: string): string {
	if (code === 'STATE_CONFLICT') return 'publishMessage' in action ? 'ALREADY_EXISTS' : 'FAILED_PRECONDITION';
	return statusNames[code] ?? code;
}
