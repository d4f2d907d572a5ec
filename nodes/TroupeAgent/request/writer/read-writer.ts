import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../../../shared/is-tool';
import { readTask } from '../../properties/task-field';
import type { AgentRequest } from '../../../../core/agents/agent-request';
import { readProvenance } from '../../../shared/read-provenance';
import { findMessageWriter, findPromptWriter, type MessageWriter } from './message-writer';
import { readTaken } from './named-nodes';

export type { MessageWriter };

export interface WriterOptions {
	/** Default: the trigger decides. */
	messageFrom?: 'trigger' | 'person' | 'others';
}

export function readWriter(context: IExecuteFunctions, item: number, { messageFrom = 'trigger' }: WriterOptions): MessageWriter {
	return messageFrom === 'trigger' ? findMessageWriter(context, item) : { by: messageFrom };
}

/** Separates texts of others in the form's prompt from the builder's. The message option applies to the same items. */
export function readPromptWriter(
	context: IExecuteFunctions,
	item: number,
	{ messageFrom }: WriterOptions,
): Pick<AgentRequest, 'foreignPrompt'> {
	const { systemPrompt } = context.getNode().parameters;
	if (typeof systemPrompt !== 'string' || !systemPrompt.startsWith('=') || context.getNodeParameter('source', item) !== 'form') return {};
	const { origins: ofItem = [] } = readTaken(systemPrompt).input ? readProvenance(context, item) : {};
	const isOthers = messageFrom !== 'person' && findPromptWriter(context, item).by === 'others';
	const origins = [...new Set([...ofItem, ...(isOthers ? (['tool'] as const) : [])])];
	return origins.length > 0 ? { foreignPrompt: { origins, own: withoutExpressions(systemPrompt.slice(1)) } } : {};
}

const withoutExpressions = (template: string): string =>
	template
		.split('{{')
		.map((part, index) => (index === 0 ? part : part.includes('}}') ? part.slice(part.indexOf('}}') + 2) : ''))
		.join(' ');

export function listWriterNotes(context: IExecuteFunctions, item: number, options: WriterOptions): string[] {
	if (readTask(context, item) !== 'run' || (options.messageFrom ?? 'trigger') !== 'trigger' || isTool(context)) return [];
	const inPrompt = readPromptWriter(context, item, options).foreignPrompt && findPromptWriter(context, item);
	return [
		...tellOthers('The message counts as a text of others', findMessageWriter(context, item)),
		...(inPrompt ? tellOthers('The data in System Prompt counts as texts of others', inPrompt) : []),
	];
}

function tellOthers(what: string, writer: MessageWriter): string[] {
	if (writer.by === 'person') return [];
	const from = writer.node === undefined ? 'anybody can have written it' : `it comes from ${writer.node}`;
	return [
		`${what}: ${from}. A person is asked about calls with values that only it has. If the person who asks wrote it, set the option Message Is From to The Person Who Asks.`,
	];
}
