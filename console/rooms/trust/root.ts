import { call, callText } from '../../api/call';
import { readClaims } from '../../api/claims';
import type { Root, Signed } from '../../api/root';
import { may, session } from '../../api/session';

export interface RootKey {
	role: string;
	keyId: string;
	owner?: string;
	/** Seconds since the epoch. */
	retiredAt?: number;
	isRevoked: boolean;
	threshold: number;
}

export interface Ending {
	what: 'root' | 'snapshot' | 'token' | 'apiKey';
	name: string;
	about?: string;
	/** Milliseconds since the epoch. */
	endsAt: number;
}

export const readSnapshot = async (signal: AbortSignal): Promise<Signed> =>
	readClaims(await callText(`GET tenants/${encodeURIComponent(session.value?.tenant ?? '')}/snapshot`, signal));

export function listKeys({ roles, owners = {}, retiredKeys = {}, revokedKeyIds = [] }: Root): RootKey[] {
	const held = Object.entries(roles).flatMap(([role, { keyIds, threshold }]) =>
		keyIds.map((keyId) => ({
			...{ role, keyId, threshold, owner: owners[keyId], retiredAt: retiredKeys[keyId] },
			isRevoked: revokedKeyIds.includes(keyId),
		})),
	);
	return held.toSorted((one, other) => Number(isUsable(other)) - Number(isUsable(one)));
}

export const isUsable = ({ retiredAt, isRevoked }: RootKey): boolean => retiredAt === undefined && !isRevoked;

interface Token {
	id: string;
	subject: string;
	expiresAt?: string;
	revokedAt?: string;
}

interface ApiKey {
	id: string;
	name: string;
	state: string;
	expiresAt: string | null;
}

/** Lists expiries, next first: registry documents, and credentials as far as the reader may see them. */
export async function readEndings(root: Root, signal: AbortSignal): Promise<Ending[]> {
	const [snapshot, { tokens }, { items: keys }] = await Promise.all([
		readSnapshot(signal),
		may('registry:admin') ? call<{ tokens: Token[] }>('GET tokens', { signal }) : { tokens: [] },
		may('keys:manage') ? call<{ items: ApiKey[] }>('GET access-keys', { signal }) : { items: [] },
	]);
	const ofTokens = tokens.flatMap(({ id, subject, expiresAt, revokedAt }): Ending[] =>
		expiresAt === undefined || revokedAt !== undefined ? [] : [{ what: 'token', name: subject, about: id, endsAt: Date.parse(expiresAt) }],
	);
	const ofKeys = keys.flatMap(({ id, name, state, expiresAt }): Ending[] =>
		expiresAt === null || state !== 'valid' ? [] : [{ what: 'apiKey', name, about: id, endsAt: Date.parse(expiresAt) }],
	);
	const documents: Ending[] = [
		{ what: 'root', name: String(root.ver), endsAt: root.exp * 1_000 },
		{ what: 'snapshot', name: String(snapshot.ver), endsAt: snapshot.exp * 1_000 },
	];
	return [...documents, ...ofTokens, ...ofKeys].toSorted((one, other) => one.endsAt - other.endsAt);
}
