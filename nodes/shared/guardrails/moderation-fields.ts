import type { INodeCredentialDescription, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { credentialKindField, credentialPlace, modelCredentials } from '../models/credential-fields';

/** The values of the fields that show it. */
type Show = Record<string, string[]>;

const isAdded = [{ _cnd: { exists: true } }] as unknown as NodeParameterValue[];
/** Only Harmful Content asks the service: a form shows it beside this guardrail, and a document may have it. */
const mayAsk = [{ policyFrom: ['form'], 'guardrails.harmful-content': isAdded }, { policyFrom: ['json'] }];

/** The switch of the moderation service, and the place of its credential, for the end of a form: the field State follows. @param show when the node checks texts */
export function moderationFields(show?: Show): INodeProperties[] {
	const isUsed = { show: { ...show, useModeration: [true] } };
	return [
		...mayAsk.map((where): INodeProperties => ({
			displayName: 'Ask a Moderation Service',
			name: 'useModeration',
			type: 'boolean',
			default: false,
			description: 'Whether the guardrail Harmful Content sends texts to the moderation endpoint of OpenAI or of a compatible server',
			displayOptions: { show: { ...show, ...where } },
		})),
		credentialKindField(isUsed),
		credentialPlace(isUsed),
	];
}

/** The credentials of the moderation service. */
export function moderationCredentials(show?: Show): INodeCredentialDescription[] {
	return modelCredentials(() => ({ show: { useModeration: [true], ...show } }), { providers: ['openai'] });
}
