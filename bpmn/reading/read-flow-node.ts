import type { ModdleElement } from 'bpmn-moddle';
import type { AdHoc, Binding, CalledForm, EventDefinition, FlowNode, Mapping, UserTaskDefinition } from './process-model';
import { readListeners, readTaskListeners } from './read-listeners';

class Extensions {
	readonly #values: ModdleElement[];

	constructor(element: ModdleElement) {
		this.#values = ((element.extensionElements as ModdleElement | undefined)?.values as ModdleElement[] | undefined) ?? [];
	}

	get types(): string[] {
		return this.#values.map((value) => value.$type);
	}

	get(type: string): ModdleElement | undefined {
		return this.#values.find((value) => value.$type === type);
	}

	mappings(property: 'inputParameters' | 'outputParameters'): Mapping[] {
		const parameters = (this.get('zeebe:IoMapping')?.[property] as ModdleElement[] | undefined) ?? [];
		return parameters.map((parameter) => ({ source: text(parameter.source) ?? '', target: text(parameter.target) ?? '' }));
	}
}

/** `bpmn:ServiceTask` to `serviceTask`. */
function withoutPrefix(type: string): string {
	const name = type.slice(type.indexOf(':') + 1);
	return name.charAt(0).toLowerCase() + name.slice(1);
}

