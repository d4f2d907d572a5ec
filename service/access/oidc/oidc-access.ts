import { hash } from 'node:crypto';
import { errors, jwtVerify, type JWTPayload } from 'jose';
import { getErrorMessage, isTroupeError } from '../../../core/base/errors';
import { isTenant } from '../../../core/base/tenant';
import type { Login } from '../../../core/ports/access/login';
import { denied } from '../../../manifests/registry/access/access';
import { subjectPattern, type Grant } from '../../../manifests/registry/access/access-claims';
import { collectScopes, isScope } from '../scopes';
import { algorithms, toleranceSeconds } from './algorithms';
import { type Issuer, unreachable, withoutSlash } from './issuer-keys';
import type { OidcSettings } from './oidc-settings';
import { holdBack } from './step-up';
import { noncePrefix, refused as refusedStatement, verifyStatement } from './verify-statement';
import { operator } from '../operator';
import { isReaderName, nameAsker, readerBounds } from '../../../core/ports/knowledge/readers';

function nameClaims(sub: string, read: (path: string) => unknown, { groupsClaim, readerClaims }: ReaderClaims): string[] {
	// Keys and the service's token have such names.
	const person = sub.startsWith('key:') || sub === operator ? undefined : sub;
	const names = nameAsker({ person, groups: listTexts(read(groupsClaim)) });
	const claims = readerClaims.flatMap((path) => listTexts(read(path)).map((value) => `claim:${path}=${value}`));
	return [...names, ...claims.filter(isReaderName)].slice(0, readerBounds.names);
}

interface ReaderClaims {
	groupsClaim: string;
	readerClaims: readonly string[];
}

