import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../../core/base/errors';
import { tenantPattern, type PublicJwk } from '../../documents/documents';
import { commandEnding, readPublicKey, readSigner } from '../../keys/key-files';
import { toJwk } from '../../keys/key-name';
import { readKeySet } from '../../token/key-set';
import { generateKey, openKeyFolder, writeKey } from '../../keys/make-key';
import { signPayload } from '../../token/sign-token';
import { writeWhole } from '../../write-file';
import { scopes, type Scope } from '../registry-api';
import { accessAudience, accessIssuer, accessTokenType, longestAccessHours, subjectPattern } from './access-claims';

export const accessKeysFile = 'access-keys.json';

interface CreateAccessKeysRequest {
	/** The folder for `access.pem` and `access-keys.json`. */
	into: string;
	/** A further key: tokens of the ones before stay good until their public halves are taken out of the set. */
	rotate?: boolean;
	/** Leaves only the new key in the set: every token that was issued is void. */
	force?: boolean;
	passphrase?: string;
}

/**
 * Makes the key pair that signs access tokens, and the set by which the registry knows it. Where `access.signer.json` names a command that
 * signs, no key is made, and the set gets the public half that stands there.
 * @throws TroupeError INPUT_INVALID when there is one already
 */
export async function createAccessKeys(request: CreateAccessKeysRequest): Promise<{ keyId: string; keysFile: string }> {
	const { into, rotate = false, force = false, passphrase } = request;
	const [keyFile, command, keysFile] = [join(into, 'access.pem'), join(into, `access${commandEnding}`), join(into, accessKeysFile)];
	const known = [keyFile, keysFile].find((path) => existsSync(path));
	if (known !== undefined && !rotate && !force) throw existing(known);
	const others = rotate && existsSync(keysFile) ? publicKeysOf(keysFile) : [];
	openKeyFolder(into);
	const key = existsSync(command) ? undefined : await generateKey('access');
	const jwk = key ? toJwk(key) : readPublicKey(command, 'access');
	// The set first: a token of the new key is never issued before the registry could know it.
	const keys = [jwk, ...others.filter(({ kid }) => kid !== jwk.kid)];
	writeWhole(keysFile, `${JSON.stringify({ keys }, null, '\t')}\n`);
	if (key) writeKey(into, 'access', key, passphrase);
	return { keyId: jwk.kid, keysFile };
}

interface IssueRequest {
	/** The folder of `access.pem`, or of `access.signer.json`. */
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
export async function issueAccessToken(request: IssueRequest): Promise<{ token: string; keyId: string; expiresAt: string }> {
	checkRequest(request);
	const signer = readSigner(request.keysFolder, 'access', { passphrase: request.passphrase });
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
	const token = await signPayload(accessTokenType, JSON.stringify(claims), signer);
	return { token, keyId: signer.keyId, expiresAt: new Date(exp * 1000).toISOString() };
}

function checkRequest({ tenant, subject, scopes: asked, hours }: IssueRequest): void {
	if (!tenantPattern.test(tenant))
		throw wrong(
			`The tenant ${JSON.stringify(tenant.slice(0, 80))} is no name of small letters, digits and dashes`,
			'Write it as `--tenant acme`.',
		);
	if (subject.trim() === '' || subject.length > 200 || !subjectPattern.test(subject))
		throw wrong('The subject is not a text of 1 to 200 letters on one line', 'Name a person or a machine: `--subject ada@example.com`.');
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

/** The keys of a set that are fit to verify with, as they stand there. */
function publicKeysOf(file: string): PublicJwk[] {
	const bytes = readFileSync(file);
	const { keys } = readKeySet(file, bytes);
	return (JSON.parse(bytes.toString()) as { keys: PublicJwk[] }).keys.filter(({ kid }) => keys.has(kid));
}

const wrong = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
const existing = (path: string) =>
	wrong(
		`There is an access key already: ${path}`,
		'Add a further one with --rotate, which keeps the tokens that were issued; or void them all with --force.',
	);
