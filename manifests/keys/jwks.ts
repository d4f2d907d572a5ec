import type { PublicJwk } from '../documents/root-document';
import { SeenFiles } from '../tree/seen-files';
import type { TrustFolders } from '../trust/trust-folders';
import { TrustStore } from '../trust/trust-store';
import type { TrustRules } from '../trust/trust-rules';

/** RFC 7517, section 5. */
export interface PublicKeySet {
	keys: PublicJwk[];
}

/** For information only: trust comes from the root, never from this list. @throws TroupeError TRUST_ROOT_MISSING, TOKEN_INVALID */
export function readPublicKeySet(folders: TrustFolders, nowMs: number, rules?: TrustRules): PublicKeySet {
	return { keys: new TrustStore(folders, new SeenFiles(), nowMs, rules).root.document.keys };
}
