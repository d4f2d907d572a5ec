import type { ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, catchOf, type EventPart, message, startOn, timer } from '../../event-parts';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, subProcess, userTask } from '../../model-builder';
import { completeNext, publish, runJobs, start } from '../case-actions';
import { defineCase, deployProcess, playProcess } from '../define-case';

const waiting = (event: EventPart): ModelPart[] => [startEvent(), catchOf('wait', event), endEvent(), ...chain('start', 'wait', 'end')];

const guarded = (event: ModelPart, host: ModelPart = serviceTask('work')): ModelPart[] => [
	startEvent(),
	host,
	endEvent(),
	...chain('start', host.id, 'end'),
	event,
	endEvent('after'),
	...chain(event.id, 'after'),
];

const started = (event: EventPart): ModelPart[] => [
	startOn('start', event),
	serviceTask('work'),
	endEvent(),
	...chain('start', 'work', 'end'),
];

export const timerCases: ContractCase[] = [
	playProcess('timer-duration', 'a timer event waits for its duration', waiting(timer('Duration', 'PT0.5S')), start({ a: 1 }), {
		wait: 1_500,
	}),
	playProcess(
		'timer-duration-not-yet',
		'a timer event that is not due yet keeps its instance waiting',
		waiting(timer('Duration', 'P1M')),
		{ start: {} },
		{ wait: 300 },
	),
	playProcess(
		'timer-duration-expression',
		'a duration may be an expression, a text or a FEEL duration',
		[
			startEvent(),
			catchOf('text', timer('Duration', '=delay')),
			catchOf('feel', timer('Duration', '=duration("PT0.1S")')),
			endEvent(),
			...chain('start', 'text', 'feel', 'end'),
		],
		start({ delay: 'PT0.1S' }),
		{ wait: 2_000 },
	),
	playProcess(
		'timer-duration-missing',
		'a duration that is not there raises an incident, and the time runs once it is',
		waiting(timer('Duration', '=delay')),
		{ start: {} },
		{ resolveIncident: { elementId: 'wait', variables: { delay: 'PT0.1S' } } },
		{ wait: 1_500 },
	),
	playProcess(
		'timer-duration-no-duration',
		'a text that is not a duration raises an incident',
		waiting(timer('Duration', '=delay')),
		start({ delay: 'soon' }),
	),
	playProcess(
		'timer-date-past',
		'a date that has passed does not wait',
		waiting(timer('Date', '2020-01-01T00:00:00Z')),
		{ start: {} },
		{ wait: 1_000 },
	),
	playProcess(
		'timer-date-expression',
		'a date may be an expression, with an offset',
		waiting(timer('Date', '=date')),
		start({ date: '2020-01-01T00:00:00+02:00' }),
		{ wait: 1_000 },
	),
	playProcess(
		'timer-date-feel',
		'a date may be a FEEL date and time',
		waiting(timer('Date', '=date and time("2020-01-01T00:00:00Z") + duration("P1D")')),
		{ start: {} },
		{ wait: 1_000 },
	),
	defineCase('timer-date-now', 'a date may be counted from now', () => ({
		parts: waiting(timer('Date', '=now() + duration("PT1S")')),
		script: [{ wait: 500 }, { start: {} }, { wait: 2_000 }],
	})),
	playProcess(
		'timer-mapping',
		'a timer event has input and output mappings',
		[
			startEvent(),
			catchOf('wait', timer('Duration', '=short'), {
				inputs: [{ source: '="PT0.1S"', target: 'short' }],
				outputs: [{ source: '=short', target: 'waited' }],
			}),
			endEvent(),
			...chain('start', 'wait', 'end'),
		],
		{ start: {} },
		{ wait: 1_000 },
	),
	playProcess(
		'timer-cancelled',
		'a timer of a cancelled instance never rings',
		waiting(timer('Duration', 'PT2S')),
		{ start: {} },
		{ cancelInstance: true },
		{ wait: 3_000 },
	),
	playProcess(
		'timer-boundary',
		'a timer at a task interrupts it, and its job is gone',
		guarded(boundary('late', 'work', timer('Duration', 'PT0.3S'))),
		start({ a: 1 }),
		{ wait: 1_500 },
		completeNext({ tooLate: true }),
	),
	playProcess(
		'timer-boundary-in-time',
		'a timer at a task is gone when the task completes in time',
		guarded(boundary('late', 'work', timer('Duration', 'PT3S'))),
		{ start: {} },
		runJobs,
		{ wait: 3_500 },
	),
	playProcess(
		'timer-boundary-beside',
		'a timer that does not interrupt goes on beside the task, once',
		guarded(boundaryBeside('late', 'work', timer('Duration', 'PT0.2S'))),
		{ start: {} },
		{ wait: 1_500 },
		runJobs,
	),
	playProcess(
		'timer-boundary-cycle',
		'a cycle at a task rings as often as it says, beside the task',
		guarded(boundaryBeside('late', 'work', timer('Cycle', 'R3/PT0.2S'))),
		{ start: {} },
		{ wait: 3_000 },
		runJobs,
	),
	playProcess(
		'timer-boundary-cycle-ends',
		'a cycle at a task ends with the task',
		guarded(boundaryBeside('late', 'work', timer('Cycle', '=cycle(duration("PT3S"))'))),
		{ start: {} },
		{ wait: 4_000 },
		runJobs,
		{ wait: 3_500 },
	),
	playProcess(
		'timer-boundary-cycle-one',
		'a cycle of one repetition, written in FEEL, rings once',
		guarded(boundaryBeside('late', 'work', timer('Cycle', '=cycle(1, duration("PT0.2S"))'))),
		{ start: {} },
		{ wait: 1_500 },
		runJobs,
	),
	playProcess(
		'timer-boundary-mapping',
		'a timer at a task sees the scope around the task, not its inputs, and has output mappings',
		guarded(
			boundary('late', 'work', timer('Duration', '=delay'), { outputs: [{ source: '=local', target: 'seen' }] }),
			serviceTask('work', {
				inputs: [
					{ source: '="PT0.2S"', target: 'delay' },
					{ source: '="inner"', target: 'local' },
				],
			}),
		),
		start({ local: 'outer' }),
		{ wait: 1_500 },
	),
	playProcess(
		'timer-boundary-missing',
		'a timer at a task that has no time raises the incident at the task',
		guarded(boundary('late', 'work', timer('Duration', '=delay'))),
		{ start: {} },
		{ resolveIncident: { elementId: 'work', variables: { delay: 'PT10M' } } },
		runJobs,
	),
	playProcess(
		'timer-boundary-sub-process',
		'a timer at a sub-process takes down all that runs in it',
		guarded(
			boundary('late', 'sub', timer('Duration', 'PT0.3S')),
			subProcess('sub', [startEvent('inner'), serviceTask('work'), ...chain('inner', 'work')]),
		),
		{ start: {} },
		{ wait: 1_500 },
	),
	playProcess(
		'timer-boundary-user-task',
		'a timer at a user task takes the task away',
		guarded(boundary('late', 'person', timer('Duration', 'PT0.3S')), userTask('person', { native: true })),
		{ start: {} },
		{ wait: 1_500 },
		{ completeUserTask: { variables: {} } },
	),
	defineCase('timer-start-date', 'a start event with a date that has passed starts one instance when it is deployed', () => ({
		parts: started(timer('Date', '2020-01-01T00:00:00Z')),
		script: [{ wait: 1_500 }, runJobs],
	})),
	defineCase('timer-start-cycle', 'a start event with a cycle starts an instance each time', () => ({
		parts: started(timer('Cycle', 'R2/PT0.5S')),
		script: [{ wait: 3_000 }, runJobs],
	})),
	playProcess('timer-start-by-hand', 'a process that only a timer starts, started by hand', started(timer('Cycle', 'R1/PT10M')), {
		start: {},
	}),
	defineCase('timer-start-new-version', 'a new version takes over from the timers of the one before', (id) => ({
		parts: started(timer('Cycle', 'R2/PT3S')),
		script: [{ deploy: [processModel(id, started(timer('Cycle', 'R1/PT0.5S')))] }, { wait: 5_000 }],
	})),
	defineCase('timer-start-duration', 'a start event with a duration starts one instance when it has passed', () => ({
		parts: started(timer('Duration', 'PT0.5S')),
		script: [{ wait: 1_500 }, runJobs],
	})),
	deployProcess('timer-no-duration', 'a literal that is not a duration is refused', waiting(timer('Duration', '10 minutes'))),
	deployProcess('timer-no-date', 'a literal that is not a date is refused', waiting(timer('Date', 'tomorrow'))),
	deployProcess(
		'timer-no-cycle',
		'a literal that is not a cycle is refused',
		guarded(boundaryBeside('late', 'work', timer('Cycle', 'often'))),
	),
	deployProcess('timer-catch-cycle', 'a catch event with a cycle is refused', waiting(timer('Cycle', 'R3/PT1S'))),
	deployProcess(
		'timer-interrupting-cycle',
		'a cycle that interrupts is refused',
		guarded(boundary('late', 'work', timer('Cycle', 'R3/PT1S'))),
	),
	defineCase('timer-and-message', 'of a timer and a message at a task the first that happens interrupts it', (id) => ({
		parts: [
			startEvent(),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			boundary('late', 'work', timer('Duration', 'PT10M')),
			boundary('called', 'work', message(id, '=key')),
			endEvent('after'),
			...chain('late', 'after'),
			...chain('called', 'after'),
		],
		script: [start({ key: 'k' }), publish(id, { from: 'message' })],
	})),
];
