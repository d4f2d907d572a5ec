import type { INodeCredentialDescription } from 'n8n-workflow';
import { modelCredentials } from '../../shared/models/credential-fields';

const isOwn = ({ name }: INodeCredentialDescription) => name.startsWith('troupe');

/**
 * The credentials of the chosen models. n8n marks a missing one only where it is required for every version of the node: version 1 shows all of ours
 * at once and needs none, so only n8n's own kind, with which version 2 begins, is required.
 */
export const agentCredentials: INodeCredentialDescription[] = modelCredentials((provider) => ({
	show: { model: ['chain', provider] },
})).map((credential) => ({ ...credential, required: !isOwn(credential) }));

/** A condition that n8n has for credentials too; its types know it for fields only. */
const isEmpty = { _cnd: { eq: {} } } as unknown as string;

/** A form defines no tools, but the members of its team can have some. Where an agent is chosen or written as JSON, there is no field for a team. */
export const toolSecretsCredential: INodeCredentialDescription = {
	name: 'troupeToolSecretsApi',
	displayName: 'Tool Secrets',
	required: false,
	displayOptions: { hide: { team: [isEmpty] } },
};
