import type { IDataObject, IExecuteFunctions, IHttpRequestMethods, INodeExecutionData } from 'n8n-workflow';
import { actAs } from '../../core/audit/actor';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { ConversationStateStore } from '../../core/ports/guardrails/conversation-state';
import type { Gate, NodeGate, PublishedAgents } from '../../core/ports/manifests';
import { ownClusterId } from '../../engine-adapter/own-cluster-id';
import type { CamundaRest } from '../../engine-adapter/zeebe/camunda-rest';
import { defaultTrust } from '../../manifests/gate/default-gate';
import { composePlans } from '../../planner/compose-plans';
import { listProcesses } from '../../planner/doers/sources/list-processes';
import type { KnownProcess } from '../../planner/doers/sources/open-doers';
import type { Plan } from '../../planner/plan';
import type { Confirmation, NewPlan, Plans } from '../../planner/plans';
import type { PlanEngine } from '../../planner/run/run-plan';
import { converse as converseAbout } from '../../planner/talk/converse';
import { tellPlan } from '../../planner/talk/tell-plan';
import { toolsFromEnvironment } from '../../providers/compose/settings/tools-from-environment';
import { composeConversationStates } from '../../providers/compose/state/host-conversation-states';
import { readVariables } from '../TroupeProcess/read-variables';
import { askCamunda } from '../shared/camunda/camunda-request';
import { optionalModel } from '../shared/connected/optional-model';
import { linkPlan, showConsoleLink } from '../shared/console-links';
import { givenJson } from '../shared/given-json';
import { n8nHost, whileNodeAdmitted } from '../shared/host';
import { nameField } from '../shared/name-field';
import { noteExecution } from '../shared/note-execution';
import { readLimit, readPages } from '../shared/read-page';
import { textReader } from '../shared/read-text';
import { runItems } from '../shared/run-items';
import { streamToChat } from '../TroupeAgent/result/stream-to-chat';
import { readState } from '../shared/state/read-state';
import { inWordsOfNodes } from './plan-fault';
import { properties } from './properties';

const credential = 'camundaApi';
const names: Record<string, string> = { embedded: 'the engine of Troupe', zeebe: 'a cluster of Camunda 8' };

/**
 * Opens the engine of the node's credential by n8n's requests, which renew tokens and know the proxy. @param name the engine that was confirmed
 * @throws TroupeError NOT_SUPPORTED without a credential, and for another engine; ENGINE_UNREACHABLE
 */
async function openNodeEngine(context: IExecuteFunctions, item: number, name: string): Promise<PlanEngine> {
	if (!hasCredential(context)) throw noCredential(name);
	const [{ url, rest }, { connectCamundaRest }] = await Promise.all([
		openRest(context, item),
		import('../../engine-adapter/zeebe/connect-camunda-rest'),
	]);
	const { clusterId } = await rest.call<{ clusterId?: string | null }>({ subject: 'its topology', method: 'GET', path: '/topology' });
	const is = clusterId === ownClusterId ? 'embedded' : 'zeebe';
	if (is !== name) throw otherEngine(name, is);
	return connectCamundaRest({ address: url, rest });
}

/** Lists callable processes. An engine without an answer becomes a hint of the execution. */
async function listNodeProcesses(context: IExecuteFunctions, item: number): Promise<KnownProcess[]> {
	if (!hasCredential(context)) return [];
	return openRest(context, item)
		.then(({ rest }) => listProcesses(rest))
		.catch((error: unknown) => {
			if (!isTroupeError(error)) throw error;
			const message = `The processes of the engine are not known, so the plan calls none of them: ${error.message}`;
			context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
			return [];
		});
}

const hasCredential = (context: IExecuteFunctions): boolean => context.getNode().credentials?.[credential] !== undefined;

async function openRest(context: IExecuteFunctions, item: number): Promise<{ url: string; rest: CamundaRest }> {
	const [{ CamundaRest: Rest }, { loadVariablesCodec }] = await Promise.all([
		import('../../engine-adapter/zeebe/camunda-rest'),
		import('../../engine-adapter/zeebe/variables-json'),
	]);
	const { baseUrl } = await context.getCredentials<{ baseUrl: string }>(credential, item);
	const url = baseUrl.trim();
	const rest = new Rest({ url, headers: async () => ({}), codec: await loadVariablesCodec(), fetch: sendByN8n(context, item) });
	return { url, rest };
}

