/** Explains a program's decision to a person, from the run's record (LGPD art. 20, GDPR art. 15 (1) (h)). */
import type { Row } from '../../../providers/database/state-database';

type Texts = Readonly<Record<string, { en: string; pt: string }>>;

const outcomes: Texts = {
	reply: {
		en: 'The program answered by itself, from the instructions and documents of the company and from this conversation.',
		pt: 'O programa respondeu sozinho, com base nas instruções e nos documentos da empresa e nesta conversa.',
	},
	blocked: {
		en: 'A rule of the company stopped the answer',
		pt: 'Uma regra da empresa impediu a resposta',
	},
	'needs-human': {
		en: 'The program did not decide by itself and asked for a person',
		pt: 'O programa não decidiu sozinho e pediu a participação de uma pessoa',
	},
	'limit-reached': {
		en: 'The program ended at a limit before it was done',
		pt: 'O programa parou em um limite antes de terminar',
	},
};

const reasons: Texts = {
	'not-covered': { en: 'the documents do not answer the question', pt: 'os documentos não respondem à pergunta' },
	'no-citation': { en: 'the answer named no source', pt: 'a resposta não citava nenhuma fonte' },
	'not-supported': { en: 'the sources did not support the answer', pt: 'as fontes não confirmavam a resposta' },
	guardrail: { en: 'a rule of the company asks for one', pt: 'uma regra da empresa exige' },
	'content-filter': { en: 'the provider of the model refused the text', pt: 'o provedor do modelo recusou o texto' },
	promised: { en: 'the answer promised what a person has to do', pt: 'a resposta prometia algo que cabe a uma pessoa' },
	approval: { en: 'a person has to approve it', pt: 'uma pessoa precisa aprovar' },
	question: { en: 'it asks a person a question', pt: 'o programa fez uma pergunta a uma pessoa' },
};

const others: Texts = {
	running: { en: 'It is not over yet.', pt: 'Ainda não terminou.' },
	waiting: { en: 'It waits for a person', pt: 'Aguarda uma pessoa' },
	failed: { en: 'It failed, and decided nothing', pt: 'Falhou e não decidiu nada' },
};

/** @param row of the table `run` */
export function explainRun({ state, outcome, reason, error_code: code }: Row, language: 'en' | 'pt'): string {
	const text = outcomes[outcome as string] ?? others[state as string] ?? others[typeof code === 'string' ? 'failed' : 'running']!;
	const why = typeof reason === 'string' ? (reasons[reason]?.[language] ?? reason) : undefined;
	const sentence = text[language].replace(/\.$/, '');
	return `${sentence}${why === undefined ? '' : `: ${why}`}.`;
}
