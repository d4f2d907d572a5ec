import type { ZeebeVersion } from '../../../bpmn/zeebe-version';

/** Differences between Zeebe 8.8 and 8.6 in running a process. Each rule names recorded cases of the contract that show it. */
export interface VersionRules {
	/** The incident of an error that nothing catches is at its task, not at `NO_CATCH_EVENT_FOUND`: error-unhandled. */
	uncaughtErrorAtTask: boolean;
	/** Error code for resolving the incident of a job without retries: job-incident-without-retries, listener-fail-unresolved. */
	codeWithoutRetries: 'INCIDENT_NOT_FOUND' | 'STATE_CONFLICT';
	/** A multi-instance body goes on with its collection as it was at the beginning: multi-changed-none-parallel. */
	keepsItems: boolean;
	/** Parallel iterations begin in a step each, between those of others: order-two-bodies, multi-condition-at-once. */
	beginsIterationsInTurn: boolean;
	/** True ends each part of a scope in a step of its own: multi-sub-process-condition-at-once. */
	terminatesInTurn: boolean;
	/** A listener's job has the headers of its element: listener-task. */
	headersForListeners: boolean;
	/** An inclusive gateway that a modification activates waits for no token: modify-inclusive-join. */
	beginsInclusiveAtOnce: boolean;
	/** A modification that ends a scope in which it activates something is refused: modify-terminate-required. */
	protectsScopes: boolean;
}

export const versionRules: Record<ZeebeVersion, VersionRules> = {
	'8.6': {
		uncaughtErrorAtTask: false,
		codeWithoutRetries: 'INCIDENT_NOT_FOUND',
		keepsItems: false,
		beginsIterationsInTurn: false,
		terminatesInTurn: false,
		headersForListeners: false,
		beginsInclusiveAtOnce: false,
		protectsScopes: false,
	},
	'8.8': {
		uncaughtErrorAtTask: true,
		codeWithoutRetries: 'STATE_CONFLICT',
		keepsItems: true,
		beginsIterationsInTurn: true,
		terminatesInTurn: true,
		headersForListeners: true,
		beginsInclusiveAtOnce: true,
		protectsScopes: true,
	},
};
