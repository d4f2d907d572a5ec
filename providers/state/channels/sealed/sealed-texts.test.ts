import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { endReceipts, takeReceipts } from '../../../../test/support/channels/take-receipts';
import { openTestKeySeal } from '../../../../test/support/channels/test-key-seal';
import { searchBytes } from '../../../../test/support/privacy/search-bytes';
import { openNames } from '../contacts/contact-rights.contract';
import { openChannelStores } from '../open-channel-stores';
import { arrived, describeSealedRequests, inRequest } from './sealed-requests.contract';
import { describeSealedTexts, fillConversation, said } from './sealed-texts.contract';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-sealed-texts-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = () => join(folder, 'state.db');

describeSealedTexts(place, openTestKeySeal);
describeSealedRequests(place, openTestKeySeal);

it('leave no byte of a request in the files or their logs, while it waits and after it was processed', async () => {
	const stores = openChannelStores(place(), { openNames, openKeySeal: openTestKeySeal });
	await stores.receipts.accept({ tenant: 'acme', channel: 'sales', receivedAt: 1, ...arrived });
	expect(searchBytes(folder, inRequest)).toEqual([]);
	const taken = await takeReceipts(stores.receipts);
	expect(taken!.content.map(({ stored }) => stored)).toEqual([arrived.stored]);
	await endReceipts(stores.receipts, taken!);
	expect(searchBytes(folder, inRequest)).toEqual([]);
	await stores.close();
});

it('leave no byte of what was said in the file or its log, nor in a copy whose keys are gone (axolotl-chat/axolotl#53, signalapp/Signal-Android#6091)', async () => {
	const stores = openChannelStores(place(), { openNames, openKeySeal: openTestKeySeal });
	const conversation = await fillConversation(stores);
	// What the log of the contact says of a hand-over is under no key.
	const sealed = said.filter((one) => one !== 'qzReason');
	expect(searchBytes(folder, sealed)).toEqual([]);
	expect(await stores.mailbox.readMessages('acme', conversation, 50)).toHaveLength(4);
	await stores.close();

	const copy = join(folder, 'copy.db');
	cpSync(place(), copy);
	const file = new DatabaseSync(copy);
	file.exec('DELETE FROM conversation_key');
	file.close();
	const copied = openChannelStores(copy, { openNames, openKeySeal: openTestKeySeal });
	const copies = await copied.mailbox.readMessages('acme', conversation, 50);
	expect(copies.map(({ content }) => content)).toEqual(Array(4).fill([{ kind: 'text', text: '[unreadable]', frame: 'unreadable' }]));
	await copied.close();
});