function text(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function readEvents(element: ModdleElement, type: string): Pick<FlowNode, 'event' | 'unusedEvents'> {
	if (type === 'receiveTask') return { event: messageEvent(element) };
	if (!type.endsWith('Event')) return {};
	const [first, ...others] = (element.eventDefinitions as ModdleElement[] | undefined) ?? [];
	// Zeebe leaves a compensation that starts something alone (recorded from 8.6).
	if (first === undefined || (type === 'startEvent' && first.$type === compensation)) return { event: { kind: 'none' } };
	if (others.length === 0) return { event: readEvent(first) };
	if (type !== 'intermediateThrowEvent') return { event: { kind: 'other', type: 'multiple' } };
	return { event: readEvent(first), unusedEvents: others.map(readEvent) };
}

const readEvent = (definition: ModdleElement): EventDefinition =>
	eventReaders[definition.$type]?.(definition) ?? { kind: 'other', type: withoutPrefix(definition.$type) };

const reference = (definition: ModdleElement, property: string): ModdleElement | undefined =>
	definition[property] as ModdleElement | undefined;

const compensation = 'bpmn:CompensateEventDefinition';

const eventReaders: Record<string, (definition: ModdleElement) => EventDefinition> = {
	'bpmn:MessageEventDefinition': messageEvent,
	'bpmn:TimerEventDefinition': timerEvent,
	'bpmn:TerminateEventDefinition': () => ({ kind: 'terminate' }),
	'bpmn:ErrorEventDefinition': (definition) => ({ kind: 'error', code: text(reference(definition, 'errorRef')?.errorCode) }),
	'bpmn:EscalationEventDefinition': (definition) => {
		const escalation = reference(definition, 'escalationRef');
		return { kind: 'escalation', code: escalation && (text(escalation.escalationCode) ?? '') };
	},
	'bpmn:SignalEventDefinition': (definition) => {
		const signal = reference(definition, 'signalRef');
		return { kind: 'signal', signalId: signal?.id ?? '', name: signal?.name ?? '' };
	},
	'bpmn:LinkEventDefinition': ({ name }) => ({ kind: 'link', name: name ?? '' }),
	[compensation]: (definition) => ({
		kind: 'compensation',
		activityId: reference(definition, 'activityRef')?.id,
		waits: definition.waitForCompletion !== false,
	}),
};

/** The first that is there; one without any has an empty value. */
function timerEvent(definition: ModdleElement): EventDefinition {
	const readBody = (property: string): string | undefined => {
		const expression = definition[property] as ModdleElement | undefined;
		return expression && ((expression.body as string | undefined) ?? '').trim();
	};
	const kinds = (['date', 'duration', 'cycle'] as const).map((timer) => ({
		timer,
		value: readBody(`time${timer.charAt(0).toUpperCase()}${timer.slice(1)}`),
	}));
	const { timer, value = '' } = kinds.find((kind) => kind.value !== undefined) ?? kinds[0]!;
	return { kind: 'timer', timer, value };
}

function messageEvent(holder: ModdleElement): EventDefinition {
	const message = holder.messageRef as ModdleElement | undefined;
	const subscription = message && new Extensions(message).get('zeebe:Subscription');
	return { kind: 'message', messageId: message?.id ?? '', name: message?.name ?? '', correlationKey: text(subscription?.correlationKey) };
}

/** Reads one flow node with its Zeebe extensions; incoming and outgoing flows are added by the reader of its process. */
export function readFlowNode(element: ModdleElement, scopeId: string): FlowNode {
	const extensions = new Extensions(element);
	const type = readType(element);
	return {
		id: element.id ?? '',
		type,
		name: element.name ?? '',
		scopeId,
		incoming: [],
		outgoing: [],
		namedIncoming: readNamed(element, 'incoming'),
		namedOutgoing: readNamed(element, 'outgoing'),
		defaultFlow: (element.default as ModdleElement | undefined)?.id,
		inputs: extensions.mappings('inputParameters'),
		outputs: extensions.mappings('outputParameters'),
		...readEvents(element, type),
		attachedTo: (element.attachedToRef as ModdleElement | undefined)?.id,
		forCompensation: element.isForCompensation === true ? true : undefined,
		interrupting: readInterrupting(element),
		job: readJob(extensions),
		userTask: type === 'userTask' ? readUserTask(extensions) : undefined,
		startForm: type === 'startEvent' ? readForm(extensions) : undefined,
		loop: readLoop(element),
		called: readCalled(extensions),
		script: readScript(extensions),
		decision: type === 'businessRuleTask' ? readDecision(extensions) : undefined,
		adHoc: type === 'adHocSubProcess' ? readAdHoc(element, extensions) : undefined,
		documentation: readDocumentation(element),
		properties: readProperties(extensions),
		headers: readHeaders(extensions),
		listeners: readListeners(element),
		taskListeners: type === 'userTask' ? readTaskListeners(element) : undefined,
		features: readFeatures(element, extensions),
		hasTaskListeners: extensions.get('zeebe:TaskListeners') ? true : undefined,
	};
}

const readNamed = (element: ModdleElement, property: string): string[] =>
	((element[property] as ModdleElement[] | undefined) ?? []).map(({ id }) => id ?? '');

const isEventSubProcess = (element: ModdleElement | undefined): boolean => element?.triggeredByEvent === true;

const readType = (element: ModdleElement): string => (isEventSubProcess(element) ? 'eventSubProcess' : withoutPrefix(element.$type));

/** Reads whether the event interrupts. Only events at an activity or in a running scope can. */
function readInterrupting({ $type, $parent, cancelActivity, isInterrupting }: ModdleElement): boolean | undefined {
	if ($type === 'bpmn:BoundaryEvent') return cancelActivity !== false;
	return $type === 'bpmn:StartEvent' && isEventSubProcess($parent) ? isInterrupting !== false : undefined;
}

/** Zeebe's documentation, service tasks: retries are 3 when none are given. */
function readJob(extensions: Extensions): FlowNode['job'] {
	const definition = extensions.get('zeebe:TaskDefinition');
	return definition && { type: text(definition.type) ?? '', retries: text(definition.retries) ?? '3' };
}

const isMultiInstance = (loop: ModdleElement): boolean => loop.$type === 'bpmn:MultiInstanceLoopCharacteristics';

function readLoop(element: ModdleElement): FlowNode['loop'] {
	const loop = element.loopCharacteristics as ModdleElement | undefined;
	if (!loop || !isMultiInstance(loop)) return undefined;
	const collections = new Extensions(loop).get('zeebe:LoopCharacteristics');
	return {
		sequential: loop.isSequential === true,
		inputCollection: text(collections?.inputCollection) ?? '',
		inputElement: text(collections?.inputElement),
		outputCollection: text(collections?.outputCollection),
		outputElement: text(collections?.outputElement),
		completionCondition: text((loop.completionCondition as ModdleElement | undefined)?.body),
	};
}

/** Zeebe's documentation, call activities: all variables are propagated in both directions unless it says otherwise. */
function readCalled(extensions: Extensions): FlowNode['called'] {
	const called = extensions.get('zeebe:CalledElement');
	return (
		called && {
			processId: text(called.processId) ?? '',
			...readBinding(called),
			propagateParent: called.propagateAllParentVariables !== false,
			propagateChild: called.propagateAllChildVariables !== false,
		}
	);
}

function readScript(extensions: Extensions): FlowNode['script'] {
	const script = extensions.get('zeebe:Script');
	return script && { expression: text(script.expression) ?? '', resultVariable: text(script.resultVariable) ?? '' };
}

function readDecision(extensions: Extensions): FlowNode['decision'] {
	const called = extensions.get('zeebe:CalledDecision');
	return (
		called && {
			decisionId: text(called.decisionId) ?? '',
			resultVariable: text(called.resultVariable) ?? '',
			...readBinding(called),
		}
	);
}

/** Zeebe 8.8's documentation, ad-hoc sub-processes: what remains is cancelled unless it says otherwise. */
function readAdHoc(element: ModdleElement, extensions: Extensions): AdHoc {
	const adHoc = extensions.get('zeebe:AdHoc');
	return {
		activeElements: text(adHoc?.activeElementsCollection),
		completionCondition: text((element.completionCondition as ModdleElement | undefined)?.body),
		cancelRemaining: element.cancelRemainingInstances !== false,
		outputCollection: text(adHoc?.outputCollection),
		outputElement: text(adHoc?.outputElement),
	};
}

const readDocumentation = ({ documentation }: ModdleElement): string | undefined =>
	text((documentation as ModdleElement[] | undefined)?.[0]?.text);

function readProperties(extensions: Extensions): Record<string, string> | undefined {
	const properties = (extensions.get('zeebe:Properties')?.properties as ModdleElement[] | undefined) ?? [];
	const entries = properties.map(({ name = '', value }) => [name, text(value) ?? '']);
	return entries.length === 0 ? undefined : (Object.fromEntries(entries) as Record<string, string>);
}

function readUserTask(extensions: Extensions): UserTaskDefinition {
	const assignment = extensions.get('zeebe:AssignmentDefinition');
	const schedule = extensions.get('zeebe:TaskSchedule');
	const form = extensions.get('zeebe:FormDefinition');
	const forms = { formKey: text(form?.formKey), form: readForm(extensions), externalReference: text(form?.externalReference) };
	return {
		native: extensions.get('zeebe:UserTask') !== undefined,
		assignee: text(assignment?.assignee),
		candidateGroups: text(assignment?.candidateGroups),
		candidateUsers: text(assignment?.candidateUsers),
		dueDate: text(schedule?.dueDate),
		followUpDate: text(schedule?.followUpDate),
		...forms,
		hasEmptyForm: form && Object.values(forms).every((value) => value === undefined) ? true : undefined,
		priority: text(extensions.get('zeebe:PriorityDefinition')?.priority),
	};
}

function readHeaders(extensions: Extensions): Record<string, string> {
	const headers = (extensions.get('zeebe:TaskHeaders')?.values as ModdleElement[] | undefined) ?? [];
	return Object.fromEntries(headers.filter((header) => text(header.key)).map((header) => [text(header.key)!, text(header.value) ?? '']));
}

/** The extensions that change what an element does and are not read above, by the elements where they do. Zeebe leaves all others alone (recorded). */
const notRead: Record<string, (element: ModdleElement, extensions: Extensions) => boolean> = {
	'zeebe:LinkedResources': (_element, extensions) => extensions.get('zeebe:TaskDefinition') !== undefined,
};

function readFeatures(element: ModdleElement, extensions: Extensions): string[] {
	const features = extensions.types.filter((type) => notRead[type]?.(element, extensions));
	for (const single of ['ExecutionListeners', 'TaskDefinition', 'TaskHeaders', 'IoMapping']) {
		const found = extensions.types.filter((type) => type === `zeebe:${single}`);
		if (found.length > 1) features.push(`second zeebe:${single.charAt(0).toLowerCase()}${single.slice(1)}`);
	}
	const loop = element.loopCharacteristics as ModdleElement | undefined;
	if (loop && !isMultiInstance(loop)) features.push(withoutPrefix(loop.$type));
	const collections = loop ? new Extensions(loop).types.filter((type) => type === 'zeebe:LoopCharacteristics') : [];
	if (collections.length > 1) features.push('second zeebe:loopCharacteristics');
	return features;
}

function readForm(extensions: Extensions): CalledForm | undefined {
	const definition = extensions.get('zeebe:FormDefinition');
	const formId = text(definition?.formId);
	return formId === undefined ? undefined : { formId, ...readBinding(definition!) };
}

/** bpmn-moddle may know these attributes or not, by the element and its version. */
function readBinding(extension: ModdleElement): Binding {
	const read = (name: string): string | undefined =>
		text((extension.$attrs as Record<string, unknown> | undefined)?.[name] ?? extension[name]);
	return { binding: read('bindingType') ?? 'latest', versionTag: read('versionTag') };
}
