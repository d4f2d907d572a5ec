import { takeTurn } from '../support/channels/take-turn';
import pg from 'pg';
import { describeAudios } from '../../providers/state/channels/audios/audios.contract';
import { describeChannelStores } from '../../providers/state/channels/channel-stores.contract';
import { acme, fromContact, hasty } from '../../providers/state/channels/contract/channel-steps.contract';
import { describeContactRights, openNames } from '../../providers/state/channels/contacts/contact-rights.contract';
import { logContact } from '../../providers/state/channels/contacts/contact-log';
import { describeContactStores } from '../../providers/state/channels/contacts/contact-stores.contract';
import { describeAgentSilencer } from '../../providers/state/channels/people/agent-silencer.contract';
import { openSwitchStore, type SwitchStore } from '../../providers/state/switches/switch-store';
import { describeDeskConversations } from '../../providers/state/channels/people/desk-conversation.contract';
import { describeHandOvers } from '../../providers/state/channels/people/hand-over.contract';
import { describeUnansweredHandOvers } from '../../providers/state/channels/people/unanswered-hand-over.contract';
import { describeRelays } from '../../providers/state/channels/people/desk-relay.contract';
import { describeWaitingBound } from '../../providers/state/channels/receipts/waiting-bound.contract';
import { describeSealedRequests } from '../../providers/state/channels/sealed/sealed-requests.contract';
import { describeSealedTexts } from '../../providers/state/channels/sealed/sealed-texts.contract';
import { describeOneConversation } from '../../providers/state/channels/one-conversation.contract';
import { type ChannelStores, openChannelStores } from '../../providers/state/channels/open-channel-stores';
import { openStateDatabase } from '../../providers/database/state-database';
import { channelSchema } from '../../providers/state/channels/channel-schema';
import { openTestKeySeal } from '../support/channels/test-key-seal';
import { type Databases, onBoth } from '../support/servers/databases';

