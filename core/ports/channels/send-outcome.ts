/**
 * - `sent`: the provider took it. Echo and statuses can come back under `messageIds`. - `refused`: retry only if retryable. - `unknown`: the
 * connection ended before the answer. It is looked up before anything is sent again. `code` is the provider's, the status of its answer, or Troupe's.
 */
export type SendOutcome =
	| { kind: 'sent'; messageIds: [string, ...string[]] }
	| { kind: 'refused'; retryable: boolean; code?: string; reason: string; retryAfterMs?: number }
	| { kind: 'unknown'; code?: string; reason: string };
