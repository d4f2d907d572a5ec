import type { NewSettingsChange, SettingsResult } from '../../../../core/ports/channels/channel-settings';
import type { MessageEvent } from '../../../../core/ports/channels/channel-events';
import { acme, channelSteps, fromContact, hasty } from '../contract/channel-steps.contract';
import type { ChannelStores } from '../open-channel-stores';

const plain = {
	tenant: 'acme',
	name: 'whatsapp',
	provider: 'webhook',
	settings: {},
	credential: 'c',
	agent: null,
	message: null,
	state: 'active' as const,
	allowedNetworks: [],
	pathSecretHash: null,
	createdAt: 1,
	changedAt: 1,
	changedBy: 'user:ana',
};

/** What every store promises about the values that people set for the agents of channels. */
export function describeChannelSettings(open: () => ChannelStores): void {
	const { begin } = channelSteps(open);
	const ana = { by: 'user:ana', share: null, changes: {} };
	const read = () => open().settings.read('acme', 'whatsapp');
	const change = async (asked: Partial<NewSettingsChange> & Pick<NewSettingsChange, 'action'>, waits = false, known?: number) =>
		open().settings.change('acme', 'whatsapp', { ...ana, ...asked }, { known: known ?? (await read()).number, waits });
	const set = (greeting: string | null) => change({ action: 'set', changes: { greeting } });
	const attempt = (greeting: string, share = 10) => change({ action: 'try', changes: { greeting }, share });
	const history = async () =>
		(await open().settings.list('acme', 'whatsapp', 10)).map(({ number, action, state, by }) => [number, action, state, by]);
	const numberOf = (result: SettingsResult) => (result.kind === 'proposed' ? result.change.number : -1);

	describe('the settings of a channel', () => {
		it('are set, undone step by step, and have a history with who changed what', async () => {
			expect(await read()).toEqual({ number: 0, version: 0, values: {}, trial: null });
			expect(await set('one')).toMatchObject({ kind: 'done', state: { number: 1, version: 1, values: { greeting: 'one' } } });
			await set('two');
			expect(await change({ action: 'undo', by: 'key:k1' })).toMatchObject({
				state: { number: 3, version: 1, values: { greeting: 'one' } },
			});
			expect(await change({ action: 'undo' })).toMatchObject({ state: { version: 0, values: {} } });
			expect(await change({ action: 'undo' })).toEqual({ kind: 'impossible', why: 'nothing-to-undo' });
			expect(await history()).toEqual([
				[4, 'undo', 'done', 'user:ana'],
				[3, 'undo', 'done', 'key:k1'],
				[2, 'set', 'undone', 'user:ana'],
				[1, 'set', 'undone', 'user:ana'],
			]);
			expect(await open().settings.list('acme', 'whatsapp', 1, 3)).toMatchObject([{ number: 2, changes: { greeting: 'two' } }]);
			expect(await open().settings.read('globex', 'whatsapp')).toMatchObject({ number: 0 });
		});

		it('tell the second of two managers that somebody was faster, and change nothing', async () => {
			const results = await Promise.all([
				change({ action: 'set', changes: { greeting: 'a' } }, false, 0),
				change({ action: 'set', changes: { greeting: 'b' } }, false, 0),
			]);
			expect(results.map(({ kind }) => kind).sort()).toEqual(['changed', 'done']);
			expect(results.find(({ kind }) => kind === 'changed')).toMatchObject({ last: { number: 1, by: 'user:ana' } });
			expect(await read()).toMatchObject({ number: 1 });
		});

		it('keep what was tried, or go back to what was there', async () => {
			await set('old');
			await attempt('new');
			expect(await read()).toMatchObject({
				version: 1,
				values: { greeting: 'old' },
				trial: { version: 2, share: 10, values: { greeting: 'new' } },
			});
			expect(await set('other')).toEqual({ kind: 'impossible', why: 'trial-runs' });
			await change({ action: 'try', share: 50 });
			expect(await read()).toMatchObject({ trial: { version: 2, share: 50 } });
			await change({ action: 'keep' });
			expect(await read()).toMatchObject({ version: 2, values: { greeting: 'new' }, trial: null });
			await change({ action: 'undo' });
			expect(await read()).toMatchObject({ version: 1, values: { greeting: 'old' } });
			await attempt('bad');
			await change({ action: 'undo' });
			expect(await read()).toMatchObject({ version: 1, values: { greeting: 'old' }, trial: null });
		});

		it('wait as proposals until somebody decides, and change nothing until then', async () => {
			const first = await change({ action: 'set', changes: { greeting: 'proposed' } }, true);
			const second = await change({ action: 'set', changes: { greeting: 'worse' } }, true);
			expect(await read()).toEqual({ number: 2, version: 0, values: {}, trial: null });
			expect(await open().settings.listProposals('acme', 10)).toMatchObject([{ channel: 'whatsapp', number: 1 }, { number: 2 }]);
			const decide = (number: number, isApproved: boolean) =>
				open().settings.decide('acme', 'whatsapp', number, { isApproved, by: 'user:bia', reason: isApproved ? null : 'too long' });
			expect(await decide(numberOf(second), false)).toMatchObject({
				change: { state: 'rejected', decidedBy: 'user:bia', reason: 'too long' },
			});
			expect(await decide(numberOf(first), true)).toMatchObject({
				kind: 'done',
				state: { number: 2, version: 1, values: { greeting: 'proposed' } },
				change: { state: 'done', by: 'user:ana', decidedBy: 'user:bia' },
			});
			for (const number of [1, 2, 7]) expect(await decide(number, true)).toEqual({ kind: 'impossible', why: 'not-proposed' });
			expect(await open().settings.listProposals('acme', 10)).toEqual([]);
			expect((await change({ action: 'undo' })).kind).toBe('done');
			expect(await read()).toMatchObject({ number: 3, version: 0, values: {} });
		});

		it('are not approved over what was changed after they were proposed', async () => {
			const decide = (number: number, isApproved = true) =>
				open().settings.decide('acme', 'whatsapp', number, { isApproved, by: 'user:bia', reason: null });
			const propose = async (asked: Parameters<typeof change>[0]) => numberOf(await change(asked, true));
			const old = await propose({ action: 'set', changes: { price: '48' } });
			const newer = await propose({ action: 'set', changes: { price: '52' } });
			const other = await propose({ action: 'set', changes: { greeting: 'Oi!' } });
			expect(await decide(newer)).toMatchObject({ kind: 'done' });
			expect(await decide(old)).toEqual({ kind: 'overridden', name: 'price' });
			expect(await decide(other)).toMatchObject({ state: { values: { price: '52', greeting: 'Oi!' } } });
			expect(await decide(old, false)).toMatchObject({ change: { state: 'rejected' } });
			await attempt('one');
			const keep = await propose({ action: 'keep' });
			await change({ action: 'undo' });
			await attempt('two');
			expect(await decide(keep)).toEqual({ kind: 'impossible', why: 'other-trial' });
			await change({ action: 'undo' });
			expect(await decide(keep)).toEqual({ kind: 'impossible', why: 'no-trial' });
		});

		it('are not approved over what the operator of the channel set after they were proposed', async () => {
			await open().channels.put({ ...plain, rules: { closedText: 'A' } }, true);
			const number = numberOf(await change({ action: 'rules', changes: { closedText: 'B' } }, true));
			await open().channels.change('acme', 'whatsapp', (record) => ({ ...record, rules: { closedText: 'C' } }));
			const decision = { isApproved: true, by: 'user:bia', reason: null };
			expect(await open().settings.decide('acme', 'whatsapp', number, decision)).toEqual({ kind: 'overridden', name: 'closedText' });
		});

		it('have at most 20 proposals that wait', async () => {
			for (let n = 0; n < 20; n++) await change({ action: 'set', changes: { greeting: String(n) } }, true);
			expect(await change({ action: 'set', changes: { greeting: 'more' } }, true)).toEqual({
				kind: 'impossible',
				why: 'too-many-proposals',
			});
		});

		it('change texts and times of the channel, and give them back', async () => {
			const rules = { closedText: 'Closed.', origins: [{ from: 'link:fair', name: 'fair', greeting: 'Hi!' }, { from: 'ad' }] };
			const record = { tenant: 'acme', name: 'whatsapp', provider: 'webhook', settings: {}, credential: 'c', agent: null, message: null };
			const more = {
				state: 'active' as const,
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: 'user:ana',
			};
			await open().channels.put({ ...record, ...more, rules }, true);
			const now = async () => (await open().channels.find('acme', 'whatsapp'))!.rules;
			await set('one');
			await attempt('two');
			const changes = { closedText: null, waitText: 'One moment.', 'greeting ad': 'Seen our ad?', 'greeting link:fair': null };
			expect(await change({ action: 'rules', changes })).toMatchObject({ kind: 'done', state: { version: 1, trial: { version: 2 } } });
			expect(await now()).toEqual({
				waitText: 'One moment.',
				origins: [
					{ from: 'link:fair', name: 'fair' },
					{ from: 'ad', greeting: 'Seen our ad?' },
				],
			});
			expect(await change({ action: 'undo' })).toMatchObject({ undone: { number: 2, action: 'try', rules: null, stays: 3 } });
			expect(await now()).toMatchObject({ waitText: 'One moment.' });
			const givenBack = { closedText: 'Closed.', waitText: null, 'greeting ad': null, 'greeting link:fair': 'Hi!' };
			expect(await change({ action: 'undo' })).toMatchObject({ undone: { number: 3, action: 'rules', rules: givenBack, stays: null } });
			expect(await now()).toEqual(rules);
			expect(await read()).toMatchObject({ version: 1, values: { greeting: 'one' } });
		});

		it('are not undone over what the operator of the channel set later', async () => {
			const setRules = (rules: object) => open().channels.change('acme', 'whatsapp', (record) => ({ ...record, rules }));
			const now = async () => (await open().channels.find('acme', 'whatsapp'))!.rules;
			await open().channels.put({ ...plain, rules: { closedText: 'A', followUps: ['1d'] } }, true);
			await change({ action: 'rules', changes: { closedText: 'B', followUps: ['2d Oi'] } });
			await setRules({ closedText: 'C', followUps: ['2d Oi'] });
			expect(await change({ action: 'undo' })).toEqual({ kind: 'overridden', name: 'closedText' });
			await setRules({ closedText: 'B' });
			expect(await change({ action: 'undo' })).toEqual({ kind: 'overridden', name: 'followUps' });
			expect([await now(), (await read()).number]).toEqual([{ closedText: 'B' }, 1]);
			await setRules({ closedText: 'B', followUps: ['2d Oi'], waitText: 'Later.' });
			expect(await change({ action: 'undo' })).toMatchObject({ kind: 'done' });
			expect(await now()).toEqual({ closedText: 'A', followUps: ['1d'], waitText: 'Later.' });
		});

		it('end with the channel: another one of its name begins without them', async () => {
			const record = {
				tenant: 'acme',
				name: 'whatsapp',
				provider: 'webhook',
				settings: {},
				credential: 'c',
				agent: null,
				message: null,
				rules: {},
			};
			const more = {
				state: 'active' as const,
				allowedNetworks: [],
				pathSecretHash: null,
				createdAt: 1,
				changedAt: 1,
				changedBy: 'user:ana',
			};
			await open().channels.put({ ...record, ...more }, true);
			await set('one');
			await change({ action: 'set', changes: { greeting: 'proposed' } }, true);
			await open().channels.remove('acme', 'whatsapp');
			expect(await read()).toEqual({ number: 2, version: 0, values: {}, trial: null });
			expect(await open().settings.listProposals('acme', 10)).toEqual([]);
			expect(await change({ action: 'undo' })).toEqual({ kind: 'impossible', why: 'nothing-to-undo' });
			expect((await history()).map(([, , state]) => state)).toEqual(['ended', 'ended']);
		});
	});

	describe('the settings of a turn', () => {
		const choose = (turn: { id: string; conversation: { id: string; channel: string } }, isOfTrial = false) =>
			open().settings.choose(
				'acme',
				{ id: turn.id, conversation: turn.conversation.id, channel: turn.conversation.channel },
				() => isOfTrial,
			);

		it('are those of the agent, and nothing is noted, where nobody set any', async () => {
			const turn = await begin();
			expect(await choose(turn)).toBeUndefined();
			expect(await open().settings.listUsed('acme', [turn.conversation.id])).toEqual(new Map());
		});

		it('are chosen once: a turn that goes on later has the values with which it began', async () => {
			await set('old');
			await attempt('new');
			const turn = await begin();
			const chosen = { version: 2, isTrial: true, values: { greeting: 'new' } };
			expect(await choose(turn, true)).toEqual(chosen);
			await change({ action: 'undo' });
			await set('newest');
			expect(await choose(turn, false)).toEqual(chosen);
			expect((await open().settings.listUsed('acme', [turn.conversation.id])).get(turn.conversation.id)).toMatchObject([
				{ version: 2, isTrial: true, turns: 1 },
			]);
		});

		it('stay with a conversation that becomes part of another, and are forgotten with its contact', async () => {
			await set('old');
			const turn = await begin();
			await choose(turn);
			const claims = ['5544999999999', '5511900000002'].map((value) => ({ kind: 'phone' as const, value, proof: 'provider' as const }));
			await open().mailbox.apply(fromContact('hi', { address: '5511900000002', contact: claims.slice(1) }), acme, hasty);
			const both: Partial<MessageEvent> = { address: '5511900000002', contact: claims };
			await open().mailbox.apply(fromContact('I am both', both), acme, hasty);
			const whole = (await open().conversations.find('acme', turn.conversation.id))!;
			const used = () => open().settings.listUsed('acme', [whole.id]);
			expect((await used()).get(whole.id)).toMatchObject([{ version: 1, isTrial: false }]);
			await open().contacts.forget('acme', whole.contact);
			expect(await used()).toEqual(new Map());
		});
	});
}
