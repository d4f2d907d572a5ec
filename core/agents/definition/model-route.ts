import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../base/shape';
import { providerNames } from '../../ports/models/provider-names';
import { modelCondition } from '../../llm/router/model-condition';

const dollars = Type.Number({ minimum: 0 });

const modelReference = closed({
	provider: Type.Enum([...providerNames]),
	model: Type.String({ description: "The provider's name of the model, such as gpt-4.1-mini.", minLength: 1, maxLength: 200 }),
	price: Type.Optional(closed({ input: dollars, output: dollars }, { description: 'US dollars per million tokens; overrides the table.' })),
	timeoutMs: Type.Optional(
		Type.Integer({
			description:
				'Milliseconds for an answer; for a stream, until its first content and between its parts. Default: half of the remaining time if another model is available, else no limit.',
			minimum: 100,
			maximum: 600_000,
		}),
	),
	when: Type.Optional(modelCondition),
});
export type ModelReference = Static<typeof modelReference>;

export const modelSettings = closed(
	{
		route: Type.Array(modelReference, {
			description: 'Models in order of preference. A model is skipped if its provider has no key on this machine.',
			maxItems: 10,
			default: [],
		}),
		temperature: Type.Optional(Type.Number({ description: 'Lower values make the answers more predictable.', minimum: 0, maximum: 2 })),
		extractive: Type.Optional(
			Type.Boolean({
				description: 'Whether the agent quotes its documents if no model answers. Not for an agent with tools.',
				default: true,
			}),
		),
	},
	{ description: 'Which models answer.', default: {} },
);
