import type { IBinaryData, IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';
import { memoize } from '../../core/base/memoize';
import { readSetting } from '../../core/base/settings/settings';
import type { Picture } from '../../core/channels/media/file-reader';
import { type ReadTurn, TurnFiles } from '../../core/channels/media/turn-files';
import { findFacts } from '../../core/conversations/find-facts';
import { showFollowUp } from '../../core/conversations/mailbox/describe-silence';
import { describeTurn } from '../../core/conversations/mailbox/describe-turn';
import type { ChannelDirectory } from '../../core/ports/channels/channel-records';
import type { Contacts } from '../../core/ports/channels/contacts';
import type { Mailbox, StoredMessage, Turn } from '../../core/ports/channels/mailbox';
import { openMessageReader } from '../../providers/documents/open-document-reader';
import { showContact, showConversation } from '../shared/channels/show';
import { toTurnKey } from '../shared/channels/turn-key';

/** One per process; documents are read in child processes. */
const turnFiles = memoize(
	() => [],
	() => new TurnFiles(openMessageReader({ virusScanner: readSetting('TROUPE_CLAMAV') })),
);

interface ItemParts {
	directory: ChannelDirectory;
	contacts: Pick<Contacts, 'find'>;
	mailbox: Pick<Mailbox, 'readMessages'>;
}

export type KeepFile = (bytes: Buffer, fileName: string, mimeType: string) => Promise<IBinaryData>;

/** `chatInput`, `sessionId` and `origins` are the names that agents of n8n or Troupe read. Includes pictures if they can be stored. */
export async function composeItem(
	{ directory, ...parts }: ItemParts,
	turn: Turn,
	holder: string,
	keepFile: KeepFile | undefined,
	signal = new AbortController().signal,
): Promise<INodeExecutionData> {
	const { tenant, channel } = turn.conversation;
	const openChannel = async () => (await directory.find(tenant, channel))?.channel;
	const binary: IBinaryKeyData = {};
	const keep = async ({ mediaType, data }: Picture) => {
		const name = `image_${Object.keys(binary).length + 1}`;
		binary[name] = await keepFile!(Buffer.from(data, 'base64'), `${name}.${mediaType.slice('image/'.length)}`, mediaType);
	};
	return turnFiles().use(turn, { openChannel, sees: keepFile !== undefined, keep }, signal, async (read) => ({
		json: await describe(parts, read, holder),
		...(read.pictures.length > 0 && { binary }),
	}));
}

async function describe({ contacts, mailbox }: Omit<ItemParts, 'directory'>, turn: ReadTurn, holder: string): Promise<IDataObject> {
	const { id, messages, conversation, attempts, origins, followUp } = turn;
	const { tenant } = conversation;
	const contact = await contacts.find(tenant, conversation.contact);
	return {
		chatInput: await describeTurn(mailbox, turn),
		...(origins.length > 0 && { origins }),
		sessionId: conversation.session,
		event: followUp ? 'customer-silent' : 'message',
		followUp: followUp ? showFollowUp(followUp) : null,
		messages: messages.map(toMessage),
		transcript: readTranscript(messages),
		contact: showContact(contact, conversation.contact),
		conversation: showConversation(conversation),
		facts: findFacts(conversation, turn.hours) as IDataObject,
		origin: conversation.origin ?? null,
		state: conversation.state ?? null,
		turn: { id, attempt: attempts + 1, key: toTurnKey(id, holder) },
	};
}

const toMessage = ({ id, at, content, replyTo, isEdited }: StoredMessage): IDataObject => ({
	id,
	at: new Date(at).toISOString(),
	content: content,
	replyTo,
	isEdited,
});

/** Null without audios. */
function readTranscript(messages: readonly StoredMessage[]): string | null {
	const parts = messages.flatMap(({ content }) => content);
	const texts = parts.flatMap((part) => (part.kind === 'audio' && part.transcript !== undefined ? [part.transcript] : []));
	return texts.length > 0 ? texts.join('\n') : null;
}
