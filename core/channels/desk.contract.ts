import type { FakeServer } from '../../sandbox/fakes/fake-server';
import type { Desk } from '../ports/channels/desk';

export interface TestedDesk {
	server: FakeServer;
	/** The desk with its right secret, or with a wrong one. */
	open(options?: { wrongSecret?: boolean; url?: string }): Desk;
	/** A conversation that exists. */
	address: string;
	secret: string;
}

/** What every desk promises. */
export function describeDesk(start: () => TestedDesk): void {
	const signal = new AbortController().signal;
	const note = (desk: Desk, id: string) => desk.writeNote(start().address, { id, text: 'Handed over' }, signal);

	it('writes a note that can be found by its id, and no other one', async () => {
		const { open, address } = start();
		const since = Date.now() - 1_000;
		const outcome = await note(open(), 'note-1');
		expect(outcome).toMatchObject({ kind: 'sent' });
		const found = await open().findNote(address, 'note-1', since, signal);
		expect(outcome.kind === 'sent' && outcome.messageIds).toContain(found);
		expect(await open().findNote(address, 'note-2', since, signal)).toBeUndefined();
	});

	it('sets labels and a status, and reads them', async () => {
		const { open, address } = start();
		expect(await open().change(address, { kind: 'labels', labels: ['a', 'b'] }, signal)).toMatchObject({ kind: 'sent' });
		expect(await open().change(address, { kind: 'status', value: 'pending' }, signal)).toMatchObject({ kind: 'sent' });
		expect(await open().read(address, signal)).toMatchObject({ labels: ['a', 'b'], status: 'pending' });
	});

	it('returns one conversation for a person, however often it is asked', async () => {
		const person = { name: 'Eva', phone: '5511977776666', contacts: ['c1'] };
		const first = await start().open().locate(person, signal);
		expect(await start().open().locate(person, signal)).toBe(first);
		expect(
			await start()
				.open()
				.locate({ name: 'Ivo', phone: '5511977776667', contacts: ['c2'] }, signal),
		).not.toBe(first);
	});

	it('knows a person without a phone number by the contact, whom a number or a merge does not double (devlikeapro/waha#1816)', async () => {
		const desk = start().open();
		const locate = (contacts: string[], phone?: string) => desk.locate({ name: 'Lea', phone, contacts }, signal);
		const first = await locate(['c11']);
		const other = await locate(['c12']);
		expect(await locate(['c11'])).toBe(first);
		expect(other).not.toBe(first);
		expect(await locate(['c1'])).not.toBe(first);
		expect(await locate(['c11'], '5511977773333')).toBe(first);
		expect(await locate(['c13'], '5511977773333')).toBe(first);
		expect([first, other]).toContain(await locate(['c14', 'c12', 'c11']));
		expect(await desk.forget({ aliases: [], contacts: ['c14', 'c12', 'c11'] }, signal)).toBe(true);
		for (const gone of [first, other]) await expect(desk.read(gone, signal)).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
	});

	it('shows the words of a customer, which can be found by their id', async () => {
		const { open, address } = start();
		const shown = await open().showWords(address, { id: 'words-1', text: 'Hello?' }, signal);
		const found = await open().findNote(address, 'words-1', Date.now() - 1_000, signal);
		expect(shown).toMatchObject({ kind: 'sent', messageIds: [found] });
	});

	it('forgets a person with their conversations, and nobody else', async () => {
		const desk = start().open();
		const person = (digits: string) => ({
			contacts: [`c${digits}`],
			aliases: [{ kind: 'phone', value: `+${digits}`, proof: 'provider' as const, since: 1 }],
		});
		const eva = await desk.locate({ name: 'Eva', phone: '5511977775555', contacts: ['c4'] }, signal);
		const ivo = await desk.locate({ name: 'Ivo', phone: '5511977775556', contacts: ['c5'] }, signal);
		expect(await desk.forget(person('5511977775555'), signal)).toBe(true);
		await expect(desk.read(eva, signal)).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
		expect(await desk.locate({ name: 'Ivo', phone: '5511977775556', contacts: ['c5'] }, signal)).toBe(ivo);
		const typed = { contacts: [], aliases: [{ ...person('5511977775556').aliases[0]!, proof: 'entered' as const }] };
		for (const other of [person('5511977775555'), typed]) expect(await desk.forget(other, signal)).toBe(false);
		await expect(start().open({ wrongSecret: true }).forget(person('5511977775556'), signal)).rejects.toMatchObject({
			code: 'CHANNEL_REFUSED',
		});
	});

	it('reports a wrong secret without repeating it', async () => {
		const { open, address, secret } = start();
		const wrong = open({ wrongSecret: true });
		const outcomes = [await note(wrong, 'note-3'), await wrong.change(address, { kind: 'status', value: 'open' }, signal)];
		for (const outcome of outcomes) expect(outcome).toMatchObject({ kind: 'refused', retryable: false });
		const error = await wrong.read(address, signal).catch((cause: unknown) => cause);
		expect(error).toMatchObject({ code: 'CHANNEL_REFUSED' });
		for (const text of [secret, 'wrong-secret']) expect(`${JSON.stringify(outcomes)} ${String(error)}`).not.toContain(text);
	});

	it('does not know what happened when the server fails or the connection ends', async () => {
		const { open, server } = start();
		server.script([
			{ status: 502, body: '<html>error</html>' },
			{ status: 200, body: {}, cutAfter: 0 },
		]);
		expect([await note(open(), 'note-4'), await note(open(), 'note-5')]).toMatchObject([{ kind: 'unknown' }, { kind: 'unknown' }]);
	});

	it('knows that nothing was written where no server is', async () => {
		const nowhere = start().open({ url: 'http://127.0.0.1:1' });
		expect(await note(nowhere, 'note-6')).toMatchObject({ kind: 'refused', retryable: true });
		await expect(nowhere.read(start().address, signal)).rejects.toMatchObject({ code: 'CHANNEL_UNREACHABLE', retryable: true });
	});
}
