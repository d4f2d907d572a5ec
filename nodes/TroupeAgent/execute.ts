import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { randomUUID } from 'node:crypto';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome, JsonValue, PendingDecision } from '../../core/agents/agent-outcome';
import type { AgentRequest } from '../../core/agents/agent-request';
import { hasTools } from '../../core/agents/loop/tools/open-toolbox';
import { runAgent } from '../../core/agents/run-agent';
import { TroupeError } from '../../core/base/errors';
import { inferSchema, keepKnown } from '../../core/json-schema/infer-schema';
import { listSources } from '../../core/knowledge/list-sources';
import { nameAsker } from '../../core/ports/knowledge/readers';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { JsonSchema } from '../../core/ports/models/models';
import type { OddTool } from '../../core/tools/prepare-tools';
import { beforeRun } from '../../providers/compose/agents/before-run';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { readPace } from '../shared/batches';
import { connectedParser } from '../shared/connected/connected-parser';
import type { OutputFormat } from '../shared/connected/connected-parser';
import { showConsoleLink } from '../shared/console-links';
import { givenJson } from '../shared/given-json';
import { readFacts } from '../shared/guardrails/read-facts';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { nameField } from '../shared/name-field';
import { noteExecution } from '../shared/note-execution';
import { readGroups } from '../shared/read-groups';
import { readImages } from '../shared/read-images';
import { readProvenance } from '../shared/read-provenance';
import { routeItems, runItems } from '../shared/run-items';
import { showNotes, showWarnings } from '../shared/show-warnings';
import { readState } from '../shared/state/read-state';
import { composeParts, type Options } from './compose-parts';
import { exportAgent } from './export-agent';
import { properties } from './properties';
import type { ImageOptions } from './request/item-images';
import { nameByWorkflow } from './request/name-decider';
import type { MessageWriter, WriterOptions } from './request/writer/read-writer';
import { readResume } from './request/read-resume';
import { listBatchHints, listHints, listLeftOut, listNotes, noConversation } from './result/list-hints';
import { copyUnanswered, noteUnanswered } from './result/unanswered';
import { listItemImages, withItemImages } from './request/item-images';
import { readTask } from './properties/task-field';
import { listWriterNotes, readPromptWriter, readWriter } from './request/writer/read-writer';
import { readText } from './read-text';
import { type ChatStream, streamToChat } from './result/stream-to-chat';
import { type ItemDetail, toItem } from './result/to-item';
import { findChat } from './waiting/find-chat';
import { formLink } from './waiting/form-address';
import { answerPlaces } from './waiting/form-texts';
import { detectAsked, messageText } from './waiting/message-text';
import { waitForPerson, type WaitingNode } from './waiting/wait-for-person';

const mostFields = 10;

/** With images, the text can be empty. @throws TroupeError INPUT_INVALID if it is empty, with its expression and the fields of the item */
function readMessage(context: IExecuteFunctions, item: number, hasImages: boolean): string {
	const message = readText(context, 'message', item);
	if (message.trim() !== '') return message;
	// Anthropic refuses a blank text.
	if (hasImages) return '';
	const raw = rawParameter(context, 'message');
	const expression = raw.startsWith('=') ? raw.slice(1) : undefined;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "Message" is empty${expression ? `: its expression ${expression} returned nothing` : ''}. Expected the text that the agent answers.`,
		fix: `Connect the trigger On chat message (n8n's Chat Trigger), which provides the message as chatInput, or set "Message" to the field that contains the text. ${listFields(context, item)}`,
		details: { field: 'message' },
	});
}

/** True if the field Conversation ID has an expression for a missing value; false for an empty field. */
function missesConversation(context: IExecuteFunctions, item: number): boolean {
	if (isTool(context) || readTask(context, item) !== 'run') return false;
	return readText(context, 'conversationId', item) === '' && rawParameter(context, 'conversationId') !== '';
}

function rawParameter(context: IExecuteFunctions, name: string): string {
	const raw = context.getNode().parameters[name];
	return typeof raw === 'string' ? raw : '';
}

/** Names and kinds only: the values may be personal data. */
function listFields(context: IExecuteFunctions, item: number): string {
	const { json = {}, binary = {} } = context.getInputData()[item] ?? {};
	const files = Object.entries(binary).map(([name, { mimeType }]) => `${name} (${mimeType})`);
	const fields = `The item has${list(Object.keys(json)) || ' no fields.'}`;
	return files.length === 0 ? fields : `${fields} Without a text, its files are not sent to the model${list(files)}`;
}

function list(names: string[]): string {
	return names.length === 0 ? '' : `: ${names.slice(0, mostFields).join(', ')}${names.length > mostFields ? ', …' : ''}.`;
}

