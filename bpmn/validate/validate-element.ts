import { isNumberLiteral, readLiteralTexts } from '../literals';
import type { Binding, CalledDecision, ExecutionListener, FlowNode, ProcessModel, UserTaskDefinition } from '../reading/process-model';
import { refusal, type Reason } from '../reason';
import { validateAdHoc } from './validate-ad-hoc';
import { validateCompensation, validateHandler } from './validate-compensation';
import { validateEscalation } from './validate-escalation';
import { correlates, expectEvent } from './validate-event';
import { sameEvent, validateChoice, validateConditions, validateEventBasedGateway } from './validate-gateway';
import { validateListenersAt } from './validate-listeners';
import { validateEventSubProcess, validateStart } from './validate-start';
import { parseDate, parseSchedule } from '../timer';

const bindings = ['latest', 'deployment', 'versionTag'];

/** Zeebe's documentation, resource binding: which version is called; a version tag belongs to its binding alone (recorded from 8.6). */
function validateBinding({ binding = 'latest', versionTag }: Partial<Binding>): Reason[] {
	if (!bindings.includes(binding)) return [{ message: `has the unknown binding "${binding}"`, fix: `Use ${bindings.join(', ')}.` }];
	if (binding === 'versionTag' && versionTag === undefined)
		return [{ message: 'is bound to a version tag and names none', fix: 'Set the version tag.' }];
	if (binding !== 'versionTag' && versionTag !== undefined)
		return [{ message: `names a version tag and is bound to "${binding}"`, fix: 'Use the binding versionTag, or remove the version tag.' }];
	return [];
}

const timerExamples = { date: '2030-01-01T00:00:00Z', duration: 'PT15M', cycle: 'R3/PT10S' };

/** Events of a user task, as Zeebe 8.8 names them. */
const taskEvents = ['creating', 'assigning', 'updating', 'completing', 'canceling'];

export function validateElement(node: FlowNode, process: ProcessModel): Reason[] {
	const ofType = checks[node.type]?.(node, process) ?? [unknownType(node)];
	const unused = (node.unusedEvents ?? []).flatMap((event) => validateElement({ ...node, event, unusedEvents: undefined }, process));
	return [
		...refusedFeatures(node),
		...validateConditions(node, process),
		...validateLoop(node.loop),
		...ofType,
		...unused,
		...sameEventAt(node, process),
		...validateListenersAt(node),
		...validateTimer(node),
		...validateEscalation(node, process),
		...validateLink(node, process),
		...validateCompensation(node, process),
		...validateHandler(node, process),
	];
}

/** Every type that Zeebe runs is in `checks`; it refuses the others too (recorded from 8.6 and 8.8). */
const unknownType = ({ type }: FlowNode): Reason => ({ message: `${type} is not supported by Zeebe`, fix: 'Use a supported element.' });

const sameEventAt = (node: FlowNode, process: ProcessModel): Reason[] =>
	sameEvent([node, ...process.nodes.filter(({ attachedTo }) => attachedTo === node.id)].filter(({ type }) => waits.has(type)));

const waits = new Set(['receiveTask', 'boundaryEvent']);

/** Zeebe leaves standard loops alone in silence (recorded from 8.6); everything else here changes what happens. */
function refusedFeatures(node: FlowNode): Reason[] {
	return node.features
		.filter((feature) => feature !== 'standardLoopCharacteristics')
		.map((feature) => refusal(`"${feature}" is not supported by the embedded engine`));
}

type Check = (node: FlowNode, process: ProcessModel) => Reason[];

/** On the way Zeebe takes them for none events (recorded from 8.6). */
const passedThrough = ['error', 'terminate', 'timer'];

