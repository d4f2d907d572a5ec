import { boundary, callActivity, endWith, message, terminate, timer } from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	type TaskOptions,
} from '../../model-builder';

const calling = (id: string, part: ModelPart, ...more: ModelPart[]): ContractCase['resources'][number] =>
	processModel(id, [startEvent(), part, endEvent(), ...chain('start', part.id, 'end'), ...more]);
const child = (id: string, options?: TaskOptions): ContractCase['resources'][number] =>
	processModel(`${id}-child`, [
		startEvent('child-start'),
		serviceTask('work', options),
		endEvent('child-end'),
		...chain('child-start', 'work', 'child-end'),
	]);
const call = (id: string, options: Parameters<typeof callActivity>[2] = {}): ModelPart => callActivity('call', `${id}-child`, options);
const start = (processId: string): Action => ({ start: { processId, variables: { a: 1, b: 2 } } });
const complete = (variables: Record<string, unknown>): Action => ({ answerJob: { outcome: { kind: 'complete', variables } } });

export const callCases: ContractCase[] = [
	{
		id: 'call-activity',
		title: 'a call activity runs another process, which sees the variables and gives back its own',
		resources: [calling('call-activity', call('call-activity')), child('call-activity')],
		script: [start('call-activity'), complete({ b: 3, c: 4 })],
	},
	{
		id: 'call-parent-not-propagated',
		title: 'a call activity that propagates no variables of the caller passes its inputs',
		resources: [
			calling(
				'call-parent-not-propagated',
				call('call-parent-not-propagated', { parent: false, inputs: [{ source: '=a + 10', target: 'input' }] }),
			),
			child('call-parent-not-propagated'),
		],
		script: [start('call-parent-not-propagated'), complete({ c: 4 })],
	},
	{
		id: 'call-child-not-propagated',
		title: 'a call activity that propagates no variables of the child gives back none',
		resources: [
			calling('call-child-not-propagated', call('call-child-not-propagated', { child: false })),
			child('call-child-not-propagated'),
		],
		script: [start('call-child-not-propagated'), complete({ b: 3, c: 4 })],
	},
	{
		id: 'call-outputs',
		title: 'output mappings of a call activity say what of the child goes back',
		resources: [
			calling(
				'call-outputs',
				call('call-outputs', { inputs: [{ source: '=a + 10', target: 'input' }], outputs: [{ source: '=c + input', target: 'result' }] }),
			),
			child('call-outputs'),
		],
		script: [start('call-outputs'), complete({ b: 3, c: 4 })],
	},
	{
		id: 'call-outputs-child-propagated',
		title: 'output mappings of a call activity with propagation switched on',
		resources: [
			calling(
				'call-outputs-child-propagated',
				call('call-outputs-child-propagated', { child: true, outputs: [{ source: '=c', target: 'result' }] }),
			),
			child('call-outputs-child-propagated'),
		],
		script: [start('call-outputs-child-propagated'), complete({ b: 3, c: 4 })],
	},
	{
		id: 'call-expression',
		title: 'the process that is called may be an expression',
		resources: [calling('call-expression', callActivity('call', '=called + "-child"')), child('call-expression')],
		script: [{ start: { processId: 'call-expression', variables: { called: 'call-expression' } } }, complete({})],
	},
	{
		id: 'call-unknown',
		title: 'a call of a process that is not there raises an incident, and works once it is deployed',
		resources: [calling('call-unknown', call('call-unknown'))],
		script: [start('call-unknown'), { deploy: [child('call-unknown')] }, { resolveIncident: { elementId: 'call' } }, { runJobs: true }],
	},
	{
		id: 'call-latest',
		title: 'a call activity calls the latest version',
		resources: [calling('call-latest', call('call-latest')), child('call-latest')],
		script: [{ deploy: [child('call-latest', { headers: { version: 'two' } })] }, start('call-latest'), { runJobs: true }],
	},
	{
		id: 'call-error',
		title: 'an error that nothing in the child catches is caught at the call activity',
		resources: [
			calling('call-error', call('call-error'), errorBoundary('caught', 'call', 'E'), endEvent('after'), ...chain('caught', 'after')),
			child('call-error'),
		],
		script: [start('call-error'), { answerJob: { outcome: { kind: 'bpmn-error', errorCode: 'E', message: 'no', variables: { why: 1 } } } }],
	},
	{
		id: 'call-error-end',
		title: 'an error end event of the child is caught at the call activity',
		resources: [
			calling('call-error-end', call('call-error-end'), errorBoundary('caught', 'call'), endEvent('after'), ...chain('caught', 'after')),
			processModel('call-error-end-child', [
				startEvent('child-start'),
				parallelGateway('fork'),
				serviceTask('work'),
				errorEnd('thrown', 'E'),
				...chain('child-start', 'fork', 'work'),
				...chain('fork', 'thrown'),
			]),
		],
		script: [start('call-error-end')],
	},
	{
		id: 'call-timer',
		title: 'a timer at a call activity takes the child down',
		resources: [
			calling(
				'call-timer',
				call('call-timer'),
				boundary('late', 'call', timer('Duration', 'PT0.3S')),
				endEvent('after'),
				...chain('late', 'after'),
			),
			child('call-timer'),
		],
		script: [start('call-timer'), { wait: 1_500 }],
	},
	{
		id: 'call-cancel',
		title: 'cancelling the caller takes the child down; the child cannot be cancelled alone',
		resources: [calling('call-cancel', call('call-cancel')), child('call-cancel')],
		script: [start('call-cancel'), { cancelInstance: true }],
	},
	{
		id: 'call-incident',
		title: 'an incident in the child is resolved there',
		resources: [calling('call-incident', call('call-incident')), child('call-incident')],
		script: [
			start('call-incident'),
			{ answerJob: { outcome: { kind: 'fail', message: 'no', retries: 0 } } },
			{ resolveIncident: { elementId: 'work', retries: 1 } },
			{ runJobs: true },
		],
	},
	{
		id: 'call-terminate-end',
		title: 'a terminate end event of the child ends the child only',
		resources: [
			calling('call-terminate-end', call('call-terminate-end')),
			processModel('call-terminate-end-child', [
				startEvent('child-start'),
				parallelGateway('fork'),
				serviceTask('work'),
				endWith('stop', terminate),
				...chain('child-start', 'fork', 'work'),
				...chain('fork', 'stop'),
			]),
		],
		script: [start('call-terminate-end')],
	},
	{
		id: 'call-nested',
		title: 'a called process calls another',
		resources: [
			calling('call-nested', call('call-nested')),
			processModel('call-nested-child', [
				startEvent('child-start'),
				callActivity('inner-call', 'call-nested-child-child', {}),
				endEvent('child-end'),
				...chain('child-start', 'inner-call', 'child-end'),
			]),
			child('call-nested-child'),
		],
		script: [start('call-nested'), complete({ c: 4 })],
	},
	{
		id: 'call-without-none-start',
		title: 'a called process without a none start event',
		resources: [
			calling('call-without-none-start', call('call-without-none-start')),
			processModel('call-without-none-start-child', [
				{
					...startEvent('child-start'),
					...{
						content: message('call-without-none-start').content('child-start'),
						definitions: message('call-without-none-start').definitions,
					},
				},
				endEvent('child-end'),
				...chain('child-start', 'child-end'),
			]),
		],
		script: [start('call-without-none-start')],
	},
	{
		id: 'call-awaited',
		title: 'an awaited caller gives its own variables',
		resources: [calling('call-awaited', call('call-awaited')), child('call-awaited')],
		script: [{ startAndAwait: { processId: 'call-awaited', variables: { a: 1 }, timeoutMs: 10_000 } }, complete({ c: 4 })],
	},
	{
		id: 'call-nothing',
		title: 'a call activity that names no process is refused',
		resources: [calling('call-nothing', { tag: 'callActivity', id: 'call' })],
		script: [],
	},
];
