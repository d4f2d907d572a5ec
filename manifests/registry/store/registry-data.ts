import type { TableData } from '../../../core/base/privacy/personal-data';
import type { Tables } from './tables';

/** Personal data per table: who of the company published, approved, refused and revoked. No contacts. */
export const registryData = {
	roots: { isCommon: true, kept: 'record', user: 'tokens', nothing: 'version added_at' },
	tenants: { kept: 'record', nothing: 'last_event last_audit last_sequence policy demands' },
	snapshots: { kept: 'record', nothing: 'version token etag key_id issued expires' },
	manifests: {
		kept: 'record',
		user: 'author publisher reason token',
		nothing: 'sha256 sequence kind name version state revision key_id purpose capabilities file_list successor scope published_at',
	},
	reviews: { kept: 'record', user: 'notes rejected_by reason', nothing: 'manifest rejected_at' },
	approvals: { kept: 'record', user: 'approver subject token', nothing: 'manifest key_id at' },
	evidence: { kept: 'record', user: 'token', nothing: 'manifest sha256 type facts at' },
	file_lists: { kept: 'record', nothing: 'sha256 content' },
	labels: { kept: 'record', user: 'changed_by reason', nothing: 'kind name label version revision changed_at' },
	rollouts: { kept: 'record', user: 'rollout', nothing: 'id kind name state revision' },
	rollout_reports: { kept: 'record', nothing: 'rollout instance sequence' },
	events: { kept: 'record', user: 'about', nothing: 'id type at' },
	audit_outbox: { kept: 'record', user: 'content', nothing: 'number id mark' },
	access_tokens: { kept: 'accessToken', user: 'subject revoked_by reason', nothing: 'id scopes issued expires last_used_at revoked_at' },
	revoked_subjects: { kept: 'record', user: 'subject revoked_by reason', nothing: 'until at' },
} as const satisfies Record<keyof Tables, TableData>;