/** Returns a message, or the resume of a suspended run. @throws TroupeError INPUT_INVALID */
async function readRequest(
	context: IExecuteFunctions,
	item: number,
	options: ImageOptions & WriterOptions & { facts?: unknown; factFields?: unknown; personGroups?: unknown },
): Promise<AgentRequest> {
	if (readTask(context, item) === 'resume') return readResume(context, item);
	const person = readText(context, 'options.personId', item);
	const images = await readImages(context, item, options.imageFields ?? '');
	const hasImages = images.length > 0 || listItemImages(context, item, options).length > 0;
	const facts = await readFacts({ fields: options.factFields, json: options.facts }, 'option');
	return {
		message: readMessage(context, item, hasImages),
		conversationId: readText(context, 'conversationId', item) || randomUUID(),
		...(person !== '' && { person, by: nameByWorkflow(person) }),
		asker: nameAsker({ ...(person !== '' && { person }), groups: readGroups(options.personGroups) }),
		...(facts && { facts }),
		...withWriter(readProvenance(context, item), readWriter(context, item, options)),
		...readPromptWriter(context, item, options),
		runId: nameRun(context, item),
		...(images.length > 0 && { images }),
	};
}

const withWriter = (provenance: ReturnType<typeof readProvenance>, { by }: MessageWriter): ReturnType<typeof readProvenance> =>
	by === 'others' ? { ...provenance, origins: [...new Set([...(provenance.origins ?? []), 'tool' as const])] } : provenance;

/** The same on n8n's retry; different in each round of a loop. A tool may be called any number of times. */
function nameRun(context: IExecuteFunctions, item: number): string | undefined {
	if (isTool(context)) return undefined;
	const round = context.evaluateExpression('{{ $runIndex }}', item) as number;
	return `n8n:${context.getWorkflow().id ?? ''}:${context.getExecutionId()}:${context.getNode().id}:${round}:${item}`;
}

/** The form's link is only for the editor: elsewhere the item may reach the customer, who must not decide. */
function waitingItem(context: IExecuteFunctions, outcome: AgentOutcome): IDataObject {
	const { state: _state, ...item } = toItem(outcome, 'simple');
	return { ...item, output: waitingText(context, outcome), ...(isTest(context) && { formUrl: formLink(context) }) };
}

function waitingText(context: IExecuteFunctions, outcome: AgentOutcome): string {
	if (!('state' in outcome) || !isTest(context)) return outcome.reply;
	const { reply, pending } = outcome;
	return [reply, ...pending.map(messageText), `[Open the form](${formLink(context)})`, ...whereAnswered(context, pending)].join('\n\n');
}

/** Testers in n8n's chat wait there for the answer. */
function whereAnswered(context: IExecuteFunctions, pending: PendingDecision[]): string[] {
	const chat = findChat(context);
	if (!chat) return [];
	const places = answerPlaces[detectAsked(pending)];
	return [chat.showsAnswer ? places.chat : places.output(context.getNode().name)];
}

const isTest = (context: IExecuteFunctions): boolean => context.getMode() === 'manual';

export async function execute(
	this: IExecuteFunctions,
	gate?: Gate,
	sdk?: () => AiNodeSdk,
	published?: PublishedAgents,
): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeAgent', async (admitted) => {
		const { context } = admitted;
		if (readTask(context, 0) === 'export')
			return routeItems(context, { outputs: isTool(context) ? 1 : 2, failed: 0 }, (item) => exportAgent(context, item), admitted.signal);
		const host: ItemHost = {
			gate: admitted.gate,
			published: trust.published,
			signal: admitted.signal,
			sdk,
			waiting: waitForPerson(context),
			conversations: new Map(),
		};
		const begin = (item: number) =>
			answerItem(context, host, item).catch((fault: unknown) => {
				host.waiting?.fail(item, fault);
				throw fault;
			});
		const answer = async (item: number) => host.waiting?.finished(item) ?? (await begin(item));
		const pace = readPace(context);
		const output = copyUnanswered(context, await runItems(context, answer, admitted.signal, pace));
		showWarnings(context, listBatchHints(host.conversations, pace));
		showConsoleLink(context, output);
		return host.waiting ? host.waiting.end(output) : output;
	});
}

interface ItemHost {
	gate: Gate;
	published?: PublishedAgents;
	signal: AbortSignal;
	sdk?: () => AiNodeSdk;
	waiting?: WaitingNode;
	conversations: Map<number, string>;
}

