import type { RecordInAudit } from '../../changes/tenant-work';
import type { FindUses, RegistryApi } from '../../registry-api';
import type { EventStreams } from '../../../../service/http/event-streams';
import type { SnapshotCache } from '../snapshot-cache';
import type { WebhookKeeper } from '../../webhooks/webhook';

export interface RegistryContext {
	registry: RegistryApi;
	snapshots: SnapshotCache;
	streams: EventStreams;
	webhooks: WebhookKeeper;
	record: RecordInAudit;
	/** Undefined if the registry runs alone. */
	findUses?: FindUses;
}
