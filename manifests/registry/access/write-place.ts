import { join } from 'node:path';
import { openKeyFolder } from '../../keys/make-key';
import type { Scope } from '../registry-api';
import { writeAtomically } from '../../write-file';
import { issueAccessToken } from './issue-token';

export type PlaceRole = 'author' | 'approver' | 'machine';

/** Scopes that each role needs, and no more. */
export const placeScopes: Record<PlaceRole, Scope[]> = {
	author: ['registry:read', 'registry:publish'],
	approver: ['registry:read', 'registry:approve', 'registry:revoke', 'registry:rollout', 'registry:audit'],
	machine: ['registry:read', 'registry:report'],
};

interface PlaceRequest {
	folder: string;
	/** The folder of the access key. */
	keysFolder: string;
	passphrase?: string;
	tenant: string;
	subject: string;
	scopes: readonly Scope[];
	/** The address of the registry. */
	url: string;
	hours: number;
	nowMs: number;
}

/** Writes the address of a registry and an access token into a folder that only its owner can open: `registry.json`, `token`. */
export async function writePlace({ folder, url, ...request }: PlaceRequest): Promise<{ id: string; expiresAt: string }> {
	const { token, id, expiresAt } = await issueAccessToken(request);
	openKeyFolder(folder);
	writeAtomically(join(folder, 'token'), `${token}\n`, 0o600);
	writeAtomically(join(folder, 'registry.json'), `${JSON.stringify({ url })}\n`);
	return { id, expiresAt };
}
