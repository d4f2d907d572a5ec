import { TroupeError } from '../base/errors';
import type { NoteTarget } from '../ports/crm';
import { type CrmTask, crmOperations } from './crm-task';
import type { LeadSettings } from './lead';
import { parseLead, readCnpj, readText } from './parse-lead';

export interface CrmTaskInput {
	operation?: unknown;
	lead?: unknown;
	cnpj?: unknown;
	/** Makes `addNote` idempotent. */
	key?: unknown;
	/** `deal`, `company` or `person`. */
	target?: unknown;
	targetId?: unknown;
	text?: unknown;
	pipeline?: unknown;
	stage?: unknown;
	origin?: unknown;
	owner?: unknown;
	noteTemplate?: unknown;
}

const maxIdLength = 40;
const maxOriginLength = 200;
const maxNoteLength = 20_000;
const settingNames = ['pipeline', 'stage', 'owner'] as const;
const targets = ['deal', 'company', 'person'] as const;

/** @throws TroupeError INPUT_INVALID */
export function parseCrmTask(input: CrmTaskInput): CrmTask {
	const operation = crmOperations.find((one) => one === (input.operation ?? 'recordLead'));
	switch (operation) {
		case 'recordLead':
			return { operation, lead: parseLead(input.lead), settings: readSettings(input) };
		case 'recordContact':
		case 'findRequests':
			return { operation, lead: parseLead(input.lead) };
		case 'findCompany': {
			const cnpj = readCnpj('cnpj', input.cnpj);
			if (cnpj === undefined) throw invalid('The CNPJ is missing', 'Set "cnpj"');
			return { operation, cnpj };
		}
		case 'addNote': {
			const text = readText('text', input.text, maxNoteLength);
			if (text === undefined) throw invalid('The text of the note is missing', 'Set "text"');
			return { operation, leadId: readText('key', input.key, 100) ?? '', on: readTarget(input), text };
		}
		case undefined:
			throw invalid('The operation is unknown', `Use one of ${crmOperations.join(', ')}`);
	}
}

function readSettings(input: CrmTaskInput): LeadSettings {
	const settings: LeadSettings = {};
	for (const name of settingNames) {
		const id = readId(name, input[name]);
		if (id !== undefined) settings[name] = id;
	}
	const origin = readText('origin', input.origin, maxOriginLength);
	if (origin !== undefined) settings.origin = origin;
	const noteTemplate = readText('noteTemplate', input.noteTemplate, maxNoteLength);
	return { ...settings, ...(noteTemplate !== undefined && { noteTemplate }) };
}

function readTarget({ target, targetId }: CrmTaskInput): NoteTarget {
	const kind = targets.find((one) => one === target);
	if (kind === undefined) throw invalid('What the note belongs to is unknown', `Set "target" to one of ${targets.join(', ')}`);
	const id = readId('targetId', targetId);
	if (id === undefined) throw invalid(`The id of the ${kind} is missing`, 'Set "targetId"');
	return { kind, id };
}

function readId(place: string, value: unknown): string | undefined {
	const id = readText(place, value, maxIdLength);
	if (id === undefined || /^[\w-]+$/.test(id)) return id;
	throw invalid(`The value of ${place} is not an id of a CRM`, 'Write digits, letters, hyphens and underscores only');
}

const invalid = (problem: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message: `${problem}.`, fix: `${fix}.` });
