/** `node draw-handbook.mjs PAGES FILE`: a PDF as handbooks are, from our own pages: headings, running text, every third page in two columns, tables. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';

const [pages, file] = process.argv.slice(2);
const width = 595;
const height = 842;
const margin = 56;
const size = 10;
const leading = 13;
const words = readdirSync('docs', { recursive: true, encoding: 'utf8' })
	.filter((name) => name.endsWith('.md'))
	.sort()
	.flatMap((name) => readFileSync(join('docs', name), 'utf8').split(/\s+/))
	// What the standard fonts can write.
	.map((word) => word.replace(/[^\x20-\x7e\xa1-\xff]/g, ''))
	.filter((word) => word !== '' && word.length < 40);
let at = 0;
const next = () => words[at++ % words.length];

const document = await PDFDocument.create();
document.setTitle('Handbook');
const regular = await document.embedFont(StandardFonts.Helvetica);
const bold = await document.embedFont(StandardFonts.HelveticaBold);
for (let number = 1; number <= Number(pages); number += 1) drawPage(document.addPage([width, height]), number);
writeFileSync(file, await document.save());

function drawPage(page, number) {
	const write = (text, x, y, font = regular, letters = size) => page.drawText(text, { x, y, size: letters, font });
	write('Handbook of the house', margin, height - 30, regular, 8);
	write(`${number}`, width / 2, 30, regular, 8);
	write(`${number}. ${next()} ${next()} ${next()}`, margin, height - 80, bold, 16);
	const twoColumns = number % 3 === 0;
	const column = twoColumns ? (width - 2 * margin - 24) / 2 : width - 2 * margin;
	for (let left = margin; left < width - margin; left += column + 24) {
		const bottom = number % 4 === 1 ? 220 : 70;
		for (let y = height - 110; y > bottom; y -= leading) write(line(column), left, y);
	}
	if (number % 4 === 1)
		for (let row = 0; row < 8; row += 1)
			for (let cell = 0; cell < 4; cell += 1) write(next().slice(0, 18), margin + cell * 120, 190 - row * 15);
}

function line(most) {
	let text = next();
	for (let word = words[at % words.length]; regular.widthOfTextAtSize(`${text} ${word}`, size) <= most; word = words[at % words.length])
		text += ` ${next()}`;
	return text;
}
