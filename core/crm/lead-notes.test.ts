import { withOrigin } from '../base/work-origin';
import type { Lead } from './lead';
import { markNote, writeLeadNotes } from './lead-notes';

const lead: Lead = {
	id: 'c1',
	company: { name: 'Metal Forte', cnpj: '11222333000181' },
	person: { name: 'Ana Souza', phone: '+5544999998888', jobTitle: 'Compradora' },
	deal: { temperature: 'hot' },
	details: { product: 'PH-60', volume: '2', city: 'Maringá' },
	summary: 'Estampar chapas de 3 mm.\nTelefone: Não informado\nPróximo passo: apresentar a proposta',
};
const write = (changes: Partial<Lead> = {}, template?: string) => writeLeadNotes({ ...lead, ...changes }, template).map(({ text }) => text);

it('writes what is known, a city without its state too, and nothing of what is not; then who wrote it', async () => {
	const [text] = await withOrigin({ run: 'turn-7' }, async () => write());
	expect(text!.replace(/ref \w{10}/, 'ref #')).toBe(`Lead qualificado
Empresa: Metal Forte
CNPJ: 11.222.333/0001-81
Contato: Ana Souza
Cargo: Compradora
Telefone: +5544999998888
Cidade: Maringá
Produto: PH-60
Volume: 2
Temperatura: quente
Resumo: Estampar chapas de 3 mm.
Próximo passo: apresentar a proposta

ref #, run turn-7`);
});

it('leaves out the lines of a template of which nothing is known', () => {
	expect(write({}, 'De {{company.name}} ({{details.deadline}})\n{{details.deadline}}\n\nFim')[0]).toMatch(
		/^De Metal Forte \(Não informado\)\n\nFim\n\nref \w{10}$/,
	);
	expect(write({ priceException: { answer: 'R$ 900' } })[1]).toMatch(/^Preço informado por exceção\nResposta: R\$ 900\n\nref/);
});

it('counts lines that are left out for the mark', () => {
	const whole = 'Contato: Ana Souza\nPrazo: Não informado';
	const [note] = writeLeadNotes(lead, 'Contato: {{person.name}}\nPrazo: {{details.deadline}}');
	expect(note!.text).toBe(`Contato: Ana Souza\n\n${note!.mark}`.replace(note!.mark, `ref ${note!.mark}`));
	expect(markNote('c1', whole).mark).toBe(note!.mark);
});

it('writes a CNPJ and an amount as Brazilians do, under the mark of the values as they are stored', () => {
	const template = 'CNPJ: {{company.cnpj}}\nValor: {{deal.value}}';
	const [note] = writeLeadNotes({ ...lead, company: { name: 'x', cnpj: '12ABC34501DE35' }, deal: { value: 1500 } }, template);
	expect(note!.text).toBe(`CNPJ: 12.ABC.345/01DE-35\nValor: R$ 1.500,00\n\nref ${note!.mark}`);
	expect(note!.mark).toBe(markNote('c1', 'CNPJ: 12ABC34501DE35\nValor: 1500').mark);
});
