import type { Grant } from '../../manifests/registry/access/access-claims';
import { isTroupeError } from '../../core/base/errors';
import type { ApiKey } from '../../core/ports/access/api-keys';
import { type ApiKeys, findState } from '../access/keys/api-keys';
import type { ServiceAccess } from '../access/service-access';

const prefix = 'console of ';
/** Simultaneous sessions of a caller, also those never signed out. */
const maxSessions = 20;
/** A working day: a person who leaves signed in is signed out in the morning. */
const sessionMs = 12 * 60 * 60_000;

interface IssuedSession {
	token: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/**
 * Issues a session: an API key with the caller's rights and limits, listed, noted and revoked like every key; it ends with its parent and acts for
 * the caller. An issuer's token is its own session, so that acts belong to the person. @throws TroupeError STATE_CONFLICT for too many keys
 */
export async function issueSession(grant: Grant, keys: ApiKeys, now = Date.now()): Promise<IssuedSession> {
	const expiresAt = Math.min(grant.expiresAt, now + sessionMs);
	if (grant.subjectToken) return { token: grant.subjectToken(), expiresAt };
	const { tenant, subject } = grant.caller;
	await endOldest(grant, keys, now);
	const name = grant.id === undefined ? subject : await nameSession(grant, keys);
	const { allowFrom = [], rate = null } = grant.keyLimits ?? {};
	const { secret } = await keys.create(
		{ tenant, name: `${prefix}${name}`.slice(0, 100), scopes: [...grant.scopes] },
		{ subject, session: grant.session, tenant, scopes: grant.scopes, limits: { allowFrom, rate, expiresAt } },
		true,
	);
	return { token: secret, expiresAt };
}

/** Ends a session with a key of its own. @throws TroupeError RESOURCE_NOT_FOUND */
export async function endSession(
	{ session, caller: { tenant, subject }, scopes }: Grant,
	keys: ApiKeys,
	reason = 'signed out',
): Promise<void> {
	// Leaving the page does not end a key made elsewhere.
	if (session !== undefined) await keys.revoke(tenant, session, { subject, tenant, scopes }, reason, true);
}

interface Replaced {
	token: string;
	address: string;
	/** The new login; undefined at the issuer. */
	next?: Grant;
}

/** Ends a browser's replaced session, unless it is over. @throws TroupeError STORAGE_… */
export async function endReplaced(
	{ token, address, next }: Replaced,
	{ access, keys }: { access: Pick<ServiceAccess, 'grantAccess'>; keys: ApiKeys },
): Promise<void> {
	try {
		const grant = await access.grantAccess(token, address);
		// A link made in the session signs in by its right, and would end with it.
		if (next && grant.session !== undefined && (await isMadeIn(grant.session, next, keys))) return;
		await endSession(grant, keys, 'signed in again');
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'ACCESS_DENIED') throw error;
	}
}

async function isMadeIn(session: string, { id, caller: { tenant, subject } }: Grant, keys: ApiKeys): Promise<boolean> {
	const makers = new Map((await keys.list(tenant, { subject, tenant })).map((key) => [`key:${key.id}`, key.createdBy]));
	for (let maker: string | undefined = `key:${id}`; maker !== undefined; maker = makers.get(maker)) {
		if (maker === `key:${session}`) return true;
	}
	return false;
}

export async function nameSession({ id, caller: { tenant, subject } }: Grant, keys: ApiKeys): Promise<string> {
	const own = (await keys.list(tenant, { subject, tenant })).find((key) => key.id === id);
	return own?.isSession ? own.name.slice(prefix.length) : (own?.name ?? subject);
}

async function endOldest({ caller: { tenant, subject }, scopes }: Grant, keys: ApiKeys, now: number): Promise<void> {
	const manager = { subject, tenant, scopes };
	const all = new Map((await keys.list(tenant, manager)).map((key) => [`key:${key.id}`, key]));
	const open = [...all.values()].filter((key) => key.isSession && findState(key, now) === 'valid' && findSignedIn(key, all) === subject);
	const oldest = open.sort((one, other) => one.createdAt - other.createdAt).slice(0, Math.max(0, open.length - maxSessions + 1));
	for (const { id } of oldest) await keys.revoke(tenant, id, manager, `more than ${maxSessions} sessions`, true);
}

function findSignedIn({ createdBy }: ApiKey, all: ReadonlyMap<string, ApiKey>): string {
	const maker = all.get(createdBy);
	return maker?.isSession ? findSignedIn(maker, all) : createdBy;
}
