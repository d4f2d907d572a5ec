import type { FlowNode, SequenceFlow } from '../../../bpmn/reading/process-model';
import type { ExecutableProcess } from '../state/definitions';
import type { ElementInstance } from '../state/element-instances';
import type { Kernel } from './kernel';

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
	/** Runs then too: whether its scope ends when no token is left in it. Default yes. */
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
			| 'EXECUTION_LISTENER_NO_RETRIES'
			| 'EXTRACT_VALUE_ERROR'
			| 'FORM_NOT_FOUND'
			| 'IO_MAPPING_ERROR'
			| 'UNHANDLED_ERROR_EVENT'
			| 'JOB_NO_RETRIES'
			| 'UNKNOWN',
		message: string,
		readonly jobKey?: number,
		/** Told in place of the element's own id. */
		readonly elementId?: string,
	) {
		super(message);
	}
}
