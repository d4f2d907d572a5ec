/** The steps of the cases' scripts. */
import type { JobAnswer, Message, StartRequest, Variables } from '../../engine';
import type { Action } from '../contract-case';

/** A start request that starts the process of its case unless it names another. */
type StartOfCase = Omit<StartRequest, 'processId'> & { processId?: string };

/** A step of a case's script. */
export type CaseAction =
	| Exclude<Action, { start: unknown } | { startAndAwait: unknown }>
	| { start: StartOfCase }
	| { startAndAwait: StartOfCase & { timeoutMs: number } };

/** Starts the process of the case. */
export const start = (variables: Variables = {}): CaseAction => ({ start: { variables } });
export const startOther = (processId: string, variables: Variables = {}): CaseAction => ({ start: { processId, variables } });

/** Starts the process of the case with the correlation key that `publish` sends. */
export const startWithKey = (variables: Variables = {}): CaseAction => start({ key: 'k', kept: 'outer', ...variables });

/** Variables of the process, for cases in which an event brings others. */
export const outerVariables = { a: 1, kept: 'outer' };

export const runJobs: CaseAction = { runJobs: true };

/** Answers the oldest job of the element, or the oldest job of all. */
export const answer = (outcome: JobAnswer, elementId?: string): CaseAction => ({ answerJob: { elementId, outcome } });

export const complete = (elementId: string, variables: Variables = {}): CaseAction => answer({ kind: 'complete', variables }, elementId);

/** Completes the oldest job. */
export const completeNext = (variables: Variables = {}): CaseAction => answer({ kind: 'complete', variables });

interface JobFailure {
	elementId?: string;
	retries?: number;
	message?: string;
	backoffMs?: number;
}

/** Fails the oldest job of the element, or the oldest job of all. Without retries this raises an incident. */
export const failJob = ({ elementId, retries = 0, message = '', backoffMs }: JobFailure = {}): CaseAction =>
	answer({ kind: 'fail', message, retries, backoffMs }, elementId);

interface JobError {
	elementId?: string;
	message?: string;
	variables?: Variables;
}

/** Throws a BPMN error from the oldest job of the element, or from the oldest job of all. */
export const throwError = (errorCode: string, { elementId, message = '', variables }: JobError = {}): CaseAction =>
	answer({ kind: 'bpmn-error', errorCode, message, variables }, elementId);

export const publish = (name: string, variables?: Variables, more: Partial<Message> = {}): CaseAction => ({
	publishMessage: { name, correlationKey: 'k', variables, ...more },
});

export const broadcast = (name: string, variables?: Variables): CaseAction => ({ broadcastSignal: { name, variables } });

export const modify = (activate: string[], terminate: string[] = []): CaseAction => ({
	modify: { activate: activate.map((elementId) => ({ elementId })), terminate },
});
