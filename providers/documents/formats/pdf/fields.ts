import type { TextItem } from './segments';

export interface Annotation {
	subtype?: string;
	fieldType?: string;
	fieldValue?: unknown;
	rect?: number[];
	hidden?: boolean;
	noView?: boolean;
	password?: boolean;
	checkBox?: boolean;
	radioButton?: boolean;
	buttonValue?: string;
	exportValue?: string;
	contentsObj?: { str?: string };
	defaultAppearanceData?: { fontSize?: number };
}

const maxFields = 5_000;
const maxLines = 1_000;

/** Filled-in text, which PDF.js leaves to viewers. Hidden notes are not text of the document. */
export function filledIn(annotations: Annotation[]): TextItem[] {
	return annotations
		.slice(0, maxFields)
		.filter(({ hidden, noView }) => !hidden && !noView)
		.flatMap((annotation) => toLines(annotation, readFieldText(annotation)));
}

function readFieldText(annotation: Annotation): string {
	const { subtype, fieldType, fieldValue, password, checkBox, radioButton } = annotation;
	if (subtype === 'FreeText') return annotation.contentsObj?.str ?? '';
	if (subtype !== 'Widget' || password) return '';
	if (checkBox) return fieldValue && fieldValue !== 'Off' && fieldValue === (annotation.exportValue ?? fieldValue) ? '[x]' : '[ ]';
	if (radioButton) return fieldValue && fieldValue === annotation.buttonValue ? '[x]' : '[ ]';
	if (fieldType !== 'Tx' && fieldType !== 'Ch') return '';
	return (Array.isArray(fieldValue) ? fieldValue : [fieldValue]).filter((value) => typeof value === 'string').join(', ');
}

/** Lines start at the top; a single line is centred in its field. */
function toLines({ rect = [], defaultAppearanceData }: Annotation, text: string): TextItem[] {
	const [left, lower, right, upper] = rect as [number, number, number, number];
	const lines = text.split(/\r\n?|\n/, maxLines);
	if (text.trim() === '' || ![left, lower, right, upper].every(Number.isFinite)) return [];
	const size = Math.min(defaultAppearanceData?.fontSize || 10, upper - lower) || 10;
	const first = lines.length === 1 ? (lower + upper) / 2 - 0.35 * size : upper - size;
	return lines.map((str, line) => ({
		str,
		transform: [size, 0, 0, size, left, first - line * 1.2 * size],
		width: Math.min(right - left, 0.5 * size * str.length),
	}));
}
