import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';
import { printable } from '../../core/base/text/printable';

export type Format = Parameters<typeof styleText>[0];

interface Screen {
	style: (format: Format, text: string) => string;
	show: (line: string) => string;
}

/** Opens the only output to a terminal: of all control characters, only those of `style` pass. Files and pipes get raw lines. */
export function openScreen({ isTerminal, inColour }: { isTerminal: boolean; inColour: boolean }): Screen {
	// Nothing that a command prints can contain it by itself.
	const mark = randomUUID();
	return {
		style: (format, text) => (inColour ? styleText(format, printable(text), { validateStream: false }).replaceAll('\u001b', mark) : text),
		show: (line) => (isTerminal ? printable(line) : line).replaceAll(mark, '\u001b'),
	};
}
