import { TroupeError } from '../../../core/base/errors';
import type { Temperature } from '../../../core/ports/crm';
import type { Lead, LeadBudget, LeadCompany, LeadEvent, LeadFields, LeadStore } from '../../../core/ports/leads';
import { askSupabase, type RestRequest, type Row, type SupabaseAccess } from './rest-client';

const columns = {
	name: 'nome',
	phone: 'telefone',
	email: 'email',
	city: 'cidade',
	state: 'uf',
	temperature: 'temperatura',
	summary: 'resumo',
} as const satisfies Record<keyof LeadFields, string>;

const temperatures = { cold: 'frio', warm: 'morno', hot: 'quente' } as const satisfies Record<Temperature, string>;

function toLeadRow(fields: Partial<LeadFields>): Row {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined) as Array<[keyof LeadFields, string | null]>;
	return Object.fromEntries(entries.map(([field, value]) => [columns[field], toColumn(field, value)]));
}

const toColumn = (field: keyof LeadFields, value: string | null) =>
	field === 'temperature' && value !== null ? ((temperatures as Record<string, string>)[value] ?? value) : value;

function readLead(row: Row): Lead {
	const fields = Object.fromEntries(Object.entries(columns).map(([field, column]) => [field, readText(row[column])]));
	const written = Object.entries(temperatures).find(([, column]) => column === row['temperatura']);
	return {
		...(fields as unknown as LeadFields),
		temperature: (written?.[0] ?? null) as Temperature | null,
		id: String(row['id']),
		contact: String(row['contato']),
		companyId: readText(row['empresa_id']),
		dealId: row['oportunidade_pipe_id'] === null ? null : Number(row['oportunidade_pipe_id']),
	};
}

const readCompany = (row: Row): LeadCompany => ({
	id: String(row['id']),
	cnpj: String(row['cnpj']),
	name: String(row['nome']),
	city: readText(row['cidade']),
	state: readText(row['uf']),
});

const readBudget = (row: Row): LeadBudget => ({
	id: String(row['id']),
	leadId: String(row['lead_id']),
	product: String(row['equipamento']),
	quantity: row['quantidade'] === null ? null : Number(row['quantidade']),
	need: readText(row['necessidade']),
});

const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null);

interface SupabaseLeads extends SupabaseAccess {
	/** Id of a row in `equipes`. */
	team: string;
}

/** Tables of `examples/sdr/supabase/migrations`. Unique constraints make parallel calls create one row. */
export class SupabaseLeadStore implements LeadStore {
	constructor(private readonly access: SupabaseLeads) {}

	async findLead(contact: string, signal: AbortSignal): Promise<Lead | undefined> {
		const [row] = await this.#find('leads', { contato: contact }, signal);
		return row && readLead(row);
	}

	async saveLead(contact: string, fields: Partial<LeadFields>, signal: AbortSignal): Promise<Lead> {
		const body = { contato: contact, ...toLeadRow(fields) };
		const rows = await this.#insert('leads', 'contato', 'merge-duplicates', body, signal);
		return readLead(only(rows, 'leads'));
	}

