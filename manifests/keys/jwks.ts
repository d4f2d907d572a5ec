import { join } from 'node:path';
import { trustFolderName, type PublicJwk, type RootDocument } from '../documents/documents';
import { SeenFiles } from '../tree/seen-files';
import { TrustStore } from '../trust/trust-store';

/** RFC 7517, section 5. */
export interface PublicKeySet {
	keys: PublicJwk[];
}

/** The root's keys as a JWK set. For information: trust comes through the root, never through this list. */
export function publicKeySet(root: Pick<RootDocument, 'keys'>): PublicKeySet {
	return { keys: root.keys };
}

/**
 * The key set of the root that a package is verified against.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID
 */
export function readPublicKeySet(packageFolder: string, pinnedTrust: string, nowMs: number): PublicKeySet {
	const folders = { pinned: pinnedTrust, bundled: join(packageFolder, trustFolderName) };
	return publicKeySet(new TrustStore(folders, new SeenFiles(), nowMs).root.document);
}
