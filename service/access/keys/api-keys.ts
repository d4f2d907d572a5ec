import { hash, randomBytes } from 'node:crypto';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { TroupeError } from '../../../core/base/errors';
import { closed, optional } from '../../../core/base/shape';
import { parseTenant } from '../../../core/base/tenant';
import type { ApiKey, ApiKeyStore, KeyLimits, RevokedKey } from '../../../core/ports/access/api-keys';
import { daysToMs, findMaxDays, type KeyLifetimes, minKeyMs } from './key-lifetimes';
import { denied } from '../../../manifests/registry/access/access';
import { list, reason, text } from '../../../manifests/registry/api/fields';
import { AddressList } from '../address-list';
import { bindSession, operator } from '../operator';
import { allows, collectScopes, isRole, isScope, roles, scopeChoice } from '../scopes';

/** Prefix that people and scanners recognize. */
export const keyPrefix = 'trp_';
const secretBytes = 32;
/** The id part of a key. The other 208 bits are secret. */
const idLength = keyPrefix.length + 8;
/** 32 bytes in base64url. */
export const keyPattern = /^trp_[\w-]{43}$/;

export const hashKey = (key: string): string => hash('sha256', key, 'hex');

export const keyBounds = { days: 3_650, overlapHours: 90 * 24, rate: 1_000_000 } as const;
export const keyDefaults = { days: 90, overlapHours: 24 } as const;

export interface KeyManager {
	subject: string;
	/** Id of the manager's session: keys made in it end with it. */
	session?: string;
	/** One tenant's keys, or undefined for all. */
	tenant?: string;
	/** Max scopes of their keys; undefined: everything. */
	scopes?: ReadonlySet<string>;
	/** Limits of the manager's key. A new key has them too, unless the request names narrower ones. */
	limits?: KeyLimits;
}

export const keyRequest = closed({
	name: text(100),
	...optional({
		role: text(100),
		scopes: list(text(100), 100),
		allowFrom: list(text(100), 100),
		rate: Type.Integer({ minimum: 1, maximum: keyBounds.rate }),
		reason,
		/** Until expiry; null: never. Default: 90, or less where the manager's key ends earlier. */
		days: Type.Union([Type.Number({ exclusiveMinimum: 0, maximum: keyBounds.days }), Type.Null()]),
	}),
});
export type KeyRequest = Static<typeof keyRequest> & { tenant: string };

/** The secret is not stored. */
export interface IssuedKey {
	secret: string;
	key: ApiKey;
}

/** Refuses excess of the manager's rights with ACCESS_DENIED. */
export class ApiKeys {
	constructor(
		private readonly store: ApiKeyStore,
		private readonly now: () => number = Date.now,
		private readonly lifetimes: KeyLifetimes = {},
		private readonly serviceToken?: string,
	) {}

	/** @param isSession it acts for the manager @throws TroupeError INPUT_INVALID, ACCESS_DENIED, STATE_CONFLICT */
	async create(request: KeyRequest, manager: KeyManager, isSession = false): Promise<IssuedKey> {
		checkRequest(request);
		const { tenant, name, role = null, scopes = [], days } = request;
		checkTenant(tenant, manager);
		const at = this.now();
		const { allowFrom = [], rate = null, expiresAt } = manager.limits ?? {};
		const maxDays = findMaxDays(collectKeyScopes({ role, scopes: [...scopes] }), this.lifetimes);
		checkDays(days, maxDays);
		const issued = issue({
			tenant,
			name,
			role,
			scopes: [...new Set(scopes)],
			allowFrom: [...(request.allowFrom ?? allowFrom)],
			rate: request.rate ?? rate,
			expiresAt:
				days === undefined
					? Math.min(at + daysToMs(Math.min(keyDefaults.days, maxDays)), expiresAt ?? Infinity)
					: days && at + daysToMs(days),
			createdAt: at,
			createdBy: nameMaker(manager),
			isSession,
		});
		checkScopes(issued.key, manager);
		checkLimits(issued.key, manager);
		const isBound = isSession && manager.subject === operator && this.serviceToken !== undefined;
		const boundTo = isBound ? bindSession(issued.secret, this.serviceToken) : undefined;
		await this.store.add(issued.key, hashKey(issued.secret), { reason: request.reason, by: manager.subject, boundTo });
		return issued;
	}

