import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Crm } from '../../core/ports/crm';
import { openCrm } from '../../providers/compose/crm/open-crm';

interface CredentialContext {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}

/** Opens the CRM of the node's credential. @throws TroupeError CREDENTIAL_INVALID */
export async function readCrm(context: CredentialContext, requestsPerMinute?: number): Promise<{ crm: Crm; account: string }> {
	const { apiKey, baseUrl } = await context.getCredentials('troupePipeRunApi');
	const text = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
	const secrets = { token: text(apiKey), baseUrl: text(baseUrl) };
	const crm = await openCrm({ provider: 'piperun', secrets, ...(requestsPerMinute !== undefined && { requestsPerMinute }) });
	return { crm, account: `n8n piperun ${secrets.baseUrl}` };
}
