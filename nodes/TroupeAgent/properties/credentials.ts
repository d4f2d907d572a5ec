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
