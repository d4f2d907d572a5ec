import { find, hear, open, press, read, type Reader, write } from './task';

export const operator: Reader = {
	id: 'operator',
	title: ['Who runs the installation', 'Quem opera a instalação'],
	rights: ['audit:read', 'keys:manage', 'work:manage', 'run:read', 'agent:run'],
	tasks: [
		{
			id: 'proof',
			title: ['Verify an entry of the audit log', 'Verificar um item do registro de auditoria'],
			steps: [
				open(['Trust', 'Confiança']),
				press('button', ['Verify: 0', 'Verificar: 0']),
				hear(['Entry 0 is in the log of…', 'O item 0 está no registro de…']),
			],
		},
		{
			id: 'rights',
			title: ['Who may do what?', 'Quem pode o quê?'],
			steps: [
				open(['Trust', 'Confiança']),
				open(['API keys', 'Chaves de API']),
				press('disclosure', ['2 rights', '2 direitos'], { row: '{key}' }),
				read('agent:run, run:read'),
			],
		},
		{
			id: 'revoke',
			title: ['Revoke a key', 'Revogar uma chave'],
			steps: [
				open(['Trust', 'Confiança']),
				open(['API keys', 'Chaves de API']),
				press('button', ['Revoke: {key}', 'Revogar: {key}']),
				write(['left the company', 'saiu da empresa'], ['Reason', 'Motivo']),
				press('button', ['Revoke', 'Revogar']),
				hear(['{key} is revoked.', '{key} foi revogada.']),
			],
		},
		{
			id: 'failed-work',
			title: ['Do failed work again', 'Fazer de novo um trabalho que falhou'],
			steps: [
				open(['Inbox', 'Caixa de entrada']),
				open('run-notice'),
				press('button', ['Do it now', 'Fazer agora']),
				find('heading', ['Do it now', 'Fazer agora']),
				press('button', ['Do it now', 'Fazer agora']),
				hear(['Done.', 'Feito.']),
			],
		},
	],
};
