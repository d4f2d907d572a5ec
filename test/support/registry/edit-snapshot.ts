import { join } from 'node:path';
import type { SnapshotDocument } from '../../../manifests/documents/snapshot-document';
import { readSigningKey } from '../../../manifests/keys/key-files';
import { findRoot, lastSnapshot } from '../../../manifests/approval/snapshot-editor';
import { signToken } from '../../../manifests/token/sign-token';
import { writeAtomically } from '../../../manifests/write-file';

/** Signs the next snapshot of a trust folder with the content of a test. */
export function editSnapshot(where: { keysFolder: string; trust: string }, changes: Partial<SnapshotDocument>): void {
	const request = { keysFolder: where.keysFolder, into: where.trust, days: 30, nowMs: Date.now() };
	const { root } = findRoot(request);
	const { ver, manifests } = lastSnapshot(root, request.into);
	const document = { ver: ver + 1, manifests, ...changes };
	writeAtomically(
		join(where.trust, 'snapshot.jwt'),
		signToken('troupe-snapshot+jwt', document, readSigningKey(where.keysFolder, 'snapshot'), request),
	);
}
