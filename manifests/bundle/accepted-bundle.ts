import type { OfflineUse } from '../documents/snapshot-document';
import type { Bundle } from '../registry/registry-api';
import type { HighWater } from '../trust/high-water';
import type { BundleChanges } from './bundle-changes';

export interface AcceptRequest {
	bundle: Bundle;
	/** The trust folder to write. */
	into: string;
	/** The root that people trust, when the folder has none yet. */
	root?: Uint8Array;
	nowMs: number;
	/** The documents that this machine accepted before. Absent: only those in the folder are known. */
	highWater?: HighWater;
	/** Only reports the result, and changes nothing. */
	check?: boolean;
}

export interface AcceptedBundle {
	tenant: string;
	snapshotVersion: number;
	/** The end of the time for which the site can use it, ISO 8601. */
	goodUntil: string;
	/** The person for whom it was issued, when it is for a site without a network. */
	offline?: OfflineUse;
	roots: number;
	manifests: number;
	approvals: number;
	/** Compared with the previous content of the folder. */
	changes: BundleChanges;
	/** Manifests that the registry approved earlier and gates refuse: the approver or author was removed, or the signatures expired. */
	lapsed: Array<{ what: string; reason: string }>;
	/** Manifests that expire before the snapshot does. */
	endsSooner: Array<{ what: string; until: string }>;
}
