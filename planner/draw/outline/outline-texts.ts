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
	check: string;
	team: string;
	failed: string;
	amount: Field;
	decide: (words: string) => string;
	approve: (step: string) => string;
	by: (system: string) => string;
	request: Field;
}

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
		...{ parallel: 'At the same time', otherwise: 'Otherwise', needed: 'Needed:', check: 'Check:', team: 'team' },
		failed: 'Failed',
		amount: { name: 'amount', type: 'number', label: 'Amount' },
		decide: (words) => `Team: decide what to do about: ${words}`,
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
		...{ parallel: 'Ao mesmo tempo', otherwise: 'Senão', needed: 'Preciso:', check: 'Verificar:', team: 'equipe' },
		failed: 'Falhou',
		amount: { name: 'amount', type: 'number', label: 'Valor' },
		decide: (words) => `Equipe: decidir o que fazer com: ${words}`,
		approve: (step) => `Aprovar: ${step}`,
		by: (system) => ` (com ${system})`,
		request: { name: 'request', type: 'text', label: 'Solicitação', example: 'Uma solicitação' },
	},
};
