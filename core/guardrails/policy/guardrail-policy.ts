import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { choice, closed } from '../../base/shape';
import { type checkKinds, kinds } from '../checks/check-kinds';
import type { CheckKind, CheckWith } from './check-kind';
import { placement } from './placement';
import { definitions, refer } from './policy-shapes';

type Kinds = typeof checkKinds;
export type CheckId = keyof Kinds;

export type PolicyCheck<Id extends CheckId = CheckId> = {
	[Each in Id]: Kinds[Each] extends CheckKind<infer Options, Each> ? CheckWith<Options, Each> : never;
}[Id];

const version = '^\\d+\\.\\d+\\.\\d+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?$';
const forRegistry = 'Needed to publish the policy in a registry.';
const shape = closed({
	$schema: Type.Optional(Type.String()),
	id: refer('id'),
	version: Type.Optional(Type.String({ pattern: version, maxLength: 64, description: forRegistry })),
	purpose: Type.Optional(Type.String({ minLength: 1, maxLength: 1000, description: `One sentence for people. ${forRegistry}` })),
	onFailure: Type.Enum(['block', 'pass'], { default: 'block', description: 'What to do with a text if a check fails or times out.' }),
	checks: Type.Array(Type.Unsafe<PolicyCheck>({ $ref: '#/definitions/check' }), {
		minItems: 1,
		maxItems: 50,
		description: 'Applied in this order, each to the output of the previous one.',
	}),
});

export type GuardrailPolicy = Static<typeof shape>;

/** JSON Schema's draft 7. The build writes it to dist/schemas/. */
export const policySchema = {
	$schema: 'http://json-schema.org/draft-07/schema#',
	$id: 'https://troupe.example/schemas/guardrail-policy-1.json',
	title: 'Troupe guardrail policy',
	...shape,
	definitions: {
		...definitions,
		check: choice(
			'check',
			kinds.map(({ id }) => ({ $ref: `#/definitions/${id}` })),
		),
		...Object.fromEntries(kinds.map((kind) => [kind.id, checkShape(kind)])),
	},
};

function checkShape({ id, options, fixesStages, onlyStops, arguments: ofArguments }: CheckKind) {
	const { stages, onArguments, text, otherwise, ...always } = placement;
	return closed({
		check: Type.Literal(id),
		...always,
		...(!fixesStages && { stages }),
		...(ofArguments && { onArguments }),
		...(onlyStops ? { action: Type.Enum(['block', 'ask-person', 'log']) } : { text, otherwise }),
		...options,
	});
}
