import { createRemoteJWKSet, customFetch, type FetchImplementation, type JWTVerifyGetKey } from 'jose';
import { getErrorMessage, TroupeError } from '../../../core/base/errors';
import { isSafeUrl } from '../../../core/base/network/loopback';

const timeoutMs = 5_000;
/** Time after which keys are read again, so that a withdrawn key ends. */
const keysLifetimeMs = 600_000;
/** Min time between key reads caused by unknown keys. */
const defaultCooldownMs = 30_000;
const maxDocumentBytes = 1024 * 1024;
/** After a failure, requests are refused for this time without asking the issuer. */
const pauseMs = 1_000;

interface IssuerOptions {
	request?: typeof fetch;
	cooldownMs?: number;
}

export interface Issuer {
	issuer: string;
	keys: JWTVerifyGetKey;
	document: Readonly<Record<string, unknown>>;
}

/** Drops the final slash: Discovery, section 4, asks both forms at one address, so they name one issuer. */
export const withoutSlash = (issuer: string): string => issuer.replace(/\/$/, '');

/** Reads an issuer's key set on first use: OpenID Connect Discovery 1.0, section 4. */
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

/** Reads the issuer's discovery document. @param fail creates the caller's error @throws TroupeError ISSUER_UNREACHABLE */
export async function discoverIssuer(
	expected: string,
	request: typeof fetch,
	fail = unreachable,
): Promise<Record<string, unknown> & { issuer: string }> {
	const address = `${withoutSlash(expected)}/.well-known/openid-configuration`;
	const document = await readDocument(address, request).catch((cause: unknown) => {
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

export const unreachable = (issuer: string, why: string, cause?: unknown): TroupeError =>
	new TroupeError({
		code: 'ISSUER_UNREACHABLE',
		message: `The keys of the issuer ${issuer} cannot be read: ${why}.`,
		fix: 'Check TROUPE_OIDC_ISSUER, and that the service reaches this address. It tries again after a second.',
		retryable: true,
		retryAfterMs: 5_000,
		cause,
	});