	async addPhone(contact: string, phone: string, signal: AbortSignal): Promise<void> {
		const lead = await this.#addLead(contact, { phone }, signal);
		if (lead.phone !== null) return;
		const query = { ...this.#where({ contato: contact }), telefone: 'is.null' };
		await this.#ask({ method: 'PATCH', table: 'leads', query, body: toLeadRow({ phone }) }, signal);
	}

	async saveCompany(
		contact: string,
		company: Omit<LeadCompany, 'id'>,
		signal: AbortSignal,
	): Promise<{ company: LeadCompany; isNew: boolean }> {
		const { cnpj, name, city, state } = company;
		const body = { cnpj, nome: name, cidade: city, uf: state };
		const { row, isNew } = await this.#insertOrFind('empresa', 'cnpj', body, signal);
		const saved = readCompany(row);
		await this.#insert('leads', 'contato', 'merge-duplicates', { contato: contact, empresa_id: saved.id }, signal);
		return { company: saved, isNew };
	}

	async createBudget(contact: string, key: string, budget: Omit<LeadBudget, 'id' | 'leadId'>, signal: AbortSignal): Promise<LeadBudget> {
		const lead = await this.#addLead(contact, {}, signal);
		const { product, quantity, need } = budget;
		const body = { lead_id: lead.id, chave: key, equipamento: product, quantidade: quantity, necessidade: need };
		return readBudget((await this.#insertOrFind('orcamentos', 'chave', body, signal)).row);
	}

	async storeDeal(contact: string, dealId: number, signal: AbortSignal): Promise<Lead> {
		const lead = await this.#addLead(contact, {}, signal);
		if (lead.dealId === dealId) return lead;
		const query = { ...this.#where({ contato: contact }), oportunidade_pipe_id: 'is.null' };
		const [row] = await this.#ask({ method: 'PATCH', table: 'leads', query, body: { oportunidade_pipe_id: dealId } }, signal);
		if (row) return readLead(row);
		const now = readLead(only(await this.#find('leads', { contato: contact }, signal), 'leads'));
		if (now.dealId === dealId) return now;
		throw otherDeal(dealId, now.dealId);
	}

	async appendEvent(contact: string, { key, type, data }: LeadEvent, signal: AbortSignal): Promise<void> {
		const lead = await this.#addLead(contact, {}, signal);
		await this.#insert('events', 'chave', 'ignore-duplicates', { lead_id: lead.id, chave: key, tipo: type, dados: data }, signal);
	}

	async forget(contact: string, signal: AbortSignal): Promise<boolean> {
		// After a lost answer, the second request finds nothing.
		const isKnown = (await this.findLead(contact, signal)) !== undefined;
		if (isKnown) await this.#ask({ method: 'DELETE', table: 'leads', query: this.#where({ contato: contact }) }, signal);
		return isKnown;
	}

	/** An existing lead stays unchanged. */
	async #addLead(contact: string, fields: Partial<LeadFields>, signal: AbortSignal): Promise<Lead> {
		const body = { contato: contact, ...toLeadRow(fields) };
		return readLead((await this.#insertOrFind('leads', 'contato', body, signal)).row);
	}

	/** An existing row stays: people can have changed it. */
	async #insertOrFind(table: string, key: string, body: Row, signal: AbortSignal): Promise<{ row: Row; isNew: boolean }> {
		const [created] = await this.#insert(table, key, 'ignore-duplicates', body, signal);
		if (created) return { row: created, isNew: true };
		return { row: only(await this.#find(table, { [key]: String(body[key]) }, signal), table), isNew: false };
	}

	#insert(table: string, key: string, resolution: RestRequest['resolution'], body: Row, signal: AbortSignal): Promise<Row[]> {
		const query = { on_conflict: `equipe,${key}` };
		return this.#ask({ method: 'POST', table, query, resolution, body: { equipe: this.access.team, ...body } }, signal);
	}

	#find(table: string, key: Record<string, string>, signal: AbortSignal): Promise<Row[]> {
		return this.#ask({ method: 'GET', table, query: { ...this.#where(key), limit: '1' } }, signal);
	}

	#where(key: Record<string, string>): Record<string, string> {
		return Object.fromEntries(Object.entries({ equipe: this.access.team, ...key }).map(([name, value]) => [name, `eq.${value}`]));
	}

	#ask(request: RestRequest, signal: AbortSignal): Promise<Row[]> {
		return askSupabase(this.access, request, signal);
	}
}

function only([row]: Row[], table: string): Row {
	if (row) return row;
	throw new TroupeError({
		code: 'LEADS_REFUSED',
		message: `A row of the table ${table} was written, but cannot be read.`,
		fix: 'Use the secret key of the project: the rows of a team are hidden from other keys.',
		details: { table },
	});
}

const otherDeal = (dealId: number, stored: number | null) =>
	new TroupeError({
		code: 'STATE_CONFLICT',
		message: `The lead has the deal ${stored} already, so ${dealId} was not stored.`,
		fix: 'Find out in the CRM which of the two deals is right, and close the other.',
		details: { dealId, stored },
	});
