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

/** State and parts of the engine's rules. All of it is used inside a transaction only. */
export interface Kernel {
	readonly database: Database;
	readonly clock: Clock;
	/** Version that is followed; a process records the version that it needs. */
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
	/** By BPMN type. */
	readonly behaviors: Record<string, ElementBehavior>;
}

/** An element instance at work. */
export interface ElementContext {
	kernel: Kernel;
	process: ExecutableProcess;
	node: FlowNode;
	instance: ElementInstance;
}

/**
 * The rules of one element type. A rule that cannot go on throws IncidentCause, before it changed anything;
 * once the incident is resolved all runs again from `begin` or from `complete`.
 */
export interface ElementBehavior {
	/** Runs when a token arrives, before the listeners at its start. */
	begin?(context: ElementContext): void;
	/** Runs after those listeners. Ends with `markActivated`. */
	activate(context: ElementContext): void;
	/** Runs when its work is done, before the listeners at its end. */
	complete?(context: ElementContext): void;
	/** Runs after those listeners. May say which flows are taken. */
	leave?(context: ElementContext): SequenceFlow[] | void;
	/** Runs when it has completed: begins what no flow leads to. */
	follow?(context: ElementContext): void;
	/** Runs after the listeners at its end too: whether its scope ends when no token is left in it. Default yes. */
	endsScope?(context: ElementContext): boolean;
	/** Closes what `activate` opened. */
	terminate?(context: ElementContext): void;
	/** Returns what begins in place of `terminate` before a terminated element ends, if something does. */
	delayEnd?(context: ElementContext): (() => void) | undefined;
}
