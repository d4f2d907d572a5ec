import type { RegistryApi } from '../../../manifests/registry/registry-api';
import type { RegistryOpener } from '../../../cli/manifest/shared/open-registry';

/** A call of a command to a registry. */
export type RegistryCall = [operation: keyof RegistryApi, ...values: unknown[]];

/** A registry for tests of commands: returns prepared answers, refuses all other calls, and records every call. */
export function testRegistry(answers: Partial<RegistryApi>): { open: RegistryOpener; calls: RegistryCall[] } {
	const calls: RegistryCall[] = [];
	const api = new Proxy(answers, {
		get: (known, name: keyof RegistryApi) => {
			const answer = known[name] as ((...values: unknown[]) => unknown) | undefined;
			if (answer === undefined) throw new Error(`The test's registry has no answer for ${String(name)}.`);
			return (...values: unknown[]) => {
				calls.push([name, ...values.slice(1)]);
				return answer(...values);
			};
		},
	}) as RegistryApi;
	const caller = { tenant: 'default', subject: 'ada@example.com' };
	return { calls, open: () => Promise.resolve({ api, caller, url: 'http://registry.test' }) };
}
