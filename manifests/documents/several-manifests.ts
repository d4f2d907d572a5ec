import type { ManifestKind } from './document-words';
import type { ManifestState, SnapshotEntry } from './snapshot-document';

/** Troupe's own package: one bundle without npm dependencies, so one manifest describes a version completely. */
export const ownPackage = 'n8n-nodes-troupe';

/** Max unrevoked manifests of one version. Each is compared with the installed files in turn. */
export const maxManifestsPerVersion = 20;

/** A third-party manifest describes one installation: npm resolves dependencies differently in each. An agent or a prompt has one manifest. */
export const canHaveSeveralManifests = ({ kind = 'package', name }: { kind?: ManifestKind; name: string }): boolean =>
	kind === 'package' && name !== ownPackage;

/** Returns true if all manifests of the version were revoked, including later ones. */
export function revokesVersion({
	kind,
	state,
	scope,
	...identity
}: {
	kind?: ManifestKind;
	state: 'draft' | ManifestState;
	scope?: SnapshotEntry['scope'] | null;
} & ({ name: string } | { package: string })): boolean {
	const name = 'name' in identity ? identity.name : identity.package;
	return state === 'revoked' && !(scope === 'manifest' && canHaveSeveralManifests({ kind, name }));
}