const checks: Record<string, Check> = {
	startEvent: validateStart,
	endEvent: (node) => [
		...expectThrown(node, ['none', 'error', 'terminate', 'message', 'signal', 'escalation', 'compensation']),
		...throwsCode(node),
		...noOutgoing(node),
	],
	intermediateCatchEvent: (node) => [...expectEvent(node, ['message', 'timer', 'signal', 'link']), ...correlates(node)],
	boundaryEvent: validateBoundary,
	serviceTask: hasJob,
	sendTask: hasJob,
	businessRuleTask: (node) => (node.decision ? validateDecision(node.decision, node) : hasJob(node)),
	scriptTask: (node) => (node.script ? validateScript(node.script) : hasJob(node)),
	intermediateThrowEvent: (node) =>
		expectThrown(node, ['none', 'message', 'signal', 'escalation', 'link', 'compensation', ...passedThrough]),
	userTask: ({ userTask, taskListeners }) => [
		...(userTask ? validateUserTask(userTask) : []),
		...validateTaskListeners(userTask, taskListeners),
	],
	receiveTask: (node) => (node.event ? [...expectEvent(node, ['message']), ...correlates(node)] : []),
	// Beside all flows, Zeebe leaves it alone (recorded from 8.6 and 8.8).
	implicitThrowEvent: (node) => (node.incoming.length + node.outgoing.length === 0 ? [] : [unknownType(node)]),
	manualTask: () => [],
	task: () => [],
	subProcess: () => [],
	adHocSubProcess: validateAdHoc,
	eventSubProcess: validateEventSubProcess,
	callActivity: ({ called }) =>
		called?.processId
			? validateBinding(called)
			: [{ message: 'does not name the process that it calls', fix: 'Set the process id of the called element.' }],
	exclusiveGateway: validateChoice,
	inclusiveGateway: validateChoice,
	parallelGateway: () => [],
	eventBasedGateway: validateEventBasedGateway,
};

function expectThrown(node: FlowNode, kinds: string[]): Reason[] {
	return node.event?.kind === 'message' && kinds.includes('message') ? hasJob(node) : expectEvent(node, kinds);
}

function hasJob({ job }: FlowNode): Reason[] {
	if (job?.type) return [];
	return [{ message: 'has no task type', fix: 'Add <zeebe:taskDefinition type="…"/> (Task definition, Type in the Modeler).' }];
}

function validateScript({ expression, resultVariable }: NonNullable<FlowNode['script']>): Reason[] {
	const reasons: Reason[] = [];
	if (!expression.startsWith('=')) reasons.push({ message: 'has a script that is not an expression', fix: 'Start the script with "=".' });
	if (resultVariable === '') reasons.push({ message: 'has a script without a result variable', fix: 'Set the result variable.' });
	return reasons;
}

/** Zeebe's documentation, multi-instance: an expression gives the items; an output collection needs its element, and the other way round. */
function validateLoop(loop: FlowNode['loop']): Reason[] {
	if (!loop) return [];
	const reasons: Reason[] = [];
	const { inputCollection, outputCollection, outputElement } = loop;
	if (!inputCollection.startsWith('=')) {
		reasons.push({ message: 'is multi-instance without an input collection', fix: 'Set an expression, such as =items.' });
	}
	if ((outputCollection === undefined) !== (outputElement === undefined)) {
		reasons.push({ message: 'has only one of output collection and output element', fix: 'Set both, or neither.' });
	}
	// A completion condition that is a literal is an incident, and no refusal (recorded from 8.6).
	if (outputElement?.startsWith('=') === false)
		reasons.push({ message: `"${outputElement}" is not an expression`, fix: 'Start it with "=".' });
	return reasons;
}

function throwsCode({ event }: FlowNode): Reason[] {
	if (event?.kind !== 'error' || event.code) return [];
	return [{ message: 'throws an error without a code', fix: 'Choose an error that has an error code.' }];
}

/** Zeebe takes a flow only if the event lists it in <bpmn:outgoing> (recorded from 8.6). */
function noOutgoing(node: FlowNode): Reason[] {
	return node.namedOutgoing.length === 0 ? [] : [{ message: 'is an end event with an outgoing flow', fix: 'Remove the flow.' }];
}

