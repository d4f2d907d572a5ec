import type { INodeCredentialDescription, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import type { ProviderName } from '../../core/ports/models/provider-names';
import { providerFields } from '../shared/models/model-fields';
import { credentialTypes, type CredentialKind, credentialName } from '../shared/models/provider-credentials';
import { databaseCredentialName } from '../shared/state/database-credential';

const kinds: CredentialKind[] = ['n8n', 'troupe'];
const all = (Object.keys(providerFields) as ProviderName[]).flatMap((provider) => kinds.map((kind) => ({ provider, kind })));

/**
 * n8n decides by top-level fields alone whether it shows a credential, and it keeps one credential of each type: an entry of the list of models
 * cannot show its own (docs/decisions/n8n/0090). So a field names those that the node holds.
 */
export const credentials: INodeCredentialDescription[] = [
	...all.map(({ provider, kind }) => ({
		name: credentialTypes[provider][kind],
		displayName: credentialName(provider, kind),
		required: true,
		displayOptions: shownIfChosen(credentialTypes[provider][kind]),
	})),
	{
		name: databaseCredentialName,
		displayName: 'Troupe Database',
		required: true,
		displayOptions: shownIfChosen(databaseCredentialName),
	},
];

/**
 * Shows a credential by a rule that hides it: n8n's editor takes a field whose options all show a credential for its own choice of credentials, and
 * hides it. An empty list hides nothing in n8n, so it does not show anything either.
 */
function shownIfChosen(name: string): INodeCredentialDescription['displayOptions'] {
	return { show: { credentialTypes: holds({ exists: true }) }, hide: { credentialTypes: holds({ not: name }) } };
}

/** n8n's condition on each value of a list; its type for credentials leaves conditions out, its code does not. */
function holds(condition: object): NodeParameterValue[] {
	return [{ _cnd: condition }] as unknown as NodeParameterValue[];
}

const options = [
	...all.map(({ provider, kind }) => ({ name: credentialName(provider, kind), value: credentialTypes[provider][kind] })),
	{ name: 'Troupe Database', value: databaseCredentialName },
];

export const credentialFields: INodeProperties[] = [
	{
		displayName: 'Credentials of This Node',
		name: 'credentialTypes',
		type: 'multiOptions',
		noDataExpression: true,
		options: options.sort((one, other) => one.name.localeCompare(other.name)),
		default: [],
		description: 'Which credentials to set here, for models in the list that are not connected. A node has one credential of each type.',
	},
];
