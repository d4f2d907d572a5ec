import type { ContractCase } from '../../contract-case';
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
import { chain, endEvent, forEach, type ModelPart, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';
import { runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { around } from '../shapes';
import { reaction } from './event-sub-process-parts';

const escalating = (code = 'E'): ModelPart[] => [throwOf('escalate', escalation(code)), serviceTask('work'), endEvent('finish')];
const scope = (...more: ModelPart[]): ModelPart =>
	subProcess('inner', [startEvent('begin'), ...escalating(), ...chain('begin', 'escalate', 'work', 'finish'), ...more]);
const atProcess = (...more: ModelPart[]): ModelPart[] => [
	startEvent(),
	...escalating(),
	...chain('start', 'escalate', 'work', 'finish'),
	...more,
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
	playProcess(
		'escalation-event-sub-process',
		'an escalation interrupts its scope for the event sub-process of its code',
		atProcess(reaction(startOn('happened', escalation('E')))),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-beside',
		'an escalation goes on beside its event sub-process',
		atProcess(reaction(startBeside('happened', escalation('E')))),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-all',
		'an event sub-process without an escalation code takes what the one of a code does not',
		atProcess(reaction(startBeside('other', escalation('OTHER')), 'other-reaction'), reaction(startBeside('happened', escalation()))),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-end',
		'an escalation end event is caught in its own scope',
		[startEvent(), endWith('escalate', escalation('E')), ...chain('start', 'escalate'), reaction(startBeside('happened', escalation('E')))],
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-end-interrupting',
		'an escalation end event is interrupted with its scope',
		[startEvent(), endWith('escalate', escalation('E')), ...chain('start', 'escalate'), reaction(startOn('happened', escalation('E')))],
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-or-boundary',
		'an escalation, caught by the event sub-process in a scope and by the boundary event at it',
		around(scope(reaction(startBeside('happened', escalation('E')))), ...escalated(boundaryBeside('escalated', 'inner', escalation('E')))),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-outer',
		'an escalation in a sub-process is caught by the event sub-process around that',
		around(scope(), reaction(startBeside('happened', escalation('E')))),
		runJobs,
	),
	defineCase(
		'escalation-event-sub-process-called',
		'an escalation in a called process is caught by the event sub-process of the caller',
		(id) => ({
			resources: [
				...[processModel(id, around(callActivity('call', `${id}-child`), reaction(startOn('happened', escalation('E')))))],
				...[processModel(`${id}-child`, atProcess())],
			],
			script: [start(), runJobs],
		}),
	),
	playProcess(
		'escalation-event-sub-process-to-boundary',
		'an escalation in an event sub-process that interrupted a sub-process reaches the boundary event at that',
		around(scope(escalatingOn(startOn('happened', escalation('E')), 'F')), ...escalated(boundary('escalated', 'inner', escalation('F')))),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-to-outer',
		'an escalation in an event sub-process that interrupted a sub-process, with an event sub-process for it around that',
		around(scope(escalatingOn(startOn('happened', escalation('E')), 'F')), reaction(startBeside('escalated', escalation('F')), 'outer')),
		runJobs,
	),
	defineCase(
		'escalation-event-sub-process-to-caller',
		'an escalation in an event sub-process that interrupted a called process, with a boundary event for it at the call',
		(id) => ({
			resources: [
				...[processModel(id, around(callActivity('call', `${id}-child`), ...escalated(boundary('escalated', 'call', escalation('F')))))],
				...[processModel(`${id}-child`, atProcess(escalatingOn(startOn('happened', escalation('E')), 'F')))],
			],
			script: [start(), runJobs],
		}),
	),
	playProcess(
		'escalation-event-sub-process-beside-to-beside',
		'an escalation in an event sub-process beside its scope is caught by another one',
		atProcess(escalatingOn(startBeside('happened', escalation('E')), 'F'), reaction(startBeside('escalated', escalation('F')), 'second')),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-interrupted-other',
		'an escalation in an event sub-process that interrupted, with another one for it in the same scope',
		atProcess(escalatingOn(startOn('happened', escalation('E')), 'F'), reaction(startBeside('escalated', escalation('F')), 'second')),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-interrupted-twice',
		'an escalation in an event sub-process that interrupted waits for ever for another one that would interrupt its scope',
		atProcess(escalatingOn(startOn('happened', escalation('E')), 'F'), reaction(startOn('escalated', escalation('F')), 'second')),
		runJobs,
	),
	playProcess(
		'escalation-event-sub-process-multi-instance',
		'each iteration escalates to its own event sub-process',
		around(forEach(scope(reaction(startBeside('happened', escalation('E')))), { inputCollection: '=[1, 2]', inputElement: 'item' })),
		runJobs,
	),
	defineCase('escalation-event-sub-process-same', 'two event sub-processes of one escalation in a scope are refused', () => ({
		parts: atProcess(reaction(startBeside('happened', escalation('E'))), reaction(startOn('other', escalation('E')), 'second')),
		script: [],
	})),
	defineCase(
		'escalation-event-sub-process-expression',
		'an event sub-process of an escalation whose code is an expression is refused',
		() => ({ parts: atProcess(reaction(startBeside('happened', escalation('=code', 'code')))), script: [] }),
	),
];
