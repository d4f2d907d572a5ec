import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../../base/shape';
import { temperatures } from '../crm';

const name = { minLength: 1, maxLength: 100 };
const names = (description: string) => Type.Optional(Type.Array(Type.String(name), { description, maxItems: 100 }));

export const guardrailFacts = closed({
	temperature: Type.Optional(Type.Enum([...temperatures], { description: 'How likely the lead is to buy.' })),
	channel: Type.Optional(Type.String({ description: 'The name of the channel.', ...name })),
	origin: Type.Optional(Type.String({ description: 'Where the lead comes from, such as ads.', ...name })),
	flags: Type.Optional(
		recordOf(Type.Boolean(), {
			description: 'Which flags are on. One that is missing is unknown.',
			maxProperties: 100,
			propertyNames: { type: 'string', ...name },
		}),
	),
	isOpen: Type.Optional(Type.Boolean({ description: 'Whether the channel is within its hours.' })),
	opensAt: Type.Optional(Type.String({ description: 'When a channel that is closed opens again (ISO 8601).', ...name })),
	collected: names('Names of what the contact has told already, such as cnpj.'),
	labels: names('All labels of the contact or the conversation.'),
});

/** For conditions of policies. From the host, never from the contact's text. Each can be unknown. */
export type GuardrailFacts = Static<typeof guardrailFacts>;
type FactName = keyof GuardrailFacts;
export const factNames = Object.keys(guardrailFacts.properties) as FactName[];
