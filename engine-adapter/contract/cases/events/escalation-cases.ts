import type { ContractCase } from '../../contract-case';
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
import { complete, outerVariables, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';

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
export const guardedBy = (host: ModelPart, ...catching: ModelPart[]): ModelPart[] => [
	startEvent(),
	host,
	serviceTask('next'),
	endEvent(),
	...chain('start', host.id, 'next', 'end'),
	...catching.flatMap((event) => [event, ...reaction(event.id)]),
];
export const part = (parts: ModelPart[], options?: TaskOptions): ModelPart => subProcess('part', parts, options);
export const stop = (event: EventPart, options?: TaskOptions, host = 'part'): ModelPart => boundary('stop', host, event, options);
export const beside = (event: EventPart, options?: TaskOptions, host = 'part'): ModelPart => boundaryBeside('beside', host, event, options);

export const escalationCases: ContractCase[] = [
	playProcess(
		'escalation-end',
		'an escalation end event in a sub-process is caught at it, which it interrupts',
		guardedBy(part(ending('LATE')), stop(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-end-beside',
		'an escalation end event in a sub-process is caught beside it, which completes',
		guardedBy(part(ending('LATE')), beside(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-throw',
		'a thrown escalation interrupts the sub-process, and nothing after it happens',
		guardedBy(part(throwing('LATE')), stop(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-throw-beside',
		'a thrown escalation that is caught beside the sub-process lets it go on',
		guardedBy(part(throwing('LATE')), beside(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-throw-twice',
		'an escalation is caught beside the sub-process each time',
		guardedBy(
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
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-catch-all',
		'an event without a code catches every escalation',
		guardedBy(part(ending('LATE')), stop(escalation())),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-no-code-catch-all',
		'an event whose escalation has no code catches nothing',
		guardedBy(part(ending('LATE')), stop(escalation(undefined, 'without-code'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-empty-code-catch-all',
		'an event whose escalation has an empty code catches nothing',
		guardedBy(part(ending('LATE')), stop(escalation('', 'empty-code'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-code-first',
		'the event of the code comes before the one that catches all',
		guardedBy(part(ending('LATE')), beside(escalation()), stop(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-catch-all-else',
		'the event that catches all gets what no other event catches',
		guardedBy(part(ending('EARLY')), beside(escalation()), stop(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-other-code',
		'an escalation of another code goes by, and the sub-process goes on',
		guardedBy(part(throwing('EARLY')), stop(escalation('LATE'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-uncaught-throw',
		'a thrown escalation that nothing catches changes nothing',
		throwing('LATE'),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-uncaught-end',
		'an escalation end event that nothing catches ends its path',
		ending('LATE'),
		start(outerVariables),
	),
	playProcess(
		'escalation-through',
		'an escalation goes through a sub-process that does not catch it',
		guardedBy(
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
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-through-beside',
		'an escalation that is caught beside the outer of two sub-processes',
		guardedBy(
			part([
				startEvent('middle'),
				subProcess('inner', throwing('LATE')),
				endEvent('middle-end'),
				...chain('middle', 'inner', 'middle-end'),
			]),
			beside(escalation('LATE')),
		),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-inner-catch-all',
		'an inner event that catches all comes before an outer one of the code',
		guardedBy(
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
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-branches',
		'an escalation takes down the other branches of the sub-process',
		guardedBy(
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
		start(outerVariables),
		complete('work'),
		runJobs,
	),
	playProcess(
		'escalation-branches-beside',
		'an escalation beside the sub-process leaves its other branches alone',
		guardedBy(
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
		start(outerVariables),
		complete('work'),
		runJobs,
	),
	playProcess(
		'escalation-two-at-once',
		'of two escalations at the same moment the first interrupts the sub-process',
		guardedBy(
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
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-and-error',
		'an error event does not catch an escalation, an escalation event no error',
		guardedBy(
			part([startEvent('inside'), throwOf('raise', escalation('LATE')), errorEnd('fail', 'LATE'), ...chain('inside', 'raise', 'fail')]),
			boundaryBeside('beside', 'part', escalation('LATE')),
			errorBoundary('failed', 'part', 'LATE'),
		),
		start(outerVariables),
		runJobs,
	),
	defineCase('escalation-call', 'an escalation of a called process interrupts the call activity', (id) => ({
		resources: [
			processModel(id, guardedBy(callActivity('call', `${id}-child`), stop(escalation('LATE'), {}, 'call'))),
			processModel(`${id}-child`, throwing('LATE')),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase('escalation-call-beside', 'an escalation of a called process is caught beside the call activity', (id) => ({
		resources: [
			processModel(id, guardedBy(callActivity('call', `${id}-child`), beside(escalation('LATE'), {}, 'call'))),
			processModel(`${id}-child`, throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }] })),
		],
		script: [start(outerVariables), runJobs],
	})),
	defineCase(
		'escalation-call-through',
		'an escalation of a called process goes through the call activity to the sub-process around it',
		(id) => ({
			resources: [
				processModel(
					id,
					guardedBy(
						part([
							startEvent('middle'),
							callActivity('call', `${id}-child`),
							endEvent('middle-end'),
							...chain('middle', 'call', 'middle-end'),
						]),
						stop(escalation()),
					),
				),
				processModel(`${id}-child`, ending('LATE')),
			],
			script: [start(outerVariables), runJobs],
		}),
	),
	playProcess(
		'escalation-variables',
		'output mappings of an escalation that interrupts are never applied, its input mappings left alone',
		guardedBy(
			part(throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }], outputs: [{ source: '=sent + 1', target: 'out' }] })),
			stop(escalation('LATE'), { outputs: [{ source: '=sent', target: 'mapped' }] }),
		),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-variables-beside',
		'output mappings of an escalation that is caught beside its sub-process; its input mappings are left alone',
		guardedBy(
			part(throwing('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }], outputs: [{ source: '=sent + 1', target: 'out' }] }), {
				inputs: [{ source: '="inner"', target: 'kept' }],
			}),
			beside(escalation('LATE')),
		),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-variables-none',
		'an escalation has no variables',
		guardedBy(
			part(ending('LATE', { inputs: [{ source: '=a + 1', target: 'sent' }] }), { inputs: [{ source: '="inner"', target: 'own' }] }),
			stop(escalation('LATE')),
		),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-output-failing',
		'an output mapping of a caught escalation that fails raises an incident there',
		guardedBy(
			part(ending('LATE')),
			stop(escalation('LATE'), { outputs: [{ source: '=assert(missing, missing != null)', target: 'mapped' }] }),
		),
		start(outerVariables),
	),
	playProcess(
		'escalation-input-failing',
		'an input mapping of a thrown escalation that would fail is left alone',
		guardedBy(
			part(ending('LATE', { inputs: [{ source: '=assert(missing, missing != null)', target: 'sent' }] })),
			stop(escalation('LATE')),
		),
		start(outerVariables),
		{ resolveIncident: { variables: { missing: 1 } } },
	),
	playProcess(
		'escalation-expression',
		'the code of a thrown escalation does not see its inputs',
		(id) =>
			guardedBy(
				part([
					startEvent('inside'),
					endWith('raise', escalation('=local', id), { inputs: [{ source: '=upper case(name)', target: 'local' }] }),
					...chain('inside', 'raise'),
				]),
				stop(escalation('LATE')),
			),
		start({ name: 'late' }),
		runJobs,
	),
	playProcess(
		'escalation-expression-missing',
		'a code of an escalation that cannot be evaluated raises an incident, and is evaluated again',
		guardedBy(
			part([
				startEvent('inside'),
				throwOf('raise', escalation('=name', 'missing')),
				endEvent('inner-end'),
				...chain('inside', 'raise', 'inner-end'),
			]),
			stop(escalation('LATE')),
		),
		start(outerVariables),
		{ resolveIncident: { variables: { name: 'LATE' } } },
		runJobs,
	),
	playProcess(
		'escalation-expression-number',
		'a code of an escalation that is a number raises an incident',
		[startEvent(), endWith('raise', escalation('=a', 'number')), ...chain('start', 'raise')],
		start(outerVariables),
	),
	playProcess(
		'escalation-code-number',
		'a code of an escalation that looks like a number',
		guardedBy(part(ending('404')), stop(escalation('404'))),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-multi',
		'an escalation of one iteration interrupts all of them',
		guardedBy(
			forEach(
				part([startEvent('inside'), serviceTask('work'), endWith('raise', escalation('LATE')), ...chain('inside', 'work', 'raise')]),
				{ inputCollection: '=[1, 2, 3]', inputElement: 'item' },
			),
			stop(escalation('LATE')),
		),
		start(outerVariables),
		complete('work'),
		runJobs,
	),
	playProcess(
		'escalation-multi-beside',
		'escalations of iterations are each caught beside the activity',
		guardedBy(
			forEach(part(ending('LATE')), {
				inputCollection: '=[1, 2, 3]',
				inputElement: 'item',
				outputCollection: 'items',
				outputElement: '=item',
			}),
			beside(escalation('LATE')),
		),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'escalation-multi-sequential',
		'escalations of iterations that follow each other are caught beside the activity',
		guardedBy(
			forEach(part(throwing('LATE')), { inputCollection: '=[1, 2]', inputElement: 'item', sequential: true }),
			beside(escalation('LATE')),
		),
		start(outerVariables),
		runJobs,
	),
	defineCase('escalation-multi-call', 'an escalation of a called process of an iteration interrupts all of them', (id) => ({
		resources: [
			processModel(
				id,
				guardedBy(
					forEach(callActivity('call', `${id}-child`), { inputCollection: '=[1, 2]', inputElement: 'item' }),
					stop(escalation(), {}, 'call'),
				),
			),
			processModel(`${id}-child`, [
				startEvent('inside'),
				serviceTask('work'),
				endWith('raise', escalation('LATE')),
				...chain('inside', 'work', 'raise'),
			]),
		],
		script: [start(outerVariables), complete('work'), runJobs],
	})),
	defineCase('escalation-and-message', 'an escalation beside a sub-process that a message then interrupts', (id) => ({
		parts: guardedBy(part(throwing('LATE')), beside(escalation('LATE')), boundary('cancelled', 'part', message(id, '=kept'))),
		script: [start({ a: 1, kept: id }), { publishMessage: { name: id, correlationKey: id } }, runJobs],
	})),
];
