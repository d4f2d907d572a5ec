import { randomUUID } from 'node:crypto';
import { TroupeError } from '../../../core/base/errors';
import type { Job } from '../../engine/jobs';
import type { Kernel } from '../flow/kernel';
import { findStarter } from '../flow/starter';
import { findInstance } from '../state/instances/element-instances';
import { visibleVariables } from '../state/instances/variables';
import { defaultTenantId } from '../state/tenants';
import { logJob } from './job-log';
import { type JobRow, updateJob } from './job-rows';
import { readListenerEvent } from './listener-events';
import { readChangedVariables } from './task-store';

export interface ActivationRequest {
	/** `isOwn`: it ends with the engine's process. */
	worker?: string;
	isOwn?: boolean;
	limit: number;
	timeoutMs: number;
	fetchVariables?: string[];
	/** Default: every tenant. */
	tenantIds?: readonly string[];
	/** A new token per job ends the rights of earlier workers. Without it, jobs that once had a token are left alone. */
	withLease?: boolean;
}

/** Oldest first; they belong to the worker until the timeout. */
export function activateJobs(
	kernel: Kernel,
	type: string,
	{ worker = '', isOwn = false, limit, timeoutMs, fetchVariables, tenantIds, withLease = false }: ActivationRequest,
): Job[] {
	return findActivatable(kernel, { type, limit, tenantIds, withLease }).map((row) => {
		const deadline = kernel.clock.now() + timeoutMs;
		updateJob(kernel, { ...row, state: 'ACTIVATED', due: deadline, worker, is_own: isOwn ? 1 : 0 });
		const lease = withLease ? giveLease(kernel, row) : undefined;
		const instance = findInstance(kernel, row.element_instance_key)!;
		const { process } = logJob(kernel, 'job-activated', row, { retries: row.retries });
		return {
			key: String(row.key),
			type,
			instanceKey: String(instance.instanceKey),
			processId: process.processId,
			processDefinitionKey: String(process.key),
			elementId: instance.elementId,
			elementInstanceKey: String(instance.key),
			headers: JSON.parse(row.headers) as Record<string, string>,
			variables: { ...visibleVariables(kernel, instance.key, fetchVariables), ...readChangedVariables(kernel, row, fetchVariables) },
			retries: row.retries,
			deadline,
			...(row.tenant_id === defaultTenantId ? {} : { tenantId: row.tenant_id }),
			...findStarter(kernel, instance.instanceKey),
			...(row.listener === null ? {} : { listener: readListenerEvent(row, instance) }),
			...(lease === undefined ? {} : { lease }),
		};
	});
}

/** One query for each tenant: an index then leads to its jobs, however many others wait. */
function findActivatable(
	kernel: Kernel,
	{ type, limit, tenantIds, withLease }: Pick<ActivationRequest, 'limit' | 'tenantIds' | 'withLease'> & { type: string },
): JobRow[] {
	const sql = `SELECT * FROM job WHERE state = 'ACTIVATABLE' AND type = ? AND tenant_id = ? ${withLease ? '' : 'AND lease IS NULL'} ORDER BY key LIMIT ?`;
	const rows = (tenantIds ?? kernel.definitions.listTenants()).map((tenantId) => kernel.database.all<JobRow>(sql, type, tenantId, limit));
	if (rows.length === 1) return rows[0]!;
	return rows
		.flat()
		.sort((a, b) => a.key - b.key)
		.slice(0, limit);
}

function giveLease(kernel: Kernel, { key }: JobRow): string {
	const lease = randomUUID();
	kernel.database.run('UPDATE job SET lease = ? WHERE key = ?', lease, key);
	return lease;
}

/** The token must be that of the last activation. @throws TroupeError STATE_CONFLICT */
export function checkLease(job: JobRow, lease: string | undefined): void {
	if (job.lease === null || lease === job.lease) return;
	throw new TroupeError({
		code: 'STATE_CONFLICT',
		message: `Job ${job.key} was activated with a lease, which this request does not hold.`,
		fix: 'Pass the token of the last activation. If the job went to another worker meanwhile, drop the work.',
		details: { jobKey: String(job.key) },
	});
}
