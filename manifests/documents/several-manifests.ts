import type { ManifestKind } from './document-words';
import type { ManifestState, SnapshotEntry } from './snapshot-document';

/** Troupe's own package. Its code is one bundle that loads nothing through npm, so one manifest describes a version completely. */
export const ownPackage = 'n8n-nodes-troupe';

/** Max number of manifests of one version that are not revoked. Each is compared with the installed files in turn. */
export const maxManifestsPerVersion = 20;

/**
 * Returns whether a version can have more than one manifest. The manifest of a third-party package describes how it is installed, and npm resolves
 * its dependencies differently in each installation. An agent or a prompt has one author and one manifest.
 */
export const canHaveSeveralManifests = ({ kind = 'package', name }: { kind?: ManifestKind; name: string }): boolean =>
	kind === 'package' && name !== ownPackage;

/** Returns whether the whole version was revoked: all of its manifests, including later ones. */
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
