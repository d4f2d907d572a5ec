import type { KeyObject } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { Role } from '../../../manifests/documents/documents';
import type { RootDocument } from '../../../manifests/documents/root-document';
import type { RegistryApi } from '../../../manifests/registry/registry-api';
import { inspectDocument } from '../../../manifests/token/inspect-document';
import type { SigningKey } from '../../../manifests/token/sign-token';
import { isPublicHalf } from './signing-key';

interface Signer extends SigningKey {
	/** Owner of the key, where the root names one. */
	owner: string;
}

/**
 * Under which name the registry's root knows a private key. Nobody has verified that root: a wrong name costs a refused signature, and nothing more.
 * @throws TroupeError INPUT_INVALID where the root gives the key no such role
 */
export async function findSigner(api: RegistryApi, privateKey: KeyObject, role: Role): Promise<Signer> {
	const root = await readNewestRoot(api);
	const match = root.keys.find((key) => isPublicHalf(privateKey, key));
	if (!match) {
		throw invalid(
			'is not in the root of this registry',
			'Have it added to the root (`troupe manifest keys`), or select the credential of another key.',
		);
	}
	const roles = (Object.keys(root.roles) as Role[]).filter((name) => root.roles[name].keyIds.includes(match.kid));
	if (root.revokedKeyIds?.includes(match.kid))
		throw invalid(`(${match.kid}) was revoked`, 'Select the credential of a key that is not revoked.');
	if (Object.hasOwn(root.retiredKeys ?? {}, match.kid))
		throw invalid(`(${match.kid}) is retired`, 'Select the credential of a key that can sign.');
	if (!roles.includes(role)) {
		throw invalid(
			`(${match.kid}) has the role ${roles.join(', ') || 'none'}, but the role ${role} is needed`,
			`Select the credential of ${role === 'author' ? 'an author' : 'an approver'}’s key.`,
		);
	}
	return { keyId: match.kid, privateKey, owner: root.owners?.[match.kid] ?? match.kid };
}

/** The root that the registry says is the newest. Nobody has verified it. @throws TroupeError REGISTRY_NOT_READY */
export async function readNewestRoot(api: RegistryApi): Promise<RootDocument> {
	const newest = (await api.roots(1)).at(-1);
	if (newest) return inspectDocument('the root', Buffer.from(newest.tokens.split('\n')[0]!.trim())).claimed as RootDocument;
	throw new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: 'The registry has no root yet, so no one can sign for it.',
		fix: 'Add one first: `troupe manifest root`.',
	});
}

function invalid(what: string, fix: string): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message: `The signing key ${what}.`, fix });
}
