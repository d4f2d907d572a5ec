/** Reason why a call has no result. Stable, for events and outcomes. */
export type ToolErrorCode =
	| 'TOOL_UNKNOWN' // the model did not name one of its tools
	| 'TOOL_ARGUMENTS_INVALID' // not a JSON object, or one that does not fit the tool's schema
	| 'TOOL_ARGUMENTS_REFUSED' // by a guardrail
	| 'TOOL_DENIED' // by a rule, a person, or the decision point of the operator
	| 'TOOL_TOO_EARLY' // a rule demands another call before
	| 'TOOL_UNDECIDED' // the decision point of the operator gave no answer
	| 'TOOL_TIMEOUT'
	| 'TOOL_QUOTA_REACHED' // the tool itself was called as often as its definition allows
	| 'TOOL_RESULT_INVALID' // it does not fit its schema
	| 'TOOL_RESULT_TOO_LARGE' // a message of its server is larger than any may be
	| 'TOOL_RESULT_UNSIGNED' // its server did not sign it as the definition demands
	| 'TOOL_RESULT_UNREAD' // no values could be taken from it, which is all that the agent may see of it
	| 'TOOL_SWITCHED_OFF' // it broke its contract, or an operator stopped it
	| 'AGENT_FAILED' // a called agent could not run, such as for want of a model
	| 'AGENT_DECLINED' // a called agent could not answer, and a person would have to
	| 'AGENT_BLOCKED' // a guardrail of the called agent
	| 'AGENT_LIMIT_REACHED' // a limit of the called agent, or of the whole team
	| 'LEADS_REFUSED' // the store of leads refused its key or its tables: an operator has to act
	| 'LEADS_UNREACHABLE'
	| 'TOOL_FAILED'; // the tool reported an error, or failed

/** An error as data: the model reads it and can try something else. */
export interface ToolFailure {
	code: ToolErrorCode;
	/** A sentence for the model, without values, secrets or paths of this machine. */
	text: string;
}
