import {
	boundary,
	boundaryBeside,
	callActivity,
	endWith,
	escalation,
	eventSubProcess,
	startBeside,
	startOn,
	throwOf,
} from '../../event-parts';
import type { Action, ContractCase } from '../../contract-case';
import { chain, endEvent, forEach, type ModelPart, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';

type Resources = ContractCase['resources'];

const start = (processId: string, variables: Record<string, unknown> = {}): Action => ({ start: { processId, variables } });
const runJobs: Action = { runJobs: true };

const reaction = (happening: ModelPart, id = 'reaction'): ModelPart =>
	eventSubProcess(id, [happening, serviceTask(`${id}-task`), endEvent(`${id}-end`), ...chain(happening.id, `${id}-task`, `${id}-end`)]);
const escalating = (code = 'E'): ModelPart[] => [throwOf('escalate', escalation(code)), serviceTask('work'), endEvent('finish')];
const scope = (...more: ModelPart[]): ModelPart =>
	subProcess('inner', [startEvent('begin'), ...escalating(), ...chain('begin', 'escalate', 'work', 'finish'), ...more]);
const atProcess = (id: string, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), ...escalating(), ...chain('start', 'escalate', 'work', 'finish'), ...more]),
];
const around = (id: string, activity: ModelPart, ...more: ModelPart[]): Resources => [
	processModel(id, [startEvent(), activity, endEvent(), ...chain('start', activity.id, 'end'), ...more]),
];
const escalated = (event: ModelPart): ModelPart[] => [event, endEvent('after-escalated'), ...chain(event.id, 'after-escalated')];
/** Escalates on from within an event sub-process. */
const escalatingOn = (happening: ModelPart, code: string): ModelPart =>
	eventSubProcess('reaction', [
		happening,
		throwOf('escalate-on', escalation(code)),
		serviceTask('react'),
		...chain(happening.id, 'escalate-on', 'react'),
	]);

