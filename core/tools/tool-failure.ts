/** Why a call gave nothing; stable, for events and outcomes. */
export type ToolErrorCode =
	| 'TOOL_UNKNOWN' // the model named none of its tools
	| 'TOOL_ARGUMENTS_INVALID' // no JSON object, or one that does not fit the tool's schema
	| 'TOOL_DENIED' // by a rule, or by a person
	| 'TOOL_TIMEOUT'
	| 'TOOL_FAILED'; // the tool said so, or broke

/** An error as data: the model reads it, and may try another way. */
export interface ToolFailure {
	code: ToolErrorCode;
	/** A sentence for the model: no values, no secrets, no paths of this machine. */
	text: string;
}

export const denied: ToolFailure = {
	code: 'TOOL_DENIED',
	text: 'This call is not permitted. Do not repeat it; go on without it, or say that it is not possible.',
};
