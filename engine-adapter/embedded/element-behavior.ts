import type { FlowNode, SequenceFlow } from '../../bpmn/process-model';
import type { ExecutableProcess } from './definitions';
import type { ElementInstance } from './element-instances';
import type { Kernel } from './kernel';

/** An element instance at work. */
export interface ElementContext {
	kernel: Kernel;
	process: ExecutableProcess;
	node: FlowNode;
	instance: ElementInstance;
}

/** The rules of one element type. A rule that cannot go on throws IncidentCause, before it changed anything. */
export interface ElementBehavior {
	/** Runs when a token arrives, and again when an incident of it was resolved. Ends with `markActivated`. */
	activate(context: ElementContext): void;
	/** Runs before the outgoing flows are taken, and again when an incident of it was resolved. May say which flows those are. */
	complete?(context: ElementContext): SequenceFlow[] | void;
	/** Runs after `complete`: whether its scope ends when no token is left in it. Default yes. */
	endsScope?(context: ElementContext): boolean;
	/** Closes what `activate` opened. */
	terminate?(context: ElementContext): void;
}

/** Why an element cannot go on without a person. `errorType` is Zeebe's. */
export class IncidentCause extends Error {
	constructor(
		readonly errorType:
			| 'AD_HOC_SUB_PROCESS_NO_RETRIES'
			| 'CALLED_ELEMENT_ERROR'
			| 'CONDITION_ERROR'
			| 'EXTRACT_VALUE_ERROR'
			| 'IO_MAPPING_ERROR'
			| 'UNHANDLED_ERROR_EVENT'
			| 'JOB_NO_RETRIES',
		message: string,
		readonly jobKey?: number,
		/** Told in place of the element's own id. */
		readonly elementId?: string,
	) {
		super(message);
	}
}
