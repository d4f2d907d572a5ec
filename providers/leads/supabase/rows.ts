import type { Temperature } from '../../../core/ports/crm';
import type { Lead, LeadBudget, LeadCompany, LeadFields } from '../../../core/ports/leads';
import type { Row } from './rest-client';

const columns = {
	...{ name: 'nome', phone: 'telefone', email: 'email', city: 'cidade', state: 'uf', temperature: 'temperatura', summary: 'resumo' },
} as const satisfies Record<keyof LeadFields, string>;

const temperatures = { cold: 'frio', warm: 'morno', hot: 'quente' } as const satisfies Record<Temperature, string>;

export function toLeadRow(fields: Partial<LeadFields>): Row {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined) as Array<[keyof LeadFields, string | null]>;
	return Object.fromEntries(entries.map(([field, value]) => [columns[field], toColumn(field, value)]));
}

const toColumn = (field: keyof LeadFields, value: string | null) =>
	field === 'temperature' && value !== null ? ((temperatures as Record<string, string>)[value] ?? value) : value;

export function readLead(row: Row): Lead {
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

export const readCompany = (row: Row): LeadCompany => ({
	...{ id: String(row['id']), cnpj: String(row['cnpj']), name: String(row['nome']) },
	...{ city: readText(row['cidade']), state: readText(row['uf']) },
});

export const readBudget = (row: Row): LeadBudget => ({
	...{ id: String(row['id']), leadId: String(row['lead_id']), product: String(row['equipamento']) },
	quantity: row['quantidade'] === null ? null : Number(row['quantidade']),
	need: readText(row['necessidade']),
});

const readText = (value: unknown): string | null => (typeof value === 'string' ? value : null);
