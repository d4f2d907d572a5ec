import { describeCell } from './describe-cell';

const reader = { language: 'pt', timeZone: 'America/Sao_Paulo' } as const;
const at = Date.UTC(2026, 10, 29, 19, 22);

it('shows times of the tenant in an assessment of abuse, and no marks', () => {
	const standing = { violations: [at], blockedUntil: at, odd: { messages: [{ at, mark: 'ՄƯՄ԰' }], probes: [], told: { repeats: at } } };
	const shown = describeCell(standing, { ...reader, table: 'abuse', column: 'standing' });
	expect(shown).not.toMatch(/mark|Մ|\d{13}|probes/);
	expect(shown).toContain('regras descumpridas: 29/11/2026 16:22');
	expect(shown).toContain('bloqueio até: 29/11/2026 16:22');
	expect(shown).toContain('mensagens iguais: 29/11/2026 16:22');
	expect(shown).toContain('quando chegaram mensagens recentes: 29/11/2026 16:22');
	expect(shown).not.toContain('incomum');
});

it('shows a change of a contact in the words of its reader', () => {
	const details = { from: 'agent', to: 'person', until: at, proof: 'provider' };
	const place = { ...reader, table: 'contact_log', column: 'details' };
	expect(describeCell(details, place)).toBe('antes: o programa\nagora: uma pessoa da empresa\naté: 29/11/2026 16:22\norigem: o provedor');
	expect(describeCell({ reason: 'agent', from: 'toString' }, place)).toBe('motivo: agent\nantes: toString');
});

it('shows why a message was not sent in the language of its reader, however it was written', () => {
	const place = { ...reader, table: 'contact_log', column: 'details' };
	for (const end of ['is recorded', 'is in force'])
		expect(describeCell({ reason: `no legal basis for the purpose "marketing" ${end} for the contact` }, place)).toBe(
			'motivo: não há base legal em vigor do contato para a finalidade "marketing"',
		);
});

it.each([
	['contact_consent', 'until', '2026-11-20T00:00:00.000Z', '19/11/2026 21:00'],
	['contact_request', 'due_on', '2026-12-14', '14/12/2026'],
	['message', 'content', '[unreadable]', '[ilegível]'],
	['message', 'content', { kind: 'text', text: '2026-12-14' }, '2026-12-14'],
	['contact_consent', 'state', 'in-force', 'em vigor'],
	['contact_request', 'state', 'refused', 'recusado'],
	['outgoing', 'state', 'sent', 'enviada'],
	['contact_log', 'kind', 'alias', 'um contato seu foi incluído'],
	['violation', 'action', 'ask-person', 'uma pessoa foi consultada'],
	['violation', 'code', 'CLAIM', 'afirmação sem comprovação'],
	['audit_value', 'action', 'data.exported', 'seus dados foram exportados'],
	['audit_value', 'outcome', 'success', 'concluído'],
	['contact_alias', 'kind', 'constructor', 'constructor'],
	['message', 'content', 'sent', 'sent'],
	['memory_facts', 'text', 'fact', 'fact'],
])('shows %s.%s %s as %s', (table, column, value, shown) => {
	expect(describeCell(value, { ...reader, table, column })).toBe(shown);
});