const activities = [
	'serviceTask',
	'sendTask',
	'businessRuleTask',
	'scriptTask',
	'userTask',
	'receiveTask',
	'manualTask',
	'task',
	'subProcess',
	'adHocSubProcess',
	'callActivity',
];

/** Zeebe's documentation, boundary events: those of errors always interrupt, one for each code and one for all others on an activity. */
function validateBoundary(node: FlowNode, process: ProcessModel): Reason[] {
	const reasons = [...expectEvent(node, ['error', 'message', 'timer', 'signal', 'escalation', 'compensation']), ...correlates(node)];
	const host = process.nodes.find((other) => other.id === node.attachedTo);
	if (!host || !activities.includes(host.type)) {
		reasons.push({ message: 'is not attached to a task or sub-process', fix: 'Attach it to the activity whose event it catches.' });
	}
	if (!node.interrupting && node.event?.kind === 'error')
		reasons.push({ message: 'is a non-interrupting error event', fix: 'Make it interrupting.' });
	if (node.namedIncoming.length > 0) reasons.push({ message: 'has an incoming flow', fix: 'Remove the flow.' });
	if (node.event?.kind === 'compensation') return [...reasons, ...needHandler(node)];
	if (node.event?.kind !== 'error') return reasons;
	const { code } = node.event;
	if (code?.startsWith('=')) reasons.push({ message: 'catches an error code that is an expression', fix: 'Use a literal code.' });
	const twins = process.nodes.filter(
		(other) => other.attachedTo === node.attachedTo && other.event?.kind === 'error' && other.event.code === code,
	);
	if (twins[0] !== node) reasons.push({ message: `catches the same error as "${twins[0]!.id}"`, fix: 'Keep one of them.' });
	return reasons;
}

/** Demands a handler. For Zeebe 8.6, a flow that the event names is as good. */
const needHandler = ({ handlerId, namedOutgoing }: FlowNode): Reason[] =>
	handlerId !== undefined || namedOutgoing.length > 0
		? []
		: [{ message: 'has no handler', fix: 'Associate it with the activity that compensates.' }];

/** Zeebe's documentation, business rule tasks: a decision and the variable of its result. */
function validateDecision({ decisionId, resultVariable, ...binding }: CalledDecision, { job }: FlowNode): Reason[] {
	const reasons: Reason[] = [];
	if (job) reasons.push({ message: 'has a called decision and a task type', fix: 'Remove one of them.' });
	if (decisionId === '') reasons.push({ message: 'does not name the decision that it calls', fix: 'Set the decision id.' });
	if (resultVariable === '') reasons.push({ message: 'calls a decision without a result variable', fix: 'Set the result variable.' });
	return [...reasons, ...validateBinding(binding)];
}

/** Zeebe's documentation, user task listeners: each has an event and a type; a job-based task has none (recorded from 8.8). */
function validateTaskListeners(task: UserTaskDefinition | undefined, listeners: ExecutionListener[] = []): Reason[] {
	if (listeners.length > 0 && !task?.native)
		return [{ message: 'has task listeners, but is a job', fix: 'Add <zeebe:userTask/>, or use execution listeners.' }];
	return listeners.flatMap(({ event, type }) => [
		...(taskEvents.includes(event)
			? []
			: [{ message: `has a task listener of the event "${event}"`, fix: `Choose one of ${taskEvents.join(', ')}.` }]),
		...(type === '' ? [{ message: 'has a task listener without a type', fix: 'Give it a listener type.' }] : []),
	]);
}

