import * as Type from 'typebox/type';
import { closed, optional, recordOf } from '../../../core/base/shape';
import { open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { planStates, slots } from '../../../planner/plan';

export const ofPlan = { params: closed({ plan: text(100) }) };
export const words = text(4_000);
export const state = Type.Enum([...planStates], {
	description: '`asking`: it has questions; `failed`: it could not be drawn, and `faults` says why; `ended`: its instances have',
});
const answerText = Type.String({ maxLength: 2_000 });
export const answers = recordOf(answerText, {
	maxProperties: 60,
	description:
		'By the id of a question, or by a slot: `goal`, `trigger` …; `retry` by the key of an instance that stands still, or `cancel` by that of any that has not ended',
});

const cost = Type.Object({
	...{ low: Type.Number(), likely: Type.Number(), high: Type.Number() },
	basis: Type.Enum(['recorded', 'estimated', 'unknown'], { description: 'Where the figures are from; `unknown`: no price is known' }),
});
const fault = Type.Object({ path: string, rule: string, message: string, fix: string });
const file = Type.Object({ name: string, content: string });
const question = Type.Object({
	id: string,
	slot: Type.Enum([...slots]),
	text: string,
	default: string,
	...optional({ choices: texts, why: string }),
});

export const plan = Type.Object({
	...{ id: string, state, version: string, language: Type.Enum(['en', 'pt']), wish: string },
	picture: open(),
	questions: Type.Array(question, { description: 'Those that wait for an answer, at most two' }),
	answers: recordOf(string),
	conversation: Type.Array(Type.Object({ from: Type.Enum(['person', 'planner']), text: string, at: time })),
	...{ createdAt: time, changedAt: time },
	...optional({
		later: Type.Array(question, { description: 'Questions to ask after these' }),
		cannot: { ...texts, description: 'Parts of the wish that cannot be done' },
		unasked: { ...texts, description: 'Answers of a list that was longer than the questions' },
		tree: open(),
		files: Type.Array(file, { description: 'What is deployed: the process with its diagram, and its forms' }),
		hash: Type.String({ description: 'SHA-256 of the files: what a person confirms' }),
		explanation: Type.Object(
			{
				...{ summary: string, supposed: texts, risks: texts, unsupported: texts },
				missing: Type.Optional(Type.Array(string, { description: 'What a person has to give before it can be confirmed' })),
				undrawn: Type.Optional(
					Type.Array(Type.Object({ text: string, isTask: Type.Boolean({ description: 'False for background' }) }), {
						description: 'What was said and led to nothing',
					}),
				),
				steps: Type.Array(open(), { description: 'Why each step is there, who does it, and what it touches and costs' }),
				cost,
			},
			{ additionalProperties: true },
		),
		cases: Type.Array(open()),
		changes: Type.Object(
			{ blocks: Type.Array(open()), plan: Type.Array(open()) },
			{
				additionalProperties: true,
				description: 'Of GET: what differs from what was confirmed, where a change waits for its confirmation',
			},
		),
		proof: Type.Object({
			...{ passed: Type.Boolean(), at: time, missed: texts, ...optional({ optional: texts, unplayed: texts }) },
			answers: Type.Optional(Type.Array(Type.Object({ step: string, recorded: Type.Number(), supposed: Type.Number() }))),
			cases: Type.Array(Type.Object({ name: string, passed: Type.Boolean(), reached: texts, problem: Type.Optional(string) })),
		}),
		faults: Type.Array(fault),
		difference: open(),
		confirmed: Type.Object({ hash: string, by: string, at: time, engine: string, statement: string }, { additionalProperties: true }),
		runs: Type.Array(open()),
	}),
});
