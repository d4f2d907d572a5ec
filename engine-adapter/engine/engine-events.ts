/** One thing that happened, in order of `position`. */
export interface EngineEvent {
	position: number;
	/** Milliseconds since the epoch. */
	at: number;
	instanceKey: string;
	kind:
		| 'element-activated'
		| 'element-completed'
		| 'element-terminated'
		| 'sequence-flow-taken'
		| 'job-created'
		| 'job-activated'
		| 'job-completed'
		| 'job-failed'
		| 'job-error-thrown'
		| 'job-canceled'
		| 'user-task-created'
		| 'user-task-updated'
		| 'user-task-completed'
		| 'user-task-canceled'
		| 'incident-created'
		| 'incident-resolved'
		| 'variable-set'
		| 'message-correlated'
		| 'signal-thrown'
		| 'escalation-thrown';
	elementId: string;
	/** Element instance, where the engine reports it; absent for flows, and for messages that start an instance. */
	elementInstanceKey?: string;
	/** The run of the scope around it, where the engine reports it; of a called process, that of its call activity. Absent for the outermost. */
	scopeKey?: string;
	/** BPMN type without prefix, such as `serviceTask`; for flows `sequenceFlow`. */
	elementType: string;
	/** Kind-specific: job type and retries, error type and message, variable name and value, code and the event that catches it, if any. */
	details?: Record<string, unknown>;
}
