import { type ContentName, contentShapes, parseContent } from '../../core/conversations/outbox/parse-content';
import type { Conversation } from '../../core/ports/channels/mailbox';
import type { MessageContent } from '../../core/ports/channels/message-content';
import { findLastMessage } from './find-last-message';
import { type ChannelWork, invalid } from './open-work';
import { readGivenText, readText } from './read-text';

/** @throws TroupeError INPUT_INVALID */
export async function readContent(work: ChannelWork, conversation: Conversation): Promise<MessageContent> {
	const { context, item } = work;
	const read = (name: string) => readText(context, name, item).trim();
	const name = read('operation') as ContentName;
	if (name === 'text') return readWords(work);
	const value = {
		media: () => ({ kind: read('mediaKind'), reference: read('reference'), caption: read('caption'), fileName: read('fileName') }),
		template: () => ({ name: read('template'), language: read('language'), parameters: readParameters(work) }),
		reaction: async () => ({ emoji: read('emoji'), messageId: await findLastMessage(work, conversation) }),
	}[name];
	const content = parseContent(name, await value());
	if (content) return content;
	throw invalid(`The fields of the operation do not form a message of the kind "${name}".`, `Fill them in as ${contentShapes[name]}.`);
}

function readWords({ context, item }: ChannelWork): MessageContent {
	const words = readGivenText(context, 'text', item);
	if (words.trim() === '') throw invalid('The field "Text" is empty.', 'Check the expression, or do not send when there is no reply.');
	const content = parseContent('text', words);
	if (content) return content;
	throw invalid(`The field "Text" has ${words.length} characters.`, `Write ${contentShapes.text}.`);
}

function readParameters({ context, item }: ChannelWork): string[] {
	const parameters = context.getNodeParameter('parameters', item, []) as unknown;
	return (Array.isArray(parameters) ? parameters : []).map((value) => String(value ?? ''));
}
