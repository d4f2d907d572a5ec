import type { ITriggerFunctions } from 'n8n-workflow';
import { splitNames } from '../shared/split-names';

/** Time and sender of the job's answer. */
type RespondWhen = 'workflowEnds' | 'usingNode';
/** Part of the last node's output that becomes variables of the process. */
type Result = 'firstItem' | 'fields' | 'allItems' | 'none';

/** The trigger's parameters, read once: expressions cannot be evaluated later. */
export interface Settings {
	type: string;
	respondWhen: RespondWhen;
	result: Result;
	fields: string[];
	resultVariable: string;
	/** Errors of the workflow that are errors of the process. */
	errorCodes: string[];
	concurrency: number;
	/** Time that a job is ours before it has to be extended. */
	timeoutMs: number;
	backoffMs: number;
	/** Time that a deactivation waits for running workflows. */
	graceMs: number;
	/** Max pause of a workflow, in a Wait node, before its job is given to another. */
	longestPauseMs: number;
	fetchVariables: string[];
	worker: string;
	/** Time that one request for jobs is held open. */
	waitMs: number;
	/** The first wait after the connection was lost; each next one is twice as long. */
	reconnectMs: number;
}

interface Options {
	concurrency?: number;
	jobTimeout?: number;
	backoff?: number;
	grace?: number;
	longestPause?: number;
	fetchVariables?: string;
}

export function readSettings(context: ITriggerFunctions): Settings {
	const options = context.getNodeParameter('options', {}) as Options;
	const { id, name } = context.getWorkflow();
	return {
		type: (context.getNodeParameter('jobType') as string).trim(),
		respondWhen: context.getNodeParameter('respondWhen') as RespondWhen,
		result: context.getNodeParameter('result', 'firstItem') as Result,
		fields: splitNames(context.getNodeParameter('fields', '') as string),
		resultVariable: (context.getNodeParameter('resultVariable', 'items') as string).trim() || 'items',
		errorCodes: splitNames(context.getNodeParameter('errorCodes', '') as string),
		concurrency: options.concurrency ?? 5,
		timeoutMs: (options.jobTimeout ?? 60) * 1000,
		backoffMs: (options.backoff ?? 10) * 1000,
		graceMs: (options.grace ?? 10) * 1000,
		longestPauseMs: (options.longestPause ?? 24) * 3_600_000,
		fetchVariables: splitNames(options.fetchVariables ?? ''),
		worker: `n8n: ${name ?? id ?? 'workflow'}`.slice(0, 255),
		waitMs: 20_000,
		reconnectMs: 1_000,
	};
}
