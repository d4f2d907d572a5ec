import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, callActivity, endWith, escalation, type EventPart, message, throwOf } from '../../event-parts';
import {
	chain,
	endEvent,
	errorBoundary,
	errorEnd,
	flow,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	serviceTask,
	startEvent,
	subProcess,
	type TaskOptions,
} from '../../model-builder';

const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const completeJob = (elementId: string, variables: Variables = {}): Action => ({
	answerJob: { elementId, outcome: { kind: 'complete', variables } },
});

/** Throws, then works. */
const throwing = (code: string, options?: TaskOptions): ModelPart[] => [
	startEvent('inside'),
	throwOf('raise', escalation(code), options),
	serviceTask('work'),
	endEvent('inner-end'),
	...chain('inside', 'raise', 'work', 'inner-end'),
];
export const ending = (code: string, options?: TaskOptions): ModelPart[] => [
	startEvent('inside'),
	endWith('raise', escalation(code), options),
	...chain('inside', 'raise'),
];
export const reaction = (id: string): ModelPart[] => [
	serviceTask(`${id}-reaction`),
	endEvent(`${id}-end`),
	...chain(id, `${id}-reaction`, `${id}-end`),
];
export const around = (id: string, host: ModelPart, ...catching: ModelPart[]): ContractCase['resources'][number] =>
	processModel(id, [
		startEvent(),
		host,
		serviceTask('next'),
		endEvent(),
		...chain('start', host.id, 'next', 'end'),
		...catching.flatMap((event) => [event, ...reaction(event.id)]),
	]);
export const part = (parts: ModelPart[], options?: TaskOptions): ModelPart => subProcess('part', parts, options);
export const stop = (event: EventPart, options?: TaskOptions, host = 'part'): ModelPart => boundary('stop', host, event, options);
export const beside = (event: EventPart, options?: TaskOptions, host = 'part'): ModelPart => boundaryBeside('beside', host, event, options);

