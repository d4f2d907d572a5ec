import type { AuditSubject } from '../../../core/audit/audit-leaf';
import type { NoteSigner } from '../../../core/audit/note-key';

/** The key of one person or conversation. */
export interface AuditSubjectKey {
	seal(text: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
}

/** The keys of the installation, apart from the store: whoever writes the database alone can neither sign a checkpoint nor mark an entry. */
export interface AuditKeys {
	/** Signs the checkpoints of a tenant's log. */
	signerOf(tenant: string): NoteSigner;
	/** Cosigns the logs of other installations. */
	witness(): NoteSigner;
	/** Returns a keyed hash. */
	mark(text: string): Buffer;
	/** Returns the keyed hash by which somebody is found and forgotten. */
	pseudonym(tenant: string, subject: AuditSubject): string;
	/** Creates a key of somebody, sealed. */
	newKey(bound: string): Promise<Uint8Array>;
	openKey(sealed: Uint8Array, bound: string): Promise<AuditSubjectKey>;
}

export const keyBoundTo = (tenant: string, subject: string): string => JSON.stringify(['audit key', tenant, subject]);
export const valueBoundTo = (tenant: string, commitment: string): string => JSON.stringify(['audit value', tenant, commitment]);

/** Returns the text that the mark of an entry covers. */
export const markedText = (tenant: string, index: number, leafHash: Buffer): string =>
	JSON.stringify(['audit entry', tenant, index, leafHash.toString('base64')]);

/** Returns the text that the mark of an entry covers while it waits for its index. */
export const waitingText = (tenant: string, leaf: string): string => `${JSON.stringify(['audit waiting', tenant])} ${leaf}`;
