import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../../core/base/errors';
import { endExportJson, isOfKnownPerson, writeExportJson } from '../../../core/privacy/export-document';
import { findItemTokens } from '../../shared/item-tokens/item-tokens';
import { noteReveal } from '../../shared/item-tokens/note-reveal';
import type { TroupeService } from '../../shared/service/troupe-service';
import type { Operation } from '../operation';
import { readFilled, readOption, readText } from '../read-fields';

interface Portion {
	answer?: IDataObject & { person: { id: string } };
	rows: Array<IDataObject & { purpose: string }>;
	leftOut: IDataObject;
	notReached: IDataObject[];
	page: string;
	cursor?: string;
}

interface Exported extends Required<Pick<Portion, 'answer' | 'rows' | 'leftOut' | 'notReached'>> {
	page: string;
	document: string;
}

/** n8n has to hold an item in its memory. */
const maxChars = 100_000_000;

export const exportPerson: Operation = async ({ context, item, service, noteAbout }) => {
	const person = readFilled(context, 'person', item);
	const output = readOutput(context, item);
	const exported = await readWhole(service, { person, language: readOption(context, 'language', item) });
	const { answer, rows, leftOut, notReached } = exported;
	const isStored = isOfKnownPerson(rows);
	const facts = { isStored, rows: rows.length, notReached };
	// Nobody gets no file, which would be read as that of a person of whom nothing is stored.
	if (!isStored) return { json: facts };
	await noteAbout(answer.person.id);
	const json = output === 'files' ? facts : { ...facts, answer, rows, leftOut };
	if (output === 'fields') return { json };
	const tokens = findItemTokens(context);
	// No file has tokens: they are for people.
	if (tokens) await noteReveal(context, { ...tokens.ownerOf(item), person: answer.person.id });
	return { json, binary: await writeFiles(context, exported) };
};

const outputs = ['files', 'fields', 'both'];

function readOutput(context: IExecuteFunctions, item: number): string {
	const output = readText(context, 'exportAs', item) || 'files';
	if (outputs.includes(output)) return output;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "Export As" is not one of ${outputs.join(', ')}.`,
		fix: 'Choose one, or correct its expression.',
	});
}

/** Reads all portions of an export. The service writes one entry of its audit log for them. */
async function readWhole(service: TroupeService, request: { person: string; language?: string }): Promise<Exported> {
	const whole: Omit<Exported, 'answer'> = { rows: [], leftOut: {}, notReached: [], page: '', document: '' };
	const seen = new Set<string>();
	let [answer, cursor]: [Portion['answer'], string | undefined] = [undefined, undefined];
	do {
		const portion: Portion = await service.call<Portion>('POST', 'privacy/export', { body: { ...request, cursor } });
		whole.document += writeExportJson(portion, whole.rows.length);
		whole.page += portion.page;
		if (whole.document.length + whole.page.length > maxChars) throw isTooLarge();
		whole.rows.push(...portion.rows);
		whole.notReached.push(...portion.notReached);
		whole.leftOut = portion.leftOut;
		answer ??= portion.answer;
		cursor = portion.cursor;
		// Less than everything must not pass for an export.
		if (cursor !== undefined && seen.has(cursor)) throw neverEnds();
		if (cursor !== undefined) seen.add(cursor);
	} while (cursor !== undefined);
	return { ...whole, document: whole.document + endExportJson(whole.leftOut), answer: answer! };
}

async function writeFiles(context: IExecuteFunctions, { page, document }: Exported) {
	const { helpers } = context;
	return {
		page: await helpers.prepareBinaryData(Buffer.from(page), 'export.html', 'text/html'),
		data: await helpers.prepareBinaryData(Buffer.from(document), 'export.json', 'application/json'),
	};
}

const neverEnds = () =>
	new TroupeError({
		code: 'SERVICE_UNREACHABLE',
		message: 'The service answered with the same portion of the export again, so that the export would never end.',
		fix: 'Run it again. If it repeats, export it with the command: troupe privacy export PERSON --output FOLDER.',
	});

const isTooLarge = () =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `More than ${maxChars / 1_000_000} MB are stored of the person, which n8n would have to hold in its memory.`,
		fix: 'Export it with the command: troupe privacy export PERSON --output FOLDER.',
	});
