import type { Kernel } from '../flow/kernel';
import { userTaskJobType } from './named-people';

export interface WaitingJobs {
	type: string;
	tenantId: string;
	count: number;
	oldest: string;
}

const maxKinds = 1_000;

export function listWaitingJobs(kernel: Kernel): WaitingJobs[] {
	const rows = kernel.database.all<{ type: string; tenant_id: string; count: number; oldest: number }>(
		`SELECT type, tenant_id, count(*) AS count, min(key) AS oldest FROM job WHERE state = 'ACTIVATABLE' AND type <> ?
		GROUP BY type, tenant_id LIMIT ${maxKinds}`,
		userTaskJobType,
	);
	return rows.map(({ type, tenant_id: tenantId, count, oldest }) => ({ type, tenantId, count, oldest: String(oldest) }));
}
