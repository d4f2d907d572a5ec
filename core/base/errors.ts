/**
 * Codes of faults, as opposed to business outcomes: an agent that declines is an outcome, a server that answers 500 is a fault. Hosts translate
 * faults once (nodes/shared/to-node-error.ts, engine-adapter/to-job-outcome.ts) and branch on the code, never on the message.
 */
export type TroupeErrorCode =
	// input by a person
	| 'INPUT_INVALID' // an argument, a field or a document that does not fit its schema
	| 'INPUT_TOO_LARGE'
	| 'AGENT_NOT_FOUND'
	| 'AGENT_INVALID'
	| 'KNOWLEDGE_UNREADABLE'
	// knowledge
	| 'KNOWLEDGE_NOT_FOUND' // no such collection or document
	| 'KNOWLEDGE_STAMP_DIFFERS' // vectors of another model, or chunks of another chunker; details hold both stamps
	| 'KNOWLEDGE_STORE_UNREACHABLE'
	| 'KNOWLEDGE_STORE_FULL'
	| 'KNOWLEDGE_TIMEOUT' // a task exceeded its timeout; what it stored by then stays
	| 'FILTER_INVALID'
	| 'EVALUATION_TIMEOUT' // an evaluation exceeded its timeout
	| 'DIAGNOSIS_TIMEOUT' // the checks of the installation exceeded theirs
	| 'MEMORY_STORE_UNREACHABLE'
	| 'SCANNER_UNREACHABLE' // the virus scanner does not respond; documents that are not scanned are not read
	// models
	| 'MODEL_AUTHENTICATION'
	| 'MODEL_REFUSED' // a local model that is not on the operator's list, or has other files
	| 'MODEL_NOT_FOUND'
	| 'MODEL_BAD_REQUEST'
	| 'MODEL_CONTEXT_TOO_LONG'
	| 'MODEL_RATE_LIMITED'
	| 'MODEL_OUT_OF_CREDIT'
	| 'MODEL_OVERLOADED' // 5xx, 529
	| 'MODEL_TIMEOUT'
	| 'MODEL_UNREACHABLE' // no connection, or a connection that ended before the answer was complete
	| 'MODEL_MALFORMED_RESPONSE' // HTML, truncated JSON, an event outside the protocol
	| 'MODEL_CIRCUIT_OPEN' // the model was not called because it failed too often
	| 'MODEL_OUTPUT_INVALID' // the output was blank, or did not fit its JSON schema, even after one repair
	| 'BUDGET_EXCEEDED' // a limit on cost, tokens or calls of a tenant, agent or model; details.budget names it
	| 'TENANT_LIMIT_REACHED' // a limit of a tenant other than its budget; details.limit names it
	| 'RATE_LIMITED' // the same per minute; our limit, not the provider's
	| 'CANCELLED'
	// tools and runs
	| 'TOOL_INVALID' // two tools of one name, or an invalid schema
	| 'TOOL_CHANGED' // a tool of an MCP server is not the one that the definition pins
	| 'TOOL_SOURCE_UNREACHABLE' // an MCP server that does not respond, or not with MCP
	| 'RESIDENCY_REFUSED' // a server outside of the region in which the tenant's data stays; details.server, details.residency
	| 'ADDRESS_REFUSED' // a private or otherwise forbidden network address
	| 'RUN_STATE_INVALID' // not a state of a run, or of another agent, changed, or expired
	| 'RUN_ALREADY_RESUMED'
	| 'RUN_ENDED' // and what it said is not stored any more
	| 'DECISION_REFUSED' // whoever decided may not, or saw another view; details.why
	| 'RUN_FOREIGN' // it waits in another store of runs, such as that of another machine
	| 'RUN_TAKEN' // another process is working on the run
	| 'RUN_STOPPED' // by an operator; details.reason, details.changedBy, details.inFlight
	| 'REPLAY_DIVERGED' // the trail does not match the requests of the run
	// templates
	| 'TEMPLATE_INVALID'
	| 'TEMPLATE_NOT_FOUND' // neither in the package nor in the registry
	// plans
	| 'PLAN_NOT_FOUND'
	// credentials
	| 'CREDENTIAL_NOT_FOUND'
	| 'CREDENTIAL_INVALID' // expired or refused by its service, or a login is missing; a person has to act
	| 'CREDENTIAL_SERVICE_UNREACHABLE' // the server that refreshes or checks it does not respond
	// nodes of n8n that run as tasks
	| 'NODE_FAILED' // the node reported an error; details have the service's status
	| 'NODE_TIMEOUT'
	| 'NODE_UNKNOWN' // whether a node did its work cannot be told
	| 'NODE_CRASHED' // its process ended, such as when it exceeded its memory
	// requests of processes
	| 'HTTP_STATUS' // the server answered with an error; details.status
	| 'HTTP_TIMEOUT'
	| 'HTTP_UNREACHABLE' // no connection, or a connection that ended before the answer was complete
	| 'HTTP_RESPONSE_INVALID' // too large, or not what the request asked for
	| 'WORKFLOW_UNKNOWN' // whether a workflow was started, or how it ended, cannot be told
	| 'WORKFLOW_FAILED'
	| 'WORKFLOW_TIMEOUT'
	// channels
	| 'CHANNEL_PAYLOAD_INVALID' // a request that the provider's documentation does not describe
	| 'CHANNEL_NOT_FOUND'
	| 'CHANNEL_REFUSED' // the provider refused a request; details.status
	| 'CHANNEL_UNREACHABLE'
	| 'CHANNEL_BUSY' // more requests arrive than can be stored
	| 'CHANNEL_MEDIA_REFUSED' // too large, of another type than it says, or gone
	// leads
	| 'LEADS_REFUSED' // the store refused the key, or has no such table, column or team; details.status, details.code
	| 'LEADS_UNREACHABLE'
	// CRMs
	| 'CRM_REFUSED' // the CRM refused a request; details.status, details.fields
	| 'CRM_RATE_LIMITED'
	| 'CRM_UNREACHABLE' // nothing was written
	| 'CRM_OUTCOME_UNKNOWN' // a record may have been created, or is still being
	| 'CRM_CIRCUIT_OPEN' // the CRM was not called because it failed too often
	// guardrails
	| 'POLICY_INVALID'
	| 'GUARDRAIL_VIOLATION' // a text was blocked, where the host reports that as an error; details.code is the violation's
	| 'GUARDRAIL_FAILED' // the check itself failed, so the text is blocked
	| 'VAULT_FULL' // a conversation holds the max number of values
	| 'VAULT_UNREADABLE' // created with another key, or changed
	// manifests
	| 'TRUST_ROOT_MISSING'
	| 'TRUST_ROOT_REFUSED'
	| 'TOKEN_INVALID' // a signed document that the strict token gate refused
	| 'MANIFEST_MISSING'
	| 'MANIFEST_INVALID'
	| 'MANIFEST_TAMPERED' // a file changed, extra or missing
	| 'MANIFEST_NOT_APPROVED'
	| 'MANIFEST_REVOKED'
	| 'MANIFEST_NOT_LISTED' // the manifest does not list the subject (node version, job type, agent)
	| 'MANIFEST_STALE' // the snapshot and its grace period have expired, and no newer one is available
	| 'MANIFEST_ROLLED_BACK' // a document older than one accepted before
	| 'CAPABILITY_MISSING' // an approved agent or node used what its manifest does not allow
	| 'MANIFEST_UNKNOWN' // a package without a manifest, where the policy denies these
	// the registry
	| 'MANIFEST_NOT_FOUND'
	| 'MANIFEST_EXISTS' // published versions cannot be changed
	| 'VERSION_INVALID' // not above the last version, or not far enough above it for the changes
	| 'APPROVAL_REFUSED' // by its author, by an unknown key, or for another manifest
	| 'ACCESS_DENIED' // no token, an invalid token, or a token without the scope
	| 'ISSUER_UNREACHABLE' // the OpenID Connect issuer does not tell its keys
	| 'REGISTRY_UNREACHABLE'
	| 'SERVICE_UNREACHABLE' // a distant `troupe serve` that a command works on
	| 'REGISTRY_NOT_READY' // it has no root or no snapshot key yet, or its database does not respond
	// process engines
	| 'PROCESS_INVALID' // refused at deployment; details name file, element and fix
	| 'PROCESS_NOT_FOUND'
	| 'RESOURCE_NOT_FOUND' // no deployed process, DMN model or form has the key
	| 'DECISION_INVALID' // a DMN file that cannot be read or evaluated; names decision, row, column and position
	| 'DECISION_NOT_FOUND'
	| 'DECISION_FAILED' // it has no result: an expression failed, or the hit policy was violated
	| 'INSTANCE_NOT_FOUND'
	| 'JOB_NOT_FOUND' // superseded: completed, timed out or cancelled in the meantime
	| 'INCIDENT_NOT_FOUND'
	| 'USER_TASK_NOT_FOUND'
	| 'STATE_CONFLICT' // the state of the resource does not allow the command
	| 'ENGINE_UNREACHABLE'
	| 'ENGINE_TIMEOUT'
	| 'ENGINE_OVERLOADED' // the engine refused before it did anything: Zeebe's RESOURCE_EXHAUSTED
	| 'ENGINE_LOCKED' // another process writes to the same state folder
	// the sandbox
	| 'SANDBOX_LEVEL_TOO_LOW' // this machine isolates less than the run demands; details.reached, details.required, details.blocker
	| 'NOT_SUPPORTED' // not supported by this engine, version or platform
	// files that hold state
	| 'STORAGE_FULL' // no space is left on the disk
	| 'STORAGE_READ_ONLY'
	| 'STORAGE_LOCKED' // another process uses the file
	| 'STORAGE_DAMAGED'
	| 'STORAGE_UNREACHABLE' // the database server does not answer
	| 'STORAGE_UNREADABLE' // it cannot be opened or read: permissions, or a fault of the disk
	// the rest
	| 'DEPENDENCY_MISSING' // an optional peer dependency that is not installed
	| 'INTERNAL';

