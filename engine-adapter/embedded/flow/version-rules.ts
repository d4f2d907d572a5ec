import type { ZeebeVersion } from '../../../bpmn/zeebe-version';

/** Between Zeebe 8.8 and 8.6. Each rule names recorded cases of the contract. */
export interface VersionRules {
	/** The incident of an uncaught error is at its task, not at `NO_CATCH_EVENT_FOUND`: error-unhandled. */
	uncaughtErrorAtTask: boolean;
	/** For the incident of a job without retries: job-incident-without-retries, listener-fail-unresolved. */
	codeWithoutRetries: 'INCIDENT_NOT_FOUND' | 'STATE_CONFLICT';
	/** A multi-instance body keeps its first collection: multi-changed-none-parallel. */
	keepsItems: boolean;
	/** Parallel iterations begin in a step each, between others: order-two-bodies, multi-condition-at-once. */
	beginsIterationsInTurn: boolean;
	/** Each part of a scope ends in a step of its own: multi-sub-process-condition-at-once. */
	terminatesInTurn: boolean;
	/** Listener jobs have the headers of their element: listener-task. */
	headersForListeners: boolean;
	/** An inclusive gateway activated by a modification waits for no token: modify-inclusive-join. */
	beginsInclusiveAtOnce: boolean;
	/** Refuses a modification that ends a scope and activates something in it: modify-terminate-required. */
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
