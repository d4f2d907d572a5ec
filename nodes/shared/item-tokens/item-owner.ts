import { createHash, timingSafeEqual } from 'node:crypto';
import { defaultTenant } from '../../../core/base/tenant';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import type { NodeState } from '../state/read-state';

export interface TokenOwner {
	id: string;
	person?: string | undefined;
}

/** The field of an item that says whose its tokens are: what others write into it proves nothing. */
export const ownerField = 'tokensOf';

const maxLength = 2_000;

/** Signs the owner of an item's tokens: senders of items can write any field. */
export async function writeOwner(state: NodeState, { id, person }: TokenOwner): Promise<string> {
	const owner = Buffer.from(JSON.stringify([id, person ?? null])).toString('base64url');
	return `${owner}.${await sign(state, owner)}`;
}

/** @throws TroupeError STORAGE_…, VAULT_UNREADABLE */
export async function readOwner(state: NodeState, written: unknown): Promise<TokenOwner | undefined> {
	if (typeof written !== 'string' || written.length > maxLength || state.stateFolder === undefined) return undefined;
	const [owner = '', proof = ''] = written.split('.');
	const digest = (text: string) => createHash('sha256').update(text).digest();
	if (!timingSafeEqual(digest(proof), digest(await sign(state, owner)))) return undefined;
	const [id, person] = JSON.parse(Buffer.from(owner, 'base64url').toString()) as [string, string | null];
	return { id, ...(person !== null && { person }) };
}

async function sign({ tenant = defaultTenant, ...state }: NodeState, owner: string): Promise<string> {
	return (await openVaultKeys({ ...state, tenant }, state.stateFolder!)).sign(JSON.stringify(['tokens of an item', tenant, owner]));
}
