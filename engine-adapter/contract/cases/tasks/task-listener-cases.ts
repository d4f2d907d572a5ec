import type { TaskCorrections, TaskDecision, Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { boundary, timer } from '../../event-parts';
import { type Listener, listening, onEnd, onStart, onTask, taskListening } from '../../listener-parts';
import { chain, endEvent, extensions, forEach, type ModelPart, processModel, userTask } from '../../model-builder';
import { answer, type CaseAction, completeNext, failJob, modify, runJobs, start, startWithKey, throwError } from '../case-actions';
import { defineCase, playProcess } from '../define-case';
import { formFile } from '../forms/form-parts';
import { around } from '../shapes';

const formed = (form: string): ModelPart => ({
	tag: 'userTask',
	id: 'ask',
	extensions: extensions('<zeebe:userTask/>', `<zeebe:formDefinition ${form}/>`),
});
const details = extensions(
	'<zeebe:userTask/>',
	'<zeebe:assignmentDefinition assignee="=who" candidateGroups="sales, support" candidateUsers="=[&quot;ana&quot;]"/>',
	'<zeebe:taskSchedule dueDate="2030-01-31T10:00:00Z" followUpDate="2030-01-30T10:00:00Z"/>',
	'<zeebe:priorityDefinition priority="20"/>',
	'<zeebe:taskHeaders><zeebe:header key="tone" value="kind"/></zeebe:taskHeaders>',
);
const detailed: ModelPart = { tag: 'userTask', id: 'ask', extensions: details };
const ask = userTask('ask', { native: true });
const listened = (...listeners: Listener[]): ModelPart[] => around(taskListening(ask, ...listeners));

const completeTask = (variables: Variables = {}): CaseAction => ({ completeUserTask: { elementId: 'ask', variables } });
const assign = (assignee: string): CaseAction => ({ assignUserTask: { elementId: 'ask', assignee } });
const update = (changes: TaskCorrections): CaseAction => ({ updateUserTask: { elementId: 'ask', changes } });
const decide = (task: TaskDecision, variables: Variables = {}): CaseAction => answer({ kind: 'complete', variables, task });
const cancel: CaseAction = { cancelInstance: true };
const deny = (reason?: string): CaseAction => decide({ denied: true, reason });
const correct = (corrections: TaskCorrections): CaseAction => decide({ corrections });

const since88 = (one: ContractCase): ContractCase => ({ ...one, engines: ['8.8'] });
const play = (...definition: Parameters<typeof playProcess>): ContractCase => since88(playProcess(...definition));

/** Task listeners, as Zeebe 8.8 runs them. 8.6 has none of them. */
export const taskListenerCases: ContractCase[] = [
	play(
		'task-listener-all',
		'every change of a user task waits for its listeners',
		around(taskListening(detailed, ...['creating', 'assigning', 'updating', 'completing', 'canceling'].map((event) => onTask(event)))),
		start({ who: 'bia' }),
		...[completeNext(), completeNext(), update({ priority: 90, dueDate: '2031-01-31T10:00:00Z' }), completeNext()],
		...[assign('ana'), completeNext(), completeTask({ done: true }), completeNext()],
	),
	play(
		'task-listener-order',
		'several listeners of an event run one after the other',
		listened(
			onTask('completing', 'contract-a'),
			onTask('assigning'),
			onTask('completing', 'contract-b', '7'),
			onTask('completing', 'contract-a'),
		),
		...[start(), completeTask({ done: 1 }), completeNext(), completeNext(), completeNext()],
	),
	play(
		'task-listener-creating-assigns',
		'an assignee that a listener sets while the task is created is assigned, with its listeners',
		listened(onTask('creating'), onTask('assigning'), onTask('completing')),
		...[start(), correct({ assignee: 'carl' }), completeNext(), completeTask(), completeNext()],
	),
	play(
		'task-listener-creating-assigns-empty',
		'an assignee of the model that comes to nothing can be set while the task is created',
		around(taskListening(detailed, onTask('creating'), onTask('completing'))),
		...[start({ who: '' }), correct({ assignee: 'carl' }), completeTask(), completeNext()],
	),
	play(
		'task-listener-creating-corrects-others',
		'what else a listener corrects while the task is created is how the task begins',
		around(taskListening(detailed, onTask('creating'), onTask('completing'))),
		start({ who: 'bia' }),
		correct({ candidateGroups: ['board'], candidateUsers: [], priority: 1, dueDate: '2032-01-31T10:00:00Z', followUpDate: '' }),
		...[completeTask(), completeNext()],
	),
	play(
		'task-listener-assigning',
		'an assignment waits, and the listener may choose somebody else',
		listened(onTask('assigning'), onTask('completing')),
		...[start(), assign('ana'), correct({ assignee: 'bia' }), completeTask(), completeNext()],
	),
	play(
		'task-listener-assigning-denied',
		'an assignment that is denied leaves the task as it was',
		listened(onTask('assigning'), onTask('completing')),
		...[start(), assign('ana'), deny('busy'), assign('bia'), completeNext(), completeTask(), completeNext()],
	),
	play(
		'task-listener-first-assignment-denied',
		'the assignment of the model can be denied too',
		around(taskListening(detailed, onTask('assigning'), onTask('completing'))),
		...[start({ who: 'bia' }), deny(), completeTask(), completeNext()],
	),
	play(
		'task-listener-unassign',
		'a task that becomes nobody’s is an assignment too',
		around(taskListening(detailed, onTask('assigning'), onTask('completing'))),
		...[start({ who: 'bia' }), completeNext(), assign(''), completeNext(), completeTask(), completeNext()],
	),
	play(
		'task-listener-updating',
		'an update waits, and the listener may change it further',
		around(taskListening(detailed, onTask('updating'), onTask('completing'))),
		start({ who: 'bia' }),
		...[update({ priority: 90, candidateUsers: ['eva'] }), correct({ priority: 80, assignee: 'carl' }), completeTask(), completeNext()],
	),
	play(
		'task-listener-updating-denied',
		'an update that is denied changes nothing',
		around(taskListening(detailed, onTask('updating'), onTask('completing'))),
		...[start({ who: 'bia' }), update({ priority: 90 }), deny('no'), completeTask(), completeNext()],
	),
	play(
		'task-listener-completing-denied',
		'a completion that is denied leaves the task open, and its variables are not set',
		listened(onTask('completing')),
		...[start({ amount: 1 }), completeTask({ amount: 2 }), deny('too much'), completeTask({ amount: 3 }), completeNext()],
	),
	play(
		'task-listener-denied-second',
		'a denial ends the listeners that follow, and takes back what those before it corrected',
		listened(onTask('completing', 'contract-a'), onTask('completing', 'contract-b'), onTask('completing', 'contract-c')),
		...[
			start(),
			completeTask(),
			correct({ assignee: 'ana', priority: 3 }),
			deny(),
			completeTask(),
			completeNext(),
			completeNext(),
			completeNext(),
		],
	),
	play(
		'task-listener-completing-corrects',
		'the next listener sees what one before it corrected',
		around(taskListening(detailed, onTask('completing', 'contract-a'), onTask('completing', 'contract-b'))),
		start({ who: 'bia' }),
		...[completeTask({ done: true }), correct({ assignee: '', priority: 3, candidateGroups: ['board'], dueDate: '' }), completeNext()],
	),
	play(
		'task-listener-same-correction',
		'a correction to what the task has changes nothing',
		around(taskListening(detailed, onTask('completing', 'contract-a'), onTask('completing', 'contract-b'))),
		...[start({ who: 'bia' }), completeTask(), correct({ assignee: 'bia', priority: 3 }), correct({ priority: 20 })],
	),
	play(
		'task-listener-variables',
		'the listener of a completion sees its variables; the output mappings come after it',
		around(
			taskListening(
				userTask('ask', {
					native: true,
					inputs: [{ source: '=kept', target: 'copy' }],
					outputs: [{ source: '=copy + done', target: 'result' }],
				}),
				onTask('completing'),
			),
		),
		...[startWithKey(), completeTask({ done: '!' }), completeNext()],
	),
	play(
		'task-listener-canceling',
		'a cancelled instance waits for the listeners of its task',
		listened(onTask('canceling', 'contract-a'), onTask('canceling', 'contract-b')),
		...[start(), cancel, completeNext(), completeNext()],
	),
	play(
		'task-listener-canceling-corrects',
		'a task that ends is not corrected',
		listened(onTask('canceling')),
		...[start(), cancel, correct({ assignee: 'ana' }), completeNext()],
	),
	play(
		'task-listener-boundary',
		'what interrupts a task waits for its listeners',
		[
			...around(taskListening(ask, onTask('canceling'))),
			boundary('late', 'ask', timer('Duration', 'PT1S')),
			endEvent('after'),
			...chain('late', 'after'),
		],
		...[start(), { wait: 1_500 }, completeNext()],
	),
	play(
		'task-listener-modified',
		'a modification that ends a task waits for its listeners',
		around(taskListening(ask, onTask('canceling'))),
		...[start(), modify(['ask'], ['ask']), completeNext(), completeTask()],
	),
	play(
		'task-listener-cancel-at-work',
		'a task that ends while a listener works ends that listener’s job',
		listened(onTask('completing'), onTask('canceling')),
		...[start(), completeTask(), cancel, runJobs],
	),
	play(
		'task-listener-cancel-creating',
		'a task that ends while it is created ends with its listeners too',
		listened(onTask('creating'), onTask('canceling')),
		...[start(), cancel, runJobs],
	),
	play(
		'task-listener-second-command',
		'while a listener works, the task takes no other command',
		listened(onTask('completing'), onTask('assigning')),
		...[start(), completeTask(), assign('ana'), completeTask(), update({ priority: 1 }), completeNext()],
	),
	play(
		'task-listener-fails',
		'a listener that fails is tried again, and without retries raises an incident of its own',
		listened(onTask('completing', 'contract-completing', '2')),
		...[start(), completeTask({ done: 1 }), failJob({ retries: 1, message: 'no' }), failJob({ message: 'no' })],
		...[{ resolveIncident: { retries: 1 } } as const, completeNext()],
	),
	play(
		'task-listener-fails-unresolved',
		'resolving the incident of a listener without new retries is refused',
		listened(onTask('completing')),
		...[start(), completeTask(), failJob({ message: 'no' }), { resolveIncident: {} } as const],
	),
	play(
		'task-listener-throws',
		'a listener throws no error',
		listened(onTask('completing')),
		...[start(), completeTask(), throwError('refused'), completeNext()],
	),
	play(
		'task-listener-expressions',
		'type and retries of a listener are expressions',
		listened(onTask('completing', '=kind', '=times')),
		...[start({ kind: 'contract-completing', times: 5 }), completeTask(), completeNext()],
	),
	play(
		'task-listener-type-missing',
		'a type that comes to nothing is an incident, and is evaluated again when it is resolved',
		listened(onTask('completing', '=kind')),
		...[start(), completeTask({ done: 1 }), { resolveIncident: { variables: { kind: 'contract-completing' } } } as const, completeNext()],
	),
	play(
		'task-listener-creating-type-missing',
		'so it is while the task is created',
		listened(onTask('creating', '=kind')),
		...[start(), { resolveIncident: { variables: { kind: 'contract-creating' } } } as const, completeNext(), completeTask()],
	),
	play(
		'task-listener-canceling-type-missing',
		'and while it ends',
		listened(onTask('canceling', '=kind')),
		...[start(), cancel, { resolveIncident: { variables: { kind: 'contract-canceling' } } } as const, runJobs],
	),
	play(
		'task-listener-and-execution',
		'listeners of the element run before the task is created and after it is completed',
		around(listening(taskListening(ask, onTask('creating'), onTask('completing')), onStart(), onEnd())),
		...[start(), completeNext(), completeNext(), completeTask({ done: 1 }), completeNext(), completeNext()],
	),
	play(
		'task-listener-loop',
		'each iteration has a task with listeners of its own',
		around(forEach(taskListening(ask, onTask('creating'), onTask('completing')), { inputCollection: '=items', inputElement: 'item' })),
		...[start({ items: [1, 2] }), runJobs, completeTask(), runJobs, completeTask(), runJobs],
	),
	play(
		'task-listener-job-based',
		'a user task that is a job has no task listeners',
		around(taskListening(userTask('ask', { native: false }), onTask('creating'), onTask('completing'))),
		...[start(), runJobs],
	),
	play(
		'task-listener-old-names',
		'events have a second name',
		listened(...['create', 'assignment', 'update', 'complete', 'cancel'].map((event) => onTask(event))),
		...[start(), completeNext(), assign('ana'), completeNext(), update({ priority: 3 }), completeNext(), completeTask(), completeNext()],
	),
	since88(
		defineCase('task-listener-form', 'a listener is told which form the task has', (id) => ({
			resources: [
				processModel(id, around(taskListening(formed(`formId="f-${id}"`), onTask('creating')))),
				formFile(`f-${id}`, 'Empty', { components: [] }),
			],
			script: [start(), completeNext(), completeTask()],
		})),
	),
	play(
		'task-listener-external-form',
		'of a form elsewhere a listener is told nothing',
		around(taskListening(formed('externalReference="https://forms.example/ask"'), onTask('creating'))),
		...[start(), completeNext(), completeTask()],
	),
	play('task-listener-unknown-event', 'an unknown event is refused', listened(onTask('thinking'))),
	play('task-listener-no-event', 'a listener without an event is refused', listened({ type: 'contract-none' })),
	play('task-listener-no-type', 'a listener without a type is refused', listened({ event: 'completing' })),
	play('task-listener-no-listeners', 'an empty list of listeners has no effect', listened(), start(), completeTask()),
];
