import * as Type from 'typebox/type';
import type { Static, TObject } from 'typebox/type';
import { refer } from './policy-shapes';

const timeLimit = 'Timeout for one text, in milliseconds. Default 10,000.';

export const placement = {
	name: Type.Optional(refer('id', "Name of the check in violations, for policies that contain it twice. Default: the check's id.")),
	stages: Type.Optional(refer('stages', 'Default: the stages that the check is made for.')),
	when: Type.Optional(refer('condition', 'The check applies unless this is false.')),
	unless: Type.Optional(refer('condition', 'Exempts from the check where this is true: violations are only recorded, with the facts.')),
	action: Type.Enum(['block', 'rewrite', 'ask-person', 'log']),
	onArguments: Type.Optional(
		Type.Enum(['refuse', 'block', 'ask-person', 'log', 'pass'], {
			description:
				'What to do about a violation in the arguments of a tool call. refuse: the call is not made, and the model is told why. block ends the run, pass does not check arguments. Default: refuse; ask-person and log if the action is that.',
		}),
	),
	onFailure: Type.Optional(
		Type.Enum(['block', 'pass'], { description: "What to do if the check fails or times out. Default: the policy's." }),
	),
	timeLimitMs: Type.Optional(Type.Integer({ minimum: 1, maximum: 60_000, description: timeLimit })),
	text: Type.Optional(refer('localizedText', 'With rewrite: the replacement of the removed text.')),
	joinedText: Type.Optional(
		refer('localizedText', 'With text: what replaces several texts in a row, of this check and of others that have a joinedText.'),
	),
	otherwise: Type.Optional(
		Type.Enum(['block', 'ask-person'], { description: 'With rewrite: what to do if nothing would be left. Default block.' }),
	),
};

export type Placement = Static<TObject<typeof placement>>;
