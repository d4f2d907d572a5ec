import type { ContractCase } from '../../contract-case';
import { boundary, boundaryBeside, callActivity, catchOf, message, receiveTask, signal, throwOf } from '../../event-parts';
import {
	chain,
	endEvent,
	forEach,
	type ModelPart,
	parallelGateway,
	processModel,
	scriptTask,
	serviceTask,
	startEvent,
	subProcess,
	userTask,
} from '../../model-builder';
import { broadcast, complete, failJob, outerVariables, runJobs, start } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { guarded, line } from '../shapes';
const inner = (...parts: ModelPart[]): ModelPart[] => [
	startEvent('inside'),
	...parts,
	endEvent('inner-end'),
	...chain('inside', ...parts.map((part) => part.id), 'inner-end'),
];

export const signalBoundaryCases: ContractCase[] = [
	defineCase('signal-boundary', 'a signal at a task interrupts it and brings its variables', (id) => ({
		parts: guarded(boundary('called', 'work', signal(id))),
		script: [start(outerVariables), broadcast(id, { kept: 'new', added: 1 }), runJobs],
	})),
	defineCase('signal-boundary-twice', 'a signal at a task interrupts it once', (id) => ({
		parts: guarded(boundary('called', 'work', signal(id))),
		script: [start(outerVariables), broadcast(id, { first: 1 }), broadcast(id, { second: 2 }), runJobs],
	})),
	defineCase('signal-boundary-beside', 'a signal that does not interrupt goes on beside the task, each time', (id) => ({
		parts: guarded(boundaryBeside('called', 'work', signal(id))),
		script: [start(outerVariables), broadcast(id, { first: 1 }), broadcast(id, { second: 2 }), runJobs],
	})),
	defineCase('signal-boundary-after', 'a signal at a task is not caught when the task is over', (id) => ({
		parts: guarded(boundaryBeside('called', 'work', signal(id))),
		script: [start(outerVariables), broadcast(id), complete('work'), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-mapping', 'output mappings of a signal at a task say what of it goes on', (id) => ({
		parts: guarded(boundary('called', 'work', signal(id), { outputs: [{ source: '=added + 1', target: 'mapped' }] })),
		script: [start(outerVariables), broadcast(id, { added: 1, kept: 'new' }), runJobs],
	})),
	defineCase('signal-boundary-beside-mapping', 'output mappings of a signal beside a task say what of it goes on', (id) => ({
		parts: guarded(boundaryBeside('called', 'work', signal(id), { outputs: [{ source: '=added + 1', target: 'mapped' }] })),
		script: [start(outerVariables), broadcast(id, { added: 1 }), broadcast(id, { added: 5 }), runJobs],
	})),
	defineCase('signal-boundary-incident', 'a signal interrupts a task that has an incident, which is over with it', (id) => ({
		parts: guarded(boundary('called', 'work', signal(id))),
		script: [start(outerVariables), failJob({ elementId: 'work', message: 'no' }), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-host-incident', 'a task whose activation fails waits for no signal', (id) => ({
		parts: guarded(
			boundary('called', 'work', signal(id)),
			serviceTask('work', { inputs: [{ source: '=assert(b, b != null)', target: 'c' }] }),
		),
		script: [start(outerVariables), broadcast(id)],
	})),
	defineCase('signal-boundary-sub-process', 'a signal at a sub-process takes down what runs in it', (id) => ({
		parts: guarded(
			boundary('called', 'part', signal(id)),
			subProcess('part', inner(serviceTask('work')), { inputs: [{ source: '="inner"', target: 'kept' }] }),
		),
		script: [start(outerVariables), broadcast(id, { kept: 'signal' }), runJobs],
	})),
	defineCase('signal-boundary-and-inside', 'a signal that a sub-process waits for inside and at its border interrupts it', (id) => ({
		parts: guarded(boundary('called', 'part', signal(id)), subProcess('part', inner(catchOf('wait', signal(id)), serviceTask('work')))),
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase(
		'signal-beside-and-inside',
		'a signal that a sub-process waits for inside and at its border, where it does not interrupt',
		(id) => ({
			parts: guarded(
				boundaryBeside('called', 'part', signal(id)),
				subProcess('part', inner(catchOf('wait', signal(id)), serviceTask('work'))),
			),
			script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
		}),
	),
	defineCase('signal-nested-boundaries', 'a signal that interrupts a task and the sub-process around it', (id) => ({
		parts: guarded(
			boundary('called', 'part', signal(id)),
			subProcess('part', [
				...inner(serviceTask('work')),
				boundary('inner-called', 'work', signal(id)),
				serviceTask('inner-reaction'),
				endEvent('inner-after'),
				...chain('inner-called', 'inner-reaction', 'inner-after'),
			]),
		),
		script: [start(outerVariables), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-call', 'a signal at a call activity takes the child down, which waits for it too', (id) => ({
		resources: [
			...[processModel(id, guarded(boundary('called', 'call', signal(id)), callActivity('call', `${id}-child`)))],
			processModel(`${id}-child`, inner(catchOf('wait', signal(id)), serviceTask('work'))),
		],
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-beside-call', 'a signal beside a call activity reaches the child too', (id) => ({
		resources: [
			...[processModel(id, guarded(boundaryBeside('called', 'call', signal(id)), callActivity('call', `${id}-child`)))],
			processModel(`${id}-child`, inner(catchOf('wait', signal(id)), serviceTask('work'))),
		],
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-boundary-multi', 'a signal at a multi-instance task ends all its iterations', (id) => ({
		parts: guarded(
			boundary('called', 'work', signal(id)),
			forEach(serviceTask('work'), { inputCollection: '=[1, 2, 3]', inputElement: 'item' }),
		),
		script: [start(outerVariables), complete('work'), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-beside-multi', 'a signal beside a multi-instance task goes on once', (id) => ({
		parts: guarded(
			boundaryBeside('called', 'work', signal(id)),
			forEach(serviceTask('work'), { inputCollection: '=[1, 2]', inputElement: 'item', sequential: true }),
		),
		script: [start(outerVariables), complete('work'), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-in-multi', 'a signal reaches all parallel iterations that wait for it', (id) => ({
		parts: line(
			forEach(subProcess('part', inner(catchOf('wait', signal(id)), serviceTask('work'))), {
				inputCollection: '=[1, 2, 3]',
				inputElement: 'item',
				outputCollection: 'results',
				outputElement: '=[item, added]',
			}),
		),
		script: [start(outerVariables), broadcast(id, { added: 1 }), runJobs],
	})),
	defineCase('signal-in-sequential-multi', 'a signal reaches the one iteration that waits for it', (id) => ({
		parts: line(
			forEach(subProcess('part', inner(catchOf('wait', signal(id)))), {
				inputCollection: '=[1, 2]',
				inputElement: 'item',
				sequential: true,
			}),
		),
		script: [start(outerVariables), broadcast(id, { added: 1 })],
	})),
	defineCase('signal-boundary-user-task', 'a signal at a user task interrupts it', (id) => ({
		parts: guarded(boundary('called', 'ask', signal(id)), userTask('ask', { native: true })),
		script: [start(outerVariables), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-receive-task', 'a signal at a receive task interrupts it', (id) => ({
		parts: guarded(boundary('called', 'receive', signal(id)), receiveTask('receive', message(id, '=a'))),
		script: [start(outerVariables), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-script-task', 'a signal at a task that does not wait is never caught', (id) => ({
		parts: guarded(boundary('called', 'script', signal(id)), scriptTask('script', '=a + 1', 'b')),
		script: [start(outerVariables), broadcast(id)],
	})),
	playProcess(
		'signal-boundary-expression',
		'the name of a signal at a task is evaluated with the inputs of the task',
		(id) =>
			guarded(
				boundary('called', 'work', signal('=local', id)),
				serviceTask('work', { inputs: [{ source: '="signal-boundary-" + place', target: 'local' }] }),
			),
		start({ place: 'north' }),
		broadcast('signal-boundary-north'),
		runJobs,
	),
	playProcess(
		'signal-boundary-expression-missing',
		'a name of a signal at a task that cannot be evaluated raises an incident at the task',
		(id) => guarded(boundary('called', 'work', signal('=place', id))),
		start(outerVariables),
		{ resolveIncident: { variables: { place: 'signal-boundary-south' } } },
		broadcast('signal-boundary-south'),
		runJobs,
	),
	playProcess(
		'signal-two-boundaries',
		'a task waits for two signals, one of which interrupts it',
		[
			startEvent(),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			boundary('stop', 'work', signal('signal-two-stop')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
			boundaryBeside('note', 'work', signal('signal-two-note')),
			endEvent('noted'),
			...chain('note', 'noted'),
		],
		start(outerVariables),
		broadcast('signal-two-note'),
		broadcast('signal-two-stop'),
		broadcast('signal-two-note'),
	),
	defineCase('signal-boundary-twin', 'a task that waits for one signal twice', (id) => ({
		parts: [
			startEvent(),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			boundary('stop', 'work', signal(id)),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
			boundaryBeside('note', 'work', signal(id)),
			endEvent('noted'),
			...chain('note', 'noted'),
		],
		script: [start(outerVariables), broadcast(id)],
	})),
	playProcess(
		'signal-boundary-twin-expression',
		'a task that waits for two signals that come to the same name: the first happens',
		[
			startEvent(),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			boundaryBeside('one', 'work', signal('="signal-twin-expression"', 'signal-twin-one')),
			endEvent('first'),
			...chain('one', 'first'),
			boundaryBeside('other', 'work', signal('=name', 'signal-twin-other')),
			endEvent('second'),
			...chain('other', 'second'),
		],
		start({ name: 'signal-twin-expression' }),
		broadcast('signal-twin-expression'),
	),
	playProcess(
		'signal-boundary-twin-name',
		'a task that waits for two signals of one name',
		(id) => [
			startEvent(),
			serviceTask('work'),
			endEvent(),
			...chain('start', 'work', 'end'),
			boundary('stop', 'work', signal(id, 'signal-boundary-one')),
			endEvent('stopped'),
			...chain('stop', 'stopped'),
			boundaryBeside('note', 'work', signal(id, 'signal-boundary-other')),
			endEvent('noted'),
			...chain('note', 'noted'),
		],
		start(outerVariables),
	),
	defineCase('signal-boundary-in-multi', 'a signal interrupts a task in every iteration', (id) => ({
		parts: line(
			forEach(
				subProcess('part', [
					...inner(serviceTask('work')),
					boundary('called', 'work', signal(id)),
					endEvent('inner-after'),
					...chain('called', 'inner-after'),
				]),
				{ inputCollection: '=[1, 2]', inputElement: 'item', outputCollection: 'results', outputElement: '=added' },
			),
		),
		script: [start(outerVariables), complete('work'), broadcast(id, { added: 1 })],
	})),
	playProcess(
		'signal-boundary-while-moving',
		'a signal that interrupts a sub-process while another branch in it moves on',
		(id) =>
			guarded(
				boundary('called', 'part', signal(id)),
				subProcess('part', [
					startEvent('inside'),
					parallelGateway('fork'),
					throwOf('throw', signal(id)),
					endEvent('thrown'),
					scriptTask('one', '=1', 'one'),
					scriptTask('two', '=2', 'two'),
					scriptTask('three', '=3', 'three'),
					scriptTask('four', '=4', 'four'),
					endEvent('moved'),
					...chain('inside', 'fork', 'throw', 'thrown'),
					...chain('fork', 'one', 'two', 'three', 'four', 'moved'),
				]),
			),
		start(outerVariables),
		runJobs,
	),
	playProcess(
		'signal-boundary-while-moving-first',
		'a signal that interrupts a sub-process in which another branch moved first',
		(id) =>
			guarded(
				boundary('called', 'part', signal(id)),
				subProcess('part', [
					startEvent('inside'),
					parallelGateway('fork'),
					scriptTask('one', '=1', 'one'),
					scriptTask('two', '=2', 'two'),
					scriptTask('three', '=3', 'three'),
					endEvent('moved'),
					throwOf('throw', signal(id)),
					endEvent('thrown'),
					...chain('inside', 'fork', 'one', 'two', 'three', 'moved'),
					...chain('fork', 'throw', 'thrown'),
				]),
			),
		start(outerVariables),
		runJobs,
	),
	defineCase('signal-boundary-child-incident', 'a signal at a call activity takes down a child that has an incident', (id) => ({
		resources: [
			...[processModel(id, guarded(boundary('called', 'call', signal(id)), callActivity('call', `${id}-child`)))],
			processModel(`${id}-child`, inner(scriptTask('script', '=assert(b, b != null)', 'c'))),
		],
		script: [start(outerVariables), broadcast(id), runJobs],
	})),
	defineCase('signal-boundary-local', 'a signal at a task is merged into the scope around the task', (id) => ({
		parts: line(
			subProcess(
				'part',
				[
					...inner(serviceTask('work', { inputs: [{ source: '="task"', target: 'kept' }] })),
					boundary('called', 'work', signal(id)),
					serviceTask('reaction'),
					endEvent('inner-after'),
					...chain('called', 'reaction', 'inner-after'),
				],
				{ inputs: [{ source: '="part"', target: 'kept' }] },
			),
		),
		script: [start(outerVariables), broadcast(id, { kept: 'signal', added: 1 }), runJobs],
	})),
];
