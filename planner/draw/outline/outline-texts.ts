import type { Language } from '../../../core/base/text/languages';
import type { Field } from '../../tree/plan-tree';

interface OutlineTexts {
	done: string;
	ended: string;
	refused: string;
	isApproved: string;
	approved: string;
	notApproved: string;
	parallel: string;
	otherwise: string;
	needed: string;
	/** Names the step of a person who finds out what nothing else says. */
	check: (label: string, type: Field['type']) => string;
	decides: string;
	/** Names a wait for what a condition says, or for a thing. */
	waitUntil: (statement: string) => string;
	waitFor: (noun: string) => string;
	team: string;
	failed: string;
	amount: Field;
	/** Says that a step which is done several times was done for the last time. */
	finished: Field;
	atMost: (times: number) => string;
	decide: (words: string) => string;
	/** Names the step of a person who sees to it that something is not done. */
	checkLimit: (words: string, who: string) => string;
	approve: (step: string) => string;
	by: (system: string) => string;
	request: Field;
}

/** A name such as `Maria` or `ERP` in a label keeps its capitals where they are not of the sentence. */
const lower = (label: string): string => (/^\p{Lu}[\p{Ll}\s]/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** Names that an outline gives to what the wish does not name. */
export const outlineTexts: Record<Language, OutlineTexts> = {
	en: {
		...{
			done: 'Done',
			ended: 'Ended',
			refused: 'Not approved',
			isApproved: 'Approved?',
			approved: 'Approved',
			notApproved: 'Not approved',
		},
		...{ parallel: 'At the same time', otherwise: 'Otherwise', needed: 'Needed:', team: 'team', decides: 'Decide' },
		check: (label, type) =>
			type === 'boolean' ? `Check whether ${lower(label)}` : type === 'list' ? `List: ${label}` : `Find out: ${label}`,
		waitUntil: (statement) => `Wait until ${lower(statement)}`,
		waitFor: (noun) => `Wait for the ${noun}`,
		failed: 'Failed',
		amount: { name: 'amount', type: 'number', label: 'Amount' },
		finished: { name: 'finished', type: 'boolean', label: 'Finished?' },
		atMost: (times) => `At most ${times} times`,
		decide: (words) => `Team: decide what to do about: ${words}`,
		checkLimit: (words, who) => `${who}: check this limit: ${words}`,
		approve: (step) => `Approve: ${step}`,
		by: (system) => ` (with ${system})`,
		request: { name: 'request', type: 'text', label: 'Request', example: 'A request' },
	},
	pt: {
		...{
			done: 'Concluído',
			ended: 'Encerrado',
			refused: 'Não aprovado',
			isApproved: 'Aprovado?',
			approved: 'Aprovado',
			notApproved: 'Não aprovado',
		},
		...{ parallel: 'Ao mesmo tempo', otherwise: 'Senão', needed: 'Preciso:', team: 'equipe', decides: 'Decidir' },
		check: (label, type) =>
			type === 'boolean' ? `Verificar se ${lower(label)}` : type === 'list' ? `Listar: ${label}` : `Apurar: ${label}`,
		waitUntil: (statement) => `Aguardar: ${lower(statement)}`,
		waitFor: (noun) => `Aguardar: ${noun}`,
		failed: 'Falhou',
		amount: { name: 'amount', type: 'number', label: 'Valor' },
		finished: { name: 'finished', type: 'boolean', label: 'Concluído?' },
		atMost: (times) => `No máximo ${times} vezes`,
		decide: (words) => `Equipe: decidir o que fazer com: ${words}`,
		checkLimit: (words, who) => `${who}: conferir este limite: ${words}`,
		approve: (step) => `Aprovar: ${step}`,
		by: (system) => ` (com ${system})`,
		request: { name: 'request', type: 'text', label: 'Solicitação', example: 'Uma solicitação' },
	},
};
