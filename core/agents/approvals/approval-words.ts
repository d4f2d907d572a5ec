import type { Language } from '../../base/text/languages';
import type { ToolEffect } from '../../ports/tools/tool-effect';
import type { TextSource } from '../../ports/runs/run-text';
import type { Review } from './recorded-decision';

interface ApprovalWords {
	ask(tool: string): string;
	effects: Record<ToolEffect, string>;
	requestedBy(agent: { id: string; version: string; tenant?: string; by?: string }): string;
	review(review: Review): string;
	people(count: number, approvedBy: string[]): string;
	limit(tool: string): string;
	limitCalls(calls: number, max: number | undefined): string;
	/** @param listed the values, joined by plus signs. @param adds undefined if it cannot be added */
	limitSum(listed: string, total: string, max: string, adds: string | undefined): string;
	origins: string;
	/** The source text of a value; `from` is empty without a name. */
	sources: Record<TextSource, (from: string) => string>;
	/** For the id of a record; `where` is the text that names the record. */
	record(where: string): string;
	onlyFrom(where: string, inPart: boolean): string;
	ownWords: string;
	strange: string;
	knew: string;
	earlierReply: string;
	cut(shown: number, all: number): string;
}

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
		limit: (tool) => `The rule for ${tool} allows no more in this run:`,
		limitCalls: (calls, max) => `calls before this one: ${calls}${max === undefined ? '' : ` of at most ${max}`}`,
		limitSum: (listed, total, max, adds) =>
			`${listed} = ${total} of at most ${max}; ${adds === undefined ? 'what this call adds is NOT KNOWN' : `this call adds ${adds}`}`,
		origins: 'Where the values come from:',
		sources: {
			person: () => 'the words of the person',
			message: () => 'the message, which others can have written',
			author: () => "the agent's instructions",
			prompt: () => "the data in the agent's instructions, which others can have written",
			decider: () => 'the answer of a person who was asked',
			approval: () => 'an earlier call that a person approved',
			memory: () => 'what is remembered',
			document: (from) => `the document ${from}`,
			tool: (from) => `the result of ${from}`,
			agent: (from) => (from === '' ? 'an earlier reply' : `what the agent ${from} said`),
		},
		record: (where) => `the record that is named in ${where}`,
		onlyFrom: (where, inPart) => `${inPart ? 'in part ' : ''}ONLY in ${where}, not from the person`,
		ownWords: 'written by the agent, in no text that it read',
		strange: 'has an address that is in no text that the agent read',
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
		limit: (tool) => `A regra para ${tool} não permite mais nesta execução:`,
		limitCalls: (calls, max) => `chamadas antes desta: ${calls}${max === undefined ? '' : ` de no máximo ${max}`}`,
		limitSum: (listed, total, max, adds) =>
			`${listed} = ${total} de no máximo ${max}; ${adds === undefined ? 'NÃO SE SABE quanto esta chamada soma' : `esta chamada soma ${adds}`}`,
		origins: 'De onde vêm os valores:',
		sources: {
			person: () => 'nas palavras da pessoa',
			message: () => 'na mensagem, que outros podem ter escrito',
			author: () => 'nas instruções do agente',
			prompt: () => 'nos dados das instruções do agente, que outros podem ter escrito',
			decider: () => 'na resposta de uma pessoa consultada',
			approval: () => 'em uma chamada anterior que uma pessoa aprovou',
			memory: () => 'na memória',
			document: (from) => `no documento ${from}`,
			tool: (from) => `no resultado de ${from}`,
			agent: (from) => (from === '' ? 'em uma resposta anterior' : `no que o agente ${from} disse`),
		},
		record: (where) => `o registro citado ${where}`,
		onlyFrom: (where, inPart) => `${inPart ? 'em parte ' : ''}SÓ está ${where}, não veio da pessoa`,
		ownWords: 'escrito pelo agente, em nenhum texto que ele leu',
		strange: 'tem um endereço que não está em nenhum texto que o agente leu',
		knew: 'O que o agente leu antes de perguntar:',
		earlierReply: 'uma resposta anterior',
		cut: (shown, all) => (all > shown ? ` (os primeiros ${shown} de ${all} caracteres)` : ''),
	},
};
