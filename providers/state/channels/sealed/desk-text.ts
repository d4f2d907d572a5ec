import type { DeskContent } from '../../../../core/ports/channels/hand-overs';
import { unreadable } from '../../../../core/base/privacy/unreadable';
import type { StateConnection } from '../../../database/state-database';
import { readOr } from '../../work/unreadable-row';
import { openText, sealText, type TextPlace } from './sealed-text';

interface RowKey {
	tenant: string;
	conversation: string;
	id: string;
}

const ofWrite = ({ tenant, conversation, id }: RowKey): TextPlace => ({ tenant, conversation, column: 'desk_write.content', row: id });

export const sealDeskContent = (connection: StateConnection, key: RowKey, content: DeskContent): Promise<string> =>
	sealText(connection, ofWrite(key), JSON.stringify(content));

export const openDeskContent = async (connection: StateConnection, key: RowKey, stored: string): Promise<DeskContent> =>
	JSON.parse(await openText(connection, ofWrite(key), stored)) as DeskContent;

const ofNote = ({ tenant, conversation, id }: RowKey): TextPlace => ({
	tenant,
	conversation,
	column: 'conversation_note.content',
	row: id,
});

export const sealNote = (connection: StateConnection, key: RowKey, text: string): Promise<string> =>
	sealText(connection, ofNote(key), text);

export const openNote = (connection: StateConnection, key: RowKey, stored: string): Promise<string> =>
	readOr(openText(connection, ofNote(key), stored), unreadable);

interface HandOverKey {
	tenant: string;
	conversation: string;
	name: string;
}

interface HandOverTexts {
	reason: string;
	/** JSON. */
	summary: string;
}

const ofHandOver = ({ tenant, conversation, name }: HandOverKey, part: keyof HandOverTexts): TextPlace => ({
	tenant,
	conversation,
	column: `hand_over.${part}`,
	row: name,
});

export const sealHandOver = async (connection: StateConnection, key: HandOverKey, texts: HandOverTexts): Promise<HandOverTexts> => ({
	reason: await sealText(connection, ofHandOver(key, 'reason'), texts.reason),
	summary: await sealText(connection, ofHandOver(key, 'summary'), texts.summary),
});

export const openReason = (connection: StateConnection, key: HandOverKey, stored: string): Promise<string> =>
	readOr(openText(connection, ofHandOver(key, 'reason'), stored), unreadable);

export const openHandOver = async (connection: StateConnection, key: HandOverKey, stored: HandOverTexts): Promise<HandOverTexts> => ({
	reason: await openReason(connection, key, stored.reason),
	summary: await readOr(openText(connection, ofHandOver(key, 'summary'), stored.summary), '{}'),
});
