import type { ContractCase } from '../../contract-case';
import { catchOf, message, terminate, throwOf, endWith } from '../../event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';
import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';

export const adHocPathCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-flow',
		title: 'an element of an ad-hoc sub-process goes on along its flows',
		resources: around('ad-hoc-flow', [...tasks('a', 'b', 'c'), ...chain('a', 'b')], { activeElements: '=["a", "c"]' }),
		script: [start('ad-hoc-flow'), complete('a', { result: 1 }), complete('c'), complete('b')],
	},
	{
		id: 'ad-hoc-flow-condition',
		title: 'the condition of an ad-hoc sub-process is asked when the path of an element has ended, not at each element of it',
		resources: around('ad-hoc-flow-condition', [...tasks('a', 'b', 'c'), ...chain('a', 'b')], {
			activeElements: '=["a", "c"]',
			completionCondition: '=enough',
		}),
		script: [start('ad-hoc-flow-condition', { enough: true }), complete('a'), complete('b')],
	},
	{
		id: 'ad-hoc-flow-fork',
		title: 'a path in an ad-hoc sub-process forks and joins, and ends as one',
		resources: around(
			'ad-hoc-flow-fork',
			[
				...tasks('a', 'b', 'c', 'd'),
				parallelGateway('fork'),
				parallelGateway('join'),
				...chain('a', 'fork', 'b', 'join', 'd'),
				...chain('fork', 'c', 'join'),
			],
			{ activeElements: '=["a"]', outputCollection: 'results', outputElement: '=result' },
		),
		script: [start('ad-hoc-flow-fork'), complete('a', { result: 1 }), complete('b', { result: 2 }), complete('c'), complete('d')],
	},
	{
		id: 'ad-hoc-flow-no-join',
		title: 'a path in an ad-hoc sub-process that forks ends with the last of its branches',
		resources: around('ad-hoc-flow-no-join', [...tasks('a', 'b', 'c'), flow('a-b', 'a', 'b'), flow('a-c', 'a', 'c')], {
			activeElements: '=["a"]',
			completionCondition: '=enough',
		}),
		script: [start('ad-hoc-flow-no-join', { enough: true }), complete('a'), complete('b'), complete('c')],
	},
	{
		id: 'ad-hoc-flow-two-joining',
		title: 'two paths of an ad-hoc sub-process do not meet at a join',
		resources: around(
			'ad-hoc-flow-two-joining',
			[...tasks('a', 'b', 'c'), parallelGateway('join'), ...chain('a', 'join', 'c'), ...chain('b', 'join')],
			{ activeElements: '=["a", "b"]' },
		),
		script: [start('ad-hoc-flow-two-joining'), complete('a'), complete('b'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-flow-exclusive',
		title: 'a gateway in an ad-hoc sub-process may be begun',
		resources: around(
			'ad-hoc-flow-exclusive',
			[exclusiveGateway('which', 'which-b'), ...tasks('a', 'b'), flow('which-a', 'which', 'a', '=x'), flow('which-b', 'which', 'b')],
			{ activeElements: '=["which"]' },
		),
		script: [start('ad-hoc-flow-exclusive', { x: false }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-loop-back',
		title: 'a path in an ad-hoc sub-process may go back to an element before',
		resources: around(
			'ad-hoc-loop-back',
			[
				...tasks('a', 'b'),
				exclusiveGateway('again', 'again-b'),
				...chain('a', 'again'),
				flow('again-a', 'again', 'a', '=again'),
				flow('again-b', 'again', 'b'),
			],
			{ activeElements: '=["a"]' },
		),
		script: [start('ad-hoc-loop-back'), complete('a', { again: true }), complete('a', { again: false }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-events',
		title: 'an ad-hoc sub-process holds intermediate events',
		resources: around(
			'ad-hoc-events',
			[throwOf('told'), catchOf('wait', message('ad-hoc-events-go', '=key')), serviceTask('a'), ...chain('wait', 'a')],
			{ activeElements: '=["told", "wait"]' },
		),
		script: [
			start('ad-hoc-events', { key: 'k' }),
			{ publishMessage: { name: 'ad-hoc-events-go', correlationKey: 'k', variables: { came: 1 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-nothing-waits',
		title: 'an ad-hoc sub-process whose elements wait for nothing ends at once',
		resources: around('ad-hoc-nothing-waits', [scriptTask('a', '=1', 'x'), scriptTask('b', '=2', 'y')], { activeElements: '=["a", "b"]' }),
		script: [start('ad-hoc-nothing-waits')],
	},
	{
		id: 'ad-hoc-nothing-waits-condition',
		title: 'an ad-hoc sub-process whose condition holds with its first element begins the others or not',
		resources: around('ad-hoc-nothing-waits-condition', [scriptTask('a', '=1', 'x'), scriptTask('b', '=2', 'y'), serviceTask('c')], {
			activeElements: '=["a", "b", "c"]',
			completionCondition: '=x = 1',
		}),
		script: [start('ad-hoc-nothing-waits-condition', { x: 0 }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-sub-process',
		title: 'an ad-hoc sub-process holds an embedded sub-process',
		resources: around(
			'ad-hoc-sub-process',
			[serviceTask('a'), subProcess('inner', [startEvent('in'), serviceTask('b'), endEvent('out'), ...chain('in', 'b', 'out')])],
			{ activeElements: '=["inner", "a"]' },
		),
		script: [start('ad-hoc-sub-process'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-element-in-sub-process',
		title: 'an element of a sub-process in an ad-hoc sub-process cannot be begun',
		resources: around(
			'ad-hoc-element-in-sub-process',
			[serviceTask('a'), subProcess('inner', [startEvent('in'), serviceTask('b'), endEvent('out'), ...chain('in', 'b', 'out')])],
			{ activeElements: '=["b"]' },
		),
		script: [start('ad-hoc-element-in-sub-process')],
	},
	{
		id: 'ad-hoc-nested',
		title: 'an ad-hoc sub-process holds another',
		resources: around('ad-hoc-nested', [serviceTask('a'), adHocSubProcess('inner', tasks('b', 'c'), { activeElements: '=["c"]' })], {
			activeElements: '=["inner"]',
		}),
		script: [start('ad-hoc-nested'), { activateAdHoc: { elementId: 'inner', elements: ['b'] } }, activate('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-in-sub-process',
		title: 'an ad-hoc sub-process stands in an embedded sub-process',
		resources: [
			processModel('ad-hoc-in-sub-process', [
				startEvent(),
				subProcess('sub', [
					startEvent('in'),
					adHocSubProcess('tools', tasks('a', 'b'), { activeElements: '=["a"]' }),
					endEvent('out'),
					...chain('in', 'tools', 'out'),
				]),
				endEvent(),
				...chain('start', 'sub', 'end'),
			]),
		],
		script: [start('ad-hoc-in-sub-process'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-user-task',
		title: 'an ad-hoc sub-process holds a user task',
		resources: around('ad-hoc-user-task', [userTask('person', { native: true }), serviceTask('a')], { activeElements: '=["person"]' }),
		script: [start('ad-hoc-user-task'), { completeUserTask: { variables: { decided: true } } }],
	},
	{
		id: 'ad-hoc-mappings-inside',
		title: 'elements of an ad-hoc sub-process have inputs and outputs',
		resources: around(
			'ad-hoc-mappings-inside',
			[
				serviceTask('a', {
					inputs: [{ source: '=order * 2', target: 'doubled' }],
					outputs: [{ source: '=result + doubled', target: 'sum' }],
				}),
			],
			{ activeElements: '=["a"]' },
		),
		script: [start('ad-hoc-mappings-inside', { order: 2 }), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-incident-inside',
		title: 'an incident in an ad-hoc sub-process leaves the others alone',
		resources: around('ad-hoc-incident-inside', tasks('a', 'b'), { activeElements: '=["a", "b"]' }),
		script: [
			start('ad-hoc-incident-inside'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			complete('b'),
			{ resolveIncident: { elementId: 'a', retries: 1 } },
			complete('a'),
		],
	},
	{
		id: 'ad-hoc-terminate-inside',
		title: 'a terminate end event in an ad-hoc sub-process',
		resources: around('ad-hoc-terminate-inside', [...tasks('a', 'b'), endWith('stop', terminate), ...chain('a', 'stop')], {
			activeElements: '=["a", "b"]',
		}),
		script: [start('ad-hoc-terminate-inside'), complete('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-end-event',
		title: 'a none end event in an ad-hoc sub-process',
		resources: around('ad-hoc-end-event', [...tasks('a', 'b'), endEvent('done'), ...chain('a', 'done')], { activeElements: '=["a"]' }),
		script: [start('ad-hoc-end-event'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-start-event',
		title: 'a start event in an ad-hoc sub-process',
		resources: around('ad-hoc-start-event', [startEvent('begin'), ...tasks('a', 'b'), ...chain('begin', 'a')], {
			activeElements: '=["b"]',
		}),
		script: [start('ad-hoc-start-event'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-nothing-in-it',
		title: 'an ad-hoc sub-process without elements',
		resources: around('ad-hoc-nothing-in-it', []),
		script: [start('ad-hoc-nothing-in-it')],
	},
	{
		id: 'ad-hoc-literal-collection',
		title: 'a collection of elements that is no expression',
		resources: around('ad-hoc-literal-collection', tasks('a'), { activeElements: '["a"]' }),
		script: [start('ad-hoc-literal-collection')],
	},
	{
		id: 'ad-hoc-broken-collection',
		title: 'a collection of elements that is no FEEL',
		resources: around('ad-hoc-broken-collection', tasks('a'), { activeElements: '=["a"' }),
		script: [start('ad-hoc-broken-collection')],
	},
]);
