import type { Document } from 'yaml';

/** A part of a text, from 1; `endColumn` is after its last character. */
export interface TextPlace {
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
}

/** Returns a function that finds the place of a field in JSON or YAML, or of its nearest existing ancestor. @param text valid, already read */
export async function locateFields(text: string): Promise<(path: ReadonlyArray<string | number>) => TextPlace | undefined> {
	const { LineCounter, parseDocument } = await import('yaml');
	const lines = new LineCounter();
	const document = parseDocument(text, { lineCounter: lines });
	return (path) => {
		const range = findRange(document, path);
		if (!range) return undefined;
		const start = lines.linePos(range[0]);
		const end = lines.linePos(range[1]);
		return { line: start.line, column: start.col, endLine: end.line, endColumn: end.col };
	};
}

export function findRange(document: Document, path: ReadonlyArray<string | number>): readonly [number, number] | undefined {
	for (let { length } = path; length > 0; length -= 1) {
		const node = document.getIn(path.slice(0, length), true) as { range?: [number, number, number] } | undefined;
		if (node?.range) return [node.range[0], node.range[1]];
	}
	return undefined;
}
