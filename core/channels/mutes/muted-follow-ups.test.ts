import { createSilentCustomer, type SilentCustomer } from '../../../test/support/channels/silent-customer';
import { setMute } from './set-mute';

const hour = 3_600_000;
let customer: SilentCustomer;
beforeEach(async () => {
	customer = await createSilentCustomer('2026-11-27T18:00:00Z');
});
afterEach(() => customer.own.remove());

const mute = (isMuted = true) =>
	setMute(customer.own.channels, 'default', { name: 'channel:sales', isMuted, reason: null, by: 'user:ana' });

it.each(['2h', '2h Ainda por aí?'])('writes nothing after a mute that comes while the CRM is asked, with the rule %s', async (rule) => {
	customer.hasClosedDeal = async () => {
		await mute();
		return false;
	};
	await customer.set({ followUps: [rule] });
	await customer.talk();
	expect([await customer.pass(2 * hour), await customer.pass(60_000), customer.asked]).toEqual([[], [], []]);
	customer.hasClosedDeal = () => Promise.resolve(false);
	await mute(false);
	expect(await customer.pass(60_000)).toEqual([]);
});

it('writes nothing after a mute that comes while the agent writes', async () => {
	// Only the list has it: the machine that mutes has not come to the conversations.
	customer.answer = async () => {
		await customer.own.channels.mutes.set('default', { name: 'channel:sales', isMuted: true, reason: null, changedBy: 'user:ana' });
		return { reply: 'Conseguiu ver a prensa?' };
	};
	await customer.set();
	await customer.talk();
	expect([await customer.pass(2 * hour), customer.asked.length]).toEqual([[], 1]);
});

it('writes what is due after the mute is over', async () => {
	await customer.set();
	await customer.talk();
	await mute();
	expect(await customer.pass(hour)).toEqual([]);
	await mute(false);
	expect(await customer.pass(hour)).toEqual(['Conseguiu ver a prensa?']);
});
