import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addCredential, type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { findCredentialUses } from './find-credential-uses';
import { slowTest } from '../../../test/support/slow-tests';

let own: ChannelHost;
beforeEach(async () => {
	own = await createChannelHost();
});
afterEach(() => own.remove());

const find = (name: string, agentFolders: string[] = []) =>
	findCredentialUses(name, { host: { ...own.host, agentFolders }, tenant: 'default', signal: new AbortController().signal }, own.channels);

it('names the account of a channel, and nothing for a credential that nobody uses', async () => {
	await addCredential(own.host, { name: 'spare', type: 'zApi', secrets: { token: 'a', clientToken: 'b' } });
	expect(await find('whatsapp')).toEqual(['the account of the channel sales']);
	expect(await find('spare')).toEqual([]);
});

slowTest('names tools of agents, also of agents that answer no channel', async () => {
	const agents = join(own.host.stateFolder, 'agents');
	mkdirSync(agents);
	const node = {
		kind: 'n8n-node',
		name: 'crm',
		description: 'Finds.',
		nodeType: 'n8n-nodes-base.pipedrive',
		credentials: { pipedriveApi: 'crm' },
	};
	const agent = {
		...{ id: 'clerk', version: '1.0.0', name: 'Clerk', purpose: 'Sells.', capabilities: [], prompt: 'Answer.', limits: {} },
		...{
			guardrails: { personalData: { types: [] } },
			model: { extractive: true },
			tools: { define: [{ ...node, typeVersion: 1, parameters: { type: 'object', properties: {} } }] },
		},
	};
	writeFileSync(join(agents, 'clerk.json'), JSON.stringify(agent));
	expect(await find('crm', [agents])).toEqual(['the tool crm of the agent clerk']);
});
