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
	/** If the engine reports it; absent for flows, and for messages that start an instance. */
	elementInstanceKey?: string;
	/** Outer scope's run, if reported; of a called process, its call activity's. Absent for the outermost. */
	scopeKey?: string;
	/** Without prefix, such as `serviceTask`; for flows `sequenceFlow`. */
	elementType: string;
	/** By kind: job type and retries, error type and message, variable name and value, code and catching event, if any. */
	details?: Record<string, unknown>;
}
