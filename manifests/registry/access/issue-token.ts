import { createHash, createPrivateKey, createPublicKey, generateKeyPair, randomUUID, type KeyObject } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import jsonwebtoken from 'jsonwebtoken';
import { TroupeError } from '../../../core/errors';
import type { PublicJwk } from '../../documents/documents';
import { readKeySet } from '../../keys/key-set';
import { writeWhole } from '../../write-file';
import { scopes, type Scope } from '../registry-api';
import { accessAudience, accessIssuer, accessTokenType, longestAccessHours, tenantPattern } from './access-claims';

export const accessKeyFile = 'access.pem';
export const accessKeysFile = 'access-keys.json';
/** As for the keys of documents. */
const modulusLength = 3072;

export interface CreateAccessKeysRequest {
	/** The folder for `access.pem` and `access-keys.json`. */
	into: string;
	/** A further key: tokens of the ones before stay good until their public halves are taken out of the set. */
	rotate?: boolean;
	/** Leaves only the new key in the set: every token that was issued is void. */
	force?: boolean;
	passphrase?: string;
}

/**
 * Makes the key pair that signs access tokens, and the set by which the registry knows it. Only its owner can read the private key.
 * @throws TroupeError INPUT_INVALID when there is one already
 */
export async function createAccessKeys(request: CreateAccessKeysRequest): Promise<{ keyId: string; keysFile: string }> {
	const { into, rotate = false, force = false, passphrase } = request;
	const [keyFile, keysFile] = [join(into, accessKeyFile), join(into, accessKeysFile)];
	if (existsSync(keyFile) && !rotate && !force) throw existing(keyFile);
	const others = rotate && existsSync(keysFile) ? publicKeysOf(keysFile) : [];
	mkdirSync(into, { recursive: true, mode: 0o700 });
	chmodSync(into, 0o700);
	const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength, publicExponent: 65537 });
	const jwk = jwkOf(privateKey);
	// The set first: a token of the new key is never issued before the registry could know it.
	writeWhole(keysFile, `${JSON.stringify({ keys: [jwk, ...others] }, null, '\t')}\n`);
	const encryption = passphrase ? { cipher: 'aes-256-cbc', passphrase } : {};
	writeWhole(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }) as string, 0o600);
	return { keyId: jwk.kid, keysFile };
}

export interface IssueRequest {
	/** The folder of `access.pem`. */
	keysFolder: string;
	passphrase?: string;
	tenant: string;
	/** A person or a machine, such as `ada@example.com`. */
	subject: string;
	scopes: readonly string[];
	/** Up to 2160: 90 days. */
	hours: number;
	nowMs: number;
}

/**
 * Signs an access token: RFC 9068.
 * @throws TroupeError INPUT_INVALID
 */
export function issueAccessToken(request: IssueRequest): { token: string; keyId: string; expiresAt: string } {
	checkRequest(request);
	const privateKey = readPrivateKey(join(request.keysFolder, accessKeyFile), request.passphrase);
	const { kid } = jwkOf(privateKey);
	const iat = Math.floor(request.nowMs / 1000);
	const exp = iat + Math.round(request.hours * 3600);
	const claims = {
		iss: accessIssuer,
		aud: accessAudience,
		sub: request.subject,
		client_id: request.subject,
		tenant: request.tenant,
		scope: request.scopes.join(' '),
		iat,
		exp,
		jti: randomUUID(),
	};
	const token = jsonwebtoken.sign(claims, privateKey, { algorithm: 'RS256', header: { alg: 'RS256', typ: accessTokenType, kid } });
	return { token, keyId: kid, expiresAt: new Date(exp * 1000).toISOString() };
}

function checkRequest({ tenant, subject, scopes: asked, hours }: IssueRequest): void {
	if (!tenantPattern.test(tenant))
		throw wrong(
			`The tenant ${JSON.stringify(tenant.slice(0, 80))} is no name of small letters, digits and dashes`,
			'Write it as `--tenant acme`.',
		);
	if (subject.trim() === '' || subject.length > 200)
		throw wrong('The subject is not a text of 1 to 200 letters', 'Name a person or a machine: `--subject ada@example.com`.');
	const foreign = asked.find((scope) => !scopes.includes(scope as Scope));
	if (foreign !== undefined || asked.length === 0)
		throw wrong(
			foreign === undefined ? 'No scope is named' : `There is no scope ${JSON.stringify(foreign.slice(0, 80))}`,
			`Choose of: ${scopes.join(', ')}.`,
		);
	if (!(hours > 0 && hours <= longestAccessHours))
		throw wrong(
			`A token of ${hours} hours is not issued`,
			`Choose more than 0 and at most ${longestAccessHours} hours: a token is taken back with its key only.`,
		);
}

function readPrivateKey(path: string, passphrase: string | undefined): KeyObject {
	if (!existsSync(path))
		throw wrong(`There is no access key: looked for ${path}`, 'Name its folder with --keys, or make it: `troupe manifest token keys`.');
	try {
		return createPrivateKey({ key: readFileSync(path), passphrase: passphrase ?? '' });
	} catch (cause) {
		const message = `The access key in ${path} cannot be opened: it is no PKCS#8 key, or TROUPE_KEY_PASSPHRASE is not its passphrase`;
		throw Object.assign(wrong(message, 'Set TROUPE_KEY_PASSPHRASE to the passphrase that it was made with.'), { cause });
	}
}

/** The keys of a set that are fit to verify with, as they stand there. */
function publicKeysOf(file: string): unknown[] {
	const bytes = readFileSync(file);
	const { keys } = readKeySet(file, bytes);
	return (JSON.parse(bytes.toString()) as { keys: PublicJwk[] }).keys.filter(({ kid }) => keys.has(kid));
}

function jwkOf(privateKey: KeyObject): PublicJwk {
	const { n, e } = createPublicKey(privateKey).export({ format: 'jwk' }) as { n: string; e: string };
	// RFC 7638, shortened.
	const thumbprint = createHash('sha256')
		.update(JSON.stringify({ e, kty: 'RSA', n }))
		.digest('base64url');
	return { kty: 'RSA', n, e, kid: `access-${thumbprint.slice(0, 16)}`, use: 'sig', alg: 'RS256' };
}

const wrong = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
const existing = (path: string) =>
	wrong(
		`There is an access key already: ${path}`,
		'Add a further one with --rotate, which keeps the tokens that were issued; or void them all with --force.',
	);