/** Sends a request to a path below `/v2` with the credential. */
function sendByN8n(context: IExecuteFunctions, item: number): typeof fetch {
	return async (input, init) => {
		const request = new Request(input, init);
		const { pathname, search } = new URL(request.url);
		const body = Buffer.from(await request.arrayBuffer());
		const call = {
			what: 'asking the engine',
			method: request.method as IHttpRequestMethods,
			path: `${pathname.slice(pathname.indexOf('/v2') + '/v2'.length)}${search}`,
			headers: Object.fromEntries(request.headers),
			...(body.length > 0 && { body }),
		};
		const { status, text } = await askCamunda(context, call, context.getExecutionCancelSignal(), item);
		return new Response(status === 204 ? null : text, { status });
	};
}

const noCredential = (name: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The plan runs on ${names[name] ?? name}, and the node has no credential for it.`,
		fix: 'Choose a Camunda API credential under "Engine": the address and the token of `troupe serve`, or of the cluster.',
	});

const otherEngine = (name: string, is: string) =>
	new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The plan was confirmed for ${names[name] ?? name}, and the credential leads to ${names[is]}.`,
		fix: 'Choose the credential of the engine that was confirmed, or confirm the plan for the other engine.',
	});

interface PlanTrust {
	gate: Gate;
	nodeGate?: NodeGate;
	published?: PublishedAgents;
}

interface NodePlans {
	plans: Plans;
	states: ConversationStateStore;
	note: (conversation: string) => Promise<void>;
}

async function openNodePlans(context: IExecuteFunctions, item: number, trust: PlanTrust): Promise<NodePlans> {
	const state = await readState(context);
	const model = await optionalModel(context, item);
	const { gate, nodeGate, published } = trust;
	const host = n8nHost({ ...state, ...toolsFromEnvironment(), gate, providers: {}, ...(model && { model }) });
	const plans = await composePlans(
		{ ...host, stateFolder: state.stateFolder!, ...(nodeGate && { nodeGate }), ...(published && { published }) },
		{
			withoutModel: !model,
			processes: () => listNodeProcesses(context, item),
			readRoot: async () => (await import('../../manifests/gate/read-root')).readRoot(),
			withEngine: async (name, work) => work(await openNodeEngine(context, item, name)),
		},
	);
	return {
		plans,
		states: (await composeConversationStates(state, { workflow: state.workflow }))!,
		note: (conversation) => noteExecution(context, state, { conversation }),
	};
}

const { readText } = textReader(properties);

interface Ask {
	context: IExecuteFunctions;
	item: number;
	signal: AbortSignal;
	open: () => Promise<NodePlans>;
}

type Operation = (ask: Ask) => Promise<IDataObject | IDataObject[]>;

const findLink = (id: string): string | undefined => linkPlan(id).planUrl;

const toItem = (plan: Plan, output = tellPlan(plan, [], findLink(plan.id))): IDataObject => ({
	...(JSON.parse(JSON.stringify(plan)) as IDataObject),
	output,
	...linkPlan(plan.id),
});

const nameWorkflow = (context: IExecuteFunctions): string => `workflow:${context.getWorkflow().id ?? ''}`;

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
	const id = readPlanId(ask);
	const text = readField(ask, 'change', 'Say in words what should be different.');
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
		hash: readHash(ask),
		engine: readEngine(ask),
		by,
		...(statement !== '' && { statement }),
		...(acceptsUnsupported === true && { acceptsUnsupported }),
	};
	const id = readPlanId(ask);
	const { plans } = await ask.open();
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

const operations: Record<string, Operation> = { converse, create, get, getAll, change, prove, confirm, run };

export async function execute(this: IExecuteFunctions, trust: PlanTrust = defaultTrust()): Promise<INodeExecutionData[][]> {
	return whileNodeAdmitted(this, trust.gate, 'troupePlanner', async ({ gate, signal, context }) => {
		const work = async (item: number) => {
			const operation = operations[String(context.getNodeParameter('operation', item))]!;
			try {
				const open = () => openNodePlans(context, item, { ...trust, gate });
				const json = await actAs({ name: nameWorkflow(context) }, () => operation({ context, item, signal, open }));
				if (!Array.isArray(json)) streamToChat(context, item)?.end(json.output as string);
				return json;
			} catch (error) {
				throw inWordsOfNodes(error);
			}
		};
		const outputs = await runItems(context, work, signal);
		showConsoleLink(context, outputs);
		return outputs;
	});
}
