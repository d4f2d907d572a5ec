import type { ContractCase } from '../../contract-case';
import { boundary, catchOf, endWith, escalation, startOn, throwOf } from '../../event-parts';
import { chain, endEvent, errorEnd, processModel, serviceTask, startEvent, userTask } from '../../model-builder';
import { around, beside, ending, part, reaction, stop } from './escalation-cases';

const start = (processId: string): ContractCase['script'][number] => ({ start: { processId, variables: { a: 1, kept: 'outer' } } });
const model = (id: string, title: string, resource: ContractCase['resources'][number]): ContractCase => ({
	id,
	title,
	resources: [resource],
	script: [start(id), { runJobs: true }],
});

/** Models that the engine may refuse. */
export const escalationRefusalCases: ContractCase[] = [
	model(
		'escalation-throw-no-code',
		'a thrown escalation without a code',
		around(
			'escalation-throw-no-code',
			part([startEvent('inside'), endWith('raise', escalation(undefined, 'no-code')), ...chain('inside', 'raise')]),
		),
	),
	model(
		'escalation-throw-empty-code',
		'a thrown escalation with an empty code',
		around(
			'escalation-throw-empty-code',
			part([startEvent('inside'), endWith('raise', escalation('', 'empty')), ...chain('inside', 'raise')]),
		),
	),
	model(
		'escalation-throw-no-escalation',
		'an escalation throw event without an escalation',
		around(
			'escalation-throw-no-escalation',
			part([startEvent('inside'), throwOf('raise', escalation()), endEvent('inner-end'), ...chain('inside', 'raise', 'inner-end')]),
		),
	),
	model(
		'escalation-end-no-escalation',
		'an escalation end event without an escalation',
		around('escalation-end-no-escalation', part([startEvent('inside'), endWith('raise', escalation()), ...chain('inside', 'raise')])),
	),
	model(
		'escalation-catch-expression',
		'an event that catches a code that is an expression',
		around('escalation-catch-expression', part(ending('LATE')), stop(escalation('="LATE"', 'expression'))),
	),
	model(
		'escalation-twin',
		'two events at one sub-process that catch the same code',
		around('escalation-twin', part(ending('LATE')), stop(escalation('LATE')), beside(escalation('LATE'))),
	),
	model(
		'escalation-twin-escalations',
		'two events at one sub-process that catch escalations of the same code',
		around('escalation-twin-escalations', part(ending('LATE')), stop(escalation('LATE', 'one')), beside(escalation('LATE', 'two'))),
	),
	model(
		'escalation-twin-catch-all',
		'two events at one sub-process that catch every escalation',
		around('escalation-twin-catch-all', part(ending('LATE')), stop(escalation()), beside(escalation())),
	),
	model(
		'escalation-service-task',
		'an escalation event at a service task',
		around('escalation-service-task', serviceTask('work'), stop(escalation('LATE'), {}, 'work')),
	),
	model(
		'escalation-user-task',
		'an escalation event at a user task',
		around('escalation-user-task', userTask('ask', { native: true }), stop(escalation('LATE'), {}, 'ask')),
	),
	model('escalation-start', 'a process with an escalation start event is never started', {
		...processModel('escalation-start', [startOn('begun', escalation('LATE')), endEvent(), ...chain('begun', 'end')]),
	}),
	model(
		'escalation-catch',
		'an escalation that is waited for',
		processModel('escalation-catch', [startEvent(), catchOf('wait', escalation('LATE')), endEvent(), ...chain('start', 'wait', 'end')]),
	),
	model(
		'escalation-unknown',
		'an event of an escalation that is not there',
		around(
			'escalation-unknown',
			part([
				startEvent('inside'),
				{ ...endWith('raise', escalation('LATE', 'unknown')), definitions: undefined },
				...chain('inside', 'raise'),
			]),
		),
	),
	model(
		'escalation-no-code-and-catch-all',
		'an event that catches all beside one whose escalation has no code',
		around('escalation-no-code-and-catch-all', part(ending('LATE')), stop(escalation()), beside(escalation(undefined, 'nothing'))),
	),
	model(
		'escalation-two-without-code',
		'two events whose escalations have no code',
		around('escalation-two-without-code', part(ending('LATE')), stop(escalation(undefined, 'one')), beside(escalation(undefined, 'two'))),
	),
	model(
		'escalation-code-no-feel',
		'a thrown escalation whose code is no FEEL',
		around(
			'escalation-code-no-feel',
			part([startEvent('inside'), endWith('raise', escalation('=1 +', 'no-feel')), ...chain('inside', 'raise')]),
		),
	),
	model(
		'escalation-manual-task',
		'an escalation event at a manual task',
		around('escalation-manual-task', { tag: 'manualTask', id: 'work' }, stop(escalation('LATE'), {}, 'work')),
	),
	model(
		'escalation-throw-leads-nowhere',
		'an escalation throw event without a flow behind it',
		around(
			'escalation-throw-leads-nowhere',
			part([startEvent('inside'), throwOf('raise', escalation('LATE')), ...chain('inside', 'raise')]),
			beside(escalation('LATE')),
		),
	),
	model(
		'error-boundary-no-code',
		'an event at a task whose error has no code',
		processModel('error-boundary-no-code', [
			startEvent(),
			part([startEvent('inside'), errorEnd('raise', 'LATE'), ...chain('inside', 'raise')]),
			endEvent(),
			...chain('start', 'part', 'end'),
			{
				...boundary('stop', 'part', { content: () => '<bpmn:errorEventDefinition id="stop-definition" errorRef="error-without"/>' }),
				definitions: '<bpmn:error id="error-without"/>',
			},
			...reaction('stop'),
		]),
	),
];
