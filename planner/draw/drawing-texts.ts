import type { Language } from '../../core/base/text/languages';
import type { Slot } from '../plan';
import type { Fault } from '../tree/plan-tree';
import { tellFaults } from '../tree/tell-faults';

interface DrawingTexts {
	slots: Record<Slot, string>;
	contradiction: (question: string, taken: string) => string;
	prose: string;
	unreadable: Fault;
	cut: Fault;
	complain: (faults: Fault[]) => string;
}

export const drawingTexts: Record<Language, DrawingTexts> = {
	en: {
		slots: {
			goal: 'Goal',
			trigger: 'Start',
			actors: 'People',
			systems: 'Systems',
			data: 'Data',
			decisions: 'Decisions',
			exceptions: 'Failures',
			approvals: 'Approvals',
			limits: 'Limits',
			deadline: 'Deadline',
		},
		contradiction: (question, taken) => `Contradiction: ${question} Taken: ${taken}`,
		prose: 'Without a model, your sentences are not understood: each is a step of a person. Configure a model, or write one step a line.',
		unreadable: {
			path: '',
			rule: 'unreadable',
			message: 'The answer is not a JSON object with a list "do".',
			fix: 'Answer with one JSON object {"name", "purpose", "trigger", "inputs", "do"} and nothing else.',
		},
		cut: {
			path: '',
			rule: 'cut',
			message: 'The answer ends in the middle.',
			fix: 'Write the whole plan with fewer words: leave out why, description and instructions.',
		},
		complain: (faults) =>
			`Your plan has these faults. "path" is a JSON pointer into it:\n${tellFaults(faults)}\nAnswer again with the whole corrected JSON object and nothing else. Keep everything that is right, with its ids.`,
	},
	pt: {
		slots: {
			goal: 'Objetivo',
			trigger: 'Início',
			actors: 'Pessoas',
			systems: 'Sistemas',
			data: 'Dados',
			decisions: 'Decisões',
			exceptions: 'Falhas',
			approvals: 'Aprovações',
			limits: 'Limites',
			deadline: 'Prazo',
		},
		contradiction: (question, taken) => `Contradição: ${question} Suposto: ${taken}`,
		prose:
			'Sem um modelo, suas frases não são entendidas: cada uma é um passo de uma pessoa. Configure um modelo, ou escreva um passo por linha.',
		unreadable: {
			path: '',
			rule: 'unreadable',
			message: 'A resposta não é um objeto JSON com uma lista "do".',
			fix: 'Responda com um objeto JSON {"name", "purpose", "trigger", "inputs", "do"} e nada mais.',
		},
		cut: {
			path: '',
			rule: 'cut',
			message: 'A resposta termina no meio.',
			fix: 'Escreva o plano inteiro com menos palavras: deixe de fora why, description e instructions.',
		},
		complain: (faults) =>
			`Seu plano tem estas falhas. "path" é um ponteiro JSON dentro dele:\n${tellFaults(faults)}\nResponda de novo com o objeto JSON inteiro, corrigido, e nada mais. Mantenha tudo o que está certo, com os ids.`,
	},
};