export interface TroupeErrorOptions {
	code: TroupeErrorCode;
	/** What failed, where, and what was expected. Never contains secrets or personal data. */
	message: string;
	/** What the reader can do about it, in one sentence. */
	fix?: string;
	/** Whether the same call can succeed later without a change by a person. Default false. */
	retryable?: boolean;
	/** Milliseconds to wait before a retry, if the other side specified it. */
	retryAfterMs?: number;
	/** Machine-readable facts: file, element, expected, actual. Never contains secrets or personal data. */
	details?: Record<string, unknown>;
	/** The caller of a service caused it and reads its text, though others of its code are for the operator. */
	forCaller?: true;
	cause?: unknown;
}

/** The one exception class of Troupe. */
export class TroupeError extends Error {
	readonly code: TroupeErrorCode;
	readonly fix?: string;
	readonly retryable: boolean;
	readonly retryAfterMs?: number;
	readonly details: Record<string, unknown>;
	readonly forCaller?: true;

	constructor(options: TroupeErrorOptions) {
		super(options.message, { cause: options.cause });
		this.name = 'TroupeError';
		this.code = options.code;
		this.fix = options.fix;
		this.retryable = options.retryable ?? false;
		this.retryAfterMs = options.retryAfterMs;
		this.details = options.details ?? {};
		if (options.forCaller) this.forCaller = true;
	}
}

export function isTroupeError(error: unknown): error is TroupeError {
	// Compares the name too, since a bundle can hold this module in two chunks.
	return error instanceof TroupeError || (error instanceof Error && error.name === 'TroupeError' && 'code' in error);
}

/** Returns the message of any thrown value. */
export function getErrorMessage(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
