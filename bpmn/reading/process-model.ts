import type { AiParameter } from '../ai-parameters';

export interface ProcessFile {
	name: string;
	content: string;
	isCamunda7: boolean;
	processes: ProcessModel[];
	problems: Problem[];
}

export interface Problem {
	file: string;
	elementId?: string;
	/** Counted from 1; absent when it cannot be told. */
	line?: number;
	message: string;
	fix: string;
}

export interface ProcessModel {
	id: string;
	/** Absent when it has none. */
	name?: string;
	executable: boolean;
	/** In document order. The nodes of a sub-process come after it. */
	nodes: FlowNode[];
	/** In document order, which decides the order in which they are taken. */
	flows: SequenceFlow[];
	versionTag?: string;
	listeners?: ExecutionListener[];
	/** Ids of sequence flows and data that have listeners although nothing ever happens to them. */
	misplacedListeners: string[];
}

export interface SequenceFlow {
	id: string;
	/** Empty when dangling. */
	sourceId: string;
	targetId: string;
	/** Absent when it has none. */
	name?: string;
	condition?: string;
}

/** A value is a literal, or a FEEL expression when it starts with `=`. */
export type Value = string;

export interface Mapping {
	source: Value;
	/** A variable, or a path into one: `order.id`. */
	target: string;
}

export type EventDefinition =
	| { kind: 'none' }
	| { kind: 'message'; messageId: string; name: Value; correlationKey?: Value }
	/** Without a code it catches every error. */
	| { kind: 'error'; code?: Value }
	| { kind: 'timer'; timer: 'date' | 'duration' | 'cycle'; value: Value }
	| { kind: 'terminate' }
	| { kind: 'signal'; signalId: string; name: Value }
	/** Without a code it catches every escalation; an empty one, of an escalation that has none, catches nothing. */
	| { kind: 'escalation'; code?: Value }
	| { kind: 'link'; name: string }
	/** Without an activity it compensates everything in its scope. */
	| { kind: 'compensation'; activityId?: string; waits: boolean }
	| { kind: 'other'; type: string };

export interface UserTaskDefinition {
	/** Zeebe's own user task; otherwise a job of type `io.camunda.zeebe:userTask`. */
	native: boolean;
	assignee?: Value;
	candidateGroups?: Value;
	candidateUsers?: Value;
	dueDate?: Value;
	followUpDate?: Value;
	formKey?: string;
	form?: CalledForm;
	externalReference?: Value;
	hasEmptyForm?: true;
	priority?: Value;
}

export interface ExecutionListener {
	/** `start` or `end`. */
	event: string;
	type: Value;
	retries: Value;
}

interface Loop {
	sequential: boolean;
	inputCollection: Value;
	inputElement?: string;
	outputCollection?: string;
	outputElement?: Value;
	completionCondition?: Value;
}

export interface AdHoc {
	activeElements?: Value;
	completionCondition?: Value;
	cancelRemaining: boolean;
	outputCollection?: string;
	outputElement?: Value;
	/** Added at deployment. */
	elements?: AdHocElement[];
}

export interface AdHocElement {
	elementId: string;
	elementName?: string;
	documentation?: string;
	properties?: Record<string, string>;
	parameters?: AiParameter[];
}

export interface Binding {
	/** `latest`, `deployment` or `versionTag`; anything else is refused. */
	binding: string;
	versionTag?: string;
}

export interface CalledDecision extends Binding {
	decisionId: Value;
	resultVariable: string;
}

export interface CalledForm extends Binding {
	formId: Value;
}

/** Definitions that an earlier version stored name no binding. */
interface CalledProcess extends Partial<Binding> {
	processId: Value;
	propagateParent: boolean;
	propagateChild: boolean;
}

export interface FlowNode {
	id: string;
	/** BPMN type without prefix: `serviceTask`; `eventSubProcess` for a sub-process that an event triggers. */
	type: string;
	name: string;
	/** The process or sub-process that it stands in. */
	scopeId: string;
	/** Ids of sequence flows, in document order of the flows. */
	incoming: string[];
	outgoing: string[];
	/** Ids of the flows that it lists in `<incoming>` and `<outgoing>`: most checks of Zeebe read nothing else. */
	namedIncoming: string[];
	namedOutgoing: string[];
	defaultFlow?: string;
	inputs: Mapping[];
	outputs: Mapping[];
	/** The event of events and receive tasks. */
	event?: EventDefinition;
	/** The other event definitions of an intermediate throw event: Zeebe throws the first one only. */
	unusedEvents?: EventDefinition[];
	attachedTo?: string;
	/** Set for boundary events, and for start events of event sub-processes. */
	interrupting?: boolean;
	/** The associated activity that compensates, for compensation boundary events. */
	handlerId?: string;
	/** True if the activity only undoes another. */
	forCompensation?: boolean;
	job?: { type: Value; retries: Value };
	userTask?: UserTaskDefinition;
	startForm?: CalledForm;
	loop?: Loop;
	/** The activity in a multi-instance body. The engine adds bodies. */
	iteration?: string;
	called?: CalledProcess;
	script?: { expression: Value; resultVariable: string };
	decision?: CalledDecision;
	adHoc?: AdHoc;
	documentation?: string;
	/** Zeebe's properties of any name. */
	properties?: Record<string, string>;
	headers: Record<string, string>;
	/** In the order in which they run; absent when there are none. */
	listeners?: ExecutionListener[];
	/** By the event of each. */
	taskListeners?: ExecutionListener[];
	/** Allowed for user tasks only. */
	hasTaskListeners?: true;
	/** Other features of the element, such as multi-instance, listeners and forms, by BPMN or Zeebe name. */
	features: string[];
}
