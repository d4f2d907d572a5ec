import { endDeliveries, takeDeliveries } from '../../../test/support/channels/take-deliveries';
import { takeTurn } from '../../../test/support/channels/take-turn';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChannelEvent, MessageEvent } from '../../../core/ports/channels/channel-events';
import { defaultMailboxRules, type MailboxRules } from '../../../core/ports/channels/mailbox-rules';
import type { Turn, TurnEnd } from '../../../core/ports/channels/mailbox';
import type { Send } from '../../../core/ports/channels/outbox';
import type { TakenContent, WorkFilter } from '../../../core/ports/work';
import type { ChannelStores } from './open-channel-stores';

export const acme = { tenant: 'acme', channel: 'whatsapp', delivery: null };
/** Turns are due at once. */
export const hasty: MailboxRules = { ...defaultMailboxRules, quietMs: 0, maxQuietMs: 0, transcriptMs: 0 };
const leaseMs = 60_000;

let keys = 0;
/** A text of a customer, changed as wanted. */
export const fromContact = (text: string, changes: Partial<MessageEvent> = {}): MessageEvent => {
	keys += 1;
	return {
		...{ kind: 'message', key: `in ${keys}`, id: `wa-${keys}`, address: '5544999999999', at: Date.now(), author: 'contact' },
		contact: [{ kind: 'phone', value: '5544999999999', proof: 'provider' }],
		content: [{ kind: 'text', text }],
		...changes,
	};
};

/** A text that someone wrote as the account. */
export const fromAccount = (text: string, changes: Partial<MessageEvent> = {}): MessageEvent =>
	fromContact(text, { author: 'account', ...changes });

const texts = ({ messages }: Turn) => messages.map(({ content }) => (content[0]!.kind === 'text' ? content[0]!.text : content[0]!.kind));

