import { describeCrm } from '../../../core/crm/crm.contract';
import type { Crm } from '../../../core/ports/crm';
import { hubSpotCrmToken, type HubSpotCrmServer, startHubSpotCrmServer } from '../../../sandbox/fakes/hubspot/hubspot-crm-server';
import { guardedFetch } from '../../http/guarded-fetch';
import { createHubSpotCrm } from './hubspot-crm';

const signal = new AbortController().signal;
const send = guardedFetch({ allowPrivateNetworks: true });
let server: HubSpotCrmServer;
let crm: Crm;
beforeEach(async () => {
	server = await startHubSpotCrmServer();
	crm = createHubSpotCrm({ baseUrl: server.url, token: hubSpotCrmToken }, send);
});
afterEach(() => server.close());

describeCrm(() => ({ crm, place: { pipeline: 'default', stage: 'appointmentscheduled' }, city: { name: 'Curitiba', state: 'PR' } }));

it('relates a deal to the company that became known later', async () => {
	const id = await crm.deals.create({ title: 'Forno', pipeline: 'default', stage: 'appointmentscheduled', externalCode: 'lead-1' }, signal);
	const companyId = await crm.companies.create({ name: 'Padaria Sol' }, signal);
	await crm.deals.update(id, { companyId }, signal);
	expect(await crm.deals.get(id, signal)).toMatchObject({ companyId });
});

it('tells how a deal was closed', async () => {
	const close = async (stage: string) => {
		const id = await crm.deals.create({ title: 'Forno', pipeline: 'default', stage }, signal);
		return (await crm.deals.get(id, signal))?.closed;
	};
	expect([await close('closedwon'), await close('closedlost'), await close('appointmentscheduled')]).toEqual(['won', 'lost', undefined]);
});

it('names the properties that the account lacks', async () => {
	await expect(crm.companies.create({ name: 'Padaria Sol', custom: { segment: 'food' } }, signal)).rejects.toMatchObject({
		...{ code: 'CRM_REFUSED', details: { status: 400, fields: ['segment'] } },
	});
});

it('refuses an origin, which deals of HubSpot do not have', async () => {
	await expect(crm.deals.create({ title: 'Forno', origin: '5' }, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
});

it('is a fault of the credential if HubSpot does not accept it', async () => {
	const other = createHubSpotCrm({ baseUrl: server.url, token: 'wrong' }, send);
	await expect(other.companies.get('1', signal)).rejects.toMatchObject({ code: 'CREDENTIAL_INVALID' });
});

it('removes a person for good and by the id alone, not into the archive (HubSpot/hubspot-api-php#503)', async () => {
	const id = await crm.people.create({ name: 'Maria', email: 'maria@example.com' }, signal);
	await crm.notes.create({ kind: 'person', id }, 'Called.', signal);
	await crm.people.remove(id, signal);
	expect([server.objects.contacts, server.objects.notes]).toEqual([[], []]);
	expect(server.calls.at(-1)).toMatchObject({ path: '/crm/v3/objects/contacts/gdpr-delete', body: { objectId: id } });
});
