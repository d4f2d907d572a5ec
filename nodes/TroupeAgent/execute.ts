import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { AgentEvent } from '../../core/agents/agent-event';
import type { AgentOutcome } from '../../core/agents/agent-outcome';
import { runAgent } from '../../core/agents/run-agent';
import { searchFaults } from '../../core/knowledge/search/search-remarks';
import type { Gate, PublishedAgents } from '../../core/ports';
import { defaultTrust } from '../../manifests/gate/default-gate';
import type { AiNodeSdk } from '../shared/ai-node-sdk/sdk';
import { whileNodeAdmitted } from '../shared/host';
import { routeItems, runItems } from '../shared/run-items';
import { showWarnings } from '../shared/show-warnings';
import { composeParts, type Options } from './compose-parts';
import { exportAgent } from './export-agent';
import { readRequest } from './read-request';
import { type ChatStream, streamToChat } from './stream-to-chat';
import { type ItemDetail, toItem } from './to-item';

/** The agent node's work: the gate first, then each item by itself. */
export async function execute(
	this: IExecuteFunctions,
	gate?: Gate,
	sdk?: () => AiNodeSdk,
	published?: PublishedAgents,
): Promise<INodeExecutionData[][]> {
	const trust = gate ? { gate, published } : defaultTrust();
	return whileNodeAdmitted(this, trust.gate, 'troupeAgent', (admitted) => {
		const admittedTrust = { gate: admitted.gate, published: trust.published };
		if (this.getNodeParameter('operation', 0, 'run') === 'export')
			return routeItems(this, { outputs: 1, failed: 0 }, (item) => exportAgent(this, item), admitted.signal);
		return runItems(this, (item) => answerItem(this, admittedTrust, item, admitted.signal, sdk), admitted.signal);
	});
}

async function answerItem(
	context: IExecuteFunctions,
	{ gate, published }: { gate: Gate; published?: PublishedAgents },
	item: number,
	signal: AbortSignal,
	sdk?: () => AiNodeSdk,
): Promise<IDataObject> {
	const options = context.getNodeParameter('options', item, {}) as Options;
	const request = await readRequest(context, item, options);
	const parts = await composeParts(context, gate, item, options, sdk, { published, request });
	const record = recordRun(options, options.stream === false ? undefined : streamToChat(context, item));
	let outcome: AgentOutcome | undefined;
	try {
		outcome = await runAgent(request, { ...parts, ...record.listeners }, signal);
		showWarnings(context, [...(outcome.manifest.warnings ?? []), ...searchFaults(outcome.searches)]);
		return { ...toItem(outcome, detailOf(context, item)), ...record.kept };
	} finally {
		record.chat?.end(outcome);
	}
}

/** Version 1 has no such field, and returns everything. */
function detailOf(context: IExecuteFunctions, item: number): ItemDetail {
	if (context.getNodeParameter('simplify', item, context.getNode().typeVersion >= 2) !== true) return 'full';
	return context.isToolExecution() ? 'tool' : 'simple';
}

/** What is told of a run, and what of that the item is to hold. */
function recordRun({ includeEvents, includeTrail }: Options, chat?: ChatStream) {
	const kept: { events?: IDataObject[]; trail?: unknown[] } = { ...(includeEvents && { events: [] }) };
	const onEvent = (event: AgentEvent) => {
		kept.events?.push(event as unknown as IDataObject);
		chat?.show(event);
	};
	const onTrail = (trail: unknown[]) => void (kept.trail = trail);
	// With a listener models are streamed: only where somebody looks.
	return { chat, kept: kept as IDataObject, listeners: { ...((chat || includeEvents) && { onEvent }), ...(includeTrail && { onTrail }) } };
}
