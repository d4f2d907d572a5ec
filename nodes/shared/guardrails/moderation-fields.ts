import type { INodeCredentialDescription, INodeProperties, NodeParameterValue } from 'n8n-workflow';
import { credentialKindField, credentialPlace, modelCredentials } from '../models/credential-fields';

/** The values of the fields that show it. */
type Show = Record<string, string[]>;

const isAdded = [{ _cnd: { exists: true } }] as unknown as NodeParameterValue[];
/** Only Harmful Content asks the service: a form shows it beside this guardrail, and a document may have it. */
const mayAsk = [{ policyFrom: ['form'], 'guardrails.harmful-content': isAdded }, { policyFrom: ['json'] }];

/** The switch of the moderation, what judges, and the place of its credential, for the end of a form: the field State follows. @param show when the node checks texts */
export function moderationFields(show?: Show): INodeProperties[] {
	const isUsed = { show: { ...show, useModeration: [true] } };
	const isServer = { show: { ...isUsed.show, moderationBy: ['openai'] } };
	return [
		...mayAsk.map((where): INodeProperties => ({
			displayName: 'Ask a Moderation Service',
			name: 'useModeration',
			type: 'boolean',
			default: false,
			description:
				'Whether the guardrail Harmful Content has a service or a classifier of this machine judge texts that its word lists do not decide',
			displayOptions: { show: { ...show, ...where } },
		})),
		{
			displayName: 'Moderation By',
			name: 'moderationBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'Classifier of This Machine', value: 'local', description: 'The model in TROUPE_HARM_MODEL: no text leaves the machine' },
				{ name: 'OpenAI or Compatible', value: 'openai', description: 'The moderation endpoint of a server: the text is sent there' },
			],
			default: 'openai',
			description: 'What judges the texts',
			displayOptions: isUsed,
		},
		credentialKindField(isServer),
		credentialPlace(isServer),
	];
}

/** The credentials of the moderation service. */
export function moderationCredentials(show?: Show): INodeCredentialDescription[] {
	return modelCredentials(() => ({ show: { useModeration: [true], moderationBy: ['openai'], ...show } }), { providers: ['openai'] });
}
