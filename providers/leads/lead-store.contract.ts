import type { Lead, LeadStore } from '../../core/ports/leads';

/** A team without leads. */
export interface EmptyTeam {
	store: LeadStore;
	/** The same team, as another machine sees it. */
	other: LeadStore;
	/** Keys and data of the events that are stored, oldest first. */
	readEvents(): Promise<Array<{ key: string; data: object }>>;
}

export function describeLeadStore(name: string, open: () => Promise<EmptyTeam>): void {
	describe(`leads in ${name}`, () => {
		const signal = new AbortController().signal;
		let store: LeadStore;
		let other: LeadStore;
		let readEvents: EmptyTeam['readEvents'];
		beforeEach(async () => void ({ store, other, readEvents } = await open()));

		it('knows nobody at first', async () => expect(await store.findLead('contact-1', signal)).toBeUndefined());

		it('creates a lead, and changes only the fields that are given', async () => {
			const created = await store.saveLead('contact-1', { name: 'Ana Souza', phone: '+5544999999999', temperature: 'warm' }, signal);
			expect(created).toEqual<Lead>({
				id: created.id,
				contact: 'contact-1',
				name: 'Ana Souza',
				phone: '+5544999999999',
				email: null,
				city: null,
				state: null,
				temperature: 'warm',
				summary: null,
				companyId: null,
				dealId: null,
			});
			const changed = await other.saveLead('contact-1', { temperature: 'hot', email: 'ana@metalforte.example' }, signal);
			expect(changed).toEqual({ ...created, temperature: 'hot', email: 'ana@metalforte.example' });
			expect(await store.findLead('contact-1', signal)).toEqual(changed);
			expect(await store.saveLead('contact-1', { email: null }, signal)).toEqual({ ...changed, email: null });
		});

		it('gives a phone number to a lead that has none', async () => {
			await store.addPhone('contact-1', '+5544988887777', signal);
			expect(await store.findLead('contact-1', signal)).toMatchObject({ phone: '+5544988887777', name: null });
			await store.addPhone('contact-1', '+5511999998888', signal);
			expect(await store.findLead('contact-1', signal)).toMatchObject({ phone: '+5544988887777' });
			await store.saveLead('contact-2', { name: 'Ana' }, signal);
			await store.addPhone('contact-2', '+5511999998888', signal);
			expect(await store.findLead('contact-2', signal)).toMatchObject({ phone: '+5511999998888', name: 'Ana' });
		});

		it('finds a contact whose name has the signs of its query language', async () => {
			for (const contact of ['eq.(a,b)*', 'a&b=c%20"\'', '+5544999999999']) {
				const { id } = await store.saveLead(contact, { name: 'Ana' }, signal);
				expect(await store.findLead(contact, signal)).toMatchObject({ id, contact });
			}
		});

		it('makes one lead of calls at the same time', async () => {
			const saved = await Promise.all(
				Array.from({ length: 12 }, (_, index) => (index % 2 ? store : other).saveLead('contact-1', {}, signal)),
			);
			expect(new Set(saved.map(({ id }) => id)).size).toBe(1);
		});

		it('makes one company of a CNPJ, and leaves what people changed in it', async () => {
			const company = { cnpj: '12ABC34501DE35', name: 'Metal Forte', city: 'Maringá', state: 'PR' };
			const contacts = Array.from({ length: 10 }, (_, index) => `contact-${index}`);
			const saved = await Promise.all(contacts.map((contact, index) => (index % 2 ? store : other).saveCompany(contact, company, signal)));
			expect(new Set(saved.map(({ company: { id } }) => id)).size).toBe(1);
			expect(saved.filter(({ isNew }) => isNew)).toHaveLength(1);
			const again = await store.saveCompany('contact-1', { ...company, name: 'METAL FORTE LTDA' }, signal);
			expect(again).toEqual({ isNew: false, company: saved[0]!.company });
			for (const contact of contacts) expect(await store.findLead(contact, signal)).toMatchObject({ companyId: saved[0]!.company.id });
		});

		it('creates one budget for a key', async () => {
			const budget = { product: 'Prensa PH-60', quantity: 2, need: 'Estampar chapas de 3 mm' };
			const [one, same] = await Promise.all([store, other].map((each) => each.createBudget('contact-1', 'call-1', budget, signal)));
			expect(one).toEqual({ ...budget, id: one!.id, leadId: (await store.findLead('contact-1', signal))!.id });
			expect(same).toEqual(one);
			const next = await store.createBudget('contact-1', 'call-2', { product: 'Guilhotina GH-13', quantity: null, need: null }, signal);
			expect(next).toMatchObject({ leadId: one!.leadId, quantity: null, need: null });
			expect(next.id).not.toBe(one!.id);
		});

		it('stores a deal once, and refuses another one', async () => {
			await store.saveLead('contact-1', { name: 'Ana' }, signal);
			expect(await store.storeDeal('contact-1', 748, signal)).toMatchObject({ name: 'Ana', dealId: 748 });
			expect(await other.storeDeal('contact-1', 748, signal)).toMatchObject({ dealId: 748 });
			await expect(other.storeDeal('contact-1', 749, signal)).rejects.toMatchObject({
				code: 'STATE_CONFLICT',
				details: { dealId: 749, stored: 748 },
			});
			expect(await store.findLead('contact-1', signal)).toMatchObject({ dealId: 748 });
		});

		it('lets one of several deals win', async () => {
			const results = await Promise.allSettled([1, 2, 3, 4].map((id) => (id % 2 ? store : other).storeDeal('contact-1', id, signal)));
			const stored = results.filter(({ status }) => status === 'fulfilled');
			expect(stored).toHaveLength(1);
			expect((stored[0] as PromiseFulfilledResult<Lead>).value.dealId).toBe((await store.findLead('contact-1', signal))!.dealId);
		});

		it('appends an event once for a key', async () => {
			const event = { key: 'run-1', type: 'lead.updated', data: { fields: ['name'] } };
			await Promise.all([store, other].map((each) => each.appendEvent('contact-1', event, signal)));
			await store.appendEvent('contact-1', { ...event, data: { fields: ['email'] } }, signal);
			await store.appendEvent('contact-1', { ...event, key: 'run-2' }, signal);
			expect(await readEvents()).toEqual(['run-1', 'run-2'].map((key) => ({ key, data: { fields: ['name'] } })));
		});

		it('forgets a lead with what belongs to it, and no other', async () => {
			const company = { cnpj: '12ABC34501DE35', name: 'Metal Forte', city: null, state: null };
			for (const contact of ['contact-1', 'contact-2']) {
				await store.saveCompany(contact, company, signal);
				await store.createBudget(contact, `budget of ${contact}`, { product: 'Prensa PH-60', quantity: 2, need: null }, signal);
				await store.appendEvent(contact, { key: contact, type: 'lead.updated', data: {} }, signal);
			}
			expect(await other.forget('contact-1', signal)).toBe(true);
			expect(await store.forget('contact-1', signal)).toBe(false);
			expect(await store.findLead('contact-1', signal)).toBeUndefined();
			expect(await readEvents()).toEqual([{ key: 'contact-2', data: {} }]);
			expect(await store.saveCompany('contact-2', company, signal)).toMatchObject({ isNew: false });
		});

		it.each([
			['phone', '44 99999-9999'],
			['phone', '+554499999999'],
			['email', 'Ana@metalforte.example'],
			['state', 'Paraná'],
			['temperature', 'tepid'],
			['name', 'x'.repeat(201)],
		])('refuses the %s %s, and does not repeat it', async (field, value) => {
			const refusal = await store.saveLead('contact-1', { [field]: value }, signal).catch((error: unknown) => error as Error);
			expect(refusal).toMatchObject({ code: 'INPUT_INVALID' });
			expect(JSON.stringify([refusal, (refusal as Error).message])).not.toContain(value);
			expect(await store.findLead('contact-1', signal)).toBeUndefined();
		});

		it('refuses a CNPJ in another form', async () => {
			const company = { cnpj: '11.222.333/0001-81', name: 'Metal Forte', city: null, state: null };
			await expect(store.saveCompany('contact-1', company, signal)).rejects.toMatchObject({ code: 'INPUT_INVALID' });
		});

		it('ends when it is cancelled', async () => {
			const reason = new Error('the run was cancelled');
			await expect(store.findLead('contact-1', AbortSignal.abort(reason))).rejects.toBe(reason);
		});
	});
}
