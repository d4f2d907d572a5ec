import type { OfflineUse } from '../documents/snapshot-document';
import type { Bundle } from '../registry/registry-api';
import type { HighWater } from '../trust/high-water';
import type { BundleChanges } from './bundle-changes';

export interface AcceptRequest {
	bundle: Bundle;
	into: string;
	root?: Uint8Array;
	nowMs: number;
	/** Documents that this machine accepted before. Absent: only those in the folder. */
	highWater?: HighWater;
	check?: boolean;
}

export interface AcceptedBundle {
	tenant: string;
	snapshotVersion: number;
	goodUntil: string;
	offline?: OfflineUse;
	roots: number;
	manifests: number;
	approvals: number;
	changes: BundleChanges;
	/** Earlier approved manifests that gates now refuse: the approver or author was removed, or the signatures expired. */
	lapsed: Array<{ what: string; reason: string }>;
	endsSooner: Array<{ what: string; until: string }>;
}
