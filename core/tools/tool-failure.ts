/** Stable, for events and outcomes. */
export type ToolErrorCode =
	| 'TOOL_UNKNOWN'
	| 'TOOL_ARGUMENTS_INVALID' // not a JSON object, or not in the tool's schema
	| 'TOOL_ARGUMENTS_REFUSED' // by a guardrail
	| 'TOOL_DENIED' // by a rule, a person, or the operator's decision point
	| 'TOOL_TOO_EARLY' // a rule demands another call first
	| 'TOOL_UNDECIDED' // no answer of the operator's decision point
	| 'TOOL_TIMEOUT'
	| 'TOOL_QUOTA_REACHED' // beyond the calls of its definition
	| 'TOOL_RESULT_INVALID'
	| 'TOOL_RESULT_TOO_LARGE' // a message of its server is too large
	| 'TOOL_RESULT_UNSIGNED' // not signed as the definition demands
	| 'TOOL_RESULT_UNREAD' // no values for the agent, which may see nothing else of it
	| 'TOOL_SWITCHED_OFF' // broke its contract, or an operator stopped it
	| 'AGENT_FAILED'
	| 'AGENT_DECLINED'
	| 'AGENT_BLOCKED'
	| 'AGENT_LIMIT_REACHED'
	| 'LEADS_REFUSED' // the store of leads refused its key or tables: an operator has to act
	| 'LEADS_UNREACHABLE'
	| 'TOOL_FAILED';

export interface ToolFailure {
	code: ToolErrorCode;
	/** For the model, without values, secrets or paths of this machine. */
	text: string;
}
