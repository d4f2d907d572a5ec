import { hash, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isTroupeError, messageOf, TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../documents/documents';
import { readKeySet, type KeySet } from '../../token/key-set';
import { checkToken } from '../../token/verify-jwt';
import { SeenFiles } from '../../tree/seen-files';
import { scopes } from '../registry-api';
import { denied, type Access } from './access';
import { accessAudience, accessIssuer, accessTokenType, grantOfClaims, longestAccessHours, type Grant } from './access-claims';

interface AccessTokensParts {
	/** The JWK set of whoever issues access tokens. Looked at again when it changes. */
	keysFile?: string;
	/** `iss` of the tokens. */
	issuer?: string;
	/** Where there is no key set: a text that stands for all scopes of the default tenant, for a service that only this machine reaches. */
	localToken?: string;
	now?: () => number;
}

/** A change of the key set counts after so long at the latest. */
const lookAgainMs = 250;
/** Tokens that were verified are known by their hash until they are over. */
const mostKnown = 10_000;
const shortestLocalToken = 16;
/** How far ahead the issuer's clock may go. */
const forgivenSeconds = 60;

/** Verifies access tokens: RFC 9068, by the same strict gate as all tokens. */
export class AccessTokens implements Access {
	readonly #now: () => number;
	readonly #known = new Map<string, Grant>();
	#keys: KeySet | undefined;
	#seen = new SeenFiles();
	#lookedAt = -Infinity;

	constructor(private readonly parts: AccessTokensParts) {
		this.#now = parts.now ?? Date.now;
	}

	/** Whether there is anything by which a caller could be let in. */
	get isOpen(): boolean {
		return this.parts.keysFile !== undefined || (this.parts.localToken?.length ?? 0) >= shortestLocalToken;
	}

	/** @throws TroupeError ACCESS_DENIED, REGISTRY_NOT_READY */
	grantOf(token: string): Grant {
		const { keysFile, localToken } = this.parts;
		if (keysFile === undefined) return grantOfLocal(token, localToken);
		const keys = this.#readKeys(keysFile);
		const digest = hash('sha256', token, 'base64');
		const known = this.#known.get(digest);
		if (known && this.#now() < known.expiresAt) return known;
		this.#known.delete(digest);
		const grant = this.#verify(token, keys);
		this.#known.set(digest, grant);
		const [oldest] = this.#known.keys();
		if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
		return grant;
	}

	#verify(token: string, keys: KeySet): Grant {
		try {
			const { claims } = checkToken('The access token', Buffer.from(token), keys, {
				nowMs: this.#now(),
				type: accessTokenType,
				issuer: this.parts.issuer ?? accessIssuer,
				audience: accessAudience,
				maximumLifetimeSeconds: longestAccessHours * 3600,
				forgivenSeconds,
			});
			const grant = grantOfClaims(claims);
			if (typeof grant === 'string') throw refused(`The access token is refused: ${grant}`);
			return grant;
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
			throw refused(error.message, error.details.reason);
		}
	}

	#readKeys(file: string): KeySet {
		const now = this.#now();
		// A clock that was set back puts nothing off.
		if (this.#keys && Math.abs(now - this.#lookedAt) < lookAgainMs) return this.#keys;
		this.#lookedAt = now;
		if (this.#keys && this.#seen.unchanged() && this.#seen.settled(now)) return this.#keys;
		try {
			const seen = new SeenFiles();
			seen.noteTarget(file);
			const keys = readKeySet(`The key set ${file}`, readFileSync(file));
			if (this.#keys === undefined || !isSame(keys, this.#keys)) this.#known.clear();
			this.#seen = seen;
			return (this.#keys = keys);
		} catch (cause) {
			// A set that cannot be read may have lost a key: nobody is let in by the last one.
			this.#keys = undefined;
			this.#known.clear();
			throw notReady(`the key set for access tokens cannot be read (${reasonOf(cause)})`, cause);
		}
	}
}

function grantOfLocal(token: string, localToken: string | undefined): Grant {
	if (localToken === undefined || localToken.length < shortestLocalToken) throw notReady('there is no key set for access tokens');
	const digest = (text: string) => hash('sha256', text, 'buffer');
	if (!timingSafeEqual(digest(token), digest(localToken))) throw refused('The access token is not the TROUPE_API_TOKEN of this service.');
	return { caller: { tenant: defaultTenant, subject: 'local' }, scopes: new Set(scopes), expiresAt: Infinity };
}

function isSame(a: KeySet, b: KeySet): boolean {
	return a.keys.size === b.keys.size && [...a.keys].every(([kid, key]) => b.keys.get(kid)?.equals(key) === true);
}

// Paths of the service's machine are not for callers.
const reasonOf = (error: unknown) => (isTroupeError(error) ? error.code : ((error as NodeJS.ErrnoException).code ?? messageOf(error)));

function refused(message: string, rule?: unknown): TroupeError {
	const fix = 'Get a new one from whoever issues them: `troupe manifest token issue`.';
	return denied('invalid', message, fix, rule === undefined ? {} : { rule });
}

function notReady(why: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: `The registry lets nobody in yet: ${why}.`,
		fix: 'Make keys with `troupe manifest token keys`, put its access-keys.json into the folder of the registry, or name it by TROUPE_ACCESS_KEYS, and start the service again.',
		cause,
	});
}
