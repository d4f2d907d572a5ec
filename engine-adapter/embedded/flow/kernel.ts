import type { FlowNode, SequenceFlow } from '../../../bpmn/reading/process-model';
import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { Clock } from '../../../core/ports/host';
import type { DecisionStore } from '../decisions/decision-store';
import type { FormStore } from '../forms/form-store';
import type { Database } from '../state/database';
import type { Definitions, ExecutableProcess } from '../state/deployments/definitions';
import type { Effects } from '../state/instances/effects';
import type { ElementInstance } from '../state/instances/element-instance';
import type { ElementInstanceStore } from '../state/instances/element-instance-store';
import type { EventLog } from '../state/event-log';
import type { VariableStore } from '../state/instances/variable-store';
import type { RunawayInstances } from './runaway-instances';
import type { StepQueue } from './step-queue';

/** Used inside a transaction only. */
export interface Kernel {
	readonly database: Database;
	readonly clock: Clock;
	readonly zeebeVersion: ZeebeVersion;
	readonly definitions: Definitions;
	readonly decisions: DecisionStore;
	readonly forms: FormStore;
	readonly instances: ElementInstanceStore;
	readonly variables: VariableStore;
	readonly log: EventLog;
	readonly steps: StepQueue;
	readonly effects: Effects;
	readonly runaway: RunawayInstances;
	readonly behaviors: Record<string, ElementBehavior>;
}

export interface ElementContext {
	kernel: Kernel;
	process: ExecutableProcess;
	node: FlowNode;
	instance: ElementInstance;
}

/** A rule that cannot go on throws IncidentCause before any change; after the resolution, all runs again from `begin` or from `complete`. */
export interface ElementBehavior {
	/** On arrival of a token, before start listeners. */
	begin?(context: ElementContext): void;
	/** After start listeners. Ends with `markActivated`. */
	activate(context: ElementContext): void;
	/** After the work, before end listeners. */
	complete?(context: ElementContext): void;
	/** After end listeners. May choose the flows. */
	leave?(context: ElementContext): SequenceFlow[] | void;
	/** After completion: begins elements without a flow. */
	follow?(context: ElementContext): void;
	/** After end listeners: false keeps a scope without tokens alive. Default true. */
	endsScope?(context: ElementContext): boolean;
	/** Closes what `activate` opened. */
	terminate?(context: ElementContext): void;
	delayEnd?(context: ElementContext): (() => void) | undefined;
}
