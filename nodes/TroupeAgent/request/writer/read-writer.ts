import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../../../shared/is-tool';
import { readOperation } from '../../properties/operation-fields';
import { findMessageWriter, type MessageWriter } from './message-writer';

export type { MessageWriter };

/** The option that says whose the message is. */
export interface WriterOptions {
	/** Default: the trigger decides. */
	messageFrom?: 'trigger' | 'person' | 'others';
}

/** Reads whose words the message of an item has. */
export function readWriter(context: IExecuteFunctions, item: number, { messageFrom = 'trigger' }: WriterOptions): MessageWriter {
	return messageFrom === 'trigger' ? findMessageWriter(context, item) : { by: messageFrom };
}

/** Says what was decided, where it changes what the agent may do. */
export function listWriterNotes(context: IExecuteFunctions, item: number, options: WriterOptions): string[] {
	if (readOperation(context, item) !== 'run' || (options.messageFrom ?? 'trigger') !== 'trigger' || isTool(context)) return [];
	const writer = findMessageWriter(context, item);
	if (writer.by === 'person') return [];
	const from = writer.node === undefined ? 'anybody can have written it' : `it comes from ${writer.node}`;
	return [
		`The message counts as a text of others: ${from}. A person is asked about calls with values that only the message has. If the person who asks wrote it, set the option Message Is From to The Person Who Asks.`,
	];
}
