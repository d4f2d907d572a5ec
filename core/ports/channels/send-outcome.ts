/**
 * How a send ended.
 * - `sent`: the provider took it. `messageIds` are the ids under which its echo and its statuses can come back.
 * - `refused`: the provider did not take it. Sending again helps only if it is retryable.
 * - `unknown`: the connection ended before the answer. It is looked up before anything is sent again.
 *
 * `code` is the provider's own, or the status of its answer, or a code of Troupe.
 */
export type SendOutcome =
	| { kind: 'sent'; messageIds: [string, ...string[]] }
	| { kind: 'refused'; retryable: boolean; code?: string; reason: string; retryAfterMs?: number }
	| { kind: 'unknown'; code?: string; reason: string };