onBoth('the conversations of channels', (openDatabases) => {
	let databases: Databases;
	let stores: ChannelStores;
	let place: string;
	beforeAll(async () => {
		databases = await openDatabases();
	});
	beforeEach(async () => {
		place = await databases.empty(place);
		stores = openChannelStores(place, { openNames, openKeySeal: openTestKeySeal });
	});
	afterEach(() => stores.close());
	afterAll(() => databases.remove());
	describeChannelStores(() => stores);
	describeContactStores(() => stores);
	describeContactRights(() => stores);
	describeAudios(() => stores);
	describeHandOvers(() => stores);
	describeUnansweredHandOvers(() => stores);
	describeDeskConversations(() => stores);
	describeRelays(() => stores);
	describeOneConversation(() => stores);
	describeWaitingBound((options) => openChannelStores(place, options));
	describeSealedTexts(() => place, openTestKeySeal);
	describeSealedRequests(() => place, openTestKeySeal);

	it('keep a turn while changes of its tenant wait for one another', async () => {
		if (!place.startsWith('postgres')) return; // one writer at a time
		const { mailbox } = stores;
		const source = { tenant: 'acme', channel: 'whatsapp', receipt: null };
		await mailbox.apply(fromContact('Hello'), source, hasty);
		const turn = (await takeTurn(mailbox, 'a', 60_000))!;
		const other = new pg.Client({ connectionString: place });
		await other.connect();
		await other.query(`select pg_advisory_lock(hashtextextended('troupe channels conversations acme', 0))`);
		const waiting = mailbox.apply(fromContact('Are you there?'), source, hasty);
		expect(await mailbox.renew(turn, 'a', 60_000)).toBe('go');
		await other.end();
		await waiting;
		// What arrived meanwhile begins the turn again.
		expect(await mailbox.renew(turn, 'a', 60_000)).toBe('restart');
	});

	it('number the entries of the log of a contact, of whom two processes note something at once', async () => {
		if (!place.startsWith('postgres')) return; // one writer at a time
		const { contact } = (await stores.mailbox.apply(fromContact('Hello'), acme, hasty)) as { contact: string };
		const before = (await stores.contacts.readChanges('acme', contact)).length;
		const other = new pg.Client({ connectionString: place });
		await other.connect();
		await other.query('begin');
		await other.query(`select set_config('troupe.tenant', 'acme', true)`);
		const first = `insert into troupe.contact_log (tenant, contact, number, at, kind, actor, details)
			values ('acme', $1, $2, 1, 'left', 'user:a', '{}')`;
		await other.query(first, [contact, before + 1]);
		const database = openStateDatabase(place, channelSchema, { timeoutMs: 4_000 });
		const entry = { tenant: 'acme', contact, kind: 'no-basis', actor: 'agent', details: {} };
		const noted = database.change('acme', (connection) => logContact(connection, entry, 2));
		const waits = `select 1 from pg_locks where not granted and locktype = 'transactionid'`;
		while ((await other.query(waits)).rowCount === 0);
		await other.query('commit');
		await other.end();
		await noted;
		await database.close();
		const kinds = (await stores.contacts.readChanges('acme', contact)).slice(before).map(({ kind }) => kind);
		expect(kinds).toEqual(['left', 'no-basis']);
	});

	/** The customer of a channel with such follow-ups is silent, and the first is due. */
	async function keepSilent(followUps: string[]): Promise<string> {
		const { channels, mailbox, outbox } = stores;
		const facts = { provider: 'z-api', settings: {}, credential: 'c', agent: 'support', message: null, state: 'active' } as const;
		const dates = { allowedNetworks: [], pathSecretHash: null, createdAt: 1, changedAt: 1, changedBy: 'user:a' };
		await channels.put({ tenant: 'acme', name: acme.channel, ...facts, ...dates, rules: { followUps } }, true);
		const { conversation } = (await mailbox.apply(fromContact('Hello'), acme, hasty)) as { conversation: string };
		await mailbox.end((await takeTurn(mailbox, 'a', 60_000))!, 'a', { kind: 'done' });
		await outbox.enqueue('acme', conversation, [{ key: 'answer', content: { kind: 'text', text: 'Hi.' } }]);
		const [answer] = await outbox.queue.take('s', { max: 1, leaseMs: 60_000 });
		await outbox.note(answer!, { kind: 'sent', messageIds: ['m-1'] });
		const database = openStateDatabase(place, channelSchema, { timeoutMs: 4_000 });
		await database.change('acme', async (connection) => {
			await connection.run('UPDATE message SET arrived_at = arrived_at - 60000');
			await connection.run(`UPDATE work SET due_at = 1 WHERE kind = 'follow-up'`);
		});
		await database.close();
		return conversation;
	}

	it('get a follow-up once, by two processes that look at the same time', async () => {
		const { outbox } = stores;
		const conversation = await keepSilent(['1m Still there?']);
		const other = openChannelStores(place, { openNames, openKeySeal: openTestKeySeal });
		const both = [stores, other].map(async ({ followUps }) => {
			const taken = await followUps.due.take('w', { max: 10, leaseMs: 60_000 });
			return Promise.all(taken.map((work) => followUps.send(work, { kind: 'text', text: work.content.text! })));
		});
		expect((await Promise.all(both)).flat()).toEqual([true]);
		expect((await outbox.list('acme', { conversation }, 10)).map(({ content }) => content)).toMatchObject([
			{ text: 'Still there?' },
			{ text: 'Hi.' },
		]);
		await other.close();
	});

	it('begin a turn for a follow-up once, and store what was written in it once, over two processes', async () => {
		const { outbox } = stores;
		const conversation = await keepSilent(['1m', '1m Still there?']);
		const other = openChannelStores(place, { openNames, openKeySeal: openTestKeySeal });
		const begin = async ({ followUps }: typeof stores) => {
			const taken = await followUps.due.take('w', { max: 10, leaseMs: 60_000 });
			return Promise.all(taken.map((work) => followUps.beginTurn(work)));
		};
		expect((await Promise.all([begin(stores), begin(other)])).flat()).toEqual([true]);
		const take = ({ mailbox }: typeof stores, holder: string) => mailbox.turns.take(holder, { max: 10, leaseMs: 60_000 });
		const turns = (await Promise.all([take(stores, 'a'), take(other, 'b')])).flat();
		expect(turns).toMatchObject([{ content: { messages: [], followUp: { number: 1, of: 2 } } }]);
		const [{ content: turn, holder }] = turns as [(typeof turns)[0]];
		const sends = [{ key: '', content: { kind: 'text' as const, text: 'Did you see it?' } }];
		expect(await Promise.all([stores, other].map(({ followUps }) => followUps.answer(turn, sends)))).toEqual([true, true]);
		await stores.mailbox.end(turn, holder, { kind: 'done' });
		// One that is over stores nothing.
		expect(await other.followUps.answer(turn, sends)).toBe(false);
		expect((await outbox.list('acme', { conversation }, 10)).map(({ content }) => content)).toMatchObject([
			{ text: 'Did you see it?' },
			{ text: 'Hi.' },
		]);
		await other.close();
	});

	it.each([
		['customer', 'I saw it.', 1],
		['opt-out of the customer', 'stop', undefined],
	])('store nothing of a follow-up to which the %s came first', async (_who, words, next) => {
		const conversation = await keepSilent(['1m']);
		const [work] = await stores.followUps.due.take('w', { max: 10, leaseMs: 60_000 });
		expect(await stores.followUps.beginTurn(work!)).toBe(true);
		const [turn] = await stores.mailbox.turns.take('a', { max: 1, leaseMs: 60_000 });
		expect(await stores.mailbox.beginEffects(turn!.content, 'a')).toBe('go');
		await stores.mailbox.apply(fromContact(words), acme, hasty);
		const sends = [{ key: '', content: { kind: 'text' as const, text: 'Did you see it?' } }];
		expect(await stores.followUps.answer(turn!.content, sends)).toBe(false);
		await stores.mailbox.end(turn!.content, 'a', { kind: 'done' });
		expect((await takeTurn(stores.mailbox, 'a', 60_000))?.messages.length).toBe(next);
		const texts = (await stores.outbox.list('acme', { conversation }, 20)).map(({ content }) => ('text' in content ? content.text : ''));
		expect(texts).not.toContain('Did you see it?');
	});

	describe('the switches of channels', () => {
		let switches: SwitchStore;
		beforeEach(
			() => (switches = openSwitchStore(place.startsWith('postgres') ? place : `${place}-switches`, { now: () => Date.now() + 1 })),
		);
		afterEach(() => switches.close());
		describeAgentSilencer(() => ({ ...stores, switches }));
	});
});
