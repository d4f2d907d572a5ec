import type { IDataObject, IRun } from 'n8n-workflow';
import type { Job, JobOutcome } from './job-client';
import type { Settings } from './settings';

/** End of an execution, as far as its job is concerned. */
export type Ending =
	| { kind: 'outcome'; outcome: JobOutcome }
	/** It goes on later, and will answer the job by itself. */
	| { kind: 'paused' }
	/** It ended well; a node of it should have answered the job. */
	| { kind: 'answered-by-node' };

/** @param trigger the name of the trigger node, whose own output is not a result */
export function toEnding(run: IRun, job: Job, settings: Settings, trigger: string): Ending {
	const { resultData } = run.data;
	if (run.status === 'waiting' || run.waitTill) return settings.respondWhen === 'usingNode' ? { kind: 'paused' } : ended(cannotPause());
	if (run.status !== 'success' || resultData.error) return ended(toFailure(resultData.error?.message ?? statusText(run), job, settings));
	if (run.mode === 'manual' && resultData.lastNodeExecuted === trigger) return ended(givenBack(job, 'Only the trigger was tested.'));
	if (settings.respondWhen === 'usingNode') return { kind: 'answered-by-node' };
	return ended({ kind: 'complete', variables: toVariables(lastOutput(run, trigger), settings) });
}

/** A workflow's error: of the process where its message begins with one of the codes, otherwise of the job. */
export function toFailure(message: string, job: Job, { errorCodes, backoffMs }: Settings): JobOutcome {
	const errorCode = errorCodes.find((code) => message === code || message.startsWith(`${code}:`));
	if (errorCode) return { kind: 'bpmn-error', errorCode, message: message.slice(errorCode.length + 1).trim() };
	return { kind: 'fail', message: message.slice(0, longestMessage), retries: Math.max(0, job.retries - 1), backoffMs };
}

/** The attempt does not count. */
export const givenBack = (job: Job, message: string): JobOutcome => ({ kind: 'fail', message, retries: job.retries, backoffMs: 0 });

const longestMessage = 2000;

const ended = (outcome: JobOutcome): Ending => ({ kind: 'outcome', outcome });

/** Another attempt would pause again. */
const cannotPause = (): JobOutcome => ({
	kind: 'fail',
	message:
		'The workflow paused in a Wait node, so the trigger cannot see its end. Set “Respond When” of the trigger to “Using Troupe Process Node”.',
	retries: 0,
	backoffMs: 0,
});

const statusText = ({ status }: IRun): string => `The execution of the workflow ended with the status "${status}".`;

/** The items of the first output that has any, if the last node has several outputs. */
function lastOutput({ data: { resultData } }: IRun, trigger: string): IDataObject[] {
	const last = resultData.lastNodeExecuted;
	if (last === undefined || last === trigger) return [];
	const outputs = resultData.runData[last]?.at(-1)?.data?.main ?? [];
	return (outputs.find((items) => items?.length) ?? []).map(({ json }) => json);
}

function toVariables(items: IDataObject[], { result, fields, resultVariable }: Settings): IDataObject {
	const first = items[0] ?? {};
	switch (result) {
		case 'firstItem':
			return first;
		case 'fields':
			return Object.fromEntries(fields.filter((field) => field in first).map((field) => [field, first[field]]));
		case 'allItems':
			return { [resultVariable]: items };
		case 'none':
			return {};
	}
}
