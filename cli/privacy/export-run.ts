import { randomUUID } from 'node:crypto';
import { closeSync, constants, existsSync, fchmodSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Language } from '../../core/base/text/languages';
import { endExportJson, isOfKnownPerson, writeExportJson } from '../../core/privacy/export-document';
import { exportPersonEverywhere } from '../../service/operations/privacy/export-person';
import { enginePlace } from '../../service/privacy/forgetting-receipt';
import { openContactHost } from '../contacts/export-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { makeFolder } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { pathReasons } from '../terminal/system-errors';
import { printable, type Terminal } from '../terminal/terminal';
import { describeNoContact } from './no-contact';

export interface ExportOptions {
	language?: Language;
	json?: boolean;
	/** A file, or a folder. */
	output?: string;
}

type Portion = Awaited<ReturnType<typeof exportPersonEverywhere.perform>>;

interface Output {
	kind: 'json' | 'html';
	file: Pick<PrivateFile, 'write' | 'close' | 'remove'>;
	/** Undefined for standard output. */
	path?: string;
}

/** Exports a person. Asks no gate: it is a right. Exit code 1: nothing is stored. */
export async function runPrivacyExport(person: string, options: ExportOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const outputs: Output[] = [];
	const host = openContactHost(terminal, open);
	// Whoever asks a service needs no host here, and hears of its fault only there.
	host.catch(() => undefined);
	let [cursor, count, last]: [string | undefined, number, Portion | undefined] = [undefined, 0, undefined];
	let isKnown = false;
	let { language } = options;
	const waiting: Array<{ portion: Portion; count: number }> = [];
	try {
		do {
			const portion: Portion = await callOperation(
				exportPersonEverywhere,
				{ person, language: options.language, cursor },
				terminal,
				() => host,
			);
			language ??= portion.answer?.language;
			for (const { stores, where } of portion.notReached) terminal.note(printable(sayNotReached(stores, where, language)));
			isKnown ||= isOfKnownPerson(portion.rows);
			// Nobody gets no file, which would be read as that of a person of whom nothing is stored.
			if (outputs.length === 0 && (isKnown || options.output === undefined)) outputs.push(...openOutputs(options, terminal));
			for (const each of isKnown || options.output === undefined ? [...waiting.splice(0), { portion, count }] : [])
				for (const { kind, file } of outputs) file.write(kind === 'html' ? each.portion.page : writeExportJson(each.portion, each.count));
			if (outputs.length === 0) waiting.push({ portion, count });
			[cursor, count, last] = [portion.cursor, count + portion.rows.length, portion];
		} while (cursor !== undefined);
		for (const { kind, file } of outputs) if (kind === 'json') file.write(endExportJson(last?.leftOut));
		for (const { file } of outputs) file.close();
	} catch (error) {
		for (const { file } of outputs) file.remove();
		throw error;
	}
	for (const { path } of outputs) if (path !== undefined) terminal.note(printable(`${path}: ${sayRows(count, language)}.`));
	if (isKnown) return 0;
	terminal.note(describeNoContact(person, language ?? 'en'));
	return 1;
}

/** The place of the processes has its English name in the answer, in every language. */
const sayNotReached = (stores: readonly string[], where: string, language: Language = 'en'): string =>
	language === 'en'
		? `Not asked: ${stores.join(', ')} ${where}.`
		: `Sem resposta: ${stores.map((store) => (store === enginePlace ? 'processos' : store)).join(', ')} ${where}.`;

const rowWords = { en: ['row', 'rows'], pt: ['linha', 'linhas'] } as const satisfies Record<Language, readonly [string, string]>;
const sayRows = (count: number, language: Language = 'en') => `${count} ${rowWords[language][count === 1 ? 0 : 1]}`;

function openOutputs({ output, json }: ExportOptions, terminal: Terminal): Output[] {
	if (output === undefined) {
		const file = { write: (text: string) => terminal.print(text), close: () => undefined, remove: () => undefined };
		return [{ kind: json ? 'json' : 'html', file }];
	}
	const one = (kind: Output['kind'], path: string): Output => ({ kind, path, file: openPrivateFile(path) });
	if (/\.json$/i.test(output) || (json && !isFolder(output))) return [one('json', output)];
	if (/\.html?$/i.test(output)) return [one('html', output)];
	makeFolder(output);
	return [...(json ? [] : [one('html', join(output, 'export.html'))]), one('json', join(output, 'export.json'))];
}

const isFolder = (path: string): boolean => /[\\/]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());

/** A file written in pieces, renamed when complete. */
interface PrivateFile {
	write(text: string): void;
	close(): void;
	remove(): void;
}

/** Only its owner can read it, from the first byte on. @throws TroupeError INPUT_INVALID when the path cannot be written */
function openPrivateFile(path: string): PrivateFile {
	const part = `${path}.${randomUUID()}.part`;
	const descriptor = tryOpen(path, part);
	fchmodSync(descriptor, 0o600);
	let isOpen = true;
	const end = () => {
		if (isOpen) closeSync(descriptor);
		isOpen = false;
	};
	return {
		write: (text) => void writeAll(descriptor, Buffer.from(text)),
		close() {
			fsyncSync(descriptor);
			end();
			renameSync(part, path);
		},
		remove() {
			end();
			rmSync(part, { force: true });
		},
	};
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
	for (let from = 0; from < bytes.length;) from += writeSync(descriptor, bytes, from);
}

function tryOpen(path: string, part: string): number {
	try {
		return openSync(part, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
	} catch (cause) {
		const reason = pathReasons[(cause as NodeJS.ErrnoException).code ?? ''];
		if (reason === undefined) throw cause;
		throw new TroupeError({ code: 'INPUT_INVALID', message: `${path} cannot be written: ${reason}.`, fix: 'Choose another path.', cause });
	}
}
