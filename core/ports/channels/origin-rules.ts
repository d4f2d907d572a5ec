import * as Type from 'typebox/type';
import { storableText } from '../../base/text/storable-text';

export interface OriginRule {
	/** `ad`, `post`, `link`, `product`, or one with the provider's id, such as `link:summer`, which takes precedence. */
	from: string;
	name?: string;
	/** Replaces the channel's agent for contacts whose last origin this is. */
	agent?: string;
	greeting?: string;
}

export const originFrom = '^(?:ad|post|link|product)(?::\\S.{0,199})?$';
/** An origin's name is a part of a label and of the target of a switch. */
export const originName = '^[a-z0-9][a-z0-9-]{0,39}$';
export const originShape = Type.Object(
	{
		from: Type.String({
			pattern: originFrom,
			description: 'The kind, and the id of the ad, link or product after a colon.',
		}),
		name: Type.Optional(Type.String({ pattern: originName, description: 'What switches, guardrails and labels call it.' })),
		agent: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Answers in place of the agent of the channel.' })),
		greeting: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000, pattern: storableText, description: 'Sent once.' })),
	},
	{ additionalProperties: false },
);
