import { Parser } from 'htmlparser2';

type Attributes = Record<string, string>;

export interface ElementPlace {
	path: string[];
	start: number;
	end: number;
}

interface XmlHandler {
	open: (name: string, attributes: Attributes, place: ElementPlace) => void;
	close?: (name: string, place: ElementPlace) => void;
	text?: (text: string) => void;
}

export function walkXml(xml: string, { open, close, text }: XmlHandler): void {
	const path: string[] = [];
	const parser: Parser = new Parser(
		{
			onopentag: (name, attributes) => {
				open(name, attributes, { path, start: parser.startIndex, end: parser.endIndex + 1 });
				path.push(name);
			},
			onclosetag: (name) => {
				path.pop();
				close?.(name, { path, start: parser.startIndex, end: parser.endIndex + 1 });
			},
			ontext: text,
		},
		{ xmlMode: true, decodeEntities: true },
	);
	parser.end(xml);
}

/** A property is on if present (ECMA-376, part 1, 17.17.4). */
export function isOn(value: string | undefined, absent = false): boolean {
	return value === undefined ? absent : !/^(?:0|false|off)$/i.test(value);
}