	/** @throws TroupeError ACCESS_DENIED */
	async list(tenant: string, manager: KeyManager): Promise<ApiKey[]> {
		checkTenant(tenant, manager);
		return this.store.list(tenant);
	}

	/** Issues a key on the same terms. The old one works until the overlap ends. @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED, STATE_CONFLICT */
	async rotate(tenant: string, id: string, overlapHours: number, manager: KeyManager): Promise<IssuedKey> {
		const old = await this.#find(tenant, id, manager);
		checkScopes(old, manager);
		if (old.isSession) throw isOfBrowser(id);
		const at = this.now();
		const endsAt = Math.min(
			at + ((old.expiresAt ?? Infinity) - old.createdAt),
			at + daysToMs(findMaxDays(collectKeyScopes(old), this.lifetimes)),
		);
		const expiresAt = endsAt === Infinity ? null : endsAt;
		const next = issue({ ...old, expiresAt, createdAt: at, createdBy: nameMaker(manager) });
		checkLimits(next.key, manager);
		await this.store.rotate(id, next.key, hashKey(next.secret), at + daysToMs(overlapHours / 24), manager.subject);
		return next;
	}

	/** Ends a key and those made with it. @param isLeft as in the store @throws TroupeError RESOURCE_NOT_FOUND, ACCESS_DENIED */
	async revoke(tenant: string, id: string, manager: KeyManager, reason?: string, isLeft?: boolean): Promise<RevokedKey> {
		checkScopes(await this.#find(tenant, id, manager), manager);
		return this.store.revoke(tenant, id, { actor: manager.subject, at: this.now() }, reason, isLeft);
	}

	/** @throws TroupeError ACCESS_DENIED */
	async changes(tenant: string, limit: number, manager: KeyManager, before?: number): ReturnType<ApiKeyStore['changes']> {
		checkTenant(tenant, manager);
		return this.store.changes(tenant, limit, before);
	}

	async #find(tenant: string, id: string, manager: KeyManager): Promise<ApiKey> {
		checkTenant(tenant, manager);
		const key = (await this.store.list(tenant)).find((one) => one.id === id);
		if (key) return key;
		throw new TroupeError({
			code: 'RESOURCE_NOT_FOUND',
			message: `The tenant ${tenant} has no API key ${JSON.stringify(id.slice(0, idLength))}.`,
			fix: 'Name a key as the list of keys shows it: trp_ and eight characters.',
		});
	}
}

function issue(terms: Omit<ApiKey, 'id' | 'lastUsedAt' | 'revokedAt' | 'revokedBy' | 'replacedBy'>): IssuedKey {
	const secret = keyPrefix + randomBytes(secretBytes).toString('base64url');
	const ended = { lastUsedAt: null, revokedAt: null, revokedBy: null, replacedBy: null };
	return { secret, key: { ...terms, id: secret.slice(0, idLength), ...ended } };
}

const nameMaker = ({ subject, session }: KeyManager): string => (session === undefined ? subject : `key:${session}`);

export const collectKeyScopes = ({ role, scopes }: Pick<ApiKey, 'role' | 'scopes'>): Set<string> =>
	collectScopes([...(role === null ? [] : [role]), ...scopes]);

export function findState(
	{ revokedAt, expiresAt }: Pick<ApiKey, 'revokedAt' | 'expiresAt'>,
	nowMs: number,
): 'valid' | 'revoked' | 'expired' {
	if (revokedAt !== null) return 'revoked';
	return expiresAt !== null && expiresAt <= nowMs ? 'expired' : 'valid';
}

