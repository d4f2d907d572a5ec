import { degrees, PDFDocument, type PDFFont, StandardFonts } from 'pdf-lib';

export interface Drawn {
	text: string;
	/** Points, from the left and from the top. */
	at: [number, number];
	size?: number;
	turned?: number;
}

/** Draws text at positions on A4 pages. */
export async function drawPdf(pages: Drawn[][], properties: { title?: string; turned?: number } = {}): Promise<Uint8Array> {
	const document = await PDFDocument.create();
	if (properties.title) document.setTitle(properties.title);
	const font = await document.embedFont(StandardFonts.Helvetica);
	for (const drawn of pages) {
		const page = document.addPage([595, 842]);
		if (properties.turned) page.setRotation(degrees(properties.turned));
		for (const { text, at, size = 10, turned = 0 } of drawn)
			page.drawText(text, { x: at[0], y: 842 - at[1], size, font, rotate: degrees(turned) });
	}
	return document.save();
}

/** Places lines below each other. */
export function lines(texts: string[], at: [number, number], leading = 12, size = 10): Drawn[] {
	return texts.map((text, index) => ({ text, at: [at[0], at[1] + index * leading], size }));
}

let helvetica: PDFFont;
beforeAll(async () => {
	helvetica = await (await PDFDocument.create()).embedFont(StandardFonts.Helvetica);
});

/** Measures the width of a drawn text, in points. */
export function measureWidth(text: string, size = 10): number {
	return helvetica.widthOfTextAtSize(text, size);
}
