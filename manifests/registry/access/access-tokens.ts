import { hash, timingSafeEqual } from 'node:crypto';
import { isTroupeError, getErrorMessage, TroupeError } from '../../../core/base/errors';
import { readEditedBytes } from '../../../core/base/text/read-edited-file';
import { defaultTenant } from '../../documents/documents';
import { readKeySet, type KeySet } from '../../token/key-set';
import { verifyJwt } from '../../token/verify-jwt';
import { SeenFiles } from '../../tree/seen-files';
import { scopes } from '../registry-api';
import { denied, type Access } from './access';
import { accessAudience, accessIssuer, accessTokenType, readGrant, maxAccessHours, type Grant } from './access-claims';

interface AccessTokensParts {
	keysFile?: string;
	issuer?: string;
	/** Without a key set: grants all scopes of the default tenant, for a service that only this machine can reach. */
	localToken?: string;
	now?: () => number;
}

/** A change of the key set takes effect within this time. */
const lookAgainMs = 250;
const maxCached = 10_000;
const minLocalTokenLength = 16;
/** Max lead of the issuer's clock. */
const forgivenSeconds = 60;

export class AccessTokens implements Access {
	readonly #now: () => number;
	readonly #known = new Map<string, Grant>();
	#keys: KeySet | undefined;
	#seen = new SeenFiles();
	#lookedAt = -Infinity;

	constructor(private readonly parts: AccessTokensParts) {
		this.#now = parts.now ?? Date.now;
	}

	get isOpen(): boolean {
		return this.parts.keysFile !== undefined || (this.parts.localToken?.length ?? 0) >= minLocalTokenLength;
	}

	/** @throws TroupeError ACCESS_DENIED, REGISTRY_NOT_READY */
	grantAccess(token: string): Grant {
		const { keysFile, localToken } = this.parts;
		if (keysFile === undefined) return grantLocal(token, localToken);
		const keys = this.#readKeys(keysFile);
		const digest = hash('sha256', token, 'base64');
		const cached = this.#known.get(digest);
		if (cached && this.#now() < cached.expiresAt) return cached;
		this.#known.delete(digest);
		const grant = this.#verify(token, keys);
		this.#known.set(digest, grant);
		const [oldest] = this.#known.keys();
		if (this.#known.size > maxCached && oldest !== undefined) this.#known.delete(oldest);
		return grant;
	}

	#verify(token: string, keys: KeySet): Grant {
		try {
			const { claims } = verifyJwt('The access token', Buffer.from(token), keys, {
				nowMs: this.#now(),
				type: accessTokenType,
				issuer: this.parts.issuer ?? accessIssuer,
				audience: accessAudience,
				maxLifetimeSeconds: maxAccessHours * 3600,
				forgivenSeconds,
			});
			const grant = readGrant(claims);
			if (typeof grant === 'string') throw refused(`The access token is refused: ${grant}`);
			return grant;
		} catch (error) {
			if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
			throw refused(error.message, error.details.reason);
		}
	}

	#readKeys(file: string): KeySet {
		const now = this.#now();
		// A clock that was set back must not delay the check.
		if (this.#keys && Math.abs(now - this.#lookedAt) < lookAgainMs) return this.#keys;
		this.#lookedAt = now;
		if (this.#keys && this.#seen.unchanged() && this.#seen.settled(now)) return this.#keys;
		try {
			const seen = new SeenFiles();
			seen.noteTarget(file);
			const keys = readKeySet(`The key set ${file}`, readEditedBytes(file));
			if (this.#keys === undefined || !isSame(keys, this.#keys)) this.#known.clear();
			this.#seen = seen;
			return (this.#keys = keys);
		} catch (cause) {
			this.#keys = undefined;
			this.#known.clear();
			throw notReady(`the key set for access tokens cannot be read (${describeCause(cause)})`, cause);
		}
	}
}

function grantLocal(token: string, localToken: string | undefined): Grant {
	if (localToken === undefined || localToken.length < minLocalTokenLength) throw notReady('there is no key set for access tokens');
	const digest = (text: string) => hash('sha256', text, 'buffer');
	if (!timingSafeEqual(digest(token), digest(localToken))) throw refused('The access token is not the TROUPE_API_TOKEN of this service.');
	return { caller: { tenant: defaultTenant, subject: 'local' }, scopes: new Set(scopes), expiresAt: Infinity };
}

function isSame(a: KeySet, b: KeySet): boolean {
	return a.keys.size === b.keys.size && [...a.keys].every(([kid, key]) => b.keys.get(kid)?.equals(key) === true);
}

// Hides the server's paths from callers.
const describeCause = (error: unknown) =>
	isTroupeError(error) ? error.code : ((error as NodeJS.ErrnoException).code ?? getErrorMessage(error));

function refused(message: string, rule?: unknown): TroupeError {
	const fix = 'Get a new one from its issuer: `troupe manifest token issue`.';
	return denied('invalid', message, fix, rule === undefined ? {} : { rule });
}

function notReady(why: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'REGISTRY_NOT_READY',
		message: `The registry cannot give access yet: ${why}.`,
		fix: 'Create keys with `troupe manifest token keys`, put its access-keys.json into the folder of the registry or set TROUPE_ACCESS_KEYS to its path, and restart the service.',
		cause,
	});
}