function checkRequest({ name, role, scopes = [], allowFrom = [], rate, days }: KeyRequest): void {
	if (!/^[^\p{Cc}\p{Cs}]{1,100}$/u.test(name) || name.trim() !== name)
		throw wrong('The name of the key is not a text of 1 to 100 characters on one line', 'Say what it is for, such as ci or n8n-1.');
	if (role !== undefined && !isRole(role))
		throw wrong(`The role ${quote(role)} does not exist`, `Choose from: ${Object.keys(roles).join(', ')}.`);
	const foreign = scopes.find((scope) => !isScope(scope));
	if (foreign !== undefined) throw wrong(`The scope ${quote(foreign)} does not exist`, `Choose from: ${scopeChoice}.`);
	if (role === undefined && scopes.length === 0)
		throw wrong('The key has neither a role nor a scope', `Give it a role (${Object.keys(roles).join(', ')}) or scopes.`);
	new AddressList(allowFrom, 'The list of addresses of the key');
	checkBounds(rate, days);
}

function checkBounds(rate: number | undefined, days: number | null | undefined): void {
	if (rate !== undefined && !(Number.isInteger(rate) && rate >= 1 && rate <= keyBounds.rate))
		throw wrong(`The rate ${rate} is not possible`, `Choose a whole number from 1 to ${keyBounds.rate}, in requests per minute.`);
	if (typeof days === 'number' && !(daysToMs(days) >= minKeyMs && days <= keyBounds.days))
		throw wrong(`A key cannot be valid for ${days} days`, `Choose a minute (0.0007 days) at least, and at most ${keyBounds.days} days.`);
}

function checkDays(days: number | null | undefined, maxDays: number): void {
	if (days === undefined || (days ?? Infinity) <= maxDays) return;
	throw wrong(
		`A key with these rights cannot be valid ${days === null ? 'without an end' : `for ${days} days`}`,
		`Choose at most ${maxDays} days, leave the time out, or have an operator change TROUPE_KEY_MAX_DAYS.`,
	);
}

function checkTenant(tenant: string, manager: KeyManager): void {
	parseTenant(tenant, 'The tenant of the keys');
	if (manager.tenant === undefined || manager.tenant === tenant) return;
	throw denied('tenant', 'You cannot manage keys of this tenant.', 'Use a credential of the tenant, or one with the scope keys:tenants.');
}

/** Nobody gains rights through a key. */
function checkScopes(key: ApiKey, { scopes }: KeyManager): void {
	const missing = scopes === undefined ? [] : [...collectKeyScopes(key)].filter((scope) => !allows(scopes, scope));
	if (missing.length === 0) return;
	const fix = 'Ask somebody who has these scopes, such as an owner.';
	throw denied('scope', `The key is allowed more than you are: ${missing.join(', ')}.`, fix, { scopes: missing });
}

/** No key gains lifetime, addresses or rate through another one. */
function checkLimits(key: KeyLimits, { limits }: KeyManager): void {
	if (limits === undefined) return;
	const { allowFrom, rate, expiresAt } = limits;
	const wider = [
		...((key.expiresAt ?? Infinity) > (expiresAt ?? Infinity) ? ['it would end after yours'] : []),
		...((key.rate ?? Infinity) > (rate ?? Infinity) ? [`its rate is above yours, ${rate} requests per minute`] : []),
		...(allowFrom.length > 0 && !isWithin(key.allowFrom, allowFrom) ? ['it could be used from addresses that yours cannot'] : []),
	];
	if (wider.length === 0) return;
	throw denied(
		'scope',
		`The key would have wider limits than the one that asks for it: ${wider.join('; ')}.`,
		'Choose limits within those of your key, such as an earlier end (days, or `--days`), or ask somebody whose key has none.',
	);
}

function isWithin(entries: readonly string[], allowed: readonly string[]): boolean {
	const list = new AddressList(allowed, 'The list');
	return entries.length > 0 && entries.every((entry) => list.covers(entry));
}

const isOfBrowser = (id: string) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The key ${id} is the session of a browser, which is not rotated.`,
		fix: 'Sign in again, and revoke the session.',
	});

const quote = (text: string) => JSON.stringify(text.slice(0, 80));
const wrong = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message: `${message}.`, fix });
