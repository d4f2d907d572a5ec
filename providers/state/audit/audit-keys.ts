import type { AuditSubject } from '../../../core/audit/audit-leaf';
import type { NoteSigner } from '../../../core/audit/note-key';

export interface AuditSubjectKey {
	seal(text: string, bound: string): Uint8Array;
	/** @throws TroupeError VAULT_UNREADABLE */
	unseal(sealed: Uint8Array, bound: string): string;
}

/** Installation keys, stored apart: write access to the database alone can neither sign a checkpoint nor mark an entry. */
export interface AuditKeys {
	signerOf(tenant: string): NoteSigner;
	mark(text: string): Buffer;
	pseudonym(tenant: string, subject: AuditSubject): string;
	newKey(bound: string): Promise<Uint8Array>;
	openKey(sealed: Uint8Array, bound: string): Promise<AuditSubjectKey>;
}

export const keyBoundTo = (tenant: string, subject: string): string => JSON.stringify(['audit key', tenant, subject]);
export const valueBoundTo = (tenant: string, commitment: string): string => JSON.stringify(['audit value', tenant, commitment]);

export const markedText = (tenant: string, index: number, leafHash: Buffer): string =>
	JSON.stringify(['audit entry', tenant, index, leafHash.toString('base64')]);

export const waitingText = (tenant: string, leaf: string): string => `${JSON.stringify(['audit waiting', tenant])} ${leaf}`;
