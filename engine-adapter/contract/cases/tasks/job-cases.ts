import type { Action, ContractCase } from '../../contract-case';
import { chain, endEvent, processModel, serviceTask, startEvent } from '../../model-builder';

const oneTask = (id: string, retries?: number): ContractCase['resources'] => [
	processModel(id, [startEvent(), serviceTask('work', { retries }), endEvent(), ...chain('start', 'work', 'end')]),
];

const failing = (retries: number, backoffMs?: number): Action => ({
	answerJob: { outcome: { kind: 'fail', message: 'not today', retries, backoffMs } },
});

export const jobCases: ContractCase[] = [
	{
		id: 'job-retries',
		title: 'a failed job comes again with the retries it was failed with',
		resources: oneTask('job-retries', 5),
		script: [{ start: { processId: 'job-retries' } }, failing(2), failing(1), { runJobs: true }],
	},
	{
		id: 'job-incident',
		title: 'a job without retries raises an incident, and is handed out again when that is resolved with new retries',
		resources: oneTask('job-incident'),
		script: [
			{ start: { processId: 'job-incident' } },
			failing(0),
			{ resolveIncident: { elementId: 'work', retries: 2 } },
			{ runJobs: true },
		],
	},
	{
		id: 'job-incident-without-retries',
		title: 'an incident of a job that still has no retries cannot be resolved',
		resources: oneTask('job-incident-without-retries'),
		script: [{ start: { processId: 'job-incident-without-retries' } }, failing(0), { resolveIncident: { elementId: 'work' } }],
	},
	{
		id: 'job-backoff-waits',
		title: 'a job failed with a backoff is not handed out before it ends',
		resources: oneTask('job-backoff-waits'),
		script: [{ start: { processId: 'job-backoff-waits' } }, failing(1, 60_000)],
	},
	{
		id: 'job-backoff-ends',
		title: 'a job failed with a backoff is handed out again when it ended',
		resources: oneTask('job-backoff-ends'),
		script: [
			{ start: { processId: 'job-backoff-ends' } },
			failing(1, 300),
			{ wait: 1_000 },
			{ answerJob: { outcome: { kind: 'complete', variables: { tried: 'twice' } } } },
		],
	},
	{
		id: 'job-sees-results',
		title: 'jobs in a row see what the ones before returned',
		resources: [
			processModel('job-sees-results', [
				startEvent(),
				serviceTask('one'),
				serviceTask('two'),
				endEvent(),
				...chain('start', 'one', 'two', 'end'),
			]),
		],
		script: [
			{ start: { processId: 'job-sees-results', variables: { a: 1 } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { a: 2, b: [] } } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { b: null } } } },
		],
	},
];
