import type { ZeebeVersion } from '../../../bpmn/zeebe-version';
import type { Clock } from '../../../core/ports';
import type { Variables } from '../../engine';
import type { Database } from '../state/database';
import type { Definitions } from '../state/definitions';
import type { ElementBehavior } from './element-behavior';
import type { Effects } from '../state/effects';
import type { ElementInstanceStore } from '../state/element-instance-store';
import type { EventLog } from '../state/event-log';
import type { StepQueue } from './step-queue';
import type { VariableStore } from '../state/variable-store';

/** What every rule of the engine works with. All of it is used inside a transaction only. */
export interface Kernel {
	readonly database: Database;
	readonly clock: Clock;
	/** Whose behaviour is followed; what a process needs of it is at its definition. */
	readonly zeebeVersion: ZeebeVersion;
	readonly definitions: Definitions;
	readonly instances: ElementInstanceStore;
	readonly variables: VariableStore;
	readonly log: EventLog;
	readonly steps: StepQueue;
	readonly effects: Effects;
	/** By BPMN type. */
	readonly behaviors: Record<string, ElementBehavior>;
}

/** What happened to an element instance and decides how it goes on: kept until then, because a mapping may fail and be tried again. */
export interface Trigger {
	variables: Variables;
	/** The boundary event that goes on in place of the instance. */
	boundaryId?: string;
	/** Of an event-based gateway: the event that happened. */
	happenedId?: string;
	/** Of a scope: the element in it that ended everything else. */
	interruptedBy?: string;
	/** Of a scope that an event sub-process interrupts: its start event, which begins when everything else has ended. */
	interruption?: { elementId: string; variables: Variables };
	/** Of an ad-hoc sub-process: its job has ended it, and it waits for what still runs. */
	fulfilled?: true;
	/** The start event that begins a process instance, with what its message brought; the element that an ad-hoc sub-process begins. */
	start?: { elementId: string; variables: Variables };
}
