import { audience } from '../../documents/documents';
import type { SnapshotDocument } from '../../documents/documents';
import { signToken, type SigningKey } from '../../token/sign-token';

/** A snapshot key that the registry may use; where it lies is its own matter. */
export interface SnapshotSigner {
	keyId: string;
	sign(snapshot: Omit<SnapshotDocument, 'iss'>): Promise<string>;
}

export function snapshotSigner(key: SigningKey): SnapshotSigner {
	return {
		keyId: key.keyId,
		sign(snapshot) {
			const { aud = audience, ...document } = snapshot;
			return Promise.resolve(signToken('troupe-snapshot+jwt', { ...document, aud }, key, { nowMs: snapshot.iat * 1000, days: 1 }));
		},
	};
}
