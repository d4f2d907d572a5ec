import canonicalize from 'canonicalize';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { readSigner } from '../keys/key-files';
import { signPayload } from './sign-token';

interface StatementKey {
	/** The folder of the keys. */
	keys: string;
	role: 'author' | 'approver';
	environment: Environment;
}

/** Signs a statement of a type of its own, made at a time and valid for some days. */
export type SignStatement = (statement: object, validity: { atMs: number; days: number }) => Promise<string>;

/**
 * Opens the key of a role.
 * @returns what signs statements as JWS in compact serialization, which `troupe manifest check-token` verifies
 * @throws TroupeError INPUT_INVALID
 */
export function openStatementSigner(type: string, { keys, role, environment }: StatementKey): SignStatement {
	const signer = readSigner(keys, role, { passphrase: readSetting('TROUPE_KEY_PASSPHRASE', environment) });
	return (statement, { atMs, days }) => {
		const iat = Math.floor(atMs / 1000);
		return signPayload(type, canonicalize({ ...statement, iat, exp: iat + days * 86_400 })!, signer);
	};
}
