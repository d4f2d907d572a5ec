import type { AdHocDecision } from '../../engine';
import type { Action, ContractCase } from '../contract-case';
import { boundary, boundaryBeside, catchOf, escalation, message, signal, terminate, throwOf, timer, endWith } from '../event-parts';
import {
	adHocSubProcess,
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	exclusiveGateway,
	flow,
	forEach,
	type AdHocOptions,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../model-builder';

/** 8.6 refuses ad-hoc sub-processes. */
const engines: ContractCase['engines'] = ['8.8'];

const tasks = (...ids: string[]): ModelPart[] => ids.map((id) => serviceTask(id));
const around = (id: string, parts: ModelPart[], options: AdHocOptions = {}, ...more: ModelPart[]): ContractCase['resources'] => [
	processModel(id, [startEvent(), adHocSubProcess('tools', parts, options), endEvent(), ...chain('start', 'tools', 'end'), ...more]),
];
const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });
const complete = (elementId: string, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});
const decide = (adHoc: AdHocDecision, variables: Record<string, unknown> = {}): Action => ({
	answerJob: { elementId: 'tools', outcome: { kind: 'complete', variables, adHoc } },
});
const activate = (...elements: string[]): Action => ({ activateAdHoc: { elementId: 'tools', elements } });

/** What it begins with, and what ends it. */
const beginning: ContractCase[] = [
	{
		id: 'ad-hoc-one',
		title: 'an ad-hoc sub-process runs the one element that it is given, and ends with it',
		resources: around('ad-hoc-one', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-one', { kept: 1 }), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-several',
		title: 'an ad-hoc sub-process runs all elements that it is given at once, and ends with the last',
		resources: around('ad-hoc-several', tasks('a', 'b', 'c'), { activeElements: '=["c", "a"]' }),
		script: [start('ad-hoc-several'), complete('a', { a: 1 }), complete('c', { c: 1 })],
	},
	{
		id: 'ad-hoc-twice',
		title: 'an ad-hoc sub-process that is given an element twice',
		resources: around('ad-hoc-twice', tasks('a', 'b'), { activeElements: '=["a", "a"]' }),
		script: [start('ad-hoc-twice'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-empty',
		title: 'an ad-hoc sub-process that is given no element waits',
		resources: around('ad-hoc-empty', tasks('a', 'b'), { activeElements: '=[]' }),
		script: [start('ad-hoc-empty'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-without-collection',
		title: 'an ad-hoc sub-process without a collection waits',
		resources: around('ad-hoc-without-collection', tasks('a', 'b')),
		script: [start('ad-hoc-without-collection'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-variable',
		title: 'the elements of an ad-hoc sub-process come from a variable',
		resources: around('ad-hoc-variable', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [start('ad-hoc-variable', { chosen: ['b'] }), { runJobs: true }],
	},
	{
		id: 'ad-hoc-from-input',
		title: 'the elements of an ad-hoc sub-process may come from its inputs',
		resources: around('ad-hoc-from-input', tasks('a', 'b'), {
			activeElements: '=list',
			inputs: [{ source: '=[chosen]', target: 'list' }],
			outputs: [{ source: '=result', target: 'outcome' }],
		}),
		script: [start('ad-hoc-from-input', { chosen: 'b' }), complete('b', { result: 3 })],
	},
	{
		id: 'ad-hoc-unknown',
		title: 'an ad-hoc sub-process that is given an unknown element raises an incident',
		resources: around('ad-hoc-unknown', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [
			start('ad-hoc-unknown', { chosen: ['a', 'z'] }),
			{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-unknown-twice',
		title: 'an ad-hoc sub-process that is given several unknown elements raises one incident',
		resources: around('ad-hoc-unknown-twice', tasks('a', 'b'), { activeElements: '=["x", "a", "y"]' }),
		script: [start('ad-hoc-unknown-twice'), { resolveIncident: { elementId: 'tools' } }],
	},
	{
		id: 'ad-hoc-second-element',
		title: 'an element that follows another cannot be begun from outside',
		resources: around('ad-hoc-second-element', [...tasks('a', 'b'), ...chain('a', 'b')], { activeElements: '=["b"]' }),
		script: [start('ad-hoc-second-element'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-no-list',
		title: 'an ad-hoc sub-process that is given no list raises an incident',
		resources: around('ad-hoc-no-list', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [
			start('ad-hoc-no-list', { chosen: 'a' }),
			{ resolveIncident: { elementId: 'tools', variables: { chosen: ['a'] } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-no-texts',
		title: 'an ad-hoc sub-process that is given a list of numbers raises an incident',
		resources: around('ad-hoc-no-texts', tasks('a', 'b'), { activeElements: '=[1]' }),
		script: [start('ad-hoc-no-texts')],
	},
	{
		id: 'ad-hoc-null',
		title: 'an ad-hoc sub-process whose elements are null raises an incident',
		resources: around('ad-hoc-null', tasks('a', 'b'), { activeElements: '=nothing' }),
		script: [start('ad-hoc-null')],
	},
	{
		id: 'ad-hoc-null-in-list',
		title: 'an ad-hoc sub-process that is given a list with null raises an incident',
		resources: around('ad-hoc-null-in-list', tasks('a', 'b'), { activeElements: '=["a", null]' }),
		script: [start('ad-hoc-null-in-list')],
	},
];

const conditions: ContractCase[] = [
	{
		id: 'ad-hoc-condition',
		title: 'an ad-hoc sub-process whose condition holds ends, and takes the rest down',
		resources: around('ad-hoc-condition', tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition', { enough: false }), complete('a', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-not-cancelling',
		title: 'an ad-hoc sub-process that does not cancel waits for what still runs when its condition holds',
		resources: around('ad-hoc-condition-not-cancelling', tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		script: [start('ad-hoc-condition-not-cancelling', { enough: false }), complete('a', { enough: true }), activate('c'), complete('b')],
	},
	{
		id: 'ad-hoc-condition-changes-back',
		title: 'a condition of an ad-hoc sub-process that held is asked again with the next element',
		resources: around('ad-hoc-condition-changes-back', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=enough',
			cancelRemaining: false,
		}),
		script: [
			start('ad-hoc-condition-changes-back', { enough: false }),
			complete('a', { enough: true }),
			complete('b', { enough: false }),
			activate('a'),
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-condition-never',
		title: 'an ad-hoc sub-process whose condition does not hold waits when nothing runs in it',
		resources: around('ad-hoc-condition-never', tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-never', { enough: false }), complete('a'), activate('b'), complete('b', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-null',
		title: 'a condition of an ad-hoc sub-process that is null raises an incident',
		resources: around('ad-hoc-condition-null', tasks('a', 'b'), { activeElements: '=["a"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-null'), complete('a'), { resolveIncident: { variables: { enough: true } } }],
	},
	{
		id: 'ad-hoc-condition-null-beside',
		title: 'a condition of an ad-hoc sub-process that is null while another element runs',
		resources: around('ad-hoc-condition-null-beside', tasks('a', 'b'), { activeElements: '=["a", "b"]', completionCondition: '=enough' }),
		script: [start('ad-hoc-condition-null-beside'), complete('a'), complete('b', { enough: true })],
	},
	{
		id: 'ad-hoc-condition-true-at-once',
		title: 'a condition of an ad-hoc sub-process is not asked before an element has ended',
		resources: around('ad-hoc-condition-true-at-once', tasks('a', 'b'), { activeElements: '=[]', completionCondition: '=true' }),
		script: [start('ad-hoc-condition-true-at-once'), activate('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-condition-no-collection',
		title: 'a condition of an ad-hoc sub-process that is given nothing',
		resources: around('ad-hoc-condition-no-collection', tasks('a', 'b'), { completionCondition: '=done' }),
		script: [start('ad-hoc-condition-no-collection', { done: true }), activate('a', 'b'), complete('b')],
	},
	{
		id: 'ad-hoc-condition-literal',
		title: 'a condition of an ad-hoc sub-process that is no expression',
		resources: around('ad-hoc-condition-literal', tasks('a'), { activeElements: '=["a"]', completionCondition: 'true' }),
		script: [start('ad-hoc-condition-literal'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-condition-sees-local',
		title: 'a condition of an ad-hoc sub-process sees its local variables',
		resources: around('ad-hoc-condition-sees-local', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			completionCondition: '=count > 0',
			inputs: [{ source: '=0', target: 'count' }],
		}),
		script: [start('ad-hoc-condition-sees-local'), complete('a', { count: 1 })],
	},
];

const commands: ContractCase[] = [
	{
		id: 'ad-hoc-activate',
		title: 'an element of an ad-hoc sub-process is begun by command',
		resources: around('ad-hoc-activate', tasks('a', 'b')),
		script: [start('ad-hoc-activate'), activate('b'), complete('b', { result: 1 })],
	},
	{
		id: 'ad-hoc-activate-several',
		title: 'several elements of an ad-hoc sub-process are begun by one command',
		resources: around('ad-hoc-activate-several', tasks('a', 'b')),
		script: [start('ad-hoc-activate-several'), activate('b', 'a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-twice',
		title: 'one command cannot begin an element of an ad-hoc sub-process twice',
		resources: around('ad-hoc-activate-twice', tasks('a', 'b')),
		script: [start('ad-hoc-activate-twice'), activate('b', 'b'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-again',
		title: 'an element of an ad-hoc sub-process that runs is begun again by command',
		resources: around('ad-hoc-activate-again', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-activate-again'), activate('a'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-activate-unknown',
		title: 'an unknown element cannot be begun in an ad-hoc sub-process, and nothing of the command is done',
		resources: around('ad-hoc-activate-unknown', tasks('a', 'b')),
		script: [start('ad-hoc-activate-unknown'), activate('a', 'z'), activate('end')],
	},
	{
		id: 'ad-hoc-activate-none',
		title: 'a command that begins no element in an ad-hoc sub-process',
		resources: around('ad-hoc-activate-none', tasks('a', 'b')),
		script: [start('ad-hoc-activate-none'), activate()],
	},
	{
		id: 'ad-hoc-activate-variables',
		title: 'an element of an ad-hoc sub-process is begun with variables of its own',
		resources: around('ad-hoc-activate-variables', tasks('a', 'b'), { completionCondition: '=false' }),
		script: [
			start('ad-hoc-activate-variables', { order: 1 }),
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { order: 2, own: 3 } }] } },
			complete('a', { own: 4, result: 5 }),
			activate('b'),
		],
	},
	{
		id: 'ad-hoc-activate-cancelling',
		title: 'a command begins an element of an ad-hoc sub-process in place of what runs there',
		resources: around('ad-hoc-activate-cancelling', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [
			start('ad-hoc-activate-cancelling'),
			{ activateAdHoc: { elementId: 'tools', elements: ['b'], cancelRemaining: true } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-activate-ended',
		title: 'nothing can be begun in an ad-hoc sub-process that has ended',
		resources: around('ad-hoc-activate-ended', tasks('a', 'b'), { activeElements: '=["a"]' }),
		script: [start('ad-hoc-activate-ended'), { runJobs: true }, activate('b')],
	},
	{
		id: 'ad-hoc-activate-no-ad-hoc',
		title: 'nothing can be begun in what is no ad-hoc sub-process',
		resources: [
			processModel('ad-hoc-activate-no-ad-hoc', [
				startEvent(),
				subProcess('tools', [startEvent('in'), serviceTask('a'), endEvent('out'), ...chain('in', 'a', 'out')]),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-activate-no-ad-hoc'), activate('a')],
	},
	{
		id: 'ad-hoc-activate-at-incident',
		title: 'an ad-hoc sub-process that has an incident before it began takes no command',
		resources: around('ad-hoc-activate-at-incident', tasks('a', 'b'), { activeElements: '=chosen' }),
		script: [start('ad-hoc-activate-at-incident', { chosen: 1 }), activate('a'), { runJobs: true }],
	},
];

const inside: ContractCase[] = [
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
];

const results: ContractCase[] = [
	{
		id: 'ad-hoc-output',
		title: 'an ad-hoc sub-process collects the results of its elements in the order in which they end',
		resources: around('ad-hoc-output', tasks('a', 'b', 'c'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [
			start('ad-hoc-output'),
			complete('b', { result: 'b' }),
			activate('c'),
			complete('c', { result: 'c' }),
			complete('a', { result: 'a' }),
		],
	},
	{
		id: 'ad-hoc-output-nothing',
		title: 'an element of an ad-hoc sub-process without a result gives null',
		resources: around('ad-hoc-output-nothing', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-nothing'), complete('b'), complete('a', { result: 'a' })],
	},
	{
		id: 'ad-hoc-output-context',
		title: 'a result of an ad-hoc sub-process may be an expression over several variables',
		resources: around('ad-hoc-output-context', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '={name: name, result: result}',
		}),
		script: [start('ad-hoc-output-context', { name: 'n' }), complete('a', { result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-output-outside',
		title: 'a result that has a variable outside of the ad-hoc sub-process',
		resources: around('ad-hoc-output-outside', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-outside', { result: 0, results: 1 }), complete('a', { result: 1 }), complete('b')],
	},
	{
		id: 'ad-hoc-output-failing',
		title: 'a result of an ad-hoc sub-process that cannot be computed raises an incident',
		resources: around('ad-hoc-output-failing', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=assert(result, result != null)',
		}),
		script: [
			start('ad-hoc-output-failing'),
			complete('a'),
			complete('b', { result: 2 }),
			{ resolveIncident: { variables: { result: 3 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-output-replaced',
		title: 'an output collection of an ad-hoc sub-process that a job replaced by something else',
		resources: around('ad-hoc-output-replaced', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-replaced'), complete('a', { results: 'none', result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-output-mapping',
		title: 'an ad-hoc sub-process with output mappings keeps its collection inside',
		resources: around('ad-hoc-output-mapping', tasks('a'), {
			activeElements: '=["a"]',
			outputCollection: 'results',
			outputElement: '=result',
			outputs: [{ source: '=count(results)', target: 'total' }],
		}),
		script: [start('ad-hoc-output-mapping'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-and-condition-null',
		title: 'a result of an ad-hoc sub-process whose condition cannot be asked is collected once',
		resources: around('ad-hoc-output-and-condition-null', tasks('a', 'b'), {
			activeElements: '=["a"]',
			completionCondition: '=enough',
			outputCollection: 'results',
			outputElement: '=result',
		}),
		script: [start('ad-hoc-output-and-condition-null'), complete('a', { result: 1 }), { resolveIncident: { variables: { enough: true } } }],
	},
	{
		id: 'ad-hoc-output-incomplete',
		title: 'an ad-hoc sub-process with an output collection only',
		resources: around('ad-hoc-output-incomplete', tasks('a'), { activeElements: '=["a"]', outputCollection: 'results' }),
		script: [start('ad-hoc-output-incomplete'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-element-only',
		title: 'an ad-hoc sub-process with an output element only',
		resources: around('ad-hoc-output-element-only', tasks('a'), { activeElements: '=["a"]', outputElement: '=result' }),
		script: [start('ad-hoc-output-element-only'), complete('a', { result: 1 })],
	},
	{
		id: 'ad-hoc-output-cancelled',
		title: 'what an ad-hoc sub-process takes down gives no result',
		resources: around('ad-hoc-output-cancelled', tasks('a', 'b'), {
			activeElements: '=["a", "b"]',
			outputCollection: 'results',
			outputElement: '=result',
			completionCondition: '=count(results) > 0',
		}),
		script: [start('ad-hoc-output-cancelled'), complete('b', { result: 'b' })],
	},
	{
		id: 'ad-hoc-output-command-variables',
		title: 'a result of an ad-hoc sub-process sees the variables with which its element was begun',
		resources: around('ad-hoc-output-command-variables', tasks('a'), {
			outputCollection: 'results',
			outputElement: '={call: call, result: result}',
			completionCondition: '=count(results) = 2',
		}),
		script: [
			start('ad-hoc-output-command-variables'),
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 1 } }] } },
			{ activateAdHoc: { elementId: 'tools', elements: [{ elementId: 'a', variables: { call: 2 } }] } },
			{ answerJob: { outcome: { kind: 'complete', variables: { result: 'one' } } } },
			{ answerJob: { outcome: { kind: 'complete', variables: { result: 'two' } } } },
		],
	},
];

const events: ContractCase[] = [
	{
		id: 'ad-hoc-error',
		title: 'an error in an ad-hoc sub-process is caught at it',
		resources: around(
			'ad-hoc-error',
			tasks('a', 'b'),
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		script: [
			start('ad-hoc-error'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } },
		],
	},
	{
		id: 'ad-hoc-error-end',
		title: 'an error end event in an ad-hoc sub-process is caught at it',
		resources: around(
			'ad-hoc-error-end',
			[...tasks('a', 'b'), errorEnd('thrown', 'E'), ...chain('a', 'thrown')],
			{ activeElements: '=["a", "b"]' },
			errorBoundary('caught', 'tools', 'E'),
			endEvent('other'),
			...chain('caught', 'other'),
		),
		script: [start('ad-hoc-error-end'), complete('a')],
	},
	{
		id: 'ad-hoc-error-inside',
		title: 'an error boundary event at an element of an ad-hoc sub-process goes on in it',
		resources: around(
			'ad-hoc-error-inside',
			[...tasks('a', 'b'), errorBoundary('caught', 'a', 'E'), serviceTask('c'), ...chain('caught', 'c')],
			{ activeElements: '=["a"]' },
		),
		script: [
			start('ad-hoc-error-inside'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } },
			{ runJobs: true },
		],
	},
	{
		id: 'ad-hoc-boundary-inside-beside',
		title: 'a boundary event beside an element of an ad-hoc sub-process belongs to its path',
		resources: around(
			'ad-hoc-boundary-inside-beside',
			[...tasks('a', 'b'), boundaryBeside('told', 'a', message('ad-hoc-told', '=key')), ...chain('told', 'b')],
			{ activeElements: '=["a"]', completionCondition: '=true' },
		),
		script: [
			start('ad-hoc-boundary-inside-beside', { key: 'k' }),
			{ publishMessage: { name: 'ad-hoc-told', correlationKey: 'k' } },
			complete('a'),
			complete('b'),
		],
	},
	{
		id: 'ad-hoc-message-boundary',
		title: 'a message at an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-message-boundary',
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundary('stopped', 'tools', message('ad-hoc-stop', '=key')),
			endEvent('other'),
			...chain('stopped', 'other'),
		),
		script: [
			start('ad-hoc-message-boundary', { key: 'k' }),
			activate('b'),
			{ publishMessage: { name: 'ad-hoc-stop', correlationKey: 'k', variables: { by: 'message' } } },
		],
	},
	{
		id: 'ad-hoc-signal-beside',
		title: 'a signal beside an ad-hoc sub-process leaves it alone',
		resources: around(
			'ad-hoc-signal-beside',
			tasks('a', 'b'),
			{ activeElements: '=["a"]' },
			boundaryBeside('told', 'tools', signal('ad-hoc-signal')),
			endEvent('other'),
			...chain('told', 'other'),
		),
		script: [start('ad-hoc-signal-beside'), { broadcastSignal: { name: 'ad-hoc-signal' } }, { runJobs: true }],
	},
	{
		id: 'ad-hoc-timer-boundary',
		title: 'a timer at an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-timer-boundary',
			tasks('a'),
			{},
			boundary('late', 'tools', timer('Duration', 'PT0.3S')),
			endEvent('other'),
			...chain('late', 'other'),
		),
		script: [start('ad-hoc-timer-boundary'), activate('a'), { wait: 1_500 }],
	},
	{
		id: 'ad-hoc-escalation',
		title: 'an escalation in an ad-hoc sub-process is caught beside it',
		resources: around(
			'ad-hoc-escalation',
			[throwOf('raise', escalation('up')), serviceTask('a'), ...chain('raise', 'a')],
			{ activeElements: '=["raise"]' },
			boundaryBeside('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
		script: [start('ad-hoc-escalation'), { runJobs: true }],
	},
	{
		id: 'ad-hoc-escalation-interrupting',
		title: 'an escalation in an ad-hoc sub-process takes it down',
		resources: around(
			'ad-hoc-escalation-interrupting',
			[throwOf('raise', escalation('up')), ...tasks('a', 'b'), ...chain('raise', 'a')],
			{ activeElements: '=["b", "raise"]' },
			boundary('raised', 'tools', escalation('up')),
			endEvent('other'),
			...chain('raised', 'other'),
		),
		script: [start('ad-hoc-escalation-interrupting')],
	},
	{
		id: 'ad-hoc-cancel',
		title: 'an instance in an ad-hoc sub-process is cancelled',
		resources: around('ad-hoc-cancel', tasks('a', 'b'), { activeElements: '=["a", "b"]' }),
		script: [start('ad-hoc-cancel'), { cancelInstance: true }],
	},
	{
		id: 'ad-hoc-cancel-empty',
		title: 'an instance in an ad-hoc sub-process where nothing runs is cancelled',
		resources: around('ad-hoc-cancel-empty', tasks('a', 'b')),
		script: [start('ad-hoc-cancel-empty'), { cancelInstance: true }],
	},
];

const loops: ContractCase[] = [
	{
		id: 'ad-hoc-multi',
		title: 'an ad-hoc sub-process once for each item',
		resources: [
			processModel('ad-hoc-multi', [
				startEvent(),
				forEach(adHocSubProcess('tools', tasks('a', 'b'), { activeElements: '=[item]' }), {
					inputCollection: '=items',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
				}),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-multi', { items: ['a', 'b'] }), complete('a', { result: 1 }), complete('b', { result: 2 })],
	},
	{
		id: 'ad-hoc-multi-sequential',
		title: 'an ad-hoc sub-process for one item after the other, begun by command',
		resources: [
			processModel('ad-hoc-multi-sequential', [
				startEvent(),
				forEach(adHocSubProcess('tools', tasks('a', 'b')), { sequential: true, inputCollection: '=items', inputElement: 'item' }),
				endEvent(),
				...chain('start', 'tools', 'end'),
			]),
		],
		script: [start('ad-hoc-multi-sequential', { items: [1, 2] }), activate('a'), complete('a'), activate('b'), complete('b')],
	},
	{
		id: 'ad-hoc-multi-inside',
		title: 'an element of an ad-hoc sub-process is multi-instance',
		resources: around(
			'ad-hoc-multi-inside',
			[
				forEach(serviceTask('a'), {
					inputCollection: '=items',
					inputElement: 'item',
					outputCollection: 'results',
					outputElement: '=result',
				}),
			],
			{ activeElements: '=["a"]' },
		),
		script: [start('ad-hoc-multi-inside', { items: [1, 2] }), { runJobs: true }],
	},
];

/** A job decides what runs in it. */
const deciding = (id: string, options: AdHocOptions = {}, ...more: ModelPart[]): ContractCase['resources'] =>
	around(id, tasks('a', 'b'), { jobType: 'contract-decide', ...options }, ...more);

const jobs: ContractCase[] = [
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
];

/** What the job and the elements can read of the elements: variable `adHocSubProcessElements`. */
const described: ContractCase[] = [
	{
		id: 'ad-hoc-elements',
		title: 'an ad-hoc sub-process tells its elements, with documentation and properties',
		resources: around(
			'ad-hoc-elements',
			[
				{
					...serviceTask('a'),
					attributes: ' name="Search"',
					extensions: `<bpmn:documentation>Finds pages.</bpmn:documentation>${serviceTask('a').extensions}`,
				},
				{
					tag: 'serviceTask',
					id: 'b',
					extensions:
						'<bpmn:extensionElements><zeebe:taskDefinition type="contract-work"/><zeebe:properties><zeebe:property name="kind" value="tool"/></zeebe:properties></bpmn:extensionElements>',
				},
				serviceTask('c'),
				...chain('b', 'c'),
			],
			{ jobType: 'contract-decide' },
		),
		script: [start('ad-hoc-elements')],
	},
	{
		id: 'ad-hoc-elements-order',
		title: 'the order in which an ad-hoc sub-process tells its elements',
		resources: around('ad-hoc-elements-order', tasks('search', 'book_flight', 'Activity_1x9', 'pay', 'refund-all'), {
			jobType: 'contract-decide',
		}),
		script: [start('ad-hoc-elements-order')],
	},
	{
		id: 'ad-hoc-error-uncaught',
		title: 'an error in an ad-hoc sub-process that nobody catches raises an incident at its task',
		resources: around('ad-hoc-error-uncaught', tasks('a'), { activeElements: '=["a"]' }),
		script: [
			start('ad-hoc-error-uncaught'),
			{ answerJob: { elementId: 'a', outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no' } } },
		],
	},
	{
		id: 'ad-hoc-from-ai',
		title: 'an ad-hoc sub-process tells the parameters that its elements take from an agent',
		resources: around(
			'ad-hoc-from-ai',
			[
				serviceTask('a', {
					inputs: [
						{ source: '=fromAi(toolCall.query, "What to look for")', target: 'query' },
						{ source: '=fromAi(toolCall.limit, "How many", "number")', target: 'options.limit' },
						{ source: '={deep: fromAi(toolCall.kind, "Which", "string", {enum: ["x", "y"]}, {required: false})}', target: 'deep' },
						{ source: '=fixed', target: 'other' },
					],
				}),
				serviceTask('b', { inputs: [{ source: '=fromAi(value: toolCall.name, description: "Who", type: "string")', target: 'who' }] }),
			],
			{ jobType: 'contract-decide' },
		),
		script: [
			start('ad-hoc-from-ai', { fixed: 1 }),
			decide({ activate: [{ elementId: 'a', variables: { toolCall: { query: 'tea', limit: 3, kind: 'x' } } }] }),
		],
	},
];

export const adHocCases: ContractCase[] = [
	...beginning,
	...conditions,
	...commands,
	...inside,
	...results,
	...events,
	...loops,
	...jobs,
	...described,
].map((contractCase) => ({ ...contractCase, engines }));