/** Zeebe's documentation, timers: a literal must be what it says; which of them an event may have is its own matter. */
function validateTimer({ type, event, interrupting }: FlowNode): Reason[] {
	if (event?.kind !== 'timer') return [];
	const { timer, value } = event;
	if (value === '') return [{ message: 'has a timer without a time', fix: 'Give it a date, a duration or a cycle.' }];
	if (timer === 'cycle' && (type === 'intermediateCatchEvent' || interrupting === true)) {
		return [{ message: 'has a cycle, but can happen only once', fix: 'Give it a duration or a date.' }];
	}
	const schedule = value.startsWith('=') ? undefined : parseSchedule(timer, value, Date.now());
	if (schedule === undefined || 'due' in schedule) return [];
	const why = timer === 'cycle' ? `: ${schedule.fault}` : '';
	const cron = timer === 'cycle' ? ', or a cron expression with seconds, such as "0 0 9 * * MON-FRI"' : '';
	return [
		{ message: `"${value.slice(0, 80)}" is not a ${timer}${why}`, fix: `Write it in ISO 8601, such as ${timerExamples[timer]}${cron}.` },
	];
}

/**
 * Zeebe's documentation, link events: a link has a name and leads to the one event of that name in its scope.
 * The name is taken for the whole process, sub-processes included (recorded from 8.6).
 */
function validateLink(node: FlowNode, process: ProcessModel): Reason[] {
	if (node.event?.kind !== 'link' || node.type === 'startEvent') return [];
	const { name } = node.event;
	if (name === '') return [{ message: 'has a link without a name', fix: 'Name the link at both ends.' }];
	const ends = process.nodes.filter(
		({ type, event }) => type === 'intermediateCatchEvent' && event?.kind === 'link' && event.name === name,
	);
	if (node.type === 'intermediateCatchEvent') {
		if (ends[0] === node) return [];
		return [
			{
				message: `catches the link "${name}", which "${ends[0]!.id}" catches too`,
				fix: 'Use a unique name: only one event of a process can catch a link name.',
			},
		];
	}
	if (ends.some(({ scopeId }) => scopeId === node.scopeId)) return [];
	return [
		{
			message: `its link "${name}" leads nowhere`,
			fix: 'Add an intermediate catch event with that link name to the same process or sub-process.',
		},
	];
}

/** Refuses what Zeebe refuses in a user task (recorded from 8.6): invalid literals, and forms of the other kind. */
function validateUserTask(task: UserTaskDefinition): Reason[] {
	const dates = [task.dueDate, task.followUpDate].filter(
		(date) => date !== undefined && !date.startsWith('=') && parseDate(date) === undefined,
	);
	return [
		...dates.map((date) => ({
			message: `"${date}" is not a date and time with an offset`,
			fix: 'Write it in ISO 8601, such as 2030-01-31T10:00:00Z.',
		})),
		...validateNames('candidate groups', task.candidateGroups),
		...validateNames('candidate users', task.candidateUsers),
		...validatePriority(task.priority),
		...validateForm(task),
		...(task.form ? validateBinding(task.form) : []),
	];
}

/** Zeebe's documentation, user tasks: literals are lists of names, separated by commas. */
function validateNames(property: string, value: string | undefined): Reason[] {
	if (value === undefined || value === '' || value.startsWith('=') || !readLiteralTexts(value).includes('')) return [];
	return [{ message: `has the ${property} "${value.slice(0, 80)}", of which one is empty`, fix: 'Separate the names by single commas.' }];
}

function validatePriority(priority: string | undefined): Reason[] {
	if (priority === undefined || priority.startsWith('=')) return [];
	if (isNumberLiteral(priority) && Number.isInteger(Number(priority)) && Number(priority) >= 0 && Number(priority) <= 100) return [];
	return [{ message: `has the priority "${priority}"`, fix: 'Use a whole number from 0 to 100, or an expression.' }];
}

function validateForm({ native, formKey, externalReference, hasEmptyForm }: UserTaskDefinition): Reason[] {
	if (hasEmptyForm) return [{ message: 'has a form definition without a form', fix: 'Name the form, or remove the definition.' }];
	if (native && formKey !== undefined)
		return [{ message: 'has a form key, which Zeebe user tasks do not support', fix: 'Use a form id or an external reference.' }];
	if (native || externalReference === undefined) return [];
	return [{ message: 'has an external form, which only Zeebe user tasks support', fix: 'Use a form key or a form id.' }];
}
