import { handOver } from '../../../core/channels/hand-over';
import { describeWhy } from '../../../core/conversations/hand-over/describe-why';
import { type ChannelHost, createChannelHost } from '../../../test/fakes/channels/channel-host';
import { type ChatwootServer, startChatwootServer } from '../../../sandbox/fakes/channels/chatwoot-server';
import { openTenants } from '../state/host-tenants';

let desk: ChatwootServer;
let own: ChannelHost;
beforeAll(async () => {
	desk = await startChatwootServer();
});
afterAll(() => desk.close());
beforeEach(async () => {
	own = await createChannelHost();
	await own.addDesk(desk.url);
	await own.change({ handOver: { ...{ desk: 'people', labels: [], assignee: null, team: null, status: null }, ...unanswered } });
});
afterEach(() => own.remove());

const unanswered = { unansweredMinutes: null, whenUnanswered: 'agent' as const, escalationLabel: 'late' };
const place = () => ({ tenant: 'default', conversation: own.conversation, by: 'agent', summary: { need: 'my yard' } });
const noteOf = async (key: string, changes: object) => {
	await handOver(own.channels, { ...place(), key, reason: describeWhy('image'), ...changes });
	const [stored] = await own.channels.handOvers.list('default', {}, 1);
	const [note] = stored!.writes.map(({ content }) => (content.kind === 'note' ? content.text : ''));
	return note!.split('\n').slice(0, 2);
};

const portuguese = ['Atendimento transferido para a equipe', 'Motivo: o cliente mandou uma imagem, que o agente não pode ver'];
const english = ['Handed over to a person', 'Reason: the customer sent an image, which the agent cannot look at'];

it('is that of the tenant, whatever language the customer writes', async () => {
	await (await openTenants(own.host))!.set({ name: 'default', rules: { locale: 'pt-BR' }, changedAt: 1, changedBy: 'user:test' });
	expect(await noteOf('a', { talk: 'en' })).toEqual(portuguese);
});

it('is that of the talk where the tenant states none, and that of the process where it says so', async () => {
	expect(await noteOf('a', { talk: 'pt' })).toEqual(portuguese);
	await own.channels.mailbox.setMode('default', own.conversation, { mode: 'agent', until: null, by: 'user:ana' });
	expect(await noteOf('b', { language: 'en', talk: 'pt' })).toEqual(english);
});
