import type { Language } from '../../core/base/text/languages';
import type { Slot } from '../plan';
import type { Fault } from '../tree/plan-tree';
import { tellFaults } from '../tree/tell-faults';

interface DrawingTexts {
	slots: Record<Slot, string>;
	/** Says what a contradiction that nobody answered was taken as. */
	contradiction: (question: string, taken: string) => string;
	/** Says that the plan is the outline, because the model wrote no tree. */
	byRules: string;
	/** Says the same, because the model's tree has nothing of the wish. */
	ofAnother: string;
	/** Says that the plan follows a template. */
	byTemplate: (template: string) => string;
	unreadable: Fault;
	cut: Fault;
	complain: (faults: Fault[]) => string;
}

/** Words around a drawing: what is told to the model, and to people. */
export const drawingTexts: Record<Language, DrawingTexts> = {
	en: {
		slots: {
			...{ goal: 'Goal', trigger: 'Start', actors: 'People', systems: 'Systems', data: 'Data', decisions: 'Decisions' },
			...{ exceptions: 'Failures', approvals: 'Approvals', limits: 'Limits', deadline: 'Deadline' },
		},
		contradiction: (question, taken) => `Contradiction: ${question} Taken: ${taken}`,
		byRules: 'The model wrote no plan that can be read, so the steps are taken from your sentences by rules.',
		ofAnother: 'The plan of the model had nothing of what you said, so the steps are taken from your sentences by rules.',
		byTemplate: (template) => `Your wish is short, so the plan follows the template ${template}.`,
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
			...{ goal: 'Objetivo', trigger: 'Início', actors: 'Pessoas', systems: 'Sistemas', data: 'Dados', decisions: 'Decisões' },
			...{ exceptions: 'Falhas', approvals: 'Aprovações', limits: 'Limites', deadline: 'Prazo' },
		},
		contradiction: (question, taken) => `Contradição: ${question} Suposto: ${taken}`,
		byRules: 'O modelo não escreveu um plano que se possa ler; por isso os passos vêm das suas frases, por regras.',
		ofAnother: 'O plano do modelo não tinha nada do que você disse; por isso os passos vêm das suas frases, por regras.',
		byTemplate: (template) => `Seu pedido é curto; por isso o plano segue o modelo ${template}.`,
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
