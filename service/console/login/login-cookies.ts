import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../../core/base/errors';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { BegunLogin } from '../../access/oidc/code-login';
import { clearCookie, cookieAttributes, maxCookieCharacters, nameCookie } from '../cookie-attributes';
import { idleMs, type KeptLogin } from './login-sessions';

/** What a browser adds to a login that begins. */
interface Beginning extends BegunLogin {
	/** The page that it was begun at. */
	to: string;
	/** Who is signed in until then: the browser comes back from another site, without the strict cookies that say it. */
	before?: SignedInBefore;
}

/** A session, by its key, or a login, by its id. */
interface SignedInBefore {
	key?: string;
	login?: string;
}

/** A login that has begun. */
export interface BegunInBrowser extends Beginning {
	endsAt: number;
}

/** How long somebody may take at the issuer. */
const beginMs = 10 * 60_000;
/** Logins that a browser has begun at the same time: one in each tab. */
const maxBegun = 3;
const session = 'login';
const begunPart = 'begun_';

/** Writes and reads what a browser keeps of logins, sealed by the keys of the vault: neither scripts nor the browser itself can read a token. */
export class LoginCookies {
	constructor(
		private readonly openKeys: () => Promise<VaultKeys>,
		private readonly now: () => number = Date.now,
	) {}

	/** Keeps what fits: without the access token it is renewed by another process, and without both it ends with this one. */
	async write(request: FastifyRequest, reply: FastifyReply, { id, at, name, access, refresh }: KeptLogin): Promise<void> {
		const forms = [
			{ id, at, name, access, refresh },
			{ id, at, name, refresh },
			{ id, at, name },
		];
		for (const form of forms) {
			const sealed = await this.#seal(form, session);
			if (sealed.length > maxCookieCharacters) continue;
			reply.setCookie(nameCookie(request, session), sealed, { ...cookieAttributes(request), expires: new Date(this.now() + idleMs) });
			return;
		}
	}

	/** Returns the login of a browser; undefined without one, and for what was changed or is of another installation. */
	read(request: FastifyRequest): Promise<KeptLogin | undefined> {
		return this.#open<KeptLogin>(request.cookies[nameCookie(request, session)], session);
	}

	clear(request: FastifyRequest, reply: FastifyReply): void {
		clearCookie(request, reply, session);
	}

	/** Each login that has begun has a cookie of its own, so that those of two tabs do not undo each other. */
	async begin(request: FastifyRequest, reply: FastifyReply, begun: Beginning): Promise<void> {
		const open = listBegun(request);
		for (const name of open.slice(0, Math.max(0, open.length - maxBegun + 1))) reply.clearCookie(name, laxAttributes(request));
		await this.#keepBegun(request, reply, { ...begun, endsAt: this.now() + beginMs });
	}

	/** Notes who is signed in now with the logins that other tabs have begun: when one of them is finished, it ends this session. */
	async noteSignedIn(request: FastifyRequest, reply: FastifyReply, before: SignedInBefore, finished?: string): Promise<void> {
		for (const name of listBegun(request)) {
			const begun = await this.#open<BegunInBrowser>(request.cookies[name], begunPart);
			if (begun && begun.state !== finished && begun.endsAt > this.now()) await this.#keepBegun(request, reply, { ...begun, before });
		}
	}

	/** Takes the login that this browser began with the state, once; undefined for another browser, another state, or one that took too long. */
	async take(request: FastifyRequest, reply: FastifyReply, state: string): Promise<BegunInBrowser | undefined> {
		if (!/^[\w-]{43}$/.test(state)) return undefined;
		const name = nameOfBegun(request, state);
		const begun = await this.#open<BegunInBrowser>(request.cookies[name], begunPart);
		reply.clearCookie(name, laxAttributes(request));
		return begun?.state === state && begun.endsAt > this.now() ? begun : undefined;
	}

	async #keepBegun(request: FastifyRequest, reply: FastifyReply, begun: BegunInBrowser): Promise<void> {
		const sealed = await this.#seal(begun, begunPart);
		reply.setCookie(nameOfBegun(request, begun.state), sealed, { ...laxAttributes(request), expires: new Date(begun.endsAt) });
	}

	async #seal(value: object, bound: string): Promise<string> {
		const keys = await this.openKeys();
		return Buffer.from(await keys.wrap(Buffer.from(JSON.stringify(value)), `console ${bound}`)).toString('base64url');
	}

	async #open<Value>(sealed: string | undefined, bound: string): Promise<Value | undefined> {
		if (sealed === undefined || sealed.length > maxCookieCharacters) return undefined;
		const keys = await this.openKeys();
		try {
			const plain = await keys.unwrap(Buffer.from(sealed, 'base64url'), `console ${bound}`);
			return JSON.parse(Buffer.from(plain).toString()) as Value;
		} catch (error) {
			// Somebody else's, or of before the key was replaced: nobody is signed in by it.
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined;
			throw error;
		}
	}
}

const nameOfBegun = (request: FastifyRequest, state: string) => nameCookie(request, `${begunPart}${state.slice(0, 8)}`);
const listBegun = (request: FastifyRequest) =>
	Object.keys(request.cookies).filter((name) => name.startsWith(nameCookie(request, begunPart)));
/** The browser comes from the issuer, which is another site: a strict cookie would stay away. */
const laxAttributes = (request: FastifyRequest) => ({ ...cookieAttributes(request), sameSite: 'lax' }) as const;
