import type { ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import type { ViolationRecord } from '../../core/ports/guardrails/violations';
import type { Gate } from '../../core/ports/manifests';
import { defaultGate } from '../../manifests/gate/default-gate';
import { openViolations } from '../../providers/compose/guardrails/violations';
import { type RecordTrigger, startOnRecords } from '../shared/records/start-on-records';
import { readFilter } from './read-filter';

const violations: Omit<RecordTrigger<ViolationRecord>, 'node'> = {
	what: 'violations',
	open: openViolations,
	readFilter,
	toItem: ({ tenant, record: { at, ...record } }) => ({ ...record, tenant, at: new Date(at).toISOString() }),
};

/** Starts the workflow for violations. */
export function trigger(this: ITriggerFunctions, gate: Gate = defaultGate(), node = 'troupeGuardrailsTrigger'): Promise<ITriggerResponse> {
	return startOnRecords(this, { ...violations, node }, gate);
}
