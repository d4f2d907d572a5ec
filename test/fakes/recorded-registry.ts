import type { RegistryApi } from '../../manifests/registry/registry-api';

export interface RecordedRegistry {
	api: RegistryApi;
	/** The operations that were asked for, each with what it was asked besides the caller. */
	calls: Array<[operation: string, ...asked: unknown[]]>;
}

/** A registry that answers what it is given, records what it is asked, and fails on anything else. */
export function recordedRegistry(answers: Partial<Record<keyof RegistryApi, unknown>>): RecordedRegistry {
	const calls: RecordedRegistry['calls'] = [];
	const answer = (operation: string, given: unknown[]) => {
		// Only the root and the keys are requested without a token.
		const asked = operation === 'roots' || operation === 'keys' ? given : given.slice(1);
		calls.push([operation, ...asked]);
		const held = answers[operation as keyof RegistryApi];
		if (held === undefined) throw new Error(`Unexpected registry call: ${operation}`);
		return typeof held === 'function' ? (held as (...asked: unknown[]) => unknown)(...asked) : held;
	};
	const api = new Proxy({} as RegistryApi, {
		get: (_api, operation) => {
			if (typeof operation !== 'string' || operation === 'then') return undefined;
			// Events are an iterable, and no promise.
			return operation === 'events'
				? (...given: unknown[]) => answer(operation, given)
				: async (...given: unknown[]) => answer(operation, given);
		},
	});
	return { api, calls };
}
