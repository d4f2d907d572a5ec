import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { hasTools } from '../../core/agents/loop/tools/open-toolbox';
import { runAgent } from '../../core/agents/run-agent';
import { listSources } from '../../core/knowledge/list-sources';
import type { Gate, PublishedAgents } from '../../core/ports/manifests';
import type { OddTool } from '../../core/tools/prepare-tools';
import { beforeRun } from '../../providers/compose/agents/before-run';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { readPace } from '../shared/batches';
import { showConsoleLink } from '../shared/console-links';
import { whileNodeAdmitted } from '../shared/host';
import { isTool } from '../shared/is-tool';
import { noteExecution } from '../shared/note-execution';
import { routeItems, runItems } from '../shared/run-items';
import { showNotes, showWarnings } from '../shared/show-warnings';
import { readState } from '../shared/state/read-state';
import { composeParts, type Options } from './compose-parts';
import { exportAgent } from './export-agent';
import { listBatchHints, listHints, listLeftOut, listNotes, noConversation } from './result/list-hints';
import { copyUnanswered, noteUnanswered } from './result/unanswered';
import { withItemImages } from './request/item-images';
import { parseOutput, readOutputFormat } from './request/output-format';
import { readTask } from './properties/task-field';
import { missesConversation } from './request/read-message';
import { readRequest } from './request/read-request';
import { listWriterNotes } from './request/writer/read-writer';
import { readText } from './read-text';
import { type ChatStream, streamToChat } from './result/stream-to-chat';
import { type ItemDetail, toItem } from './result/to-item';
import { findChat } from './waiting/find-chat';
import { waitForPerson, type WaitingNode } from './waiting/wait-for-person';
import { waitingItem, waitingText } from './waiting/waiting-item';

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
	// A listener makes models stream: only where somebody looks.
	return {
		chat,
		fields: fields as IDataObject,
		listeners: { ...((chat || includeEvents) && { onEvent }), ...(includeTrail && { onTrail }) },
	};
}
