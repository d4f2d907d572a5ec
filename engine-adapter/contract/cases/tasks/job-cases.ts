import type { ContractCase } from '../../contract-case';
import type { ModelPart } from '../../model-builder';
import { chain, endEvent, serviceTask, startEvent } from '../../model-builder';
import type { CaseAction } from '../case-actions';
import { completeNext, failJob, runJobs, start } from '../case-actions';
import { playProcess } from '../define-case';

const oneTask = (retries?: number): ModelPart[] => [
	startEvent(),
	serviceTask('work', { retries }),
	endEvent(),
	...chain('start', 'work', 'end'),
];

const failing = (retries: number, backoffMs?: number): CaseAction => failJob({ retries, message: 'not today', backoffMs });

export const jobCases: ContractCase[] = [
	playProcess(
		'job-retries',
		'a failed job comes again with the retries it was failed with',
		oneTask(5),
		{ start: {} },
		failing(2),
		failing(1),
		runJobs,
	),
	playProcess(
		'job-incident',
		'a job without retries raises an incident, and is handed out again when that is resolved with new retries',
		oneTask(),
		{ start: {} },
		failing(0),
		{ resolveIncident: { elementId: 'work', retries: 2 } },
		runJobs,
	),
	playProcess(
		'job-fewer-retries-than-none',
		'a job that fails with fewer retries than none raises the incident of a job without retries',
		oneTask(),
		start(),
		failing(-1),
		{ resolveIncident: { elementId: 'work', retries: 2 } },
		runJobs,
	),
	playProcess(
		'job-incident-without-retries',
		'an incident of a job that still has no retries cannot be resolved',
		oneTask(),
		{ start: {} },
		failing(0),
		{ resolveIncident: { elementId: 'work' } },
	),
	playProcess(
		'job-backoff-waits',
		'a job failed with a backoff is not handed out before it ends',
		oneTask(),
		{ start: {} },
		failing(1, 60_000),
	),
	playProcess(
		'job-backoff-ends',
		'a job failed with a backoff is handed out again when it ended',
		oneTask(),
		{ start: {} },
		failing(1, 300),
		{ wait: 1_000 },
		completeNext({ tried: 'twice' }),
	),
	playProcess(
		'job-sees-results',
		'jobs in a row see what the ones before returned',
		[startEvent(), serviceTask('one'), serviceTask('two'), endEvent(), ...chain('start', 'one', 'two', 'end')],
		start({ a: 1 }),
		completeNext({ a: 2, b: [] }),
		completeNext({ b: null }),
	),
];
