import { randomBytes } from 'node:crypto';
import type { JWTPayload } from 'jose';
import type { WireAnswer } from './fake-server';

const deviceClient = 'troupe-cli';
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
const scopes = ['openid', 'profile', 'email', 'offline_access'];
const intervalSeconds = 0.05;

interface DeviceCode {
	userCode: string;
	askedAt: number;
	decision?: { allowed: boolean; claims: JWTPayload };
}

type Form = Record<string, string | undefined>;

/** Device logins as in Keycloak: RFC 8628, single-use refresh tokens (RFC 9700, 4.14.2). */
export class DeviceLogins {
	readonly #codes = new Map<string, DeviceCode>();
	readonly #refreshTokens = new Map<string, JWTPayload>();
	tokenSeconds: number | undefined = 300;
	codeSeconds = 600;
	slowTo?: number;

	/** Refuses a request for a code with an error of RFC 6749 or 8707. */
	judge?: (form: Form) => string | undefined;

	pause?: Promise<void>;

	constructor(
		private readonly verificationUri: string,
		private readonly sign: (claims: JWTPayload) => Promise<string>,
	) {}

	begin(form: Form): WireAnswer {
		const { client_id: client, scope = '' } = form;
		if (client !== deviceClient) return refuse(401, 'invalid_client');
		if (!scope.split(' ').every((one) => scopes.includes(one))) return refuse(400, 'invalid_scope');
		const fault = this.judge?.(form);
		if (fault !== undefined) return refuse(400, fault);
		const code = randomBytes(16).toString('hex');
		const userCode = randomBytes(4).toString('hex').toUpperCase();
		this.#codes.set(code, { userCode, askedAt: 0 });
		const times = { expires_in: this.codeSeconds, interval: intervalSeconds };
		return json(200, {
			device_code: code,
			user_code: userCode,
			verification_uri: this.verificationUri,
			...times,
			verification_uri_complete: `${this.verificationUri}?code=${userCode}`,
		});
	}

	/** Undefined for other grants. */
	async answer(form: Form): Promise<WireAnswer | undefined> {
		const isRefresh = form.grant_type === 'refresh_token';
		if (form.grant_type !== deviceGrant && !isRefresh) return undefined;
		if (form.client_id !== deviceClient) return refuse(401, 'invalid_client');
		return isRefresh ? this.#renew(form.refresh_token ?? '') : this.#poll(form.device_code ?? '');
	}

	decide(userCode: string, allowed: boolean, claims: JWTPayload = {}): void {
		const code = [...this.#codes.values()].find((one) => one.userCode === userCode);
		if (!code) throw new Error(`nobody asked for the code ${userCode}`);
		code.decision = { allowed, claims };
	}

	revoke(): void {
		this.#refreshTokens.clear();
	}

	async #poll(name: string): Promise<WireAnswer> {
		const code = this.#codes.get(name);
		if (!code) return refuse(400, 'invalid_grant');
		const isEarly = performance.now() - code.askedAt < intervalSeconds * 900;
		code.askedAt = performance.now();
		const { slowTo } = this;
		this.slowTo = undefined;
		if (isEarly || slowTo !== undefined) return json(400, { error: 'slow_down', ...(slowTo !== undefined && { interval: slowTo }) });
		if (!code.decision) return refuse(400, 'authorization_pending');
		this.#codes.delete(name);
		return code.decision.allowed ? this.#give(code.decision.claims) : refuse(400, 'access_denied');
	}

	async #renew(token: string): Promise<WireAnswer> {
		await this.pause;
		const claims = this.#refreshTokens.get(token);
		this.#refreshTokens.delete(token);
		return claims ? this.#give(claims) : refuse(400, 'invalid_grant');
	}

	async #give(claims: JWTPayload): Promise<WireAnswer> {
		const refresh = `rt-${randomBytes(12).toString('hex')}`;
		this.#refreshTokens.set(refresh, claims);
		const access = await this.sign({ azp: deviceClient, ...claims });
		const more = { expires_in: this.tokenSeconds, refresh_expires_in: 1_800, token_type: 'Bearer' };
		return json(200, { access_token: access, refresh_token: refresh, ...more });
	}
}

const json = (status: number, body: object): WireAnswer => ({
	status,
	headers: { 'content-type': 'application/json' },
	body: JSON.stringify(body),
});
const refuse = (status: number, error: string): WireAnswer => json(status, { error });
