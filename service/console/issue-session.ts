import type { Grant } from '../../manifests/registry/access/access-claims';
import { isTroupeError } from '../../core/base/errors';
import type { ApiKey } from '../../core/ports/access/api-keys';
import { type ApiKeys, findState } from '../access/keys/api-keys';
import type { ServiceAccess } from '../access/service-access';

const prefix = 'console of ';
/** The sessions of one caller at the same time, also those that were never signed out. */
const maxSessions = 20;
/** A working day: whoever goes home signed in is signed out in the morning. */
const sessionMs = 12 * 60 * 60_000;

/** What a browser gets for the rights of a caller. */
export interface IssuedSession {
	token: string;
	/** Milliseconds since the epoch. */
	expiresAt: number;
}

/**
 * Issues a session: an API key with the rights and limits of the caller, which is listed, noted and revoked as every key is, and ends with the one it was
 * made with. It acts for the caller. The token of an issuer is its own session, so that what is done is done by the person.
 * @throws TroupeError STATE_CONFLICT for too many keys
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

/** Ends the session where it is a key of its own. @throws TroupeError RESOURCE_NOT_FOUND */
export async function endSession(
	{ session, caller: { tenant, subject }, scopes }: Grant,
	keys: ApiKeys,
	reason = 'signed out',
): Promise<void> {
	// A key that was made elsewhere is not ended by leaving the page.
	if (session !== undefined) await keys.revoke(tenant, session, { subject, tenant, scopes }, reason, true);
}

interface Replaced {
	/** What signed the browser in until now. */
	token: string;
	/** The address of the browser. */
	address: string;
	/** Who signs in now; undefined at the issuer. */
	next?: Grant;
}

/** Ends the session of a browser that is signed in another way now. One that is over already is left. @throws TroupeError STORAGE_… */
export async function endReplaced(
	{ token, address, next }: Replaced,
	{ access, keys }: { access: Pick<ServiceAccess, 'grantAccess'>; keys: ApiKeys },
): Promise<void> {
	try {
		const grant = await access.grantAccess(token, address);
		// A link that was made in the session signs in by its right, and would end with it.
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

/** Returns how people call the caller: by the name of the key, which a session has from the one that it was made with. */
export async function nameSession({ id, caller: { tenant, subject } }: Grant, keys: ApiKeys): Promise<string> {
	const own = (await keys.list(tenant, { subject, tenant })).find((key) => key.id === id);
	return own?.isSession ? own.name.slice(prefix.length) : (own?.name ?? subject);
}

/** Makes room for another session. */
async function endOldest({ caller: { tenant, subject }, scopes }: Grant, keys: ApiKeys, now: number): Promise<void> {
	const manager = { subject, tenant, scopes };
	const all = new Map((await keys.list(tenant, manager)).map((key) => [`key:${key.id}`, key]));
	const open = [...all.values()].filter((key) => key.isSession && findState(key, now) === 'valid' && findSignedIn(key, all) === subject);
	const oldest = open.sort((one, other) => one.createdAt - other.createdAt).slice(0, Math.max(0, open.length - maxSessions + 1));
	for (const { id } of oldest) await keys.revoke(tenant, id, manager, `more than ${maxSessions} sessions`, true);
}

/** Returns who signed in: a session can be made in another one. */
function findSignedIn({ createdBy }: ApiKey, all: ReadonlyMap<string, ApiKey>): string {
	const maker = all.get(createdBy);
	return maker?.isSession ? findSignedIn(maker, all) : createdBy;
}
