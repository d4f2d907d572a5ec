import type { StateSchema } from '../database/state-database';
import { holdSchema } from '../database/legal-holds';
import { accessSchema } from './access-schema';
import { auditSchema } from './audit/audit-schema';
import { witnessSchema } from './audit/witness-schema';
import { callSchema } from './calls/call-store';
import { channelSchema } from './channels/channel-schema';
import { conversationStateSchema } from './conversations/conversation-states';
import { credentialSchema } from './credentials/credential-schema';
import { executionSchema } from './executions/execution-schema';
import { eventSchema } from './events/event-schema';
import { switchSchema } from './switches/switch-rows';
import { logSchema } from './log/log-store';
import { machineSchema } from './machines/machine-store';
import { planSchema } from './plans/plan-schema';
import { forgettingSchema } from './privacy/forgetting-schema';
import { taskDocumentSchema } from './task-documents/task-document-store';
import { operationSchema } from './operations/operation-schema';
import { qualitySchema } from './quality/quality-schema';
import { wantedToolSchema } from './wanted-tools/wanted-tool-store';
import { runSchema } from './runs/run-schema';
import { seenToolsSchema } from './seen-tools';
import { settingSchema } from './setting-store';
import { tenantSchema } from './tenant-store';
import { statementSchema } from './usage/statement-store';
import { usageSchema } from './usage/usage-schema';
import { rateSchema } from './rate-counts';
import { proofSchema } from './taken-proofs';
import { vaultSchema } from './vault/vault-schema';
import { vectorCacheSchema } from './vector-cache';
import { violationSchema } from './violations/violation-rows';
import { workSchema } from './work/work-schema';

/** All subjects: backup, restore, `state move`, forgetting and `doctor` use this list. */
export const stateSubjects: readonly StateSchema[] = [
	accessSchema,
	auditSchema,
	callSchema,
	channelSchema,
	conversationStateSchema,
	credentialSchema,
	eventSchema,
	executionSchema,
	switchSchema,
	forgettingSchema,
	holdSchema,
	logSchema,
	machineSchema,
	operationSchema,
	planSchema,
	taskDocumentSchema,
	proofSchema,
	qualitySchema,
	rateSchema,
	runSchema,
	seenToolsSchema,
	settingSchema,
	tenantSchema,
	statementSchema,
	wantedToolSchema,
	usageSchema,
	vaultSchema,
	vectorCacheSchema,
	violationSchema,
	witnessSchema,
	workSchema,
];
