/**
 * The model of the sales story where the environment has no key of a real one. It understands a few words of Portuguese and English, calls the agent's
 * tools with what it finds, asks for one missing thing at a time, and writes the summary of a hot lead.
 */
import type { FakeResponder } from '../../../sandbox/fakes/answer-from-conversation';
import { writesEnglish } from './in-english';
import { type Said, salesWords, type SalesWords } from './sales-words';

export const answerAsSales: FakeResponder = ({ messages }) => {
	const last = messages.at(-1)!;
	const texts = messages.filter(({ role }) => role === 'user').map(({ content }) => content);
	const [said, before] = [readAll(texts), readAll(texts.slice(0, -1))];
	const words = salesWords[messages.some(({ content }) => content?.includes(writesEnglish)) ? 'en' : 'pt'];
	const greet = messages.some(({ role, content }) => role === 'assistant' && content) ? '' : `${words.greeting} `;
	const calls = last.role === 'tool' ? [] : listCalls(said, before, words);
	return calls.length > 0 ? { text: '', calls } : { text: greet + reply(said, { before, lastText: texts.at(-1)! }, words) };
};

const numbers: Record<string, number> = { uma: 1, duas: 2, três: 3, one: 1, two: 2, three: 3 };
const machines = '(?:dobradeiras?|guilhotinas?|prensas?|guillotines?|press(?:es)?)';
// Leaves articles out: `uma prensa` can be any number of them.
const quantities = new RegExp(String.raw`\b(\d{1,3}|(?<=só |apenas )uma|duas|três|(?<=only |just )one|two|three)\s+${machines}`, 'giu');

const urgent = /urgente|essa semana|esta semana|hoje|o quanto antes|parad[ao]|urgent|this week|today|is down/giu;
const justLooking = /só (?:pesquisando|olhando|curiosidade)|sem pressa|ano que vem|just looking|no hurry|next year/giu;
/** Returns where the customer said it last, -1 if never: who was just looking can be in a hurry later. */
const findLast = (words: RegExp, text: string) => [...text.matchAll(words)].at(-1)?.index ?? -1;

const readAll = (texts: string[]): Said => {
	const text = texts.join('\n');
	const quantity = [...text.matchAll(quantities)].at(-1)?.[1]?.toLowerCase();
	return {
		name: /(?:[Mm]e chamo|[Mm]eu nome é|[Aa]qui é [oa]|[Ss]ou [oa]|[Tt]his is|[Mm]y name is)\s+(\p{Lu}\p{L}+)/u.exec(text)?.[1],
		product: text.match(new RegExp(machines, 'giu'))?.at(-1)?.toLowerCase(),
		...(quantity && { quantity: numbers[quantity] ?? Number(quantity) }),
		need: /\b(?:para|for) ([^.!?\n]*\bmm\b[^.!?\n]*)/iu.exec(text)?.[1],
		// As guardrails hide it: a token in this message, a mask in those before.
		cnpj: /\[(?:BR_)?CNPJ_[^\]]+\]|[\dA-Z*]{2}\.?[\dA-Z*]{3}\.?[\dA-Z*]{3}\/?[\dA-Z*]{4}-?[\d*]{2}/.exec(text)?.[0],
		city: /(?:em|de|from|in)\s+(Joinville|Curitiba|São Paulo|Recife|Sorocaba)/u.exec(text)?.[1],
		isUrgent: findLast(urgent, text) > findLast(justLooking, text),
		isJustLooking: findLast(justLooking, text) > findLast(urgent, text),
	};
};

const temperature = ({ isUrgent, isJustLooking, product, cnpj }: Said) =>
	isJustLooking ? 'cold' : isUrgent && product && cnpj ? 'hot' : 'warm';
const isHot = (said: Said) => temperature(said) === 'hot';
/** A request is stored once, with its quantity; without one for a lead that is handed over. */
const isRequest = (said: Said) => said.product !== undefined && (said.quantity !== undefined || isHot(said));

/** The calls for what the last messages added. */
function listCalls(now: Said, before: Said, words: SalesWords): Array<{ name: string; input: object }> {
	const isNew = (field: keyof Said) => now[field] !== before[field];
	const calls: Array<{ name: string; input: object }> = [];
	const lead = {
		...(isNew('name') && { name: now.name }),
		...(isNew('city') && { city: now.city }),
		...(temperature(now) !== temperature(before) && { temperature: temperature(now) }),
	};
	if (Object.keys(lead).length > 0) calls.push({ name: 'update_lead', input: lead });
	const { product, quantity, need } = now;
	if (isRequest(now) && !isRequest(before))
		calls.push({ name: 'create_budget', input: { product, ...(quantity && { quantity }), ...(need && { need }) } });
	if (isNew('cnpj') && now.cnpj) calls.push({ name: 'create_company', input: { cnpj: now.cnpj, name: company } });
	if (isHot(now) && !isHot(before)) {
		calls.push({ name: 'update_lead', input: { summary: summarize(now, words) } });
		calls.push({ name: 'hand_over', input: { reason: words.wantsProposal } });
	}
	return calls;
}

const company = 'Metal Forte';

/** Writes the lines that the prompt demands. */
function summarize(said: Said, { summary, unknown }: SalesWords): string {
	const facts = { ...said, ...summary.facts, company };
	return summary.lines.map(([label, fact]) => `${label}: ${(fact && facts[fact]) ?? unknown}`).join('\n');
}

function reply(said: Said, { before, lastText }: { before: Said; lastText: string }, words: SalesWords): string {
	if (isHot(said)) return isHot(before) ? words.atYourService : words.handOver;
	if (/could not be transcribed|não pôde ser transcrito/u.test(lastText)) return words.unheard;
	if (findLast(justLooking, lastText) >= 0) return words.goodbye;
	if (/preço|quanto custa|valor|desconto|price|how much|discount/iu.test(lastText)) return `${words.noPrice} ${nextQuestion(said, words)}`;
	return (said.name && said.product ? `${words.noted} ` : '') + nextQuestion(said, words);
}

function nextQuestion({ name, product, city, cnpj }: Said, words: SalesWords): string {
	if (!name) return words.askName;
	if (!product) return words.askProduct(name);
	if (!city) return words.askCity;
	return cnpj ? words.askTime : words.askCnpj;
}
