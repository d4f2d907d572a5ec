import type { FastifyReply, FastifyRequest } from 'fastify';
import { isTroupeError } from '../../../core/base/errors';
import type { VaultKeys } from '../../../core/guardrails/vault/vault-keys';
import type { BegunLogin } from '../../access/oidc/code-login';
import { clearCookie, cookieAttributes, maxCookieCharacters, nameCookie } from '../cookie-attributes';
import { idleMs, type KeptLogin } from './login-sessions';

interface Beginning extends BegunLogin {
	to: string;
	/** The earlier sign-in: the browser returns from another site without the strict cookies that tell it. */
	before?: SignedInBefore;
}

interface SignedInBefore {
	key?: string;
	login?: string;
}

export interface BegunInBrowser extends Beginning {
	endsAt: number;
}

const beginMs = 10 * 60_000;
const maxBegun = 3;
const session = 'login';
const begunPart = 'begun_';

/** Login state in the browser, sealed by vault keys: neither scripts nor the browser can read a token. */
export class LoginCookies {
	constructor(
		private readonly openKeys: () => Promise<VaultKeys>,
		private readonly now: () => number = Date.now,
	) {}

	/** Keeps what fits: without the access token another process renews it; without both, the login ends with this process. */
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

	/** Undefined without a login, and for changed or foreign ones. */
	read(request: FastifyRequest): Promise<KeptLogin | undefined> {
		return this.#open<KeptLogin>(request.cookies[nameCookie(request, session)], session);
	}

	clear(request: FastifyRequest, reply: FastifyReply): void {
		clearCookie(request, reply, session);
	}

	/** One cookie per begun login, so that two tabs do not collide. */
	async begin(request: FastifyRequest, reply: FastifyReply, begun: Beginning): Promise<void> {
		const open = listBegun(request);
		for (const name of open.slice(0, Math.max(0, open.length - maxBegun + 1))) reply.clearCookie(name, laxAttributes(request));
		await this.#keepBegun(request, reply, { ...begun, endsAt: this.now() + beginMs });
	}

	/** Notes the present sign-in in other tabs' logins: finishing one ends this session. */
	async noteSignedIn(request: FastifyRequest, reply: FastifyReply, before: SignedInBefore, finished?: string): Promise<void> {
		for (const name of listBegun(request)) {
			const begun = await this.#open<BegunInBrowser>(request.cookies[name], begunPart);
			if (begun && begun.state !== finished && begun.endsAt > this.now()) await this.#keepBegun(request, reply, { ...begun, before });
		}
	}

	/** Takes a login by state once; undefined for another browser or state, or after its time. */
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
			// Foreign, or older than a key change: it signs nobody in.
			if (isTroupeError(error) && error.code === 'VAULT_UNREADABLE') return undefined;
			throw error;
		}
	}
}

const nameOfBegun = (request: FastifyRequest, state: string) => nameCookie(request, `${begunPart}${state.slice(0, 8)}`);
const listBegun = (request: FastifyRequest) =>
	Object.keys(request.cookies).filter((name) => name.startsWith(nameCookie(request, begunPart)));
/** The browser returns from the issuer, another site, where strict cookies stay away. */
const laxAttributes = (request: FastifyRequest) => ({ ...cookieAttributes(request), sameSite: 'lax' }) as const;
