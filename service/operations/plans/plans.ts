import * as Type from 'typebox/type';
import { anyObject, closed, optional, recordOf } from '../../../core/base/shape';
import { open, string, texts, time } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, list, sha256, text } from '../../../manifests/registry/api/fields';
import type { TreeDifference } from '../../../planner/change/compare-trees';
import { findSinceConfirmed } from '../../../planner/change/since-confirmed';
import type { Plan } from '../../../planner/plan';
import { planStates, slots } from '../../../planner/plan';
import { ofModels, operation, type OperationContext } from '../operation';
import { openServicePlans, type PlanHost } from './open-service-plans';

const ofPlan = { params: closed({ plan: text(100) }) };
const words = text(4_000);
const state = Type.Enum([...planStates], {
	description: '`asking`: it has questions; `failed`: it could not be drawn, and `faults` says why; `ended`: its instances have',
});
const answerText = Type.String({ maxLength: 2_000 });
const answers = recordOf(answerText, {
	maxProperties: 60,
	description:
		'By the id of a question, or by a slot: `goal`, `trigger` …; `retry` by the key of an instance that stands still, or `cancel` by that of any that has not ended',
});

const cost = Type.Object({
	low: Type.Number(),
	likely: Type.Number(),
	high: Type.Number(),
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

const plan = Type.Object({
	id: string,
	state,
	version: string,
	language: Type.Enum(['en', 'pt']),
	wish: string,
	picture: open(),
	questions: Type.Array(question, { description: 'Those that wait for an answer, at most two' }),
	answers: recordOf(string),
	conversation: Type.Array(Type.Object({ from: Type.Enum(['person', 'planner']), text: string, at: time })),
	createdAt: time,
	changedAt: time,
	...optional({
		later: Type.Array(question, { description: 'Questions to ask after these' }),
		cannot: { ...texts, description: 'Parts of the wish that cannot be done' },
		unasked: { ...texts, description: 'Answers of a list that was longer than the questions' },
		tree: open(),
		files: Type.Array(file, { description: 'What is deployed: the process with its diagram, and its forms' }),
		hash: Type.String({ description: 'SHA-256 of the files: what a person confirms' }),
		explanation: Type.Object(
			{
				summary: string,
				supposed: texts,
				risks: texts,
				unsupported: texts,
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
			passed: Type.Boolean(),
			at: time,
			missed: texts,
			...optional({ optional: texts, unplayed: texts }),
			answers: Type.Optional(Type.Array(Type.Object({ step: string, recorded: Type.Number(), supposed: Type.Number() }))),
			cases: Type.Array(Type.Object({ name: string, passed: Type.Boolean(), reached: texts, problem: Type.Optional(string) })),
		}),
		faults: Type.Array(fault),
		difference: open(),
		confirmed: Type.Object({ hash: string, by: string, at: time, engine: string, statement: string }, { additionalProperties: true }),
		runs: Type.Array(open()),
	}),
});

const tag = 'plans';
type Context = OperationContext<PlanHost>;
const aboutPlan = ({ plan: id }: { plan: string }) => id;
const refusals = { ...ofModels, 409: 'Somebody else changed it meanwhile, or its state does not allow it' };

/** Without the long files: the state is asked often. A long wish is cut. */
const brief = Type.Object({
	id: string,
	state,
	version: string,
	wish: string,
	changedAt: string,
	...optional({ tree: Type.Object({ id: string, name: string }), hash: string, provedAt: string }),
});

export const listPlans = operation({
	summary: 'List the plans, the newest first',
	tag,
	method: 'GET',
	path: 'plans',
	scope: 'process:read',
	input: { query: closed(optional({ state, cursor, limit: limit(200) })) },
	output: Type.Object({ items: Type.Array(brief), cursor: Type.Optional(string) }),
	async perform(filter: { state?: Plan['state']; cursor?: string; limit?: number }, { host }: Context) {
		return (await openServicePlans(host)).list(filter);
	},
});

export const showPlan = operation({
	summary: 'Show a plan, with what its instances have come to',
	tag,
	method: 'GET',
	path: 'plans/:plan',
	scope: 'process:read',
	input: ofPlan,
	output: plan,
	/** @throws TroupeError PLAN_NOT_FOUND */
	async perform({ plan: id }, { host }: Context): Promise<Plan & { changes?: TreeDifference }> {
		const shown = await (await openServicePlans(host)).show(id);
		const changes = findSinceConfirmed(shown);
		return { ...shown, ...(changes && { changes }) };
	},
});

export const createPlan = operation({
	summary: 'Make a plan of what is wanted: a process with its diagram, or questions first. Nothing runs',
	tag,
	method: 'POST',
	path: 'plans',
	scope: 'process:deploy',
	input: {
		body: closed({
			wish: { ...text(20_000), description: 'What is wanted, in words' },
			...optional({
				language: Type.Enum(['en', 'pt'], { description: 'Default: the language of the wish' }),
				answers: Type.Union([answers, list(Type.String({ maxLength: 2_000 }), 60)], {
					description: 'By the id of a question or by a slot; or in the order of the questions',
				}),
				supposes: Type.Boolean({ description: 'Suppose what is not answered, and ask nothing' }),
			}),
		}),
	},
	output: plan,
	refusals,
	maxAtOnce: 4,
	inBackground: 'once',
	/** @throws TroupeError INPUT_INVALID, MODEL_* */
	perform: async (request, { host, signal }: Context): Promise<Plan> => (await openServicePlans(host)).create(request, signal),
});

export const askPlan = operation({
	summary: 'Answer the questions of a plan, or ask about it',
	tag,
	method: 'POST',
	path: 'plans/:plan/ask',
	scope: 'process:deploy',
	input: { ...ofPlan, body: closed(optional({ text: words, answers })) },
	output: plan,
	refusals,
	maxAtOnce: 4,
	inBackground: 'once',
	about: aboutPlan,
	/** @throws TroupeError PLAN_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT, MODEL_* */
	perform: async ({ plan: id, ...said }, { host, signal }: Context): Promise<Plan> =>
		(await openServicePlans(host)).ask(id, { ...said, actsOnRuns: true }, signal),
});

export const changePlan = operation({
	summary: 'Change a plan in words: what the words do not name keeps its id and its place',
	tag,
	method: 'POST',
	path: 'plans/:plan/change',
	scope: 'process:deploy',
	input: { ...ofPlan, body: closed({ text: words }) },
	output: plan,
	refusals,
	maxAtOnce: 4,
	inBackground: 'once',
	about: aboutPlan,
	/** @throws TroupeError PLAN_NOT_FOUND, INPUT_INVALID, STATE_CONFLICT, MODEL_* */
	perform: async ({ plan: id, text: wanted }, { host, signal }: Context): Promise<Plan> =>
		(await openServicePlans(host)).change(id, wanted, signal),
});

export const provePlan = operation({
	summary: 'Play the cases of a plan on an engine in memory: each branch is reached by one. Nothing outside is called',
	tag,
	method: 'POST',
	path: 'plans/:plan/prove',
	scope: 'process:deploy',
	input: { ...ofPlan, body: closed({}) },
	output: plan,
	refusals,
	maxAtOnce: 2,
	inBackground: 'repeatable',
	about: aboutPlan,
	/** @throws TroupeError PLAN_NOT_FOUND, STATE_CONFLICT */
	perform: async ({ plan: id }, { host, signal }: Context): Promise<Plan> => (await openServicePlans(host)).prove(id, signal),
});

export const confirmPlan = operation({
	summary: 'Confirm exactly the files of a plan, by their hash: only they can be started',
	tag,
	method: 'POST',
	path: 'plans/:plan/confirm',
	scope: 'process:deploy',
	input: {
		...ofPlan,
		body: closed({
			hash: { ...sha256, description: 'The hash that the person saw' },
			engine: Type.Enum(['embedded', 'zeebe']),
			...optional({
				statement: { ...text(8_000), description: 'A statement of the person, signed by their key' },
				acceptsUnsupported: Type.Boolean({ description: 'People do by hand what nothing here can do' }),
			}),
		}),
	},
	output: plan,
	refusals,
	/** @throws TroupeError PLAN_NOT_FOUND, STATE_CONFLICT */
	perform: async ({ plan: id, ...confirmation }, { host, by }: Context): Promise<Plan> =>
		(await openServicePlans(host)).confirm(id, { ...confirmation, by }),
});

export const runPlan = operation({
	summary: 'Start an instance of what was confirmed',
	tag,
	method: 'POST',
	path: 'plans/:plan/run',
	scope: 'process:run',
	input: {
		...ofPlan,
		body: closed(
			optional({
				variables: anyObject({ description: 'The inputs of the plan' }),
				key: { ...text(200), description: 'A repeated start with it finds the same instance' },
			}),
		),
	},
	output: plan,
	refusals: { 409: refusals[409], 422: 'An input is missing or of another type' },
	/** @throws TroupeError PLAN_NOT_FOUND, STATE_CONFLICT, INPUT_INVALID */
	perform: async ({ plan: id, variables = {}, key }, { host, by }: Context): Promise<Plan> =>
		(await openServicePlans(host)).run(id, variables, key === undefined ? undefined : JSON.stringify([by, key])),
});
