import type { ContractCase } from '../../contract-case';
import type { EventPart } from '../../event-parts';
import { catchOf, message, signal, startOn, timer } from '../../event-parts';
import { chain, endEvent, type ModelPart, processModel, serviceTask, startEvent, subProcess } from '../../model-builder';
import { broadcast, outerVariables, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { sequence } from '../shapes';

/** Begins by a signal, then works. */
const begun = (id: string, name: string, options?: Parameters<typeof startOn>[2]): ModelPart[] => [
	startOn('begun', signal(name, name.startsWith('=') ? id : name), options),
	serviceTask('work'),
	endEvent(),
	...chain('begun', 'work', 'end'),
];

export const signalStartCases: ContractCase[] = [
	defineCase('signal-start', 'a signal starts a process, each time', (id) => ({
		parts: begun(id, id),
		script: [broadcast(id, { first: 1 }), broadcast(id, { second: 2 }), runJobs],
	})),
	defineCase('signal-start-mapping', 'output mappings of a signal start event say what of it the process gets', (id) => ({
		parts: begun(id, id, { outputs: [{ source: '=added + 1', target: 'mapped' }] }),
		script: [broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-start-mapping-failing', 'an output mapping of a signal start event that fails raises an incident', (id) => ({
		parts: begun(id, id, {
			outputs: [{ source: '=assert(missing, missing != null)', target: 'mapped' }],
		}),
		script: [broadcast(id, { added: 1 })],
	})),
	defineCase('signal-start-several', 'a signal starts every process that it starts, in order of their deployment', (id) => ({
		resources: [processModel(id, begun(id, id)), processModel(`a-${id}`, begun(`a-${id}`, id))],
		script: [broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-start-latest', 'a signal starts the latest version of a process only', (id) => ({
		parts: begun(id, id),
		script: [
			{
				deploy: [processModel(id, [startOn('begun', signal(id)), serviceTask('newer'), endEvent(), ...chain('begun', 'newer', 'end')])],
			},
			broadcast(id),
			runJobs,
		],
	})),
	defineCase('signal-start-removed', 'a version without the signal start event is not started by it', (id) => ({
		parts: begun(id, id),
		script: [{ deploy: [processModel(id, sequence(serviceTask('work'), endEvent()))] }, broadcast(id)],
	})),
	defineCase('signal-start-old-waits', 'an instance of an older version still gets the signal that it waits for', (id) => ({
		parts: sequence(catchOf('wait', signal(id)), endEvent()),
		script: [start(outerVariables), { deploy: [processModel(id, begun(id, id))] }, broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-start-two', 'a process that two signals start, and a command', () => ({
		parts: [
			startEvent(),
			startOn('one', signal('signal-start-one')),
			startOn('other', signal('signal-start-other')),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			...chain('one', 'work'),
			...chain('other', 'work'),
		],
		script: [broadcast('signal-start-other', { n: 1 }), start(outerVariables), broadcast('signal-start-one', { n: 2 }), runJobs],
	})),
	defineCase('signal-start-twin', 'a process that one signal starts twice', (id) => ({
		parts: [startOn('one', signal(id)), startOn('other', signal(id)), endEvent(), ...chain('one', 'end'), ...chain('other', 'end')],
		script: [broadcast(id)],
	})),
	defineCase('signal-start-twin-name', 'a process that two signals of one name start', (id) => ({
		parts: [
			startOn('one', signal(id, 'signal-twin-name-one')),
			startOn('other', signal(id, 'signal-twin-name-other')),
			endEvent(),
			...chain('one', 'end'),
			...chain('other', 'end'),
		],
		script: [broadcast(id)],
	})),
	defineCase('signal-start-expression', 'the name of a signal that starts a process may be an expression', (id) => ({
		parts: begun(id, '="signal-start-" + "north"'),
		script: [broadcast('signal-start-north'), runJobs],
	})),
	defineCase('signal-start-expression-missing', 'a name of a signal start event that cannot be evaluated', (id) => ({
		parts: begun(id, '=missing'),
		script: [broadcast('missing')],
	})),
	playProcess(
		'signal-start-by-hand',
		'a process that only a signal starts is not started by hand',
		(id) => begun(id, id),
		start(outerVariables),
	),
	defineCase('signal-start-no-name', 'a signal start event whose signal has no name', (id) => ({ parts: begun(id, ''), script: [] })),
	playProcess(
		'signal-start-sub-process',
		'a signal start event in an embedded sub-process',
		(id) =>
			sequence(subProcess('part', [startOn('inside', signal(id)), endEvent('inner-end'), ...chain('inside', 'inner-end')]), endEvent()),
		start(outerVariables),
	),
	defineCase('signal-start-and-catch', 'a signal starts an instance, and the next goes on with it and starts another', (id) => ({
		parts: [
			startOn('begun', signal(id)),
			catchOf('wait', signal(id)),
			serviceTask('work'),
			endEvent(),
			...chain('begun', 'wait', 'work', 'end'),
		],
		script: [broadcast(id, { n: 1 }), broadcast(id, { n: 2 }), runJobs],
	})),
	defineCase('signal-start-again', 'a signal starts a process once that was deployed twice without a change', (id) => ({
		parts: begun(id, id),
		script: [{ deploy: [processModel(id, begun(id, id))] }, broadcast(id), runJobs],
	})),
	defineCase('signal-start-twin-expression', 'a process that two signals start whose names come to the same', () => ({
		parts: [
			startOn('one', signal('="signal-start-" + "same"', 'signal-start-same-one')),
			startOn('other', signal('="signal-start-same"', 'signal-start-same-other')),
			endEvent(),
			...chain('one', 'end'),
			...chain('other', 'end'),
		],
		script: [broadcast('signal-start-same')],
	})),
	defineCase('signal-start-expression-number', 'a name of a signal start event that comes to a number', (id) => ({
		parts: begun(id, '=1 + 1'),
		script: [broadcast('2')],
	})),
	defineCase('signal-start-and-message', 'a process that a signal and a message start', (id) => ({
		parts: [
			startOn('called', signal(id)),
			startOn('told', message(id)),
			serviceTask('work'),
			endEvent(),
			...chain('called', 'work', 'end'),
			...chain('told', 'work'),
		],
		script: [broadcast(id, { n: 1 }), { publishMessage: { name: id, correlationKey: '', variables: { n: 2 } } }, runJobs],
	})),
	defineCase('signal-start-moved', 'a new version is started by another signal', (id) => ({
		parts: begun(id, `${id}-old`),
		script: [{ deploy: [processModel(id, begun(id, `${id}-new`))] }, broadcast(`${id}-old`), broadcast(`${id}-new`, { n: 1 }), runJobs],
	})),
	...Object.entries<EventPart | ((id: string) => EventPart)>({
		'start-message-missing': (id) => ({ ...message(id), definitions: `<bpmn:message id="message-${id}" name="=missing"/>` }),
		'start-message-number': (id) => ({ ...message(id), definitions: `<bpmn:message id="message-${id}" name="=1 + 1"/>` }),
		'start-message-expression': (id) => ({
			...message(id),
			definitions: `<bpmn:message id="message-${id}" name="=&#34;start-message-&#34; + &#34;north&#34;"/>`,
		}),
		'start-timer-missing': timer('Duration', '=missing'),
		'start-timer-no-duration': timer('Duration', '="soon"'),
	}).map(([caseId, event]) =>
		defineCase(caseId, `what starts a process is evaluated, without variables, when it is deployed: ${caseId}`, (id) => ({
			parts: [
				startOn('begun', typeof event === 'function' ? event(id) : event),
				serviceTask('work'),
				endEvent(),
				...chain('begun', 'work', 'end'),
			],
			script: [{ publishMessage: { name: 'start-message-north', correlationKey: '' } }, runJobs],
		})),
	),
];
