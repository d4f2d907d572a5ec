import { TroupeError } from '../../core/base/errors';
import type { SnapshotEntry } from '../documents/snapshot-document';
import { canHaveSeveralManifests, revokesVersion } from '../documents/several-manifests';
import { editSnapshot, findRoot, lastSnapshot, type EditRequest } from './snapshot-editor';

interface RevokeRequest extends EditRequest {
	package: string;
	version: string;
	/** Hash prefix of one manifest. Default: all manifests of the version. */
	manifest?: string;
}

/**
 * Revokes all manifests of a version, or one, permanently. Returns the snapshot's version. @throws TroupeError INPUT_INVALID when the trust folder
 * has no such version
 */
export async function revokeVersion(request: RevokeRequest): Promise<number> {
	const { root } = findRoot(request);
	const isMeant = (entry: { package: string; version: string }) => entry.package === request.package && entry.version === request.version;
	const entries = lastSnapshot(root, request.into).manifests;
	if (!entries.some(isMeant)) throw unknown(request, [...new Set(entries.map((entry) => `${entry.package}@${entry.version}`))]);
	const scope = request.manifest !== undefined && canHaveSeveralManifests({ name: request.package }) ? 'manifest' : undefined;
	const one = scope && requireOne(request, entries.filter(isMeant));
	const isTaken = (entry: SnapshotEntry) =>
		one === undefined ? isMeant(entry) && !revokesVersion(entry) : entry.sha256 === one && entry.state !== 'revoked';
	const revoked = (entry: SnapshotEntry): SnapshotEntry => {
		if (!isTaken(entry)) return entry;
		const { scope: _before, ...rest } = entry;
		return { ...rest, state: 'revoked', revision: (entry.revision ?? 1) + 1, ...(scope && { scope }) };
	};
	return editSnapshot(root, request, (entries) => entries.map(revoked));
}

/** @throws TroupeError INPUT_INVALID */
function requireOne({ package: name, version, manifest = '' }: RevokeRequest, ofVersion: readonly SnapshotEntry[]): string {
	const [one, ...others] = ofVersion.filter(({ sha256 }) => sha256.startsWith(manifest));
	if (one !== undefined && others.length === 0) return one.sha256;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${one === undefined ? 'No manifest' : 'More than one manifest'} of ${name}@${version} begins with ${manifest}: there are ${ofVersion.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
		fix: 'Specify enough digits of one of these.',
		details: { known: ofVersion.map(({ sha256 }) => sha256).slice(0, 20) },
	});
}

function unknown({ package: name, version, into }: RevokeRequest, listed: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message:
			listed.length > 0
				? `The snapshot in ${into} does not list ${name}@${version}; it lists ${listed.slice(0, 20).join(', ')}`
				: `Nothing was approved in ${into} yet, so there is nothing to revoke`,
		fix:
			listed.length > 0
				? 'Specify one of these, as NAME@VERSION.'
				: 'Specify with --into the trust folder in which the version was approved.',
		details: { known: listed.slice(0, 20) },
	});
}
