/** Stops an element until a person acts. `errorType` is Zeebe's. */
export class IncidentCause extends Error {
	constructor(
		readonly errorType:
			| 'AD_HOC_SUB_PROCESS_NO_RETRIES'
			| 'CALLED_DECISION_ERROR'
			| 'CALLED_ELEMENT_ERROR'
			| 'CONDITION_ERROR'
			| 'DECISION_EVALUATION_ERROR'
			| 'EXECUTION_LISTENER_NO_RETRIES'
			| 'TASK_LISTENER_NO_RETRIES'
			| 'EXTRACT_VALUE_ERROR'
			| 'FORM_NOT_FOUND'
			| 'IO_MAPPING_ERROR'
			| 'UNHANDLED_ERROR_EVENT'
			| 'JOB_NO_RETRIES'
			| 'UNKNOWN',
		message: string,
		readonly jobKey?: number,
		readonly elementId?: string,
	) {
		super(message);
	}
}
