import type { ContractCase } from '../../contract-case';
import { catchOf, endWith, message, terminate, throwOf } from '../../event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	parallelGateway,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';
import { complete, failJob, publish, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

export const adHocPathCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-flow',
		'an element of an ad-hoc sub-process goes on along its flows',
		aroundTools([...tasks('a', 'b', 'c'), ...chain('a', 'b')], { activeElements: '=["a", "c"]' }),
		complete('a', { result: 1 }),
		complete('c'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-flow-condition',
		'the condition of an ad-hoc sub-process is asked when the path of an element has ended, not at each element of it',
		aroundTools([...tasks('a', 'b', 'c'), ...chain('a', 'b')], {
			activeElements: '=["a", "c"]',
			completionCondition: '=enough',
		}),
		start({ enough: true }),
		complete('a'),
		complete('b'),
	),
	playProcess(
		'ad-hoc-flow-fork',
		'a path in an ad-hoc sub-process forks and joins, and ends as one',
		aroundTools(
			[
				...tasks('a', 'b', 'c', 'd'),
				parallelGateway('fork'),
				parallelGateway('join'),
				...chain('a', 'fork', 'b', 'join', 'd'),
				...chain('fork', 'c', 'join'),
			],
			{ activeElements: '=["a"]', outputCollection: 'results', outputElement: '=result' },
		),
		complete('a', { result: 1 }),
		complete('b', { result: 2 }),
		complete('c'),
		complete('d'),
	),
	playProcess(
		'ad-hoc-flow-no-join',
		'a path in an ad-hoc sub-process that forks ends with the last of its branches',
		aroundTools([...tasks('a', 'b', 'c'), flow('a-b', 'a', 'b'), flow('a-c', 'a', 'c')], {
			activeElements: '=["a"]',
			completionCondition: '=enough',
		}),
		start({ enough: true }),
		complete('a'),
		complete('b'),
		complete('c'),
	),
	playProcess(
		'ad-hoc-flow-two-joining',
		'two paths of an ad-hoc sub-process do not meet at a join',
		aroundTools([...tasks('a', 'b', 'c'), parallelGateway('join'), ...chain('a', 'join', 'c'), ...chain('b', 'join')], {
			activeElements: '=["a", "b"]',
		}),
		complete('a'),
		complete('b'),
		runJobs,
	),
	playProcess(
		'ad-hoc-flow-exclusive',
		'a gateway in an ad-hoc sub-process may be begun',
		aroundTools(
			[exclusiveGateway('which', 'which-b'), ...tasks('a', 'b'), flow('which-a', 'which', 'a', '=x'), flow('which-b', 'which', 'b')],
			{
				activeElements: '=["which"]',
			},
		),
		start({ x: false }),
		runJobs,
	),
	playProcess(
		'ad-hoc-loop-back',
		'a path in an ad-hoc sub-process may go back to an element before',
		aroundTools(
			[
				...tasks('a', 'b'),
				exclusiveGateway('again', 'again-b'),
				...chain('a', 'again'),
				flow('again-a', 'again', 'a', '=again'),
				flow('again-b', 'again', 'b'),
			],
			{ activeElements: '=["a"]' },
		),
		complete('a', { again: true }),
		complete('a', { again: false }),
		runJobs,
	),
	defineCase('ad-hoc-events', 'an ad-hoc sub-process holds intermediate events', (id) => ({
		parts: aroundTools([throwOf('told'), catchOf('wait', message(`${id}-go`, '=key')), serviceTask('a'), ...chain('wait', 'a')], {
			activeElements: '=["told", "wait"]',
		}),
		script: [start({ key: 'k' }), publish(`${id}-go`, { came: 1 }), runJobs],
	})),
	playProcess(
		'ad-hoc-nothing-waits',
		'an ad-hoc sub-process whose elements wait for nothing ends at once',
		aroundTools([scriptTask('a', '=1', 'x'), scriptTask('b', '=2', 'y')], { activeElements: '=["a", "b"]' }),
	),
	playProcess(
		'ad-hoc-nothing-waits-condition',
		'an ad-hoc sub-process whose condition holds with its first element begins the others or not',
		aroundTools([scriptTask('a', '=1', 'x'), scriptTask('b', '=2', 'y'), serviceTask('c')], {
			activeElements: '=["a", "b", "c"]',
			completionCondition: '=x = 1',
		}),
		start({ x: 0 }),
		runJobs,
	),
	playProcess(
		'ad-hoc-sub-process',
		'an ad-hoc sub-process holds an embedded sub-process',
		aroundTools(
			[serviceTask('a'), subProcess('inner', [startEvent('in'), serviceTask('b'), endEvent('out'), ...chain('in', 'b', 'out')])],
			{
				activeElements: '=["inner", "a"]',
			},
		),
		runJobs,
	),
	playProcess(
		'ad-hoc-element-in-sub-process',
		'an element of a sub-process in an ad-hoc sub-process cannot be begun',
		aroundTools(
			[serviceTask('a'), subProcess('inner', [startEvent('in'), serviceTask('b'), endEvent('out'), ...chain('in', 'b', 'out')])],
			{
				activeElements: '=["b"]',
			},
		),
	),
	playProcess(
		'ad-hoc-nested',
		'an ad-hoc sub-process holds another',
		aroundTools([serviceTask('a'), adHocSubProcess('inner', tasks('b', 'c'), { activeElements: '=["c"]' })], {
			activeElements: '=["inner"]',
		}),
		{ activateAdHoc: { elementId: 'inner', elements: ['b'] } },
		activate('a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-in-sub-process',
		'an ad-hoc sub-process is inside an embedded sub-process',
		[
			startEvent(),
			subProcess('sub', [
				startEvent('in'),
				adHocSubProcess('tools', tasks('a', 'b'), { activeElements: '=["a"]' }),
				endEvent('out'),
				...chain('in', 'tools', 'out'),
			]),
			endEvent(),
			...chain('start', 'sub', 'end'),
		],
		runJobs,
	),
	playProcess(
		'ad-hoc-user-task',
		'an ad-hoc sub-process holds a user task',
		aroundTools([userTask('person', { native: true }), serviceTask('a')], { activeElements: '=["person"]' }),
		{ completeUserTask: { variables: { decided: true } } },
	),
	playProcess(
		'ad-hoc-mappings-inside',
		'elements of an ad-hoc sub-process have inputs and outputs',
		aroundTools(
			[
				serviceTask('a', {
					inputs: [{ source: '=order * 2', target: 'doubled' }],
					outputs: [{ source: '=result + doubled', target: 'sum' }],
				}),
			],
			{ activeElements: '=["a"]' },
		),
		start({ order: 2 }),
		complete('a', { result: 1 }),
	),
	playProcess(
		'ad-hoc-incident-inside',
		'an incident in an ad-hoc sub-process leaves the others alone',
		aroundTools(tasks('a', 'b'), { activeElements: '=["a", "b"]' }),
		failJob({ elementId: 'a', message: 'no' }),
		complete('b'),
		{ resolveIncident: { elementId: 'a', retries: 1 } },
		complete('a'),
	),
	playProcess(
		'ad-hoc-terminate-inside',
		'a terminate end event in an ad-hoc sub-process',
		aroundTools([...tasks('a', 'b'), endWith('stop', terminate), ...chain('a', 'stop')], {
			activeElements: '=["a", "b"]',
		}),
		complete('a'),
		runJobs,
	),
	playProcess(
		'ad-hoc-end-event',
		'a none end event in an ad-hoc sub-process',
		aroundTools([...tasks('a', 'b'), endEvent('done'), ...chain('a', 'done')], { activeElements: '=["a"]' }),
		runJobs,
	),
	playProcess(
		'ad-hoc-start-event',
		'a start event in an ad-hoc sub-process',
		aroundTools([startEvent('begin'), ...tasks('a', 'b'), ...chain('begin', 'a')], {
			activeElements: '=["b"]',
		}),
		runJobs,
	),
	playProcess('ad-hoc-nothing-in-it', 'an ad-hoc sub-process without elements', aroundTools([])),
	playProcess(
		'ad-hoc-literal-collection',
		'a collection of elements that is not an expression',
		aroundTools(tasks('a'), { activeElements: '["a"]' }),
	),
	playProcess(
		'ad-hoc-broken-collection',
		'a collection of elements that is not FEEL',
		aroundTools(tasks('a'), { activeElements: '=["a"' }),
	),
]);
