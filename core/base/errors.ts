/**
 * Codes of faults, as opposed to business outcomes: an agent that declines is an outcome, a server that answers 500 is a fault. Hosts translate
 * faults once (nodes/shared/to-node-error.ts, engine-adapter/to-job-outcome.ts) and branch on the code, never on the message.
 */
export type TroupeErrorCode =
	// input by a person
	| 'INPUT_INVALID' // an argument, field or document that violates its schema
	| 'INPUT_TOO_LARGE'
	| 'AGENT_NOT_FOUND'
	| 'AGENT_INVALID'
	| 'KNOWLEDGE_UNREADABLE'
	// knowledge
	| 'KNOWLEDGE_NOT_FOUND'
	| 'KNOWLEDGE_STAMP_DIFFERS' // vectors of another model or chunker; details hold both stamps
	| 'KNOWLEDGE_STORE_UNREACHABLE'
	| 'KNOWLEDGE_STORE_FULL'
	| 'KNOWLEDGE_TIMEOUT' // a task timed out; its stored part stays
	| 'FILTER_INVALID'
	| 'EVALUATION_TIMEOUT'
	| 'DIAGNOSIS_TIMEOUT'
	| 'MEMORY_STORE_UNREACHABLE'
	| 'SCANNER_UNREACHABLE' // the virus scanner does not respond; unscanned documents are not read
	// models
	| 'MODEL_AUTHENTICATION'
	| 'MODEL_REFUSED' // a local model missing from the operator's list, or with other files
	| 'MODEL_NOT_FOUND'
	| 'MODEL_BAD_REQUEST'
	| 'MODEL_CONTEXT_TOO_LONG'
	| 'MODEL_RATE_LIMITED'
	| 'MODEL_OUT_OF_CREDIT'
	| 'MODEL_OVERLOADED' // 5xx, 529
	| 'MODEL_TIMEOUT'
	| 'MODEL_UNREACHABLE' // no connection, or one that ended early
	| 'MODEL_MALFORMED_RESPONSE' // HTML, truncated JSON, an event outside the protocol
	| 'MODEL_CIRCUIT_OPEN' // not called after too many failures
	| 'MODEL_OUTPUT_INVALID' // blank, or violates its JSON schema, even after one repair
	| 'BUDGET_EXCEEDED' // a limit on cost, tokens or calls; details.budget names it
	| 'TENANT_LIMIT_REACHED' // another limit of a tenant; details.limit names it
	| 'RATE_LIMITED' // per minute; our limit, not the provider's
	| 'CANCELLED'
	// tools and runs
	| 'TOOL_INVALID' // duplicate name, or an invalid schema
	| 'TOOL_CHANGED' // an MCP server's tool differs from its pin
	| 'TOOL_SOURCE_UNREACHABLE' // an MCP server does not respond, or not with MCP
	| 'RESIDENCY_REFUSED' // a server outside the tenant's region; details.server, details.residency
	| 'ADDRESS_REFUSED' // a private or otherwise forbidden network address
	| 'RUN_STATE_INVALID' // no state, another agent's, changed, or expired
	| 'RUN_ALREADY_RESUMED'
	| 'RUN_ENDED' // and what it said is not stored any more
	| 'DECISION_REFUSED' // the decider may not, or saw another view; details.why
	| 'RUN_FOREIGN' // it waits in another store of runs, such as that of another machine
	| 'RUN_TAKEN' // another process works on the run
	| 'RUN_STOPPED' // by an operator; details.reason, details.changedBy, details.inFlight
	| 'REPLAY_DIVERGED' // the trail does not match the run's requests
	// templates
	| 'TEMPLATE_INVALID'
	| 'TEMPLATE_NOT_FOUND'
	// plans
	| 'PLAN_NOT_FOUND'
	// credentials
	| 'CREDENTIAL_NOT_FOUND'
	| 'CREDENTIAL_INVALID' // expired, refused by its service, or without a login; a person must act
	| 'CREDENTIAL_SERVICE_UNREACHABLE' // the refreshing or checking server does not respond
	// nodes of n8n that run as tasks
	| 'NODE_FAILED' // details have the service's status
	| 'NODE_TIMEOUT'
	| 'NODE_UNKNOWN' // the node's effect is unknown
	| 'NODE_CRASHED' // its process ended, such as for its memory
	// requests of processes
	| 'HTTP_STATUS' // details.status
	| 'HTTP_TIMEOUT'
	| 'HTTP_UNREACHABLE' // no connection, or one that ended early
	| 'HTTP_RESPONSE_INVALID' // too large, or not what the request asked for
	| 'WORKFLOW_UNKNOWN' // the start or end of a workflow is unknown
	| 'WORKFLOW_FAILED'
	| 'WORKFLOW_TIMEOUT'
	// channels
	| 'CHANNEL_PAYLOAD_INVALID' // a request outside the provider's documentation
	| 'CHANNEL_NOT_FOUND'
	| 'CHANNEL_REFUSED' // details.status
	| 'CHANNEL_UNREACHABLE'
	| 'CHANNEL_BUSY' // more requests arrive than can be stored
	| 'CHANNEL_MEDIA_REFUSED' // too large, of another type than declared, or gone
	// leads
	| 'LEADS_REFUSED' // the key is refused, or a table, column or team is missing; details.status, details.code
	| 'LEADS_UNREACHABLE'
	// CRMs
	| 'CRM_REFUSED' // details.status, details.fields
	| 'CRM_RATE_LIMITED'
	| 'CRM_UNREACHABLE' // nothing was written
	| 'CRM_OUTCOME_UNKNOWN' // a record may exist, or be in creation
	| 'CRM_CIRCUIT_OPEN' // not called after too many failures
	// guardrails
	| 'POLICY_INVALID'
	| 'GUARDRAIL_VIOLATION' // a text was blocked, if the host reports it as an error; details.code is the violation's
	| 'GUARDRAIL_FAILED' // the check itself failed, so the text is blocked
	| 'VAULT_FULL' // a conversation has the max number of values
	| 'VAULT_UNREADABLE' // created with another key, or changed
	// manifests
	| 'TRUST_ROOT_MISSING'
	| 'TRUST_ROOT_REFUSED'
	| 'TOKEN_INVALID' // refused by the strict token gate
	| 'MANIFEST_MISSING'
	| 'MANIFEST_INVALID'
	| 'MANIFEST_TAMPERED' // a file changed, extra or missing
	| 'MANIFEST_NOT_APPROVED'
	| 'MANIFEST_REVOKED'
	| 'MANIFEST_NOT_LISTED' // the manifest does not list the subject (node version, job type, agent)
	| 'MANIFEST_STALE' // snapshot and grace period have expired, without a newer one
	| 'MANIFEST_ROLLED_BACK' // older than an accepted document
	| 'CAPABILITY_MISSING' // an approved agent or node exceeded its manifest
	| 'MANIFEST_UNKNOWN' // no manifest, and the policy denies that
	// the registry
	| 'MANIFEST_NOT_FOUND'
	| 'MANIFEST_EXISTS' // published versions cannot be changed
	| 'VERSION_INVALID' // not above the last version, or not far enough for the changes
	| 'APPROVAL_REFUSED' // by its author, an unknown key, or for another manifest
	| 'ACCESS_DENIED' // no token, an invalid one, or one without the scope
	| 'ISSUER_UNREACHABLE' // the OpenID Connect issuer does not return its keys
	| 'REGISTRY_UNREACHABLE'
	| 'SERVICE_UNREACHABLE' // a remote `troupe serve`
	| 'REGISTRY_NOT_READY' // no root or snapshot key yet, or its database does not respond
	// process engines
	| 'PROCESS_INVALID' // refused at deployment; details name file, element and fix
	| 'PROCESS_NOT_FOUND'
	| 'RESOURCE_NOT_FOUND'
	| 'DECISION_INVALID' // a DMN file that cannot be read or evaluated; names decision, row, column and position
	| 'DECISION_NOT_FOUND'
	| 'DECISION_FAILED' // no result: an expression failed, or the hit policy was violated
	| 'INSTANCE_NOT_FOUND'
	| 'JOB_NOT_FOUND' // superseded: completed, timed out or cancelled meanwhile
	| 'INCIDENT_NOT_FOUND'
	| 'USER_TASK_NOT_FOUND'
	| 'STATE_CONFLICT' // the resource's state does not allow the command
	| 'ENGINE_UNREACHABLE'
	| 'ENGINE_TIMEOUT'
	| 'ENGINE_OVERLOADED' // refused before any effect: Zeebe's RESOURCE_EXHAUSTED
	| 'ENGINE_LOCKED' // another process writes to the same state folder
	// the sandbox
	| 'SANDBOX_LEVEL_TOO_LOW' // weaker isolation than required; details.reached, details.required, details.blocker
	| 'NOT_SUPPORTED' // not supported by this engine, version or platform
	// files that hold state
	| 'STORAGE_FULL'
	| 'STORAGE_READ_ONLY'
	| 'STORAGE_LOCKED'
	| 'STORAGE_DAMAGED'
	| 'STORAGE_UNREACHABLE'
	| 'STORAGE_UNREADABLE' // permissions, or a disk fault
	// the rest
	| 'DEPENDENCY_MISSING'
	| 'INTERNAL';

export interface TroupeErrorOptions {
	code: TroupeErrorCode;
	/** What failed, where, and what was expected. Never contains secrets or personal data. */
	message: string;
	fix?: string;
	/** True if a later retry can succeed without a person. Default false. */
	retryable?: boolean;
	/** Milliseconds, if the other side specified them. */
	retryAfterMs?: number;
	/** Machine-readable facts: file, element, expected, actual. Never contains secrets or personal data. */
	details?: Record<string, unknown>;
	/** The caller caused it and reads its text, though others of its code are the operator's. */
	forCaller?: true;
	cause?: unknown;
}

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

export function getErrorMessage(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
