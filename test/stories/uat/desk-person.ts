import { chatwootWebhooks, signChatwoot } from '../../../sandbox/fakes/channels/chatwoot-server';

/** The number of the person in Chatwoot who can give commands, and of one who cannot. */
const operator = 7;
const somebody = 8;

/** Writes a private note in the conversation that Chatwoot has with a number. @param by `user:rui` can give commands */
export async function writeNote(
	address: string,
	note: { text: string; by: string | undefined; phone: string; number: number },
): Promise<void> {
	const id = note.by === 'user:rui' ? operator : somebody;
	const customer = { id: 500 + note.number, name: 'Maria', phone_number: `+${note.phone}` };
	const conversation = { id: note.number, inbox_id: 5, status: 'open', meta: { sender: customer, assignee: null } };
	const webhook = chatwootWebhooks.outgoing(note.text, { conversation, private: true, sender: { id, name: 'Rui', type: 'user' } });
	const body = Buffer.from(JSON.stringify(webhook));
	const headers = { 'content-type': 'application/json', ...signChatwoot(body, Date.now()) };
	const { status } = await fetch(address, { method: 'POST', headers, body });
	if (status !== 200) throw new Error(`The desk refused a webhook of Chatwoot with ${status}.`);
}
