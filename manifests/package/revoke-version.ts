import { TroupeError } from '../../core/errors';
import type { SnapshotEntry } from '../documents/documents';
import { editSnapshot, findRoot, lastSnapshot, type EditRequest } from './snapshot-editor';

export interface RevokeRequest extends EditRequest {
	package: string;
	version: string;
}

/**
 * Takes back every manifest of a version, for good. Says the snapshot's version.
 * @throws TroupeError INPUT_INVALID when the trust folder knows no such version
 */
export async function revokeVersion(request: RevokeRequest): Promise<number> {
	const { root } = findRoot(request);
	const isMeant = (entry: { package: string; version: string }) => entry.package === request.package && entry.version === request.version;
	const known = lastSnapshot(root, request.into).manifests;
	if (!known.some(isMeant)) throw unknown(request, [...new Set(known.map((entry) => `${entry.package}@${entry.version}`))]);
	const revoked = (entry: SnapshotEntry): SnapshotEntry =>
		isMeant(entry) && entry.state !== 'revoked' ? { ...entry, state: 'revoked', revision: (entry.revision ?? 1) + 1 } : entry;
	return editSnapshot(root, request, (entries) => entries.map(revoked));
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
