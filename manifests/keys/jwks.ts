import { join } from 'node:path';
import { trustFolderName, type PublicJwk } from '../documents/documents';
import { SeenFiles } from '../tree/seen-files';
import { TrustStore } from '../trust/trust-store';

/** A key set, RFC 7517, section 5. */
export interface PublicKeySet {
	keys: PublicJwk[];
}

/**
 * Reads the keys of the root that a package is verified against. For information only: trust comes from the root, never from this list.
 * @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID
 */
export function readPublicKeySet(packageFolder: string, pinnedTrust: string, nowMs: number): PublicKeySet {
	const folders = { pinned: pinnedTrust, bundled: join(packageFolder, trustFolderName) };
	return { keys: new TrustStore(folders, new SeenFiles(), nowMs).root.document.keys };
}
