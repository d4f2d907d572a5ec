import type { ManifestReference } from '../../core/ports';
import type { TrustedAgents } from '../client/published-agents';
import type { PackageGate } from './package-gate';

/**
 * The gate of the package, and for agents that were published the manifest of each: by id, version and hash. What is revoked or switched
 * off there is refused wherever its text comes from; an agent of which nothing is published is the package's to judge.
 */
export function gateOfPublished(gate: PackageGate, published: Pick<TrustedAgents, 'admits'>): PackageGate {
	return {
		verify: () => gate.verify(),
		...(gate.watch && { watch: gate.watch.bind(gate) }),
		async admit(subject): Promise<ManifestReference> {
			if (subject.kind !== 'agent') return gate.admit(subject);
			// The package first: nothing of it runs while it may not itself.
			const own = await gate.verify();
			const allowed = await published.admits(subject);
			if (!allowed) return gate.admit(subject);
			const { sha256, keyId, warnings } = allowed;
			const all = [...new Set([...(own.warnings ?? []), ...warnings])];
			const { root, development } = own;
			return { package: subject.id, version: subject.version, sha256, keyId, root, development, ...(all.length > 0 && { warnings: all }) };
		},
	};
}
