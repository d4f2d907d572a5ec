import { readSummary } from '../conversations/hand-over/read-summary';
import type { Language } from '../base/text/languages';
import { type HandOvers, summaryFields } from '../ports/channels/hand-overs';
import type { Tool } from '../ports/tools/tools';

export const handOverName = 'hand_over';

type Words = Record<(typeof summaryFields)[number] | 'description' | 'reason' | 'told', string> & { invalid: (problem: string) => string };

const words: Record<Language, Words> = {
	en: {
		description:
			'Gives this conversation to a person of the company. Call it when the customer asks for a person or accepts one, is ready to buy or in danger, needs something done that only people do, or when your instructions say so. If you only lack an answer, say so and offer a person first. Fill in what the customer told; leave out what you do not know. Then write a last short message to the customer.',
		reason: 'Why a person has to go on',
		name: 'Name of the customer',
		company: 'Company of the customer',
		phone: 'Phone number, if the customer named one',
		city: 'City and state',
		need: 'What the customer needs',
		urgency: 'By when, in the words of the customer',
		temperature: 'How close to buying: hot, warm or cold',
		nextStep: 'What the person should do next',
		notes: 'Anything else that the person has to know',
		told: 'It is written down. A person goes on after your next message, which is your last one for now: make it short, without a question and without a day or a time. If your instructions forbid saying that a person goes on, do not say it.',
		invalid: (problem) => `The summary ${problem}.`,
	},
	pt: {
		description:
			'Passa esta conversa a uma pessoa da empresa. Chame-a quando o cliente pede ou aceita uma pessoa, está pronto para comprar ou em perigo, precisa de algo que só pessoas fazem, ou quando as suas instruções mandam. Se só falta uma resposta, diga isso e primeiro ofereça uma pessoa. Preencha o que o cliente disse; deixe de fora o que você não sabe. Depois escreva uma última mensagem curta ao cliente.',
		reason: 'Por que uma pessoa precisa continuar',
		name: 'Nome do cliente',
		company: 'Empresa do cliente',
		phone: 'Telefone, se o cliente informou',
		city: 'Cidade e estado',
		need: 'O que o cliente precisa',
		urgency: 'Para quando, nas palavras do cliente',
		temperature: 'Quão perto o cliente está de comprar: hot, warm ou cold',
		nextStep: 'O que a pessoa deve fazer em seguida',
		notes: 'O que mais a pessoa precisa saber',
		told: 'Está anotado. Uma pessoa continua depois da sua próxima mensagem, que é a sua última por enquanto: escreva pouco, sem pergunta e sem dizer dia nem hora. Se as suas instruções proíbem dizer que uma pessoa continua, não o diga.',
		invalid: (problem) => `O resumo não serve: ${problem}.`,
	},
};

const describe = (language: Language): Pick<Tool, 'description' | 'parameters'> => ({
	description: words[language].description,
	parameters: {
		type: 'object',
		properties: {
			reason: { type: 'string', description: words[language].reason, minLength: 1, maxLength: 500 },
			...Object.fromEntries(summaryFields.map((name) => [name, { type: 'string', description: words[language][name], maxLength: 1_000 }])),
		},
		required: ['reason'],
		additionalProperties: false,
	},
});

type Draft = Parameters<HandOvers['draft']>[3];

export type WriteHandOver = (draft: Draft) => Promise<unknown>;

/**
 * The tool that hands over a conversation. It only notes reason and facts: the hand-over happens at the end of the turn, with the agent's last
 * words. @param key names the hand-over of the turn
 */
export function createHandOverTool(
	handOvers: Pick<HandOvers, 'draft'>,
	{ tenant, conversation, key }: { tenant: string; conversation: string; key: string },
): Tool {
	return { ...createTool((draft) => handOvers.draft(tenant, conversation, key, draft)), source: 'channel' };
}

/**
 * The same tool without one of the host, such as in a process or a called agent: the following code hands over. @param write set in a channel, whose
 * desk reads the reason
 */
export const createAskingTool = (write: WriteHandOver = async () => undefined): Tool => ({
	...createTool(write),
	source: 'definition',
	asksPerson: true,
});

const createTool = (write: WriteHandOver): Omit<Tool, 'source'> => ({
	name: handOverName,
	...describe('en'),
	inLanguage: describe,
	// A second call replaces the first note.
	effect: 'reads',
	actsLater: true,
	async call({ reason, ...fields }, { language = 'en', promptLanguage = 'en' }) {
		const { told, invalid } = words[promptLanguage];
		const read = readSummary(fields);
		if (read.kind === 'invalid') return { kind: 'error', text: invalid(read.problem) };
		await write({ reason: String(reason), summary: read.summary, language });
		return { kind: 'ok', text: told };
	},
});
