import { join } from 'node:path';
import { openKeyFolder } from '../../keys/make-key';
import type { Scope } from '../registry-api';
import { writeAtomically } from '../../write-file';
import { issueAccessToken } from './issue-token';

export type PlaceRole = 'author' | 'approver' | 'machine';

export const placeScopes: Record<PlaceRole, Scope[]> = {
	author: ['registry:read', 'registry:publish'],
	approver: ['registry:read', 'registry:approve', 'registry:revoke', 'registry:rollout', 'registry:audit'],
	machine: ['registry:read', 'registry:report'],
};

interface PlaceRequest {
	folder: string;
	keysFolder: string;
	passphrase?: string;
	tenant: string;
	subject: string;
	scopes: readonly Scope[];
	url: string;
	hours: number;
	nowMs: number;
}

/** Writes `registry.json` and `token` into a folder that only its owner can open. */
export async function writePlace({ folder, url, ...request }: PlaceRequest): Promise<{ id: string; expiresAt: string }> {
	const { token, id, expiresAt } = await issueAccessToken(request);
	openKeyFolder(folder);
	writeAtomically(join(folder, 'token'), `${token}\n`, 0o600);
	writeAtomically(join(folder, 'registry.json'), `${JSON.stringify({ url })}\n`);
	return { id, expiresAt };
}
