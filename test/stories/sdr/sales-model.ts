/**
 * The model of the sales story where the environment has no key of a real one. It understands a few words of Portuguese, calls the agent's tools with
 * what it finds, asks for one missing thing at a time, and writes the summary of a hot lead.
 */
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';

/** What the customer has said so far. */
interface Said {
	name?: string;
	product?: string;
	quantity?: number;
	cnpj?: string;
	city?: string;
	isUrgent: boolean;
	isJustLooking: boolean;
}

export const answerAsSales: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	const texts = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
	const said = readAll(texts);
	if (last.role === 'tool') return { text: reply(said, texts.at(-1)!) };
	const calls = listCalls(said, readAll(texts.slice(0, -1)));
	return calls.length > 0 ? { text: '', calls } : { text: reply(said, last.content) };
};

const readAll = (texts: string[]): Said => {
	const text = texts.join('\n');
	const quantity = /\b(\d{1,3}|uma|duas|três)\s+(?:dobradeiras?|guilhotinas?|prensas?|máquinas?)/iu.exec(text)?.[1];
	return {
		name: /(?:[Mm]e chamo|[Mm]eu nome é|[Aa]qui é [oa]|[Ss]ou [oa])\s+(\p{Lu}\p{L}+)/u.exec(text)?.[1],
		product: /(dobradeira|guilhotina|prensa)/iu.exec(text)?.[1]?.toLowerCase(),
		...(quantity && { quantity: { uma: 1, duas: 2, três: 3 }[quantity.toLowerCase()] ?? Number(quantity) }),
		// As guardrails hide it: a token in this message, a mask in those before.
		cnpj: /\[(?:BR_)?CNPJ_[^\]]+\]|[\dA-Z*]{2}\.?[\dA-Z*]{3}\.?[\dA-Z*]{3}\/?[\dA-Z*]{4}-?[\d*]{2}/.exec(text)?.[0],
		city: /(?:em|de)\s+(Joinville|Curitiba|São Paulo|Recife|Sorocaba)/u.exec(text)?.[1],
		isUrgent: /urgente|essa semana|esta semana|hoje|o quanto antes|parad[ao]/iu.test(text),
		isJustLooking: /só (?:pesquisando|olhando|curiosidade)|sem pressa|ano que vem/iu.test(text),
	};
};

const temperature = ({ isUrgent, isJustLooking, product, cnpj }: Said) =>
	isJustLooking ? 'cold' : isUrgent && product && cnpj ? 'hot' : 'warm';

/** The calls for what the last messages added. */
function listCalls(now: Said, before: Said): Array<{ name: string; input: object }> {
	const isNew = (field: keyof Said) => now[field] !== before[field];
	const calls: Array<{ name: string; input: object }> = [];
	const lead = {
		...(isNew('name') && { name: now.name }),
		...(isNew('city') && { city: now.city }),
		...(temperature(now) !== temperature(before) && { temperature: temperature(now) }),
	};
	if (Object.keys(lead).length > 0) calls.push({ name: 'update_lead', input: lead });
	if (isNew('product') && now.product)
		calls.push({ name: 'create_budget', input: { product: now.product, ...(now.quantity && { quantity: now.quantity }) } });
	if (isNew('cnpj') && now.cnpj) calls.push({ name: 'create_company', input: { cnpj: now.cnpj, name: 'Empresa do cliente' } });
	if (temperature(now) === 'hot' && temperature(before) !== 'hot') calls.push({ name: 'update_lead', input: { summary: summarize(now) } });
	return calls;
}

/** With it, the process gives the conversation to a person. */
const summarize = ({ name, city, product, quantity }: Said) =>
	[
		...[`Nome: ${name ?? unknown}`, 'Empresa: Empresa do cliente', `Cidade/UF: ${city ?? unknown}`, `Equipamento: ${product ?? unknown}`],
		...[`Quantidade: ${quantity ?? unknown}`, 'Temperatura: quente', 'Próximo passo: Vendedor apresenta a proposta'],
	].join('\n');
const unknown = 'Não informado';

function reply(said: Said, lastText: string): string {
	if (temperature(said) === 'hot') return 'Perfeito! Vou transferir a conversa para uma pessoa da nossa equipe, que continua por aqui.';
	if (/could not be transcribed|não pôde ser transcrito/u.test(lastText))
		return 'Não consegui ouvir o seu áudio. Pode repetir por escrito, por favor?';
	if (said.isJustLooking) return 'Sem problema! Quando quiser retomar, é só escrever. Obrigado pelo contato e até breve.';
	const refusal = /preço|quanto custa|valor|desconto/iu.test(lastText) ? 'Nossa equipe envia os valores na proposta. ' : '';
	return refusal + nextQuestion(said);
}

function nextQuestion({ name, product, city, cnpj }: Said): string {
	if (!name) return 'Olá! Aqui é a assistente de vendas. Com quem eu falo?';
	if (!product) return `Prazer, ${name}! Qual máquina você procura?`;
	if (!city) return 'Certo. Para qual cidade seria?';
	if (!cnpj) return 'Obrigado. Qual é o CNPJ da empresa?';
	return 'Anotado. Para quando vocês precisam?';
}
