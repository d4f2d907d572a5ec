import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { actAs } from '../../core/audit/actor';
import { TroupeError } from '../../core/base/errors';
import type { Plan } from '../../planner/plan';
import type { Confirmation, NewPlan } from '../../planner/plans';
import { converse as converseAbout } from '../../planner/talk/converse';
import { tellPlan } from '../../planner/talk/tell-plan';
import { linkPlan } from '../shared/console-links';
import { givenJson } from '../shared/given-json';
import { nameField } from '../shared/name-field';
import { readLimit, readPages } from '../shared/read-page';
import { readVariables } from '../TroupeProcess/read-variables';
import type { NodePlans } from './open-plans';
import { properties } from './properties';
import { readText } from './read-text';

interface Ask {
	context: IExecuteFunctions;
	item: number;
	signal: AbortSignal;
	open: () => Promise<NodePlans>;
}

type Operation = (ask: Ask) => Promise<IDataObject | IDataObject[]>;

const findLink = (id: string): string | undefined => linkPlan(id).planUrl;

/** The plan as the API gives it, and what is said to the person. */
const toItem = (plan: Plan, output = tellPlan(plan, [], findLink(plan.id))): IDataObject => ({
	...(JSON.parse(JSON.stringify(plan)) as IDataObject),
	...{ output, ...linkPlan(plan.id) },
});

/** Names the workflow, as the audit log does. */
export const nameWorkflow = (context: IExecuteFunctions): string => `workflow:${context.getWorkflow().id ?? ''}`;

const lastSaid = ({ conversation }: Plan): string => conversation.at(-1)!.text;

/** @throws TroupeError INPUT_INVALID */
function readField({ context, item }: Ask, name: string, fix: string): string {
	const value = readText(context, name, item).trim();
	if (value !== '') return value;
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${nameField(properties, name)} is empty.`, fix });
}

const readPlanId = (ask: Ask): string => readField(ask, 'planId', 'Enter the ID of the plan, as the node that made it returns it.');

const converse: Operation = async (ask) => {
	const { context, item, signal, open } = ask;
	const plan = readText(context, 'options.planId', item).trim();
	const message = { conversation: readText(context, 'conversationId', item).trim(), text: readText(context, 'message', item) };
	const { plans, states, note } = await open();
	if (message.conversation !== '') await note(message.conversation);
	const reply = await converseAbout({ ...message, ...(plan !== '' && { plan }) }, { plans, states, findLink }, signal);
	return reply.plan ? toItem(reply.plan, reply.text) : { output: reply.text };
};

const create: Operation = async ({ context, item, signal, open }) => {
	const { answers, language, supposes } = context.getNodeParameter('options', item, {}) as Omit<NewPlan, 'wish'>;
	const request = {
		wish: readText(context, 'wish', item),
		...(answers !== undefined && { answers: readAnswers(answers) }),
		...(language !== undefined && { language }),
		...(supposes === true && { supposes }),
	};
	return toItem(await (await open()).plans.create(request, signal));
};

/** @throws TroupeError INPUT_INVALID */
function readAnswers(value: unknown): Record<string, string> | string[] {
	const field = nameField(properties, 'options.answers');
	const answers = givenJson(value, field);
	const isFit = typeof answers === 'object' && answers !== null && Object.values(answers).every((one) => typeof one === 'string');
	if (isFit) return answers as Record<string, string> | string[];
	const fix = 'Write an object of texts by the ID or the slot of a question, or a list of texts in the order of the questions.';
	throw new TroupeError({ code: 'INPUT_INVALID', message: `${field} has something other than texts.`, fix });
}

const get: Operation = async (ask) => toItem(await (await ask.open()).plans.show(readPlanId(ask)));

const getAll: Operation = async ({ context, item, open }) => {
	const state = readText(context, 'planState', item) as Plan['state'] | '';
	const { plans } = await open();
	return readPages<IDataObject>(readLimit(context, item), async ({ limit, cursor }) => {
		const page = await plans.list({ ...(state !== '' && { state }), ...(cursor !== undefined && { cursor }), limit });
		return { ...page, items: page.items.map((plan) => ({ ...plan })) };
	});
};

const change: Operation = async (ask) => {
	const [id, text] = [readPlanId(ask), readField(ask, 'change', 'Say in words what should be different.')];
	const changed = await (await ask.open()).plans.change(id, text, ask.signal);
	return toItem(changed, tellPlan(changed, [lastSaid(changed)], findLink(id)));
};

const prove: Operation = async (ask) => toItem(await (await ask.open()).plans.prove(readPlanId(ask), ask.signal));

const confirm: Operation = async (ask) => {
	const { context, item } = ask;
	const { acceptsUnsupported } = context.getNodeParameter('options', item, {}) as { acceptsUnsupported?: unknown };
	const statement = readText(context, 'options.statement', item).trim();
	const person = readField(ask, 'confirmedBy', 'Enter who confirms, as your workflow knows the person.');
	const by = `${nameWorkflow(context)} for ${person}`.slice(0, 300);
	const confirmation: Confirmation = {
		...{ hash: readHash(ask), engine: readEngine(ask), by },
		...(statement !== '' && { statement }),
		...(acceptsUnsupported === true && { acceptsUnsupported }),
	};
	const [id, { plans }] = [readPlanId(ask), await ask.open()];
	const confirmed = await actAs({ name: by }, () => plans.confirm(id, confirmation));
	return toItem(confirmed, lastSaid(confirmed));
};

/** @throws TroupeError INPUT_INVALID for anything but a whole hash, such as "ok" */
function readHash(ask: Ask): string {
	const hash = readField(ask, 'hash', 'Take the hash from where the person saw the plan.').toLowerCase();
	if (/^[0-9a-f]{64}$/.test(hash)) return hash;
	const message = `${nameField(properties, 'hash')} is not a hash: expected the 64 characters 0-9 and a-f of a SHA-256.`;
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Take the whole hash from where the person saw the plan.' });
}

function readEngine({ context, item }: Ask): Confirmation['engine'] {
	const engine = readText(context, 'engine', item);
	if (engine === 'embedded' || engine === 'zeebe') return engine;
	const message = `${nameField(properties, 'engine')} is neither "embedded" nor "zeebe".`;
	throw new TroupeError({ code: 'INPUT_INVALID', message, fix: 'Choose the engine again.' });
}

const run: Operation = async (ask) => {
	const { context, item } = ask;
	const own = readText(context, 'options.key', item).trim();
	// A node that n8n tries again starts nothing twice.
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	const caller = own === '' ? ['execution', context.getExecutionId(), context.getNode().id, round, item] : ['key', own];
	const key = JSON.stringify([nameWorkflow(context), ...caller]);
	const id = readPlanId(ask);
	const started = await (await ask.open()).plans.run(id, readVariables(context, item), key);
	return toItem(started, lastSaid(started));
};

export const operations: Record<string, Operation> = { converse, create, get, getAll, change, prove, confirm, run };
