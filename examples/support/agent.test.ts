import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runAgent } from '../../core/agents/run-agent';
import { composeAgent } from '../../providers/compose/agents/agent';
import { openGate } from '../../test/fakes/permissive-gate';

const never = new AbortController().signal;

async function ask(message: string) {
	const parts = await composeAgent(
		{ kind: 'id', id: 'support' },
		{ gate: openGate(), agentFolders: [join(__dirname, '..')], providers: {} },
	);
	return runAgent({ message, conversationId: 'c1' }, parts, never);
}

test('answers from the handbook without any model, citing what it quotes', async () => {
	const outcome = await ask('How long is the warranty on a coffee machine?');
	expect(outcome).toMatchObject({ kind: 'reply', usage: { model: 'troupe:extractive', costUsd: 0 } });
	expect(outcome.reply).toContain('24 months');
	expect(outcome.citations[0]).toMatchObject({ documentId: expect.stringContaining('warranty-and-repairs') });
});

test('gives the handbook’s own address to the customer, though no model sees it', async () => {
	const outcome = await ask('Meu CPF é 529.982.247-25. Como faço uma reclamação na ouvidoria?');
	expect(outcome).toMatchObject({ kind: 'reply' });
	expect(outcome.reply).toContain('ouvidoria@casaaurora.example');
	expect(outcome.guardrails.map(({ stage, action }) => `${stage} ${action}`)).toContain('input rewrite');
	expect(JSON.stringify(outcome.guardrails)).not.toContain('529');
});

test.each([
	['Como falo com a ouvidoria?', 'ouvidoria@casaaurora.example'],
	['Quando recebo meu reembolso?', '3 dias úteis'],
	['Posso pagar com Pix em parcelas?', 'cartão de crédito'],
	['How do I talk to the ombudsman?', 'ombudsman@casaaurora.example'],
])('answers "%s"', async (question, fact) => {
	expect(await ask(question)).toMatchObject({ kind: 'reply', reply: expect.stringContaining(fact) });
});

test('hands over what the handbook does not cover', async () => {
	expect(await ask('Vocês vendem bicicletas?')).toMatchObject({
		kind: 'needs-human',
		reason: 'not-covered',
		reply: expect.stringContaining('manual'),
	});
});

test.each([
	['returns', 'trocas-e-devolucoes'],
	['delivery', 'entregas'],
	['warranty-and-repairs', 'garantia-e-assistencia'],
	['payment-and-invoices', 'pagamento-e-nota-fiscal'],
	['account-and-privacy', 'conta-e-privacidade'],
	['store-and-contact', 'loja-e-contato'],
])('%s and %s state the same figures', (english, portuguese) => {
	const figures = (id: string) => {
		const text = readFileSync(join(__dirname, 'handbook', `${id}.md`), 'utf8').replace(/:00\b/g, '');
		return (text.match(/\d[\d.,]*\d|\d/g) ?? []).map((figure) => figure.replace(/[.,]/g, '')).toSorted();
	};
	expect(figures(english)).toEqual(figures(portuguese));
});
