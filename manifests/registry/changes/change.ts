import type { ManifestKind } from '../../documents/document-words';
import type { RootDocument } from '../../documents/root-document';
import type { KeyRing } from '../../token/key-ring';
import type { Caller, RegistryEventType } from '../registry-api';
import type { Connection, TenantRow } from '../store/tables';

export interface TrustedRoot {
	document: RootDocument;
	keys: KeyRing;
	departed: ReadonlySet<string>;
}

/** Transaction of a tenant's change, with its audit entry, events and next snapshot. */
export interface Change {
	connection: Connection;
	caller: Caller;
	root: TrustedRoot;
	nowMs: number;
	/** The same as ISO 8601. */
	at: string;
	/** Changed in place; written with the change. */
	head: TenantRow;
	event(type: RegistryEventType, about: Record<string, string>): void;
	/** Adds codes, numbers and the caller's reason to the audit entry. Without event, note or new snapshot, the change has no entry. */
	note(details: Record<string, unknown>): void;
	identify(manifest: { kind: ManifestKind; name: string; version: string }): void;
	touchSnapshot(): void;
}

export interface ChangeName {
	action: string;
	/** A manifest's hash, a rollout's id. */
	object: string;
	/** True if the object is a name of a person or machine: it is sealed too. */
	isPerson?: boolean;
	reason?: string;
}
