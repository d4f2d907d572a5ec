import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed } from '../../base/shape';
import { refer } from '../../guardrails/policy/policy-shapes';

const maxText = 2_000;
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength });

const named = {
	name: Type.String({ description: 'In the prompt, {{name}} stands for its value.', pattern: '^[a-z][A-Za-z0-9]{0,39}$' }),
	label: refer('localizedText', 'Its name, for people.'),
};
const prices = Type.Optional(
	Type.Boolean({
		description: 'Whether its value can state prices, which then count as own: no-price lets replies state them. Default: false.',
	}),
);

const textSetting = closed({
	...named,
	type: Type.Literal('text'),
	default: text(maxText),
	prices,
	maxLength: Type.Optional(Type.Integer({ description: 'Default: 500.', minimum: 1, maximum: maxText })),
});

const listSetting = closed({
	...named,
	type: Type.Literal('list'),
	default: Type.Array(text(maxText), { maxItems: 50 }),
	prices,
	maxItems: Type.Optional(Type.Integer({ description: 'Default: 10.', minimum: 1, maximum: 50 })),
	maxLength: Type.Optional(Type.Integer({ description: 'Of each text; default: 200.', minimum: 1, maximum: maxText })),
});

const numberSetting = closed({
	...named,
	type: Type.Literal('number'),
	default: Type.Number(),
	prices,
	minimum: Type.Number(),
	maximum: Type.Number(),
});

const choiceSetting = closed({
	...named,
	type: Type.Literal('choice'),
	default: text(40),
	choices: Type.Array(
		closed({
			name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' }),
			label: refer('localizedText', 'Its name, for people.'),
			prompt: Type.Optional(
				Type.String({ description: 'What the prompt says for it. Default: its name.', minLength: 1, maxLength: maxText }),
			),
		}),
		{ minItems: 1, maxItems: 20 },
	),
});

const kinds = [textSetting, listSetting, numberSetting, choiceSetting];
export type SettingDeclaration = Static<(typeof kinds)[number]>;

/** Values that a manager can change without a new version. They are data of the prompt, never tools, models or guardrails. */
export const settings = Type.Array(choice('type', kinds), {
	description: 'Values in the prompt that people can change for a channel, within these limits.',
	minItems: 1,
	maxItems: 50,
});
