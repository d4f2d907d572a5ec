import { createHash } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { ManifestDocument } from '../../../manifests/documents/documents';
import type { ManifestAnswer } from '../../../manifests/registry/registry-api';
import { parseToken } from '../../../manifests/token/read-token';
import type { OpenRegistry } from '../shared/open-registry';

export interface FetchedManifest {
	answer: ManifestAnswer;
	manifest: ManifestDocument;
}

/**
 * A manifest by its hash; the bytes have to be those that were asked for.
 * @throws TroupeError MANIFEST_NOT_FOUND, TOKEN_INVALID
 */
export async function fetchManifest({ api, caller }: OpenRegistry, sha256: string): Promise<FetchedManifest> {
	const answer = await api.manifest(caller, sha256);
	const actual = createHash('sha256').update(answer.token).digest('hex');
	if (actual !== sha256) {
		throw new TroupeError({
			code: 'TOKEN_INVALID',
			message: `The registry returned the manifest ${actual} instead of ${sha256}`,
			fix: 'Do not trust this answer. Contact the people who run the registry.',
			details: { reason: 'hash', expected: sha256, actual },
		});
	}
	const { claimed } = parseToken(`manifest ${sha256}`, 'troupe-manifest+jwt', Buffer.from(answer.token, 'latin1'));
	return { answer, manifest: claimed };
}
