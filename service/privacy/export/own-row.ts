/** Converts a stored row for the person: opened, without hashes, keys and company people. */
import { listFields } from '../../../core/base/privacy/personal-data';
import { toIso } from '../../../core/base/iso-time';
import { findOpener, keyColumns, openColumn, openedByStore, type Opening } from '../../../providers/compose/privacy/open-sealed';
import type { Row } from '../../../providers/database/state-database';
import type { RegisteredTable } from '../register';
import type { LeftOut } from './exported-row';
import { keepOwnParts } from './own-parts';
import type { TellState } from './tell-state';

/* Explains a program's decision to a person, from the run's record (LGPD art. 20, GDPR art. 15 (1) (h)). */

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
function explainRun({ state, outcome, reason, error_code: code }: Row, language: 'en' | 'pt'): string {
	const text = outcomes[outcome as string] ?? others[state as string] ?? others[typeof code === 'string' ? 'failed' : 'running']!;
	const why = typeof reason === 'string' ? (reasons[reason]?.[language] ?? reason) : undefined;
	const sentence = text[language].replace(/\.$/, '');
	return `${sentence}${why === undefined ? '' : `: ${why}`}.`;
}

export interface OwnRows {
	opening: Opening;
	isMentioned: (text: string) => boolean;
	leftOut: LeftOut;
	language: 'en' | 'pt';
	/** Undefined for tables whose rows are complete. */
	tellState?: TellState | undefined;
}

/** Returns why a column is withheld; undefined if given. A test compares it with every registered table. */
export function findWithheld({ name, data }: Pick<RegisteredTable, 'name' | 'data'>, column: string, kind: string): string | undefined {
	if (kind === 'pseudonym') return 'a hash that tells nothing';
	// The person must know why they wait, or are refused (GDPR art. 12(3) and (4)).
	if (name === 'contact_request' && ['outcome', 'extension_reason'].includes(column)) return undefined;
	if (kind === 'user') return 'people of the company';
	if (keyColumns.includes(`${name}.${column}`)) return 'a key';
	if (name === 'legal_hold' && ['request', 'reason'].includes(column)) return 'for the counsel of the company';
	// It repeats the text beside it.
	if (column === 'vector' && data.derived !== undefined) return 'numbers made from the text beside it';
	return undefined;
}

/** True if a sealed or encrypted column is readable. A test asks it for every table. */
export const isOpened = (table: string, column: string): boolean =>
	findOpener(table, column) !== undefined || openedByStore.includes(`${table}.${column}`);

/** @returns undefined for a row that only seemed to be the person's */
export async function toOwnRow(table: RegisteredTable, row: Row, parts: OwnRows): Promise<Record<string, unknown> | undefined> {
	const own: Record<string, unknown> = {};
	for (const { column, kind } of listFields(table.data)) {
		const isWithheld = findWithheld(table, column, kind) !== undefined;
		if (kind === 'user' && isWithheld && row[column] !== null) parts.leftOut.colleagues += 1;
		if (isWithheld) continue;
		own[column] = findOpener(table.name, column) ? await openColumn(table.name, column, row, parts.opening) : decode(row[column], column);
	}
	if (table.data.whose?.text !== undefined) {
		const kept = keepOwnParts(own.stored, parts.isMentioned, parts.leftOut);
		return kept === undefined ? undefined : { ...own, stored: kept };
	}
	if (parts.tellState) return { ...own, ...parts.tellState(row) };
	if (table.name === 'run') return { ...own, explanation: explainRun(row, parts.language) };
	return dropCompanyTexts(table.name, own, parts.leftOut);
}

const timeName = /^(?:at|since|until|held_until)$|_(?:at|until|by|ms_at)$/;
const firstTime = 1e11;
const lastTime = 1e14;

function decode(value: unknown, column: string): unknown {
	if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'number') return timeName.test(column) && value > firstTime && value < lastTime ? toIso(value) : value;
	return typeof value === 'string' && /^[[{]/.test(value) ? parse(value) : value;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

/** Trail fields with company words that an agent read: its prompt, and document passages. */
const companyFields = new Set(['filledPrompt', 'foreignPrompt', 'agentFile']);

function dropCompanyTexts(table: string, own: Record<string, unknown>, leftOut: LeftOut): Record<string, unknown> {
	if (!['run_entry', 'ended_trail', 'suspended', 'run_to_judge'].includes(table)) return own;
	const drop = (value: unknown): unknown => {
		if (typeof value !== 'object' || value === null) return value;
		if (Array.isArray(value)) return value.map(drop);
		return Object.fromEntries(
			Object.entries(value).flatMap(([name, field]) => {
				if (field !== undefined && (companyFields.has(name) || (name === 'text' && 'title' in value && 'documentId' in value))) {
					leftOut.company += 1;
					return [];
				}
				return [[name, drop(field)]];
			}),
		);
	};
	return drop(own) as Record<string, unknown>;
}
