import { TroupeError } from '../../core/base/errors';
import type { SnapshotEntry } from '../documents/documents';
import { mayHaveSeveral, revokesVersion } from '../documents/several-manifests';
import { editSnapshot, findRoot, lastSnapshot, type EditRequest } from './snapshot-editor';

interface RevokeRequest extends EditRequest {
	package: string;
	version: string;
	/** The first digits of the hash of the one manifest that is meant. Default: the version, with all of its manifests. */
	manifest?: string;
}

/**
 * Takes back every manifest of a version, or one of them, for good. Says the snapshot's version.
 * @throws TroupeError INPUT_INVALID when the trust folder knows no such version
 */
export async function revokeVersion(request: RevokeRequest): Promise<number> {
	const { root } = findRoot(request);
	const isMeant = (entry: { package: string; version: string }) => entry.package === request.package && entry.version === request.version;
	const known = lastSnapshot(root, request.into).manifests;
	if (!known.some(isMeant)) throw unknown(request, [...new Set(known.map((entry) => `${entry.package}@${entry.version}`))]);
	const scope = request.manifest !== undefined && mayHaveSeveral({ name: request.package }) ? 'manifest' : undefined;
	const one = scope && requireOne(request, known.filter(isMeant));
	const isTaken = (entry: SnapshotEntry) =>
		one === undefined ? isMeant(entry) && !revokesVersion(entry) : entry.sha256 === one && entry.state !== 'revoked';
	const revoked = (entry: SnapshotEntry): SnapshotEntry => {
		if (!isTaken(entry)) return entry;
		const { scope: _before, ...rest } = entry;
		return { ...rest, state: 'revoked', revision: (entry.revision ?? 1) + 1, ...(scope && { scope }) };
	};
	return editSnapshot(root, request, (entries) => entries.map(revoked));
}

/** The hash of the one manifest that begins so. @throws TroupeError INPUT_INVALID */
function requireOne({ package: name, version, manifest = '' }: RevokeRequest, ofVersion: readonly SnapshotEntry[]): string {
	const [one, ...others] = ofVersion.filter(({ sha256 }) => sha256.startsWith(manifest));
	if (one !== undefined && others.length === 0) return one.sha256;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${one === undefined ? 'No manifest' : 'More than one manifest'} of ${name}@${version} begins with ${manifest}: there are ${ofVersion.map(({ sha256 }) => sha256.slice(0, 12)).join(', ')}`,
		fix: 'Write as many digits of one of these as it takes.',
		details: { known: ofVersion.map(({ sha256 }) => sha256).slice(0, 20) },
	});
}

function unknown({ package: name, version, into }: RevokeRequest, known: string[]): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message:
			known.length > 0
				? `The snapshot in ${into} knows no ${name}@${version}; it knows ${known.slice(0, 20).join(', ')}`
				: `Nothing was approved in ${into} yet, so there is nothing to take back`,
		fix: known.length > 0 ? 'Name one of these, as NAME@VERSION.' : 'Name with --into the trust folder in which the version was approved.',
		details: { known: known.slice(0, 20) },
	});
}
