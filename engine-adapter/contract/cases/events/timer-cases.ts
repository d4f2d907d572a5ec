import { boundary, boundaryBeside, catchOf, type EventPart, message, startOn, timer } from '../../event-parts';
import type { ContractCase } from '../../contract-case';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, subProcess, userTask } from '../../model-builder';

const waiting = (id: string, event: EventPart): ContractCase['resources'] => [
	processModel(id, [startEvent(), catchOf('wait', event), endEvent(), ...chain('start', 'wait', 'end')]),
];

const guarded = (id: string, event: ModelPart, host: ModelPart = serviceTask('work')): ContractCase['resources'] => [
	processModel(id, [
		startEvent(),
		host,
		endEvent(),
		...chain('start', host.id, 'end'),
		event,
		endEvent('after'),
		...chain(event.id, 'after'),
	]),
];

const started = (id: string, event: EventPart): ContractCase['resources'] => [
	processModel(id, [startOn('start', event), serviceTask('work'), endEvent(), ...chain('start', 'work', 'end')]),
];

const refused = (id: string, title: string, resources: ContractCase['resources']): ContractCase => ({ id, title, resources, script: [] });

export const timerCases: ContractCase[] = [
	{
		id: 'timer-duration',
		title: 'a timer event waits for its duration',
		resources: waiting('timer-duration', timer('Duration', 'PT0.5S')),
		script: [{ start: { processId: 'timer-duration', variables: { a: 1 } } }, { wait: 1_500 }],
	},
	{
		id: 'timer-duration-not-yet',
		title: 'a timer event that is not due yet keeps its instance waiting',
		resources: waiting('timer-duration-not-yet', timer('Duration', 'P1M')),
		script: [{ start: { processId: 'timer-duration-not-yet' } }, { wait: 300 }],
	},
	{
		id: 'timer-duration-expression',
		title: 'a duration may be an expression, a text or a FEEL duration',
		resources: [
			processModel('timer-duration-expression', [
				startEvent(),
				catchOf('text', timer('Duration', '=delay')),
				catchOf('feel', timer('Duration', '=duration("PT0.1S")')),
				endEvent(),
				...chain('start', 'text', 'feel', 'end'),
			]),
		],
		script: [{ start: { processId: 'timer-duration-expression', variables: { delay: 'PT0.1S' } } }, { wait: 2_000 }],
	},
	{
		id: 'timer-duration-missing',
		title: 'a duration that is not there raises an incident, and the time runs once it is',
		resources: waiting('timer-duration-missing', timer('Duration', '=delay')),
		script: [
			{ start: { processId: 'timer-duration-missing' } },
			{ resolveIncident: { elementId: 'wait', variables: { delay: 'PT0.1S' } } },
			{ wait: 1_500 },
		],
	},
	{
		id: 'timer-duration-no-duration',
		title: 'a duration that is none raises an incident',
		resources: waiting('timer-duration-no-duration', timer('Duration', '=delay')),
		script: [{ start: { processId: 'timer-duration-no-duration', variables: { delay: 'soon' } } }],
	},
	{
		id: 'timer-date-past',
		title: 'a date that has passed does not wait',
		resources: waiting('timer-date-past', timer('Date', '2020-01-01T00:00:00Z')),
		script: [{ start: { processId: 'timer-date-past' } }, { wait: 1_000 }],
	},
	{
		id: 'timer-date-expression',
		title: 'a date may be an expression, with an offset',
		resources: waiting('timer-date-expression', timer('Date', '=date')),
		script: [{ start: { processId: 'timer-date-expression', variables: { date: '2020-01-01T00:00:00+02:00' } } }, { wait: 1_000 }],
	},
	{
		id: 'timer-date-feel',
		title: 'a date may be a FEEL date and time',
		resources: waiting('timer-date-feel', timer('Date', '=date and time("2020-01-01T00:00:00Z") + duration("P1D")')),
		script: [{ start: { processId: 'timer-date-feel' } }, { wait: 1_000 }],
	},
	{
		id: 'timer-date-now',
		title: 'a date may be counted from now',
		resources: waiting('timer-date-now', timer('Date', '=now() + duration("PT1S")')),
		script: [{ wait: 500 }, { start: { processId: 'timer-date-now' } }, { wait: 2_000 }],
	},
	{
		id: 'timer-mapping',
		title: 'a timer event has input and output mappings',
		resources: [
			processModel('timer-mapping', [
				startEvent(),
				catchOf('wait', timer('Duration', '=short'), {
					inputs: [{ source: '="PT0.1S"', target: 'short' }],
					outputs: [{ source: '=short', target: 'waited' }],
				}),
				endEvent(),
				...chain('start', 'wait', 'end'),
			]),
		],
		script: [{ start: { processId: 'timer-mapping' } }, { wait: 1_000 }],
	},
	{
		id: 'timer-cancelled',
		title: 'a timer of a cancelled instance never rings',
		resources: waiting('timer-cancelled', timer('Duration', 'PT2S')),
		script: [{ start: { processId: 'timer-cancelled' } }, { cancelInstance: true }, { wait: 3_000 }],
	},
	{
		id: 'timer-boundary',
		title: 'a timer at a task interrupts it, and its job is gone',
		resources: guarded('timer-boundary', boundary('late', 'work', timer('Duration', 'PT0.3S'))),
		script: [
			{ start: { processId: 'timer-boundary', variables: { a: 1 } } },
			{ wait: 1_500 },
			{ answerJob: { outcome: { kind: 'complete', variables: { tooLate: true } } } },
		],
	},
	{
		id: 'timer-boundary-in-time',
		title: 'a timer at a task is gone when the task completes in time',
		resources: guarded('timer-boundary-in-time', boundary('late', 'work', timer('Duration', 'PT3S'))),
		script: [{ start: { processId: 'timer-boundary-in-time' } }, { runJobs: true }, { wait: 3_500 }],
	},
	{
		id: 'timer-boundary-beside',
		title: 'a timer that does not interrupt goes on beside the task, once',
		resources: guarded('timer-boundary-beside', boundaryBeside('late', 'work', timer('Duration', 'PT0.2S'))),
		script: [{ start: { processId: 'timer-boundary-beside' } }, { wait: 1_500 }, { runJobs: true }],
	},
	{
		id: 'timer-boundary-cycle',
		title: 'a cycle at a task rings as often as it says, beside the task',
		resources: guarded('timer-boundary-cycle', boundaryBeside('late', 'work', timer('Cycle', 'R3/PT0.2S'))),
		script: [{ start: { processId: 'timer-boundary-cycle' } }, { wait: 3_000 }, { runJobs: true }],
	},
	{
		id: 'timer-boundary-cycle-ends',
		title: 'a cycle at a task ends with the task',
		resources: guarded('timer-boundary-cycle-ends', boundaryBeside('late', 'work', timer('Cycle', '=cycle(duration("PT3S"))'))),
		script: [{ start: { processId: 'timer-boundary-cycle-ends' } }, { wait: 4_000 }, { runJobs: true }, { wait: 3_500 }],
	},
	{
		id: 'timer-boundary-cycle-one',
		title: 'a cycle of one repetition, written in FEEL, rings once',
		resources: guarded('timer-boundary-cycle-one', boundaryBeside('late', 'work', timer('Cycle', '=cycle(1, duration("PT0.2S"))'))),
		script: [{ start: { processId: 'timer-boundary-cycle-one' } }, { wait: 1_500 }, { runJobs: true }],
	},
	{
		id: 'timer-boundary-mapping',
		title: 'a timer at a task sees the scope around the task, not its inputs, and has output mappings',
		resources: guarded(
			'timer-boundary-mapping',
			boundary('late', 'work', timer('Duration', '=delay'), { outputs: [{ source: '=local', target: 'seen' }] }),
			serviceTask('work', {
				inputs: [
					{ source: '="PT0.2S"', target: 'delay' },
					{ source: '="inner"', target: 'local' },
				],
			}),
		),
		script: [{ start: { processId: 'timer-boundary-mapping', variables: { local: 'outer' } } }, { wait: 1_500 }],
	},
	{
		id: 'timer-boundary-missing',
		title: 'a timer at a task that has no time raises the incident at the task',
		resources: guarded('timer-boundary-missing', boundary('late', 'work', timer('Duration', '=delay'))),
		script: [
			{ start: { processId: 'timer-boundary-missing' } },
			{ resolveIncident: { elementId: 'work', variables: { delay: 'PT10M' } } },
			{ runJobs: true },
		],
	},
	{
		id: 'timer-boundary-sub-process',
		title: 'a timer at a sub-process takes down all that runs in it',
		resources: guarded(
			'timer-boundary-sub-process',
			boundary('late', 'sub', timer('Duration', 'PT0.3S')),
			subProcess('sub', [startEvent('inner'), serviceTask('work'), ...chain('inner', 'work')]),
		),
		script: [{ start: { processId: 'timer-boundary-sub-process' } }, { wait: 1_500 }],
	},
	{
		id: 'timer-boundary-user-task',
		title: 'a timer at a user task takes the task away',
		resources: guarded(
			'timer-boundary-user-task',
			boundary('late', 'person', timer('Duration', 'PT0.3S')),
			userTask('person', { native: true }),
		),
		script: [{ start: { processId: 'timer-boundary-user-task' } }, { wait: 1_500 }, { completeUserTask: { variables: {} } }],
	},
	{
		id: 'timer-start-date',
		title: 'a start event with a date that has passed starts one instance when it is deployed',
		resources: started('timer-start-date', timer('Date', '2020-01-01T00:00:00Z')),
		script: [{ wait: 1_500 }, { runJobs: true }],
	},
	{
		id: 'timer-start-cycle',
		title: 'a start event with a cycle starts an instance each time',
		resources: started('timer-start-cycle', timer('Cycle', 'R2/PT0.5S')),
		script: [{ wait: 3_000 }, { runJobs: true }],
	},
	{
		id: 'timer-start-by-hand',
		title: 'a process that only a timer starts, started by hand',
		resources: started('timer-start-by-hand', timer('Cycle', 'R1/PT10M')),
		script: [{ start: { processId: 'timer-start-by-hand' } }],
	},
	{
		id: 'timer-start-new-version',
		title: 'a new version takes over from the timers of the one before',
		resources: started('timer-start-new-version', timer('Cycle', 'R2/PT3S')),
		script: [{ deploy: started('timer-start-new-version', timer('Cycle', 'R1/PT0.5S')) }, { wait: 5_000 }],
	},
	{
		id: 'timer-start-duration',
		title: 'a start event with a duration starts one instance when it has passed',
		resources: started('timer-start-duration', timer('Duration', 'PT0.5S')),
		script: [{ wait: 1_500 }, { runJobs: true }],
	},
	refused('timer-no-duration', 'a literal that is no duration is refused', waiting('timer-no-duration', timer('Duration', '10 minutes'))),
	refused('timer-no-date', 'a literal that is no date is refused', waiting('timer-no-date', timer('Date', 'tomorrow'))),
	refused(
		'timer-no-cycle',
		'a literal that is no cycle is refused',
		guarded('timer-no-cycle', boundaryBeside('late', 'work', timer('Cycle', 'often'))),
	),
	refused('timer-catch-cycle', 'a catch event with a cycle is refused', waiting('timer-catch-cycle', timer('Cycle', 'R3/PT1S'))),
	refused(
		'timer-interrupting-cycle',
		'a cycle that interrupts is refused',
		guarded('timer-interrupting-cycle', boundary('late', 'work', timer('Cycle', 'R3/PT1S'))),
	),
	{
		id: 'timer-and-message',
		title: 'of a timer and a message at a task the first that happens interrupts it',
		resources: [
			processModel('timer-and-message', [
				startEvent(),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				boundary('late', 'work', timer('Duration', 'PT10M')),
				boundary('called', 'work', message('timer-and-message', '=key')),
				endEvent('after'),
				...chain('late', 'after'),
				...chain('called', 'after'),
			]),
		],
		script: [
			{ start: { processId: 'timer-and-message', variables: { key: 'k' } } },
			{ publishMessage: { name: 'timer-and-message', correlationKey: 'k', variables: { from: 'message' } } },
		],
	},
];