async function answerItem(context: IExecuteFunctions, host: ItemHost, item: number): Promise<IDataObject> {
	const { signal, waiting } = host;
	const options = context.getNodeParameter('options', item, {}) as Options;
	const mode = options.dryRun ? 'dry-run' : 'run';
	const begin = () => prepareItem(context, host, item, options);
	const state = await readState(context);
	const { parts, reference, format, request, remarks } = await beforeRun(state, { mode }, begin);
	const conversation = request.resume ? undefined : readText(context, 'conversationId', item) || undefined;
	await noteExecution(context, state, { person: request.person, conversation });
	const record = recordRun(options, options.stream === false ? undefined : streamToChat(context, item));
	let outcome: AgentOutcome | undefined;
	let sources = '';
	const leftOut: string[] = [];
	const onOddTool = (odd: OddTool) => void leftOut.push(...listLeftOut(odd));
	try {
		outcome = await parseOutput(await runAgent(request, { ...parts, ...record.listeners, onOddTool }, signal), format);
		if (request.resume) await noteExecution(context, state, { conversation: outcome.conversationId });
		const forgets = parts.definition.memory !== undefined && options.remember !== false && missesConversation(context, item);
		showWarnings(context, [...listHints(outcome, context), ...leftOut, ...(forgets ? [noConversation] : []), ...remarks]);
		showNotes(context, [...listNotes(outcome), ...(hasTools(parts) ? listWriterNotes(context, item, options) : [])]);
		host.conversations.set(item, outcome.conversationId);
		const waits = waiting !== undefined && 'state' in outcome;
		if (!waits) noteUnanswered(context, outcome);
		if (isShownInChat(context, record.chat)) sources = listSources(outcome.citations);
		const result = waits ? waitingItem(context, outcome) : toItem(outcome, readDetail(context, item), sources);
		const json = { ...result, ...record.fields };
		waiting?.note(item, outcome, json, reference);
		return json;
	} finally {
		record.chat?.end(outcome && (waiting ? waitingText(context, outcome) : outcome.reply), sources);
	}
}

/** A chat shows only the reply. */
const isShownInChat = (context: IExecuteFunctions, chat?: ChatStream): boolean =>
	chat !== undefined || (!isTool(context) && findChat(context) !== undefined);

async function prepareItem(context: IExecuteFunctions, { gate, published, sdk, waiting }: ItemHost, item: number, options: Options) {
	const request = (await waiting?.resumed(item)) ?? (await readRequest(context, item, options));
	const format = await readOutputFormat(context, item, sdk);
	const output = format && { schema: format.schema };
	const asked = { reference: waiting?.began(item), published, request, output };
	const { parts, reference, remarks } = await composeParts(context, gate, item, options, sdk, asked);
	const read = await withItemImages(context, item, options, request, parts);
	return {
		parts: { ...parts, ...(waiting && { waker: waiting.waker }) },
		reference,
		format,
		...read,
		remarks: [...remarks, ...read.remarks],
	};
}

function readDetail(context: IExecuteFunctions, item: number): ItemDetail {
	const { simplify = true } = context.getNodeParameter('options', item, {});
	if (simplify !== true) return 'full';
	return isTool(context) ? 'tool' : 'simple';
}

function recordRun({ includeEvents, includeTrail }: Options, chat?: ChatStream) {
	const fields: { events?: IDataObject[]; trail?: unknown[] } = { ...(includeEvents && { events: [] }) };
	const onEvent = (event: AgentEvent) => {
		fields.events?.push(event as unknown as IDataObject);
		chat?.show(event);
	};
	const onTrail = (trail: unknown[]) => void (fields.trail = trail);
	return {
		chat,
		fields: fields as IDataObject,
		listeners: { ...((chat || includeEvents) && { onEvent }), ...(includeTrail && { onTrail }) },
	};
}

/** Undefined for any format. @throws TroupeError INPUT_INVALID */
async function readOutputFormat(context: IExecuteFunctions, item: number, sdk?: () => AiNodeSdk): Promise<OutputFormat | undefined> {
	if (context.getNodeParameter('hasOutputParser', item, false) !== true) return undefined;
	const from = context.getNodeParameter('outputFormat', item, 'parser');
	if (from === 'parser') return connectedParser(context, item, sdk);
	const source = readObject(context, item, from === 'example' ? 'outputExample' : 'outputSchema');
	if (from === 'example') return { schema: inferSchema(source), read: async (output) => keepKnown(output, source) };
	return { schema: source as JsonSchema, read: async (output) => output };
}

async function parseOutput(outcome: AgentOutcome, format: OutputFormat | undefined): Promise<AgentOutcome> {
	if (!format || outcome.output === undefined) return outcome;
	const output = (await format.read(outcome.output)) as JsonValue;
	return { ...outcome, output, reply: JSON.stringify(output, null, 2) };
}

function readObject(context: IExecuteFunctions, item: number, name: string): object {
	const field = nameField(properties, name);
	const value = givenJson(context.getNodeParameter(name, item, ''), field);
	if (typeof value === 'object' && value !== null) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${field} is not an object.`,
		fix: 'Enter an object, such as { "topic": "refund" } for an example.',
	});
}
