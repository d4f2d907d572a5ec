import { randomUUID } from 'node:crypto';
import { isTroupeError, TroupeError } from '../base/errors';
import { pause } from '../base/async/pause';
import type { VaultKeys } from '../guardrails/vault/vault-keys';
import type { Credential, CredentialData, Credentials, CredentialStore, SealedCredential } from '../ports/access/credentials';
import type { Clock } from '../ports/host';
import { findEnds, hasClientCredentials, isOauth, readTokens, type TokenServer, withTokens } from '../ports/access/oauth-tokens';
import { sealCredential, unsealCredential } from './credential-sealing';

interface KeptCredentialsParts {
	store: CredentialStore;
	keys: VaultKeys;
	tokens: TokenServer;
	clock: Clock;
	/** Interval of checks whether another process finished a renewal. Default 200 ms. */
	lookEveryMs?: number;
}

/** Tokens are renewed this long before they end. */
const marginMs = 60_000;
/** Meta renews only valid tokens, at most once a day. */
const metaMarginMs = 30 * 86_400_000;
const dayMs = 86_400_000;
/** Longer than a token server can take; then another process may renew. */
const leaseMs = 60_000;
const noSignal = new AbortController().signal;

/** The credentials of a host's store. One caller at a time renews tokens, over all processes that share the store. */
export class KeptCredentials implements Credentials {
	/** Renewals that others in this process wait for, by tenant, name and revision. */
	readonly #renewals = new Map<string, Promise<Credential>>();

	constructor(private readonly parts: KeptCredentialsParts) {}

	async resolve(name: string, tenant: string, signal: AbortSignal = noSignal): Promise<Credential> {
		const stored = await this.#find(name, tenant);
		const credential = await this.#open(stored);
		if (!isOauth(stored.type, credential.data)) return credential;
		const now = this.parts.clock.now();
		if (readTokens(credential.data) === undefined && !hasClientCredentials(credential.data)) throw loginMissing(name);
		if (readTokens(credential.data) !== undefined && !isRenewalDue(stored, now)) return credential;
		const isUsable = stored.tokenEndsAt !== null && stored.tokenEndsAt > now && readTokens(credential.data) !== undefined;
		try {
			return await this.#renewOnce(stored, credential.data, signal);
		} catch (error) {
			if (isUsable && !signal.aborted && isTroupeError(error)) return credential;
			throw error;
		}
	}

	async renew(refused: Credential, tenant: string, signal: AbortSignal = noSignal): Promise<Credential> {
		const stored = await this.#find(refused.name, tenant);
		const credential = await this.#open(stored);
		if (stored.revision !== refused.revision) return credential;
		if (isOauth(stored.type, credential.data)) return this.#renewOnce(stored, credential.data, signal);
		const problem = `The service refuses the credential ${refused.name}.`;
		await this.parts.store.noteCheck(stored, this.parts.clock.now(), problem);
		throw refusedByService(refused.name, problem);
	}

	async writeBack({ name, type, data, revision }: Credential, tenant: string): Promise<Credential> {
		const stored = await this.#find(name, tenant);
		if (stored.revision !== revision || stored.type !== type) return this.#open(stored);
		await this.#store(stored, data);
		return this.#open(await this.#find(name, tenant));
	}

	#renewOnce(stored: SealedCredential, data: CredentialData, signal: AbortSignal): Promise<Credential> {
		const key = JSON.stringify([stored.tenant, stored.name, stored.revision]);
		const running = this.#renewals.get(key);
		if (running) return withSignal(running, signal);
		// Goes on after its first caller stops: others wait for it, and its refresh token may be used up.
		const renewal = this.#renewInTurn(stored, data).finally(() => this.#renewals.delete(key));
		this.#renewals.set(key, renewal);
		return withSignal(renewal, signal);
	}

	async #renewInTurn(stored: SealedCredential, data: CredentialData): Promise<Credential> {
		const { store, lookEveryMs = 200 } = this.parts;
		const holder = randomUUID();
		for (let waitedMs = 0; waitedMs <= leaseMs; waitedMs += lookEveryMs) {
			if (await store.reserve(stored, holder, leaseMs)) return this.#renew(stored, data, holder);
			const current = await this.#find(stored.name, stored.tenant);
			if (current.revision !== stored.revision) return this.#open(current);
			await pause(lookEveryMs, noSignal);
		}
		throw new TroupeError({
			code: 'CREDENTIAL_SERVICE_UNREACHABLE',
			message: `The credential ${stored.name} is being renewed by another process, which does not finish.`,
			fix: 'Try again. If the problem persists, check that its token server responds: `troupe credentials test`.',
			retryable: true,
		});
	}

	async #renew(stored: SealedCredential, data: CredentialData, holder: string): Promise<Credential> {
		const { store, tokens, clock } = this.parts;
		try {
			const answer = await tokens.renew(stored, data);
			await this.#store(stored, withTokens(data, answer, clock.now()));
			return await this.#open(await this.#find(stored.name, stored.tenant));
		} catch (error) {
			if (isTroupeError(error) && error.code === 'CREDENTIAL_INVALID') await store.noteCheck(stored, clock.now(), error.message);
			throw error;
		} finally {
			await store.release(stored, holder);
		}
	}

	/** Changes nothing if the credential was changed since. */
	async #store(stored: SealedCredential, data: CredentialData): Promise<void> {
		const { store, keys, clock } = this.parts;
		const changedAt = clock.now();
		const ends = findEnds(stored.type, data, stored.provider, changedAt);
		// New data come from the service, which has just accepted the credential.
		const facts = { ...ends, endsAt: ends.endsAt ?? stored.endsAt, changedAt, checkedAt: changedAt, problem: null };
		await store.change(stored, { ...(await sealCredential(keys, stored, data)), ...facts });
	}

	async #find(name: string, tenant: string): Promise<SealedCredential> {
		const stored = await this.parts.store.find(tenant, name);
		if (stored) return stored;
		throw credentialNotFound(name, tenant);
	}

	async #open(stored: SealedCredential): Promise<Credential> {
		const { name, type, revision } = stored;
		return { name, type, revision, data: await unsealCredential(this.parts.keys, stored) };
	}
}

function isRenewalDue({ provider, tokenEndsAt, changedAt, checkedAt }: SealedCredential, now: number): boolean {
	if (tokenEndsAt === null) return false;
	if (provider !== 'meta') return tokenEndsAt - now < marginMs;
	return tokenEndsAt - now < metaMarginMs && now - Math.max(changedAt, checkedAt ?? 0) >= dayMs;
}

function withSignal<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
	if (signal === noSignal) return work;
	const { promise, resolve, reject } = Promise.withResolvers<Result>();
	const stop = () => reject(signal.reason as Error);
	if (signal.aborted) stop();
	signal.addEventListener('abort', stop, { once: true });
	void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
	return promise;
}

export function credentialNotFound(name: string, tenant: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_NOT_FOUND',
		message: `The tenant ${tenant} has no credential ${JSON.stringify(name.slice(0, 200))}.`,
		fix: 'Add it with `troupe credentials add`, or correct the name: `troupe credentials list` shows all.',
		details: { credential: name.slice(0, 200), tenant },
	});
}

function loginMissing(name: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message: `Nobody has logged in with the credential ${name} yet.`,
		fix: `Log in: \`troupe credentials login ${name}\`.`,
		details: { credential: name },
	});
}

function refusedByService(name: string, message: string): TroupeError {
	return new TroupeError({
		code: 'CREDENTIAL_INVALID',
		message,
		fix: `Replace it: \`troupe credentials add ${name} --replace\`.`,
		details: { credential: name },
	});
}
