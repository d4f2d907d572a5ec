import { type ChannelStores, openChannelStores } from '../open-channel-stores';
import { openNames, rightSteps } from './right-steps.contract';

let now: number;
let stores: ChannelStores;
beforeEach(() => {
	now = Date.now();
	stores = openChannelStores(':memory:', { clock: { now: () => now }, openNames });
});
afterEach(() => stores.close());

const { say } = rightSteps(() => stores);
const by = 'user:ana';
const grant = (contact: string, at?: number) =>
	stores.rights.grantConsent('acme', contact, { purpose: 'marketing', basis: 'consent', way: 'form', by, ...(at && { at }) });

it('lets a consent that is given after an opt-out count', async () => {
	const { contact } = await say('hello');
	await say('parar');
	await say('voltar');
	now += 1;
	expect(await grant(contact)).toMatchObject({ isInForce: true });
	expect(await grant(contact, now + 60_000)).toMatchObject({ isInForce: true });
	expect((await stores.rights.listConsents('acme', contact, 1))[0]).toMatchObject({ at: now });
});
