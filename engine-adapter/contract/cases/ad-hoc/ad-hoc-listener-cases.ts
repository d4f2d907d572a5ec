import { activate, adHoc88, around, complete, decide, start, tasks } from './ad-hoc-parts';
import type { ContractCase } from '../../contract-case';
import { listening, onEnd, onStart } from '../../listener-parts';
import { adHocSubProcess, chain, endEvent, processModel, serviceTask, startEvent, type AdHocOptions } from '../../model-builder';

const listened = (id: string, options: AdHocOptions = {}): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		listening(adHocSubProcess('tools', tasks('a', 'b'), options), onStart('contract-listen-start'), onEnd('contract-listen-end')),
		endEvent(),
		...chain('start', 'tools', 'end'),
	]),
];

/** Execution listeners at and in ad-hoc sub-processes. */
export const adHocListenerCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-listener',
		title: 'listeners at the start and end of an ad-hoc sub-process, whose elements come from the one at its start',
		resources: listened('ad-hoc-listener', { activeElements: '=chosen', outputCollection: 'results', outputElement: '=result' }),
		script: [start('ad-hoc-listener'), complete('tools', { chosen: ['a'] }), complete('a', { result: 1 }), complete('tools', { ended: 1 })],
	},
	{
		id: 'ad-hoc-listener-mapping',
		title: 'a listener at the end of an ad-hoc sub-process sees what its output mappings made',
		resources: listened('ad-hoc-listener-mapping', {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=count(results)', target: 'total' }],
		}),
		script: [start('ad-hoc-listener-mapping'), complete('tools'), complete('a', { result: 1 }), complete('tools')],
	},
	{
		id: 'ad-hoc-listener-job',
		title: 'listeners of an ad-hoc sub-process with a job',
		resources: listened('ad-hoc-listener-job', { jobType: 'contract-decide' }),
		script: [
			start('ad-hoc-listener-job'),
			complete('tools', { heard: 1 }),
			decide({ activate: [{ elementId: 'a' }] }),
			complete('a'),
			decide({ complete: true }),
			complete('tools', { ended: 1 }),
		],
	},
	{
		id: 'ad-hoc-listener-condition',
		title: 'a condition that holds runs the listener at the end of an ad-hoc sub-process',
		resources: listened('ad-hoc-listener-condition', { activeElements: '=["a", "b"]', completionCondition: '=true' }),
		script: [start('ad-hoc-listener-condition'), complete('tools'), complete('a'), activate('b'), complete('tools')],
	},
	{
		id: 'ad-hoc-listener-inside',
		title: 'listeners of an element in an ad-hoc sub-process',
		resources: around('ad-hoc-listener-inside', [
			listening(serviceTask('a'), onStart('contract-listen-start'), onEnd('contract-listen-end')),
		]),
		script: [start('ad-hoc-listener-inside'), activate('a'), { runJobs: true }],
	},
]);
