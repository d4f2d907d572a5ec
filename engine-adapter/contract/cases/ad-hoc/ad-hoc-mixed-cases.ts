import { activate, adHoc88, around, complete, start, tasks } from './ad-hoc-parts';
import type { ContractCase } from '../../contract-case';
import {
	boundary,
	callActivity,
	catchOf,
	compensate,
	eventSubProcess,
	message,
	receiveTask,
	signal,
	startOn,
	throwOf,
	timer,
	undone,
} from '../../event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	exclusiveGateway,
	flow,
	forEach,
	inclusiveGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	userTask,
} from '../../model-builder';

/** Ad-hoc sub-processes among and around other elements. */
export const adHocMixedCases: ContractCase[] = adHoc88([
	{
		id: 'ad-hoc-event-sub-process-inside',
		title: 'an event sub-process in an ad-hoc sub-process',
		resources: around(
			'ad-hoc-event-sub-process-inside',
			[
				...tasks('a', 'b'),
				eventSubProcess('handler', [
					startOn('came', message('ad-hoc-inside', '=key')),
					serviceTask('c'),
					endEvent('done'),
					...chain('came', 'c', 'done'),
				]),
			],
			{ activeElements: '=["a"]' },
		),
		script: [
			start('ad-hoc-event-sub-process-inside', { key: 'k' }),
			{ publishMessage: { name: 'ad-hoc-inside', correlationKey: 'k' } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-event-sub-process-around',
		title: 'an event sub-process of the process interrupts an ad-hoc sub-process',
		resources: around(
			'ad-hoc-event-sub-process-around',
			tasks('a', 'b'),
			{ activeElements: '=["a", "b"]' },
			eventSubProcess('handler', [
				startOn('came', signal('ad-hoc-around')),
				serviceTask('c'),
				endEvent('done'),
				...chain('came', 'c', 'done'),
			]),
		),
		script: [start('ad-hoc-event-sub-process-around'), { broadcastSignal: { name: 'ad-hoc-around' } }, { runJobs: true }],
	},
	{
		id: 'ad-hoc-call',
		title: 'an element of an ad-hoc sub-process calls a process',
		resources: [
			...around('ad-hoc-call', [callActivity('call', 'ad-hoc-called'), serviceTask('a')], { activeElements: '=["call"]' }),
			processModel('ad-hoc-called', [startEvent(), serviceTask('within'), endEvent(), ...chain('start', 'within', 'end')]),
		],
		script: [start('ad-hoc-call', { x: 1 }), complete('within', { y: 2 })],
	},
	{
		id: 'ad-hoc-called',
		title: 'a called process holds an ad-hoc sub-process',
		resources: [
			processModel('ad-hoc-caller', [
				startEvent(),
				callActivity('call', 'ad-hoc-called-one'),
				endEvent(),
				...chain('start', 'call', 'end'),
			]),
			...around('ad-hoc-called-one', tasks('a', 'b'), { activeElements: '=["a"]' }),
		],
		script: [start('ad-hoc-caller'), activate('b'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-compensated',
		title: 'what an ad-hoc sub-process did is undone',
		resources: [
			processModel('ad-hoc-compensated', [
				startEvent(),
				adHocSubProcess('tools', undone(serviceTask('a'), serviceTask('undo')), { activeElements: '=["a"]' }),
				throwOf('back', compensate()),
				endEvent(),
				...chain('start', 'tools', 'back', 'end'),
			]),
		],
		script: [start('ad-hoc-compensated'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-timer-inside',
		title: 'an element of an ad-hoc sub-process waits for time',
		resources: around('ad-hoc-timer-inside', [catchOf('wait', timer('Duration', 'PT0.3S')), serviceTask('a'), ...chain('wait', 'a')], {
			activeElements: '=["wait"]',
		}),
		script: [start('ad-hoc-timer-inside'), { wait: 1_500 }, { runJobs: true }],
	},
	{
		id: 'ad-hoc-receive',
		title: 'a receive task of an ad-hoc sub-process, begun twice, gets a message each',
		resources: around('ad-hoc-receive', [receiveTask('wait', message('ad-hoc-received', '=key'))], {
			activeElements: '=["wait", "wait"]',
			outputCollection: 'results',
			outputElement: '=got',
		}),
		script: [
			start('ad-hoc-receive', { key: 'k' }),
			{ publishMessage: { name: 'ad-hoc-received', correlationKey: 'k', variables: { got: 1 } } },
			{ publishMessage: { name: 'ad-hoc-received', correlationKey: 'k', variables: { got: 2 } } },
		],
	},
	{
		id: 'ad-hoc-boundary-interrupting-inside',
		title: 'an interrupting event at an element of an ad-hoc sub-process leads on in its path',
		resources: around(
			'ad-hoc-boundary-interrupting-inside',
			[...tasks('a', 'b'), boundary('stopped', 'a', message('ad-hoc-stopped', '=key')), serviceTask('c'), ...chain('stopped', 'c')],
			{ activeElements: '=["a", "b"]', completionCondition: '=done' },
		),
		script: [
			start('ad-hoc-boundary-interrupting-inside', { key: 'k', done: true }),
			{ publishMessage: { name: 'ad-hoc-stopped', correlationKey: 'k' } },
			complete('c'),
		],
	},
	{
		id: 'ad-hoc-set-variables',
		title: 'variables are set at an element of an ad-hoc sub-process',
		resources: around('ad-hoc-set-variables', tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			inputs: [{ source: '=1', target: 'local' }],
		}),
		script: [
			start('ad-hoc-set-variables'),
			{ setVariables: { elementId: 'a', variables: { result: 5, local: 2, fresh: 3 } } },
			{ setVariables: { elementId: 'a', variables: { own: 1 }, local: true } },
			complete('a'),
		],
	},
	{
		id: 'ad-hoc-again',
		title: 'a loop runs an ad-hoc sub-process again, with new results',
		resources: [
			processModel('ad-hoc-again', [
				startEvent(),
				exclusiveGateway('in'),
				adHocSubProcess('tools', tasks('a', 'b'), {
					activeElements: '=[next]',
					outputCollection: 'results',
					outputElement: '=result',
				}),
				exclusiveGateway('out', 'out-end'),
				endEvent(),
				...chain('start', 'in', 'tools', 'out', 'end'),
				flow('back', 'out', 'in', '=count(results) = 1 and results[1] = 1'),
			]),
		],
		script: [start('ad-hoc-again', { next: 'a' }), complete('a', { result: 1, next: 'b' }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-two',
		title: 'two ad-hoc sub-processes in a row',
		resources: [
			processModel('ad-hoc-two', [
				startEvent(),
				adHocSubProcess('first', tasks('a'), { activeElements: '=["a"]' }),
				adHocSubProcess('tools', tasks('b'), { activeElements: '=["b"]' }),
				endEvent(),
				...chain('start', 'first', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-two'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-output-conflict',
		title: 'elements of an ad-hoc sub-process that end at once both write one variable',
		resources: around(
			'ad-hoc-output-conflict',
			[scriptTask('a', '="a"', 'x'), scriptTask('b', '="b"', 'x'), scriptTask('c', '="c"', 'x')],
			{
				activeElements: '=["c", "a", "b"]',
				outputCollection: 'results',
				outputElement: '=x',
			},
		),
		script: [start('ad-hoc-output-conflict')],
	},
	{
		id: 'ad-hoc-nothing-waits-cancel',
		title: 'elements that wait for nothing and a condition that holds at once with results',
		resources: around('ad-hoc-nothing-waits-cancel', [scriptTask('a', '="a"', 'x'), scriptTask('b', '="b"', 'x'), ...tasks('c')], {
			activeElements: '=["c", "a", "b"]',
			completionCondition: '=count(results) > 0',
			outputCollection: 'results',
			outputElement: '=x',
		}),
		script: [start('ad-hoc-nothing-waits-cancel')],
	},
	{
		id: 'ad-hoc-inclusive-inside',
		title: 'an inclusive gateway in an ad-hoc sub-process forks and joins',
		resources: around(
			'ad-hoc-inclusive-inside',
			[
				inclusiveGateway('fork'),
				...tasks('a', 'b', 'c'),
				inclusiveGateway('join'),
				flow('fork-a', 'fork', 'a', '=true'),
				flow('fork-b', 'fork', 'b', '=both'),
				...chain('a', 'join', 'c'),
				...chain('b', 'join'),
			],
			{ activeElements: '=["fork"]' },
		),
		script: [start('ad-hoc-inclusive-inside', { both: true }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-multi-user-task',
		title: 'a multi-instance user task in an ad-hoc sub-process, begun by command',
		resources: around('ad-hoc-multi-user-task', [
			forEach(userTask('ask', { native: true }), { inputCollection: '=[1, 2]', inputElement: 'n' }),
		]),
		script: [
			start('ad-hoc-multi-user-task'),
			activate('ask'),
			{ completeUserTask: { variables: {} } },
			{ completeUserTask: { variables: {} } },
		],
	},
	{
		id: 'ad-hoc-mapping-failure',
		title: 'an output mapping of an ad-hoc sub-process that fails raises an incident',
		resources: around('ad-hoc-mapping-failure', tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=assert(missing, missing != null)', target: 'out' }],
		}),
		script: [start('ad-hoc-mapping-failure'), complete('a', { result: 1 }), { resolveIncident: { variables: { missing: 7 } } }],
	},
	{
		id: 'ad-hoc-input-failure',
		title: 'an input mapping of an ad-hoc sub-process that fails raises an incident',
		resources: around('ad-hoc-input-failure', tasks('a'), {
			activeElements: '=["a"]',
			inputs: [{ source: '=assert(missing, missing != null)', target: 'in' }],
		}),
		script: [start('ad-hoc-input-failure'), { resolveIncident: { variables: { missing: 7 } } }, { runJobs: true }],
	},
]);
