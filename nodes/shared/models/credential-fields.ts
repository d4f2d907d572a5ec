import type { ICredentialsDisplayOptions, IDisplayOptions, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { credentialTypes, credentialName } from './provider-credentials';

type DisplayFor = (provider: ProviderName, others: ProviderName[]) => ICredentialsDisplayOptions;

const all = Object.keys(credentialTypes) as ProviderName[];

interface CredentialOptions {
	required?: boolean;
	providers?: ProviderName[];
}

/**
 * The model credentials of a node: for each provider this package's and n8n's own, of which `credentialKindField` chooses one.
 * A node without that field offers this package's alone.
 * @param display when a provider's credential is shown; always without it
 */
export function modelCredentials(
	display: DisplayFor = () => ({}),
	{ required = true, providers = all }: CredentialOptions = {},
): INodeCredentialDescription[] {
	return providers.flatMap((provider) => {
		const { show, hide } = display(
			provider,
			all.filter((other) => other !== provider),
		);
		return [
			{
				name: credentialTypes[provider].troupe,
				displayName: credentialName(provider, 'troupe'),
				required,
				// By what hides it: n8n's editor takes a field whose options all show a credential for its own choice of credentials, and hides it.
				displayOptions: { ...(show && { show }), hide: { ...hide, credentialKind: ['n8n'] } },
			},
			{
				name: credentialTypes[provider].n8n,
				displayName: credentialName(provider, 'n8n'),
				required,
				displayOptions: { show: { ...show, credentialKind: ['n8n'] }, ...(hide && { hide }) },
			},
		];
	});
}

/** Chooses between this package's credential and n8n's own. */
export const credentialKindField = (displayOptions: IDisplayOptions): INodeProperties => ({
	displayName: 'Credential Type',
	name: 'credentialKind',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: "n8n's Own", value: 'n8n', description: "The credential that n8n's own model nodes use, if you already have one" },
		{
			name: "Troupe's",
			value: 'troupe',
			description: 'Works with any server that speaks the same protocol, including servers that need no key',
		},
	],
	default: 'n8n',
	description: 'Which kind of credential to choose from below',
	displayOptions,
});

/** The place of the credential dropdowns: the editor draws them instead of this property. Without it, they come before the form. */
export const credentialPlace = (displayOptions?: IDisplayOptions): INodeProperties => ({
	displayName: 'Credential',
	name: 'credentialPlace',
	type: 'credentials',
	default: '',
	...(displayOptions && { displayOptions }),
});
