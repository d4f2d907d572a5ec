import type { DocumentFailure, DocumentReading, DocumentText } from '../../../../core/ports/knowledge/document-reader';

/** Called with each page before it is read, and without a page at the end. */
export type OnPage = (page?: number) => void;

/** A document without text is a failure, because no search could find it. */
export function read(document: DocumentText): DocumentReading {
	if (/\S/.test(document.text)) return { kind: 'read', document };
	return failed('no_text_layer', 'The document contains no text.', 'Use a document that contains text.');
}

export function failed(failure: DocumentFailure, message: string, fix: string): Extract<DocumentReading, { kind: 'failed' }> {
	return { kind: 'failed', failure, message, fix };
}

export function tooLarge(what: string, max: number): DocumentReading {
	return failed('too_large', `The document exceeds the limit of ${max.toLocaleString('en')} ${what}.`, 'Split it.');
}
