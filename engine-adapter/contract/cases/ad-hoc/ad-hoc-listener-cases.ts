import type { ContractCase } from '../../contract-case';
import { listening, onEnd, onStart } from '../../listener-parts';
import type { ModelPart } from '../../model-builder';
import { type AdHocOptions, adHocSubProcess, chain, endEvent, serviceTask, startEvent } from '../../model-builder';
import { complete, runJobs } from '../case-actions';
import { playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, decide, tasks } from './ad-hoc-parts';

const listened = (options: AdHocOptions = {}): ModelPart[] => [
	startEvent(),
	listening(adHocSubProcess('tools', tasks('a', 'b'), options), onStart('contract-listen-start'), onEnd('contract-listen-end')),
	endEvent(),
	...chain('start', 'tools', 'end'),
];

/** Execution listeners at and in ad-hoc sub-processes. */
export const adHocListenerCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-listener',
		'listeners at the start and end of an ad-hoc sub-process, whose elements come from the one at its start',
		listened({ activeElements: '=chosen', outputCollection: 'results', outputElement: '=result' }),
		complete('tools', { chosen: ['a'] }),
		complete('a', { result: 1 }),
		complete('tools', { ended: 1 }),
	),
	playProcess(
		'ad-hoc-listener-mapping',
		'a listener at the end of an ad-hoc sub-process sees what its output mappings made',
		listened({
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=count(results)', target: 'total' }],
		}),
		complete('tools'),
		complete('a', { result: 1 }),
		complete('tools'),
	),
	playProcess(
		'ad-hoc-listener-job',
		'listeners of an ad-hoc sub-process with a job',
		listened({ jobType: 'contract-decide' }),
		complete('tools', { heard: 1 }),
		decide({ activate: [{ elementId: 'a' }] }),
		complete('a'),
		decide({ complete: true }),
		complete('tools', { ended: 1 }),
	),
	playProcess(
		'ad-hoc-listener-condition',
		'a condition that holds runs the listener at the end of an ad-hoc sub-process',
		listened({ activeElements: '=["a", "b"]', completionCondition: '=true' }),
		complete('tools'),
		complete('a'),
		activate('b'),
		complete('tools'),
	),
	playProcess(
		'ad-hoc-listener-inside',
		'listeners of an element in an ad-hoc sub-process',
		aroundTools([listening(serviceTask('a'), onStart('contract-listen-start'), onEnd('contract-listen-end'))]),
		activate('a'),
		runJobs,
	),
]);
