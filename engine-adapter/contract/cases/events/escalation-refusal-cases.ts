import type { ContractCase } from '../../contract-case';
import { boundary, catchOf, endWith, escalation, startOn, throwOf } from '../../event-parts';
import { chain, endEvent, errorEnd, serviceTask, startEvent, userTask } from '../../model-builder';
import { outerVariables, runJobs, start } from '../case-actions';
import { playProcess, type ProcessParts } from '../define-case';
import { beside, ending, guardedBy, part, reaction, stop } from './escalation-cases';
const model = (id: string, title: string, parts: ProcessParts): ContractCase =>
	playProcess(id, title, parts, start(outerVariables), runJobs);

/** Models that the engine may refuse. */
export const escalationRefusalCases: ContractCase[] = [
	model(
		'escalation-throw-no-code',
		'a thrown escalation without a code',
		guardedBy(part([startEvent('inside'), endWith('raise', escalation(undefined, 'no-code')), ...chain('inside', 'raise')])),
	),
	model(
		'escalation-throw-empty-code',
		'a thrown escalation with an empty code',
		guardedBy(part([startEvent('inside'), endWith('raise', escalation('', 'empty')), ...chain('inside', 'raise')])),
	),
	model(
		'escalation-throw-no-escalation',
		'an escalation throw event without an escalation',
		guardedBy(
			part([startEvent('inside'), throwOf('raise', escalation()), endEvent('inner-end'), ...chain('inside', 'raise', 'inner-end')]),
		),
	),
	model(
		'escalation-end-no-escalation',
		'an escalation end event without an escalation',
		guardedBy(part([startEvent('inside'), endWith('raise', escalation()), ...chain('inside', 'raise')])),
	),
	model(
		'escalation-catch-expression',
		'an event that catches a code that is an expression',
		guardedBy(part(ending('LATE')), stop(escalation('="LATE"', 'expression'))),
	),
	model(
		'escalation-twin',
		'two events at one sub-process that catch the same code',
		guardedBy(part(ending('LATE')), stop(escalation('LATE')), beside(escalation('LATE'))),
	),
	model(
		'escalation-twin-escalations',
		'two events at one sub-process that catch escalations of the same code',
		guardedBy(part(ending('LATE')), stop(escalation('LATE', 'one')), beside(escalation('LATE', 'two'))),
	),
	model(
		'escalation-twin-catch-all',
		'two events at one sub-process that catch every escalation',
		guardedBy(part(ending('LATE')), stop(escalation()), beside(escalation())),
	),
	model(
		'escalation-service-task',
		'an escalation event at a service task',
		guardedBy(serviceTask('work'), stop(escalation('LATE'), {}, 'work')),
	),
	model(
		'escalation-user-task',
		'an escalation event at a user task',
		guardedBy(userTask('ask', { native: true }), stop(escalation('LATE'), {}, 'ask')),
	),
	model('escalation-start', 'a process with an escalation start event is never started', [
		startOn('begun', escalation('LATE')),
		endEvent(),
		...chain('begun', 'end'),
	]),
	model('escalation-catch', 'an escalation that is waited for', [
		startEvent(),
		catchOf('wait', escalation('LATE')),
		endEvent(),
		...chain('start', 'wait', 'end'),
	]),
	model(
		'escalation-unknown',
		'an event of an escalation that is not there',
		guardedBy(
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
		guardedBy(part(ending('LATE')), stop(escalation()), beside(escalation(undefined, 'nothing'))),
	),
	model(
		'escalation-two-without-code',
		'two events whose escalations have no code',
		guardedBy(part(ending('LATE')), stop(escalation(undefined, 'one')), beside(escalation(undefined, 'two'))),
	),
	model(
		'escalation-code-no-feel',
		'a thrown escalation whose code is not FEEL',
		guardedBy(part([startEvent('inside'), endWith('raise', escalation('=1 +', 'no-feel')), ...chain('inside', 'raise')])),
	),
	model(
		'escalation-manual-task',
		'an escalation event at a manual task',
		guardedBy({ tag: 'manualTask', id: 'work' }, stop(escalation('LATE'), {}, 'work')),
	),
	model(
		'escalation-throw-leads-nowhere',
		'an escalation throw event without a flow after it',
		guardedBy(part([startEvent('inside'), throwOf('raise', escalation('LATE')), ...chain('inside', 'raise')]), beside(escalation('LATE'))),
	),
	model('error-boundary-no-code', 'an event at a task whose error has no code', [
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
];
