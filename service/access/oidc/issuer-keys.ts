import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';

const timeoutMs = 5_000;
/** Keys are read again after this time, so a key that the issuer has withdrawn ends within it. */
const keysLifetimeMs = 600_000;
/** A token with an unknown key makes the service ask for the keys again, this often at most. */
const defaultCooldownMs = 30_000;
const maxDocumentBytes = 1024 * 1024;
/** After a failure, requests are refused for so long without asking the issuer. */
const pauseMs = 1_000;

interface IssuerOptions {
	request?: typeof fetch;
	cooldownMs?: number;
}

/** What an issuer says about itself. */
export interface Issuer {
	/** As in the `iss` of its tokens. */
	issuer: string;
	keys: JWTVerifyGetKey;
	/** Its document of Discovery. */
	document: Readonly<Record<string, unknown>>;
}

/** Drops the slash at the end: section 4 of Discovery asks both forms at one address, so they name one issuer. */
export const withoutSlash = (issuer: string): string => issuer.replace(/\/$/, '');

/** Reads the key set of an issuer: OpenID Connect Discovery 1.0, section 4. Both are read when they are first needed. */
export class IssuerKeys {
	#found: Promise<Issuer> | undefined;

	readonly #request: typeof fetch;
	readonly #cooldownMs: number;

	constructor(
		private readonly issuer: string,
		{ request = fetch, cooldownMs = defaultCooldownMs }: IssuerOptions = {},
	) {
		this.#request = request;
		this.#cooldownMs = cooldownMs;
	}

	/** @throws TroupeError ISSUER_UNREACHABLE */
	find(): Promise<Issuer> {
		this.#found ??= this.#discover().catch((cause: unknown) => {
			setTimeout(() => (this.#found = undefined), pauseMs).unref();
			throw cause;
		});
		return this.#found;
	}

	async #discover(): Promise<Issuer> {
		const document = await discoverIssuer(this.issuer, this.#request);
		const { issuer, jwks_uri: keys } = document;
		if (typeof keys !== 'string' || !isSafeUrl(keys)) throw unreachable(this.issuer, 'its jwks_uri is not an https address');
		const options = { timeoutDuration: timeoutMs, cacheMaxAge: keysLifetimeMs, cooldownDuration: this.#cooldownMs };
		const request: FetchImplementation = (url, init) => this.#request(url, init);
		return { issuer, document, keys: createRemoteJWKSet(new URL(keys), { ...options, [customFetch]: request }) };
	}
}

/**
 * Reads what an issuer says about itself, in its own document alone.
 * @param fail creates the error for whoever asks @throws TroupeError ISSUER_UNREACHABLE
 */
export async function discoverIssuer(
	expected: string,
	request: typeof fetch,
	fail = unreachable,
): Promise<Record<string, unknown> & { issuer: string }> {
	const address = `${withoutSlash(expected)}/.well-known/openid-configuration`;
	const document = await readDocument(address, request).catch((cause: unknown) => {
		// fetch says why in the cause of its error.
		throw fail(expected, getErrorMessage((cause as Error).cause ?? cause), cause);
	});
	const { issuer } = document;
	// Section 4.3: otherwise one issuer could speak for another.
	if (typeof issuer !== 'string' || withoutSlash(issuer) !== withoutSlash(expected))
		throw fail(expected, `${address} is the document of another issuer: ${JSON.stringify(issuer)}`);
	return { ...document, issuer };
}

async function readDocument(address: string, request: typeof fetch): Promise<Record<string, unknown>> {
	const answer = await request(address, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
	if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
	const text = await answer.text();
	if (text.length > maxDocumentBytes) throw new Error(`${address} answered more than 1 MB`);
	return JSON.parse(text) as Record<string, unknown>;
}

/** Creates the error for an issuer that does not tell its keys. */
export const unreachable = (issuer: string, why: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'ISSUER_UNREACHABLE',
		message: `The keys of the issuer ${issuer} cannot be read: ${why}.`,
		fix: 'Check TROUPE_OIDC_ISSUER, and that the service reaches this address. It tries again after a second.',
		retryable: true,
		retryAfterMs: 5_000,
		cause,
	});
