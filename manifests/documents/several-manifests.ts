import type { ManifestKind, ManifestState, SnapshotEntry } from './documents';

/** Troupe's own package: its code is in one bundle and loads nothing that npm resolves, so one manifest says what a version is. */
export const ownPackage = 'n8n-nodes-troupe';

/** Manifests of one version that are not revoked: each is compared with the tree in turn. */
export const mostManifestsOfVersion = 20;

/**
 * Whether a version may have more than one manifest. One of somebody else's package says how it lies in an installation, and npm resolves its
 * dependencies anew in each; what an agent or a prompt is, its author alone says, once (docs/decisions/manifests/0074-several-manifests-of-a-version.md).
 */
export const mayHaveSeveral = ({ kind = 'package', name }: { kind?: ManifestKind; name: string }): boolean =>
	kind === 'package' && name !== ownPackage;

/** Whether what was revoked is the version: all of its manifests, and those that may still come. */
export function revokesVersion({
	kind,
	state,
	scope,
	...of
}: {
	kind?: ManifestKind;
	state: 'draft' | ManifestState;
	scope?: SnapshotEntry['scope'] | null;
} & ({ name: string } | { package: string })): boolean {
	const name = 'name' in of ? of.name : of.package;
	return state === 'revoked' && !(scope === 'manifest' && mayHaveSeveral({ kind, name }));
}
