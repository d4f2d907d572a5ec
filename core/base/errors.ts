/**
 * Faults, as opposed to business outcomes: an agent that declines is an outcome, a server that answers 500 is a fault.
 * Hosts translate them once (nodes/shared/to-node-error.ts, engine-adapter/to-job-outcome.ts) and branch on the code, never on the message.
 */
export type TroupeErrorCode =
	// what a person wrote
	| 'INPUT_INVALID' // an argument, a field or a document that does not fit its schema
	| 'INPUT_TOO_LARGE'
	| 'AGENT_NOT_FOUND'
	| 'AGENT_INVALID'
	| 'KNOWLEDGE_UNREADABLE'
	// knowledge
	| 'KNOWLEDGE_NOT_FOUND' // no such collection or document
	| 'KNOWLEDGE_STAMP_DIFFERS' // vectors of another model, or pieces of another chunker; details hold both stamps
	| 'KNOWLEDGE_STORE_UNREACHABLE'
	| 'KNOWLEDGE_STORE_FULL'
	| 'KNOWLEDGE_TIMEOUT' // a task did not end in its time; what it kept by then stays
	| 'FILTER_INVALID'
	| 'MEMORY_STORE_UNREACHABLE'
	| 'SCANNER_UNREACHABLE' // the virus scanner does not answer: what was not scanned is not read
	// models
	| 'MODEL_AUTHENTICATION'
	| 'MODEL_NOT_FOUND'
	| 'MODEL_BAD_REQUEST'
	| 'MODEL_CONTEXT_TOO_LONG'
	| 'MODEL_RATE_LIMITED'
	| 'MODEL_OUT_OF_CREDIT'
	| 'MODEL_OVERLOADED' // 5xx, 529
	| 'MODEL_TIMEOUT'
	| 'MODEL_UNREACHABLE' // no connection, or one cut before the answer was whole
	| 'MODEL_MALFORMED_RESPONSE' // HTML, truncated JSON, an event that is not of the protocol
	| 'MODEL_CIRCUIT_OPEN' // not asked: it failed too often just now
	| 'MODEL_OUTPUT_INVALID' // what was to fit a JSON schema did not, after one repair
	| 'BUDGET_EXCEEDED' // a cap on cost, tokens or calls of a tenant, agent or model; details.budget names it
	| 'RATE_LIMITED' // the same by the minute; ours, not the provider's
	| 'CANCELLED'
	// tools and runs
	| 'TOOL_INVALID' // two of one name, a schema that is none
	| 'TOOL_SOURCE_UNREACHABLE' // an MCP server that does not answer as one
	| 'ADDRESS_REFUSED' // a private or otherwise forbidden network address
	| 'RUN_STATE_INVALID' // no state of a run, of another agent, changed by another hand, or expired
	| 'RUN_ALREADY_RESUMED'
	| 'RUN_TAKEN' // another process works on the run
	| 'REPLAY_DIVERGED' // the trail holds something else than what the run asked for
	// guardrails
	| 'POLICY_INVALID'
	| 'GUARDRAIL_VIOLATION' // a text was stopped, where the host wants an error for it; details.code is the violation's
	| 'GUARDRAIL_FAILED' // the check itself broke: fail closed
	| 'VAULT_FULL' // a conversation holds as many values as it may
	| 'VAULT_UNREADABLE' // made with another key, or changed by another hand
	// manifests
	| 'TRUST_ROOT_MISSING'
	| 'TOKEN_INVALID' // a signed document refused by the strict token gate
	| 'MANIFEST_MISSING'
	| 'MANIFEST_INVALID'
	| 'MANIFEST_TAMPERED' // a file changed, extra or missing
	| 'MANIFEST_NOT_APPROVED'
	| 'MANIFEST_REVOKED'
	| 'MANIFEST_NOT_LISTED' // the subject (node version, job type, agent) does not stand in the manifest
	| 'MANIFEST_STALE' // the snapshot is past its time and its grace, and no newer one can be had
	| 'MANIFEST_ROLLED_BACK' // a document older than one that was accepted before
	| 'MANIFEST_DISABLED' // off for this tenant or instance by a feature flag
	| 'MANIFEST_UNKNOWN' // a package that no manifest names, where the policy denies these
	// the registry
	| 'MANIFEST_NOT_FOUND'
	| 'MANIFEST_EXISTS' // what is published cannot be changed
	| 'VERSION_INVALID' // not above the last one, or not enough above for what changed
	| 'APPROVAL_REFUSED' // by its author, by a key of nobody, of another manifest
	| 'ACCESS_DENIED' // no token, a bad one, or one without the scope
	| 'REGISTRY_UNREACHABLE'
	| 'REGISTRY_NOT_READY' // it has no root or no snapshot key yet, or its database does not answer
	// process engines
	| 'PROCESS_INVALID' // refused at deployment; details name file, element and fix
	| 'PROCESS_NOT_FOUND'
	| 'INSTANCE_NOT_FOUND'
	| 'JOB_NOT_FOUND' // superseded: completed, timed out or cancelled meanwhile
	| 'INCIDENT_NOT_FOUND'
	| 'USER_TASK_NOT_FOUND'
	| 'STATE_CONFLICT' // the engine has the thing, in a state that forbids the command
	| 'ENGINE_UNREACHABLE'
	| 'ENGINE_TIMEOUT'
	| 'ENGINE_OVERLOADED' // it refused before anything happened: Zeebe's RESOURCE_EXHAUSTED
	| 'ENGINE_LOCKED' // another process writes the same state folder
	| 'NOT_SUPPORTED' // by this engine, version or platform
	// the rest
	| 'DEPENDENCY_MISSING' // an optional peer that is not installed
	| 'INTERNAL';

export interface TroupeErrorOptions {
	code: TroupeErrorCode;
	/** What was wrong, where, and what was expected. Never a secret, never personal data. */
	message: string;
	/** What the reader can do about it, one sentence. */
	fix?: string;
	/** Whether the same call may succeed later without a change by a person. Default false. */
	retryable?: boolean;
	/** Milliseconds to wait before a retry, when the other side said so. */
	retryAfterMs?: number;
	/** Machine-readable facts: file, element, expected, actual. Same rule as for the message. */
	details?: Record<string, unknown>;
	cause?: unknown;
}

/** The one exception class of Troupe. */
export class TroupeError extends Error {
	readonly code: TroupeErrorCode;
	readonly fix?: string;
	readonly retryable: boolean;
	readonly retryAfterMs?: number;
	readonly details: Record<string, unknown>;

	constructor(options: TroupeErrorOptions) {
		super(options.message, { cause: options.cause });
		this.name = 'TroupeError';
		this.code = options.code;
		this.fix = options.fix;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.details = options.details ?? {};
	}
}

export function isTroupeError(error: unknown): error is TroupeError {
	// By name, not only by class: the bundle may hold this module in two chunks of two processes' making.
	return error instanceof TroupeError || (error instanceof Error && error.name === 'TroupeError' && 'code' in error);
}

/** The text of any thrown value. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
