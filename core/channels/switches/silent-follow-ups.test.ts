import { createSilentCustomer, type SilentCustomer } from '../../../test/support/channels/silent-customer';
import { turnAgentsOff, turnAgentsOn } from './turn-agents';

const hour = 3_600_000;
let customer: SilentCustomer;
beforeEach(async () => {
	customer = await createSilentCustomer('2026-11-27T18:00:00Z');
});
afterEach(() => customer.own.remove());

const sales = { tenant: 'default', target: 'channel:sales', reason: 'wrong prices', changedBy: 'user:ana' };
const turnOff = () => turnAgentsOff(customer.own.channels, { channel: 'sales' }, sales);
const turnOn = () => turnAgentsOn(customer.own.channels, sales);

it.each(['2h', '2h Ainda por aí?'])('writes nothing after a switch that comes while the CRM is asked, with the rule %s', async (rule) => {
	customer.hasClosedDeal = async () => {
		await turnOff();
		return false;
	};
	await customer.set({ followUps: [rule] });
	await customer.talk();
	expect([await customer.pass(2 * hour), await customer.pass(60_000), customer.asked]).toEqual([[], [], []]);
	customer.hasClosedDeal = () => Promise.resolve(false);
	await turnOn();
	expect(await customer.pass(60_000)).toEqual([]);
});

it('writes nothing after a switch that comes while the agent writes', async () => {
	// Only the list has it: the machine that turns it off has not come to the conversations.
	customer.answer = async () => {
		await customer.own.channels.switches.turnOff(sales);
		return { reply: 'Conseguiu ver a prensa?' };
	};
	await customer.set();
	await customer.talk();
	expect([await customer.pass(2 * hour), customer.asked.length]).toEqual([[], 1]);
});

it('writes what is due after it is on again', async () => {
	await customer.set();
	await customer.talk();
	await turnOff();
	expect(await customer.pass(hour)).toEqual([]);
	await turnOn();
	expect(await customer.pass(hour)).toEqual(['Conseguiu ver a prensa?']);
});
