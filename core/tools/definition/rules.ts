import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, recordOf } from '../../base/shape';
import { modelNamePattern } from '../../ports/models/provider-names';
import { originNames } from '../../flow/flow-preset';
import { refer } from '../../guardrails/policy/policy-shapes';

const timeoutMs = (description: string) => Type.Optional(Type.Integer({ description, minimum: 1000, maximum: 1_209_600_000 }));
const approver = (description: string) => Type.String({ description, minLength: 1, maxLength: 200 });

const escalation = closed({
	approver: approver('The next one, after one who did not decide in time.'),
	message: Type.Optional(refer('localizedText')),
	timeoutMs: timeoutMs('Milliseconds. Default: that of the terms.'),
});

/** For calls that wait for a person: who decides, and the result of a timeout. */
export const approvalTerms = closed(
	{
		approver: Type.Optional(
			approver('Who should decide, for people and notifications: a role, a name or an address. It authenticates nobody.'),
		),
		message: Type.Optional(refer('localizedText', 'Asks about a call in place of the standard question. {{name}} stands for an argument.')),
		timeoutMs: timeoutMs('Milliseconds until nobody can decide any more. Default: seven days.'),
		whenTimedOut: Type.Optional(
			Type.Enum(['end', 'decline', 'approve'], {
				description:
					'After the last one who was asked. end, the default: the run cannot be continued then. decline, approve: it continues as if the person had declined or approved.',
			}),
		),
		escalateTo: Type.Optional(
			Type.Array(escalation, {
				description: 'Who is asked next if nobody decides in time, one after the other, before whenTimedOut happens.',
				minItems: 1,
				maxItems: 5,
			}),
		),
	},
	{ minProperties: 1 },
);
export type ApprovalTerms = Static<typeof approvalTerms>;

const ruleLimits = closed(
	{
		calls: Type.Optional(Type.Integer({ description: 'Max number of calls.', minimum: 1, maximum: 10_000 })),
		sum: Type.Optional(
			recordOf(Type.Number({ minimum: 0 }), {
				description:
					'By the path of an argument, such as amount, payment.amount or items[].price: the max of its values together. A call whose values cannot be added is beyond it.',
				minProperties: 1,
				maxProperties: 10,
				propertyNames: { minLength: 1, maxLength: 200 },
			}),
		),
		beyond: Type.Optional(
			Type.Enum(['ask', 'deny'], {
				description: 'What happens beyond: ask: a person decides. deny: the call is not made, and the model is told. Default: ask.',
			}),
		),
	},
	{
		description:
			'How far a rule that allows does so in one run, with all agents of its team. Calls that a person approved count too. Default: without end.',
		anyOf: [{ required: ['calls'] }, { required: ['sum'] }],
	},
);
export type RuleLimits = Static<typeof ruleLimits>;

export const toolRule = closed({
	tool: Type.String({ description: 'Name of a tool; * stands for any characters.', minLength: 1, maxLength: 128 }),
	arguments: Type.Optional(
		recordOf(Type.String({ minLength: 1, maxLength: 500 }), {
			description: 'Each of these arguments must match its expression (RE2); numbers, lists and objects are matched as JSON.',
			maxProperties: 20,
		}),
	),
	from: Type.Optional(
		recordOf(Type.Enum([...originNames]), {
			description:
				'By the name of an argument, * for all: where its values come from. An allowing rule fits if all values do, a restricting rule if one does. trusted: somebody who may decide wrote it. untrusted: only others did. own: nobody did.',
			minProperties: 1,
			maxProperties: 20,
			propertyNames: { minLength: 1, maxLength: 128 },
		}),
	),
	callers: Type.Optional(
		Type.Array(Type.String({ maxLength: 300, pattern: '^((person|group):\\S(.*\\S)?|claim:[^=]+=.*\\S)$' }), {
			description: 'For whom the rule holds: person:, group: and claim: names of whoever asks the agent. Default: everybody.',
			minItems: 1,
			maxItems: 100,
			uniqueItems: true,
		}),
	),
	classes: Type.Optional(
		Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
			description:
				'The rule holds once the model has read a document or a memory of one of these classes, such as confidential. Default: it holds from the beginning',
			minItems: 1,
			maxItems: 50,
		}),
	),
	after: Type.Optional(
		Type.String({
			description:
				'A tool that has to be called before, successfully and with the same value of each argument that both have. Until then, the call is not made, and the model is told. Default: none',
			minLength: 1,
			maxLength: 200,
		}),
	),
	permission: Type.Enum(['allow', 'ask', 'deny'], { description: 'ask: a person decides about each call.' }),
	limits: Type.Optional(ruleLimits),
	afterResults: Type.Optional(
		Type.Boolean({
			description:
				'true: the rule also holds, wherever the values come from, after the run has read a result or a passage, whose author could have ordered the call. Otherwise flow decides then.',
		}),
	),
	approval: Type.Optional(approvalTerms),
});
export type ToolRule = Static<typeof toolRule>;

export const reviewer = closed(
	{
		model: Type.String({ description: 'provider:model.', pattern: modelNamePattern, maxLength: 220 }),
		effect: Type.Optional(
			Type.Enum(['reversible', 'reversible-elsewhere', 'irreversible'], {
				description: 'It reviews calls with this effect or a further one. Default: reversible.',
			}),
		),
	},
	{ description: 'A second model that sees what the person asked and each planned call. It can ask a person or refuse, never allow more.' },
);
export type Reviewer = Static<typeof reviewer>;