/** What every store of channels promises. @param pass lets time pass for the store */
export function describeChannelStores(open: () => ChannelStores, pass: (ms: number) => unknown = sleep): void {
	const apply = (event: ChannelEvent, rules = hasty) => open().mailbox.apply(event, acme, rules);
	const take = (holder = 'a') => takeTurn(open().mailbox, holder, leaseMs);
	/** The turn of one message. */
	async function begin(text = 'hello', holder = 'a'): Promise<Turn> {
		await apply(fromContact(text));
		const turn = await take(holder);
		expect(await open().mailbox.beginEffects(turn!, holder)).toBe('go');
		return turn!;
	}
	async function send(turn: Turn, text: string, key = `${turn.id} ${text}`): Promise<string> {
		const enqueued = await open().outbox.enqueue('acme', turn.conversation.id, [{ key, content: { kind: 'text', text } }]);
		return enqueued.kind === 'queued' ? enqueued.ids[0]! : enqueued.kind;
	}

	describe('a delivery', () => {
		const delivery = { tenant: 'acme', channel: 'whatsapp', key: 'd1', stored: '{}', receivedAt: 1_000 };

		it('is stored once, and given to one worker at a time', async () => {
			const { deliveries } = open();
			const others = [
				{ ...delivery, channel: 'other' },
				{ ...delivery, tenant: 'globex' },
			];
			await Promise.all([delivery, delivery, ...others].map((each) => deliveries.accept(each)));
			await deliveries.accept(delivery);
			const take = (holder: string) => deliveries.queue.take(holder, { max: 2, leaseMs });
			const taken = await Promise.all(['a', 'b', 'c'].map(take));
			expect(taken.flat().map(({ content }) => content.length)).toEqual([1, 1, 1]);
			expect(await take('d')).toEqual([]);
		});

		it('is left alone by a process that works on other channels, or for another tenant', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			const taken = (of: WorkFilter) => takeDeliveries(deliveries, 'a', { of });
			expect(await taken({ tenant: 'globex' })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'chat'] })).toBeUndefined();
			expect(await taken({ tenant: 'acme', lanes: ['telegram', 'whatsapp'] })).toMatchObject({ lane: 'whatsapp' });
		});

		it('of one channel follows the one before, and waits for nobody else', async () => {
			const { deliveries } = open();
			const accept = (channel: string, key: string) => deliveries.accept({ ...delivery, channel, key });
			for (let number = 0; number < 20; number++) await accept('busy', `${number}`.padStart(2, '0'));
			const first = (await takeDeliveries(deliveries))!;
			expect(first.content).toHaveLength(16);
			await accept('quiet', 'one');
			// The busy channel has a process already.
			expect(await takeDeliveries(deliveries, 'b')).toMatchObject({ lane: 'quiet' });
			await endDeliveries(deliveries, first);
			expect((await takeDeliveries(deliveries))!.content).toHaveLength(4);
		});

		it('is tried again, given up, and replayed by a person', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			const first = (await takeDeliveries(deliveries))!;
			const { id } = first.content[0]!;
			expect(first.content).toMatchObject([{ attempts: 1, state: 'received', stored: '{}' }]);
			await endDeliveries(deliveries, { ...first, holder: 'another' });
			await endDeliveries(deliveries, first, { kind: 'retry', reason: 'busy', afterMs: 0 });
			const second = (await takeDeliveries(deliveries, 'b'))!;
			expect(second.content).toMatchObject([{ attempts: 2, reason: 'busy' }]);
			await endDeliveries(deliveries, second, { kind: 'dead', reason: 'not JSON' });
			expect(await takeDeliveries(deliveries, 'c')).toBeUndefined();
			expect(await deliveries.list('acme', { state: 'dead' }, 10)).toMatchObject([{ reason: 'not JSON', attempts: 2 }]);
			expect(await deliveries.clean(Number.MAX_SAFE_INTEGER)).toBe(0); // nobody has looked at it
			expect(await deliveries.replay('globex', {})).toBe(0);
			expect(await deliveries.replay('acme', { id })).toBe(1);
			await endDeliveries(deliveries, (await takeDeliveries(deliveries, 'c'))!);
			expect(await deliveries.find('acme', id)).toMatchObject({ state: 'processed', attempts: 1 });
			expect(await deliveries.clean(Number.MAX_SAFE_INTEGER)).toBe(1);
		});

		it('that waits for its next attempt holds up none that comes later', async () => {
			const { deliveries } = open();
			await deliveries.accept(delivery);
			await endDeliveries(deliveries, (await takeDeliveries(deliveries))!, { kind: 'retry', reason: 'busy', afterMs: 3_600_000 });
			expect(await takeDeliveries(deliveries)).toBeUndefined();
			await deliveries.accept({ ...delivery, key: 'd2', stored: '{"n":2}' });
			const later = (await takeDeliveries(deliveries))!;
			expect(later.content).toMatchObject([{ stored: '{"n":2}' }]);
			await endDeliveries(deliveries, later);
			expect(await deliveries.queue.nextDue()).toBeGreaterThan(3_500_000);
		});
	});

	describe('a turn', () => {
		it('has the messages of a burst, oldest first, each event once', async () => {
			const second = fromContact('second', { at: 2_000 });
			await apply(second);
			expect(await apply(second)).toEqual({ kind: 'repeated' });
			await apply(fromContact('first', { at: 1_000 }));
			const turn = await take();
			expect(texts(turn!)).toEqual(['first', 'second']);
			expect(turn).toMatchObject({ attempts: 0, hasEffects: false, conversation: { mode: 'agent', address: '5544999999999' } });
			expect(await take('b')).toBeUndefined();
		});

		it('is one at a time in a conversation, whoever asks', async () => {
			await apply(fromContact('one'));
			await apply(fromContact('other person', { address: '5544888888888', contact: [] }));
			const turns = await Promise.all(['a', 'b', 'c', 'd'].map((holder) => take(holder)));
			expect(turns.filter(Boolean)).toHaveLength(2);
		});

		it('begins again with a message that arrives before its first effect', async () => {
			const { mailbox } = open();
			await apply(fromContact('one'));
			const turn = (await take())!;
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			await apply(fromContact('two'));
			expect(await mailbox.beginEffects(turn, 'a')).toBe('restart');
			expect(await mailbox.beginEffects(turn, 'a')).toBe('lost');
			const next = (await take())!;
			expect(texts(next)).toEqual(['one', 'two']);
			expect(next.attempts).toBe(0);
		});

		it('leaves what arrives after its first effect to the next one', async () => {
			const { mailbox } = open();
			const turn = await begin('one');
			await apply(fromContact('two'));
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			await mailbox.end(turn, 'a', { kind: 'done', state: { step: 2 } });
			const next = (await take())!;
			expect(texts(next)).toEqual(['two']);
			expect(next.conversation.state).toEqual({ step: 2 });
		});

		it('answers somebody who writes all the time', async () => {
			const { mailbox } = open();
			await apply(fromContact('0'));
			const orders: string[] = [];
			for (let n = 1; n <= 4; n++) {
				const turn = (await take())!;
				await apply(fromContact(`${n}`));
				orders.push(await mailbox.beginEffects(turn, 'a'));
			}
			expect(orders).toEqual(['restart', 'restart', 'restart', 'go']);
		});

		it('is continued with the same messages when its worker is gone after an effect', async () => {
			const { mailbox } = open();
			const turn = await begin('one');
			await apply(fromContact('two'));
			await mailbox.end(turn, 'a', { kind: 'failed', reason: 'crash', afterMs: 0 });
			const again = (await take('b'))!;
			expect([again.id, again.hasEffects, again.attempts, texts(again)]).toEqual([turn.id, true, 1, ['one']]);
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('lost');
			await mailbox.end(turn, 'a', { kind: 'done' }); // too late: it is not the holder's any more
			expect(await mailbox.renew(again, 'b', leaseMs)).toBe('go');
			await mailbox.end(again, 'b', { kind: 'dead', reason: 'no model answers' });
			const { contact } = turn.conversation;
			expect(await open().contacts.readChanges('acme', contact)).toEqual(
				expect.arrayContaining([expect.objectContaining({ kind: 'turn-dead' })]),
			);
			expect(texts((await take())!)).toEqual(['two']);
		});

		describe('that was given up', () => {
			const giveUp = async (turn: Turn) => open().mailbox.end(turn, 'a', { kind: 'dead', reason: 'no model answers' });

			it('is listed with its reason, and replayed by a person', async () => {
				const { mailbox } = open();
				const turn = await begin('one');
				await giveUp(turn);
				expect(await take()).toBeUndefined();
				expect(await mailbox.listDead('acme', { channel: 'whatsapp' }, 10)).toMatchObject([
					{ id: turn.id, conversation: turn.conversation.id, channel: 'whatsapp', messages: 1, reason: 'no model answers' },
				]);
				expect(await mailbox.listDead('acme', { channel: 'other' }, 10)).toEqual([]);
				expect(await mailbox.replay('globex', {})).toBe(0);
				expect(await mailbox.replay('acme', { channel: 'other' })).toBe(0);
				expect(await mailbox.replay('acme', { channel: 'whatsapp', id: turn.id })).toBe(1);
				expect(texts((await take())!)).toEqual(['one']);
				expect(await mailbox.listDead('acme', {}, 10)).toEqual([]);
			});

			it('begins again when a delivery of its messages is applied again', async () => {
				const message = fromContact('one');
				await open().mailbox.apply(message, { ...acme, delivery: 'd1' }, hasty);
				const turn = (await take())!;
				await giveUp(turn);
				expect(await open().mailbox.apply(message, { ...acme, delivery: 'd1' }, hasty)).toEqual({ kind: 'repeated' });
				expect(texts((await take())!)).toEqual(['one']);
			});

			it('is left alone by later turns, and is over when a person answered', async () => {
				const { mailbox } = open();
				await giveUp(await begin('one'));
				const next = await begin('two');
				expect(texts(next)).toEqual(['two']);
				await mailbox.end(next, 'a', { kind: 'done' });
				expect(await mailbox.listDead('acme', {}, 10)).toHaveLength(1);
				await apply(fromAccount('I am sorry.'));
				expect(await mailbox.listDead('acme', {}, 10)).toEqual([]);
				expect(await mailbox.replay('acme', {})).toBe(0);
			});
		});

		// https://github.com/garrytan/gbrain/pull/2974: a limit from the first claim ended what was tried again after an outage, at once.
		it('has waited only as long as its pauses, whatever its age, until it is over or fails otherwise (garrytan/gbrain#2974)', async () => {
			const { mailbox } = open();
			let turn = await begin();
			const failAndTake = async (end: Omit<TurnEnd & { kind: 'failed' }, 'kind' | 'reason'>) => {
				await mailbox.end(turn, 'a', { kind: 'failed', reason: 'no agent', ...end });
				await pass(end.afterMs + 1);
				turn = (await take())!;
			};
			expect(turn).toMatchObject({ attempts: 0, awayMs: 0 });
			await failAndTake({ afterMs: 5, isAway: true });
			const { awayMs } = turn;
			await failAndTake({ afterMs: 5, isAway: true });
			expect(turn.attempts).toBe(0);
			expect([awayMs, turn.awayMs - awayMs].every((each) => each >= 5 && each < 60_000)).toBe(true);
			await failAndTake({ afterMs: 5, isStopped: true });
			expect(turn).toMatchObject({ attempts: 0, awayMs: 0 });
			await failAndTake({ afterMs: 0 });
			expect(turn).toMatchObject({ attempts: 1, awayMs: 0 });
			await failAndTake({ afterMs: 5, isAway: true });
			await mailbox.end(turn, 'a', { kind: 'dead', reason: 'no agent' });
			await mailbox.replay('acme', { id: turn.id });
			expect(await take()).toMatchObject({ attempts: 0, awayMs: 0 });
		});

		it('refuses a state that is too large, and keeps the turn', async () => {
			const { mailbox } = open();
			const turn = await begin();
			await expect(mailbox.end(turn, 'a', { kind: 'done', state: 'x'.repeat(70_000) })).rejects.toMatchObject({ code: 'INPUT_TOO_LARGE' });
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('go');
		});
	});

	it('tells what waits at which channel, in all tenants', async () => {
		const { channels, deliveries, outbox, mailbox } = open();
		expect(await channels.readBacklog()).toEqual([]);
		const turn = await begin('hello');
		await apply(fromContact('and this'));
		await outbox.enqueue('acme', turn.conversation.id, [{ key: 'k', content: { kind: 'text', text: 'Hi' } }]);
		await deliveries.accept({ tenant: 'globex', channel: 'sales', key: 'd1', stored: '{}', receivedAt: 1_000 });
		const backlog = await channels.readBacklog();
		const oldestMs = expect.any(Number) as number;
		expect(backlog).toEqual([
			{ tenant: 'globex', channel: 'sales', what: 'delivery', count: 1, oldestMs },
			{ tenant: 'acme', channel: 'whatsapp', what: 'turn', count: 1, oldestMs },
			{ tenant: 'acme', channel: 'whatsapp', what: 'message', count: 1, oldestMs },
		]);
		await mailbox.end(turn, 'a', { kind: 'dead', reason: 'x' });
		expect(await channels.readBacklog()).toContainEqual({ tenant: 'acme', channel: 'whatsapp', what: 'given-up turn', count: 1, oldestMs });
		await endDeliveries(deliveries, (await takeDeliveries(deliveries))!, { kind: 'dead', reason: 'x' });
		const dead = { tenant: 'globex', channel: 'sales', what: 'given-up delivery', count: 1, oldestMs };
		expect((await channels.readBacklog()).filter(({ tenant }) => tenant === 'globex')).toEqual([dead]);
	});

	it('does not wait for the answer to a reaction', async () => {
		await open().mailbox.end(await begin(), 'a', { kind: 'done' });
		await apply(fromContact('', { content: [{ kind: 'reaction', emoji: '👍', messageId: 'ours' }] }));
		expect(await open().channels.readBacklog()).toEqual([]);
	});

	describe('what happens to a message later', () => {
		const place = (latitude: number) => ({ content: [{ kind: 'location' as const, latitude, longitude: -51.1 }] });
		const thumb = (emoji: string, messageId = 'ours') => fromContact('', { content: [{ kind: 'reaction', emoji, messageId }] });
		const read = async () => {
			const turn = await take();
			if (turn !== undefined) await open().mailbox.end(turn, 'a', { kind: 'done' });
			return turn && turn.messages.flatMap(({ content }) => content);
		};

		it('is nothing where its words are the same, read or not', async () => {
			const same = (key: string) => fromContact('same words', { id: 'm1', edits: 'm1', key });
			await apply(fromContact('same words', { id: 'm1' }));
			expect(await apply(same('e1'))).toMatchObject({ kind: 'changed' });
			const turn = (await take())!;
			expect(turn).toMatchObject({ messages: [{ isEdited: false }] });
			expect(await apply(same('e2'))).toMatchObject({ kind: 'changed' });
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			expect(await take()).toBeUndefined();
		});

		it('is compared with the last correction, and begins one turn', async () => {
			await apply(fromContact('two boxes', { id: 'm1' }));
			await read();
			for (const key of ['e1', 'e2']) await apply(fromContact('three boxes', { id: 'm1', edits: 'm1', key }));
			expect(await read()).toEqual([{ kind: 'text', text: 'three boxes' }]);
			await apply(fromContact('three boxes', { id: 'm1', edits: 'm1', key: 'e3' }));
			expect(await read()).toBeUndefined();
		});

		it('is one version, where the correction arrives before the words', async () => {
			await apply(fromContact('three boxes', { id: 'm1', edits: 'm1', key: 'e1' }));
			await apply(fromContact('two boxes', { id: 'm1', key: 'k1' }));
			expect(await read()).toEqual([{ kind: 'text', text: 'three boxes' }]);
		});

		it('moves a place silently', async () => {
			await apply(fromContact('', { id: 'm1', ...place(-23.1) }));
			expect(await read()).toMatchObject([{ latitude: -23.1 }]);
			for (const step of [1, 2, 3]) await apply(fromContact('', { id: 'm1', edits: 'm1', key: `e${step}`, ...place(-23.1 + step / 100) }));
			expect(await read()).toBeUndefined();
			const { id } = (await open().mailbox.list('acme', {}, 1))[0]!;
			expect(await open().mailbox.readMessages('acme', id, 5)).toMatchObject([{ content: [{ latitude: -23.07 }], isEdited: false }]);
		});

		it('is not read where it is taken back before the turn', async () => {
			await apply(fromContact('wrong chat', { id: 'm1' }));
			await apply(fromContact('the right words', { id: 'm2' }));
			await apply(fromContact('', { id: 'm1', edits: 'm1', key: 'd1', content: [] }));
			expect(await read()).toEqual([{ kind: 'text', text: 'the right words' }]);
			await apply(fromContact('never mind', { id: 'm3' }));
			await apply(fromContact('', { id: 'm3', edits: 'm3', key: 'd3', content: [] }));
			expect(await read()).toBeUndefined();
		});

		it('is not read where it is taken back before it arrives', async () => {
			await apply(fromContact('', { id: 'm1', edits: 'm1', key: 'delete m1', content: [] }));
			expect(await apply(fromContact('wrong chat', { id: 'm1', key: 'message m1' }))).toEqual({ kind: 'repeated' });
			expect(await take()).toBeUndefined();
		});

		it('ends a turn without effects where it is taken back, and changes nothing later', async () => {
			await apply(fromContact('one', { id: 'm1' }));
			const turn = (await take())!;
			await apply(fromContact('', { id: 'm1', edits: 'm1', key: 'd1', content: [] }));
			expect(await open().mailbox.beginEffects(turn, 'a')).toBe('lost');
			expect(await take()).toBeUndefined();
			const read = await begin('two');
			await apply(fromContact('', { id: read.messages[0]!.id, edits: read.messages[0]!.id, key: 'd2', content: [] }));
			await open().mailbox.end(read, 'a', { kind: 'done' });
			expect(await take()).toBeUndefined();
			await apply(fromContact('', { id: 'unknown', edits: 'unknown', key: 'd3', content: [] }));
			expect(await take()).toBeUndefined();
		});

		it('does not take over where a person takes it back, or it is reported again', async () => {
			const said = await apply(fromAccount('I take over', { id: 'p1', byProgram: false }));
			expect(said).toMatchObject({ kind: 'take-over' });
			const { conversation } = said as { conversation: string };
			await open().mailbox.setMode('acme', conversation, { mode: 'agent', until: null, by: 'user:ana' });
			for (const content of [[], [{ kind: 'text' as const, text: 'I take over' }]])
				await apply(fromAccount('', { id: 'p1', edits: 'p1', key: `p${content.length}`, byProgram: false, content }));
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'agent' });
			await apply(fromAccount('I go on', { id: 'p1', edits: 'p1', key: 'p3', byProgram: false }));
			expect(await open().mailbox.find('acme', conversation)).toMatchObject({ mode: 'person' });
		});

		it('begins no turn where it is a reaction, which the next one reads', async () => {
			expect(await apply(thumb('👍'))).toMatchObject({ kind: 'message' });
			expect(await take()).toBeUndefined();
			expect(await open().mailbox.turns.nextDue()).toBeUndefined();
			await apply(thumb('❤️'));
			await apply(fromContact('and the price?'));
			expect(await read()).toEqual([
				{ kind: 'reaction', emoji: '❤️', messageId: 'ours' },
				{ kind: 'text', text: 'and the price?' },
			]);
		});

		it('is nothing where a reaction is taken back before anybody was told', async () => {
			await apply(thumb('👍'));
			await apply(thumb('🎉', 'another'));
			await apply(thumb(''));
			await apply(fromContact('hello'));
			expect(await read()).toEqual([
				{ kind: 'reaction', emoji: '🎉', messageId: 'another' },
				{ kind: 'text', text: 'hello' },
			]);
		});

		it('leaves a running turn alone where it is a reaction', async () => {
			await apply(fromContact('one'));
			const turn = (await take())!;
			await apply(thumb('👍'));
			expect(await open().mailbox.beginEffects(turn, 'a')).toBe('go');
			await open().mailbox.end(turn, 'a', { kind: 'done' });
			expect(await take()).toBeUndefined();
		});
	});

	describe('an edited message', () => {
		it('is read as it is now, or comes as a new one if a turn has read it', async () => {
			await apply(fromContact('pirce?', { id: 'm1' }));
			await apply(fromContact('price?', { id: 'm2', edits: 'm1' }));
			const turn = (await take())!;
			expect(texts(turn)).toEqual(['price?']);
			await apply(fromContact('prices?', { id: 'm3', edits: 'm1' }));
			expect(await open().mailbox.beginEffects(turn, 'a')).toBe('restart');
			expect((await take())!.messages).toMatchObject([{ isEdited: true }, { id: 'm3', isEdited: true }]);
		});
	});

	describe('a person who writes', () => {
		it('silences the agent, ends its turn, and withdraws what it has not sent', async () => {
			const { mailbox, outbox } = open();
			const turn = await begin();
			const queued = await send(turn, 'Hello!');
			expect(await apply(fromAccount('I take this.', { writer: { id: '7', name: 'Ana' } }))).toMatchObject({
				kind: 'take-over',
				withdrawn: 1,
			});
			expect(await mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
			expect(await mailbox.beginEffects(turn, 'a')).toBe('stop');
			expect(await outbox.queue.take('s', { max: 10, leaseMs })).toEqual([]);
			expect(await outbox.find('acme', queued)).toMatchObject({ state: 'withdrawn', reason: 'a person took over' });
			expect(await send(turn, 'Late.')).toBe('silent');
			await apply(fromContact('thanks'));
			expect(await take()).toBeUndefined();
			expect(await mailbox.find('acme', turn.conversation.id)).toMatchObject({ mode: 'person', modeBy: 'writer:7', modeUntil: null });
		});

		it('brings the agent back with /bot on, which answers what nobody has answered', async () => {
			const turn = await begin('one');
			await apply(fromAccount('I take this.'));
			await apply(fromContact('two'));
			expect(await apply(fromAccount(' /BOT on '))).toMatchObject({ kind: 'command', mode: 'agent', isAllowed: true });
			expect(texts((await take())!)).toEqual(['two']);
			const changes = await open().contacts.readChanges('acme', turn.conversation.contact);
			expect(changes.filter(({ kind }) => kind === 'mode').map(({ actor, details }) => [actor, details.to])).toEqual([
				['writer:account', 'person'],
				['writer:account', 'agent'],
			]);
		});

		it('is obeyed only if an operator', async () => {
			const rules = { ...hasty, operators: ['7'] };
			const turn = await begin();
			const say = (id: string) => apply(fromAccount('/bot off', { writer: { id } }), rules);
			expect(await say('8')).toMatchObject({ isAllowed: false, mode: 'agent' });
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('go');
			expect(await say('7')).toMatchObject({ isAllowed: true, mode: 'off' });
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
		});

		it('differs from another program, unless the rules say otherwise', async () => {
			await begin();
			expect(await apply(fromAccount('Your parcel is on its way.', { byProgram: true }))).toMatchObject({ kind: 'echo' });
			expect(await apply(fromAccount('Again.', { byProgram: true }), { ...hasty, programsArePeople: true })).toMatchObject({
				kind: 'take-over',
			});
		});
	});

	describe('a message that goes out', () => {
		const sent = (id: string) => ({ kind: 'sent' as const, messageIds: [id] as [string] });
		const takeOne = async (holder = 's'): Promise<TakenContent<Send> | undefined> =>
			(await open().outbox.queue.take(holder, { max: 10, leaseMs }))[0];

		it('is sent once, in the order of its conversation', async () => {
			const { outbox, mailbox } = open();
			const turn = await begin();
			const first = await send(turn, 'one');
			expect(await send(turn, 'one')).toBe(first);
			await send(turn, 'two');
			const taken = await Promise.all(['s', 't'].map((holder) => outbox.queue.take(holder, { max: 10, leaseMs })));
			expect(taken.flat()).toMatchObject([{ key: first, attempts: 1, content: { id: first, state: 'sending', attempts: 1 } }]);
			await outbox.note(taken.flat()[0]!, sent('wa-out-1'));
			expect(await takeOne()).toMatchObject({ content: { content: { text: 'two' } } });
			const messages = await mailbox.readMessages('acme', turn.conversation.id, 10);
			expect(messages.map(({ author, id }) => [author, id])).toEqual(expect.arrayContaining([['agent', 'wa-out-1']]));
		});

		it('is left alone by a process that works on other channels, or for another tenant', async () => {
			await send(await begin(), 'Hello');
			const taken = async (of: WorkFilter) => (await open().outbox.queue.take('s', { max: 10, leaseMs, of: [of] })).length;
			expect(await taken({ tenant: 'globex' })).toBe(0);
			expect(await taken({ tenant: 'acme', lanes: ['telegram'] })).toBe(0);
			expect(await taken({ tenant: 'acme', lanes: ['whatsapp'] })).toBe(1);
		});

		it('waits while an earlier one is tried again', async () => {
			const turn = await begin();
			await send(turn, 'one');
			await send(turn, 'two');
			const { outbox } = open();
			const refused = { kind: 'refused' as const, retryable: true, reason: 'rate limit' };
			await outbox.note((await takeOne())!, refused, { retryAfterMs: 60_000 });
			expect(await takeOne()).toBeUndefined();
		});

		it('makes place for the next one when it is refused for good', async () => {
			const turn = await begin();
			const first = await send(turn, 'one');
			await send(turn, 'two');
			const { outbox } = open();
			await outbox.note((await takeOne())!, { kind: 'refused', retryable: false, reason: 'blocked' });
			expect(await takeOne()).toMatchObject({ content: { content: { text: 'two' } } });
			expect(await outbox.find('acme', first)).toMatchObject({ state: 'refused', reason: 'blocked' });
			expect([await outbox.resend('globex', first), await outbox.resend('acme', first)]).toEqual([false, true]);
		});

		it('with an unknown outcome is looked up before it is sent again', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'one');
			await outbox.note((await takeOne())!, { kind: 'unknown', reason: 'the connection ended' }, { retryAfterMs: 0 });
			const unknown = await takeOne('t');
			expect(unknown!.content).toMatchObject({ id, state: 'unknown', attempts: 2 });
			await outbox.note(unknown!, { kind: 'not-sent' }, { retryAfterMs: 0 });
			expect((await takeOne('t'))!.content).toMatchObject({ id, state: 'sending' });
		});

		it('comes back as an echo, once for each id, and silences nobody', async () => {
			const { outbox } = open();
			const turn = await begin();
			await send(turn, 'Hello!');
			const sending = (await takeOne())!;
			// The echo is faster than the answer to the request.
			expect(await apply(fromAccount('Hello! ', { id: 'wa-out-9' }))).toEqual({ kind: 'echo', conversation: turn.conversation.id });
			await outbox.note(sending, sent('wa-out-9'));
			expect(await apply(fromAccount('Hello!', { id: 'wa-out-9' }))).toMatchObject({ kind: 'echo' });
			expect(await apply({ ...statusOf('wa-out-9'), status: 'read' })).toMatchObject({
				kind: 'status',
				conversation: turn.conversation.id,
			});
			expect(await apply({ ...statusOf('wa-out-9'), status: 'delivered' })).toMatchObject({ kind: 'status' });
			expect(await outbox.find('acme', sending.key)).toMatchObject({ state: 'read' });
			// A person writes the same words.
			expect(await apply(fromAccount('Hello!'))).toMatchObject({ kind: 'take-over' });
		});

		it('is known to be sent when its echo arrives', async () => {
			const { outbox } = open();
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			await outbox.note((await takeOne())!, { kind: 'unknown', reason: 'the connection ended' }, { retryAfterMs: 60_000 });
			expect(await apply(fromAccount('Hello!', { id: 'wa-1' }))).toMatchObject({ kind: 'echo' });
			expect(await outbox.find('acme', id)).toMatchObject({ state: 'sent' });
		});

		it('is recognized by its mark', async () => {
			const turn = await begin();
			const id = await send(turn, 'Hello!');
			const sending = (await takeOne())!;
			expect(await apply(fromAccount('<p>Hello!</p>', { mark: sending.key }))).toMatchObject({ kind: 'echo' });
			expect(sending.key).toBe(id);
		});
	});

	describe('a change of a conversation', () => {
		const changed = (status: string, changes: object = {}): ChannelEvent => ({
			...{ kind: 'conversation', key: `c ${(keys += 1)}`, address: '5544999999999', at: 1, changes: { status }, contact: [] },
			...changes,
		});

		it('of our own is recognized once', async () => {
			const { conversation } = await begin();
			await open().mailbox.expectEcho('acme', conversation.id, 'status', 'open', 60_000);
			expect(await apply(changed('open'))).toMatchObject({ kind: 'echo' });
			expect(await apply(changed('open'))).toMatchObject({ kind: 'changed' });
		});

		it('that flips without end stops the agent instead of a loop', async () => {
			const turn = await begin();
			const kinds: string[] = [];
			for (let n = 0; n < 8; n++) kinds.push((await apply(changed(n % 2 ? 'open' : 'pending'))).kind);
			expect(kinds).toEqual([...Array.from({ length: 6 }, () => 'changed'), 'breaker', 'changed']);
			expect(await open().mailbox.renew(turn, 'a', leaseMs)).toBe('stop');
			expect(await open().mailbox.find('acme', turn.conversation.id)).toMatchObject({ mode: 'off', modeBy: 'breaker' });
		});
	});

	describe('a contact', () => {
		const lid = { kind: 'lid' as const, value: '81896604192873@lid', proof: 'provider' as const };
		const phone = { kind: 'phone' as const, value: '554499999999', proof: 'provider' as const };

		it('is one person under several names, which are joined on proof and can be split', async () => {
			const { contacts, mailbox } = open();
			await apply(fromContact('by lid', { address: 'lid', contact: [lid] }));
			await apply(fromContact('by phone', { contact: [phone] }));
			const byLid = (await contacts.findByAlias('acme', lid))!;
			const byPhone = (await contacts.findByAlias('acme', { ...phone, value: '+55 44 99999-9999' }))!;
			expect(byLid.id).not.toBe(byPhone.id);
			await apply(fromContact('both', { contact: [phone, lid] }));
			const both = (await contacts.findByAlias('acme', phone))!;
			expect(both).toMatchObject({ id: byLid.id, aliases: [{ kind: 'lid' }, { kind: 'phone', value: '+5544999999999' }] });
			expect(await mailbox.list('acme', { contact: byLid.id }, 10)).toHaveLength(2);
			expect(await contacts.find('acme', byPhone.id)).toEqual(both);
			expect(await contacts.split('acme', { from: byPhone.id, into: byLid.id, by: 'user:ana', reason: 'two people' })).toBe(true);
			expect((await contacts.findByAlias('acme', phone))!.id).toBe(byPhone.id);
			expect(await mailbox.list('acme', { contact: byLid.id }, 10)).toHaveLength(1);
			expect((await contacts.readChanges('acme', byLid.id)).map(({ kind, actor }) => [kind, actor])).toContainEqual(['split', 'user:ana']);
		});

		it('is forgotten whole', async () => {
			const { contacts, mailbox, deliveries, outbox } = open();
			await deliveries.accept({ tenant: 'acme', channel: 'whatsapp', key: 'd', stored: '{}', receivedAt: 1 });
			const work = (await takeDeliveries(deliveries))!;
			const { id: delivery } = work.content[0]!;
			await mailbox.apply(fromContact('hello', { contact: [phone] }), { ...acme, delivery }, hasty);
			await endDeliveries(deliveries, work);
			const turn = (await take())!;
			const id = await send(turn, 'Hello!');
			const { contact } = turn.conversation;
			expect([await contacts.forget('globex', contact), await contacts.forget('acme', contact)]).toEqual([false, true]);
			expect([
				await contacts.find('acme', contact),
				await mailbox.find('acme', turn.conversation.id),
				await deliveries.find('acme', delivery),
				await outbox.find('acme', id),
			]).toEqual([undefined, undefined, undefined, undefined]);
			expect(await mailbox.beginEffects(turn, 'a')).toBe('lost');
			expect(await mailbox.readMessages('acme', turn.conversation.id, 10)).toEqual([]);
		});
	});
}

const statusOf = (id: string) => {
	keys += 1;
	return { kind: 'status' as const, key: `s ${keys}`, id, address: '5544999999999', at: Date.now(), contact: [] };
};
