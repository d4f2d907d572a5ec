import { defaultTenant } from '../../../core/base/tenant';
import type { CrmResult, CrmTask } from '../../../core/crm/crm-task';
import type { Crm } from '../../../core/ports/crm';
import { composeCredentials } from '../credentials/credentials';
import type { VaultHost } from '../hosts/state-host';
import { runCrmTask } from './crm-task';
import { withResidency } from '../settings/residency';
import { crmProvider, openCrm } from './open-crm';

export interface NamedCrm {
	credential: string;
	requestsPerMinute?: number;
}

/** @throws TroupeError CREDENTIAL_… */
export async function openNamedCrm({ credential, requestsPerMinute }: NamedCrm, host: VaultHost, signal: AbortSignal): Promise<Crm> {
	const { data } = await composeCredentials(host).resolve(credential, host.tenant ?? defaultTenant, signal);
	const { residency } = withResidency(`The CRM ${credential}`, host);
	return openCrm({
		secrets: data,
		...(residency && { residency }),
		...(requestsPerMinute !== undefined && { requestsPerMinute }),
	});
}

/** @throws TroupeError CREDENTIAL_…, and as `runCrmTask` */
export async function runNamedCrmTask(task: CrmTask, named: NamedCrm, host: VaultHost, signal: AbortSignal): Promise<CrmResult> {
	const crm = await openNamedCrm(named, host, signal);
	return runCrmTask(task, { crm, account: `${crmProvider} ${named.credential}` }, host, signal);
}
