import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Crm } from '../../core/ports/crm';
import { withResidency } from '../../providers/compose/settings/residency';
import type { TenantHost } from '../../providers/compose/state/host-tenants';
import { openCrm } from '../../providers/compose/crm/open-crm';

interface CredentialContext {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}

/** @param host whose region is kept; without it, no personal data may be sent @throws TroupeError CREDENTIAL_INVALID */
export async function readCrm(
	context: CredentialContext,
	{ host, requestsPerMinute }: { host?: TenantHost; requestsPerMinute?: number | undefined } = {},
): Promise<{ crm: Crm; account: string }> {
	const { apiKey, baseUrl } = await context.getCredentials('troupePipeRunApi');
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
	const secrets = { token: text(apiKey), baseUrl: text(baseUrl) };
	const residency = host && withResidency('The CRM of the credential', host).residency;
	const crm = await openCrm({
		secrets,
		...(residency && { residency }),
		...(requestsPerMinute !== undefined && { requestsPerMinute }),
	});
	return { crm, account: `n8n piperun ${secrets.baseUrl}` };
}
