import { createHash, createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TroupeError } from '../../core/errors';
import { rootFileName, roles, type PublicJwk, type Role } from '../documents/documents';
import { signToken, type SigningKey } from '../token/sign-token';
import { writeWhole } from '../write-file';

/** Generated in about 0.1 s; good beyond 2030 (NIST SP 800-57 part 1, table 2). */
const modulusLength = 3072;
const rootDays = 3650;

export interface CreateKeysRequest {
	/** The folder for `<role>.pem` and `root.jwt`. */
	into: string;
	/** True for a root that no person vouches for. */
	development: boolean;
	/** Whether keys that are already there may be lost. */
	force?: boolean;
	/** Encrypts the private keys. */
	passphrase?: string;
	nowMs: number;
}

export interface CreatedKeys {
	folder: string;
	root: string;
	keyIds: Record<Role, string>;
}

/**
 * Makes a key pair for each role and the root that names them. The private keys can be read by their owner only.
 * @throws TroupeError INPUT_INVALID when there are keys already
 */
export async function createKeys(request: CreateKeysRequest): Promise<CreatedKeys> {
	const { into, development, passphrase, nowMs } = request;
	if (!request.force) refuseExisting(into);
	mkdirSync(into, { recursive: true, mode: 0o700 });
	chmodSync(into, 0o700);
	const pairs = await Promise.all(roles.map(async (role) => ({ role, key: await generateKey(role) })));
	for (const { role, key } of pairs) writeWhole(keyFile(into, role), toPem(key.privateKey, passphrase), 0o600);
	const keyIds = Object.fromEntries(pairs.map(({ role, key }) => [role, key.keyId])) as Record<Role, string>;
	const keyOf = (role: Role) => ({ keyIds: [keyIds[role]], threshold: 1 });
	const document = {
		ver: 1,
		keys: pairs.map(({ key }) => toJwk(key)),
		roles: { root: keyOf('root'), author: keyOf('author'), approver: keyOf('approver'), snapshot: keyOf('snapshot') },
		development,
	};
	const root = join(into, rootFileName);
	const [rootPair] = pairs;
	if (rootPair) writeWhole(root, signToken('troupe-root+jwt', document, rootPair.key, { nowMs, days: rootDays }));
	return { folder: into, root, keyIds };
}

/**
 * Reads one role's private key.
 * @throws TroupeError INPUT_INVALID when it is not there or the passphrase does not open it
 */
export function readSigningKey(folder: string, role: Role, passphrase?: string): SigningKey {
	const path = keyFile(folder, role);
	if (!existsSync(path)) {
		const message = `There is no ${role} key: looked for ${path}`;
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message,
			fix: 'Name the folder of the keys with --keys, or make them: `troupe manifest keys create`.',
		});
	}
	try {
		const privateKey = createPrivateKey({ key: readFileSync(path), passphrase: passphrase ?? '' });
		return { keyId: keyIdOf(role, privateKey), privateKey };
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The ${role} key in ${path} cannot be opened: it is no PKCS#8 key, or TROUPE_KEY_PASSPHRASE is not its passphrase`,
			fix: 'Set TROUPE_KEY_PASSPHRASE to the passphrase that the keys were made with.',
			cause,
		});
	}
}

/** The public half, as the root lists it. */
export function toJwk({ keyId, privateKey }: SigningKey): PublicJwk {
	const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string };
	return { kty: 'RSA', n, e, kid: keyId, use: 'sig', alg: 'RS256' };
}

/** A new key pair, under a name that tells its role. */
export async function generateKey(role: Role): Promise<SigningKey> {
	const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength, publicExponent: 65537 });
	return { keyId: keyIdOf(role, privateKey), privateKey };
}

/** Role and JWK thumbprint (RFC 7638), shortened: a name that two keys do not come to share. */
function keyIdOf(role: Role, privateKey: KeyObject): string {
	const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string };
	const thumbprint = createHash('sha256')
		.update(JSON.stringify({ e, kty: 'RSA', n }))
		.digest('base64url');
	return `${role}-${thumbprint.slice(0, 16)}`;
}

/** PKCS#8, encrypted where there is a passphrase. */
export function toPem(privateKey: KeyObject, passphrase: string | undefined): string {
	const encryption = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {};
	return privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }) as string;
}

function refuseExisting(folder: string): void {
	const existing = [...roles.map((role) => keyFile(folder, role)), join(folder, rootFileName)].find((path) => existsSync(path));
	if (existing === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `There are keys already: ${existing}`,
		fix: 'Choose another folder with --into, or lose these for good with --force.',
	});
}

/** Where a role's private key lies. */
export const keyFile = (folder: string, role: Role) => join(folder, `${role}.pem`);
