import type { ViolationRecord } from '../../../core/ports/guardrails/violations';
import { openViolations } from '../../../providers/compose/guardrails/violations';
import type { RecordTrigger } from '../records/start-on-records';
import { readFilter } from './read-filter';

export const violations: RecordTrigger<ViolationRecord> = {
	what: 'violations',
	open: openViolations,
	readFilter,
	toItem: ({ tenant, record: { at, ...record } }) => ({ ...record, tenant, at: new Date(at).toISOString() }),
};
