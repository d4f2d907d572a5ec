import type { LeadStore } from '../ports/leads';
import type { ToolContext } from '../ports/tools/tools';
import { createLeadTools } from './lead-tools';

const context = (person: string) => ({ person, signal: new AbortController().signal, idempotencyKey: 'k' }) as ToolContext;
const refuse = () => Promise.reject(new Error('not expected'));

async function readLead(person: string, phone?: string): Promise<unknown> {
	const store = { findLead: async () => undefined, addPhone: refuse } as unknown as LeadStore;
	const [tool] = createLeadTools(['read_lead'], store, async () => phone);
	return JSON.parse(((await tool!.call({}, context(person))) as { text: string }).text);
}

test('the phone that a customer writes from is known, not missing, and reading stores nothing', async () => {
	const rest = ['name', 'email', 'city', 'state'];
	expect(await readLead('+5544988887777')).toEqual({ known: { phone: '+5544988887777' }, hasCompany: false, missing: rest });
	expect(await readLead('chatwoot:7', '+5544988887777')).toMatchObject({ known: { phone: '+5544988887777' }, missing: rest });
	expect(await readLead('chatwoot:7')).toMatchObject({ known: {}, missing: expect.arrayContaining(['phone']) });
});
