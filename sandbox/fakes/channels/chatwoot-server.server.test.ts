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

it('opens a conversation with its first note, renders Liquid outside of code, and lists the notes after one', async () => {
	const { payload } = (await ask('POST', 'contacts', { name: 'Troupe', identifier: 'troupe-inbox' })) as {
		payload: { contact: { id: number } };
	};
	const opened = { inbox_id: Number(chatwootAccount.inboxId), contact_id: payload.contact.id };
	const message = { content: 'Hi {{agent.name}}\n```\n{{agent.name}}\n```', private: true, content_attributes: { own: 1 } };
	expect(await ask('POST', 'conversations', { ...opened, message: { content: '' } })).toMatchObject({ status: 422 });
	const { id } = await ask('POST', 'conversations', { ...opened, message });
	const note = { content: 'Hi \n```\n{{agent.name}}\n```', private: true, content_attributes: { own: 1 } };
	const first = (await ask('GET', `conversations/${String(id)}/messages?after=0`)) as { payload: Array<{ id: number }> };
	expect(first.payload).toMatchObject([note]);
	expect(await ask('GET', `conversations/${String(id)}/messages?after=${first.payload[0]!.id}`)).toMatchObject({ payload: [] });
});
