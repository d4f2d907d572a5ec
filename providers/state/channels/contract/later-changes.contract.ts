import type { ChannelStores } from '../open-channel-stores';
import { channelSteps, fromAccount, fromContact, texts } from './channel-steps.contract';

/** Describes what every store of channels promises of edits, reactions and messages that are taken back. */
export function describeLaterChanges(open: () => ChannelStores): void {
	const { apply, take, begin } = channelSteps(open);

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

		it('leaves where the customer came from, and is nothing without it', async () => {
			const origin = { kind: 'text' as const, text: '[came through the ad: Presses]', origin: { via: 'ad' as const, title: 'Presses' } };
			const told = (text: string) => ({ content: [origin, { kind: 'text' as const, text }] });
			const edit = (text: string, key: string) => apply(fromContact(text, { id: 'm1', edits: 'm1', key }));
			await apply(fromContact('', { id: 'm1', ...told('two boxes') }));
			await edit('two boxes', 'e1');
			expect((await open().mailbox.readMessages('acme', (await open().mailbox.list('acme', {}, 1))[0]!.id, 5))[0]).toMatchObject({
				...told('two boxes'),
				isEdited: false,
			});
			await edit('three boxes', 'e2');
			expect(await read()).toEqual(told('three boxes').content);
			await edit('three boxes', 'e3');
			expect(await read()).toBeUndefined();
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
}