export const escalationCases: ContractCase[] = [
	{
		id: 'escalation-end',
		title: 'an escalation end event in a sub-process is caught at it, which it interrupts',
		resources: [around('escalation-end', part(ending('LATE')), stop(escalation('LATE')))],
		script: [start('escalation-end'), { runJobs: true }],
	},
	{
		id: 'escalation-end-beside',
		title: 'an escalation end event in a sub-process is caught beside it, which completes',
		resources: [around('escalation-end-beside', part(ending('LATE')), beside(escalation('LATE')))],
		script: [start('escalation-end-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-throw',
		title: 'a thrown escalation interrupts the sub-process, and nothing behind it happens',
		resources: [around('escalation-throw', part(throwing('LATE')), stop(escalation('LATE')))],
		script: [start('escalation-throw'), { runJobs: true }],
	},
	{
		id: 'escalation-throw-beside',
		title: 'a thrown escalation that is caught beside the sub-process lets it go on',
		resources: [around('escalation-throw-beside', part(throwing('LATE')), beside(escalation('LATE')))],
		script: [start('escalation-throw-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-throw-twice',
		title: 'an escalation is caught beside the sub-process each time',
		resources: [
			around(
				'escalation-throw-twice',
				part([
					startEvent('inside'),
					throwOf('one', escalation('LATE')),
					throwOf('other', escalation('LATE')),
					serviceTask('work'),
					endEvent('inner-end'),
					...chain('inside', 'one', 'other', 'work', 'inner-end'),
				]),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-throw-twice'), { runJobs: true }],
	},
	{
		id: 'escalation-catch-all',
		title: 'an event without a code catches every escalation',
		resources: [around('escalation-catch-all', part(ending('LATE')), stop(escalation()))],
		script: [start('escalation-catch-all'), { runJobs: true }],
	},
	{
		id: 'escalation-no-code-catch-all',
		title: 'an event whose escalation has no code catches nothing',
		resources: [around('escalation-no-code-catch-all', part(ending('LATE')), stop(escalation(undefined, 'without-code')))],
		script: [start('escalation-no-code-catch-all'), { runJobs: true }],
	},
	{
		id: 'escalation-empty-code-catch-all',
		title: 'an event whose escalation has an empty code catches nothing',
		resources: [around('escalation-empty-code-catch-all', part(ending('LATE')), stop(escalation('', 'empty-code')))],
		script: [start('escalation-empty-code-catch-all'), { runJobs: true }],
	},
	{
		id: 'escalation-code-first',
		title: 'the event of the code comes before the one that catches all',
		resources: [around('escalation-code-first', part(ending('LATE')), beside(escalation()), stop(escalation('LATE')))],
		script: [start('escalation-code-first'), { runJobs: true }],
	},
	{
		id: 'escalation-catch-all-else',
		title: 'the event that catches all gets what no other event catches',
		resources: [around('escalation-catch-all-else', part(ending('EARLY')), beside(escalation()), stop(escalation('LATE')))],
		script: [start('escalation-catch-all-else'), { runJobs: true }],
	},
	{
		id: 'escalation-other-code',
		title: 'an escalation of another code goes by, and the sub-process goes on',
		resources: [around('escalation-other-code', part(throwing('EARLY')), stop(escalation('LATE')))],
		script: [start('escalation-other-code'), { runJobs: true }],
	},
	{
		id: 'escalation-uncaught-throw',
		title: 'a thrown escalation that nothing catches changes nothing',
		resources: [processModel('escalation-uncaught-throw', throwing('LATE'))],
		script: [start('escalation-uncaught-throw'), { runJobs: true }],
	},
	{
		id: 'escalation-uncaught-end',
		title: 'an escalation end event that nothing catches ends its path',
		resources: [processModel('escalation-uncaught-end', ending('LATE'))],
		script: [start('escalation-uncaught-end')],
	},
	{
		id: 'escalation-through',
		title: 'an escalation goes through a sub-process that does not catch it',
		resources: [
			around(
				'escalation-through',
				part([
					startEvent('middle'),
					subProcess('inner', throwing('LATE')),
					endEvent('middle-end'),
					...chain('middle', 'inner', 'middle-end'),
					boundary('other', 'inner', escalation('EARLY')),
					endEvent('other-end'),
					...chain('other', 'other-end'),
				]),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-through'), { runJobs: true }],
	},
	{
		id: 'escalation-through-beside',
		title: 'an escalation that is caught beside the outer of two sub-processes',
		resources: [
			around(
				'escalation-through-beside',
				part([
					startEvent('middle'),
					subProcess('inner', throwing('LATE')),
					endEvent('middle-end'),
					...chain('middle', 'inner', 'middle-end'),
				]),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-through-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-inner-catch-all',
		title: 'an inner event that catches all comes before an outer one of the code',
		resources: [
			around(
				'escalation-inner-catch-all',
				part([
					startEvent('middle'),
					subProcess('inner', throwing('LATE')),
					endEvent('middle-end'),
					...chain('middle', 'inner', 'middle-end'),
					boundaryBeside('other', 'inner', escalation()),
					endEvent('other-end'),
					...chain('other', 'other-end'),
				]),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-inner-catch-all'), { runJobs: true }],
	},
	{
		id: 'escalation-branches',
		title: 'an escalation takes down the other branches of the sub-process',
		resources: [
			around(
				'escalation-branches',
				part([
					startEvent('inside'),
					parallelGateway('fork'),
					serviceTask('work'),
					endWith('raise', escalation('LATE')),
					serviceTask('other'),
					endEvent('inner-end'),
					...chain('inside', 'fork', 'work', 'raise'),
					...chain('fork', 'other', 'inner-end'),
				]),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-branches'), completeJob('work'), { runJobs: true }],
	},
	{
		id: 'escalation-branches-beside',
		title: 'an escalation beside the sub-process leaves its other branches alone',
		resources: [
			around(
				'escalation-branches-beside',
				part([
					startEvent('inside'),
					parallelGateway('fork'),
					serviceTask('work'),
					endWith('raise', escalation('LATE')),
					serviceTask('other'),
					endEvent('inner-end'),
					...chain('inside', 'fork', 'work', 'raise'),
					...chain('fork', 'other', 'inner-end'),
				]),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-branches-beside'), completeJob('work'), { runJobs: true }],
	},
	{
		id: 'escalation-two-at-once',
		title: 'of two escalations at the same moment the first interrupts the sub-process',
		resources: [
			around(
				'escalation-two-at-once',
				part([
					startEvent('inside'),
					parallelGateway('fork'),
					endWith('one', escalation('LATE')),
					endWith('other', escalation('EARLY')),
					...chain('inside', 'fork', 'one'),
					flow('second', 'fork', 'other'),
				]),
				stop(escalation('LATE')),
				boundary('stop-early', 'part', escalation('EARLY')),
			),
		],
		script: [start('escalation-two-at-once'), { runJobs: true }],
	},
	{
		id: 'escalation-and-error',
		title: 'an error event does not catch an escalation, an escalation event no error',
		resources: [
			around(
				'escalation-and-error',
				part([startEvent('inside'), throwOf('raise', escalation('LATE')), errorEnd('fail', 'LATE'), ...chain('inside', 'raise', 'fail')]),
				boundaryBeside('beside', 'part', escalation('LATE')),
				errorBoundary('failed', 'part', 'LATE'),
			),
		],
		script: [start('escalation-and-error'), { runJobs: true }],
	},
	{
		id: 'escalation-call',
		title: 'an escalation of a called process interrupts the call activity',
		resources: [
			around('escalation-call', callActivity('call', 'escalation-call-child'), stop(escalation('LATE'), {}, 'call')),
			processModel('escalation-call-child', throwing('LATE')),
		],
		script: [start('escalation-call'), { runJobs: true }],
	},
	{
		id: 'escalation-call-beside',
		title: 'an escalation of a called process is caught beside the call activity',
		resources: [
			around('escalation-call-beside', callActivity('call', 'escalation-call-beside-child'), beside(escalation('LATE'), {}, 'call')),
			processModel('escalation-call-beside-child', throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }] })),
		],
		script: [start('escalation-call-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-call-through',
		title: 'an escalation of a called process goes through the call activity to the sub-process around it',
		resources: [
			around(
				'escalation-call-through',
				part([
					startEvent('middle'),
					callActivity('call', 'escalation-call-through-child'),
					endEvent('middle-end'),
					...chain('middle', 'call', 'middle-end'),
				]),
				stop(escalation()),
			),
			processModel('escalation-call-through-child', ending('LATE')),
		],
		script: [start('escalation-call-through'), { runJobs: true }],
	},
	{
		id: 'escalation-variables',
		title: 'output mappings of an escalation that interrupts are never applied, its input mappings left alone',
		resources: [
			around(
				'escalation-variables',
				part(throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }], outputs: [{ source: '=sent + 1', target: 'out' }] })),
				stop(escalation('LATE'), { outputs: [{ source: '=sent', target: 'mapped' }] }),
			),
		],
		script: [start('escalation-variables'), { runJobs: true }],
	},
	{
		id: 'escalation-variables-beside',
		title: 'output mappings of an escalation that is caught beside its sub-process; its input mappings are left alone',
		resources: [
			around(
				'escalation-variables-beside',
				part(throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }], outputs: [{ source: '=sent + 1', target: 'out' }] }), {
					inputs: [{ source: '="inner"', target: 'kept' }],
				}),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-variables-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-variables-none',
		title: 'an escalation brings no variables',
		resources: [
			around(
				'escalation-variables-none',
				part(ending('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }] }), { inputs: [{ source: '="inner"', target: 'own' }] }),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-variables-none'), { runJobs: true }],
	},
	{
		id: 'escalation-output-failing',
		title: 'an output mapping of a caught escalation that fails raises an incident there',
		resources: [
			around(
				'escalation-output-failing',
				part(ending('LATE')),
				stop(escalation('LATE'), { outputs: [{ source: '=assert(missing, missing != null)', target: 'mapped' }] }),
			),
		],
		script: [start('escalation-output-failing')],
	},
	{
		id: 'escalation-input-failing',
		title: 'an input mapping of a thrown escalation that would fail is left alone',
		resources: [
			around(
				'escalation-input-failing',
				part(ending('LATE', { inputs: [{ source: '=assert(missing, missing != null)', target: 'sent' }] })),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-input-failing'), { resolveIncident: { variables: { missing: 1 } } }],
	},
	{
		id: 'escalation-expression',
		title: 'the code of a thrown escalation does not see its inputs',
		resources: [
			around(
				'escalation-expression',
				part([
					startEvent('inside'),
					endWith('raise', escalation('=local', 'escalation-expression'), { inputs: [{ source: '=upper case(name)', target: 'local' }] }),
					...chain('inside', 'raise'),
				]),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-expression', { name: 'late' }), { runJobs: true }],
	},
	{
		id: 'escalation-expression-missing',
		title: 'a code of an escalation that cannot be evaluated raises an incident, and is evaluated again',
		resources: [
			around(
				'escalation-expression-missing',
				part([
					startEvent('inside'),
					throwOf('raise', escalation('=name', 'missing')),
					endEvent('inner-end'),
					...chain('inside', 'raise', 'inner-end'),
				]),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-expression-missing'), { resolveIncident: { variables: { name: 'LATE' } } }, { runJobs: true }],
	},
	{
		id: 'escalation-expression-number',
		title: 'a code of an escalation that is a number raises an incident',
		resources: [
			processModel('escalation-expression-number', [
				startEvent(),
				endWith('raise', escalation('=a', 'number')),
				...chain('start', 'raise'),
			]),
		],
		script: [start('escalation-expression-number')],
	},
	{
		id: 'escalation-code-number',
		title: 'a code of an escalation that looks like a number',
		resources: [around('escalation-code-number', part(ending('404')), stop(escalation('404')))],
		script: [start('escalation-code-number'), { runJobs: true }],
	},
	{
		id: 'escalation-multi',
		title: 'an escalation of one iteration interrupts all of them',
		resources: [
			around(
				'escalation-multi',
				forEach(
					part([startEvent('inside'), serviceTask('work'), endWith('raise', escalation('LATE')), ...chain('inside', 'work', 'raise')]),
					{ inputCollection: '=[1, 2, 3]', inputElement: 'item' },
				),
				stop(escalation('LATE')),
			),
		],
		script: [start('escalation-multi'), completeJob('work'), { runJobs: true }],
	},
	{
		id: 'escalation-multi-beside',
		title: 'escalations of iterations are each caught beside the activity',
		resources: [
			around(
				'escalation-multi-beside',
				forEach(part(ending('LATE')), {
					inputCollection: '=[1, 2, 3]',
					inputElement: 'item',
					outputCollection: 'items',
					outputElement: '=item',
				}),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-multi-beside'), { runJobs: true }],
	},
	{
		id: 'escalation-multi-sequential',
		title: 'escalations of iterations that follow each other are caught beside the activity',
		resources: [
			around(
				'escalation-multi-sequential',
				forEach(part(throwing('LATE')), { inputCollection: '=[1, 2]', inputElement: 'item', sequential: true }),
				beside(escalation('LATE')),
			),
		],
		script: [start('escalation-multi-sequential'), { runJobs: true }],
	},
	{
		id: 'escalation-multi-call',
		title: 'an escalation of a called process of an iteration interrupts all of them',
		resources: [
			around(
				'escalation-multi-call',
				forEach(callActivity('call', 'escalation-multi-call-child'), { inputCollection: '=[1, 2]', inputElement: 'item' }),
				stop(escalation(), {}, 'call'),
			),
			processModel('escalation-multi-call-child', [
				startEvent('inside'),
				serviceTask('work'),
				endWith('raise', escalation('LATE')),
				...chain('inside', 'work', 'raise'),
			]),
		],
		script: [start('escalation-multi-call'), completeJob('work'), { runJobs: true }],
	},
	{
		id: 'escalation-and-message',
		title: 'an escalation beside a sub-process that a message then interrupts',
		resources: [
			around(
				'escalation-and-message',
				part(throwing('LATE')),
				beside(escalation('LATE')),
				boundary('cancelled', 'part', message('escalation-and-message', '=kept')),
			),
		],
		script: [
			start('escalation-and-message', { a: 1, kept: 'escalation-and-message' }),
			{ publishMessage: { name: 'escalation-and-message', correlationKey: 'escalation-and-message' } },
			{ runJobs: true },
		],
	},
];
