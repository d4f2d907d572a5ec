import type { Variables } from '../../../engine';
import type { Action, ContractCase } from '../../contract-case';
import { catchOf, message, signal, startOn, timer } from '../../event-parts';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';

const start = (processId: string, variables: Variables = { a: 1, kept: 'outer' }): Action => ({ start: { processId, variables } });
const broadcast = (name: string, variables?: Variables): Action => ({ broadcastSignal: { name, variables } });

/** Begins by a signal, then works. */
const begun = (id: string, name: string, options?: Parameters<typeof startOn>[2]): ContractCase['resources'][number] =>
	processModel(id, [
		startOn('begun', signal(name, name.startsWith('=') ? id : name), options),
		serviceTask('work'),
		endEvent(),
		...chain('begun', 'work', 'end'),
	]);
const sequence = (id: string, ...parts: ModelPart[]): ContractCase['resources'][number] =>
	processModel(id, [startEvent(), ...parts, ...chain('start', ...parts.map((part) => part.id))]);

export const signalStartCases: ContractCase[] = [
	{
		id: 'signal-start',
		title: 'a signal starts a process, each time',
		resources: [begun('signal-start', 'signal-start')],
		script: [broadcast('signal-start', { first: 1 }), broadcast('signal-start', { second: 2 }), { runJobs: true }],
	},
	{
		id: 'signal-start-mapping',
		title: 'output mappings of a signal start event say what of it the process gets',
		resources: [begun('signal-start-mapping', 'signal-start-mapping', { outputs: [{ source: '=added + 1', target: 'mapped' }] })],
		script: [broadcast('signal-start-mapping', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-start-mapping-failing',
		title: 'an output mapping of a signal start event that fails raises an incident',
		resources: [
			begun('signal-start-mapping-failing', 'signal-start-mapping-failing', {
				outputs: [{ source: '=assert(missing, missing != null)', target: 'mapped' }],
			}),
		],
		script: [broadcast('signal-start-mapping-failing', { added: 1 })],
	},
	{
		id: 'signal-start-several',
		title: 'a signal starts every process that it starts, in order of their deployment',
		resources: [begun('signal-start-several', 'signal-start-several'), begun('a-signal-start-several', 'signal-start-several')],
		script: [broadcast('signal-start-several', { added: 1 }), { runJobs: true }],
	},
	{
		id: 'signal-start-latest',
		title: 'a signal starts the latest version of a process only',
		resources: [begun('signal-start-latest', 'signal-start-latest')],
		script: [
			{
				deploy: [
					processModel('signal-start-latest', [
						startOn('begun', signal('signal-start-latest')),
						serviceTask('newer'),
						endEvent(),
						...chain('begun', 'newer', 'end'),
					]),
				],
			},
			broadcast('signal-start-latest'),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-removed',
		title: 'a version without the signal start event is not started by it',
		resources: [begun('signal-start-removed', 'signal-start-removed')],
		script: [{ deploy: [sequence('signal-start-removed', serviceTask('work'), endEvent())] }, broadcast('signal-start-removed')],
	},
	{
		id: 'signal-start-old-waits',
		title: 'an instance of an older version still gets the signal that it waits for',
		resources: [sequence('signal-start-old-waits', catchOf('wait', signal('signal-start-old-waits')), endEvent())],
		script: [
			start('signal-start-old-waits'),
			{ deploy: [begun('signal-start-old-waits', 'signal-start-old-waits')] },
			broadcast('signal-start-old-waits', { added: 1 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-two',
		title: 'a process that two signals start, and a command',
		resources: [
			processModel('signal-start-two', [
				startEvent(),
				startOn('one', signal('signal-start-one')),
				startOn('other', signal('signal-start-other')),
				serviceTask('work'),
				endEvent(),
				...chain('start', 'work', 'end'),
				...chain('one', 'work'),
				...chain('other', 'work'),
			]),
		],
		script: [
			broadcast('signal-start-other', { n: 1 }),
			start('signal-start-two'),
			broadcast('signal-start-one', { n: 2 }),
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-twin',
		title: 'a process that one signal starts twice',
		resources: [
			processModel('signal-start-twin', [
				startOn('one', signal('signal-start-twin')),
				startOn('other', signal('signal-start-twin')),
				endEvent(),
				...chain('one', 'end'),
				...chain('other', 'end'),
			]),
		],
		script: [broadcast('signal-start-twin')],
	},
	{
		id: 'signal-start-twin-name',
		title: 'a process that two signals of one name start',
		resources: [
			processModel('signal-start-twin-name', [
				startOn('one', signal('signal-start-twin-name', 'signal-twin-name-one')),
				startOn('other', signal('signal-start-twin-name', 'signal-twin-name-other')),
				endEvent(),
				...chain('one', 'end'),
				...chain('other', 'end'),
			]),
		],
		script: [broadcast('signal-start-twin-name')],
	},
	{
		id: 'signal-start-expression',
		title: 'the name of a signal that starts a process may be an expression',
		resources: [begun('signal-start-expression', '="signal-start-" + "north"')],
		script: [broadcast('signal-start-north'), { runJobs: true }],
	},
	{
		id: 'signal-start-expression-missing',
		title: 'a name of a signal start event that cannot be evaluated',
		resources: [begun('signal-start-expression-missing', '=missing')],
		script: [broadcast('missing')],
	},
	{
		id: 'signal-start-by-hand',
		title: 'a process that only a signal starts is not started by hand',
		resources: [begun('signal-start-by-hand', 'signal-start-by-hand')],
		script: [start('signal-start-by-hand')],
	},
	{
		id: 'signal-start-no-name',
		title: 'a signal start event whose signal has no name',
		resources: [begun('signal-start-no-name', '')],
		script: [],
	},
	{
		id: 'signal-start-sub-process',
		title: 'a signal start event in an embedded sub-process',
		resources: [
			sequence(
				'signal-start-sub-process',
				subProcess('part', [startOn('inside', signal('signal-start-sub-process')), endEvent('inner-end'), ...chain('inside', 'inner-end')]),
				endEvent(),
			),
		],
		script: [start('signal-start-sub-process')],
	},
	{
		id: 'signal-start-and-catch',
		title: 'a signal starts an instance, and the next goes on with it and starts another',
		resources: [
			processModel('signal-start-and-catch', [
				startOn('begun', signal('signal-start-and-catch')),
				catchOf('wait', signal('signal-start-and-catch')),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'wait', 'work', 'end'),
			]),
		],
		script: [broadcast('signal-start-and-catch', { n: 1 }), broadcast('signal-start-and-catch', { n: 2 }), { runJobs: true }],
	},
	{
		id: 'signal-start-again',
		title: 'a signal starts a process once that was deployed twice without a change',
		resources: [begun('signal-start-again', 'signal-start-again')],
		script: [{ deploy: [begun('signal-start-again', 'signal-start-again')] }, broadcast('signal-start-again'), { runJobs: true }],
	},
	{
		id: 'signal-start-twin-expression',
		title: 'a process that two signals start whose names come to the same',
		resources: [
			processModel('signal-start-twin-expression', [
				startOn('one', signal('="signal-start-" + "same"', 'signal-start-same-one')),
				startOn('other', signal('="signal-start-same"', 'signal-start-same-other')),
				endEvent(),
				...chain('one', 'end'),
				...chain('other', 'end'),
			]),
		],
		script: [broadcast('signal-start-same')],
	},
	{
		id: 'signal-start-expression-number',
		title: 'a name of a signal start event that comes to a number',
		resources: [begun('signal-start-expression-number', '=1 + 1')],
		script: [broadcast('2')],
	},
	{
		id: 'signal-start-and-message',
		title: 'a process that a signal and a message start',
		resources: [
			processModel('signal-start-and-message', [
				startOn('called', signal('signal-start-and-message')),
				startOn('told', message('signal-start-and-message')),
				serviceTask('work'),
				endEvent(),
				...chain('called', 'work', 'end'),
				...chain('told', 'work'),
			]),
		],
		script: [
			broadcast('signal-start-and-message', { n: 1 }),
			{ publishMessage: { name: 'signal-start-and-message', correlationKey: '', variables: { n: 2 } } },
			{ runJobs: true },
		],
	},
	{
		id: 'signal-start-moved',
		title: 'a new version is started by another signal',
		resources: [begun('signal-start-moved', 'signal-start-moved-old')],
		script: [
			{ deploy: [begun('signal-start-moved', 'signal-start-moved-new')] },
			broadcast('signal-start-moved-old'),
			broadcast('signal-start-moved-new', { n: 1 }),
			{ runJobs: true },
		],
	},
	...Object.entries({
		'start-message-missing': {
			...message('start-message-missing'),
			definitions: '<bpmn:message id="message-start-message-missing" name="=missing"/>',
		},
		'start-message-number': {
			...message('start-message-number'),
			definitions: '<bpmn:message id="message-start-message-number" name="=1 + 1"/>',
		},
		'start-message-expression': {
			...message('start-message-expression'),
			definitions: '<bpmn:message id="message-start-message-expression" name="=&#34;start-message-&#34; + &#34;north&#34;"/>',
		},
		'start-timer-missing': timer('Duration', '=missing'),
		'start-timer-no-duration': timer('Duration', '="soon"'),
	}).map(([id, event]) => ({
		id,
		title: `what starts a process is evaluated, without variables, when it is deployed: ${id}`,
		resources: [processModel(id, [startOn('begun', event), serviceTask('work'), endEvent(), ...chain('begun', 'work', 'end')])],
		script: [{ publishMessage: { name: 'start-message-north', correlationKey: '' } }, { runJobs: true } as const],
	})),
];
