/** Writes what is exported of a person as one JSON document, in pieces, so that no export has to fit into the memory. */

/** The version of the format of the document. */
const formatVersion = 1;

/** @param before the number of rows that were written so far */
export function writeExportJson({ answer, rows }: { answer?: object; rows: readonly object[] }, before: number): string {
	const head = answer ? `{"format":"troupe-person-export","version":${formatVersion},"answer":${JSON.stringify(answer)},"rows":[\n` : '';
	return `${head}${rows.map((row, index) => `${before + index > 0 ? ',' : ''}${JSON.stringify(row)}`).join('\n')}\n`;
}

/** @param leftOut of the last portion */
export const endExportJson = (leftOut: object = {}): string => `],"leftOut":${JSON.stringify(leftOut)}}\n`;

/** The audit log tells of an export, too: its rows do not make a person known. */
export const isOfKnownPerson = (rows: ReadonlyArray<{ purpose: string }>): boolean => rows.some(({ purpose }) => purpose !== 'audit');