export const eventSubProcessEscalationCases: ContractCase[] = [
	{
		id: 'escalation-event-sub-process',
		title: 'an escalation interrupts its scope for the event sub-process of its code',
		resources: atProcess('escalation-event-sub-process', reaction(startOn('happened', escalation('E')))),
		script: [start('escalation-event-sub-process'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-beside',
		title: 'an escalation goes on beside its event sub-process',
		resources: atProcess('escalation-event-sub-process-beside', reaction(startBeside('happened', escalation('E')))),
		script: [start('escalation-event-sub-process-beside'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-all',
		title: 'an event sub-process without an escalation code takes what the one of a code does not',
		resources: atProcess(
			'escalation-event-sub-process-all',
			reaction(startBeside('other', escalation('OTHER')), 'other-reaction'),
			reaction(startBeside('happened', escalation())),
		),
		script: [start('escalation-event-sub-process-all'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-end',
		title: 'an escalation end event is caught in its own scope',
		resources: [
			processModel('escalation-event-sub-process-end', [
				startEvent(),
				endWith('escalate', escalation('E')),
				...chain('start', 'escalate'),
				reaction(startBeside('happened', escalation('E'))),
			]),
		],
		script: [start('escalation-event-sub-process-end'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-end-interrupting',
		title: 'an escalation end event is interrupted with its scope',
		resources: [
			processModel('escalation-event-sub-process-end-interrupting', [
				startEvent(),
				endWith('escalate', escalation('E')),
				...chain('start', 'escalate'),
				reaction(startOn('happened', escalation('E'))),
			]),
		],
		script: [start('escalation-event-sub-process-end-interrupting'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-or-boundary',
		title: 'an escalation, caught by the event sub-process in a scope and by the boundary event at it',
		resources: around(
			'escalation-event-sub-process-or-boundary',
			scope(reaction(startBeside('happened', escalation('E')))),
			...escalated(boundaryBeside('escalated', 'inner', escalation('E'))),
		),
		script: [start('escalation-event-sub-process-or-boundary'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-outer',
		title: 'an escalation in a sub-process is caught by the event sub-process around that',
		resources: around('escalation-event-sub-process-outer', scope(), reaction(startBeside('happened', escalation('E')))),
		script: [start('escalation-event-sub-process-outer'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-called',
		title: 'an escalation in a called process is caught by the event sub-process of the caller',
		resources: [
			...around(
				'escalation-event-sub-process-called',
				callActivity('call', 'escalation-event-sub-process-called-child'),
				reaction(startOn('happened', escalation('E'))),
			),
			...atProcess('escalation-event-sub-process-called-child'),
		],
		script: [start('escalation-event-sub-process-called'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-to-boundary',
		title: 'an escalation in an event sub-process that interrupted a sub-process reaches the boundary event at that',
		resources: around(
			'escalation-event-sub-process-to-boundary',
			scope(escalatingOn(startOn('happened', escalation('E')), 'F')),
			...escalated(boundary('escalated', 'inner', escalation('F'))),
		),
		script: [start('escalation-event-sub-process-to-boundary'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-to-outer',
		title: 'an escalation in an event sub-process that interrupted a sub-process, with an event sub-process for it around that',
		resources: around(
			'escalation-event-sub-process-to-outer',
			scope(escalatingOn(startOn('happened', escalation('E')), 'F')),
			reaction(startBeside('escalated', escalation('F')), 'outer'),
		),
		script: [start('escalation-event-sub-process-to-outer'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-to-caller',
		title: 'an escalation in an event sub-process that interrupted a called process, with a boundary event for it at the call',
		resources: [
			...around(
				'escalation-event-sub-process-to-caller',
				callActivity('call', 'escalation-event-sub-process-to-caller-child'),
				...escalated(boundary('escalated', 'call', escalation('F'))),
			),
			...atProcess('escalation-event-sub-process-to-caller-child', escalatingOn(startOn('happened', escalation('E')), 'F')),
		],
		script: [start('escalation-event-sub-process-to-caller'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-beside-to-beside',
		title: 'an escalation in an event sub-process beside its scope is caught by another one',
		resources: atProcess(
			'escalation-event-sub-process-beside-to-beside',
			escalatingOn(startBeside('happened', escalation('E')), 'F'),
			reaction(startBeside('escalated', escalation('F')), 'second'),
		),
		script: [start('escalation-event-sub-process-beside-to-beside'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-interrupted-other',
		title: 'an escalation in an event sub-process that interrupted, with another one for it in the same scope',
		resources: atProcess(
			'escalation-event-sub-process-interrupted-other',
			escalatingOn(startOn('happened', escalation('E')), 'F'),
			reaction(startBeside('escalated', escalation('F')), 'second'),
		),
		script: [start('escalation-event-sub-process-interrupted-other'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-interrupted-twice',
		title: 'an escalation in an event sub-process that interrupted waits for ever for another one that would interrupt its scope',
		resources: atProcess(
			'escalation-event-sub-process-interrupted-twice',
			escalatingOn(startOn('happened', escalation('E')), 'F'),
			reaction(startOn('escalated', escalation('F')), 'second'),
		),
		script: [start('escalation-event-sub-process-interrupted-twice'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-multi-instance',
		title: 'each iteration escalates to its own event sub-process',
		resources: around(
			'escalation-event-sub-process-multi-instance',
			forEach(scope(reaction(startBeside('happened', escalation('E')))), { inputCollection: '=[1, 2]', inputElement: 'item' }),
		),
		script: [start('escalation-event-sub-process-multi-instance'), runJobs],
	},
	{
		id: 'escalation-event-sub-process-same',
		title: 'two event sub-processes of one escalation in a scope are refused',
		resources: atProcess(
			'escalation-event-sub-process-same',
			reaction(startBeside('happened', escalation('E'))),
			reaction(startOn('other', escalation('E')), 'second'),
		),
		script: [],
	},
	{
		id: 'escalation-event-sub-process-expression',
		title: 'an event sub-process of an escalation whose code is an expression is refused',
		resources: atProcess('escalation-event-sub-process-expression', reaction(startBeside('happened', escalation('=code', 'code')))),
		script: [],
	},
];
