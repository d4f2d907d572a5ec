import type { ManifestKind } from '../../documents/document-words';
import type { RootDocument } from '../../documents/root-document';
import type { KeyRing } from '../../token/key-ring';
import type { Caller, RegistryEventType } from '../registry-api';
import type { Connection, TenantRow } from '../store/tables';

/** The root that the registry goes by, verified. */
export interface TrustedRoot {
	document: RootDocument;
	keys: KeyRing;
	/** People who had a key in an earlier edition and have none that can sign now, by `personName`. */
	departed: ReadonlySet<string>;
}

/** Transaction of a tenant's change, which holds its audit entry, its events and the next snapshot too. */
export interface Change {
	connection: Connection;
	caller: Caller;
	root: TrustedRoot;
	nowMs: number;
	/** The same as ISO 8601. */
	at: string;
	/** Changed in place; written when the change is. */
	head: TenantRow;
	event(type: RegistryEventType, about: Record<string, string>): void;
	/**
	 * Adds details to the audit entry: codes, numbers, and the reason of the caller. A change without event, note and new snapshot changed nothing,
	 * and has no entry.
	 */
	note(details: Record<string, unknown>): void;
	/** Names the version that the change is about: its audit entry says it, also when the change is refused. */
	identify(manifest: { kind: ManifestKind; name: string; version: string }): void;
	/** Instances have to hear of it: the next snapshot is issued in this transaction. */
	touchSnapshot(): void;
}

/** Named in the audit. */
export interface ChangeName {
	/** A name of the field, such as `manifest.revoked`. */
	action: string;
	/** A manifest's hash, a rollout's id. */
	object: string;
	/** The object is a person or a machine by name: it is sealed, too. */
	isPerson?: boolean;
	/** The caller's. */
	reason?: string;
}
