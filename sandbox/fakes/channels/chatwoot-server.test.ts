import { chatwootAccount, type ChatwootServer, startChatwootServer } from './chatwoot-server';

let server: ChatwootServer;
beforeAll(async () => {
	server = await startChatwootServer();
});
afterAll(() => server.close());

async function ask(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
	const headers = { 'content-type': 'application/json', api_access_token: chatwootAccount.accessToken };
	const address = `${server.url}/api/v1/accounts/${chatwootAccount.accountId}/${path}`;
	const answer = await fetch(address, { method, headers, ...(body && { body: JSON.stringify(body) }) });
	return { status: answer.status, ...((await answer.json().catch(() => ({}))) as object) };
}

it('gives no id of a contact or a conversation twice, also after one was removed', async () => {
	const open = async (phone_number: string) => {
		const { payload } = (await ask('POST', 'contacts', { name: 'Ana', phone_number })) as { payload: { contact: { id: number } } };
		const contact = payload.contact.id;
		const { id } = await ask('POST', 'conversations', { inbox_id: Number(chatwootAccount.inboxId), contact_id: contact });
		return [contact, id];
	};
	const ids = [await open('+5544999990001'), await open('+5544999990002')];
	await ask('DELETE', `contacts/${String(ids[1]![0])}`);
	ids.push(await open('+5544999990003'));
	expect(new Set(ids.map(([contact]) => contact)).size).toBe(3);
	expect(new Set(ids.map(([, conversation]) => conversation)).size).toBe(3);
});
