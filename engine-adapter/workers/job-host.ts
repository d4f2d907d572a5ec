import { readZeebeTenant } from '../../core/base/tenant';
import type { StateHost, VaultHost } from '../../providers/compose/hosts/state-host';
import type { Job } from '../engine/jobs';

/** Returns the worker's host with the state of the job's tenant. @throws TroupeError INPUT_INVALID for a tenant that Troupe cannot name */
export function toJobHost<Host extends StateHost & Pick<VaultHost, 'tenant'>>(host: Host, job: Job): Host & { name: string } {
	const tenant = readZeebeTenant(job.tenantId);
	return { ...host, name: 'worker', process: job.processId, ...(tenant !== undefined && { tenant }) };
}
