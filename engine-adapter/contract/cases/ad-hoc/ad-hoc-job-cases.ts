import type { ContractCase } from '../../contract-case';
import { chain, endEvent, errorBoundary } from '../../model-builder';
import { activate, adHoc88, around, complete, decide, deciding, start, tasks } from './ad-hoc-parts';

export const adHocJobCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-job',
		title: 'a job decides what runs in an ad-hoc sub-process, is asked again after each element, and ends it',
		resources: deciding('ad-hoc-job', { headers: { model: 'm' } }),
		script: [
			start('ad-hoc-job', { question: 'q' }),
			decide({ activate: [{ elementId: 'a', variables: { call: 1 } }] }, { thought: 'one' }),
			complete('a', { result: 1 }),
			decide({ activate: [{ elementId: 'b' }] }),
			complete('b', { result: 2 }),
			decide({ complete: true }, { answer: 'done' }),
		],
	},
	{
		id: 'ad-hoc-job-several',
		title: 'a job begins several elements of an ad-hoc sub-process, and is asked again after each',
		resources: deciding('ad-hoc-job-several'),
		script: [
			start('ad-hoc-job-several'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }] }),
			complete('a'),
			decide({}),
			complete('b'),
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-superseded',
		title: 'a job of an ad-hoc sub-process that was not answered when another element ends is replaced',
		resources: deciding('ad-hoc-job-superseded'),
		script: [
			start('ad-hoc-job-superseded'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }] }),
			complete('a'),
			complete('b'),
			decide({ complete: true }),
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-complete-running',
		title: 'a job that ends an ad-hoc sub-process while an element runs waits for the element',
		resources: deciding('ad-hoc-job-complete-running'),
		script: [
			start('ad-hoc-job-complete-running'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }] }),
			complete('a'),
			decide({ complete: true }),
			complete('b'),
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-complete-cancelling',
		title: 'a job ends an ad-hoc sub-process and takes down what runs in it',
		resources: deciding('ad-hoc-job-complete-cancelling'),
		script: [
			start('ad-hoc-job-complete-cancelling'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }] }),
			complete('a'),
			decide({ complete: true, cancelRemaining: true }),
		],
	},
	{
		id: 'ad-hoc-job-cancelling',
		title: 'a job begins an element of an ad-hoc sub-process in place of what runs there',
		resources: deciding('ad-hoc-job-cancelling'),
		script: [
			start('ad-hoc-job-cancelling'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'a' }] }),
			complete('a'),
			decide({ activate: [{ elementId: 'b' }], cancelRemaining: true }),
			complete('b'),
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-nothing',
		title: 'a job of an ad-hoc sub-process that decides nothing leaves it waiting',
		resources: deciding('ad-hoc-job-nothing'),
		script: [start('ad-hoc-job-nothing'), complete('tools', { thought: 1 }), activate('a'), complete('a'), decide({ complete: true })],
	},
	{
		id: 'ad-hoc-job-complete-and-activate',
		title: 'a job of an ad-hoc sub-process that ends it and begins an element',
		resources: deciding('ad-hoc-job-complete-and-activate'),
		script: [start('ad-hoc-job-complete-and-activate'), decide({ activate: [{ elementId: 'a' }], complete: true }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-job-fails',
		title: 'a job of an ad-hoc sub-process that fails raises an incident, and is tried again',
		resources: deciding('ad-hoc-job-fails'),
		script: [
			start('ad-hoc-job-fails'),
			{ answerJob: { elementId: 'tools', outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			{ resolveIncident: { elementId: 'tools', retries: 1 } },
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-error',
		title: 'a job of an ad-hoc sub-process throws an error that is caught at it',
		resources: deciding('ad-hoc-job-error', {}, errorBoundary('caught', 'tools', 'E'), endEvent('other'), ...chain('caught', 'other')),
		script: [
			start('ad-hoc-job-error'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }] }),
			complete('a'),
			{ answerJob: { elementId: 'tools', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } },
		],
	},
	{
		id: 'ad-hoc-job-error-unhandled',
		title: 'a job of an ad-hoc sub-process throws an error that nobody catches',
		resources: deciding('ad-hoc-job-error-unhandled'),
		script: [
			start('ad-hoc-job-error-unhandled'),
			{ answerJob: { elementId: 'tools', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no' } } },
		],
	},
	{
		id: 'ad-hoc-job-output',
		title: 'an ad-hoc sub-process with a job collects the results of its elements',
		resources: deciding('ad-hoc-job-output', {
			outputCollection: 'results',
			outputElement: '={call: call, result: result}',
			inputs: [{ source: '=question', target: 'prompt' }],
			outputs: [{ source: '=results', target: 'found' }],
		}),
		script: [
			start('ad-hoc-job-output', { question: 'q' }),
			decide({
				activate: [
					{ elementId: 'a', variables: { call: 1 } },
					{ elementId: 'b', variables: { call: 2 } },
				],
			}),
			complete('b', { result: 'b' }),
			complete('a', { result: 'a' }),
			decide({ complete: true }),
			decide({ complete: true }, { answer: 42 }),
		],
	},
	{
		id: 'ad-hoc-job-with-collection',
		title: 'an ad-hoc sub-process with a job and a collection',
		resources: deciding('ad-hoc-job-with-collection', { activeElements: '=["a"]' }),
		script: [start('ad-hoc-job-with-collection'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-job-with-condition',
		title: 'an ad-hoc sub-process with a job and a condition',
		resources: deciding('ad-hoc-job-with-condition', { completionCondition: '=true' }),
		script: [start('ad-hoc-job-with-condition'), decide({ activate: [{ elementId: 'a' }] }), complete('a')],
	},
	{
		id: 'ad-hoc-job-flow',
		title: 'a job of an ad-hoc sub-process is asked again when the path of an element has ended',
		resources: around('ad-hoc-job-flow', [...tasks('a', 'b'), ...chain('a', 'b')], { jobType: 'contract-decide' }),
		script: [
			start('ad-hoc-job-flow'),
			decide({ activate: [{ elementId: 'a' }] }),
			complete('a', { x: 1 }),
			complete('b', { y: 2 }),
			decide({ complete: true }),
		],
	},
	{
		id: 'ad-hoc-job-output-mapping',
		title: 'what a job of an ad-hoc sub-process with output mappings brings stays in it',
		resources: deciding('ad-hoc-job-output-mapping', { outputs: [{ source: '=thought', target: 'said' }] }),
		script: [
			start('ad-hoc-job-output-mapping'),
			decide({ activate: [{ elementId: 'a' }] }, { thought: 1, other: 2 }),
			complete('a'),
			decide({ complete: true }, { thought: 3 }),
		],
	},
	{
		id: 'ad-hoc-job-several-left',
		title: 'an ad-hoc sub-process that its job ended ends with the last element, without another job',
		resources: deciding('ad-hoc-job-several-left'),
		script: [
			start('ad-hoc-job-several-left'),
			decide({ activate: [{ elementId: 'a' }, { elementId: 'b' }], complete: true }),
			activate('a'),
			complete('b'),
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-job-cancelled',
		title: 'an instance whose ad-hoc sub-process waits for its job is cancelled',
		resources: deciding('ad-hoc-job-cancelled'),
		script: [start('ad-hoc-job-cancelled'), { cancelInstance: true }, decide({ complete: true })],
	},
	{
		id: 'ad-hoc-job-waits',
		title: 'an ad-hoc sub-process is begun by command while its job waits',
		resources: deciding('ad-hoc-job-waits'),
		script: [start('ad-hoc-job-waits'), activate('a'), complete('a'), decide({ complete: true }), decide({ complete: true })],
	},
]);
