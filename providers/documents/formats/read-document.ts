import type { DocumentReading } from '../../../core/ports/knowledge/document-reader';
import { detectType, type DocumentHint } from './shared/detect-type';
import { readCsv } from './csv/read-csv';
import { readHtml } from './html/read-html';
import { readMarkdown, readPlainText } from './read-text';
import { failed, type OnPage } from './shared/reading';

/** A parser error is reported as a fault of the document, without its message. */
export async function readDocument(bytes: Uint8Array, hint: DocumentHint, onPage: OnPage = () => undefined): Promise<DocumentReading> {
	try {
		return await readDetected(bytes, hint, onPage);
	} catch (error) {
		return asFailure(error);
	}
}

async function readDetected(bytes: Uint8Array, hint: DocumentHint, onPage: OnPage): Promise<DocumentReading> {
	const detected = await detectType(bytes, hint);
	if (detected.kind === 'failed') return detected;
	switch (detected.type) {
		// Loaded on first use: large, and most processes read one type.
		case 'pdf':
			return (await import('./pdf/read-pdf')).readPdf(bytes, onPage);
		case 'docx':
			return (await import('./docx/read-docx')).readDocx(bytes);
		case 'html':
			return readHtml(bytes, detected.charset);
		case 'csv':
			return readCsv(bytes, detected.charset);
		case 'markdown':
			return readMarkdown(bytes, detected.charset);
		case 'plain':
			return readPlainText(bytes, detected.charset);
	}
}

function asFailure(error: unknown): DocumentReading {
	if (error instanceof RangeError)
		return failed('too_large', 'The document is nested too deeply or becomes too long to be read.', 'Split it, or save it again.');
	const name = error instanceof Error ? error.name : typeof error;
	return failed('corrupt', `The document cannot be read: its reader stopped with ${name}.`, 'Save it again.');
}
