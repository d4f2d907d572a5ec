import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { credentialKindField, credentialPlace, modelCredentials } from '../models/credential-fields';

/** The values of the fields that show it. */
type Show = Record<string, string[]>;

/** The switch of the moderation service, and the place of its credential. @param show when the node checks texts */
export function moderationFields(show?: Show): INodeProperties[] {
	const isUsed = { show: { ...show, useModeration: [true] } };
	return [
		{
			displayName: 'Ask a Moderation Service',
			name: 'useModeration',
			type: 'boolean',
			default: false,
			description: 'Whether the guardrail Harmful Content sends texts to the moderation endpoint of OpenAI or of a compatible server',
			...(show && { displayOptions: { show } }),
		},
		credentialKindField(isUsed),
		credentialPlace(isUsed),
	];
}

/** The credentials of the moderation service. */
export function moderationCredentials(show?: Show): INodeCredentialDescription[] {
	return modelCredentials(() => ({ show: { useModeration: [true], ...show } }), { providers: ['openai'] });
}
