import { audience } from '../../documents/document-words';
import type { SnapshotDocument } from '../../documents/snapshot-document';
import { signDocument, type SigningKey } from '../../token/sign-token';
import { createKeySigner, type Signer } from '../../token/signer';

export interface SnapshotSigner {
	keyId: string;
	sign(snapshot: Omit<SnapshotDocument, 'iss'>): Promise<string>;
}

export function snapshotSigner(key: SigningKey | Signer): SnapshotSigner {
	const signer = 'sign' in key ? key : createKeySigner(key.keyId, key.privateKey);
	return {
		keyId: signer.keyId,
		sign(snapshot) {
			const { aud = audience, ...document } = snapshot;
			return signDocument('troupe-snapshot+jwt', { ...document, aud }, signer, { nowMs: snapshot.iat * 1000, days: 1 });
		},
	};
}
