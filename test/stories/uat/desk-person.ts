import { chatwootWebhooks, signChatwoot } from '../../../sandbox/fakes/channels/chatwoot-server';

/** The number of the person in Chatwoot who can give commands, and of one who cannot. */
const operator = 7;
const somebody = 8;

interface Place {
	phone: string;
	/** The conversation in Chatwoot. */
	number: number;
}

/** Writes a private note in the conversation that Chatwoot has with a number. @param by `user:rui` can give commands */
export async function writeNote(address: string, { text, by, ...place }: Place & { text: string; by: string | undefined }): Promise<void> {
	const id = by === 'user:rui' ? operator : somebody;
	const conversation = describeConversation(place);
	await post(address, chatwootWebhooks.outgoing(text, { conversation, private: true, sender: { id, name: 'Rui', type: 'user' } }));
}

/** Sets the labels of the conversation that Chatwoot has with a number. */
export async function setLabels(address: string, labels: string[], place: Place): Promise<void> {
	await post(address, { ...chatwootWebhooks.labelled(...labels), ...describeConversation(place) });
}

function describeConversation({ phone, number }: Place): object {
	const customer = { id: 500 + number, name: 'Maria', phone_number: `+${phone}` };
	return { id: number, inbox_id: 5, status: 'open', meta: { sender: customer, assignee: null } };
}

async function post(address: string, webhook: object): Promise<void> {
	const body = Buffer.from(JSON.stringify(webhook));
	const headers = { 'content-type': 'application/json', ...signChatwoot(body, Date.now()) };
	const { status } = await fetch(address, { method: 'POST', headers, body });
	if (status !== 200) throw new Error(`The desk refused a webhook of Chatwoot with ${status}.`);
}
