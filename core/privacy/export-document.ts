const formatVersion = 1;

/** @param before rows written so far */
export function writeExportJson({ answer, rows }: { answer?: object; rows: readonly object[] }, before: number): string {
	const head = answer ? `{"format":"troupe-person-export","version":${formatVersion},"answer":${JSON.stringify(answer)},"rows":[\n` : '';
	return `${head}${rows.map((row, index) => `${before + index > 0 ? ',' : ''}${JSON.stringify(row)}`).join('\n')}\n`;
}

export const endExportJson = (leftOut: object = {}): string => `],"leftOut":${JSON.stringify(leftOut)}}\n`;

/** The audit log reports an export, too: its rows do not make a person known. */
export const isOfKnownPerson = (rows: ReadonlyArray<{ purpose: string }>): boolean => rows.some(({ purpose }) => purpose !== 'audit');
