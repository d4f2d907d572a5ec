import type { TroupeErrorCode } from '../../core/base/errors';
import type { Problem } from '../../core/base/problem';

/** A problem document with what a program needs to show the same error as on the registry's own machine. */
export interface RegistryProblem extends Problem {
	/** The same as `title`. */
	code: string;
	fix?: string;
	retryable?: boolean;
	details?: Record<string, unknown>;
	/** The run that it is about, which the log and `troupe run show` know. */
	runId?: string;
	/** As in the header `x-request-id`, and in the registry's log. */
	requestId: string;
}

/** The codes that cross the wire, with their HTTP status. */
export const statusByCode = {
	INPUT_INVALID: 400,
	INPUT_TOO_LARGE: 413,
	TOKEN_INVALID: 422,
	AGENT_INVALID: 422,
	POLICY_INVALID: 422,
	VERSION_INVALID: 422,
	MANIFEST_INVALID: 422,
	APPROVAL_REFUSED: 422,
	ADDRESS_REFUSED: 422,
	AGENT_NOT_FOUND: 404,
	MANIFEST_NOT_FOUND: 404,
	RESOURCE_NOT_FOUND: 404,
	CREDENTIAL_NOT_FOUND: 404,
	CREDENTIAL_INVALID: 422,
	CREDENTIAL_SERVICE_UNREACHABLE: 503,
	VAULT_UNREADABLE: 503,
	MANIFEST_EXISTS: 409,
	MANIFEST_REVOKED: 409,
	MANIFEST_NOT_APPROVED: 409,
	MANIFEST_ROLLED_BACK: 409,
	STATE_CONFLICT: 409,
	DECISION_REFUSED: 409,
	RUN_ALREADY_RESUMED: 409,
	RUN_STATE_INVALID: 409,
	RUN_TAKEN: 409,
	ACCESS_DENIED: 403,
	RATE_LIMITED: 429,
	BUDGET_EXCEEDED: 429,
	TENANT_LIMIT_REACHED: 429,
	MODEL_AUTHENTICATION: 502,
	MODEL_REFUSED: 502,
	MODEL_NOT_FOUND: 502,
	MODEL_BAD_REQUEST: 502,
	MODEL_CONTEXT_TOO_LONG: 502,
	MODEL_OUT_OF_CREDIT: 502,
	MODEL_MALFORMED_RESPONSE: 502,
	MODEL_OUTPUT_INVALID: 502,
	MODEL_RATE_LIMITED: 503,
	MODEL_OVERLOADED: 503,
	MODEL_UNREACHABLE: 503,
	MODEL_CIRCUIT_OPEN: 503,
	MODEL_TIMEOUT: 504,
	CANCELLED: 409,
	NOT_SUPPORTED: 501,
	TRUST_ROOT_MISSING: 503,
	TRUST_ROOT_REFUSED: 503,
	REGISTRY_NOT_READY: 503,
	RUN_STOPPED: 503,
	ISSUER_UNREACHABLE: 503,
	STORAGE_FULL: 503,
	STORAGE_READ_ONLY: 503,
	STORAGE_LOCKED: 503,
	STORAGE_DAMAGED: 503,
	STORAGE_UNREADABLE: 503,
	STORAGE_UNREACHABLE: 503,
	CHANNEL_BUSY: 503,
	INTERNAL: 500,
} as const satisfies Partial<Record<TroupeErrorCode, number>>;

export type RegistryErrorCode = keyof typeof statusByCode;
