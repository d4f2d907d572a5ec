/** Writes PDFs by hand, for what no library draws: letters with any character map, and forms that exist only as XFA. */
interface RawPdf {
	/** The content streams (ISO 32000-1, 7.8.2); fonts F1 with the character map, F2 without one. */
	pages: string[];
	/** The letters of the codes from 1 on. */
	letters?: string;
	/** Further entries of the catalog, and objects from number 100 on that they refer to. */
	catalog?: string;
	objects?: string[];
}

export function rawPdf({ pages, letters = '', catalog = '', objects = [] }: RawPdf): Buffer {
	const kids = pages.map((_, at) => `${20 + 2 * at} 0 R`).join(' ');
	const cidFont =
		'<</Type/Font/Subtype/CIDFontType2/BaseFont/None/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor 6 0 R>>';
	const numbered: Array<[number, string]> = [
		[1, `<</Type/Catalog/Pages 2 0 R${catalog}>>`],
		[2, `<</Type/Pages/Kids[${kids}]/Count ${pages.length}/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R/F2 7 0 R>>>>>>`],
		[3, '<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>'],
		[4, cidFont],
		[5, stream(toUnicode(letters))],
		[6, '<</Type/FontDescriptor/FontName/None/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700/Descent 0/CapHeight 700/StemV 80>>'],
		[7, '<</Type/Font/Subtype/Type0/BaseFont/None/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 8 0 R>>'],
		[8, stream(toUnicode('\ue001\ue002\ue003\ue004\ue005\ue006\ue007\ue008'))],
		...pages.flatMap((content, at): Array<[number, string]> => [
			[20 + 2 * at, `<</Type/Page/Parent 2 0 R/Contents ${21 + 2 * at} 0 R>>`],
			[21 + 2 * at, stream(content)],
		]),
		...objects.map((body, at): [number, string] => [100 + at, body]),
	];
	return Buffer.from(
		`%PDF-1.7\n${numbered.map(([number, body]) => `${number} 0 obj\n${body}\nendobj\n`).join('')}trailer<</Root 1 0 R>>\n%%EOF`,
	);
}

export function stream(content: string): string {
	return `<</Length ${Buffer.byteLength(content)}>>stream\n${content}\nendstream`;
}

/** Draws letters of F1 from this place on, in points from the lower left corner. */
export function draw(text: string, letters: string, [x, y]: [number, number], font = 'F1'): string {
	const codes = [...text].map((letter) => hexadecimal([...letters].indexOf(letter) + 1)).join('');
	return `BT /${font} 10 Tf 1 0 0 1 ${x} ${y} Tm <${codes}> Tj ET\n`;
}

function toUnicode(letters: string): string {
	const pairs = [...letters].map((letter, at) => `<${hexadecimal(at + 1)}> <${hexadecimal(letter.codePointAt(0)!)}>`);
	return `begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange ${pairs.length} beginbfchar ${pairs.join('\n')} endbfchar endcmap`;
}

const hexadecimal = (code: number) => code.toString(16).padStart(4, '0');
