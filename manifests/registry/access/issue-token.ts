import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { countNouns } from '../../../core/base/text/count-nouns';
import { readEditedBytes } from '../../../core/base/text/read-edited-file';
import { tenantPattern } from '../../documents/documents';
import type { PublicJwk } from '../../documents/root-document';
import { commandEnding, readPublicKey, readSigner } from '../../keys/key-files';
import { toJwk } from '../../keys/key-name';
import { readKeySet } from '../../token/key-set';
import { generateKey, openKeyFolder, writeKey } from '../../keys/make-key';
import { signPayload } from '../../token/sign-token';
import { writeAtomically } from '../../write-file';
import { scopes, type Scope } from '../registry-api';
import { accessAudience, accessIssuer, accessTokenType, maxAccessHours, subjectPattern } from './access-claims';

export const accessKeysFile = 'access-keys.json';

interface CreateAccessKeysRequest {
	into: string;
	/** Adds a key. Tokens of earlier keys stay valid while their public halves are in the set. */
	rotate?: boolean;
	/** Keeps only the new key, which invalidates all issued tokens. */
	replace?: boolean;
	passphrase?: string;
}

/**
 * Creates the signing key for access tokens and the registry's key set. With `access.signer.json`, creates no key and takes the public half from that
 * file. @throws TroupeError INPUT_INVALID when there is one already
 */
export async function createAccessKeys(request: CreateAccessKeysRequest): Promise<{ keyId: string; keysFile: string }> {
	const { into, rotate = false, replace = false, passphrase } = request;
	const keyFile = join(into, 'access.pem');
	const command = join(into, `access${commandEnding}`);
	const keysFile = join(into, accessKeysFile);
	const existingFile = [keyFile, keysFile].find((path) => existsSync(path));
	if (existingFile !== undefined && !rotate && !replace) throw existing(existingFile);
	const others = rotate && existsSync(keysFile) ? readPublicKeys(keysFile) : [];
	openKeyFolder(into);
	const key = existsSync(command) ? undefined : await generateKey('access');
	const jwk = key ? toJwk(key) : readPublicKey(command, 'access');
	// Writes the set first: the registry knows the key before its first token.
	const keys = [jwk, ...others.filter(({ kid }) => kid !== jwk.kid)];
	writeAtomically(keysFile, `${JSON.stringify({ keys }, null, '\t')}\n`);
	if (key) writeKey(into, 'access', key, passphrase);
	return { keyId: jwk.kid, keysFile };
}

interface IssueRequest {
	keysFolder: string;
	passphrase?: string;
	tenant: string;
	subject: string;
	scopes: readonly string[];
	/** Up to 2160: 90 days. */
	hours: number;
	nowMs: number;
}

/** RFC 9068. @throws TroupeError INPUT_INVALID */
export async function issueAccessToken(request: IssueRequest): Promise<{ token: string; id: string; keyId: string; expiresAt: string }> {
	checkRequest(request);
	const signer = readSigner(request.keysFolder, 'access', { passphrase: request.passphrase });
	const id = randomUUID();
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
		jti: id,
	};
	const token = await signPayload(accessTokenType, JSON.stringify(claims), signer);
	return { token, id, keyId: signer.keyId, expiresAt: new Date(exp * 1000).toISOString() };
}

function checkRequest({ tenant, subject, scopes: requested, hours }: IssueRequest): void {
	if (!tenantPattern.test(tenant))
		throw wrong(
			`The tenant ${JSON.stringify(tenant.slice(0, 80))} must consist of lower-case letters, digits and hyphens`,
			'Write it as `--tenant acme`.',
		);
	if (subject.trim() === '' || subject.length > 200 || !subjectPattern.test(subject))
		throw wrong(
			'The subject is not a text of 1 to 200 characters on one line',
			'Specify a person or a machine: `--subject ada@example.com`.',
		);
	const foreign = requested.find((scope) => !scopes.includes(scope as Scope));
	if (foreign !== undefined || requested.length === 0)
		throw wrong(
			foreign === undefined ? 'No scope was specified' : `The scope ${JSON.stringify(foreign.slice(0, 80))} does not exist`,
			`Choose from: ${scopes.join(', ')}.`,
		);
	if (!(hours > 0 && hours <= maxAccessHours))
		throw wrong(`A token cannot be valid for ${countNouns(hours, 'hour')}`, `Choose more than 0 and at most ${maxAccessHours} hours.`);
}

function readPublicKeys(file: string): PublicJwk[] {
	const bytes = readEditedBytes(file);
	const { keys } = readKeySet(file, bytes);
	return (JSON.parse(bytes.toString()) as { keys: PublicJwk[] }).keys.filter(({ kid }) => keys.has(kid));
}

const wrong = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
const existing = (path: string) =>
	wrong(
		`An access key exists already: ${path}`,
		'Add another one with --rotate, which keeps the issued tokens valid, or invalidate them all with --replace.',
	);
