import { TroupeError } from '../../core/base/errors';
import type { MemorySeal, MemorySealing } from '../../core/ports/memory';
import type { MemoryDatabase } from './memory-database';

export interface MemoryParts {
	database: MemoryDatabase;
	sealing: MemorySealing;
	tenant: string;
	/** Milliseconds since the epoch. */
	now: () => number;
	/** Milliseconds after the last use. */
	kept: number;
	/** Held hashes; `everybody` for all of the tenant. */
	listHeld: () => Promise<ReadonlySet<string>>;
}

export interface Owner extends MemorySeal {
	hash: string;
}

export async function newOwner({ sealing }: MemoryParts, hash: string): Promise<{ owner: Owner; dataKey: Uint8Array }> {
	const { seal, wrapped } = await sealing.newSeal(hash);
	return { owner: { hash, ...seal }, dataKey: wrapped };
}

/** @throws TroupeError VAULT_UNREADABLE */
export async function knownOwner({ sealing }: MemoryParts, hash: string, wrapped: Uint8Array): Promise<Owner> {
	return { hash, ...(await sealing.openSeal(hash, wrapped)) };
}

export function ofAnotherKey({ database }: MemoryParts): TroupeError {
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `The memory in ${database.where} was created with a different key.`,
		fix: 'Restore the key that it was created with (TROUPE_VAULT_KEY, or vault.key in the state folder), on every machine that shares it; or set TROUPE_MEMORY_STORE to another store.',
	});
}
