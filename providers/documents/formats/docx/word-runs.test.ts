import { readDocx } from './read-docx';
import { wordFile } from '../../../../test/support/documents/word-file';

const style = (type: 'paragraph' | 'character', id: string, properties: string, basedOn = '') =>
	`<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${id}"/>${basedOn && `<w:basedOn w:val="${basedOn}"/>`}<w:rPr>${properties}</w:rPr></w:style>`;
const run = (text: string, properties = '') =>
	`<w:r>${properties && `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;
const styled = (text: string, id: string, more = '') => run(text, `<w:rStyle w:val="${id}"/>${more}`);
const paragraph = (runs: string, id = '') => `<w:p>${id && `<w:pPr><w:pStyle w:val="${id}"/></w:pPr>`}${runs}</w:p>`;

const styles = [
	'<w:style w:type="character"><w:name w:val="Without an id"/><w:rPr><w:dstrike/></w:rPr></w:style>',
	style('character', 'Old', '<w:strike/>'),
	style('character', 'Older', '<w:b/>', 'Old'),
	style('character', 'Kept', '<w:strike w:val="0"/>', 'Old'),
	style('character', 'Double', '<w:dstrike/>'),
	style('paragraph', 'Gone', '<w:strike/>'),
	style('paragraph', 'GoneToo', '<w:sz w:val="20"/>', 'Gone'),
	style('character', 'Power', '<w:vertAlign w:val="superscript"/>'),
	style('character', 'Index', '<w:vertAlign w:val="subscript"/>'),
	style('character', 'Lifted', '<w:position w:val="6"/>'),
	style('paragraph', 'LiftedLine', '<w:position w:val="12"/>'),
	style('character', 'Secret', '<w:vanish/>'),
	style('paragraph', 'SecretLine', '<w:vanish/>'),
].join('');

async function read(...paragraphs: string[]): Promise<string> {
	const reading = await readDocx(wordFile({ body: paragraphs.join(''), styles }));
	return reading.kind === 'read' ? reading.document.text : reading.failure;
}

test.each([
	['the style of a run', paragraph(run('Price ') + styled('100', 'Old') + run('80'))],
	['a style based on that', paragraph(run('Price ') + styled('100', 'Older') + run('80'))],
	['a style with two lines', paragraph(run('Price ') + styled('100', 'Double') + run('80'))],
	['the style of the paragraph', paragraph(run('100'), 'Gone') + paragraph(run('Price 80'))],
	['a style based on the paragraph’s', paragraph(run('100'), 'GoneToo') + paragraph(run('Price 80'))],
	['a second line only', paragraph(run('Price ') + run('100', '<w:strike w:val="0"/><w:dstrike/>') + run('80'))],
	['a run that hides it', paragraph(run('Price ') + styled('100', 'Secret') + run('80'))],
	['a paragraph that hides it', paragraph(run('100'), 'SecretLine') + paragraph(run('Price 80'))],
])('leaves out what is struck or hidden by %s', async (_, body) => expect(await read(body)).toBe('Price 80'));

test.each([
	['a style that ends it', paragraph(run('Price ') + styled('80', 'Kept'))],
	['the run itself', paragraph(run('Price ') + styled('80', 'Old', '<w:strike w:val="0"/>'))],
	['a style that undoes the paragraph’s', paragraph(run('100 ') + styled('Price 80', 'Old'), 'Gone')],
	['a style that shows again', paragraph(run('100 ') + styled('Price 80', 'Secret'), 'SecretLine')],
	['an earlier version only', paragraph(run('Price 80', '<w:rPrChange w:id="1"><w:rPr><w:strike/></w:rPr></w:rPrChange>'))],
])('keeps what is not struck, because of %s', async (_, body) => expect(await read(body)).toBe('Price 80'));

test.each([
	['a style', paragraph(run('10') + styled('2', 'Power') + run(' m H') + styled('2', 'Index') + run('O')), '10² m H₂O'],
	['its position', paragraph(run('10') + run('2', '<w:position w:val="6"/>') + run(' H') + run('2', '<w:position w:val="-6"/>')), '10² H₂'],
	['a position by a style', paragraph(run('10') + styled('2', 'Lifted') + run(' m')), '10² m'],
	['nothing, since the run is on the line', paragraph(run('10') + styled('2', 'Power', '<w:vertAlign w:val="baseline"/>')), '102'],
	['nothing, since the whole line is lifted', paragraph(run('Clause 10'), 'LiftedLine'), 'Clause 10'],
	['nothing, since it is aligned', paragraph(run('Clause ') + run('10', '<w:position w:val="2"/>')), 'Clause 10'],
])('raises and lowers by %s', async (_, body, text) => expect(await read(body)).toBe(text));