const listTexts = (value: unknown): string[] =>
	[value].flat().flatMap((one) => (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean' ? [String(one)] : []));

/** Keycloak's mark of identity and renewal tokens, which give no access. */
const otherTokens: unknown[] = ['ID', 'Refresh', 'Offline', 'Logout'];

interface OidcAccessParts {
	settings: OidcSettings;
	/** Default tenant for callers without one from the issuer. */
	tenant: string;
	keys: { find(): Promise<Issuer> };
	now?: () => number;
}

/** Accepts tokens of an OpenID Connect issuer: RFC 9068, and Keycloak's, whose type is JWT. */
export class OidcAccess {
	constructor(private readonly parts: OidcAccessParts) {}

	get issuer(): string {
		return this.parts.settings.issuer;
	}

	/** Compares the unverified issuer. */
	isIssuerOf(token: string): boolean {
		const [, payload = ''] = token.split('.');
		try {
			const { iss } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
			return typeof iss === 'string' && withoutSlash(iss) === withoutSlash(this.parts.settings.issuer);
		} catch {
			return false;
		}
	}

	/** @throws TroupeError ACCESS_DENIED, ISSUER_UNREACHABLE */
	async grantAccess(token: string): Promise<Grant> {
		const { settings, keys, now = Date.now } = this.parts;
		try {
			const issuer = await keys.find();
			const { payload } = await jwtVerify(token, issuer.keys, {
				issuer: issuer.issuer,
				audience: [...settings.audiences],
				algorithms,
				clockTolerance: toleranceSeconds,
				requiredClaims: ['exp', 'sub'],
				currentDate: new Date(now()),
			});
			return { ...this.#read(payload, token), verifyStatement: (text, view) => this.#verifyStatement(text, view, payload.sub!) };
		} catch (cause) {
			if (isTroupeError(cause)) throw cause;
			if (isFaultOfToken(cause)) throw refused(getErrorMessage(cause));
			throw unreachable(settings.issuer, getErrorMessage(cause), cause);
		}
	}

	async #verifyStatement(statement: string, viewSha256: string, subject: string): Promise<void> {
		const { settings, keys, now = Date.now } = this.parts;
		const issuer = await keys.find();
		const proof = await verifyStatement(statement, issuer, { audience: settings.audience, viewSha256, now: new Date(now()) }).catch(
			(cause: unknown) => {
				if (isTroupeError(cause)) throw cause;
				if (isFaultOfToken(cause)) throw refusedStatement(getErrorMessage(cause));
				throw unreachable(settings.issuer, getErrorMessage(cause), cause);
			},
		);
		if (proof.subject !== subject) throw refusedStatement('it is of another person than the access token');
	}

	#read(claims: JWTPayload, token: string): Grant {
		const { sub = '', exp = 0, iat, typ, nonce, scope, scp } = claims;
		if (otherTokens.includes(typ)) throw refused(`it is a token of the type ${String(typ)}, not an access token`);
		if (String(nonce).startsWith(noncePrefix)) throw refused('it proves an approval, and gives no access');
		if (!subjectPattern.test(sub)) throw refused('its sub is not a text of 1 to 200 characters on one line');
		const { settings, now = Date.now } = this.parts;
		const named = [readClaim(claims, settings.rolesClaim)].flat().filter((name) => typeof name === 'string');
		const granted = settings.roles === undefined ? named : named.flatMap((name) => settings.roles?.get(name) ?? []);
		// RFC 9068 has a text in `scope`; Entra ID a text in `scp`, Okta a list in it.
		const scopes = [scope, scp].flat().flatMap((names) => (typeof names === 'string' ? names.split(' ').filter(isScope) : []));
		return {
			...(iat !== undefined && { issuedAt: iat }),
			caller: { tenant: this.#readTenant(claims), subject: `oidc:${sub}`.slice(0, 200) },
			asker: nameClaims(sub, (path) => readClaim(claims, path), settings),
			...holdBack(collectScopes([...granted, ...scopes]), claims, settings, { nowSeconds: now() / 1000, toleranceSeconds }),
			login: readLogin(claims, token),
			...readBinding(claims),
			expiresAt: (exp + toleranceSeconds) * 1000,
		};
	}

	#readTenant(claims: JWTPayload): string {
		const { tenant, settings } = this.parts;
		if (settings.tenantClaim === undefined) return tenant;
		const named = readClaim(claims, settings.tenantClaim);
		if (typeof named === 'string' && isTenant(named)) return named;
		throw refused(`its claim ${settings.tenantClaim} is ${named === undefined ? 'missing' : 'not a text that names one tenant'}`);
	}
}

/** RFC 9449, 6.1: the thumbprint of the sender's key. */
function readBinding({ cnf }: JWTPayload): Pick<Grant, 'boundTo'> {
	const { jkt } = (cnf ?? {}) as { jkt?: unknown };
	if (jkt === undefined) return {};
	if (typeof jkt !== 'string') throw refused('its cnf.jkt is not a text');
	return { boundTo: jkt };
}

function readLogin({ iss = '', sub = '', jti, iat, auth_time: authTime, acr }: JWTPayload, token: string): Login {
	const toTime = (seconds: number) => new Date(seconds * 1000).toISOString();
	return {
		issuer: iss,
		subject: sub,
		tokenSha256: hash('sha256', token, 'hex'),
		...(typeof jti === 'string' && { tokenId: jti.slice(0, 200) }),
		...(isTime(iat) && { issuedAt: toTime(iat) }),
		...(isTime(authTime) && { authTime: toTime(authTime) }),
		...(typeof acr === 'string' && { acr: acr.slice(0, 200) }),
	};
}

const isTime = (seconds: unknown): seconds is number => typeof seconds === 'number' && Math.abs(seconds) < 8e12;

/** @param path names, separated by dots. A claim with dots in its own name comes first, such as `https://example.com/roles`. */
function readClaim(claims: JWTPayload, path: string): unknown {
	if (Object.hasOwn(claims, path)) return claims[path];
	const step = (value: unknown, name: string) =>
		typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
	return path.split('.').reduce<unknown>(step, claims);
}

/** False: the key set could not be read. */
function isFaultOfToken(error: unknown): boolean {
	if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return false;
	// jose: the key set's answer is not 200, or not JSON.
	return error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC';
}

const refused = (why: string) =>
	denied('invalid', `The token of the issuer is refused: ${why}.`.replace(/\.\.$/, '.'), 'Sign in again, or ask who runs the issuer.');
