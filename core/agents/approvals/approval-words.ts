import type { Language, ToolEffect } from '../../ports';
import type { Review } from '../agent-outcome';

interface ApprovalWords {
	ask(tool: string): string;
	effects: Record<ToolEffect, string>;
	requestedBy(agent: { id: string; version: string; tenant?: string; by?: string }): string;
	review(review: Review): string;
	people(count: number, approvedBy: string[]): string;
	knew: string;
	earlierReply: string;
	/** For a text that is not whole. */
	cut(shown: number, all: number): string;
}

/** The sentences around a call that a person approves. */
export const approvalWords: Record<Language, ApprovalWords> = {
	en: {
		ask: (tool) => `May the agent call ${tool}?`,
		effects: {
			reads: 'This call only reads.',
			reversible: 'This call can be undone.',
			'reversible-elsewhere': 'Only somebody else can undo this call.',
			irreversible: 'This call cannot be undone.',
		},
		requestedBy: ({ id, version, tenant, by }) =>
			`Agent: ${id} ${version}${tenant === undefined ? '' : `, tenant ${tenant}`}${by === undefined ? '' : `, asked by ${by}`}`,
		review: ({ model, verdict, reason }) =>
			reason === undefined
				? `Reviewer ${model}: ${verdict === 'allow' ? 'it fits what the person asked for' : 'a person should decide'}.`
				: `Reviewer ${model}: ${{ failed: 'it gave no usable answer', 'too-long': 'the call is too long for it', 'no-request': 'no person wrote to the agent, so there is nothing to compare the call with', orders: 'its answer does not count, because the arguments give orders to a model' }[reason]}.`,
		people: (count, approvedBy) => `${count} people have to approve it. So far: ${approvedBy.join(', ') || 'nobody'}.`,
		knew: 'What the agent read before it asked:',
		earlierReply: 'an earlier reply',
		cut: (shown, all) => (all > shown ? ` (the first ${shown} of ${all} characters)` : ''),
	},
	pt: {
		ask: (tool) => `O agente pode chamar ${tool}?`,
		effects: {
			reads: 'Esta chamada só lê.',
			reversible: 'Esta chamada pode ser desfeita.',
			'reversible-elsewhere': 'Só outra parte pode desfazer esta chamada.',
			irreversible: 'Esta chamada não pode ser desfeita.',
		},
		requestedBy: ({ id, version, tenant, by }) =>
			`Agente: ${id} ${version}${tenant === undefined ? '' : `, tenant ${tenant}`}${by === undefined ? '' : `, a pedido de ${by}`}`,
		review: ({ model, verdict, reason }) =>
			reason === undefined
				? `Revisor ${model}: ${verdict === 'allow' ? 'corresponde ao que a pessoa pediu' : 'uma pessoa deve decidir'}.`
				: `Revisor ${model}: ${{ failed: 'ele não deu uma resposta utilizável', 'too-long': 'a chamada é longa demais para ele', 'no-request': 'nenhuma pessoa escreveu ao agente, então não há com o que comparar a chamada', orders: 'a resposta dele não conta, porque os argumentos dão ordens a um modelo' }[reason]}.`,
		people: (count, approvedBy) => `${count} pessoas precisam aprovar. Até agora: ${approvedBy.join(', ') || 'ninguém'}.`,
		knew: 'O que o agente leu antes de perguntar:',
		earlierReply: 'uma resposta anterior',
		cut: (shown, all) => (all > shown ? ` (os primeiros ${shown} de ${all} caracteres)` : ''),
	},
};
