const advice: Record<string, string> = {
	JOB_NO_RETRIES: 'correct the fault in the message, give the job new retries, and resolve the incident',
	EXECUTION_LISTENER_NO_RETRIES: "correct the fault in the message, give the listener's job new retries, and resolve the incident",
	IO_MAPPING_ERROR: 'set the variable that the mapping reads or correct the mapping, then resolve the incident',
	EXTRACT_VALUE_ERROR:
		'set the variable that the expression reads to a value of the right type or correct the expression, then resolve the incident',
	CONDITION_ERROR: 'set the variable that the conditions read or give the gateway a default flow, then resolve the incident',
	UNHANDLED_ERROR_EVENT: 'catch the error with a boundary event or an event sub-process, with its code or without a code',
	CALLED_ELEMENT_ERROR: 'deploy the called process, and resolve the incident',
	CALLED_DECISION_ERROR: 'deploy the decision, and resolve the incident',
	DECISION_EVALUATION_ERROR: 'correct the decision or what it reads, and resolve the incident',
	FORM_NOT_FOUND: 'deploy the form, and resolve the incident',
	MESSAGE_SIZE_EXCEEDED: 'store large data elsewhere, and pass a reference to it',
};

/** An engine in memory ends with the command: nothing can be resolved later. */
const adviceInMemory: Record<string, string> = {
	CALLED_ELEMENT_ERROR: 'add the file of the called process to the command, and run it again',
	CALLED_DECISION_ERROR: 'add the file of the decision to the command, and run it again',
	FORM_NOT_FOUND: 'add the file of the form to the command, and run it again',
};

export type Advise = (errorType: string) => string;

export const adviceFor: Advise = (errorType) =>
	`what to do: ${advice[errorType] ?? 'correct the fault in the message, and resolve the incident'}`;

export const adviceForRunInMemory: Advise = (errorType) =>
	`what to do: ${adviceInMemory[errorType] ?? 'correct the fault in the message, and run the command again'}`;
