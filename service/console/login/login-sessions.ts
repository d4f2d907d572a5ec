import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import type { CodeLogin, FinishedLogin, LoginTokens } from '../../access/oidc/code-login';

/** The browser's sealed login. What does not fit is only in process memory. */
export interface KeptLogin {
	/** Names the session, and is its header secret for changes. */
	id: string;
	/** Milliseconds since the epoch, when the tokens came. */
	at: number;
	name?: string;
	access?: string;
	refresh?: string;
}

export interface LiveLogin extends KeptLogin {
	access: string;
	isNew: boolean;
}

interface Parts {
	login: Pick<CodeLogin, 'renew'>;
	now?: () => number;
}

/** Renewal time before a token's end: a request takes a while. */
const earlyMs = 30_000;
export const idleMs = 12 * 3_600_000;
const maxKept = 5_000;

/** Browser logins with access tokens, renewed until the issuer ends them. */
export class LoginSessions {
	readonly #newest = new Map<string, KeptLogin>();
	readonly #renewals = new Map<string, Promise<KeptLogin>>();
	readonly #ended = new Set<string>();
	readonly #now: () => number;

	constructor(private readonly parts: Parts) {
		this.#now = parts.now ?? Date.now;
	}

	start({ access, refresh, name }: FinishedLogin): LiveLogin {
		const login = { id: randomBytes(32).toString('base64url'), at: this.#now(), name, access, refresh };
		this.#keep(login);
		return { ...login, isNew: true };
	}

	/**
	 * Returns the login with a usable token; undefined after its end. @param sent by the browser @throws TroupeError ISSUER_UNREACHABLE if the token
	 * has ended and the issuer does not answer
	 */
	async open(sent: KeptLogin): Promise<LiveLogin | undefined> {
		const known = this.#newest.get(sent.id);
		// A page's requests come together, and each process has its own memory: the newest tokens count.
		const newest = known && known.at >= sent.at ? known : sent;
		if (this.#ended.has(sent.id) || newest.at + idleMs <= this.#now()) return undefined;
		const usable = [newest, known, sent].find((one) => this.#hasTime(one?.access, earlyMs));
		const access = usable?.access;
		if (access !== undefined) return { ...newest, access, isNew: newest.at > sent.at };
		if (newest.refresh === undefined) return this.#useRest(newest, sent);
		try {
			const renewed = await this.#renewOnce(newest.refresh, newest);
			return this.#ended.has(sent.id) ? undefined : { ...renewed, access: renewed.access!, isNew: true };
		} catch (error) {
			const rest = this.#useRest(newest, sent);
			if (rest) return rest;
			if (isTroupeError(error) && error.code === 'CREDENTIAL_INVALID') return this.#forget(sent.id);
			throw isTroupeError(error) && error.code === 'CREDENTIAL_SERVICE_UNREACHABLE' ? away(error) : error;
		}
	}

	/** Ends a login; this process accepts the browser's copy no more. @returns the token to revoke */
	end(sent: Pick<KeptLogin, 'id' | 'refresh'>): string | undefined {
		const refresh = this.#newest.get(sent.id)?.refresh ?? sent.refresh;
		this.#newest.delete(sent.id);
		bound(this.#ended);
		this.#ended.add(sent.id);
		return refresh;
	}

	/** An expiring token still answers this request. */
	#useRest(newest: KeptLogin, sent: KeptLogin): LiveLogin | undefined {
		const access = newest.access ?? sent.access;
		return access !== undefined && this.#hasTime(access, 0) ? { ...newest, access, isNew: newest.at > sent.at } : undefined;
	}

	#hasTime(access: string | undefined, ms: number): boolean {
		return access !== undefined && (decodeJwt(access).exp ?? 0) * 1_000 - ms > this.#now();
	}

	/** A refresh token can be single-use: simultaneous requests share its answer. */
	#renewOnce(refresh: string, { id, name }: KeptLogin): Promise<KeptLogin> {
		const running = this.#renewals.get(id);
		if (running) return running;
		const renewal = this.parts.login
			.renew(refresh)
			.then((tokens: LoginTokens) => this.#keep({ id, name, at: this.#now(), ...tokens }))
			.finally(() => this.#renewals.delete(id));
		this.#renewals.set(id, renewal);
		return renewal;
	}

	#keep(login: KeptLogin): KeptLogin {
		this.#newest.delete(login.id);
		bound(this.#newest);
		this.#newest.set(login.id, login);
		return login;
	}

	#forget(id: string): undefined {
		this.#newest.delete(id);
		return undefined;
	}
}

function bound(kept: { size: number; keys(): Iterator<string>; delete(id: string): boolean }): void {
	if (kept.size >= maxKept) kept.delete(kept.keys().next().value as string);
}

const away = (cause: TroupeError) =>
	new TroupeError({
		code: 'ISSUER_UNREACHABLE',
		message: 'The issuer does not answer, and the login has to be renewed there.',
		fix: 'Try again in a moment. You stay signed in.',
		retryable: true,
		retryAfterMs: 5_000,
		cause,
	});
