import { readRunProperty, type RunProperties, type WordStyles } from './word-styles';
import { walkXml, type ElementPlace } from './walk-xml';
import { applyEdits, type Edit } from './xml-edits';

/** In half points. Smaller shifts only align text. */
const leastShift = 4;
const maxShifted = 30;

interface OpenRun extends RunProperties {
	inside: number;
	style?: string;
	properties?: { start: number; end: number; isEmpty: boolean };
	texts: Array<{ start: number; end: number }>;
	characters: number;
}

interface OpenParagraph {
	style?: string;
	runs: OpenRun[];
}

/** Adds to each run what the library does not read: styles, second line, shift. Removes hidden text. */
export function markRuns(xml: string, styles: WordStyles): string {
	const edits: Edit[] = [];
	const paragraphs: OpenParagraph[] = [{ runs: [] }];
	const open: OpenRun[] = [];
	walkXml(xml, {
		open: (name, attributes, place) => {
			const run = open.at(-1);
			if (name === 'w:p') paragraphs.push({ runs: [] });
			else if (name === 'w:pStyle' && place.path.at(-1) === 'w:pPr' && place.path.at(-2) === 'w:p')
				paragraphs.at(-1)!.style = attributes['w:val'];
			else if (name === 'w:r') open.push({ inside: place.end, texts: [], characters: 0 });
			else if (run) readRunPart(run, name, attributes['w:val'], place);
		},
		close: (name, place) => {
			const run = open.at(-1);
			if (name === 'w:p') edits.push(...markParagraph(paragraphs.pop()!, styles));
			else if (name === 'w:r' && run) paragraphs.at(-1)!.runs.push(open.pop()!);
			else if (name === 'w:t' && run?.texts.length) run.texts.at(-1)!.end = place.end;
			else if (name === 'w:rPr' && place.path.at(-1) === 'w:r' && run?.properties)
				run.properties.isEmpty = place.start === run.properties.start;
		},
		text: (text) => {
			const run = open.at(-1);
			if (run) run.characters += text.trim().length;
		},
	});
	return applyEdits(xml, edits);
}

function readRunPart(run: OpenRun, name: string, value: string | undefined, place: ElementPlace): void {
	const { path, start, end } = place;
	if (name === 'w:rPr' && path.at(-1) === 'w:r') run.properties = { start, end, isEmpty: false };
	else if (name === 'w:rStyle' && path.at(-1) === 'w:rPr' && path.at(-2) === 'w:r') run.style = value;
	else if (name === 'w:t') run.texts.push({ start, end });
	else readRunProperty(run, name, value, place, 'w:r');
}

function markParagraph({ style, runs }: OpenParagraph, styles: WordStyles): Edit[] {
	const shown = runs
		.filter(({ characters }) => characters > 0)
		.map((run) => {
			const { strike, doubleStrike, hidden, align, position } = styles.resolveRun(style, run.style);
			return {
				run,
				isStruck: (run.strike ?? strike) || (run.doubleStrike ?? doubleStrike),
				isHidden: run.hidden ?? hidden,
				align: run.align ?? align,
				shift: run.position ?? position ?? 0,
			};
		});
	const isMixed = shown.some(({ shift }) => Math.abs(shift) < leastShift);
	return shown.flatMap(({ run, isStruck, isHidden, align, shift }) => {
		if (isHidden) return run.texts.map((place) => ({ ...place, text: '' }));
		const isShifted = isMixed && Math.abs(shift) >= leastShift && run.characters <= maxShifted;
		const wanted = align && align !== 'baseline' ? align : isShifted ? (shift > 0 ? 'superscript' : 'subscript') : undefined;
		const text = `${isStruck ? '<w:strike/>' : ''}${wanted ? `<w:vertAlign w:val="${wanted}"/>` : ''}`;
		return text === '' ? [] : [addProperties(run, text)];
	});
}

/** The library reads the first of two equal properties. */
function addProperties({ properties, inside }: OpenRun, text: string): Edit {
	if (properties && !properties.isEmpty) return { start: properties.end, end: properties.end, text };
	const place = properties ?? { start: inside, end: inside };
	return { start: place.start, end: place.end, text: `<w:rPr>${text}</w:rPr>` };
}
