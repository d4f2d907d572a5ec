import type { Language } from '../../../core/base/text/languages';
import type { Field } from '../../tree/plan-tree';

interface OutlineTexts {
	done: string;
	isApproved: string;
	approved: string;
	notApproved: string;
	otherwise: string;
	team: string;
	check: (condition: string) => string;
	approve: (step: string) => string;
	sendBy: (system: string) => string;
	amount: Field;
	approval: Field;
	request: Field;
}

export const outlineTexts: Record<Language, OutlineTexts> = {
	en: {
		done: 'Done',
		isApproved: 'Approved?',
		approved: 'Approved',
		notApproved: 'Not approved',
		otherwise: 'Otherwise',
		team: 'team',
		check: (condition) => `Check: ${condition}`,
		approve: (step) => `Approve: ${step}`,
		sendBy: (system) => `Send by ${system}`,
		amount: { name: 'amount', type: 'number', label: 'Amount' },
		approval: { name: 'approved', type: 'boolean', label: 'Approved?' },
		request: { name: 'request', type: 'text', label: 'Request', example: 'A request' },
	},
	pt: {
		done: 'Concluído',
		isApproved: 'Aprovado?',
		approved: 'Aprovado',
		notApproved: 'Não aprovado',
		otherwise: 'Senão',
		team: 'equipe',
		check: (condition) => `Verificar: ${condition}`,
		approve: (step) => `Aprovar: ${step}`,
		sendBy: (system) => `Enviar por ${system}`,
		amount: { name: 'amount', type: 'number', label: 'Valor' },
		approval: { name: 'approved', type: 'boolean', label: 'Aprovado?' },
		request: { name: 'request', type: 'text', label: 'Solicitação', example: 'Uma solicitação' },
	},
};
