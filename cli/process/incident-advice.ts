/** By Zeebe's names of incidents: what a designer can do. */
const advice: Record<string, string> = {
	JOB_NO_RETRIES: 'correct what the message names, give the job new retries, and resolve the incident',
	EXECUTION_LISTENER_NO_RETRIES: "correct what the message names, give the listener's job new retries, and resolve the incident",
	IO_MAPPING_ERROR: 'set the variable that the mapping reads, or correct the mapping; then resolve the incident',
	EXTRACT_VALUE_ERROR:
		'set the variable that the expression reads to a value of the type it needs, or correct the expression; then resolve the incident',
	CONDITION_ERROR: 'set the variable that the conditions read, or give the gateway a default flow; then resolve the incident',
	UNHANDLED_ERROR_EVENT: 'catch the error: a boundary event or an event sub-process with its code, or one without a code',
	CALLED_ELEMENT_ERROR: 'deploy the called process too, and resolve the incident',
	CALLED_DECISION_ERROR: 'deploy the decision too, and resolve the incident',
	DECISION_EVALUATION_ERROR: 'correct the decision or what it reads, and resolve the incident',
	FORM_NOT_FOUND: 'deploy the form too, and resolve the incident',
	MESSAGE_SIZE_EXCEEDED: 'keep large data elsewhere, and pass a reference to it',
};

/** One sentence for people. */
export const adviceFor = (errorType: string): string =>
	`what to do: ${advice[errorType] ?? 'correct what the message names, and resolve the incident'}`;
