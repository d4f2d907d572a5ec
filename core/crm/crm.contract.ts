import { type Crm, type DealFields, erasedName } from '../ports/crm';

export interface CrmUnderTest {
	crm: Crm;
	/** Fields that the CRM needs of each deal. */
	place: Pick<DealFields, 'pipeline' | 'stage'>;
	city: { name: string; state: string };
}

const signal = new AbortController().signal;
const cnpj = '12ABC34501DE35';

/** The steps of recording a lead in any CRM. */
export function describeCrm(open: () => CrmUnderTest): void {
	it('finds a company by its CNPJ, with letters too, and by our code', async () => {
		const { crm, city } = open();
		expect(await crm.companies.find({ cnpj, externalCode: 'lead-1' }, signal)).toBeUndefined();
		const fields = { name: 'Padaria Sol', cnpj, legalName: 'Sol Pães LTDA', phone: '+5541999998888', email: 'sol@example.com', city };
		const id = await crm.companies.create({ ...fields, externalCode: 'lead-1' }, signal);
		expect(await crm.companies.find({ cnpj }, signal)).toMatchObject({ id, name: 'Padaria Sol', cnpj, legalName: 'Sol Pães LTDA' });
		expect(await crm.companies.find({ externalCode: 'lead-1' }, signal)).toMatchObject({ id, cnpj, city });
		expect(await crm.companies.find({ cnpj: '11222333000181' }, signal)).toBeUndefined();
		expect(await crm.companies.find({ externalCode: 'lead' }, signal)).toBeUndefined();
	});

	it('changes the fields that it is told, and no other', async () => {
		const { crm } = open();
		const id = await crm.companies.create({ name: 'Padaria Sol', cnpj, website: 'https://sol.example' }, signal);
		await crm.companies.update(id, { legalName: 'Sol Pães LTDA' }, signal);
		expect(await crm.companies.get(id, signal)).toMatchObject({
			name: 'Padaria Sol',
			website: 'https://sol.example',
			legalName: 'Sol Pães LTDA',
		});
	});

	it('returns the oldest of two companies of a number', async () => {
		const { crm } = open();
		const first = await crm.companies.create({ name: 'First', cnpj }, signal);
		await crm.companies.create({ name: 'Second', cnpj }, signal).catch(() => 'a CRM can refuse it');
		expect(await crm.companies.find({ cnpj }, signal)).toMatchObject({ id: first });
	});

	it('lists people of a company, and relates one to it', async () => {
		const { crm } = open();
		const companyId = await crm.companies.create({ name: 'Padaria Sol', cnpj }, signal);
		const fields = { name: 'Maria Souza', email: 'maria@example.com', phone: '+5541999998888', jobTitle: 'Dona' };
		const id = await crm.people.create({ ...fields, externalCode: 'lead-1', companyId }, signal);
		const stored = { ...fields, id, emails: [fields.email], phones: [fields.phone] };
		expect(await crm.people.list({ ...fields, companyId }, signal)).toMatchObject({ people: [{ ...stored, companyId }], isWhole: true });
		expect(await crm.people.list({ name: 'João Lima', companyId }, signal)).toMatchObject({ people: [{ id }] });
		const alone = await crm.people.create({ name: 'João Lima', phone: '+5541988887777' }, signal);
		expect(await crm.people.list({ name: 'João Lima', phone: '+5541988887777' }, signal)).toMatchObject({ people: [{ id: alone }] });
		await crm.relate(alone, companyId, signal);
		await crm.relate(alone, companyId, signal);
		expect((await crm.people.get(alone, signal))?.companyId).toBe(companyId);
	});

	it('finds a deal by our code, and tells its place', async () => {
		const { crm, place } = open();
		const companyId = await crm.companies.create({ name: 'Padaria Sol', cnpj }, signal);
		const personId = await crm.people.create({ name: 'Maria Souza', email: 'maria@example.com', companyId }, signal);
		const records = { companyId, personId };
		const id = await crm.deals.create(
			{ ...place, ...records, title: 'Forno', value: 1500, temperature: 'hot', externalCode: 'lead-1' },
			signal,
		);
		const deal = { id, title: 'Forno', value: 1500, temperature: 'hot', ...place };
		expect(await crm.deals.find({ ...records, externalCode: 'lead-1' }, signal)).toMatchObject(deal);
		expect(await crm.deals.find({ ...records, externalCode: 'lead-2' }, signal)).toBeUndefined();
		await crm.deals.update(id, { temperature: 'cold', value: 900 }, signal);
		expect(await crm.deals.get(id, signal)).toMatchObject({ ...deal, temperature: 'cold', value: 900 });
	});

	it('finds a note by a part of its text, on its record alone', async () => {
		const { crm, place } = open();
		const deal = await crm.deals.create({ ...place, title: 'Forno', externalCode: 'lead-1' }, signal);
		const other = await crm.deals.create({ ...place, title: 'Mesa', externalCode: 'lead-2' }, signal);
		const id = await crm.notes.create({ kind: 'deal', id: deal }, 'Quer um forno.\n[troupe 0123]', signal);
		expect(await crm.notes.find({ kind: 'deal', id: deal }, '[troupe 0123]', signal)).toBe(id);
		expect(await crm.notes.find({ kind: 'deal', id: other }, '[troupe 0123]', signal)).toBeUndefined();
		expect(await crm.notes.find({ kind: 'deal', id: deal }, '[troupe 4567]', signal)).toBeUndefined();
	});

	it('removes a person, empties our notes, and keeps the deal and the notes of people', async () => {
		const { crm, place } = open();
		const personId = await crm.people.create({ name: 'Maria Souza', email: 'maria@example.com', phone: '+5541999998888' }, signal);
		const other = await crm.people.create({ name: 'João Lima', phone: '+5541988887777' }, signal);
		const deal = await crm.deals.create({ ...place, title: 'Forno', personId, externalCode: 'lead-1' }, signal);
		expect(await crm.deals.listOf(personId, signal)).toEqual([deal]);
		for (const text of ['Maria Souza\nref 0123456789', 'Ligar na terça.']) await crm.notes.create({ kind: 'deal', id: deal }, text, signal);
		for (const _again of ['once', 'twice']) {
			await crm.notes.empty({ kind: 'deal', id: deal }, (text) => text.includes('ref 0123456789'), signal);
			await crm.people.remove(personId, signal);
		}
		const { name = erasedName, phones = [], emails = [] } = (await crm.people.get(personId, signal)) ?? {};
		expect([name, phones, emails]).toEqual([erasedName, [], []]);
		expect(await crm.people.get(other, signal)).toMatchObject({ name: 'João Lima', phones: ['+5541988887777'] });
		expect(await crm.deals.get(deal, signal)).toMatchObject({ title: 'Forno' });
		expect(await crm.notes.find({ kind: 'deal', id: deal }, 'Maria', signal)).toBeUndefined();
		expect(await crm.notes.find({ kind: 'deal', id: deal }, 'Ligar', signal)).toBeDefined();
	});

	it('returns nothing for records that are not there', async () => {
		const { crm } = open();
		expect(await crm.companies.get('999999', signal)).toBeUndefined();
		expect(await crm.people.get('999999', signal)).toBeUndefined();
		expect(await crm.deals.get('999999', signal)).toBeUndefined();
	});

	it('refuses a deal in a stage that does not exist', async () => {
		const { crm, place } = open();
		const refused = crm.deals.create({ ...place, stage: '424242', title: 'Forno' }, signal);
		await expect(refused).rejects.toMatchObject({ code: 'CRM_REFUSED', retryable: false });
	});

	it('lists what settings can name', async () => {
		const { crm, place } = open();
		const { pipelines } = await crm.listChoices(signal);
		const pipeline = pipelines.find(({ id }) => id === (place.pipeline ?? 'default'));
		expect(pipeline?.stages.map(({ id }) => id)).toContain(place.stage);
	});
}
