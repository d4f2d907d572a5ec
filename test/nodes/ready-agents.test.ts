/** The agents of the package whose tools are nodes of n8n, against a stand-in of all services. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runAgent } from '../../core/agents/run-agent';
import { composeAgent } from '../../providers/compose/agents/agent';
import type { Host } from '../../providers/compose/hosts/host';
import { closeOpened } from '../../providers/compose/open-once';
import { openGate, openNodeGate } from '../fakes/permissive-gate';
import { type OutsideWorld, startOutsideWorld } from '../fakes/outside-world';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling } from '../fakes/tool-agent';
import { storedCredentials } from '../support/stored-credentials';
import { setEnvironment } from '../support/set-environment';
import { installTemplate } from '../support/templates/installed-template';
import { withViews } from '../support/with-views';

const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-ready-agents-'));
let outside: OutsideWorld;
let restoreEnvironment: () => void;
beforeAll(async () => {
	const row = {
		id: 1,
		ok: true,
		result: { id: 42, title: 'Team' },
		messages: [{ id: 'm1', threadId: 't1' }],
		payload: { headers: [] },
		labelIds: [],
	};
	outside = await startOutsideWorld({ '*': ({ host }) => ({ body: host.endsWith('.supabase.co') ? [row] : row }) });
	restoreEnvironment = setEnvironment(outside.environment);
});
beforeEach(() => void (outside.calls.length = 0));
afterAll(async () => {
	await closeOpened();
	restoreEnvironment();
	await outside.close();
	rmSync(stateFolder, { recursive: true });
});

const expiresLater = {
	access_token: 'token',
	refresh_token: 'r',
	expires_in: 3600,
	token_type: 'Bearer',
	n8n_expires_at: String(Date.now() + 3_600_000),
};
const credentials = storedCredentials(
	{ name: 'gmail', type: 'gmailOAuth2', data: { clientId: 'c', clientSecret: 's', oauthTokenData: expiresLater } },
	{ name: 'supabase', type: 'supabaseApi', data: { host: 'https://a.supabase.co', serviceRole: 'key' } },
	{ name: 'whatsapp', type: 'whatsAppApi', data: { accessToken: 'token', businessAccountId: '1' } },
	{ name: 'telegram', type: 'telegramApi', data: { accessToken: 'token', baseUrl: 'https://api.telegram.org' } },
	{
		...{ name: 'http', type: 'httpHeaderAuth' },
		data: { name: 'x-key', value: 'key', allowedHttpRequestDomains: 'domains', allowedDomains: 'api.example.com' },
	},
);

const to = { recipientPhoneNumber: '5511999999999' };
const values = [{ fieldId: 'name', fieldValue: 'Ada' }];

test.each<[string, string, object, string, RegExp]>([
	['sa-gmail', 'search_mail', { query: 'from:ana' }, 'GET', /^www\.googleapis\.com\/gmail\/v1\/users\/me\/messages\?.*q=from/],
	['sa-gmail', 'read_mail', { messageId: 'm1' }, 'GET', /^www\.googleapis\.com\/gmail\/v1\/users\/me\/messages\/m1/],
	['sa-gmail', 'write_draft', { to: 'a@example.com', subject: 'Hi', message: 'Hello' }, 'POST', /^www\.googleapis\.com\/.*\/drafts/],
	[
		'sa-gmail',
		'send_mail',
		{ sendTo: 'a@example.com', subject: 'Hi', message: 'Hello' },
		'POST',
		/^www\.googleapis\.com\/.*\/messages\/send/,
	],
	['sa-supabase', 'read_rows', { tableId: 'orders', filterString: 'id=eq.7' }, 'GET', /^a\.supabase\.co\/rest\/v1\/orders\?.*id=eq\.7/],
	['sa-supabase', 'add_row', { tableId: 'orders', values }, 'POST', /^a\.supabase\.co\/rest\/v1\/orders/],
	[
		'sa-supabase',
		'change_rows',
		{ tableId: 'orders', filterString: 'id=eq.7', values },
		'PATCH',
		/^a\.supabase\.co\/rest\/v1\/orders\?.*id=eq\.7/,
	],
	[
		'sa-supabase',
		'delete_rows',
		{ tableId: 'orders', filterString: 'id=eq.7' },
		'DELETE',
		/^a\.supabase\.co\/rest\/v1\/orders\?.*id=eq\.7/,
	],
	['sa-whatsapp', 'send_message', { ...to, textBody: 'Hi' }, 'POST', /^graph\.facebook\.com\/.*\/100000000000000\/messages/],
	[
		'sa-whatsapp',
		'send_template',
		{ ...to, template: 'order_ready|pt_BR' },
		'POST',
		/^graph\.facebook\.com\/.*\/100000000000000\/messages/,
	],
	['sa-telegram', 'find_chat', { chatId: '42' }, 'POST', /^api\.telegram\.org\/bottoken\/getChat/],
	['sa-telegram', 'send_message', { chatId: '42', text: 'Hi' }, 'POST', /^api\.telegram\.org\/bottoken\/sendMessage/],
	['sa-http-generic', 'read', { path: '/items?limit=1' }, 'GET', /^api\.example\.com\/items\?limit=1/],
	['sa-http-generic', 'change', { method: 'PATCH', path: '/items/1', body: { name: 'Ada' } }, 'PATCH', /^api\.example\.com\/items\/1/],
])('%s does %s, after a person approved what changes something', async (id, tool, input, method, address) => {
	const installed = await installTemplate(id);
	try {
		const model = scriptedChatModel(calling([tool, input as Record<string, unknown>, 'c1']), 'Done.');
		const agentFolders = [join(installed.folder, 'agents')];
		const host: Host = { gate: openGate(), nodeGate: openNodeGate(), agentFolders, providers: {}, stateFolder, model, credentials };
		const run = async (resume?: object) =>
			runAgent(
				{ message: 'Do it.', conversationId: 'c', ...resume },
				await composeAgent({ kind: 'id', id }, host),
				new AbortController().signal,
			);
		let outcome = await run();
		if ('state' in outcome) {
			expect(outside.calls).toEqual([]);
			const decisions = outcome.pending.map(({ id: pending }) => ({ id: pending, kind: 'approval' as const, approved: true }));
			outcome = await run({ message: '', resume: { state: outcome.state, decisions: withViews(outcome.state, decisions) } });
		} else expect(tool).toMatch(/^(?:search|read|find)/);
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Done.' });
		expect(model.requests.at(-1)!.messages.at(-1)!.content).not.toMatch(/TOOL_|error/i);
		const asked = outside.calls.map((call) => `${call.method} ${call.host}${call.path}`);
		expect(asked).toContainEqual(expect.stringMatching(new RegExp(`^${method} ${address.source.slice(1)}`)));
	} finally {
		installed.remove();
	}
});
