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
import { broadcast, complete, publish, runJobs, start, startOther } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { activate, adHoc88, aroundTools, tasks } from './ad-hoc-parts';

/** Ad-hoc sub-processes among and around other elements. */
export const adHocMixedCases: ContractCase[] = adHoc88([
	playProcess(
		'ad-hoc-event-sub-process-inside',
		'an event sub-process in an ad-hoc sub-process',
		aroundTools(
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
		start({ key: 'k' }),
		publish('ad-hoc-inside'),
		runJobs,
	),
	playProcess(
		'ad-hoc-event-sub-process-around',
		'an event sub-process of the process interrupts an ad-hoc sub-process',
		aroundTools(
			tasks('a', 'b'),
			{ activeElements: '=["a", "b"]' },
			eventSubProcess('handler', [
				startOn('came', signal('ad-hoc-around')),
				serviceTask('c'),
				endEvent('done'),
				...chain('came', 'c', 'done'),
			]),
		),
		broadcast('ad-hoc-around'),
		runJobs,
	),
	defineCase('ad-hoc-call', 'an element of an ad-hoc sub-process calls a process', (id) => ({
		resources: [
			...[processModel(id, aroundTools([callActivity('call', `${id}ed`), serviceTask('a')], { activeElements: '=["call"]' }))],
			processModel(`${id}ed`, [startEvent(), serviceTask('within'), endEvent(), ...chain('start', 'within', 'end')]),
		],
		script: [start({ x: 1 }), complete('within', { y: 2 })],
	})),
	defineCase('ad-hoc-called', 'a called process holds an ad-hoc sub-process', (id) => ({
		resources: [
			processModel('ad-hoc-caller', [startEvent(), callActivity('call', `${id}-one`), endEvent(), ...chain('start', 'call', 'end')]),
			...[processModel(`${id}-one`, aroundTools(tasks('a', 'b'), { activeElements: '=["a"]' }))],
		],
		script: [startOther('ad-hoc-caller'), activate('b'), runJobs],
	})),
	playProcess(
		'ad-hoc-compensated',
		'what an ad-hoc sub-process did is undone',
		[
			startEvent(),
			adHocSubProcess('tools', undone(serviceTask('a'), serviceTask('undo')), { activeElements: '=["a"]' }),
			throwOf('back', compensate()),
			endEvent(),
			...chain('start', 'tools', 'back', 'end'),
		],
		runJobs,
	),
	playProcess(
		'ad-hoc-timer-inside',
		'an element of an ad-hoc sub-process waits for time',
		aroundTools([catchOf('wait', timer('Duration', 'PT0.3S')), serviceTask('a'), ...chain('wait', 'a')], {
			activeElements: '=["wait"]',
		}),
		{ wait: 1_500 },
		runJobs,
	),
	defineCase('ad-hoc-receive', 'a receive task of an ad-hoc sub-process, begun twice, gets a message each', (id) => ({
		parts: aroundTools([receiveTask('wait', message(`${id}d`, '=key'))], {
			activeElements: '=["wait", "wait"]',
			outputCollection: 'results',
			outputElement: '=got',
		}),
		script: [start({ key: 'k' }), publish(`${id}d`, { got: 1 }), publish(`${id}d`, { got: 2 })],
	})),
	playProcess(
		'ad-hoc-boundary-interrupting-inside',
		'an interrupting event at an element of an ad-hoc sub-process leads on in its path',
		aroundTools(
			[...tasks('a', 'b'), boundary('stopped', 'a', message('ad-hoc-stopped', '=key')), serviceTask('c'), ...chain('stopped', 'c')],
			{
				activeElements: '=["a", "b"]',
				completionCondition: '=done',
			},
		),
		start({ key: 'k', done: true }),
		publish('ad-hoc-stopped'),
		complete('c'),
	),
	playProcess(
		'ad-hoc-set-variables',
		'variables are set at an element of an ad-hoc sub-process',
		aroundTools(tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			inputs: [{ source: '=1', target: 'local' }],
		}),
		{ setVariables: { elementId: 'a', variables: { result: 5, local: 2, fresh: 3 } } },
		{ setVariables: { elementId: 'a', variables: { own: 1 }, local: true } },
		complete('a'),
	),
	playProcess(
		'ad-hoc-again',
		'a loop runs an ad-hoc sub-process again, with new results',
		[
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
		],
		start({ next: 'a' }),
		complete('a', { result: 1, next: 'b' }),
		complete('b', { result: 2 }),
	),
	playProcess(
		'ad-hoc-two',
		'two ad-hoc sub-processes in a row',
		[
			startEvent(),
			adHocSubProcess('first', tasks('a'), { activeElements: '=["a"]' }),
			adHocSubProcess('tools', tasks('b'), { activeElements: '=["b"]' }),
			endEvent(),
			...chain('start', 'first', 'tools', 'end'),
		],
		runJobs,
	),
	playProcess(
		'ad-hoc-output-conflict',
		'elements of an ad-hoc sub-process that end at once both write one variable',
		aroundTools([scriptTask('a', '="a"', 'x'), scriptTask('b', '="b"', 'x'), scriptTask('c', '="c"', 'x')], {
			activeElements: '=["c", "a", "b"]',
			outputCollection: 'results',
			outputElement: '=x',
		}),
	),
	playProcess(
		'ad-hoc-nothing-waits-cancel',
		'elements that wait for nothing and a condition that holds at once with results',
		aroundTools([scriptTask('a', '="a"', 'x'), scriptTask('b', '="b"', 'x'), ...tasks('c')], {
			activeElements: '=["c", "a", "b"]',
			completionCondition: '=count(results) > 0',
			outputCollection: 'results',
			outputElement: '=x',
		}),
	),
	playProcess(
		'ad-hoc-inclusive-inside',
		'an inclusive gateway in an ad-hoc sub-process forks and joins',
		aroundTools(
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
		start({ both: true }),
		runJobs,
	),
	playProcess(
		'ad-hoc-multi-user-task',
		'a multi-instance user task in an ad-hoc sub-process, begun by command',
		aroundTools([forEach(userTask('ask', { native: true }), { inputCollection: '=[1, 2]', inputElement: 'n' })]),
		activate('ask'),
		{ completeUserTask: { variables: {} } },
		{ completeUserTask: { variables: {} } },
	),
	playProcess(
		'ad-hoc-mapping-failure',
		'an output mapping of an ad-hoc sub-process that fails raises an incident',
		aroundTools(tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=assert(missing, missing != null)', target: 'out' }],
		}),
		complete('a', { result: 1 }),
		{ resolveIncident: { variables: { missing: 7 } } },
	),
	playProcess(
		'ad-hoc-input-failure',
		'an input mapping of an ad-hoc sub-process that fails raises an incident',
		aroundTools(tasks('a'), {
			activeElements: '=["a"]',
			inputs: [{ source: '=assert(missing, missing != null)', target: 'in' }],
		}),
		{ resolveIncident: { variables: { missing: 7 } } },
		runJobs,
	),
]);
